"""The rotation's second step, who: the cheapest way to give posts their pushers, exactly (min-cost flow).

It knows nothing of teams: posts want so many givers, givers have so many pushes, allowed pairs have a cost. Everything
is in whole numbers. Posts and givers that cost the same are taken in the order in which they were handed in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

Costs = Mapping[int, Mapping[int, int]]
Prices = Mapping[int, Sequence[int]]
Chain = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Matched:
    """Hold who is placed where, and the prices at which nothing is cheaper: they prove it, and name what is equal.

    `givers`: by post, `posts`: by giver, as sets that remember their order. An unplaced pair has post_price + cost >=
    giver_price, a placed one <=; where both are equal the pair is *tight*. With equal counts, exactly those plans cost
    the same that differ from this one in tight pairs alone.
    """

    costs: Costs
    givers: Mapping[int, Mapping[int, None]]
    posts: Mapping[int, Mapping[int, None]]
    post_price: Mapping[int, int]
    giver_price: Mapping[int, int]

    def tight(self, post: int) -> list[int]:
        """Give the givers that this post may take or lose for nothing."""
        price, prices = self.post_price[post], self.giver_price
        return [giver for giver, cost in self.costs[post].items() if price + cost == prices[giver]]

    @property
    def placed(self) -> int:
        """How many pairs are placed."""
        return sum(map(len, self.givers.values()))


def cheapest(costs: Costs, wants: Prices, offers: Prices) -> Matched:
    """Place as many pushes as can be placed, and among all ways to do so take one with the least cost in all.

    `costs[post][giver]` names the allowed pairs. `wants[post]` and `offers[giver]` have one price for each place of a
    post and for each push of a giver, ascending; a price is paid in addition to the pair's cost. Nothing is negative.
    Each giver is at most once with a post.
    """
    market = _Market(costs, wants, offers)
    while market.reprice():
        market.place()
    return Matched(costs, market.givers, market.posts, market.post_price, market.giver_price)


class _Market:
    """Successive shortest paths with node prices (primal-dual), as in any book on network flows.

    `post_price` and `giver_price` keep every step that could still be taken from costing less than nothing: an unplaced
    pair has post_price + cost >= giver_price, a placed one <= (`Matched`). Along tight pairs, and only along them, more
    is placed. Dicts are used as sets that remember their order.
    """

    def __init__(self, costs: Costs, wants: Prices, offers: Prices) -> None:
        self.costs, self.wants, self.offers = costs, wants, offers
        self.givers: dict[int, dict[int, None]] = {post: {} for post in costs}
        self.posts: dict[int, dict[int, None]] = {giver: {} for giver in offers}
        self.post_price = dict.fromkeys(costs, 0)
        self.giver_price = dict.fromkeys(offers, 0)
        self.start_price = 0
        self.tight: dict[int, list[int]] = {}  # of the posts that were asked since the prices moved

    def _next_want(self, post: int) -> int | None:
        """Give the price of a post's next place above its own, None where it is full."""
        filled, wants = len(self.givers[post]), self.wants[post]
        return self.start_price + wants[filled] - self.post_price[post] if filled < len(wants) else None

    def _next_offer(self, giver: int) -> int | None:
        """Give the price of a giver's next push, None where all are placed."""
        used, offers = len(self.posts[giver]), self.offers[giver]
        return self.giver_price[giver] + offers[used] if used < len(offers) else None

    def reprice(self) -> bool:
        """Move prices (Dijkstra) until something can be placed along tight pairs; say False where nothing ever can."""
        to_post = {post: want for post in self.costs if (want := self._next_want(post)) is not None}
        to_giver: dict[int, int] = {}
        end: int | None = None
        heap = [(distance, 1, post) for post, distance in to_post.items()]
        heapify(heap)
        while heap and (end is None or heap[0][0] < end):
            distance, is_post, node = heappop(heap)
            if is_post and to_post[node] == distance:
                base, here = distance + self.post_price[node], self.givers[node]
                for giver, cost in self.costs[node].items():
                    reach = base + cost - self.giver_price[giver]
                    if giver not in here and reach < to_giver.get(giver, reach + 1):
                        to_giver[giver] = reach
                        heappush(heap, (reach, 0, giver))
            elif not is_post and to_giver[node] == distance:
                offer = self._next_offer(node)
                if offer is not None and (end is None or distance + offer < end):
                    end = distance + offer
                base = distance + self.giver_price[node]
                for post in self.posts[node]:
                    reach = base - self.costs[post][node] - self.post_price[post]
                    if reach < to_post.get(post, reach + 1):
                        to_post[post] = reach
                        heappush(heap, (reach, 1, post))
        if end is None:
            return False
        self._lower(to_post, self.post_price, end)
        self._lower(to_giver, self.giver_price, end)
        self.start_price -= end
        return True

    @staticmethod
    def _lower(reached: Mapping[int, int], prices: dict[int, int], end: int) -> None:
        for node, distance in reached.items():
            if distance < end:
                prices[node] += distance - end

    def place(self) -> None:
        """Place all that can be placed along tight pairs."""
        self.tight.clear()
        moved = True
        while moved:
            moved = False
            tried: set[int] = set()
            for post in self.costs:
                while self._next_want(post) == 0 and (chain := self._chain(post, tried)):
                    self._apply(chain)
                    moved = True

    def _chain(self, post: int, tried: set[int]) -> Chain | None:
        """Find a way from a post to a push that is still free: each post on it takes the giver named beside it.

        A giver who is not free is taken from the next post on the way. `tried` remembers givers that lead nowhere.
        """
        entered = {post}
        chain: Chain = []
        ways = [self._ways(post, tried, entered)]
        posts = [post]
        while ways:
            giver, onward = next(ways[-1], (None, None))
            if giver is None:
                ways.pop()
                posts.pop()
                if chain:
                    chain.pop()
                continue
            chain.append((posts[-1], giver))
            if onward is None:
                tried.difference_update(taken for _, taken in chain)
                return chain
            entered.add(onward)
            posts.append(onward)
            ways.append(self._ways(onward, tried, entered))
        return None

    def _ways(self, post: int, tried: set[int], entered: set[int]) -> Iterator[tuple[int, int | None]]:
        """Give the givers that a post could take for nothing, with the post each is to be taken from, None if free."""
        here = self.givers[post]
        if post not in self.tight:
            price, prices = self.post_price[post], self.giver_price
            self.tight[post] = [giver for giver, cost in self.costs[post].items() if price + cost == prices[giver]]
        for giver in self.tight[post]:
            if giver in here or giver in tried:
                continue
            tried.add(giver)
            if self._next_offer(giver) == 0:
                yield giver, None
            for other in self.posts[giver]:
                tight = self.post_price[other] + self.costs[other][giver] == self.giver_price[giver]
                if tight and other not in entered:
                    yield giver, other

    def _apply(self, chain: Chain) -> None:
        """Let each post of a chain take its giver, and the post after it lose that giver."""
        for (_, giver), (loser, _) in pairwise(chain):
            del self.givers[loser][giver]
            del self.posts[giver][loser]
        for post, giver in chain:
            self.givers[post][giver] = None
            self.posts[giver][post] = None
