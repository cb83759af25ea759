"""What of windows is due: posts to release, to end, to offer again, and open offers to end. It decides nothing.

Days are the teams' own, so the store is asked for what may be due anywhere on earth, and the zone is compared here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Row, bindparam, literal_column, select, update

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import TeamState
from teambot.domain.posts import SubmissionState
from teambot.domain.standings import Standing
from teambot.domain.week import WeekState, local_day
from teambot.storage.runner import Tx
from teambot.storage.submission_keys import STANDING
from teambot.storage.tables import assignment, membership, slot, submission, team, week

_DAYS_AHEAD = timedelta(hours=14)  # UTC+14 has a day first
_PLAN_AHEAD = timedelta(days=15)  # the next plan is at most two weeks away
_OF = submission.join(membership)
_HERE = membership.c.standing.in_([Standing.MEMBER, Standing.PAUSED])
_ALIVE = team.c.state != literal_column(f"'{TeamState.CLOSED}'")
_ENDED = (SubmissionState.PUSHED, SubmissionState.EXPIRED)
_TO_RELEASE = (
    select(membership.c.team_id)
    .distinct()
    .select_from(_OF.join(team).join(week, week.c.team_id == team.c.id))
    .where(
        _ALIVE,
        submission.c.opens_at <= bindparam("soon"),
        submission.c.state == SubmissionState.HELD,
        membership.c.standing == Standing.MEMBER,
        week.c.state == WeekState.OPEN,
        week.c.closes_at > bindparam("now"),
        submission.c.opens_at <= week.c.publishes_at,
    )
    .order_by(membership.c.team_id)
)
_RELEASED = (
    select(submission.c.id)
    .select_from(_OF)
    .where(
        membership.c.team_id == bindparam("team_id"),
        membership.c.standing == Standing.MEMBER,
        submission.c.state == SubmissionState.HELD,
        submission.c.opens_at <= bindparam("until"),
    )
    .order_by(submission.c.id)
)
_TO_OFFER = (
    select(membership.c.team_id)
    .distinct()
    .select_from(_OF.join(team))
    .where(
        submission.c.opens_at <= bindparam("now"),
        submission.c.state.in_(_ENDED),
        _HERE,
        _ALIVE,
    )
    .order_by(membership.c.team_id)
)
_OFFERED = (
    select(submission.c.id)
    .select_from(_OF)
    .where(
        membership.c.team_id == bindparam("team_id"),
        _HERE,
        submission.c.opens_at <= bindparam("now"),
        submission.c.state.in_(_ENDED),
    )
    .order_by(submission.c.id)
)
_PAST = (
    select(membership.c.team_id, team.c.zone, submission.c.last_day)
    .distinct()
    .select_from(_OF.join(team))
    .where(submission.c.last_day < bindparam("day"), submission.c.state.in_(STANDING), _HERE, _ALIVE)
    .order_by(membership.c.team_id)
)
_PAST_OF = (
    select(submission.c.id)
    .select_from(_OF)
    .where(
        membership.c.team_id == bindparam("team_id"),
        _HERE,
        submission.c.last_day < bindparam("day"),
        submission.c.state.in_(STANDING),
    )
    .order_by(submission.c.id)
)
_OPEN = (
    assignment.join(slot)
    .join(submission, submission.c.id == slot.c.submission_id)
    .join(week, week.c.id == slot.c.week_id)
)
_OFFERS_PAST = (
    select(week.c.team_id, team.c.zone, submission.c.last_day)
    .distinct()
    .select_from(_OPEN.join(team, team.c.id == week.c.team_id))
    .where(
        week.c.state == WeekState.PLANNED,
        assignment.c.state == AssignmentState.OPEN,
        submission.c.last_day < bindparam("day"),
    )
    .order_by(week.c.team_id)
)
_OFFERS_PAST_OF = (
    select(assignment.c.id)
    .select_from(_OPEN)
    .where(
        week.c.team_id == bindparam("team_id"),
        assignment.c.state == AssignmentState.OPEN,
        submission.c.last_day < bindparam("day"),
    )
    .order_by(assignment.c.id)
)
_OFFERED_ONCE = update(submission).where(submission.c.id == bindparam("row_id")).values(opens_at=None)


def teams_to_release(tx: Tx, now: datetime) -> list[int]:
    """List the teams of members with posts that are held no longer than to the next plan."""
    return list(tx.execute(_TO_RELEASE, {"now": now, "soon": now + _PLAN_AHEAD}).scalars())


def released(tx: Tx, team_id: int, until: datetime) -> list[int]:
    """List the posts of a team's members that are held until a moment or an earlier one."""
    return list(tx.execute(_RELEASED, {"team_id": team_id, "until": until}).scalars())


def teams_past_last_days(tx: Tx, now: datetime) -> list[int]:
    """List the teams with posts, or offers to anyone, whose last day has passed where the team lives."""
    facts = {"day": (now + _DAYS_AHEAD).date()}
    found = {*_past(tx.execute(_PAST, facts).all(), now), *_past(tx.execute(_OFFERS_PAST, facts).all(), now)}
    return sorted(found)


def _past(rows: Iterable[Row[int, str, date]], now: datetime) -> Iterator[int]:
    for team_id, zone, last_day in rows:
        if last_day < local_day(zone, now):
            yield team_id


def past(tx: Tx, team_id: int, day: date) -> list[int]:
    """List a team's posts that no plan has and whose last day lies before a day."""
    return list(tx.execute(_PAST_OF, {"team_id": team_id, "day": day}).scalars())


def offers_past(tx: Tx, team_id: int, day: date) -> list[int]:
    """List what is open to anyone in a team and whose post's last day lies before a day."""
    return list(tx.execute(_OFFERS_PAST_OF, {"team_id": team_id, "day": day}).scalars())


def teams_to_offer_again(tx: Tx, now: datetime) -> list[int]:
    """List the teams with posts that are to be offered to their authors again by now."""
    return list(tx.execute(_TO_OFFER, {"now": now}).scalars())


def offered_again(tx: Tx, team_id: int, now: datetime) -> list[int]:
    """List a team's posts that are to be offered to their authors again by now, and let each be due no more."""
    found = list(tx.execute(_OFFERED, {"team_id": team_id, "now": now}).scalars())
    for submission_id in found:
        tx.execute(_OFFERED_ONCE, {"row_id": submission_id})
    return found
