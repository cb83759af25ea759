"""A proof of the optimum for teams of any size, which knows nothing of how a plan was made.

Plans with the same counts differ by rings: posts that take givers from one another. A plan is the cheapest if and only
if no ring makes it cheaper, that is, if the graph of all possible changes has no cycle of a cost below zero; that is so
if and only if its nodes can have prices at which no change pays (Bellman and Ford find them, or run on for ever).
"""

from collections.abc import Iterable, Mapping

from teambot.domain.rotation import Inputs, Plan

Node = tuple[str, int]


def proves_cheapest(inputs: Inputs, made: Plan) -> bool:
    """Say whether no plan with these counts, given and got, costs less."""
    return _has_prices(list(_changes(inputs, made.pushers)))


def _changes(inputs: Inputs, pushers: Mapping[int, Iterable[int]]) -> Iterable[tuple[Node, Node, int]]:
    """Yield what could change, with its cost: a post takes a giver, or a giver leaves a post."""
    givers = {i for taken in pushers.values() for i in taken}
    for author, taken in pushers.items():
        for giver in givers:
            if giver in taken:
                yield ("giver", giver), ("post", author), -inputs.cost(giver, author)
            elif inputs.allows(giver, author):
                yield ("post", author), ("giver", giver), inputs.cost(giver, author)


def _has_prices(changes: list[tuple[Node, Node, int]]) -> bool:
    prices = {node: 0 for change in changes for node in change[:2]}
    for _ in range(len(prices) + 1):
        settled = True
        for begin, end, cost in changes:
            if prices[begin] + cost < prices[end]:
                prices[end] = prices[begin] + cost
                settled = False
        if settled:
            return True
    return False
