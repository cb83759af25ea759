"""A removal before anybody votes: seconding, the first reading, the answer, the pause. Each in a transaction."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.members import Member, Team, check_belongs, check_member
from teambot.domain.motion_views import MotionMoved
from teambot.domain.motions import CONCERN_MOST, LIVE, SECOND_TIME, EndedWhy, MotionKind, MotionState, may_pause
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.words import check_words
from teambot.errors import Refusal
from teambot.services.caller import Caller, see
from teambot.services.motions.answering import first_end, note_opened
from teambot.services.motions.closing import close_ended
from teambot.services.motions.known import check_not_over, enter_motion, known, loaded
from teambot.services.motions.opening import check_room, end, open_removal
from teambot.services.motions.views import pause_rests
from teambot.services.news import tell
from teambot.services.standings.departures import pause
from teambot.services.typed import typed
from teambot.storage import members, motions
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class Second:
    """Whether the one who was asked seconds a removal."""

    motion_id: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class AnswerConcern:
    """What the person concerned answers; the vote opens with it."""

    motion_id: int
    words: str


def second(tx: Tx, caller: Caller, command: Second, now: datetime) -> MotionMoved:
    """Second a removal, or not: then it ends. Seconded, the person concerned is told first, and alone."""
    team, found, motion = enter_motion(tx, caller, command.motion_id)
    if found is None or found.id != motion.seconder_id:
        check_member(found, team_name=team.name)
        raise Refusal("not-asked-to-second")
    if motion.state is not MotionState.SECONDING:
        raise Refusal("seconding-over")
    if not command.agreed:
        end(tx, team, motion, EndedWhy.NOT_SECONDED, now)
        return MotionMoved(motion.id, MotionState.CLOSED, None)
    if check_belongs(found, team_name=team.name).standing is Standing.PAUSED:
        raise Refusal("you-are-paused", team=team.name)
    check_room(tx, team)
    subject = members.get(tx, motion.subject_id)
    ends_at = first_end(now, subject) if subject is not None else None
    motions.change(tx, motion.id, state=MotionState.READING, told_at=now, answer_ends_at=ends_at)
    facts = {
        "motion_id": motion.id,
        "proposer": members.name_of(tx, motion.proposer_id),
        "seconder": members.name_of(tx, motion.seconder_id),
        "pause": _offered(tx, motion.id, subject) if subject is not None else "no",
    }
    if motion.subject_id is not None:
        tell(tx, team.id, motion.subject_id, NoticeKind.CONCERN, facts, now)
    return MotionMoved(motion.id, MotionState.READING, None)


def _enter_own(tx: Tx, caller: Caller, motion_id: int) -> tuple[Team, Member, Motion]:
    """Load a live removal for the person whom it concerns, or refuse everybody else."""
    team, found, motion = enter_motion(tx, caller, motion_id)
    return team, _own(team, found, motion), motion


def _own(team: Team, found: Member | None, motion: Motion) -> Member:
    if found is None or motion.kind is not MotionKind.REMOVE or found.id != motion.subject_id:
        check_member(found, team_name=team.name)
        raise Refusal("not-about-you")
    if motion.state not in LIVE:
        raise Refusal("motion-closed")
    if motion.state is MotionState.SECONDING:
        raise Refusal("no-such-motion")
    return found


def check_own(tx: Tx, caller: Caller, asked: tuple[int, bool], now: datetime) -> None:  # noqa: ARG001
    """Refuse who could not answer a concern, or take the pause beside it, before they write a word.

    `asked`: the motion, and whether it is about the answer.
    """
    motion_id, answering = asked
    motion = known(tx, caller, motion_id)
    here = see(tx, caller, motion.team_id)
    subject = _own(here.team, here.member, motion)
    if not answering:
        _check_pause(tx, motion, subject)
    if answering and motion.state is not MotionState.READING:
        raise Refusal("answer-time-over")


def _offered(tx: Tx, motion_id: int, subject: Member) -> str:
    motion = loaded(tx, motion_id)  # as it is now that the person is told
    if not may_pause(motion.state, subject.standing):
        return "no"
    return "yes" if pause_rests(tx, motion) is None else "rests"


def _check_pause(tx: Tx, motion: Motion, subject: Member) -> None:
    if not may_pause(motion.state, subject.standing):
        raise Refusal("paused-already")
    rests = pause_rests(tx, motion)
    if rests is not None:
        raise Refusal("pause-rests", again=rests)


def open_concern(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
    """Note that the person concerned has opened the concern: the two days to answer start."""
    _, subject, motion = _enter_own(tx, caller, motion_id)
    note_opened(tx, motion, subject, now)
    return MotionMoved(motion.id, motion.state, loaded(tx, motion.id).answer_ends_at)


def answer(tx: Tx, caller: Caller, command: AnswerConcern, now: datetime) -> MotionMoved:
    """Take the answer; the vote opens with it."""
    team, _, motion = _enter_own(tx, caller, command.motion_id)
    if motion.state is not MotionState.READING:
        raise Refusal("answer-time-over")
    words = check_words(typed(command.words), "answer", CONCERN_MOST)
    motions.change(tx, motion.id, answer=words, read_at=motion.read_at or now)
    closes_at = open_removal(tx, team, motion, now)
    return MotionMoved(motion.id, MotionState.OPEN if closes_at else MotionState.CLOSED, closes_at)


def take_pause(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
    """Take the pause that is offered: it ends the motion, unless its vote is over and waits to be counted.

    Raises Refusal: "paused-already", who is paused would take nothing in the vote's place; "pause-rests".
    """
    team, subject, motion = _enter_own(tx, caller, motion_id)
    check_not_over(motion, now)
    _check_pause(tx, motion, subject)
    close_ended(tx, team, now)
    team, subject, motion = _enter_own(tx, caller, motion_id)
    end(tx, team, motion, EndedWhy.PAUSED, now)
    pause(tx, team, subject, PauseReason.REMOVAL, now)
    return MotionMoved(motion.id, MotionState.CLOSED, None)


def move_on(tx: Tx, team: Team, motion: Motion, now: datetime) -> bool:
    """Move a removal on whose time has come: not seconded in seven days it ends, unanswered it is voted on."""
    if motion.state is MotionState.SECONDING:
        if now < motion.proposed_at + SECOND_TIME:
            return False
        end(tx, team, motion, EndedWhy.NOT_SECONDED, now)
        return True
    over = motion.answer_ends_at
    if motion.state is not MotionState.READING or over is None or now < over:
        return False
    open_removal(tx, team, motion, now)
    return True
