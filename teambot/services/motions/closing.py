"""Closing votes: one transaction counts, decides, carries out, tells, and forgets who chose what."""

from datetime import datetime

from teambot.domain.announcements import MessageKind
from teambot.domain.members import Team
from teambot.domain.motions import (
    EARLIEST,
    REMIND_BEFORE,
    Choice,
    EndedWhy,
    MotionKind,
    MotionState,
    NotNow,
    Outcome,
    closes_early,
    decides,
    tally,
)
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import Standing
from teambot.services.motions.opening import CARD_KEEPS, conclude, end, redraw, redraw_week
from teambot.services.motions.outcomes import can_be_carried_out, carry_out
from teambot.services.news import announce, tell
from teambot.storage import due_motions, members, motions, teams
from teambot.storage.motions import Elector, Motion
from teambot.storage.runner import Tx


def close(tx: Tx, team: Team, motion: Motion, now: datetime) -> bool:
    """Close a vote whose time has come, in a transaction that has locked the team; False: not yet, or done.

    The count and what follows from it, the messages, and the erasing are one: whoever comes second finds it closed.
    """
    electors = motions.electors(tx, motion.id)
    if not _is_due(motion, electors, now):
        return False
    count = tally(one.vote() for one in electors)
    result = decides(motion.kind, motion.rule, count)
    if result is Outcome.CARRIED and not can_be_carried_out(tx, team, motion):
        end(tx, team, motion, EndedWhy.OVERTAKEN, now)
        _say_result(tx, team, motion, now)
        return True
    counted = [one.choice for one in electors if one.vote().present and one.choice is not None]
    conclude(tx, team, motion, result, now, electorate=count.electorate, counted=counted)
    carry_out(tx, team, motion, result, _reasons(electors), now)
    redraw(tx, team, motion, now)
    redraw_week(tx, team, motion, now)
    _say_result(tx, team, motion, now)
    if motion.kind is MotionKind.REMOVE and motion.subject_id is not None:
        tell(tx, team.id, motion.subject_id, NoticeKind.REMOVAL_RESULT, {"outcome": str(result)}, now)
    return True


def close_ended(tx: Tx, team: Team, now: datetime) -> Team:
    """Close what has reached its end before somebody drops out: what was voted stands, counted yet or not.

    For a use case that has locked the team; gives it as it is after that. Whoever was loaded before is loaded anew.
    """
    ended = [one for one in motions.live(tx, team.id) if one.closes_at is not None and one.closes_at <= now]
    for one in sorted(ended, key=lambda one: (one.closes_at or now, one.id)):
        current = motions.get(tx, one.id)
        if current is not None:  # one before it may have ended it
            close(tx, teams.get(tx, team.id) or team, current, now)
    return (teams.get(tx, team.id) or team) if ended else team


def _is_due(motion: Motion, electors: list[Elector], now: datetime) -> bool:
    if motion.state is not MotionState.OPEN or motion.closes_at is None or motion.opened_at is None:
        return False
    everybody = all(one.choice is not None for one in electors if one.vote().present)
    return now >= motion.closes_at or closes_early(motion.kind, motion.opened_at, everybody=everybody, now=now)


def _reasons(electors: list[Elector]) -> tuple[NotNow, ...]:
    """Gather the reasons of all who count and said *Not now*; neither who nor how many shows to who is told them."""
    said_no = (one for one in electors if one.vote().present and one.choice is Choice.NO)
    return tuple(reason for one in said_no for reason in one.reasons)


def _say_result(tx: Tx, team: Team, motion: Motion, now: datetime) -> None:
    payload = {"motion_id": motion.id}
    announce(tx, team, MessageKind.MOTION_RESULT, f"motion-result:{motion.id}", payload, now + CARD_KEEPS, now)


def remind(tx: Tx, team: Team, motion: Motion, now: datetime) -> bool:
    """Remind once, privately, those who have not voted on a motion that ends within a day; False: it was done."""
    due = motion.state is MotionState.OPEN and motion.closes_at is not None and motion.reminded_at is None
    if not due or motion.closes_at is None or now < motion.closes_at - REMIND_BEFORE:
        return False
    motions.change(tx, motion.id, reminded_at=now)
    facts = {
        "motion_id": motion.id,
        "kind": str(motion.kind),
        "subject": members.name_of(tx, motion.subject_id),
        "closes_at": motion.closes_at.isoformat(),
    }
    for one in motions.electors(tx, motion.id):
        if one.choice is None and one.standing is Standing.MEMBER:
            tell(tx, team.id, one.membership_id, NoticeKind.MOTION_REMINDER, facts, now)
    return True


def due_to_close(tx: Tx, _: None, now: datetime) -> list[tuple[int, int]]:
    """List (motion, team) of the votes that may have to close."""
    return due_motions.due_to_close(tx, now, now - EARLIEST)


def due_to_remind(tx: Tx, _: None, now: datetime) -> list[tuple[int, int]]:
    """List (motion, team) of the votes that people may have to be reminded of."""
    return due_motions.due_to_remind(tx, now + REMIND_BEFORE)


def locked(tx: Tx, motion_id: int, team_id: int) -> tuple[Team, Motion] | None:
    """Lock a team and load its motion anew, for one item of a sweep."""
    team = teams.lock(tx, team_id)
    motion = motions.get(tx, motion_id)
    return (team, motion) if team is not None and motion is not None else None
