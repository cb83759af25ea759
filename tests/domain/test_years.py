"""Whole years of made-up teams, with absences, skips, joins and leaves: each guarantee of rotation.md, section 2.

GN in a name is its number there, and a test fails where one is missing. Few seeds here; `make bench ARGS=fairness` has
a hundred.
"""

import ast
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from teambot.domain.ledger import Cause, pot
from teambot.domain.rotation import Inputs, Plan, plan
from teambot.domain.world import FULL, REAL, Attendance, Habit, World
from teambot.domain.year import Planner, Year, YearPlan, live
from teambot.domain.year_figures import alike, figures, given_and_got, jain, reliable_in, weeks_of

SIZES = {5: range(1, 7), 12: range(1, 5), 30: range(1, 3), 100: range(1, 2)}  # members: seeds
LOADS = (2, 3)
WEEKS = 52


@pytest.fixture(
    scope="module", params=[(n, load) for n in SIZES for load in LOADS], ids=lambda one: f"{one[0]}x{one[1]}"
)
def years(request: pytest.FixtureRequest) -> list[Year]:
    """Years of teams of one size and load, as teams are."""
    members, load = request.param
    return [live(World(members, seed, load), WEEKS) for seed in SIZES[members]]


def balances(year: Year) -> Iterator[tuple[YearPlan, dict[int, int]]]:
    """Give every plan with the balances after its week."""
    balance: Counter[int] = Counter()
    for made, entries in zip(year.plans, year.entries, strict=True):
        for entry in entries:
            balance[entry.membership_id] += entry.delta
        yield made, {one: balance[one] for one in made.room}


def test_every_guarantee_has_its_test() -> None:
    names = [
        node.name for node in ast.parse(Path(__file__).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    ]
    assert [n for n in range(1, 7) if not any(name.startswith(f"test_g{n}_") for name in names)] == []


def test_g1_members_of_the_same_standing_differ_by_one_at_most(years: list[Year]) -> None:
    assert max(alike(made, year.parted) for year in years for made in year.plans) <= 1


def test_g1_a_plan_that_prefers_somebody_is_seen() -> None:
    room, nobody = {1: 3, 2: 3, 3: 3, 4: 3}, frozenset[tuple[int, int]]()
    uneven = YearPlan(1, room, {}, dict.fromkeys(room, 0), {1: (2, 4), 2: (), 3: (), 4: ()})
    assert alike(uneven, nobody) == 2
    owed = YearPlan(1, room, {}, {1: 2, 2: 0, 3: 0, 4: -2}, {1: (2, 4), 2: (), 3: (), 4: ()})
    assert alike(owed, nobody) == 0, "they do not stand alike"
    everybody = YearPlan(1, room, {}, dict.fromkeys(room, 0), {1: (2, 3, 4), 2: (1,), 3: (1,), 4: (1,)})
    assert alike(everybody, frozenset({(3, 2), (4, 2), (2, 3), (4, 3), (2, 4), (3, 4)})) == 0, "nobody else can"


def test_g2_nobodys_account_leaves_its_bounds(years: list[Year]) -> None:
    for year in years:
        reliable = {one.id for one in reliable_in(year)}
        most = {one.id: max(year.load, one.load) for one in year.members}
        shared: Counter[int] = Counter()  # what was written off lies outside: it moves all alike
        for week, (made, after) in enumerate(balances(year)):
            for entry in year.entries[week]:
                if entry.cause is Cause.WRITE_OFF:
                    shared[entry.membership_id] += entry.delta
            each = -(-sum(made.room.values()) // max(1, len(made.pushers)))
            carry = max(2 * year.load, year.load + each)
            for one, balance in after.items():
                own = balance - shared[one]
                assert own >= -(year.load + most[one]), "never further in advance than the tab and a week of their own"
                if one in reliable:
                    assert own <= max(carry, 3 * year.load) + each + 2, "owed no more than the carry and one bad week"


@pytest.mark.parametrize("members", [5, 12, 30])
@pytest.mark.parametrize("load", LOADS)
def test_g3_at_full_attendance_every_pair_meets_as_often_as_any_other(members: int, load: int) -> None:
    # In every week; with a variety of 10 it came to 2, by chains of fits that outweigh one repeat.
    assert widest(members, load, plan) <= 1


def widest(members: int, load: int, planner: Planner) -> int:
    """Play a year at full attendance; the most by which pairs differed after any week."""
    year = live(World(members, 1, load, FULL), WEEKS, planner=planner)
    times = {(i, a): 0 for i in range(1, members + 1) for a in range(1, members + 1) if i != a}
    found = 0
    for made in year.plans:
        for author, pushers in made.pushers.items():
            assert len(pushers) == load
            for one in pushers:
                times[one, author] += 1
        found = max(found, max(times.values()) - min(times.values()))
    return found


def test_g4_who_never_does_anything_gets_two_weeks_worth_in_a_lifetime(years: list[Year]) -> None:
    for year in years:
        _, got = given_and_got(year)
        assert all(got[one.id] <= 2 * year.load for one in year.members if one.habit is Habit.NEVER)


@pytest.mark.parametrize("members", [12, 30])
def test_g4_a_load_above_the_teams_counts_only_once_it_was_carried(members: int) -> None:
    # A freeloader who says they would do five a week gets no more in advance than one who says two.
    world = World(members, 1, 2)
    freeloader = next(one for one in world.inhabitants if one.habit is Habit.NEVER)
    freeloader.load = 5
    _, got = given_and_got(live(world, WEEKS))
    assert 0 < got[freeloader.id] <= 4


def test_g4_nobody_gets_more_in_advance_than_what_they_gave_and_two_weeks_worth(years: list[Year]) -> None:
    for year in years:
        most = {one.id: year.load + max(one.load, year.load) for one in year.members}
        given: Counter[int] = Counter()
        got: Counter[int] = Counter()
        pushes = defaultdict(list)
        for push in year.pushes:
            pushes[push.week].append(push)
        written_off: Counter[int] = Counter()
        for week in range(1, year.weeks + 1):
            given.update(push.pusher for push in pushes[week])
            got.update(push.author for push in pushes[week])
            assert all(got[one] <= given[one] + most[one] + max(0, written_off[one]) for one in got)
            for entry in year.entries[week - 1]:
                if entry.cause is Cause.WRITE_OFF:
                    written_off[entry.membership_id] += entry.delta


def test_g5_newcomers_get_what_the_others_get() -> None:
    found = [figures(live(World(12, seed, 2), WEEKS)).newcomers for seed in range(1, 11)]
    new = [one for one in found if one is not None]
    assert len(new) >= 8
    assert sum(one.first_got for one in new) / sum(one.first_others for one in new) >= 0.85
    assert 0.95 <= sum(one.got for one in new) / sum(one.others for one in new) <= 1.1


def test_g6_a_year_is_the_same_whenever_it_is_played() -> None:
    def shuffled(inputs: Inputs) -> Plan:
        luck = random.Random(inputs.week)
        room, fit = list(inputs.room.items()), list(inputs.fit.items())
        luck.shuffle(room)
        luck.shuffle(fit)
        return plan(replace(inputs, room=dict(room), fit=dict(fit)))

    year = live(World(12, 3, 2), WEEKS)
    again = live(World(12, 3, 2), WEEKS, planner=shuffled)
    assert [made.pushers for made in year.plans] == [made.pushers for made in again.plans]
    assert year.pushes == again.pushes
    assert year.pushes != live(World(12, 4, 2), WEEKS).pushes


def test_all_balances_and_the_pot_sum_to_nothing_in_every_week(years: list[Year]) -> None:
    for year in years:
        every: Counter[int] = Counter()
        for made, entries in zip(year.plans, year.entries, strict=True):
            for entry in entries:
                every[entry.membership_id] += entry.delta
            there = {one: every[one] for one in made.room}
            assert sum(there.values()) + pot(every) == 0, "who left stands at 0"
            assert abs(pot(every)) < len(there), "one or more for each is shared out"


def test_reliable_members_get_what_they_give(years: list[Year]) -> None:
    members = sum(one.joined == 1 for one in years[0].members)
    for year in years:
        found = figures(year)
        assert found.gap is not None
        assert found.gap <= 11 if year.load == 3 else found.gap <= 8
        if found.jain is not None:
            assert found.jain >= (0.995 if members == 5 else 0.998)


def test_nobody_is_asked_while_away_or_beyond_their_load(years: list[Year]) -> None:
    for year in years:
        asked = Counter((push.week, push.pusher) for push in (*year.pushes, *year.lapsed))
        asked.update((skip.week, skip.pusher) for skip in year.skipped)
        loads = {(made.week, one): can for made in year.plans for one, can in made.room.items()}
        assert all(times <= loads[key] for key, times in asked.items())
        assert all(made.room[author] for made in year.plans for author in made.pushers), "who is away has no slot"


def test_what_was_planned_is_made_skipped_or_lapsed_and_nothing_else_is() -> None:
    year = live(World(12, 2, 2, Attendance(real=True, posting=0.25)), WEEKS)
    stood_in = Counter((skip.week, skip.stand_in, skip.author) for skip in year.skipped if skip.stand_in is not None)
    planned = Counter(
        (made.week, one, author) for made in year.plans for author, ones in made.pushers.items() for one in ones
    )
    ended = Counter((one.week, one.pusher, one.author) for one in (*year.pushes, *year.lapsed, *year.skipped))
    assert stood_in, "with few posts somebody has room"
    assert planned + stood_in == ended
    assert set(ended.values()) == {1}, "nobody is asked for the same twice"


def test_a_decline_changes_nobodys_task_but_one_others() -> None:
    year = live(World(12, 2, 2, Attendance(real=True, posting=0.25)), WEEKS)
    unwilling = set[tuple[int, int]]()
    asked = {(made.week, one, author) for made in year.plans for author, ones in made.pushers.items() for one in ones}
    for skip in year.skipped:  # in the order in which they came
        unwilling.add((skip.week, skip.pusher))
        if skip.stand_in is not None:
            assert skip.stand_in != skip.author
            assert (skip.week, skip.stand_in) not in unwilling, "who said no to something is not asked for more"
            assert (skip.week, skip.stand_in, skip.author) not in asked
            asked.add((skip.week, skip.stand_in, skip.author))
    assert len(asked) == len(year.pushes) + len(year.lapsed) + len(year.skipped), "all other tasks are as planned"


def test_attendance_by_a_share_is_even_as_well() -> None:
    year = live(World(12, 1, 2, Attendance(real=False, there=0.8)), WEEKS)
    found = figures(year)
    assert (found.stood_in, found.carried, found.lapsed) == (0, 0, 0)
    assert found.gap is not None
    assert found.gap <= 4
    assert found.freeloader is None
    assert found.newcomers is None
    assert all(weeks_of(year, one) == WEEKS for one in year.members)


@pytest.mark.parametrize(
    ("shares", "index"),
    [((), None), ((1.0, 1.0, 1.0), 1.0), ((3.0, 0.0, 0.0), 1 / 3), ((1.0, 3.0), 0.8)],
    ids=["nobody", "all alike", "one has it all", "one and three"],
)
def test_jains_index(shares: tuple[float, ...], index: float | None) -> None:
    assert jain(shares) == (None if index is None else pytest.approx(index))


def test_a_lapse_is_forgiven_nobody_and_a_team_where_nobody_does_anything_lives() -> None:
    class Idle(World):
        def does(self, week: int, pusher: int, author: int) -> bool:
            return False

    year = live(Idle(5, 1, 2, REAL), WEEKS)
    assert year.pushes == ()
    found = figures(year)
    assert found.done == 0
    assert found.jain is None
    assert all(one.id not in {push.pusher for push in year.lapsed} for one in reliable_in(year))
