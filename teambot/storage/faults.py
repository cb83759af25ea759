"""What can be wrong with the store itself, told apart from a bug. It words nothing for people."""

import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError


class Fault(StrEnum):
    """Name a fault of the disk or the file; after any of them the transaction left no trace."""

    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    LOCKED = "locked"
    DISK = "disk"


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


def fault_of(error: BaseException) -> Fault | None:
    """Say which fault of the store an exception tells of; None: a violated constraint, a bug, anything else."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        return None
    name: str = getattr(cause, "sqlite_errorname", "")
    return next((fault for start, fault in _NAMES.items() if name.startswith(start)), None)
