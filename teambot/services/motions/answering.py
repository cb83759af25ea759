"""How long somebody whom a removal concerns has to answer, kept with the motion. In the caller's transaction."""

from datetime import datetime

from teambot.domain.members import Member
from teambot.domain.motions import (
    ANSWER_KEPT,
    MotionKind,
    MotionState,
    answer_ends,
    answer_moved,
    answer_opened,
    answer_starts,
)
from teambot.domain.standings import Absence, Standing
from teambot.storage import members, motions
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx


def first_end(told_at: datetime, subject: Member) -> datetime:
    """Give the end of the time to answer for somebody who is told now."""
    absence = _absence(subject, told_at + ANSWER_KEPT)
    return answer_ends(answer_starts(told_at, None, absence), absence)


def note_opened(tx: Tx, motion: Motion, subject: Member, now: datetime) -> None:
    """Note that the person has opened the concern, once: their two days start."""
    if motion.state is not MotionState.READING or motion.read_at is not None:
        return
    values = {"read_at": now}
    if motion.told_at is not None and motion.answer_ends_at is not None:
        absence = _absence(subject, max(motion.answer_ends_at, motion.told_at + ANSWER_KEPT))
        values["answer_ends_at"] = answer_opened(motion.answer_ends_at, absence, now)
    motions.change(tx, motion.id, **values)


def move_answers(tx: Tx, member_id: int, now: datetime) -> None:
    """Reckon anew the time of somebody whose dates or pause have just changed, where they read a concern.

    Called by all that changes either (services/standings).
    """
    member = members.get(tx, member_id)
    if member is None:
        return
    for motion in motions.live(tx, member.team_id):
        reading = motion.kind is MotionKind.REMOVE and motion.state is MotionState.READING
        if not reading or motion.subject_id != member.id or motion.told_at is None or motion.answer_ends_at is None:
            continue
        absence = _absence(member, max(motion.answer_ends_at, motion.told_at + ANSWER_KEPT))
        ends_at = answer_moved(motion.told_at, motion.read_at, motion.answer_ends_at, absence, now)
        motions.change(tx, motion.id, answer_ends_at=ends_at)


def _absence(subject: Member, latest: datetime) -> Absence | None:
    """Give the dates that count: somebody paused is away for as long as an answer is waited for at most."""
    if subject.standing is Standing.PAUSED:
        return Absence(subject.paused_at or latest, latest)
    return subject.absence
