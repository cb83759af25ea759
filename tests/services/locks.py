"""Holds every transaction of the services' tests to the rule: a writing use case locks its team's row first.

It listens on PostgreSQL, where the lock can be seen (`FOR UPDATE`); SQLite has one writer anyway.
"""

import re
from typing import Any

from sqlalchemy import Connection, Engine, event

_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_LOCKS = re.compile(r"FROM team\b.*\bFOR UPDATE", re.IGNORECASE | re.DOTALL)
# What may be written without it, with the reason.
ALONE = {
    ("INSERT INTO", "meta"): "the installation's secret, and the moments it has seen: of no team",
    ("DELETE FROM", "meta"): "the moments that the installation has seen: of no team",
    ("UPDATE", "meta"): "the same",
    ("DELETE FROM", "interaction"): "old answers are forgotten, of all teams at once",
    ("UPDATE", "outbox"): "the sender's own notes: each is guarded by the state that the row is in",
    ("UPDATE", "notice"): "somebody was shown their own news: nobody decides by it",
    ("INSERT INTO", "team"): "a new team, whose row nobody else can see before the commit",
}


class TeamNotLocked(AssertionError):
    """A use case wrote before it had locked its team's row."""


def hold_to_the_lock(engine: Engine) -> None:
    """Raise TeamNotLocked in the middle of a transaction that breaks the rule; raw SQL of the tests is let through."""
    if engine.dialect.name != "postgresql":
        return
    locked: dict[Connection, bool] = {}

    def begin(tx: Connection) -> None:
        locked[tx] = False

    def end(tx: Connection) -> None:
        locked.pop(tx, None)

    def look(tx: Connection, _: Any, statement: str, __: Any, context: Any, ___: bool) -> None:
        if context is not None and context.execution_options.get("by_the_test"):
            return
        if _LOCKS.search(statement):
            locked[tx] = True
        wrote = _WRITES.match(statement)
        if wrote is None or locked.get(tx):
            return
        what = (wrote[1].upper(), wrote[2].lower())
        if what not in ALONE:
            raise TeamNotLocked(f"{what[0]} {what[1]} came before the lock of the team's row")
        if what == ("INSERT INTO", "team"):
            locked[tx] = True

    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", end)
    event.listen(engine, "rollback", end)
    event.listen(engine, "before_cursor_execute", look)
