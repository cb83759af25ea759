"""The rotation's last step: among all plans with the same counts and the same cost, one with the fewest mutual pairs.

Two members form a mutual pair where each recommends the other's post in one week; readers soon see that as a favour
returned. What may change for nothing are *rings* of tight pairs (`matching.Matched`): each post on a ring takes the
giver named beside it, who leaves the post after it. First each mutual pair is broken by a ring that makes no other;
then a search with branches looks for fewer, and ends with the proof that there are none, or with its effort spent.
Measured: in teams of 24 it ends with the proof nearly always.
"""

from collections import deque
from collections.abc import Iterable

from teambot.domain.matching import Matched

EFFORT = 20_000  # pairs looked at; some 2 ms
_A_BRANCH = 50  # what a branch costs beside the pairs it looks at; so the search is never deeper than 400

Ring = list[tuple[int, int]]  # (post, giver it takes)
Pair = tuple[int, int]  # (post, giver)


def fewest_mutual(matched: Matched, effort: int = EFFORT) -> dict[int, tuple[int, ...]]:
    """Give each post its givers: as many and as cheap as they were matched, with the fewest mutual pairs.

    A giver has the number of the post that is theirs.
    """
    search = _Search(matched, effort)
    search.break_simply()
    search.branch()
    return {post: tuple(sorted(givers)) for post, givers in search.best.items()}


class _Search:
    """A plan that is changed ring by ring, and changed back; `best` is what had the fewest mutual pairs so far."""

    def __init__(self, matched: Matched, effort: int) -> None:
        self._matched = matched
        self._givers = {post: dict(givers) for post, givers in matched.givers.items()}
        self._posts = {giver: dict(posts) for giver, posts in matched.posts.items()}
        self._tight: dict[int, dict[int, None]] = {}
        self._effort = effort
        self._barred: set[Pair] = set()  # pairs that this branch does without
        self._accepted: set[Pair] = set()  # mutual pairs that it does not try to break
        self._fewest = 1 + len(self._mutual())
        self.best: dict[int, list[int]] = {}

    def _free(self, post: int) -> dict[int, None]:
        if post not in self._tight:
            self._tight[post] = dict.fromkeys(self._matched.tight(post))
        return self._tight[post]

    def _is_mutual(self, post: int, giver: int) -> bool:
        """Say whether a giver of this post would be in a mutual pair: its author is a giver of theirs."""
        return giver in self._givers and post in self._givers[giver]

    def _mutual(self) -> list[Pair]:
        """Give the mutual pairs, each once."""
        return [
            (post, giver)
            for post, givers in self._givers.items()
            for giver in givers
            if post < giver and self._is_mutual(post, giver)
        ]

    def break_simply(self) -> None:
        """Break mutual pairs by rings that make no other, until there are no fewer by that."""
        while self.keep_if_better():  # two that a ring adds can be mutual with one another, so it may break none
            for pair in self._mutual():
                for post, giver in (pair, pair[::-1]):
                    still = giver in self._givers[post] and self._is_mutual(post, giver)
                    if still and (ring := self._ring(post, giver, making=False)):
                        self._turn(ring)

    def keep_if_better(self) -> bool:
        """Remember the plan as it stands if it has fewer mutual pairs than any before; say whether it has."""
        count = len(self._mutual())
        if count >= self._fewest:
            return False
        self._fewest = count
        self.best = {post: list(givers) for post, givers in self._givers.items()}
        return True

    def branch(self) -> None:
        """Look for fewer: one mutual pair goes by its one half, or by its other, or stays; none of the rest matters.

        In the fewest one of the three is so; every branch is followed but those that cannot end with fewer.
        """
        self._effort -= _A_BRANCH
        left = [pair for pair in self._mutual() if pair not in self._accepted]
        if len(self._accepted) >= self._fewest or not left or self._effort < 0:
            return
        pair, rings = min(self._ways_out(left), key=lambda way: len(way[1]))
        for ring in rings:
            half = ring[0][0], ring[-1][1]
            self._barred.add(half)
            self._turn(ring)
            self.keep_if_better()
            self.branch()
            self._turn_back(ring)
            self._barred.remove(half)
        if len(self._accepted) + 1 < self._fewest:
            self._accepted.add(pair)
            self.branch()
            self._accepted.remove(pair)

    def _ways_out(self, mutual: Iterable[Pair]) -> Iterable[tuple[Pair, list[Ring]]]:
        """Give for each mutual pair the rings that break it; no pair after one that cannot be broken."""
        for pair in mutual:
            rings: list[Ring] = []
            for post, giver in (pair, pair[::-1]):
                ring = self._ring(post, giver, making=False) or self._ring(post, giver, making=True)
                if ring:
                    rings.append(ring)
            yield pair, rings
            if not rings or self._effort < 0:
                return

    def _ring(self, first: int, last: int, *, making: bool) -> Ring | None:
        """Find the shortest ring on which the post `first` loses the giver `last`; None where there is none.

        `making`: it may make mutual pairs.
        """
        if last not in self._free(first):
            return None
        came: dict[int, Pair | None] = {first: None}  # post to the pair before it on the ring
        queue = deque([first])
        while queue:
            post = queue.popleft()
            here, free = self._givers[post], self._free(post)
            self._effort -= len(free)
            for giver in free:
                if giver in here or (post, giver) in self._barred:
                    continue
                if not making and self._is_mutual(post, giver):
                    continue
                if giver == last:
                    return _back(came, (post, giver))
                for other in self._posts[giver]:
                    if other not in came and giver in self._free(other):
                        came[other] = (post, giver)
                        queue.append(other)
        return None

    def _turn(self, ring: Ring) -> None:
        for (_, giver), (loser, _) in _steps(ring):
            del self._givers[loser][giver], self._posts[giver][loser]
        for post, giver in ring:
            self._givers[post][giver] = self._posts[giver][post] = None

    def _turn_back(self, ring: Ring) -> None:
        for post, giver in ring:
            del self._givers[post][giver], self._posts[giver][post]
        for (_, giver), (loser, _) in _steps(ring):
            self._givers[loser][giver] = self._posts[giver][loser] = None


def _steps(ring: Ring) -> Iterable[tuple[Pair, Pair]]:
    """Give every pair of a ring with the one after it."""
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _back(came: dict[int, Pair | None], end: Pair) -> Ring:
    """Give the ring that ends with this pair, its first post first."""
    ring = [end]
    while (before := came[ring[-1][0]]) is not None:
        ring.append(before)
    return ring[::-1]
