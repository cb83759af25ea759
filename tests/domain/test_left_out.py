"""Why a post has no turn, or its author is asked for less: told to that member alone, and about nobody else."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings

from teambot.domain.reasons import LeftOut, LeftOutKind, left_out
from teambot.domain.rotation import Inputs, RotationRules, plan
from teambot.domain.shares import share_out, turns
from tests.domain.rotations import teams

K = LeftOutKind
FOUR = {1: 2, 2: 2, 3: 2, 4: 2}


@pytest.mark.parametrize(
    ("inputs", "expected", "why"),
    [
        (Inputs(1, "w", FOUR, frozenset(FOUR)), [], "everybody has a turn and all that they have room for"),
        (
            Inputs(1, "w", FOUR, frozenset({1, 2})),
            [(1, K.ASKED_FEW_POSTS, {"posts": 1}), (2, K.ASKED_FEW_POSTS, {"posts": 1})],
            "one post of others for each of the two authors",
        ),
        (
            Inputs(1, "w", FOUR, frozenset(FOUR), {1: -5}),
            [(1, K.POST_LATER, {"balance": -5, "more": 2})],
            "with two more given the post has its turn again, for those it gives this week count too",
        ),
        (
            Inputs(1, "w", {1: 0, 2: 1, 3: 1}, frozenset({1, 2, 3}), {1: -1, 2: 0, 3: 0}, rules=RotationRules(1)),
            [(1, K.POST_LATER, {"balance": -1, "more": 1})],
            "away, and recommended in advance already",
        ),
        (
            Inputs(1, "w", {1: 1, 2: 1}, frozenset({1, 2}), never=frozenset({(2, 1)}), rules=RotationRules(1)),
            [(1, K.POST_NOBODY, {}), (2, K.ASKED_FEW_POSTS, {"posts": 0})],
            "who would rather not be matched is not given away",
        ),
        (
            Inputs(1, "w", {1: 2, 2: 2, 3: 2, 4: 2}, frozenset({1, 2, 3}), {4: 4}),
            [(4, K.ASKED_AFTER, {"balance": 4})],
            "4 gave more than it got, by as much as is let",
        ),
        (
            Inputs(
                1, "w", dict.fromkeys(range(1, 7), 2), frozenset({1, 2, 3}), {i: 1 if i > 3 else -1 for i in range(7)}
            ),
            [(4, K.ASKED_ENOUGH, {}), (5, K.ASKED_ENOUGH, {}), (6, K.ASKED_ENOUGH, {})],
            "the posts get three each and no more: less was needed than was offered",
        ),
        (
            Inputs(
                1,
                "w0",
                {i: 5 if i == 4 else 1 for i in range(1, 7)},
                frozenset(range(1, 7)),
                {i: 0 if i == 4 else 1 for i in range(1, 7)},
                rules=RotationRules(1),
                trusted={4: 1},
            ),
            [(4, K.ASKED_ENOUGH, {})],
            "more would be beyond what may be owed, but that 4 gave more than it got would not be true yet",
        ),
    ],
)
def test_by_hand(inputs: Inputs, expected: list[tuple[int, LeftOutKind, dict[str, int]]], why: str) -> None:
    found = left_out(inputs, plan(inputs))
    assert [(one.membership_id, one.kind, one.facts) for one in found] == expected, why


@settings(deadline=None)
@given(teams())
def test_each_one_left_out_is_told_once_and_nobody_else(inputs: Inputs) -> None:
    made = plan(inputs)
    found = left_out(inputs, made)
    of_posts = [one.membership_id for one in found if one.kind in {K.POST_LATER, K.POST_NOBODY}]
    of_room = [one.membership_id for one in found if one.kind not in {K.POST_LATER, K.POST_NOBODY}]
    assert of_posts == sorted(a for a, gets in made.gets.items() if not gets)
    assert of_room == sorted(i for i, gives in made.gives.items() if gives < inputs.room[i])
    for one in found:
        assert LeftOut.from_json(json.loads(json.dumps(one.as_json()))) == one
    stored = Inputs.from_json(json.loads(json.dumps(inputs.as_json())))
    assert left_out(stored, plan(stored)) == found


@settings(deadline=None)
@given(teams(least=2))
def test_nothing_is_told_of_anybody_else(inputs: Inputs) -> None:
    made = plan(inputs)
    found = left_out(inputs, made)
    assert left_out(replace(inputs, never=frozenset(), pair={}, fit={}, facts={}), made) == found
    for one in found:
        i = one.membership_id
        alone = replace(inputs, balance={i: inputs.balance_of(i)}, trusted=only(i, inputs.trusted))
        # Who else has a turn is public by the week's card, and all of theirs that counts.
        if set(turns(alone)) - {i} == set(turns(inputs)) - {i}:
            assert one in [other for other in left_out(alone, made) if other.membership_id == i]


def only(member: int, values: Mapping[int, int]) -> dict[int, int]:
    return {member: values[member]} if member in values else {}


@settings(deadline=None)
@given(teams(least=2))
def test_so_many_more_bring_the_turn_back(inputs: Inputs) -> None:
    for one in left_out(inputs, plan(inputs)):
        if one.kind is not K.POST_LATER:
            continue
        i, more = one.membership_id, one.facts["more"]
        assert more > 0
        for gave, back in ((more - 1, False), (more, True)):
            later = replace(inputs, balance={**inputs.balance, i: one.facts["balance"] + gave})
            shared = share_out(later)
            assert (shared.claims.get(i, -99) + later.tab_left(i) > 0) is back


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="lazy"):
        LeftOut.from_json([1, "lazy", {}])
