"""Pausing, coming back and leaving, with all that follows: functions within the transaction of what brought it.

The caller has locked the team's row. The standings are the machine's (domain/standings.py).
"""

from datetime import datetime

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import Member, Team
from teambot.domain.motions import EndedWhy, MotionState
from teambot.domain.signs import day_of
from teambot.domain.standings import Happening, PauseReason, step
from teambot.services.motions.answering import move_answers
from teambot.services.motions.opening import end, redraw
from teambot.services.offers import close_offer, offer_on
from teambot.services.posts.offers_thread import redraw_member
from teambot.services.standings.team_states import settle_state
from teambot.storage import assignments, members, motions, outbox, standings
from teambot.storage.runner import Tx

_PRESENT = {
    "paused_at": None,
    "paused_why": None,
    "wants_back_at": None,
    "silent_weeks": 0,
    "missing_since": None,
}


def pause(tx: Tx, team: Team, member: Member, why: PauseReason, now: datetime) -> None:
    """Pause a member: from now on no slot, no assignment, nothing sent. ValueError for anybody but a member.

    What they were asked for this week stays theirs; a removal's pause has no say over votes that run.
    """
    standing = step(member.standing, Happening.PAUSED)
    absent = {"away_from": None, "away_until": None}
    members.change(tx, member.id, standing=standing, paused_at=now, paused_why=why, **absent)
    move_answers(tx, member.id, now)
    settle_state(tx, team, now)


def resume(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Bring somebody paused back as a member, where they stood; whether a place is free is the caller's question.

    ValueError for anybody who is not paused.
    """
    standing = step(member.standing, Happening.RESUMED)
    members.change(tx, member.id, standing=standing, active_at=day_of(now), **_PRESENT)
    move_answers(tx, member.id, now)
    settle_state(tx, team, now)


def depart(tx: Tx, team: Team, member: Member, happening: Happening, now: datetime) -> None:
    """Let somebody go who left or was removed (Happening.LEFT, REMOVED): an alumnus from now on.

    Their assignments go back as a skip does, unnamed; their submissions end, and so does what was asked for their
    posts; they drop out of every electorate with their ballots. ValueError where that cannot happen to them.
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
    _end_asks_for(tx, team, member, now)
    _give_back(tx, team, member, now)
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


def _end_asks_for(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Ask nobody any more to recommend posts of somebody who has gone."""
    for assignment_id, pusher_id, _ in standings.asks_for_posts_of(tx, member.id):
        state = AssignmentState.CARRIED if pusher_id is None else AssignmentState.LAPSED
        assignments.change(tx, assignment_id, state=state, ended_at=now)
        if pusher_id is None:
            close_offer(tx, team, assignment_id, now)


def _give_back(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Offer on what somebody who has gone was asked for; of a week that is over it lapses."""
    for mine in assignments.mine_open(tx, member.id):
        given = assignments.get(tx, mine.id)
        if given is None or now >= given.week_ends_at:
            assignments.change(tx, mine.id, state=AssignmentState.LAPSED, ended_at=now)
            continue
        assignments.change(tx, mine.id, state=AssignmentState.SKIPPED, ended_at=now)
        offer_on(tx, team, given, now)
