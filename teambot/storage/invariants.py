"""What must hold in the store whatever happened (reliability.md 4.9), asked of all rows. It changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from teambot.storage.invariant import Invariant
from teambot.storage.ledger_invariants import LEDGER
from teambot.storage.people_invariants import PEOPLE, VOTES
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class Broken:
    """Where an invariant does not hold: the ids of at most ten rows of it."""

    invariant: Invariant
    ids: tuple[int, ...]


_SHOWN: Final = 10
INVARIANTS: Final = (
    Invariant(
        "I1",
        "every week that was missed has no plan, and every plan's week was published",
        "SELECT plan.id FROM plan JOIN week ON week.id = plan.week_id WHERE week.state NOT IN ('planned', 'ended')",
    ),
    Invariant(
        "I2",
        "every message that was sent is known by its channel and its id",
        "SELECT id FROM outbox WHERE state = 'sent' AND (message_id IS NULL OR sent_channel_id IS NULL)",
    ),
    Invariant(
        "I6",
        "one post a week is pushed per member",
        "SELECT min(id) FROM slot GROUP BY membership_id, week_id HAVING count(*) > 1",
    ),
    Invariant(
        "I6",
        "nobody is asked to recommend their own post, or one post twice",
        "SELECT assignment.id FROM assignment JOIN slot ON slot.id = assignment.slot_id"
        " WHERE assignment.pusher_id = slot.membership_id"
        " UNION SELECT min(id) FROM assignment WHERE pusher_id IS NOT NULL GROUP BY slot_id, pusher_id"
        " HAVING count(*) > 1",
    ),
    *LEDGER,
    *VOTES,
    *PEOPLE,
)


def broken(tx: Tx) -> Iterator[Broken]:
    """Look for rows that break an invariant, and yield each invariant that has some."""
    for invariant in INVARIANTS:
        ids = tuple(tx.scalars(text(f"{invariant.broken} LIMIT {_SHOWN}")))
        if ids:
            yield Broken(invariant, ids)


def dangling(tx: Tx) -> int:
    """Count the references that lead nowhere; only SQLite can have any, where its check was off."""
    if tx.dialect.name != "sqlite":
        return 0
    return len(tx.exec_driver_sql("PRAGMA foreign_key_check").fetchall())
