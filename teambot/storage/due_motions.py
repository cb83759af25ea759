"""The motions that are due to move on, in the store. It decides nothing."""

from datetime import datetime

from sqlalchemy import bindparam, select

from teambot.domain.motions import MotionKind, MotionState
from teambot.domain.standings import Standing
from teambot.storage.constant import constant
from teambot.storage.runner import Tx
from teambot.storage.tables import ballot, elector, membership, motion

_MISSING = (
    select(elector.c.membership_id)
    .select_from(
        elector.join(membership, membership.c.id == elector.c.membership_id).outerjoin(
            ballot,
            (ballot.c.motion_id == elector.c.motion_id) & (ballot.c.membership_id == elector.c.membership_id),
        )
    )
    .where(
        elector.c.motion_id == motion.c.id,
        membership.c.standing == Standing.MEMBER,
        ballot.c.choice.is_(None),
    )
    .exists()
)
_OPEN = select(motion.c.id, motion.c.team_id).where(motion.c.state == constant(MotionState.OPEN))
_DUE_TO_CLOSE = _OPEN.where(
    (motion.c.closes_at <= bindparam("now"))
    | ((motion.c.opened_at <= bindparam("early")) & (motion.c.kind != MotionKind.REMOVE) & ~_MISSING)
).order_by(motion.c.closes_at, motion.c.id)


def due_to_close(tx: Tx, now: datetime, early: datetime) -> list[tuple[int, int]]:
    """List (motion, team) of open motions past their end, and of those opened before `early` that everybody voted on.

    A removal is never among the second.
    """
    return [(row[0], row[1]) for row in tx.execute(_DUE_TO_CLOSE, {"now": now, "early": early})]


_WAITING = (
    select(motion.c.id, motion.c.team_id)
    .where(motion.c.state.in_([constant(MotionState.SECONDING), constant(MotionState.READING)]))
    .order_by(motion.c.id)
)


def waiting_to_open(tx: Tx) -> list[tuple[int, int]]:
    """List (motion, team) of removals that are not voted on yet."""
    return [(row[0], row[1]) for row in tx.execute(_WAITING)]


_TO_REMIND = _OPEN.where(motion.c.reminded_at.is_(None), motion.c.closes_at <= bindparam("before")).order_by(
    motion.c.id
)


def due_to_remind(tx: Tx, before: datetime) -> list[tuple[int, int]]:
    """List (motion, team) of open motions that end by a moment and nobody was reminded of."""
    return [(row[0], row[1]) for row in tx.execute(_TO_REMIND, {"before": before})]


_CLOSED_SINCE = select(motion.c.id).where(motion.c.closed_at >= bindparam("moment")).limit(1)


def closed_since(tx: Tx, moment: datetime) -> bool:
    """Say whether any motion has closed or ended at a moment or after it."""
    return tx.execute(_CLOSED_SINCE, {"moment": moment}).one_or_none() is not None
