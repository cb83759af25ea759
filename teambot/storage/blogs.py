"""Whose blog is whose, in the store. It decides nothing."""

from sqlalchemy import bindparam, select

from teambot.domain.standings import Standing
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import feed, membership, profile, subscription

_BLOGS = (
    select(membership.c.id, profile.c.blog_url, feed.c.url)
    .select_from(
        membership.join(profile)
        .outerjoin(subscription, of_a_blog(membership.c.id))
        .outerjoin(feed, feed.c.id == subscription.c.feed_id)
    )
    .where(
        membership.c.team_id == bindparam("team_id"),
        membership.c.standing.in_([Standing.INVITED, Standing.MEMBER, Standing.PAUSED]),
    )
)


def of_team(tx: Tx, team_id: int) -> list[tuple[int, str, str]]:
    """List the blog and the feed of everyone on a team, admitted or paused too: membership, blog, feed.

    What an applicant only claims is not among them: nobody is kept out by it.
    """
    return [(row[0], row[1], row[2] or "") for row in tx.execute(_BLOGS, {"team_id": team_id})]
