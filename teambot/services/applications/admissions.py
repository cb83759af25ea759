"""From a vouch to a member, or to the other ends of an application: the waiting list, the vote, the invitation.

All in the transaction of whoever decides so, who has locked the team's row.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from teambot.domain.announcements import MessageKind
from teambot.domain.applications import (
    BUDDY_FOR,
    CHARTER_WITHIN,
    SISTER_AT,
    ApplicationState,
    again_from,
    reasons_given,
)
from teambot.domain.members import Member, Team
from teambot.domain.motions import EndedWhy, MotionKind, NotNow, Outcome
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import BELONGING, Happening, Standing, step
from teambot.errors import Refusal
from teambot.services.applications.cards import redraw_cards
from teambot.services.motions.opening import end, open_motion
from teambot.services.news import announce, tell
from teambot.services.places import places_free
from teambot.storage import applications, members, motions, notices
from teambot.storage.applications import Application
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx

# No fault of the applicant's: they wait.
_LATER = frozenset({"three-motions-open", "three-motions-under-way", "too-few-electors"})
_NEWS = {
    ApplicationState.REFUSED: NoticeKind.NOT_THIS_TIME,
    ApplicationState.LAPSED: NoticeKind.APPLICATION_LAPSED,
    ApplicationState.UNVOUCHED: NoticeKind.NO_VOUCH,
    ApplicationState.MISSED: NoticeKind.ADMISSION_OVER,
    ApplicationState.CLOSED: NoticeKind.APPLICATION_CLOSED,
}


def try_open(tx: Tx, team: Team, applied: Application, now: datetime) -> datetime | None:
    """Open the vote on somebody for whom a member vouches, and give its end; None: they wait for a place or a turn."""
    if places_free(tx, team, now) <= 0:
        _wait(tx, team, applied, now, full=True)
        return None
    motion_id = _open_vote(tx, team, applied, now, run=1)
    if motion_id is None:
        _wait(tx, team, applied, now, full=False)
        return None
    applications.change(tx, applied.id, state=ApplicationState.VOTING, sister_at=None)
    opened = motions.get(tx, motion_id)
    closes_at = opened.closes_at if opened else None
    facts = {"team": team.name, "closes_at": closes_at.isoformat() if closes_at else None}
    tell(tx, team.id, applied.membership_id, NoticeKind.ADMISSION_OPENED, facts, now)
    redraw_cards(tx, team.id, applied.id, now)
    return closes_at


def _open_vote(tx: Tx, team: Team, applied: Application, now: datetime, *, run: int) -> int | None:
    """Open a vote on an applicant; None where none can open now: three votes, too few to vote."""
    who, application_id = applied.membership_id, applied.id
    try:
        return open_motion(tx, team, MotionKind.ADMIT, now, subject_id=who, application_id=application_id, run=run)
    except Refusal as refusal:
        if refusal.key not in _LATER:
            raise
        return None


def _wait(tx: Tx, team: Team, applied: Application, now: datetime, *, full: bool) -> None:
    """Put somebody on the waiting list, and tell them once; a full team with three who wait is asked for help."""
    if applied.state is ApplicationState.WAITING:
        return
    applications.change(tx, applied.id, state=ApplicationState.WAITING)
    place, waiting = position(tx, team.id, applied.id)
    facts = {"team": team.name, "place": place, "full": "yes" if full else "no"}
    tell(tx, team.id, applied.membership_id, NoticeKind.WAITING_LIST, facts, now)
    redraw_cards(tx, team.id, applied.id, now)
    if full and waiting == SISTER_AT:
        _offer_sister(tx, team, now)


def _offer_sister(tx: Tx, team: Team, now: datetime) -> None:
    """Offer to help to start a sister team: a message to the team, a word to those who wait; once in three months."""
    key = f"sister-team:{team.id}:{now.year}-{(now.month - 1) // 3}"
    announce(tx, team, MessageKind.SISTER_TEAM, key, {"team_id": team.id}, now + CHARTER_WITHIN, now)
    for one in applications.in_state(tx, team.id, ApplicationState.WAITING):
        tell(tx, team.id, one.membership_id, NoticeKind.SISTER_TEAM, {"team": team.name, "team_id": team.id}, now)


def position(tx: Tx, team_id: int, application_id: int) -> tuple[int, int]:
    """Give somebody's number on a team's waiting list (0: not on it), and how many are on it."""
    ids = [one.id for one in applications.in_state(tx, team_id, ApplicationState.WAITING)]
    return (ids.index(application_id) + 1 if application_id in ids else 0), len(ids)


def decided(tx: Tx, team: Team, motion: Motion, outcome: Outcome, reasons: Iterable[NotNow], now: datetime) -> None:
    """Carry out how the vote on an application ended, in the closing transaction; harmless where it has ended already.

    `reasons`: of all who said *Not now*; they are passed on without names or numbers. The first time without a quorum
    the vote runs once more, for three days; it keeps the turn that it had.
    """
    applied = applications.get(tx, motion.application_id) if motion.application_id is not None else None
    if applied is None or applied.state is not ApplicationState.VOTING:
        return
    if outcome is Outcome.CARRIED:
        _admit(tx, team, applied, now)
    elif outcome is Outcome.NOT_CARRIED:
        facts = {"reasons": [str(one) for one in reasons_given(reasons)]}
        end_application(tx, team, applied, ApplicationState.REFUSED, now, facts)
    elif outcome is Outcome.ENDED:
        voteless(tx, team, applied, motion.ended_why, now)
    elif motion.run == 1:
        run_again(tx, team, applied, now)
    else:
        end_application(tx, team, applied, ApplicationState.LAPSED, now)


def _admit(tx: Tx, team: Team, applied: Application, now: datetime) -> None:
    ends_at = now + CHARTER_WITHIN
    standing = step(Standing.APPLICANT, Happening.ADMITTED)
    applications.change(tx, applied.id, state=ApplicationState.ADMITTED)
    values = {"invited_at": now, "invitation_ends_at": ends_at, "accepted_version": None}
    members.change(tx, applied.membership_id, standing=standing, **values)
    facts = {"team": team.name, "team_id": team.id, "ends_at": ends_at.isoformat()}
    tell(tx, team.id, applied.membership_id, NoticeKind.ADMITTED, facts, now)
    redraw_cards(tx, team.id, applied.id, now)


def run_again(tx: Tx, team: Team, applied: Application, now: datetime) -> None:
    """Open the second run. Where it cannot open now, `settle` tries again."""
    if _open_vote(tx, team, applied, now, run=2) is not None:
        tell(tx, team.id, applied.membership_id, NoticeKind.ADMISSION_AGAIN, {"team": team.name}, now)


def voteless(tx: Tx, team: Team, applied: Application, why: EndedWhy | None, now: datetime) -> None:
    """Go on with an application whose vote ended without a count: who cannot be blamed for that waits again."""
    if why is EndedWhy.GONE:
        end_application(tx, team, applied, ApplicationState.GONE, now)
    elif why is EndedWhy.WITHDRAWN:
        end_application(tx, team, applied, ApplicationState.WITHDRAWN, now)
    elif why is EndedWhy.OVERTAKEN:
        end_application(tx, team, applied, ApplicationState.CLOSED, now)
    else:
        applications.change(tx, applied.id, state=ApplicationState.WAITING)
        redraw_cards(tx, team.id, applied.id, now)


def end_application(
    tx: Tx,
    team: Team,
    applied: Application,
    state: ApplicationState,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """End an application, whatever it has got to: the place is free, the vote on it ends, its card says no more of it.

    The applicant is told where it was not they who ended it. Harmless where it has ended.
    """
    current = applications.get(tx, applied.id)
    if current is None or current.ended_at is not None:
        return
    again = again_from(current.state, state, now)
    applications.change(tx, applied.id, state=state, ended_at=now, again_from=again, sister_at=None)
    _stand_down(tx, applied.membership_id)
    for motion in motions.live(tx, team.id):
        if motion.application_id == applied.id:
            why = EndedWhy.WITHDRAWN if state is ApplicationState.WITHDRAWN else EndedWhy.GONE
            end(tx, team, motion, why, now)
    redraw_cards(tx, team.id, applied.id, now)
    if state in _NEWS:
        told = {"team": team.name, "again_at": again.isoformat() if again else None, **(facts or {})}
        tell(tx, team.id, applied.membership_id, _NEWS[state], told, now)


def _stand_down(tx: Tx, membership_id: int) -> None:
    member = members.get(tx, membership_id)
    if member is None or member.standing not in (Standing.APPLICANT, Standing.INVITED):
        return
    invited = member.standing is Standing.INVITED
    after = step(member.standing, Happening.INVITATION_ENDED if invited else Happening.APPLICATION_ENDED)
    members.change(tx, membership_id, standing=after, invited_at=None, invitation_ends_at=None)


def joined(tx: Tx, member: Member, now: datetime) -> None:
    """End the application of somebody who has accepted the charter; who vouched is their buddy for four weeks."""
    applied = applications.open_of(tx, member.id)
    if applied is None or applied.state is not ApplicationState.ADMITTED:
        return
    applications.change(tx, applied.id, state=ApplicationState.JOINED, ended_at=now)
    notices.see(tx, [one.id for one in notices.unseen(tx, member.id)], now)  # all of it was about getting here
    buddy = members.get(tx, applied.voucher_id)
    if buddy is None or buddy.standing not in BELONGING:
        return
    members.change(tx, member.id, buddy_id=buddy.id, buddy_until=now + BUDDY_FOR)
    facts = {"name": member.name or "", "until_at": (now + BUDDY_FOR).isoformat()}
    tell(tx, member.team_id, buddy.id, NoticeKind.BUDDY, facts, now)
