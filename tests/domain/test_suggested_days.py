"""The day that is suggested: another one for each who is asked for a post, and never a day that makes no sense."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.rotation_inputs import Inputs
from teambot.domain.suggested_days import one_more_day, suggested_days, week_days

MONDAY = date(2026, 1, 12)
DAYS = [MONDAY + timedelta(days=number) for number in range(7)]
SEEDS = st.integers(0, 10**6)


def inputs(seed: int) -> Inputs:
    return Inputs(team=seed, week="2026-W03", room={}, posts=frozenset())


def test_a_weeks_days_are_from_its_plan_to_its_end() -> None:
    plan, end = datetime(2026, 1, 12, 9, tzinfo=UTC), datetime(2026, 1, 18, 18, tzinfo=UTC)
    assert list(week_days("UTC", plan, end)) == DAYS
    assert list(week_days("UTC", plan + timedelta(days=2), end)) == DAYS[2:], "a plan that comes late"
    assert list(week_days("UTC", plan, end - timedelta(hours=10))) == DAYS[:6], "it ends in the morning"
    assert list(week_days("UTC", end - timedelta(hours=1), end)) == DAYS[6:], "asked in the last hour"
    assert list(week_days("UTC", end, end)) == DAYS[6:], "one day at least"
    assert week_days("Pacific/Auckland", plan + timedelta(hours=2), end)[0] == DAYS[1], "where the team lives"


@given(
    seed=SEEDS,
    pushers=st.dictionaries(st.integers(1, 12), st.sets(st.integers(1, 12), max_size=12), max_size=12),
    days=st.integers(1, 7),
    last=st.integers(0, 6),
)
def test_those_asked_for_one_post_have_different_days_while_there_are_days(
    seed: int, pushers: dict[int, set[int]], days: int, last: int
) -> None:
    plan = {author: sorted(asked - {author}) for author, asked in pushers.items()}
    last_days = dict.fromkeys(sorted(plan)[::2], DAYS[last])
    found = suggested_days(inputs(seed), plan, DAYS[:days], last_days)
    assert set(found) == {(pusher, author) for author, asked in plan.items() for pusher in asked}
    for author, asked in plan.items():
        open_days = min(days, last + 1) if author in last_days else days
        of_post = Counter(found[pusher, author] for pusher in asked)
        assert set(of_post) <= set(DAYS[:open_days]), "none after the last day"
        assert len(of_post) == min(len(asked), open_days)
        assert max(of_post.values(), default=0) <= -(-len(asked) // open_days)


@given(seed=SEEDS, order=st.permutations(range(1, 7)))
def test_the_order_of_the_inputs_is_nothing_to_it(seed: int, order: list[int]) -> None:
    plan = {author: [one for one in range(1, 7) if one != author][:3] for author in range(1, 7)}
    shuffled = {author: plan[author][::-1] for author in order}
    assert suggested_days(inputs(seed), plan, DAYS, {}) == suggested_days(inputs(seed), shuffled, DAYS, {})


@given(seed=SEEDS)
def test_two_posts_of_one_member_are_rarely_for_one_day_and_three_days_lie_apart(seed: int) -> None:
    plan = {1: [2, 3], 2: [1, 3], 3: [1, 2]}
    found = suggested_days(inputs(seed), plan, DAYS, {})
    for member in (1, 2, 3):
        days = [day for (pusher, _), day in found.items() if pusher == member]
        assert len(set(days)) == 2
    alone = suggested_days(inputs(seed), {1: [2, 3, 4]}, DAYS, {})
    places = sorted(DAYS.index(day) for day in alone.values())
    gaps = [(after - before) % 7 for before, after in zip(places, [*places[1:], places[0]], strict=True)]
    assert sorted(gaps) == [2, 2, 3]


def test_no_day_is_everybodys_over_many_weeks() -> None:
    plan = {author: [author % 6 + 1, (author + 1) % 6 + 1] for author in range(1, 7)}
    found = Counter(day for seed in range(200) for day in suggested_days(inputs(seed), plan, DAYS, {}).values())
    assert min(found.values()) > 0.7 * max(found.values())


@given(
    days=st.integers(1, 7),
    last=st.none() | st.integers(0, 6),
    others=st.sets(st.integers(0, 6)),
    own=st.sets(st.integers(0, 6)),
)
def test_who_is_asked_in_the_middle_of_a_week_has_a_day_of_what_is_left(
    days: int, last: int | None, others: set[int], own: set[int]
) -> None:
    left, end = DAYS[-days:], None if last is None else DAYS[last]
    taken, busy = [{DAYS[number] for number in numbers} for numbers in (others, own)]
    day = one_more_day(left, end, taken, busy)
    open_days = [one for one in left if end is None or one <= end]
    assert day in (open_days or left[:1])
    if set(open_days) - taken:
        assert day not in taken
    if set(open_days) - taken - busy:
        assert day not in busy
