"""Other ways to say who is asked to recommend whose post, as teams do it or as a study measured it.

AT_RANDOM: everybody draws posts. IN_TURN: everybody takes the posts after their own place, a place further each week.
GREEDY: as many as the product's planner gives each, but whoever costs least is taken post by post.
"""

import random
from collections.abc import Mapping, Sequence

from teambot.domain.rotation import Inputs, Plan
from teambot.domain.shares import share_out


def made(inputs: Inputs, pushers: Mapping[int, Sequence[int]]) -> Plan:
    """Make a plan of who pushes whom."""
    every = {a: tuple(sorted(pushers.get(a, ()))) for a in sorted(inputs.posts)}
    gives = dict.fromkeys(sorted(inputs.room), 0)
    for asked in every.values():
        for one in asked:
            gives[one] += 1
    return Plan(every, gives, {a: len(asked) for a, asked in every.items()})


def at_random(inputs: Inputs) -> Plan:
    """Let everybody draw as many posts as they have room for."""
    luck = random.Random(inputs.draw(0))
    pushers: dict[int, list[int]] = {a: [] for a in inputs.posts}
    for one, room in sorted(inputs.room.items()):
        may = [a for a in sorted(inputs.posts) if inputs.allows(one, a)]
        for a in luck.sample(may, min(room, len(may))):
            pushers[a].append(one)
    return made(inputs, pushers)


def in_turn(inputs: Inputs) -> Plan:
    """Let everybody take the next posts in a fixed order, which goes on by one place a week."""
    posts = sorted(inputs.posts)
    pushers: dict[int, list[int]] = {a: [] for a in posts}
    for place, (one, room) in enumerate(sorted(inputs.room.items())):
        start = place + int(inputs.week) * inputs.rules.load
        order = [posts[(start + step) % len(posts)] for step in range(len(posts))]
        for a in [a for a in order if inputs.allows(one, a)][:room]:
            pushers[a].append(one)
    return made(inputs, pushers)


def greedy(inputs: Inputs) -> Plan:
    """Fill post after post, the most owed first, each time with whoever costs least of those that have some left."""
    shares = share_out(inputs)
    left = dict(shares.gives)
    pushers: dict[int, list[int]] = {a: [] for a in inputs.posts}
    for a in sorted(shares.gets, key=lambda a: (-shares.claims[a], inputs.draw(a))):
        costs = inputs.costs(a, [one for one, many in left.items() if many])
        for one in sorted(costs, key=lambda one: (costs[one], inputs.draw(one, a)))[: shares.gets[a]]:
            pushers[a].append(one)
            left[one] -= 1
    return made(inputs, pushers)
