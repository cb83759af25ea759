"""Somebody's ledger line by line, in the store: a page of it, and its sums. It decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select

from teambot.domain.ledger import Cause, Entry
from teambot.domain.ledger_views import Sums
from teambot.storage.runner import Tx
from teambot.storage.tables import ledger_entry, membership, person


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is kept: by its id, and when it was booked."""

    id: int
    entry: Entry
    at: datetime

    @property
    def assignment_id(self) -> int | None:
        """Give the assignment that it is about, None where it is about none."""
        return self.entry.cause_id if self.entry.cause in (Cause.PUSH, Cause.TAKEN_BACK) else None


_COLUMNS = (
    ledger_entry.c.id,
    ledger_entry.c.membership_id,
    ledger_entry.c.delta,
    ledger_entry.c.cause_kind,
    ledger_entry.c.cause_id,
    ledger_entry.c.created_at,
)
_MINE = ledger_entry.c.membership_id == bindparam("membership_id")
_SELECT = select(*_COLUMNS).where(_MINE).limit(bindparam("most"))
_NEWEST = _SELECT.order_by(ledger_entry.c.id.desc())
_BEFORE = _NEWEST.where(ledger_entry.c.id < bindparam("at"))
_AFTER = _SELECT.where(ledger_entry.c.id > bindparam("at")).order_by(ledger_entry.c.id)
_ONE = (
    select(*_COLUMNS, membership.c.team_id)
    .select_from(ledger_entry.join(membership, membership.c.id == ledger_entry.c.membership_id).join(person))
    .where(ledger_entry.c.id == bindparam("id"), person.c.discord_id == bindparam("discord_id"))
)


def _sum(condition: ColumnElement[bool], value: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, value), else_=0)), 0)


_delta, _push, _back = (
    ledger_entry.c.delta,
    ledger_entry.c.cause_kind == Cause.PUSH,
    ledger_entry.c.cause_kind == Cause.TAKEN_BACK,
)
_SUMS = select(
    _sum(and_(_push, _delta > 0), _delta) + _sum(and_(_back, _delta < 0), _delta),
    -(_sum(and_(_push, _delta < 0), _delta) + _sum(and_(_back, _delta > 0), _delta)),
    _sum(~(_push | _back), _delta),
    func.count(),
    _sum(ledger_entry.c.id > bindparam("top"), 1),
).where(_MINE)


def _to_kept(row: Any) -> Kept:
    return Kept(row[0], Entry(row[1], row[2], Cause(row[3]), row[4]), row[5])


def _to_all(rows: Iterable[Any]) -> list[Kept]:
    return [_to_kept(row) for row in rows]


def newest(tx: Tx, membership_id: int, most: int) -> list[Kept]:
    """List somebody's last entries, the newest first."""
    return _to_all(tx.execute(_NEWEST, {"membership_id": membership_id, "most": most}))


def before(tx: Tx, membership_id: int, at: int, most: int) -> list[Kept]:
    """List those of somebody's entries that came last before one, the newest first; it may be anybody's."""
    return _to_all(tx.execute(_BEFORE, {"membership_id": membership_id, "at": at, "most": most}))


def after(tx: Tx, membership_id: int, at: int, most: int) -> list[Kept]:
    """List those of somebody's entries that came first after one, the newest first; it may be anybody's."""
    rows = tx.execute(_AFTER, {"membership_id": membership_id, "at": at, "most": most})
    return _to_all(rows)[::-1]


def sums(tx: Tx, membership_id: int, top: int) -> Sums:
    """Sum somebody's whole ledger up, and count the entries that came after the one with the id `top`."""
    row = tx.execute(_SUMS, {"membership_id": membership_id, "top": top}).one()
    return Sums(*(int(value) for value in row))


def one(tx: Tx, discord_id: int, entry_id: int) -> tuple[int, Kept] | None:
    """Load one of a person's own entries, in whichever team, with the team; None for everybody else's and for none."""
    row = tx.execute(_ONE, {"discord_id": discord_id, "id": entry_id}).one_or_none()
    return None if row is None else (row[6], _to_kept(row))
