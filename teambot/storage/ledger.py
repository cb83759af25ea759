"""The append-only ledger in the store: a balance is a sum of entries, and nothing else. It decides nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, case, func, insert, select

from teambot.domain.ledger import Cause, Entry
from teambot.storage.runner import Tx
from teambot.storage.tables import ledger_entry, membership

_BALANCES = (
    select(membership.c.id, func.coalesce(func.sum(ledger_entry.c.delta), 0))
    .select_from(membership.outerjoin(ledger_entry))
    .where(membership.c.team_id == bindparam("team_id"))
    .group_by(membership.c.id)
)
_IS_LEFT = ledger_entry.c.cause_kind == Cause.LEFT
_ACCOUNT = select(
    func.coalesce(func.sum(ledger_entry.c.delta), 0), func.coalesce(func.sum(case((_IS_LEFT, 1), else_=0)), 0)
).where(ledger_entry.c.membership_id == bindparam("membership_id"))
_LEFT_SINCE = (
    select(ledger_entry.c.membership_id, ledger_entry.c.delta, ledger_entry.c.cause_kind, ledger_entry.c.cause_id)
    .where(
        ledger_entry.c.membership_id == bindparam("membership_id"),
        _IS_LEFT,
        ledger_entry.c.created_at >= bindparam("since"),
    )
    .order_by(ledger_entry.c.id)
)
_BOOK = insert(ledger_entry)


def book(tx: Tx, entries: Iterable[Entry], now: datetime) -> None:
    """Insert entries; the schema refuses the same cause twice for one member."""
    rows = [
        {
            "membership_id": entry.membership_id,
            "delta": entry.delta,
            "cause_kind": entry.cause,
            "cause_id": entry.cause_id,
            "created_at": now,
        }
        for entry in entries
    ]
    if rows:
        tx.execute(_BOOK, rows)


def balances(tx: Tx, team_id: int) -> dict[int, int]:
    """Load the balance (given less got) of everyone who is or was in a team."""
    return {row[0]: int(row[1]) for row in tx.execute(_BALANCES, {"team_id": team_id})}


def account(tx: Tx, membership_id: int) -> tuple[int, int]:
    """Load one balance, and how many entries for having left are in it."""
    row = tx.execute(_ACCOUNT, {"membership_id": membership_id}).one()
    return int(row[0]), int(row[1])


def left_since(tx: Tx, membership_id: int, since: datetime) -> list[Entry]:
    """List the entries by which somebody's balance went to the pot at a moment or later, the last one last."""
    rows = tx.execute(_LEFT_SINCE, {"membership_id": membership_id, "since": since})
    return [Entry(row[0], row[1], Cause(row[2]), row[3]) for row in rows]
