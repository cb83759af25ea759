"""What waits for an answer, by its author, its post, or who is away, in the store. It decides nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from teambot.domain.assignments import DONE_COUNTS, AssignmentState
from teambot.domain.standings import Standing
from teambot.domain.week import WeekState
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, membership, slot, submission, team, week


@dataclass(frozen=True, slots=True)
class Ask:
    """An assignment that waits for an answer, of whom (None: open to anyone); `ends_at` is its week's."""

    assignment_id: int
    pusher_id: int | None
    title: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AwayAndAsked:
    """A member who is away, and an assignment of theirs that is open, in a week that runs until `ends_at`.

    `last_day` is its post's, if it has one, in the team's `zone`.
    """

    team_id: int
    membership_id: int
    back_at: datetime
    ends_at: datetime
    last_day: date | None
    zone: str


_ASKS = (
    select(assignment.c.id, assignment.c.pusher_id, submission.c.title, week.c.ends_at)
    .select_from(
        assignment.join(slot)
        .join(submission, submission.c.id == slot.c.submission_id)
        .join(week, week.c.id == slot.c.week_id)
    )
    .where(assignment.c.state.in_([AssignmentState.ASKED, AssignmentState.OPEN]))
    .order_by(assignment.c.id)
)
_FOR_POSTS_OF = _ASKS.where(slot.c.membership_id == bindparam("author_id"))
_FOR_POST = _ASKS.where(slot.c.submission_id == bindparam("submission_id"))
_DONE_FOR = (
    select(func.count())
    .select_from(assignment.join(slot))
    .where(slot.c.submission_id == bindparam("submission_id"), assignment.c.state == AssignmentState.DONE)
)
_LATE = (
    select(slot.c.membership_id, func.count())
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(
        week.c.team_id == bindparam("team_id"),
        week.c.id != bindparam("week_id"),
        week.c.ends_at > bindparam("since"),
        assignment.c.state == AssignmentState.ASKED,
    )
    .group_by(slot.c.membership_id)
)
_AWAY = (
    select(
        membership.c.team_id,
        membership.c.id,
        membership.c.away_until,
        week.c.ends_at,
        submission.c.last_day,
        team.c.zone,
    )
    .select_from(
        membership.join(assignment, assignment.c.pusher_id == membership.c.id)
        .join(slot, slot.c.id == assignment.c.slot_id)
        .join(submission, submission.c.id == slot.c.submission_id)
        .join(week, week.c.id == slot.c.week_id)
        .join(team, team.c.id == membership.c.team_id)
    )
    .where(
        membership.c.standing == Standing.MEMBER,
        membership.c.away_from <= bindparam("now"),
        membership.c.away_until > bindparam("now"),
        assignment.c.state == AssignmentState.ASKED,
        week.c.state == WeekState.PLANNED,
        week.c.ends_at > bindparam("now"),
    )
    .order_by(assignment.c.id)
)


def for_posts_of(tx: Tx, author_id: int) -> list[Ask]:
    """List what is asked for somebody's posts."""
    return [Ask(*row) for row in tx.execute(_FOR_POSTS_OF, {"author_id": author_id})]


def for_post(tx: Tx, submission_id: int) -> list[Ask]:
    """List what is asked for a post."""
    return [Ask(*row) for row in tx.execute(_FOR_POST, {"submission_id": submission_id})]


def done_for(tx: Tx, submission_id: int) -> int:
    """Count the recommendations that were made of a post."""
    return int(tx.execute(_DONE_FOR, {"submission_id": submission_id}).scalar_one())


def late(tx: Tx, week_id: int, team_id: int, now: datetime) -> dict[int, int]:
    """Count, by author, the recommendations asked for in a team's other weeks than one, and whose *Done* counts yet."""
    facts = {"week_id": week_id, "team_id": team_id, "since": now - DONE_COUNTS}
    return {row[0]: row[1] for row in tx.execute(_LATE, facts)}


def away(tx: Tx, now: datetime) -> list[AwayAndAsked]:
    """List what those are asked for in weeks that run who are away now, however soon they are back."""
    return [AwayAndAsked(*row) for row in tx.execute(_AWAY, {"now": now})]
