"""The append-only ledger in the store: a balance is a sum of entries, and nothing else. It decides nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from teambot.domain.ledger import Entry
from teambot.storage.runner import Tx
from teambot.storage.tables import ledger_entry, membership

_BALANCES = (
    select(membership.c.id, func.coalesce(func.sum(ledger_entry.c.delta), 0))
    .select_from(membership.outerjoin(ledger_entry))
    .where(membership.c.team_id == bindparam("team_id"))
    .group_by(membership.c.id)
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
    tx.execute(_BOOK, rows)


def balances(tx: Tx, team_id: int) -> dict[int, int]:
    """Load the balance (given less got) of everyone who is or was in a team."""
    return {row[0]: int(row[1]) for row in tx.execute(_BALANCES, {"team_id": team_id})}
