"""A team's people with what is known of each, in the store. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from teambot.domain.applications import ApplicationState
from teambot.domain.posts import FeedState
from teambot.domain.readers import Hemisphere
from teambot.domain.standings import RoleState, Standing
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import application, feed, membership, person, profile, subscription


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A membership with its person, profile and feed; `feed_url` is "" where there is none that is read."""

    id: int
    standing: Standing
    name: str
    away_from: datetime | None
    away_until: datetime | None
    steward: bool
    listed: bool
    invitation_ends_at: datetime | None
    buddy_id: int | None
    buddy_until: datetime | None
    role_state: RoleState
    role_fault: str | None
    blog_url: str
    hemisphere: Hemisphere | None
    feed_url: str
    feed_title: str


_PEOPLE = (
    select(
        membership.c.id,
        membership.c.standing,
        person.c.name,
        membership.c.away_from,
        membership.c.away_until,
        membership.c.steward_since.is_not(None).label("steward"),
        membership.c.listed,
        membership.c.invitation_ends_at,
        membership.c.buddy_id,
        membership.c.buddy_until,
        membership.c.role_state,
        membership.c.role_fault,
        profile.c.blog_url,
        profile.c.hemisphere,
        feed.c.url.label("feed_url"),
        feed.c.title.label("feed_title"),
        feed.c.state.label("feed_state"),
    )
    .select_from(
        membership.join(person)
        .outerjoin(profile, profile.c.membership_id == membership.c.id)
        .outerjoin(subscription, of_a_blog(membership.c.id))
        .outerjoin(feed, feed.c.id == subscription.c.feed_id)
    )
    .where(membership.c.team_id == bindparam("team_id"))
    .order_by(membership.c.id)
)
_WAITING = (
    select(func.count())
    .select_from(application.join(membership, membership.c.id == application.c.membership_id))
    .where(membership.c.team_id == bindparam("team_id"), application.c.state == ApplicationState.WAITING)
)


def of_team(tx: Tx, team_id: int) -> list[StoredPerson]:
    """List everybody who is or was something to a team and still has a name, in the order in which they came."""
    return [_to_person(row) for row in tx.execute(_PEOPLE, {"team_id": team_id})]


def waiting(tx: Tx, team_id: int) -> int:
    """Count the applicants on a team's waiting list."""
    return int(tx.execute(_WAITING, {"team_id": team_id}).scalar_one())


def _to_person(row: Any) -> StoredPerson:
    read = row.feed_state is not None and row.feed_state != FeedState.GONE
    return StoredPerson(
        id=row.id,
        standing=Standing(row.standing),
        name=row.name,
        away_from=row.away_from,
        away_until=row.away_until,
        steward=row.steward,
        listed=row.listed,
        invitation_ends_at=row.invitation_ends_at,
        buddy_id=row.buddy_id,
        buddy_until=row.buddy_until,
        role_state=RoleState(row.role_state),
        role_fault=row.role_fault,
        blog_url=row.blog_url or "",
        hemisphere=Hemisphere(row.hemisphere) if row.hemisphere else None,
        feed_url=row.feed_url if read else "",
        feed_title=row.feed_title or "",
    )
