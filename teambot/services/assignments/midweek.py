"""A week that runs, where who was asked, or whose post it is, is there no more: what was asked of whom, from then on.

Functions within the transaction of what brought it; the caller has locked the team's row. Nobody is told why.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import back_in_time
from teambot.domain.week import begin_of, local_day
from teambot.services.assignments.offers import offer_on
from teambot.services.news import tell
from teambot.storage import asks, assignments
from teambot.storage.asks import Ask
from teambot.storage.runner import Tx


def released_by(tx: Tx, team: Team, membership_id: int, back_at: datetime | None, now: datetime) -> list[int]:
    """List what `release` would offer on, by its ids."""
    asked = assignments.mine_open(tx, membership_id)
    return [one.id for one in asked if _goes(team.zone, one.ends_at, one.window.last_day, back_at, now)]


def release(tx: Tx, team: Team, membership_id: int, back_at: datetime | None, now: datetime) -> int:
    """Offer on, at once and as a skip is, what a member who is not there is asked for this week; gives how much.

    What they can do yet stays theirs: they are back (`back_at`; None: nobody knows when) a day before its time is over.
    What was offered on stays so, whenever they are back.
    """
    given_back = released_by(tx, team, membership_id, back_at, now)
    for assignment_id in given_back:
        given = assignments.get(tx, assignment_id)
        if given is not None:
            assignments.change(tx, given.id, state=AssignmentState.RELEASED, ended_at=now)
            offer_on(tx, team, given, now)
    return len(given_back)


def teams_to_release(tx: Tx, now: datetime) -> list[int]:
    """List the teams in which `release_away` has something to offer on."""
    there = (one for one in asks.away(tx, now) if _goes(one.zone, one.ends_at, one.last_day, one.back_at, now))
    return sorted({one.team_id for one in there})


def release_away(tx: Tx, team: Team, now: datetime) -> int:
    """Offer on what those are asked for whose absence has begun; gives how much."""
    there = {one.membership_id: one.back_at for one in asks.away(tx, now) if one.team_id == team.id}
    return sum(release(tx, team, member, back_at, now) for member, back_at in there.items())


def _goes(zone: str, ends_at: datetime, last_day: date | None, back_at: datetime | None, now: datetime) -> bool:
    """Say whether what is asked until `ends_at` is offered on: not after that, nor after its post's last day."""
    over = last_day is not None and last_day < local_day(zone, now)
    until = ends_at if last_day is None else min(ends_at, begin_of(zone, last_day + timedelta(days=1)))
    return not over and now < ends_at and not back_in_time(back_at, until)


def end_asks(tx: Tx, team: Team, asked: Iterable[Ask], now: datetime) -> int:
    """Ask nobody any more for a post that is gone; whom it was still asked of is told kindly. Gives how many those are.

    What was done stands. A card that is open to anyone stands, too, until its week ends: it says of no post that it was
    given back.
    """
    told = 0
    for ask in asked:
        assignments.change(tx, ask.assignment_id, state=AssignmentState.WITHDRAWN, ended_at=now)
        if ask.pusher_id is not None and now < ask.ends_at:
            tell(tx, team.id, ask.pusher_id, NoticeKind.POST_WITHDRAWN, {"title": ask.title}, now)
            told += 1
    return told
