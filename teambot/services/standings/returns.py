"""Being away, pausing by one's own wish, and coming back. Functions for the transaction of a use case or a sweep."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.absences import absence_of, proposed
from teambot.domain.departures import AwayShown, BreakTaken, CameBack, Return, WellSaid
from teambot.domain.members import Member, Team
from teambot.domain.notices import NoticeKind
from teambot.domain.signs import day_of
from teambot.domain.standings import PLACE_KEPT, PauseReason, Standing
from teambot.errors import Refusal
from teambot.services import charters
from teambot.services.assignments import midweek
from teambot.services.caller import (
    Caller,
    enter_belongs,
    enter_member,
    find,
    find_member,
    need_formed,
    typing_member,
)
from teambot.services.motions.answering import move_answers
from teambot.services.motions.closing import close_ended
from teambot.services.news import tell
from teambot.services.places import has_place, places_held
from teambot.services.standings.departures import pause, resume
from teambot.services.typed import typed
from teambot.storage import members, notices, standings, teams
from teambot.storage.runner import Tx

TOLD_WITHIN = timedelta(days=7)  # a return that nobody told somebody of by then, they know of themselves


@dataclass(frozen=True, slots=True)
class GoAway:
    """The dates of an absence as they were typed; without `from_` it begins now. Without a team the one meant here."""

    until: str
    from_: str
    team_id: int | None = None


def away(tx: Tx, caller: Caller, command: GoAway, now: datetime) -> AwayShown:
    """Note the dates of an absence, in the place of those that stood; nobody is told of it.

    What is asked of them this week, and what they cannot do for it, is offered on when it begins.
    """
    team_id = find(tx, caller).team.id if command.team_id is None else command.team_id
    team, member = enter_member(tx, caller, team_id)
    absence = absence_of(typed(command.until), typed(command.from_), team.zone, now)
    goes_on = absence.begins_at <= now and member.absence is not None and member.absence.covers(now)
    # One that goes on began when it began: what waits for them counts no time from before.
    began = member.absence.begins_at if goes_on and member.absence is not None else absence.begins_at
    members.change(tx, member.id, away_from=began, away_until=absence.ends_at)
    begun = absence.begins_at <= now
    offered_on = midweek.release(tx, team, member.id, absence.ends_at, now) if begun else 0
    move_answers(tx, member.id, now)
    asked = len(midweek.released_by(tx, team, member.id, absence.ends_at, now))
    return AwayShown(team.id, team.name, team.zone, absence.begins_at, absence.ends_at, offered_on, asked)


def absence(tx: Tx, caller: Caller, _: None, now: datetime) -> AwayShown:
    """Show a member the dates that they gave."""
    team, member = find_member(tx, caller)
    dates = member.absence if member.absence is not None and now < member.absence.ends_at else None
    asked = len(midweek.released_by(tx, team, member.id, dates.ends_at if dates else None, now))
    begins_at, ends_at = (dates.begins_at, dates.ends_at) if dates else (None, None)
    return AwayShown(team.id, team.name, team.zone, begins_at, ends_at, asked=asked)


def days(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[str, ...]:
    """Propose days while a member types, written as they are read."""
    member = typing_member(tx, caller)
    team = teams.get(tx, member.team_id) if member is not None else None
    return tuple(day.isoformat() for day in proposed(typed(text), team.zone, now)) if team is not None else ()


def take_break(tx: Tx, caller: Caller, team_id: int, now: datetime) -> BreakTaken:
    """Pause a member who does not know until when; nothing is asked of them until they are back."""
    team, member = enter_member(tx, caller, team_id)
    need_formed(tx, team)  # before that nothing is planned, and the third to join forms the team
    close_ended(tx, team, now)
    team, member = enter_member(tx, caller, team_id)
    offered_on = pause(tx, team, member, PauseReason.ASKED, now)
    return BreakTaken(team.id, team.name, now + PLACE_KEPT, offered_on)


def longer(tx: Tx, caller: Caller, team_id: int, now: datetime) -> BreakTaken:
    """Leave somebody paused as they are; who waited for the next free place waits no more. Nothing more is asked."""
    team, member = enter_belongs(tx, caller, team_id)
    if member.standing is not Standing.PAUSED:
        raise Refusal("you-are-not-paused", team=team.name)
    members.change(tx, member.id, wants_back_at=None)
    return BreakTaken(team.id, team.name, (member.paused_at or now) + PLACE_KEPT)


def well(tx: Tx, caller: Caller, team_id: int, now: datetime) -> WellSaid:
    """Take somebody's word that all is well: their silent weeks are counted anew."""
    team, member = enter_member(tx, caller, team_id)
    members.change(tx, member.id, silent_weeks=0, active_at=day_of(now))
    return WellSaid(team.name)


def come_back(tx: Tx, caller: Caller, team_id: int, now: datetime) -> CameBack:
    """Bring somebody back who is paused or away, as they stood before.

    A version of the charter whose time is over is accepted first. Whose place was given away gets the next free one,
    without a vote and before the waiting list (product.md, Away, paused, leaving).
    """
    team, member = enter_belongs(tx, caller, team_id)
    if member.standing is Standing.PAUSED:  # they had no say any more in a vote that was over before
        close_ended(tx, team, now)
        team, member = enter_belongs(tx, caller, team_id)
    outcome = _brought_back(tx, team, member, now)
    return CameBack(team.id, team.name, outcome, len(notices.unseen(tx, member.id)))


def _brought_back(tx: Tx, team: Team, member: Member, now: datetime) -> Return:
    if member.standing is not Standing.PAUSED:
        if member.absence is None or member.absence.ends_at <= now:
            return Return.HERE
        # Ended, not forgotten: what waited for them, a concern or a charter, counts their time from here.
        been = member.absence.begins_at < now
        ended = {"away_until": now} if been else {"away_from": None, "away_until": None}
        members.change(tx, member.id, **ended)
        move_answers(tx, member.id, now)
        return Return.BACK
    if charters.waits_for(tx, team, member, now):
        return Return.CHARTER
    if not has_place(tx, team, member, now):
        members.change(tx, member.id, wants_back_at=member.wants_back_at or now)
        return Return.WAITS
    resume(tx, team, member, now)
    return Return.BACK


def give_places(tx: Tx, team: Team, now: datetime) -> int:
    """Give free places to who wants to be back, the first to ask first; gives how many."""
    back = 0
    for membership_id in standings.wanting_back(tx, team.id):
        member = members.get(tx, membership_id)
        if member is None or places_held(tx, team, now) >= team.most_members:
            break
        resume(tx, team, member, now)
        tell(tx, team.id, member.id, NoticeKind.PLACE_AGAIN, {"team": team.name}, now)
        back += 1
    return back


def tell_returned(tx: Tx, team: Team, now: datetime) -> int:
    """Tell those whose absence is over, once and only where something waits for them; gives how many."""
    told = 0
    for membership_id, ended_at in standings.returned(tx, team.id, now, now - TOLD_WITHIN):
        waiting = sum(news.created_at < ended_at for news in notices.unseen(tx, membership_id))
        if waiting and not notices.told_since(tx, membership_id, NoticeKind.BACK, ended_at - timedelta(seconds=1)):
            tell(tx, team.id, membership_id, NoticeKind.BACK, {"waiting": waiting}, now)
            told += 1
    return told
