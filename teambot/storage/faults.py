"""What can be wrong with the store itself, told apart from a bug. It words nothing for people."""

import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError


class Fault(StrEnum):
    """Name a fault of the disk, the file or the server; after any of them the transaction left no trace."""

    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    LOCKED = "locked"
    DISK = "disk"
    AWAY = "away"
    CROWDED = "crowded"
    TAKEN = "taken"


class TakenOver(Exception):
    """Another process has the database that was ours."""


# The beginnings of SQLite's result code names (sqlite.org/rescode.html); the extended codes begin with the plain ones.
_NAMES = {
    "SQLITE_FULL": Fault.FULL,
    "SQLITE_READONLY": Fault.READ_ONLY,
    "SQLITE_CORRUPT": Fault.DAMAGED,
    "SQLITE_NOTADB": Fault.DAMAGED,
    "SQLITE_BUSY": Fault.LOCKED,
    "SQLITE_LOCKED": Fault.LOCKED,
    "SQLITE_IOERR": Fault.DISK,
    "SQLITE_CANTOPEN": Fault.DISK,
    "SQLITE_PERM": Fault.DISK,
}
# The beginnings of PostgreSQL's codes (postgresql.org/docs/current/errcodes-appendix.html), the longer ones first.
_CODES = {
    "53100": Fault.FULL,
    "53": Fault.CROWDED,  # no memory, too many connections
    "25006": Fault.READ_ONLY,
    "42501": Fault.READ_ONLY,  # a plan that is used up: the host has taken the right to write
    "25P03": Fault.AWAY,  # we were idle in a transaction for too long, and were cut off
    "57P05": Fault.AWAY,
    "57014": Fault.LOCKED,  # a statement that waited for too long
    "55P03": Fault.LOCKED,
    "40": Fault.LOCKED,  # deadlocks and clashes that came again at each try
    "57P": Fault.AWAY,  # it is shut down, has crashed, or is starting
    "08": Fault.AWAY,
    "28": Fault.AWAY,  # it does not know us (any more)
    "3D000": Fault.AWAY,
    "58": Fault.DISK,
    "XX001": Fault.DAMAGED,
    "XX002": Fault.DAMAGED,
}
# Serialization failure, deadlock: the whole transaction may be run again. A value that must be unique, because two
# transactions can look and both find nothing: the second finds it at its next run, and gives the domain's word. A row
# that is pointed at, because one can find it while another deletes it: its next run sees what is there by then.
_AGAIN = ("40001", "40P01", "23505", "23503")


def fault_of(error: BaseException) -> Fault | None:
    """Say which fault of the store an exception tells of; None: a violated constraint, a bug, anything else."""
    if isinstance(error, TakenOver):
        return Fault.TAKEN
    cause = _cause(error)
    if isinstance(cause, sqlite3.Error):
        name: str = getattr(cause, "sqlite_errorname", "")
        return next((fault for start, fault in _NAMES.items() if name.startswith(start)), None)
    code = _code(cause)
    if code:
        return next((fault for start, fault in _CODES.items() if code.startswith(start)), None)
    # Without a code it never came to the server, or its answer never came: it cannot be reached.
    return Fault.AWAY if code is not None and type(cause).__name__ == "OperationalError" else None


def lost(error: BaseException) -> bool:
    """Say whether a connection that was open is gone, so that a new one may do better."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def worth_again(error: BaseException) -> bool:
    """Say whether the same transaction, run again from its beginning, may well succeed."""
    return lost(error) or _code(_cause(error)) in _AGAIN


def _cause(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _code(cause: BaseException | None) -> str | None:
    """Give psycopg's SQLSTATE, empty where there is none; None for what is not of psycopg."""
    if not any(kind.__module__.partition(".")[0] == "psycopg" for kind in type(cause).__mro__):
        return None
    return getattr(cause, "sqlstate", None) or ""
