"""Where a post goes, what of a shelf goes first, and when a post is offered to its author again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.money import may_follow
from teambot.domain.placing import Placed, from_shelf, offered_again_on, place
from teambot.domain.posts import NO_REPEAT, Money, Submission, SubmissionState
from teambot.domain.windows import Window

NONE, SPONSORED, OWN = Money.NONE, Money.SPONSORED, Money.OWN_PRODUCT
WAITING, SHELVED, HELD, EXPIRED = (
    SubmissionState.WAITING,
    SubmissionState.SHELVED,
    SubmissionState.HELD,
    SubmissionState.EXPIRED,
)
DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
POST = Submission(1, 7, "Ana", SHELVED, None, "u", "Soup", "line", "", NONE, NOW)


def of(*months: int, until: date | None = None) -> Window:
    return Window(frozenset(months), last_day=until)


@pytest.mark.parametrize(
    ("window", "pushed", "money", "taken", "placed", "why"),
    [
        (Window.ANY, [], NONE, False, Placed(WAITING), "nothing keeps it back"),
        (Window.ANY, [], NONE, True, Placed(SHELVED), "the place is taken"),
        (of(11), [], NONE, False, Placed(WAITING), "it is November"),
        (of(12), [], NONE, False, Placed(HELD, date(2026, 12, 1)), "it is not December yet"),
        (of(12), [], NONE, True, Placed(HELD, date(2026, 12, 1)), "out of its window it needs no place"),
        (of(until=DAY), [], NONE, False, Placed(WAITING), "its last day is the plan's"),
        (of(until=date(2026, 11, 22)), [], NONE, False, Placed(EXPIRED), "its last day is the day before"),
        (of(12, until=date(2026, 11, 30)), [], NONE, False, Placed(EXPIRED), "no December comes before its last day"),
        (Window.ANY, [SPONSORED], OWN, False, Placed(SHELVED, others=3), "the one before was sponsored"),
        (Window.ANY, [SPONSORED, NONE, NONE], OWN, True, Placed(SHELVED, others=1), "one more has to go first"),
        (Window.ANY, [SPONSORED, NONE, NONE, NONE], OWN, False, Placed(WAITING), "three others went first"),
        (of(12), [SPONSORED], OWN, False, Placed(HELD, date(2026, 12, 1)), "money is asked when its window opens"),
    ],
)
def test_where_a_post_goes(
    window: Window, pushed: list[Money], money: Money, taken: bool, placed: Placed, why: str
) -> None:
    assert place(window, DAY, pushed, money, taken=taken) == placed, why


def test_the_most_urgent_of_a_shelf_goes_first() -> None:
    shelf = [
        replace(POST, id=1),
        replace(POST, id=2),
        replace(POST, id=3, window=of(11)),
        replace(POST, id=4, window=of(11, 12)),
        replace(POST, id=5, window=of(until=date(2027, 6, 1))),
        replace(POST, id=6, window=of(11, until=date(2026, 11, 25))),
        replace(POST, id=7, window=of(12)),
        replace(POST, id=8, window=of(until=date(2026, 11, 22))),
    ]
    order = []
    while (first := from_shelf(shelf, DAY, [])) is not None:
        order.append(first.id)
        shelf.remove(first)
    assert order == [6, 5, 3, 4, 1, 2], "last days first, then windows that close, then the oldest; 7 and 8 never"


def test_what_money_keeps_back_stays_on_the_shelf() -> None:
    paid, plain = replace(POST, id=1, money=SPONSORED), replace(POST, id=2)
    assert from_shelf([paid, plain], DAY, [OWN, NONE]) == plain
    assert from_shelf([paid], DAY, [OWN, NONE]) is None
    assert from_shelf([paid, plain], DAY, [NONE, NONE]) == paid
    assert from_shelf([], DAY, []) is None


WINDOWS = st.builds(
    Window, st.frozensets(st.integers(1, 12)), last_day=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
PUSHED = st.lists(st.sampled_from(Money), max_size=5)
POSTS = st.builds(
    lambda number, window, money: replace(POST, id=number, window=window, money=money),
    st.integers(1, 99),
    WINDOWS,
    st.sampled_from(Money),
)


@given(st.lists(POSTS, max_size=6, unique_by=lambda post: post.id), DAYS, PUSHED)
def test_what_a_shelf_gives_could_be_put_forward_now(shelf: list[Submission], day: date, pushed: list[Money]) -> None:
    chosen = from_shelf(shelf, day, pushed)
    fitting = [post for post in shelf if place(post.window, day, pushed, post.money, taken=False) == Placed(WAITING)]
    assert (chosen is None) == (not fitting)
    assert chosen is None or chosen in fitting
    assert from_shelf(list(reversed(shelf)), day, pushed) == chosen, "in whatever order they come"


@given(WINDOWS, DAYS, PUSHED, st.sampled_from(Money), st.booleans())
def test_what_waits_may_be_in_the_plan(
    window: Window, day: date, pushed: list[Money], money: Money, taken: bool
) -> None:
    placed = place(window, day, pushed, money, taken=taken)
    assert (placed.state is WAITING) == (window.is_open(day) and may_follow(pushed, money) and not taken)
    assert (placed.opens_on is not None) == (placed.state is HELD)
    assert placed.in_reach == (placed.state is WAITING or placed == Placed(SHELVED))


@pytest.mark.parametrize(
    ("window", "day", "again", "why"),
    [
        (Window.ANY, DAY, None, "without a season never"),
        (of(until=DAY), DAY, None, "a last day alone comes no second time"),
        (of(11), DAY, date(2027, 11, 1), "a year later, as its window opens"),
        (of(12, until=date(2026, 12, 24)), date(2026, 12, 25), date(2027, 12, 1), "its last day is the next one's"),
        (of(*range(1, 10)), date(2026, 9, 28), date(2027, 3, 29), "in January it could not be pushed again yet"),
        (of(*range(1, 12)), date(2026, 11, 30), date(2027, 5, 31), "nor so soon where there is hardly a pause"),
    ],
)
def test_when_a_post_is_offered_again(window: Window, day: date, again: date | None, why: str) -> None:
    assert offered_again_on(window, day) == again, why


@given(WINDOWS, DAYS)
def test_what_is_offered_again_can_be_put_forward(window: Window, day: date) -> None:
    again = offered_again_on(window, day)
    assert (again is None) == (not window.seasonal)
    if again is not None:
        assert again >= day + NO_REPEAT
        assert Window(window.months).is_open(again)
        assert again <= day + timedelta(days=366 + 366)
