"""Whose blog is whose, in the store. It decides nothing."""

from collections.abc import Collection

from sqlalchemy import and_, bindparam, func, select

from teambot.domain.standings import Standing
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import feed, item, membership, profile, subscription

_PRESENT = and_(
    membership.c.team_id == bindparam("team_id"),
    membership.c.standing.in_([Standing.INVITED, Standing.MEMBER, Standing.PAUSED]),
)
_BLOGS = (
    select(membership.c.id, profile.c.blog_url, feed.c.url)
    .select_from(
        membership.join(profile)
        .outerjoin(subscription, of_a_blog(membership.c.id))
        .outerjoin(feed, feed.c.id == subscription.c.feed_id)
    )
    .where(_PRESENT)
)
_SHOWING = (
    select(subscription.c.membership_id, func.count())
    .select_from(
        membership.join(subscription, of_a_blog(membership.c.id)).join(item, item.c.feed_id == subscription.c.feed_id)
    )
    .where(_PRESENT, item.c.address_key.in_(bindparam("keys", expanding=True)))
    .group_by(subscription.c.membership_id)
)


def of_team(tx: Tx, team_id: int) -> list[tuple[int, str, str]]:
    """List the blog and the feed of everyone on a team, admitted or paused too: membership, blog, feed.

    What an applicant only claims is not among them: nobody is kept out by it.
    """
    return [(row[0], row[1], row[2] or "") for row in tx.execute(_BLOGS, {"team_id": team_id})]


def showing(tx: Tx, team_id: int, keys: Collection[str]) -> dict[int, int]:
    """Count by membership how many of the addresses, by their keys, somebody's feed shows; without those of none."""
    if not keys:
        return {}
    return {row[0]: row[1] for row in tx.execute(_SHOWING, {"team_id": team_id, "keys": sorted(keys)})}
