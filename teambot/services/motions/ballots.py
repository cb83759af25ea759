"""Casting a ballot: private, changed as often as one likes until the close. It counts nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from teambot.domain.members import check_member
from teambot.domain.motion_views import BallotCast
from teambot.domain.motions import Choice, MotionKind, MotionState, NotNow
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.caller import Caller
from teambot.services.motions.known import check_not_over, enter_motion
from teambot.services.motions.opening import redraw
from teambot.storage import motions, notices
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A choice as it was pressed; `reasons` only of a *Not now* on an admission."""

    motion_id: int
    choice: str
    reasons: tuple[str, ...] = ()


def cast(tx: Tx, caller: Caller, command: CastBallot, now: datetime) -> BallotCast:
    """Take a ballot, or change it; what everybody sees of it is how many have voted."""
    team, member, motion = enter_motion(tx, caller, command.motion_id)
    about = member is not None and member.id == motion.subject_id
    if about and motion.state not in (MotionState.SECONDING, MotionState.READING):
        raise Refusal("vote-about-you")
    voter = check_member(member, team_name=team.name)
    check_running(motion, now)
    choice, reasons = _choice(command.choice), _reasons(motion, command)
    if voter.id not in {one.membership_id for one in motions.electors(tx, motion.id)}:
        raise Refusal("joined-after-the-vote")
    changed = motions.cast(tx, motion.id, voter.id, choice, reasons)
    if not changed:
        kinds = (NoticeKind.MOTION_REMINDER,)
        notices.settle(tx, kinds, now, team_id=team.id, membership_id=voter.id, motion_id=motion.id)
        redraw(tx, team, motion, now)
    return BallotCast(motion.id, changed)


def check_running(motion: Motion, now: datetime) -> None:
    """Refuse a ballot before the vote opens, from its end on (whether or not it was counted yet), and after."""
    if motion.state is MotionState.CLOSED:
        raise Refusal("motion-closed")
    if motion.state is not MotionState.OPEN or motion.closes_at is None:
        raise Refusal("no-such-motion")  # a removal that is not voted on yet is nobody's to know of
    check_not_over(motion, now)


def _choice(pressed: str) -> Choice:
    try:
        return Choice(pressed)
    except ValueError:
        raise Refusal("outdated-card") from None


def _reasons(motion: Motion, command: CastBallot) -> Sequence[NotNow]:
    """Read the reasons of a *Not now*, each once in the list's order; other ballots have none."""
    if motion.kind is not MotionKind.ADMIT or command.choice != Choice.NO:
        return ()
    given = tuple(reason for reason in NotNow if reason in command.reasons)
    if not given or len(given) != len(set(command.reasons)):
        raise Refusal("no-reason-chosen")
    return given
