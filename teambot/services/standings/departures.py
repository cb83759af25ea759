"""Pausing, coming back and leaving, with all that follows: functions within the transaction of what brought it.

The caller has locked the team's row. The standings are the machine's (domain/standings.py).
"""

from datetime import datetime

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import Member, Team
from teambot.domain.motions import EndedWhy, MotionState
from teambot.domain.signs import day_of
from teambot.domain.standings import Happening, PauseReason, step
from teambot.services.assignments import midweek
from teambot.services.motions.answering import move_answers
from teambot.services.motions.opening import end, redraw
from teambot.services.posts.offers_thread import redraw_member
from teambot.services.standings import accounts
from teambot.services.standings.team_states import settle_state
from teambot.storage import asks, assignments, members, motions, outbox, pushes, standings
from teambot.storage.runner import Tx

_PRESENT = {
    "paused_at": None,
    "paused_why": None,
    "wants_back_at": None,
    "silent_weeks": 0,
    "missing_since": None,
}


def pause(tx: Tx, team: Team, member: Member, why: PauseReason, now: datetime) -> int:
    """Pause a member: from now on no slot, no assignment, nothing sent. ValueError for anybody but a member.

    What they were asked for this week is offered on, unnamed; gives how much. What of a week that is over still counts
    stays theirs, and so does their balance. A removal's pause has no say over votes that run.
    """
    standing = step(member.standing, Happening.PAUSED)
    absent = {"away_from": None, "away_until": None}
    members.change(tx, member.id, standing=standing, paused_at=now, paused_why=why, **absent)
    released = midweek.release(tx, team, member.id, None, now)
    move_answers(tx, member.id, now)
    settle_state(tx, team, now)
    return released


def resume(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Bring somebody paused back as a member, where they stood; whether a place is free is the caller's question.

    ValueError for anybody who is not paused.
    """
    standing = step(member.standing, Happening.RESUMED)
    members.change(tx, member.id, standing=standing, active_at=day_of(now), **_PRESENT)
    if member.paused_at is not None:
        pushes.move_sought(tx, member.id, member.paused_at, now)
    move_answers(tx, member.id, now)
    settle_state(tx, team, now)


def depart(tx: Tx, team: Team, member: Member, happening: Happening, now: datetime) -> None:
    """Let somebody go who left or was removed (Happening.LEFT, REMOVED): an alumnus from now on.

    Their assignments go back as a skip does, unnamed; their submissions end, and so does what was asked for their
    posts; they drop out of every electorate with their ballots, and their balance goes to the pot. ValueError where
    that cannot happen to them.
    """
    members.change(
        tx,
        member.id,
        standing=step(member.standing, happening),
        left_at=now,
        removed=happening is Happening.REMOVED,
        listed=False,
        away_from=None,
        away_until=None,
        steward_since=None,
        steward_until=None,
        **_PRESENT,
    )
    standings.withdraw_all(tx, member.id)
    redraw_member(tx, team, member.id, now)
    midweek.end_asks(tx, team, asks.for_posts_of(tx, member.id), now)
    midweek.release(tx, team, member.id, None, now)
    _let_lapse(tx, member, now)
    accounts.close(tx, member.id, now)
    _leave_votes(tx, team, member, now)
    outbox.park_direct(tx, member.id, "left")
    settle_state(tx, team, now)


def _leave_votes(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """End what somebody who has gone proposed and what was about them, and take them out of all other electorates."""
    for motion in motions.live(tx, team.id):
        asked = motion.state is MotionState.SECONDING and motion.seconder_id == member.id
        if motion.proposer_id == member.id:
            end(tx, team, motion, EndedWhy.PROPOSER_LEFT, now)
        elif motion.subject_id == member.id or asked:
            end(tx, team, motion, EndedWhy.NOT_SECONDED if asked else EndedWhy.GONE, now)
    left = set(motions.drop_elector(tx, member.id))
    for motion in motions.live(tx, team.id):
        if motion.id in left:
            redraw(tx, team, motion, now)


def _let_lapse(tx: Tx, member: Member, now: datetime) -> None:
    """Ask nothing any more of somebody who has gone: what nobody else can do either lapses, of a week that is over."""
    for mine in assignments.mine_open(tx, member.id):
        assignments.change(tx, mine.id, state=AssignmentState.LAPSED, ended_at=now)
