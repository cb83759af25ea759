"""The rest of the rotation's properties (rotation.md, "Property tests"; pNN: its number), and that none is missing."""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain.ledger import Entry, balances, booked, left, pot, returned, write_off
from teambot.domain.rotation import Inputs, RotationRules, plan
from teambot.domain.shares import carry, share_out
from tests.domain.rotations import SEEDED, pairs_of, teams

HERE = Path(__file__).parent
PROPERTIES = range(1, 16)


def test_every_property_of_the_study_has_its_test() -> None:
    names = [
        node.name
        for path in HERE.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert [n for n in PROPERTIES if not any(name.startswith(f"test_p{n:02}_") for name in names)] == []


@dataclass(frozen=True)
class Past:
    """A week that has passed: what stood before, what was planned, what the finished pushes were booked as."""

    inputs: Inputs
    entries: tuple[Entry, ...]  # all, up to the finished pushes; the write-off comes after
    before: dict[int, int]
    after: dict[int, int]
    shared: tuple[Entry, ...]  # what was written off at its end
    members: frozenset[int]


def season(rng: random.Random, members: int, load: int, weeks: int) -> Iterator[Past]:
    """Let a team live: absences of whole weeks, skips, people who leave, come back or are new."""
    there, gone, last = set(range(members)), dict[int, list[Entry]](), members
    skips = [rng.choice([0.0, 0.1, 0.5, 1.0]) for _ in range(members + weeks)]
    entries: list[Entry] = []
    pair: dict[tuple[int, int], int] = {}
    leavings = 0
    for week in range(weeks):
        if len(there) > 3 and rng.random() < 0.15:
            leavings += 1
            one = rng.choice(sorted(there))
            gone[one] = list(left(one, balances(entries).get(one, 0), leavings))
            entries += gone[one]
            there.remove(one)
        if rng.random() < 0.15:
            one = rng.choice([*sorted(gone), last])
            last += one == last
            there.add(one)
            entries += returned(one, gone.pop(one, []))
        before = {one: balances(entries).get(one, 0) for one in there}
        room = {one: load if rng.random() < 0.8 else 0 for one in sorted(there)}
        posts = frozenset(one for one in there if room[one] and rng.random() < 0.9)
        inputs = Inputs(1, str(week), room, posts, before, {}, dict(pair), rules=RotationRules(load))
        for i, a in pairs_of(plan(inputs)):
            if rng.random() >= skips[i]:
                entries += booked(len(entries), i, a)
                pair[i, a] = pair.get((i, a), 0) + 1
        after = {one: balances(entries).get(one, 0) for one in there}
        shared = write_off(balances(entries), there, week)
        yield Past(inputs, tuple(entries), before, after, shared, frozenset(there))
        entries += shared


SEASONS = st.builds(season, SEEDED, st.integers(3, 12), st.integers(1, 3), st.just(20))
few = settings(deadline=None, max_examples=30)


@few
@given(SEASONS)
def test_p02_all_balances_and_the_pot_sum_to_nothing(weeks: Iterator[Past]) -> None:
    for past in weeks:
        entries = [*past.entries, *past.shared]
        theirs = {one: balance for one, balance in balances(entries).items() if one in past.members}
        assert sum(theirs.values()) + pot(balances(entries)) == 0, "who left stands at 0"
        assert abs(pot(balances(entries))) < len(past.members)


@few
@given(SEASONS)
def test_p03_nobody_is_recommended_further_in_advance_than_tab_and_room(weeks: Iterator[Past]) -> None:
    # got <= given + tab + room, with those who left and what was shared for them; test_rotation.py has it without.
    for past in weeks:
        rules = past.inputs.rules
        for one, balance in past.after.items():
            assert balance >= min(past.before[one], -(rules.tab + past.inputs.room[one]))


@few
@given(SEASONS)
def test_p14_who_is_absent_for_whole_weeks_stands_where_they_stood(weeks: Iterator[Past]) -> None:
    for past in weeks:
        for one, room in past.inputs.room.items():
            if not room:
                assert past.after[one] == past.before[one]
        assert len({entry.delta for entry in past.shared}) <= 1, "what is shared is shared by all alike"
        assert {entry.membership_id for entry in past.shared} in ({*()}, past.members)


@settings(deadline=None)
@given(teams(least=2, never=False), st.data())
def test_p10_to_have_given_one_more_never_costs_more_than_one_pusher(inputs: Inputs, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(sorted(inputs.room)))
    more = replace(inputs, balance={**inputs.balance, one: inputs.balance_of(one) + 1})
    assert plan(more).gets.get(one, 0) >= plan(inputs).gets.get(one, 0) - 1


@settings(deadline=None)
@given(teams(never=False), SEEDED)
def test_p13_other_names_change_nothing_but_who_wins_a_lot(inputs: Inputs, rng: random.Random) -> None:
    # Where nobody is held back. What is left of the claims is the same, whoever it is left to, and nobody's share
    # moves by more than the one that a lot decides.
    if any(inputs.balance_of(i) + room > carry(inputs) for i, room in inputs.room.items()):
        return
    names = sorted(inputs.room)
    named = dict(zip(names, rng.sample(range(1, 2**40), len(names)), strict=True))
    renamed = replace(
        inputs,
        room={named[i]: room for i, room in inputs.room.items()},
        posts=frozenset(named[a] for a in inputs.posts),
        balance={named[i]: balance for i, balance in inputs.balance.items()},
        trusted={named[i]: room for i, room in inputs.trusted.items()},
    )
    ours, theirs = share_out(inputs), share_out(renamed)
    assert all(abs(gets - theirs.gets[named[a]]) <= 1 for a, gets in ours.gets.items())
    assert sorted(ours.claims[a] - gets for a, gets in ours.gets.items()) == sorted(
        theirs.claims[a] - gets for a, gets in theirs.gets.items()
    )
