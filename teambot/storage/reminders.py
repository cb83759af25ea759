"""What is due of the weekly reminders, and whom they may reach, in the store. It decides nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, or_, select, union, update

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import TeamState
from teambot.domain.motions import MotionState
from teambot.domain.notices import UNTIL_ANSWERED
from teambot.domain.reminders import BEFORE_END, RUN_FOR
from teambot.domain.standings import Absence, Standing
from teambot.domain.week import WeekState
from teambot.storage.runner import Tx
from teambot.storage.tables import (
    assignment,
    ballot,
    elector,
    membership,
    motion,
    notice,
    plan,
    profile,
    slot,
    submission,
    team,
    week,
)


@dataclass(frozen=True, slots=True)
class DuePlan:
    """A plan that runs, whose people are to be reminded."""

    id: int
    week_id: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """A member who has something open and wants to be reminded."""

    membership_id: int
    by_dm: bool
    absence: Absence | None


_DUE = (
    select(plan.c.id, week.c.id, week.c.ends_at)
    .select_from(week.join(plan, plan.c.week_id == week.c.id).join(team, team.c.id == week.c.team_id))
    .where(
        week.c.state == WeekState.PLANNED,
        week.c.ends_at > bindparam("now"),
        week.c.ends_at <= bindparam("until"),
        plan.c.published_at <= bindparam("since"),
        plan.c.reminded_at.is_(None),
        team.c.state != TeamState.CLOSED,
    )
    .order_by(week.c.id)
)
_TEAMS = _DUE.with_only_columns(week.c.team_id).order_by(None).distinct()
_OF_TEAM = _DUE.where(week.c.team_id == bindparam("team_id"))
_ASKED = (
    select(assignment.c.pusher_id)
    .select_from(
        slot.join(assignment, assignment.c.slot_id == slot.c.id).join(
            submission, submission.c.id == slot.c.submission_id
        )
    )
    .where(
        slot.c.week_id == bindparam("week_id"),
        assignment.c.state == AssignmentState.ASKED,
        or_(submission.c.last_day.is_(None), submission.c.last_day >= bindparam("day")),
    )
)
# Who was reminded of a vote by itself is not told of it alone a second time.
_VOTING = (
    select(elector.c.membership_id)
    .select_from(
        motion.join(elector, elector.c.motion_id == motion.c.id).outerjoin(
            ballot, and_(ballot.c.motion_id == motion.c.id, ballot.c.membership_id == elector.c.membership_id)
        )
    )
    .where(
        motion.c.team_id == bindparam("team_id"),
        motion.c.state == MotionState.OPEN,
        motion.c.closes_at > bindparam("now"),
        motion.c.reminded_at.is_(None),
        ballot.c.choice.is_(None),
    )
)
_QUESTIONED = (
    select(notice.c.membership_id)
    .select_from(notice.join(membership))
    .where(membership.c.team_id == bindparam("team_id"), notice.c.kind.in_(UNTIL_ANSWERED), notice.c.seen_at.is_(None))
)
_WAITING = (
    select(membership.c.id, profile.c.by_dm, membership.c.away_from, membership.c.away_until)
    .select_from(membership.join(profile))
    .where(
        membership.c.id.in_(union(_ASKED, _VOTING, _QUESTIONED)),
        membership.c.standing == Standing.MEMBER,
        profile.c.remind,
    )
    .order_by(membership.c.id)
)
_MARK = update(plan).where(plan.c.id == bindparam("row_id"))
_WANTS = select(profile.c.remind).where(profile.c.membership_id == bindparam("of"))


def _bounds(now: datetime) -> dict[str, datetime]:
    return {"now": now, "until": now + BEFORE_END, "since": now - RUN_FOR}


def teams(tx: Tx, now: datetime) -> list[int]:
    """List the teams with a plan whose reminder is due."""
    return sorted(tx.scalars(_TEAMS, _bounds(now)))


def plans(tx: Tx, team_id: int, now: datetime) -> list[DuePlan]:
    """List a team's plans whose reminder is due."""
    return [DuePlan(*row) for row in tx.execute(_OF_TEAM, {"team_id": team_id, **_bounds(now)})]


def mark(tx: Tx, plan_id: int, now: datetime) -> None:
    """Note that a plan's reminder is given."""
    tx.execute(_MARK, {"row_id": plan_id, "reminded_at": now})


def waiting(tx: Tx, team_id: int, week_id: int, day: date, now: datetime) -> list[Reminded]:
    """List who has something open in a week and wants to be reminded: a recommendation, a vote, an author's question.

    `day`: today, where the team lives; a post whose last day is over is asked of nobody.
    """
    facts = {"team_id": team_id, "week_id": week_id, "day": day, "now": now}
    return [
        Reminded(row[0], row[1], Absence(row[2], row[3]) if row[2] and row[3] else None)
        for row in tx.execute(_WAITING, facts)
    ]


def wanted_by(tx: Tx, membership_id: int) -> bool:
    """Say whether somebody wants to be reminded."""
    return bool(tx.scalar(_WANTS, {"of": membership_id}))
