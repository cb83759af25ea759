"""Among plans of equal counts and cost, one with the fewest mutual pairs."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain import rotation
from teambot.domain.matching import Matched, cheapest
from teambot.domain.mutual import fewest_mutual
from teambot.domain.rotation import Inputs, plan, stand_in
from tests.domain.rotations import SEEDED, cost_of, full_week, mutual_in, teams

Pushers = dict[int, tuple[int, ...]]


def equal_plans(inputs: Inputs, pushers: Pushers) -> Iterator[Pushers]:
    """All plans with these counts, given and got, at this cost: tried one by one."""
    cost = cost_of(inputs, [(i, a) for a in pushers for i in pushers[a]])
    counts = Counter(chain.from_iterable(pushers.values()))
    ways = [combinations([i for i in inputs.room if inputs.allows(i, a)], len(givers)) for a, givers in pushers.items()]
    for way in product(*ways):
        if Counter(chain.from_iterable(way)) == counts:
            made = dict(zip(pushers, way, strict=True))
            if cost_of(inputs, [(i, a) for a in made for i in made[a]]) == cost:
                yield made


@settings(deadline=None, max_examples=200)
@given(teams(most=5, rooms=2), st.booleans())
def test_a_small_plan_has_the_fewest_of_all_plans_that_cost_the_same(inputs: Inputs, even: bool) -> None:
    inputs = replace(inputs, pair={}, fit={}) if even else inputs  # then every plan costs the same
    made = plan(inputs)
    fewest = min(mutual_in(one) for one in equal_plans(inputs, dict(made.pushers)))
    assert mutual_in(made.pushers) == fewest


@pytest.mark.parametrize("seed", [51, 55, 75, 77, 90, 95, 101])
def test_the_fewest_are_found_where_breaking_them_one_by_one_does_not_lead_there(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, five = random.Random(seed), range(1, 6)
    pair = {(i, a): rng.randint(0, 1) for i in five for a in five if i != a}
    inputs = Inputs(seed, "w", dict.fromkeys(five, 2), frozenset(five), pair=pair)
    made = plan(inputs)
    fewest = min(mutual_in(one) for one in equal_plans(inputs, dict(made.pushers)))
    assert mutual_in(made.pushers) == fewest
    monkeypatch.setattr(rotation, "fewest_mutual", lambda matched: fewest_mutual(matched, effort=0))
    assert mutual_in(plan(inputs).pushers) > fewest, "the seed was chosen for it"


@pytest.mark.parametrize("members", [5, 6, 8, 12, 24, 100])
def test_where_all_cost_the_same_and_it_can_be_avoided_nobody_returns_a_favour(members: int) -> None:
    for week in range(5):
        made = plan(full_week(members, 2, week, {}, {}))
        assert mutual_in(made.pushers) == 0


def matched_at_random(rng: random.Random) -> Matched:
    """Posts and givers with few different costs, so that much may change for nothing."""
    members = range(rng.randint(2, 14))
    costs = {
        a: {i: 10 * rng.randint(0, 2) for i in rng.sample(members, len(members)) if i != a and rng.random() < 0.9}
        for a in members
    }
    return cheapest(costs, {a: [0] * rng.randint(0, 3) for a in members}, {i: [0] * rng.randint(0, 3) for i in members})


@settings(deadline=None, max_examples=200)
@given(SEEDED, st.sampled_from([0, 100, 1000, 20_000]))
def test_whatever_the_effort_counts_and_cost_stay_and_more_effort_never_ends_worse(
    rng: random.Random, effort: int
) -> None:
    matched = matched_at_random(rng)
    made, less = fewest_mutual(matched, effort), fewest_mutual(matched, effort // 10)
    assert mutual_in(made) <= mutual_in(less) <= mutual_in(matched.givers)
    for plan_ in (made, less):
        assert {a: len(givers) for a, givers in plan_.items()} == {a: len(at) for a, at in matched.givers.items()}
        assert Counter(chain(*plan_.values())) == Counter(chain(*matched.givers.values()))
        assert all(len(set(givers)) == len(givers) for givers in plan_.values())
        assert sum(matched.costs[a][i] for a, at in plan_.items() for i in at) == sum(
            matched.costs[a][i] for a, at in matched.givers.items() for i in at
        )


def test_a_rare_pair_goes_before_a_mutual_one() -> None:
    # 1 and 2 never recommended one another, all others did: both cost less, though it is a favour returned.
    pair = {(i, a): 1 for i in range(100, 104) for a in range(100, 104) if i != a}
    pair[100, 101] = pair[101, 100] = 0
    made = plan(full_week(4, 1, 1, {}, pair))
    assert made.pushers[100] == (101,)
    assert made.pushers[101] == (100,)


def test_of_equal_stand_ins_one_that_makes_no_mutual_pair() -> None:
    inputs = Inputs(1, "w", dict.fromkeys(range(1, 5), 2), frozenset({1, 3, 4}))
    for author_pushes, expected in ((3, 4), (4, 3)):
        assert stand_in(inputs, {1: (), author_pushes: (1,)}, {}, 1, frozenset({2})) == expected
