"""The rotation: what holds in every week of every team; pNN: the property of that number in rotation.md."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain.ledger import Entry, balances, booked
from teambot.domain.rotation import Inputs, Plan, plan
from teambot.domain.shares import carry, turns
from tests.domain.rotations import SEEDED, full_week, pairs_of, teams


@settings(deadline=None)
@given(teams())
def test_p01_nobody_is_asked_for_what_they_may_or_can_not_do(inputs: Inputs) -> None:
    made = plan(inputs)
    pairs = pairs_of(made)
    assert len(set(pairs)) == len(pairs), "nobody twice on one post"
    assert not any(i == a for i, a in pairs), "nobody pushes their own post"
    assert not inputs.never & set(pairs)
    assert set(made.pushers) == set(inputs.posts)
    assert set(made.gives) == set(inputs.room)
    for i, gives in made.gives.items():
        assert gives == sum(pusher == i for pusher, _ in pairs) <= inputs.room[i]
    for a, gets in made.gets.items():
        assert gets == len(made.pushers[a])
        assert list(made.pushers[a]) == sorted(made.pushers[a])


@settings(deadline=None)
@given(teams())
def test_p04_the_ledgers_limits_hold(inputs: Inputs) -> None:
    made = plan(inputs)
    for a, gets in made.gets.items():
        assert gets <= max(0, inputs.balance_of(a) + inputs.trusted_room(a) + inputs.rules.tab), "the tab"
    for i, gives in made.gives.items():
        assert gives <= max(0, carry(inputs) - inputs.balance_of(i) + made.gets.get(i, 0)), "the carry-over"


@settings(deadline=None)
@given(teams())
def test_p08_nothing_is_left_undone(inputs: Inputs) -> None:
    made, posts = plan(inputs), set(turns(inputs))

    def room(i: int) -> int:  # for whom no limit comes near; the others have their own test
        most = min(inputs.room.get(i, 0), len(posts - {i}))
        return most if inputs.balance_of(i) + most <= carry(inputs) else 0

    for a in posts:
        if made.gets[a] >= inputs.balance_of(a) + min(room(a), inputs.trusted_room(a)) + inputs.rules.tab:
            continue
        for i, gives in made.gives.items():
            assert gives >= room(i) or not inputs.allows(i, a) or i in made.pushers[a], (i, a)


@settings(deadline=None)
@given(teams(never=False, least=2), st.data())
def test_p05_same_standing_same_pushers(inputs: Inputs, data: st.DataObject) -> None:
    # Two members made alike in all that counts (rotation.md, G1), whatever the limits do to them.
    one, other = data.draw(st.lists(st.sampled_from(sorted(inputs.room)), min_size=2, max_size=2, unique=True))
    inputs = replace(
        inputs,
        posts=inputs.posts | {one, other},
        room={**inputs.room, other: inputs.room[one]},
        balance={**inputs.balance, other: inputs.balance_of(one)},
        trusted={**inputs.trusted, one: inputs.trusted_room(one), other: inputs.trusted_room(one)},
    )
    made = plan(inputs)
    assert abs(made.gets[one] - made.gets[other]) <= 1


@settings(deadline=None)
@given(teams(), SEEDED)
def test_p06_the_order_of_the_inputs_does_not_matter(inputs: Inputs, rng: random.Random) -> None:
    def shuffled(values: dict) -> dict:
        items = list(values.items())
        rng.shuffle(items)
        return dict(items)

    posts, never = list(inputs.posts), list(inputs.never)
    rng.shuffle(posts)
    rng.shuffle(never)
    again = replace(
        inputs,
        room=shuffled(inputs.room),
        posts=frozenset(posts),
        balance=shuffled(inputs.balance),
        pair=shuffled(inputs.pair),
        trusted=shuffled(inputs.trusted),
        facts=shuffled(inputs.facts),
        fit=shuffled(inputs.fit),
        never=frozenset(never),
    )
    assert plan(again) == plan(inputs)
    assert again.as_json() == inputs.as_json()


@settings(deadline=None)
@given(teams())
def test_inputs_are_stored_and_read_whole(inputs: Inputs) -> None:
    assert Inputs.from_json(inputs.as_json()) == inputs
    assert plan(Inputs.from_json(inputs.as_json())) == plan(inputs)


def test_inputs_that_were_stored_before_rebuilds_and_facts_are_read() -> None:
    stored = full_week(3, 1, 1, {}, {}).as_json()
    old = {key: value for key, value in stored.items() if key not in {"trusted", "build", "facts"}}
    assert Inputs.from_json(old) == full_week(3, 1, 1, {}, {})


def test_a_rebuild_draws_other_lots_and_changes_nothing_that_is_not_equal() -> None:
    weeks = [full_week(6, 2, week, {}, {}) for week in range(10)]
    assert any(plan(replace(week, build=1)).pushers != plan(week).pushers for week in weeks)
    for week in weeks:
        again = plan(replace(week, build=1))
        assert (again.gets, again.gives) == (plan(week).gets, plan(week).gives), "all have the same standing"
        assert plan(replace(week, build=1)) == again


SHOW = """
import json, sys
from teambot.domain.rotation import Inputs, plan
made = plan(Inputs.from_json(json.load(sys.stdin)))
print(sorted(made.pushers.items()))
"""


def test_p06_another_process_with_another_hash_seed_makes_the_same_plan() -> None:
    inputs = full_week(8, 2, 9, {100: 2, 101: -2}, {(100, 101): 3, (104, 102): 1})
    inputs = replace(inputs, never=frozenset({(100, 103), (103, 100), (105, 101)}))
    shown = {
        subprocess.run(
            [sys.executable, "-c", SHOW],
            input=json.dumps(inputs.as_json()),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert shown == {f"{sorted(plan(inputs).pushers.items())}\n"}


@pytest.mark.parametrize("load", [1, 2, 3, 4])
@pytest.mark.parametrize("members", range(3, 17))
def test_p07_with_everybody_there_all_pairs_come_round_evenly(members: int, load: int) -> None:
    load = min(load, members - 1)
    entries: list[Entry] = []
    pair = {(i, a): 0 for i in range(100, 100 + members) for a in range(100, 100 + members) if i != a}
    for week in range(1, 2 * members):
        made = plan(full_week(members, load, week, balances(entries), dict(pair)))
        assert set(made.gives.values()) == set(made.gets.values()) == {load}
        for i, a in pairs_of(made):
            pair[i, a] += 1
            entries += booked(len(entries), i, a)
        assert max(pair.values()) - min(pair.values()) <= 1
        assert min(pair.values()) == week * load // (members - 1)
    assert set(balances(entries).values()) == {0}


@settings(deadline=None, max_examples=40)
@given(st.integers(3, 12), st.integers(1, 3), SEEDED)
def test_p03_who_never_pushes_gets_no_more_than_tab_and_load(members: int, load: int, rng: random.Random) -> None:
    # rotation.md, G4: got <= given + tab + room at every moment, whatever anybody does; a load above the team's counts
    # as far as it was carried in a week.
    everyone = range(100, 100 + members)
    skips = {i: rng.choice([0.0, 0.1, 0.5, 1.0]) for i in everyone}
    said = {i: rng.choice([load, load, 5]) for i in everyone}
    carried = dict.fromkeys(everyone, load)
    gave, got = dict.fromkeys(everyone, 0), dict.fromkeys(everyone, 0)
    pair: dict[tuple[int, int], int] = {}
    for week in range(1, 27):
        balance = {i: gave[i] - got[i] for i in everyone}
        assert sum(balance.values()) == 0
        inputs = full_week(members, load, week, balance, dict(pair))
        room = {i: said[i] if rng.random() < 0.9 else 0 for i in everyone}
        inputs = replace(inputs, room=room, trusted=dict(carried))
        did = Counter(pusher for pusher, author in _done(plan(inputs), skips, rng, pair, gave, got))
        carried = {i: max(carried[i], did[i]) for i in everyone}
        assert all(got[i] <= gave[i] + load + carried[i] for i in everyone)


def _done(
    made: Plan,
    skips: dict[int, float],
    rng: random.Random,
    pair: dict[tuple[int, int], int],
    gave: dict[int, int],
    got: dict[int, int],
) -> list[tuple[int, int]]:
    """Let the week pass: who skips, and what is counted; gives the pushes that were made."""
    done = [(i, a) for i, a in pairs_of(made) if rng.random() >= skips[i]]
    for i, a in done:
        gave[i] += 1
        got[a] += 1
        pair[i, a] = pair.get((i, a), 0) + 1
    return done
