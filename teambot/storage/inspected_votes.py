"""Why each vote and each application stands as it does, for the sandbox; and that no choice is kept. It only reads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select

from teambot.domain.applications import ApplicationState
from teambot.domain.motions import LIVE, MotionState
from teambot.domain.standings import Standing
from teambot.storage.inspection import Inspected
from teambot.storage.runner import Tx
from teambot.storage.tables import application, ballot, elector, interaction, membership, motion, person, slip


def _count(of: Table) -> ColumnElement[int]:
    return select(func.count()).select_from(of).where(of.c.motion_id == motion.c.id).scalar_subquery()


_SUBJECT = membership.join(person, person.c.id == membership.c.person_id)
_MOTIONS = (
    select(
        motion.c.kind,
        motion.c.state,
        motion.c.closes_at,
        motion.c.outcome,
        motion.c.ended_why,
        person.c.name,
        _count(slip).label("slips"),
        (_count(elector) + _count(ballot) + _count(interaction)).label("choices"),
        or_(motion.c.concern.is_not(None), motion.c.answer.is_not(None)).label("words"),
    )
    .select_from(motion.outerjoin(_SUBJECT, membership.c.id == motion.c.subject_id))
    .order_by(motion.c.id)
)
_APPLICATIONS = (
    select(application.c.state, application.c.ended_at, application.c.vouch_by, membership.c.standing, person.c.name)
    .select_from(application.join(membership, membership.c.id == application.c.membership_id).outerjoin(person))
    .order_by(application.c.id)
)
_STANDINGS = {
    ApplicationState.DRAFT: Standing.APPLICANT,
    ApplicationState.SENT: Standing.APPLICANT,
    ApplicationState.WAITING: Standing.APPLICANT,
    ApplicationState.VOTING: Standing.APPLICANT,
    ApplicationState.ADMITTED: Standing.INVITED,
}


def inspected_votes(tx: Tx, now: datetime) -> Iterator[Inspected]:
    """Look at every vote, then at every application, each oldest first."""
    for row in tx.execute(_MOTIONS):
        subject = f"{row.kind} {row.name}" if row.name else row.kind
        yield Inspected("motion", row.kind, subject, row.state, _why_motion(row, now))
    for row in tx.execute(_APPLICATIONS):
        yield Inspected("application", "application", row.name or "somebody", row.state, _why_application(row, now))


def _why_motion(row: Any, now: datetime) -> str | None:
    if row.state in LIVE:
        if row.slips or (row.closes_at is not None and row.closes_at <= now):
            return None
        return "is voted on" if row.state == MotionState.OPEN else "is not voted on yet"
    if row.choices or row.words or row.outcome is None:
        return None
    return f"{row.ended_why or row.outcome}; nobody's choice is kept, {row.slips} slips are"


def _why_application(row: Any, now: datetime) -> str | None:
    wanted = _STANDINGS.get(ApplicationState(row.state))
    if wanted is None:
        return "has ended" if row.ended_at is not None else None
    late = row.state == ApplicationState.SENT and row.vouch_by is not None and row.vouch_by <= now
    return "is under way" if row.standing == wanted and row.ended_at is None and not late else None
