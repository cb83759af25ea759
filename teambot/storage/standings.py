"""What follows in the store when somebody pauses, is away, leaves or comes back. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from teambot.domain.members import TeamState
from teambot.domain.posts import SubmissionState
from teambot.domain.standings import BELONGING, Absence, Standing
from teambot.storage.runner import Tx
from teambot.storage.submission_keys import STANDING
from teambot.storage.tables import membership, profile, submission, subscription, team

_ABSENCES = select(membership.c.id, membership.c.away_from, membership.c.away_until).where(
    membership.c.team_id == bindparam("team_id"),
    membership.c.standing == Standing.MEMBER,
    membership.c.away_until.is_not(None),
)
_REACH = (
    select(profile.c.by_dm, membership.c.standing, membership.c.away_from, membership.c.away_until)
    .select_from(membership.outerjoin(profile))
    .where(membership.c.id == bindparam("id"))
)
_WITHDRAW = (
    update(submission)
    .where(
        submission.c.membership_id == bindparam("of"),
        submission.c.state.in_(STANDING),
    )
    .values(state=SubmissionState.WITHDRAWN, opens_at=None)
)
_HELD = select(func.count()).where(membership.c.team_id == bindparam("team_id"), membership.c.standing.in_(BELONGING))


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person may be reached unasked; `by_dm` is False where they have no profile."""

    by_dm: bool
    standing: Standing
    absence: Absence | None

    def quiet(self, now: datetime) -> bool:
        """Say whether nothing is sent to them: they are paused, or away at this moment."""
        return self.standing is Standing.PAUSED or (self.absence is not None and self.absence.covers(now))


def absences(tx: Tx, team_id: int) -> dict[int, Absence]:
    """Load the dates that a team's members gave, over or to come: {membership: dates}."""
    return {row[0]: Absence(row[1], row[2]) for row in tx.execute(_ABSENCES, {"team_id": team_id})}


def reach_of(tx: Tx, membership_id: int) -> Reach:
    """Load how a person may be reached."""
    row = tx.execute(_REACH, {"id": membership_id}).one()
    return Reach(bool(row[0]), Standing(row[1]), Absence(row[2], row[3]) if row[2] and row[3] else None)


def withdraw_all(tx: Tx, membership_id: int) -> int:
    """Take back all of somebody's submissions that no plan has; gives how many."""
    return tx.execute(_WITHDRAW, {"of": membership_id}).rowcount


def belonging(tx: Tx, team_id: int) -> int:
    """Count a team's people: its members and those who are paused."""
    return int(tx.execute(_HELD, {"team_id": team_id}).scalar_one())


def set_state(tx: Tx, team_id: int, before: TeamState, after: TeamState, **values: datetime | None) -> bool:
    """Move a team on from one state to another; False where it was not in that state."""
    statement = update(team).where(team.c.id == team_id, team.c.state == before).values(state=after, **values)
    return tx.execute(statement).rowcount == 1


@dataclass(frozen=True, slots=True)
class Alumnus:
    """Somebody who left, whether they asked to stay listed, and what they are now: nobody, where they applied again."""

    id: int
    listed: bool
    standing: Standing


_ALUMNI = (
    select(membership.c.id, membership.c.listed, membership.c.standing)
    .where(
        membership.c.standing.in_([Standing.ALUMNUS, Standing.NOBODY]),
        membership.c.left_at <= bindparam("left_by"),
        or_(
            and_(membership.c.standing == Standing.ALUMNUS, membership.c.listed.is_(False)),
            exists().where(subscription.c.membership_id == membership.c.id),
        ),
    )
    .order_by(membership.c.id)
)
_OF_ALUMNI = _ALUMNI.where(membership.c.team_id == bindparam("team_id"))
_WANTING = membership.c.wants_back_at.is_not(None)
_RETURNED = (membership.c.standing == Standing.MEMBER) & (
    membership.c.away_until.between(bindparam("since"), bindparam("now"))
)
_ASLEEP = select(team.c.id).where(
    team.c.state == TeamState.SLEEPING,
    team.c.asked_to_close_at.is_(None),
    team.c.sleeping_since <= bindparam("slept_since"),
)
_ABANDONED = select(team.c.id).where(
    team.c.state == TeamState.SLEEPING,
    team.c.asked_to_close_at <= bindparam("before"),
    ~exists().where(
        membership.c.team_id == team.c.id,
        or_(
            membership.c.standing == Standing.MEMBER,
            (membership.c.standing == Standing.PAUSED) & (membership.c.paused_at > bindparam("before")),
        ),
    ),
)


def wanting_back(tx: Tx, team_id: int) -> list[int]:
    """List who is paused and waits for the next free place, the first to ask first."""
    statement = select(membership.c.id).where(
        membership.c.team_id == team_id, membership.c.standing == Standing.PAUSED, _WANTING
    )
    return list(tx.scalars(statement.order_by(membership.c.wants_back_at, membership.c.id)))


def returned(tx: Tx, team_id: int, now: datetime, since: datetime) -> list[tuple[int, datetime]]:
    """List (membership, end) of a team's members whose absence ended after `since`."""
    statement = select(membership.c.id, membership.c.away_until).where(membership.c.team_id == team_id, _RETURNED)
    rows = tx.execute(statement.order_by(membership.c.id), {"now": now, "since": since})
    return [(row[0], row[1]) for row in rows]


def alumni(tx: Tx, team_id: int, left_by: datetime) -> list[Alumnus]:
    """List a team's alumni who left by a moment and are not forgotten yet."""
    return [
        Alumnus(row[0], row[1], Standing(row[2]))
        for row in tx.execute(_OF_ALUMNI, {"team_id": team_id, "left_by": left_by})
    ]


def teams_to_settle(tx: Tx, now: datetime, since: datetime) -> list[int]:
    """List the teams in which somebody wants to be back, or is back from an absence that ended after `since`."""
    statement = select(membership.c.team_id).where(or_(_WANTING, _RETURNED)).distinct().order_by(membership.c.team_id)
    return list(tx.scalars(statement, {"now": now, "since": since}))


def teams_asleep(tx: Tx, slept_since: datetime) -> list[int]:
    """List the teams that have slept since before a moment and were not asked whether to close."""
    return list(tx.scalars(_ASLEEP.order_by(team.c.id), {"slept_since": slept_since}))


def asked_to_close_at(tx: Tx, team_id: int) -> datetime | None:
    """Load when a team that sleeps was asked whether to close, or None."""
    asked: datetime | None = tx.scalar(select(team.c.asked_to_close_at).where(team.c.id == team_id))
    return asked


def teams_abandoned(tx: Tx, before: datetime) -> list[int]:
    """List the teams that were asked before a moment whether to close, and have had no active member since it."""
    return list(tx.scalars(_ABANDONED.order_by(team.c.id), {"before": before}))


def teams_with_alumni(tx: Tx, left_by: datetime) -> list[int]:
    """List the teams with alumni who left by a moment and are not forgotten yet."""
    found = _ALUMNI.with_only_columns(membership.c.team_id).order_by(None).distinct()
    return sorted(tx.scalars(found, {"left_by": left_by}))


def teams_closed(tx: Tx, closed_by: datetime) -> list[int]:
    """List the teams that closed by a moment."""
    statement = select(team.c.id).where(team.c.state == TeamState.CLOSED, team.c.closed_at <= closed_by)
    return list(tx.scalars(statement.order_by(team.c.id)))
