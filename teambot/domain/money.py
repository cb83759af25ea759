"""Money in posts: of any four pushed posts of a member in a row at most one is sponsored or an own product.

product.md, Submitting. Affiliate links are declared and disclosed, not counted.
"""

from collections.abc import Sequence

from teambot.domain.posts import Money

IN_A_ROW = 4  # of so many posts in a row, at most one that counts
OTHERS_BETWEEN = IN_A_ROW - 1


def counts(money: Money) -> bool:
    """Tell whether a post is one of those of which four in a row hold one at most."""
    return money in (Money.SPONSORED, Money.OWN_PRODUCT)


def waits_for(pushed: Sequence[Money], money: Money) -> int:
    """Say how many other posts must be pushed before one with this money may follow; 0: it may at once.

    `pushed`: a member's posts, the last one last; the last three are enough.
    """
    if not counts(money):
        return 0
    since = next((others for others, before in enumerate(reversed(pushed)) if counts(before)), OTHERS_BETWEEN)
    return max(OTHERS_BETWEEN - since, 0)


def may_follow(pushed: Sequence[Money], money: Money) -> bool:
    """Tell whether a post with this money may be pushed after the others, the last one last."""
    return waits_for(pushed, money) == 0
