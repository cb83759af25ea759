"""Applications in the store. It decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update

from teambot.domain.applications import Answer, Answers, ApplicationState, Ended
from teambot.domain.posts import FeedState
from teambot.domain.standings import Standing
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import (
    application,
    feed,
    item,
    membership,
    motion,
    notice,
    person,
    profile,
    subscription,
    team,
)

_FOUND: dict[str, Any] = {"blog_url": "", "feed_url": "", "feed_title": "", "token": "", "proof": None, "facts": {}}
_WORDS: dict[str, Any] = {"niche": "", "best_post": "", "why": "", "readers": "", "vouch_words": ""}


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it is stored, with the name of who applied ("" once the person was deleted)."""

    id: int
    team_id: int
    membership_id: int
    discord_id: int | None
    name: str
    state: ApplicationState
    blog_url: str
    feed_url: str
    feed_title: str
    token: str
    proof: str | None
    facts: Mapping[str, Any]
    answers: Answers
    created_at: datetime
    sent_at: datetime | None
    vouch_by: datetime | None
    voucher_id: int | None
    vouch_words: str
    ended_at: datetime | None
    again_from: datetime | None
    sister_at: datetime | None


_PLACED = application.join(membership, membership.c.id == application.c.membership_id)
_ALL = select(
    application.c.id,
    membership.c.team_id,
    application.c.membership_id,
    person.c.discord_id,
    func.coalesce(person.c.name, "").label("name"),
    application.c.state,
    application.c.blog_url,
    application.c.feed_url,
    application.c.feed_title,
    application.c.token,
    application.c.proof,
    application.c.facts,
    application.c.niche,
    application.c.best_post,
    application.c.why,
    application.c.readers,
    application.c.created_at,
    application.c.sent_at,
    application.c.vouch_by,
    application.c.voucher_id,
    application.c.vouch_words,
    application.c.ended_at,
    application.c.again_from,
    application.c.sister_at,
).select_from(_PLACED.outerjoin(person, person.c.id == membership.c.person_id))
_BY_ID = _ALL.where(application.c.id == bindparam("id"))
_LAST_OF = _ALL.where(application.c.membership_id == bindparam("membership_id")).order_by(application.c.id.desc())
_IN_STATE = _ALL.where(
    membership.c.team_id == bindparam("team_id"), application.c.state == bindparam("state")
).order_by(application.c.sent_at, application.c.id)
_CHANGE = update(application).where(application.c.id == bindparam("row_id"))
_TEAMS_WITH = (
    select(membership.c.team_id)
    .select_from(_PLACED)
    .where(application.c.state.in_(bindparam("states", expanding=True)))
    .distinct()
    .order_by(membership.c.team_id)
)
_BLOGS = _ALL.where(
    membership.c.team_id == bindparam("team_id"),
    application.c.ended_at.is_(None),
    application.c.proof.is_not(None),
)
_DATES = (
    select(membership.c.id, item.c.published_at)
    .select_from(
        membership.join(subscription, of_a_blog(membership.c.id))
        .join(feed, feed.c.id == subscription.c.feed_id)
        .join(item, item.c.feed_id == feed.c.id)
    )
    .where(
        membership.c.team_id == bindparam("team_id"),
        membership.c.standing == Standing.MEMBER,
        feed.c.state != FeedState.GONE,
    )
    .order_by(membership.c.id, item.c.id)
)
_VOTES = select(motion.c.id).where(motion.c.application_id == bindparam("application_id")).order_by(motion.c.id.desc())
_SISTERS = _ALL.add_columns(team.c.name.label("team_name")).join(team, team.c.id == membership.c.team_id)


def _to_application(row: Any) -> Application:
    values = {name: value for name, value in row._mapping.items() if name != "team_name"}
    values["state"] = ApplicationState(values["state"])
    values["answers"] = Answers(**{str(one): values.pop(one) for one in Answer})
    return Application(**values)


def add(tx: Tx, membership_id: int, now: datetime, **values: Any) -> int:
    """Insert a draft; gives its id. The schema refuses a second open one."""
    state = ApplicationState.DRAFT
    return insert_row(tx, application, membership_id=membership_id, state=state, created_at=now, **values)


def change(tx: Tx, application_id: int, **values: Any) -> None:
    """Change columns of an application."""
    tx.execute(_CHANGE, {"row_id": application_id, **values})


def get(tx: Tx, application_id: int) -> Application | None:
    """Load an application, or None."""
    row = tx.execute(_BY_ID, {"id": application_id}).one_or_none()
    return _to_application(row) if row else None


def last_of(tx: Tx, membership_id: int) -> Application | None:
    """Load somebody's newest application, ended or not, or None."""
    row = tx.execute(_LAST_OF, {"membership_id": membership_id}).first()
    return _to_application(row) if row else None


def open_of(tx: Tx, membership_id: int) -> Application | None:
    """Load somebody's application that has not ended, or None."""
    last = last_of(tx, membership_id)
    return last if last is not None and last.ended_at is None else None


def ended_of(tx: Tx, membership_id: int) -> Ended | None:
    """Load how somebody's last application ended, or None: there is none, or it is open."""
    last = last_of(tx, membership_id)
    return Ended(last.state, last.again_from) if last is not None and last.ended_at is not None else None


def in_state(tx: Tx, team_id: int, state: ApplicationState) -> list[Application]:
    """List a team's applications in one state, by the date on which they were sent: so the waiting list is."""
    return [_to_application(row) for row in tx.execute(_IN_STATE, {"team_id": team_id, "state": state})]


def teams_with(tx: Tx, states: Iterable[ApplicationState]) -> list[int]:
    """List the teams that have an application in one of these states."""
    return list(tx.scalars(_TEAMS_WITH, {"states": list(states)}))


def proven(tx: Tx, team_id: int) -> list[Application]:
    """List a team's open applications whose applicant has proven to own the blog."""
    return [_to_application(row) for row in tx.execute(_BLOGS, {"team_id": team_id})]


def dates_of(tx: Tx, team_id: int) -> list[list[datetime | None]]:
    """List when the posts that we know of each member's feed were published, a list a member."""
    found: dict[int, list[datetime | None]] = {}
    for row in tx.execute(_DATES, {"team_id": team_id}):
        found.setdefault(row.id, []).append(row.published_at)
    return list(found.values())


def sisters(tx: Tx, guild_id: int) -> list[tuple[Application, str]]:
    """List who waits for a place on a team of a server and would start another, with the team's name, by date."""
    statement = _SISTERS.where(
        team.c.guild_id == guild_id,
        application.c.state == ApplicationState.WAITING,
        application.c.sister_at.is_not(None),
    ).order_by(application.c.sent_at, application.c.id)
    return [(_to_application(row), row.team_name) for row in tx.execute(statement)]


def to_forget(tx: Tx, before: datetime) -> list[int]:
    """List the teams with applications that ended before a moment and still hold words, or with drafts as old."""
    statement = select(membership.c.team_id).select_from(_PLACED).where(_forgettable(before)).distinct()
    return list(tx.scalars(statement.order_by(membership.c.team_id)))


def forgettable(tx: Tx, team_id: int, before: datetime) -> list[Application]:
    """List those applications of a team."""
    statement = _ALL.where(membership.c.team_id == team_id, _forgettable(before)).order_by(application.c.id)
    return [_to_application(row) for row in tx.execute(statement)]


def _forgettable(before: datetime) -> ColumnElement[bool]:
    ended = (application.c.ended_at <= before) & (application.c.state != ApplicationState.JOINED)
    stale = (application.c.state == ApplicationState.DRAFT) & (application.c.created_at <= before)
    return (ended | stale) & (application.c.blog_url != "")


def forget(tx: Tx, application_id: int) -> None:
    """Empty what somebody wrote in an application; that there was one stays, for the vote about it."""
    change(tx, application_id, **_FOUND, **_WORDS)


def forget_person(tx: Tx, membership_id: int) -> None:
    """Take away what ties a membership to a person: profile, news and name, and the person where nothing else does."""
    person_id = tx.scalar(select(membership.c.person_id).where(membership.c.id == membership_id))
    tx.execute(delete(profile).where(profile.c.membership_id == membership_id))
    tx.execute(delete(notice).where(notice.c.membership_id == membership_id))
    tx.execute(update(membership).where(membership.c.id == membership_id).values(person_id=None))
    if person_id is not None:
        others = select(func.count()).select_from(membership).where(membership.c.person_id == person_id)
        if not tx.scalar(others):
            tx.execute(delete(person).where(person.c.id == person_id))


def place(tx: Tx, team_id: int, person_id: int, now: datetime) -> int:
    """Insert an applicant's place in a team; gives the membership's id."""
    values = {"team_id": team_id, "person_id": person_id, "standing": Standing.APPLICANT}
    return insert_row(tx, membership, **values, active_at=now)


def motions_about(tx: Tx, application_id: int) -> list[int]:
    """List the votes on an application, the newest first."""
    return list(tx.scalars(_VOTES, {"application_id": application_id}))
