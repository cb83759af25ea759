"""Reports of a problem in the store: each is a piece of news for each who reads it. It decides nothing."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from teambot.domain.notices import NoticeKind
from teambot.domain.standings import Standing
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, notice, person, profile


def reader_of(tx: Tx, team_id: int, discord_id: int) -> int:
    """Find or insert the row by which somebody who is nothing to a team, the server's owner, can be written to."""
    person_id = tx.scalar(select(person.c.id).where(person.c.discord_id == discord_id))
    if person_id is None:
        person_id = insert_row(tx, person, discord_id=discord_id, name="")
    found = tx.scalar(
        select(membership.c.id).where(membership.c.team_id == team_id, membership.c.person_id == person_id)
    )
    if found is not None:
        return int(found)
    return insert_row(tx, membership, team_id=team_id, person_id=person_id, standing=Standing.NOBODY)


def overdue(tx: Tx, before: datetime) -> list[int]:
    """List the teams that have reports from before a moment."""
    statement = select(membership.c.team_id).select_from(notice.join(membership)).where(*_old(before)).distinct()
    return list(tx.scalars(statement.order_by(membership.c.team_id)))


def forget(tx: Tx, team_id: int, before: datetime) -> int:
    """Delete a team's reports from before a moment, and the tie to an owner who was nothing else; gives how many."""
    statement = select(notice.c.id, notice.c.membership_id).select_from(notice.join(membership))
    old = tx.execute(statement.where(membership.c.team_id == team_id, *_old(before))).all()
    tx.execute(delete(notice).where(notice.c.id.in_([row[0] for row in old])))
    for reader in sorted({row[1] for row in old}):
        _forget_reader(tx, reader)
    return len(old)


def _old(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return notice.c.kind == NoticeKind.REPORT, notice.c.created_at < before


def _forget_reader(tx: Tx, membership_id: int) -> None:
    left = tx.scalar(select(func.count()).select_from(notice).where(notice.c.membership_id == membership_id))
    row = tx.execute(
        select(membership.c.person_id, membership.c.standing, profile.c.membership_id)
        .select_from(membership.outerjoin(profile, profile.c.membership_id == membership.c.id))
        .where(membership.c.id == membership_id)
    ).one()
    if left or row[0] is None or row[1] != Standing.NOBODY or row[2] is not None:
        return
    tx.execute(update(membership).where(membership.c.id == membership_id).values(person_id=None))
    places = select(func.count()).select_from(membership).where(membership.c.person_id == row[0])
    if not tx.scalar(places):
        tx.execute(delete(person).where(person.c.id == row[0]))
