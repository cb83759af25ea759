"""Motions from their proposal to their close: the use cases, one transaction each."""

from collections.abc import Callable
from datetime import datetime, timedelta

from teambot.domain.members import Team, check_belongs, check_member
from teambot.domain.motion_views import (
    BallotCast,
    Concern,
    MotionMoved,
    MotionProposed,
    MotionShown,
    Proposable,
    Receipt,
    Seconding,
)
from teambot.domain.motions import MotionKind, MotionState
from teambot.errors import Refusal
from teambot.services.by_team import attempt
from teambot.services.caller import Caller, find_member, need_formed, see, see_member
from teambot.services.motions import ballots, closing, proposals, removals
from teambot.services.motions import views as motion_views
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.known import known
from teambot.services.motions.opening import check_brought, check_room
from teambot.services.motions.proposals import Proposal, check_none_of_own
from teambot.services.motions.removals import AnswerConcern, Second
from teambot.services.use_case import read, write
from teambot.storage import due_motions, motions
from teambot.storage.motions import Motion
from teambot.storage.runner import Runner, Tx

_OVERLAP = timedelta(minutes=1)  # a transaction with an earlier clock may have come in after the log was cut
Step = Callable[[Tx, Team, Motion, datetime], bool]


class VotingService:
    """The team decides about itself. A sweep asks what is due; twice, late, or by two processes it does no harm."""

    def __init__(self, db: Runner) -> None:
        self._db = db
        self._cut_at: datetime | None = None  # when the store's log was last cut after the end of a motion

    async def proposable(self, caller: Caller, now: datetime) -> Proposable:
        """Show a member what they may propose from: the charter, the rules, the people.

        Refused before anything is written where it would be after: three open, one of their own, three within the week.
        """
        return await read(self._db, _proposable, caller, None, now)

    async def propose(self, caller: Caller, command: Proposal, now: datetime) -> MotionProposed:
        """Put a motion to the team; of a removal, ask for a seconder."""
        return await write(self._db, MotionProposed, proposals.propose, caller, command, now)

    async def live(self, caller: Caller, now: datetime) -> tuple[MotionShown, ...]:
        """List the team's open votes, for a member."""
        return await read(self._db, _live, caller, None, now)

    async def receipt(self, caller: Caller, motion_id: int, now: datetime) -> Receipt:
        """Show a member a motion with their own ballot."""
        return await read(self._db, _receipt, caller, motion_id, now)

    async def cast(self, caller: Caller, command: CastBallot, now: datetime) -> BallotCast:
        """Take a ballot, or change it."""
        return await write(self._db, BallotCast, ballots.cast, caller, command, now, motion_id=command.motion_id)

    async def withdraw(self, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
        """Take an own motion back."""
        return await write(self._db, MotionMoved, proposals.withdraw, caller, motion_id, now)

    async def seconding(self, caller: Caller, motion_id: int, now: datetime) -> Seconding:
        """Show who was asked what they are asked to second."""
        return await read(self._db, _seconding, caller, motion_id, now)

    async def second(self, caller: Caller, command: Second, now: datetime) -> MotionMoved:
        """Second a removal, or not."""
        return await write(self._db, MotionMoved, removals.second, caller, command, now)

    async def concern(self, caller: Caller, motion_id: int, now: datetime) -> Concern:
        """Show a removal's concern: to the person, whose two days start then, or to a member while it is voted on."""
        shown = await read(self._db, _concern, caller, motion_id, now)
        if not shown.own or shown.state is not MotionState.READING:
            return shown
        await write(self._db, MotionMoved, removals.open_concern, caller, motion_id, now)
        return await read(self._db, _concern, caller, motion_id, now)

    async def check_own(self, caller: Caller, motion_id: int, now: datetime, *, answering: bool) -> None:
        """Refuse whom a removal does not concern, and an answer that comes too late, before anything is written."""
        await read(self._db, removals.check_own, caller, (motion_id, answering), now)

    async def answer(self, caller: Caller, command: AnswerConcern, now: datetime) -> MotionMoved:
        """Take the person's answer; the vote opens with it."""
        return await write(self._db, MotionMoved, removals.answer, caller, command, now)

    async def take_pause(self, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
        """Take the pause that a removal offers; it ends the motion."""
        return await write(self._db, MotionMoved, removals.take_pause, caller, motion_id, now)

    async def close_due(self, now: datetime) -> int:
        """Close the votes whose time has come; what they leave in the store's log is cut. Gives how many."""
        due = await self._db.read(closing.due_to_close, None, now)
        closed = await self._each(due, closing.close, now)
        await self._cut_log(now)
        return closed

    async def _cut_log(self, now: datetime) -> None:
        """Cut the log where a motion has ended since that was last done: also those that were withdrawn, paused, left.

        Once after a start in any case. Where somebody reads an older state at this moment, the next sweep tries again.
        """
        if self._cut_at is None:  # what ended before a kill may stand there, however long ago that was
            ended = True
        else:
            since = min(self._cut_at, now) - _OVERLAP
            ended = await self._db.read(lambda tx, _, __: due_motions.closed_since(tx, since), None, now)
        if ended and await self._db.checkpoint(now):
            self._cut_at = now

    async def move_due(self, now: datetime) -> int:
        """Move on the removals that nobody seconded, or that nobody answered in time; gives how many."""
        due = await self._db.read(lambda tx, _, __: due_motions.waiting_to_open(tx), None, now)
        return await self._each(due, removals.move_on, now)

    async def remind_due(self, now: datetime) -> int:
        """Remind, once a vote, those who have not voted; gives of how many votes."""
        return await self._each(await self._db.read(closing.due_to_remind, None, now), closing.remind, now)

    async def _each(self, due: list[tuple[int, int]], step: Step, now: datetime) -> int:
        """Take the motions one by one, a transaction each; what one team brings out must not stop the others."""

        def one(tx: Tx, ids: tuple[int, int], now: datetime) -> bool:
            found = closing.locked(tx, *ids)
            if found is None or not step(tx, *found, now):
                return False
            tx.commit()
            return True

        moved = 0
        for ids in due:
            moved += bool(await attempt(self._db, one, ids, now, "motion.failed", motion=ids[0], team=ids[1]))
        return moved


def _proposable(tx: Tx, caller: Caller, _: None, now: datetime) -> Proposable:
    team, member = find_member(tx, caller)
    need_formed(tx, team)
    check_room(tx, team)
    check_none_of_own(tx, team, member)
    check_brought(tx, member.id, now)
    return motion_views.proposable(tx, team, member, now)


def _live(tx: Tx, caller: Caller, _: None, now: datetime) -> tuple[MotionShown, ...]:  # noqa: ARG001
    team, _member = find_member(tx, caller)
    open_ones = [one for one in motions.live(tx, team.id) if one.state is MotionState.OPEN]
    return tuple(motion_views.shown(tx, team, one) for one in open_ones)


def _receipt(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> Receipt:  # noqa: ARG001
    motion = known(tx, caller, motion_id)
    team, member = see_member(tx, caller, motion.team_id)
    if motion.state in (MotionState.SECONDING, MotionState.READING):
        raise Refusal("no-such-motion")
    return motion_views.receipt(tx, team, motion, member)


def _seconding(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> Seconding:  # noqa: ARG001
    motion = known(tx, caller, motion_id)
    team, member = see_member(tx, caller, motion.team_id)
    if motion.seconder_id != member.id:
        raise Refusal("not-asked-to-second")
    if motion.state is not MotionState.SECONDING:
        raise Refusal("seconding-over")
    return motion_views.seconding(tx, team, motion)


def _concern(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> Concern:  # noqa: ARG001
    motion = known(tx, caller, motion_id)
    here = see(tx, caller, motion.team_id)
    team, reader = here.team, here.member
    if motion.kind is not MotionKind.REMOVE:
        raise Refusal("no-such-motion")
    own = reader is not None and reader.id == motion.subject_id
    if motion.state is MotionState.CLOSED:
        raise Refusal("motion-closed")
    if own and motion.state is not MotionState.SECONDING:
        return motion_views.concern(tx, team, motion, check_belongs(reader, team_name=team.name))
    member = check_member(reader, team_name=team.name)
    if motion.state is not MotionState.OPEN:
        raise Refusal("no-such-motion")
    return motion_views.concern(tx, team, motion, member)
