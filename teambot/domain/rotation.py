"""The fair-share rotation: who is asked to recommend whose post this week (rotation.md; words as there).

Three steps: `shares.py` says how many, `matching.py` who, `mutual.py` which of the plans that cost the same. Same
inputs in any order, in any process: the same plan.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from teambot.domain.matching import Matched, cheapest
from teambot.domain.mutual import fewest_mutual
from teambot.domain.rotation_inputs import Inputs, RotationRules
from teambot.domain.shares import Shares, carry, held_back, share_out

__all__ = ["Inputs", "Plan", "RotationRules", "plan", "stand_in"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Say who pushes whose post.

    `pushers`: every author with a post to the members asked to push it, sorted; none where the author's tab is full or
    nobody has room. `gives`: every member to how many they are asked for. `gets`: every author to how many push theirs.
    """

    pushers: Mapping[int, tuple[int, ...]]
    gives: Mapping[int, int]
    gets: Mapping[int, int]


def plan(inputs: Inputs) -> Plan:
    """Make a week's plan: even counts by the ledger, then the pairs seen least, then the best fit, then few mutual."""
    shares = share_out(inputs)
    places = {a: [0] * count for a, count in shares.gets.items() if count}
    pushes = {i: [0] * count for i, count in shares.gives.items() if count}
    matched = cheapest(_costs(inputs, places, pushes), places, pushes)
    if matched.placed < sum(shares.gets.values()):
        matched = _as_near_as_can_be(inputs, shares)
        # Who gets fewer than their share may have to be held back after all; room only shrinks, so this ends.
        while (room := held_back(inputs, shares.room, _counted(matched.givers))) != shares.room:
            shares = replace(shares, room=room)
            matched = _as_near_as_can_be(inputs, shares)
    pushers = fewest_mutual(matched)
    everyone = {a: pushers.get(a, ()) for a in sorted(inputs.posts)}
    gives = dict.fromkeys(sorted(inputs.room), 0)
    for asked in everyone.values():
        for i in asked:
            gives[i] += 1
    return Plan(everyone, gives, _counted(everyone))


def _counted(pushers: Mapping[int, Collection[int]]) -> dict[int, int]:
    return {a: len(asked) for a, asked in pushers.items()}


def _costs(inputs: Inputs, posts: Collection[int], givers: Collection[int]) -> dict[int, dict[int, int]]:
    """Give the cost of every allowed pair, posts and givers in an order drawn by lot, another for every post."""
    lots = {member: inputs.draw(member) for member in {*posts, *givers}}
    return {
        a: inputs.costs(a, sorted(givers, key=lambda i: lots[i] ^ lots[a]))
        for a in sorted(posts, key=lambda a: (lots[a], a))
    }


def _as_near_as_can_be(inputs: Inputs, shares: Shares) -> Matched:
    """Plan where never-pairs make the shares impossible: as many pushes as can be, then as near to the shares as can.

    Counts and pairs are then decided at once: a place costs more the less its author is owed, as in the first step, a
    push the more its giver is owed, and both more than any pairs in all. So the most owed are served first.
    """
    costs = _costs(inputs, [a for a, top in shares.most.items() if top], [i for i, can in shares.room.items() if can])
    placed = sum(shares.gets.values())
    low = min((inputs.balance_of(i) for i in shares.room), default=0)
    a_push = 1 + placed * max((cost for row in costs.values() for cost in row.values()), default=0)
    pushes = {
        i: [a_push * (inputs.balance_of(i) - low + done) for done in range(can)] for i, can in shares.room.items()
    }
    a_place = 1 + placed * max((prices[-1] for prices in pushes.values() if prices), default=0) + placed * a_push
    claims = shares.claims
    top_claim = max(claims.values(), default=0)
    a_band = 1 + top_claim - min(claims.values(), default=0) + max(shares.most.values(), default=0)
    floor, ceiling = shares.level - inputs.rules.spread, shares.level + 1 + inputs.rules.spread
    places = {
        a: [
            a_place * (a_band * ((filled >= floor) + (filled >= ceiling)) + top_claim - claims[a] + filled)
            for filled in range(shares.most[a])
        ]
        for a in costs
    }
    return cheapest(costs, places, pushes)


def stand_in(
    inputs: Inputs,
    pushers: Mapping[int, Collection[int]],
    taken: Mapping[int, int],
    author: int,
    without: frozenset[int],
) -> int | None:
    """Say who takes over a skipped push of an author's post; None if nobody can.

    `pushers`: the members now on each post. `taken`: how many assignments each member has now. `without`: who is not
    asked, the skipping member and whoever skipped or pushed it before. Somebody who may, has room, and is not on this
    post yet; the lowest balance first, then the rarest pair, then one that is not mutual, then by lot. Nobody beyond
    what may be owed to them.
    """
    limit = carry(inputs)

    def can(i: int) -> bool:
        free = min(inputs.room[i], limit - inputs.balance_of(i) + len(pushers.get(i, ()))) - taken.get(i, 0)
        return free > 0 and inputs.allows(i, author) and i not in without and i not in pushers.get(author, ())

    return min(
        filter(can, inputs.room),
        key=lambda i: (
            inputs.balance_of(i),
            inputs.cost(i, author),
            author in pushers.get(i, ()),
            inputs.draw(i, author),
        ),
        default=None,
    )
