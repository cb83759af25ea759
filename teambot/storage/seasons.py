"""What of windows is due: posts to release, to end, to offer again, and open offers to end. It decides nothing.

Days are the teams' own, so the store is asked for what may be due anywhere on earth, and the zone is compared here.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, update

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import TeamState
from teambot.domain.posts import SubmissionState
from teambot.domain.standings import Standing
from teambot.domain.week import WeekState, local_day
from teambot.storage.constant import constant
from teambot.storage.runner import Tx
from teambot.storage.submission_keys import STANDING
from teambot.storage.tables import assignment, membership, slot, submission, team, week

_DAYS_AHEAD = timedelta(hours=14)  # UTC+14 has a day first
_PLAN_AHEAD = timedelta(days=15)  # the next plan is at most two weeks away
_OF = submission.join(membership)
_HERE = membership.c.standing.in_([Standing.MEMBER, Standing.PAUSED])
_HELD = and_(membership.c.standing == Standing.MEMBER, submission.c.state == SubmissionState.HELD)
_TO_OFFER = and_(
    submission.c.opens_at <= bindparam("now"),
    submission.c.state.in_((SubmissionState.PUSHED, SubmissionState.EXPIRED)),
    _HERE,
)
_LAST_DAY_PAST = submission.c.last_day < bindparam("day")
_PAST = and_(_LAST_DAY_PAST, submission.c.state.in_(STANDING), _HERE)
_OFFER_PAST = and_(assignment.c.state == AssignmentState.OPEN, _LAST_DAY_PAST)


def _teams(posts: ColumnElement[bool]) -> Select[int]:
    """Build the question which teams that are not closed have such posts."""
    alive = team.c.state != constant(TeamState.CLOSED)
    return (
        select(membership.c.team_id)
        .distinct()
        .select_from(_OF.join(team))
        .where(posts, alive)
        .order_by(membership.c.team_id)
    )


def _posts_of_team(posts: ColumnElement[bool]) -> Select[int]:
    """Build the question which such posts one team has."""
    return select(submission.c.id).select_from(_OF).where(membership.c.team_id == bindparam("team_id"), posts)


_TEAMS_TO_RELEASE = (
    _teams(_HELD)
    .join(week, week.c.team_id == team.c.id)
    .where(
        submission.c.opens_at <= bindparam("soon"),
        week.c.state == WeekState.OPEN,
        week.c.closes_at > bindparam("now"),
        submission.c.opens_at <= week.c.publishes_at,
    )
)
_TEAMS_TO_OFFER = _teams(_TO_OFFER)
_TEAMS_PAST = _teams(_PAST).add_columns(team.c.zone, submission.c.last_day)
_RELEASED = _posts_of_team(and_(_HELD, submission.c.opens_at <= bindparam("until"))).order_by(submission.c.id)
_PAST_OF = _posts_of_team(_PAST).order_by(submission.c.id)
_OFFER_AGAIN = (
    update(submission)
    .where(submission.c.id.in_(_posts_of_team(_TO_OFFER)))
    .values(opens_at=None)
    .returning(submission.c.id)
)
_OFFERS = (
    assignment.join(slot)
    .join(submission, submission.c.id == slot.c.submission_id)
    .join(week, week.c.id == slot.c.week_id)
)
_TEAMS_OFFERS_PAST = (
    select(week.c.team_id, team.c.zone, submission.c.last_day)
    .distinct()
    .select_from(_OFFERS.join(team, team.c.id == week.c.team_id))
    .where(week.c.state == WeekState.PLANNED, _OFFER_PAST)
    .order_by(week.c.team_id)
)
_OFFERS_PAST_OF = (
    select(assignment.c.id)
    .select_from(_OFFERS)
    .where(week.c.team_id == bindparam("team_id"), _OFFER_PAST)
    .order_by(assignment.c.id)
)


def teams_to_release(tx: Tx, now: datetime) -> list[int]:
    """List the teams of members with posts that are held no longer than to the next plan."""
    return list(tx.execute(_TEAMS_TO_RELEASE, {"now": now, "soon": now + _PLAN_AHEAD}).scalars())


def released(tx: Tx, team_id: int, until: datetime) -> list[int]:
    """List the posts of a team's members that are held until a moment or an earlier one."""
    return list(tx.execute(_RELEASED, {"team_id": team_id, "until": until}).scalars())


def teams_past_last_days(tx: Tx, now: datetime) -> list[int]:
    """List the teams with posts, or offers to anyone, whose last day has passed where the team lives."""
    facts = {"day": (now + _DAYS_AHEAD).date()}
    rows = (row for asked in (_TEAMS_PAST, _TEAMS_OFFERS_PAST) for row in tx.execute(asked, facts).all())
    return sorted({team_id for team_id, zone, last_day in rows if last_day < local_day(zone, now)})


def past(tx: Tx, team_id: int, day: date) -> list[int]:
    """List a team's posts that no plan has and whose last day lies before a day."""
    return list(tx.execute(_PAST_OF, {"team_id": team_id, "day": day}).scalars())


def offers_past(tx: Tx, team_id: int, day: date) -> list[int]:
    """List what is open to anyone in a team and whose post's last day lies before a day."""
    return list(tx.execute(_OFFERS_PAST_OF, {"team_id": team_id, "day": day}).scalars())


def teams_to_offer_again(tx: Tx, now: datetime) -> list[int]:
    """List the teams with posts that are to be offered to their authors again by now."""
    return list(tx.execute(_TEAMS_TO_OFFER, {"now": now}).scalars())


def offered_again(tx: Tx, team_id: int, now: datetime) -> list[int]:
    """List a team's posts that are to be offered to their authors again by now, and let each be due no more."""
    return sorted(tx.execute(_OFFER_AGAIN, {"team_id": team_id, "now": now}).scalars())
