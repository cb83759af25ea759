"""Whose blog is whose, in the store. It decides nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select

from teambot.domain.standings import Standing
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import feed, item, membership, profile, subscription

_THERE = (Standing.INVITED, Standing.MEMBER, Standing.PAUSED)
_PRESENT = and_(membership.c.team_id == bindparam("team_id"), membership.c.standing.in_(_THERE))
_PROVEN = and_(membership.c.standing == Standing.APPLICANT, profile.c.blog_proven_at.is_not(None))
_BLOGS = (
    select(
        membership.c.id,
        profile.c.blog_url,
        feed.c.url,
        profile.c.blog_proven_at.is_not(None),
        membership.c.standing != Standing.APPLICANT,
    )
    .select_from(
        membership.join(profile)
        .outerjoin(subscription, of_a_blog(membership.c.id))
        .outerjoin(feed, feed.c.id == subscription.c.feed_id)
    )
    .where(membership.c.team_id == bindparam("team_id"), or_(membership.c.standing.in_(_THERE), _PROVEN))
)
_SHOWING = (
    select(subscription.c.membership_id, func.count())
    .select_from(
        membership.join(subscription, of_a_blog(membership.c.id)).join(item, item.c.feed_id == subscription.c.feed_id)
    )
    .where(_PRESENT, item.c.address_key.in_(bindparam("keys", expanding=True)))
    .group_by(subscription.c.membership_id)
)


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody's blog and feed ("" where there is none); `proven`: the blog is known to be theirs, not only named.

    `present`: they are on the team, admitted or paused too; else they ask to join it.
    """

    membership_id: int
    blog_url: str
    feed_url: str
    proven: bool
    present: bool


def known(tx: Tx, team_id: int) -> list[Held]:
    """List the blogs of everyone on a team, and those that applicants have shown to be theirs: nobody else claims."""
    return [Held(row[0], row[1], row[2] or "", row[3], row[4]) for row in tx.execute(_BLOGS, {"team_id": team_id})]


def of_team(tx: Tx, team_id: int) -> list[Held]:
    """List the blogs of everyone on a team, admitted or paused too."""
    return [held for held in known(tx, team_id) if held.present]


def showing(tx: Tx, team_id: int, keys: Collection[str]) -> dict[int, int]:
    """Count by membership how many of the addresses, by their keys, somebody's feed shows; without those of none."""
    if not keys:
        return {}
    return {row[0]: row[1] for row in tx.execute(_SHOWING, {"team_id": team_id, "keys": sorted(keys)})}
