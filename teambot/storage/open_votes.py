"""The motions that wait for one person, in the store. It decides nothing."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, exists, func, or_, select, union_all

from teambot.domain.motions import MotionKind, MotionState
from teambot.domain.my_week import Awaited, CharterWaits, OpenVote
from teambot.storage.constant import constant
from teambot.storage.runner import Tx
from teambot.storage.tables import ballot, charter, elector, membership, motion, person, team

_ME: BindParameter[int] = bindparam("me")


def _in(state: MotionState) -> Any:
    return motion.c.state == constant(state)


_VOTE = and_(_in(MotionState.OPEN), elector.c.membership_id.is_not(None), ballot.c.choice.is_(None))
_SECOND = and_(_in(MotionState.SECONDING), motion.c.seconder_id == _ME)
_CONCERN = and_(_in(MotionState.READING), motion.c.subject_id == _ME)
_PROPOSED = and_(or_(_in(MotionState.SECONDING), _in(MotionState.READING)), motion.c.proposer_id == _ME)
_AWAITED = case(
    (_VOTE, constant(Awaited.VOTE)),
    (_SECOND, constant(Awaited.SECOND)),
    (_CONCERN, constant(Awaited.CONCERN)),
    (_PROPOSED, constant(Awaited.PROPOSED)),
)
_ANSWERING = and_(_CONCERN, motion.c.read_at.is_not(None))
_ENDS = case((_ANSWERING, motion.c.answer_ends_at), else_=motion.c.closes_at)
_OF = (
    select(motion.c.id, _AWAITED, motion.c.kind, person.c.name, team.c.name, _ENDS)
    .select_from(
        motion.join(team, team.c.id == motion.c.team_id)
        .outerjoin(elector, and_(elector.c.motion_id == motion.c.id, elector.c.membership_id == _ME))
        .outerjoin(ballot, and_(ballot.c.motion_id == motion.c.id, ballot.c.membership_id == _ME))
        .outerjoin(membership, membership.c.id == motion.c.subject_id)
        .outerjoin(person, person.c.id == membership.c.person_id)
    )
    .where(motion.c.team_id == bindparam("team_id"), or_(_VOTE, _SECOND, _CONCERN, _PROPOSED))
)
_CHARTER = constant("charter")
_NONE = constant("")
_newer = charter.alias()
_UNACCEPTED = (
    select(charter.c.version, _CHARTER, _NONE, _NONE, _NONE, charter.c.accept_by)
    .select_from(charter.join(membership, membership.c.team_id == charter.c.team_id))
    .where(
        membership.c.id == _ME,
        charter.c.version > func.coalesce(membership.c.accepted_version, 0),
        ~exists().where(_newer.c.team_id == charter.c.team_id, _newer.c.version > charter.c.version),
    )
)
_ALL = union_all(_OF, _UNACCEPTED)


def awaiting(tx: Tx, team_id: int, membership_id: int) -> tuple[list[OpenVote], CharterWaits | None]:
    """List the team's motions that wait for a member, the oldest first, and the charter where they are behind.

    Its `accept_by` is the version's own.
    """
    rows = tx.execute(_ALL, {"team_id": team_id, "me": membership_id}).all()
    votes = [
        OpenVote(row[0], Awaited(row[1]), MotionKind(row[2]), row[3] or "", row[4], row[5])
        for row in rows
        if row[1] in set(Awaited)
    ]
    unaccepted = (CharterWaits(row[0], row[5]) for row in rows if row[1] not in set(Awaited))
    return sorted(votes, key=lambda one: one.motion_id), next(unaccepted, None)


_OPEN = (
    select(motion.c.id, motion.c.kind, person.c.name, team.c.name, motion.c.closes_at)
    .select_from(
        motion.join(team, team.c.id == motion.c.team_id)
        .outerjoin(membership, membership.c.id == motion.c.subject_id)
        .outerjoin(person, person.c.id == membership.c.person_id)
    )
    .where(motion.c.team_id == bindparam("team_id"), _in(MotionState.OPEN))
    .order_by(motion.c.id)
)


def of_team(tx: Tx, team_id: int) -> list[OpenVote]:
    """List the team's open votes, which all its members may read of, the oldest first."""
    rows = tx.execute(_OPEN, {"team_id": team_id})
    return [OpenVote(row[0], Awaited.VOTE, MotionKind(row[1]), row[2] or "", row[3], row[4]) for row in rows]
