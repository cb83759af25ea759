"""The rotation's first step, how many: how many pushers each post gets and how many pushes each member gives.

It knows balances and room, and nothing of who likes whom: that is the second step (`matching.py`). The aim is that the
week brings everybody's balance as close to zero as it can (rotation.md, section 2).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from teambot.domain.rotation_inputs import Inputs


@dataclass(frozen=True, slots=True)
class Shares:
    """Say how many: `gives` a member and `gets` a post, within `room` (what a member can be asked) and `most` a post.

    `claims`: how many pushers would even out each author's balance, with what they could give this week themselves.
    `level` is the number of pushers at which all posts would stand if nobody were owed anything.
    """

    room: Mapping[int, int]
    claims: Mapping[int, int]
    most: Mapping[int, int]
    gives: Mapping[int, int]
    gets: Mapping[int, int]
    level: int


def turns(inputs: Inputs) -> list[int]:
    """Say whose post has its turn: everybody's, but for those whose tab would be full even after a week of pushing."""
    return sorted(a for a in inputs.posts if inputs.allowance(a) > 0)


def carry(inputs: Inputs) -> int:
    """Say from which balance on somebody is asked for no more than they get back: two weeks' worth.

    With few posts a week's worth is what one of them takes: the room of all, shared out among the posts, rounded up.
    """
    load = inputs.rules.load
    return max(2 * load, load + -(-sum(inputs.room.values()) // max(1, len(inputs.posts))))


def held_back(inputs: Inputs, room: Mapping[int, int], gets: Mapping[int, int]) -> dict[int, int]:
    """Keep back those who are owed as much as anybody may be: they are asked for no more than they get this week."""
    limit = carry(inputs)
    return {i: max(0, min(can, limit - inputs.balance_of(i) + gets.get(i, 0))) for i, can in room.items()}


def share_out(inputs: Inputs) -> Shares:
    """Decide how many, for all. Pure, and the same whatever the order of the inputs.

    Who is held back keeps the claim of their whole room: what the others get would otherwise lower it, and of two
    members of the same standing the one who lost a lot once would lose again with each round (rotation.md, G1).
    """
    posts = turns(inputs)
    own = frozenset(posts)
    room = {i: min(can, len(posts) - (i in own)) for i, can in sorted(inputs.room.items())}
    room = {i: can for i, can in room.items() if can > 0}
    claims = {a: inputs.balance_of(a) + min(room.get(a, 0), inputs.trusted_room(a)) for a in posts}
    refused = Counter(a for i, a in inputs.never if i in room and i != a)
    askable = {a: len(room) - (a in room) - refused[a] for a in posts}
    most = {a: max(0, min(askable[a], claims[a] + inputs.tab_left(a))) for a in posts}
    while True:
        gets, level = _gets(inputs, claims, most, sum(room.values()))
        held = held_back(inputs, room, gets)
        if held == room:  # room only ever shrinks, so this comes
            break
        room = held
    return Shares(room, claims, most, _gives(inputs, room, sum(gets.values())), gets, level)


def _gets(
    inputs: Inputs, claims: Mapping[int, int], most: Mapping[int, int], pushes: int
) -> tuple[dict[int, int], int]:
    """Share the week's pushes out among the posts: even counts first, then to whoever is owed most."""
    total = min(sum(most.values()), pushes)
    level, spread = _level(most, total), inputs.rules.spread
    gets = {a: max(0, min(top, level - spread)) for a, top in most.items()}
    left = total - sum(gets.values())
    for ceiling in ({a: min(top, level + 1 + spread) for a, top in most.items()}, most):
        open_claims = [(gets[a] - claims[a], inputs.draw(a), a) for a in most if gets[a] < ceiling[a]]
        heapify(open_claims)
        while left and open_claims:  # one by one to the largest open claim: exact for squared distances
            less, lot, a = heappop(open_claims)
            gets[a] += 1
            left -= 1
            if gets[a] < ceiling[a]:
                heappush(open_claims, (less + 1, lot, a))
    return gets, level


def _level(most: Mapping[int, int], total: int) -> int:
    """Pour `total` pushers over posts that each hold at most so many, and say how high they stand where not full."""
    tops = sorted(top for top in most.values() if top > 0)
    for place, top in enumerate(tops):
        if top > total // (len(tops) - place):
            return total // (len(tops) - place)
        total -= top
    return tops[-1] if tops else 0


def _gives(inputs: Inputs, room: Mapping[int, int], total: int) -> dict[int, int]:
    """Share the week's pushes out among the givers, one by one to the lowest balance."""
    gives = dict.fromkeys(room, 0)
    lowest = [(inputs.balance_of(i), inputs.draw(i), i) for i, can in room.items() if can]
    heapify(lowest)
    for _ in range(total):
        balance, lot, i = heappop(lowest)
        gives[i] += 1
        if gives[i] < room[i]:
            heappush(lowest, (balance + 1, lot, i))
    return gives
