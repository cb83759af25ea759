"""Signs of life, and whose were missed in a week, in the store. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, or_, select

from teambot.domain.assignments import AssignmentState
from teambot.domain.standings import Absence, PauseReason, Standing
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, membership, person, slot, submission, team


@dataclass(frozen=True, slots=True)
class Asked:
    """A member who had an assignment in a week, and what is known of their being there.

    `answered`: they answered one of them, or put a post forward since the plan.
    """

    membership_id: int
    absence: Absence | None
    active_at: datetime | None
    silent_weeks: int
    answered: bool


_THEIRS = and_(
    assignment.c.pusher_id == membership.c.id,
    assignment.c.slot_id == slot.c.id,
    slot.c.week_id == bindparam("week_id"),
)
_ASKED_IN = (
    select(
        membership.c.id,
        membership.c.away_from,
        membership.c.away_until,
        membership.c.active_at,
        membership.c.silent_weeks,
        or_(
            exists().where(_THEIRS, assignment.c.state.in_([AssignmentState.DONE, AssignmentState.SKIPPED])),
            exists().where(
                submission.c.membership_id == membership.c.id, submission.c.created_at >= bindparam("since")
            ),
        ),
    )
    .where(membership.c.standing == Standing.MEMBER, exists().where(_THEIRS))
    .order_by(membership.c.id)
)
_HERE = (Standing.MEMBER, Standing.PAUSED, Standing.INVITED, Standing.APPLICANT)
_PLACES = select(membership.c.id, membership.c.team_id).select_from(
    membership.join(person, person.c.id == membership.c.person_id).join(team, team.c.id == membership.c.team_id)
)
_UNSEEN_PLACES = _PLACES.where(
    person.c.discord_id == bindparam("discord_id"),
    membership.c.standing.in_(_HERE),
    or_(
        membership.c.active_at.is_(None),
        membership.c.active_at < bindparam("day"),
        membership.c.paused_why == PauseReason.GONE,
    ),
).order_by(membership.c.id)


def asked_in(tx: Tx, week_id: int, published_at: datetime) -> list[Asked]:
    """List the members who have an assignment of a week, whatever became of it."""
    return [
        Asked(row[0], Absence(row[1], row[2]) if row[1] and row[2] else None, row[3], row[4], bool(row[5]))
        for row in tx.execute(_ASKED_IN, {"week_id": week_id, "since": published_at})
    ]


def unseen_places(tx: Tx, guild_id: int, discord_id: int, day: datetime) -> list[tuple[int, int]]:
    """List (membership, team) of somebody's places on a server in which they were not seen on a day or later, or which
    they had left.

    In a direct message (`guild_id` 0) those of all servers.
    """
    statement = _UNSEEN_PLACES if guild_id == 0 else _UNSEEN_PLACES.where(team.c.guild_id == guild_id)
    rows = tx.execute(statement, {"discord_id": discord_id, "day": day})
    return [(row[0], row[1]) for row in rows]
