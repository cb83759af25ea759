"""Who takes over a skipped push."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain.rotation import Inputs, plan, stand_in
from teambot.domain.shares import carry
from tests.domain.rotations import pairs_of, teams

# 1 is the author, 2 skipped, 3 to 5 could take over.
WEEK = Inputs(1, "2026-W48", dict.fromkeys(range(1, 6), 2), frozenset({1, 2, 3}))
NOW = {1: (2,), 2: (1,), 3: (4,)}
TAKEN = {1: 1, 2: 0, 4: 1}
SKIPPED = frozenset({2})


@pytest.mark.parametrize(
    ("inputs", "pushers", "taken", "without", "expected", "why"),
    [
        (replace(WEEK, balance={3: 1, 4: 0, 5: -1}), {1: ()}, TAKEN, SKIPPED, 5, "the lowest balance"),
        (replace(WEEK, balance={5: -1}), {1: ()}, {**TAKEN, 5: 2, 3: 2}, SKIPPED, 4, "5 and 3 have no room left"),
        (replace(WEEK, balance={3: -1}), {1: (3,)}, {3: 1, 4: 2}, SKIPPED, 5, "3 is on this post already"),
        (replace(WEEK, pair={(3, 1): 1, (4, 1): 2}), {1: ()}, {}, SKIPPED, 5, "the rarest pair among equals"),
        (replace(WEEK, never=frozenset({(5, 1)}), balance={5: -3, 4: 2}), {1: ()}, {}, SKIPPED, 3, "5 is not matched"),
        (replace(WEEK, room={1: 2, 2: 2, 3: 0}), {1: ()}, {}, SKIPPED, None, "3 is away; nobody else"),
        (replace(WEEK, balance={3: 9}, room={1: 2, 2: 2, 3: 2}), {1: ()}, {}, SKIPPED, None, "3 is owed too much"),
        (WEEK, {1: ()}, {}, frozenset({2, 3, 4, 5}), None, "all have skipped"),
        (WEEK, {}, {3: 2, 4: 2}, SKIPPED, 5, "a post that nobody is on any more"),
        (replace(WEEK, room={}), {}, {}, SKIPPED, None, "nobody at all"),
    ],
)
def test_who_takes_over(
    inputs: Inputs, pushers: dict, taken: dict, without: frozenset[int], expected: int | None, why: str
) -> None:
    assert stand_in(inputs, pushers, taken, 1, without) == expected, why


@settings(deadline=None)
@given(teams(least=3), st.data())
def test_p11_a_stand_in_may_can_and_is_asked_once(inputs: Inputs, data: st.DataObject) -> None:
    made = plan(inputs)
    pairs = pairs_of(made)
    if not pairs:
        return
    skipping, author = data.draw(st.sampled_from(pairs))
    left = {a: tuple(i for i in pushers if (i, a) != (skipping, author)) for a, pushers in made.pushers.items()}
    taken = {**made.gives, skipping: made.gives[skipping] - 1}
    found = stand_in(inputs, left, taken, author, frozenset({skipping}))
    able = {
        i
        for i, room in inputs.room.items()
        if i not in {skipping, author, *left[author]}
        and (i, author) not in inputs.never
        and taken[i] < room
        and taken[i] < carry(inputs) - inputs.balance_of(i) + len(left.get(i, ()))
    }
    if found is None:
        assert not able
    else:  # the one member whose task changes beside the one who skipped: what the others were asked stays
        assert found in able
        assert inputs.balance_of(found) == min(map(inputs.balance_of, able))
    assert stand_in(inputs, left, dict(reversed(taken.items())), author, frozenset({skipping})) == found
