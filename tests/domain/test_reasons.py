"""Why somebody is asked: telling, true, and about nobody else."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain.fit import Facts, Season
from teambot.domain.reasons import Reason, ReasonKind, reasons
from teambot.domain.rotation import Inputs, plan
from tests.domain.rotations import full_week, pairs_of, teams

K = ReasonKind
WEEK = full_week(4, 1, 1, {100: -1, 101: 1}, {(100, 101): 2, (100, 102): 3, (100, 103): 3, (101, 100): 1})


def told(inputs: Inputs, pusher: int, author: int, weeks: int | None, *, planned: bool = True) -> list[Reason]:
    made = plan(inputs)
    pushers = (pusher,) if planned else ()
    return list(reasons(inputs, replace(made, pushers={**made.pushers, author: pushers}), pusher, author, weeks))


@pytest.mark.parametrize(
    ("pusher", "author", "weeks", "planned", "expected", "why"),
    [
        (102, 101, None, True, [(K.FIRST_TIME, {}), (K.EVEN_SHARE, {"balance": 0})], "never before"),
        (
            100,
            101,
            6,
            True,
            [
                (K.WEEKS_SINCE, {"weeks": 6}),
                (K.RAREST_PAIR, {"times": 2, "others": 3}),
                (K.EVEN_SHARE, {"balance": -1}),
            ],
            "long ago, and rarer than the others",
        ),
        (
            100,
            101,
            1,
            True,
            [(K.RAREST_PAIR, {"times": 2, "others": 3}), (K.EVEN_SHARE, {"balance": -1})],
            "last week is no reason",
        ),
        (100, 102, 1, True, [(K.EVEN_SHARE, {"balance": -1})], "not the rarest: nothing is made up"),
        (
            100,
            101,
            6,
            False,
            [(K.TOOK_OVER, {}), (K.WEEKS_SINCE, {"weeks": 6}), (K.RAREST_PAIR, {"times": 2, "others": 3})],
            "a stand-in; three at most",
        ),
    ],
)
def test_the_most_telling_first(
    pusher: int, author: int, weeks: int | None, planned: bool, expected: list[tuple[ReasonKind, dict]], why: str
) -> None:
    found = told(WEEK, pusher, author, weeks, planned=planned)
    assert [(reason.kind, reason.facts) for reason in found] == expected, why


@pytest.mark.parametrize(
    ("facts", "weeks", "expected", "why"),
    [
        (
            Facts(Season.SUMMER, "tea"),
            6,
            [(K.TOPIC, {"topic": "tea"}), (K.SEASON, {"season": "summer"}), (K.WEEKS_SINCE, {"weeks": 6})],
            "product.md's own example",
        ),
        (
            Facts(topic="tea"),
            1,
            [(K.TOPIC, {"topic": "tea"}), (K.RAREST_PAIR, {"times": 2, "others": 3}), (K.EVEN_SHARE, {"balance": -1})],
            "a topic alone",
        ),
        (
            Facts(Season.THEIR_HALF),
            1,
            [
                (K.SEASON, {"season": "their_half"}),
                (K.RAREST_PAIR, {"times": 2, "others": 3}),
                (K.EVEN_SHARE, {"balance": -1}),
            ],
            "their half of the world alone",
        ),
    ],
)
def test_what_speaks_for_a_pair_comes_first(
    facts: Facts, weeks: int, expected: list[tuple[ReasonKind, dict]], why: str
) -> None:
    found = told(replace(WEEK, facts={(100, 101): facts, (101, 100): Facts(topic="maps")}), 100, 101, weeks)
    assert [(reason.kind, reason.facts) for reason in found] == expected, why


def test_as_rare_as_another_is_not_the_rarest() -> None:
    even = replace(WEEK, pair={**WEEK.pair, (100, 103): 2})
    assert [reason.kind for reason in told(even, 100, 101, 1)] == [K.EVEN_SHARE]


def test_a_never_list_cannot_be_read_from_a_reason() -> None:
    # 103 has a post and was never recommended by 100: to call 101 the rarest would say that 103 is out of reach.
    never = frozenset({(100, 103), (103, 100)})
    refused = replace(WEEK, pair={**WEEK.pair, (100, 103): 0}, never=never)
    assert [reason.kind for reason in told(refused, 100, 101, 1)] == [K.EVEN_SHARE]


@settings(deadline=None)
@given(teams(least=2), st.data())
def test_p12_every_number_is_ones_own_and_can_be_recomputed(inputs: Inputs, data: st.DataObject) -> None:
    made = plan(inputs)
    weeks = data.draw(st.none() | st.integers(0, 60))
    for i, a in pairs_of(made):
        found = reasons(inputs, made, i, a, weeks)
        assert 1 <= len(found) <= 3
        stored = Inputs.from_json(json.loads(json.dumps(inputs.as_json())))
        assert reasons(stored, plan(stored), i, a, weeks) == found
        # Whatever the others gave, got or did, and whoever would rather not be matched: the same words.
        alone = replace(
            inputs,
            balance={i: inputs.balance_of(i)},
            pair={pair: times for pair, times in inputs.pair.items() if pair[0] == i},
            never=frozenset(),
            room={},
        )
        assert reasons(alone, made, i, a, weeks) == found


@settings(deadline=None)
@given(teams(least=2))
def test_reasons_are_stored_and_read_whole(inputs: Inputs) -> None:
    made = plan(inputs)
    for i, a in pairs_of(made):
        for reason in reasons(inputs, made, i, a, 3):
            assert Reason.from_json(json.loads(json.dumps(reason.as_json()))) == reason


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="points"):
        Reason.from_json({"kind": "points", "facts": {}})
