"""The lock that keeps a second process off one database. Reading beside it needs no lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from teambot.errors import CannotStart
from teambot.storage.address import Address, database_path, is_postgresql, url_of

if TYPE_CHECKING:
    from teambot.storage.postgresql import Keeper


@contextmanager
def held(database: Address) -> Iterator["Keeper | None"]:
    """Hold `<database>.lock` for as long as the block runs; its folder is made where it is missing.

    The system lets go of it by itself when the process ends, however it ends. The file stays: deleting it would
    let two in. On PostgreSQL a session holds an advisory lock instead, and its keeper is given. Raises CannotStart at
    once: 75 where another process holds it (two bots on one database post everything twice), 78 where the lock file
    cannot be written, or the server not be reached.
    """
    if is_postgresql(database):
        from teambot.storage import postgresql

        with postgresql.held(url_of(database)) as keeper:
            yield keeper
        return
    path = database_path(database)
    lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise CannotStart(
            f"Another teambot is at work on {path}. Stop that one first, or give this one a database of its own.",
            code=75,
        ) from error
    except OSError as error:
        raise CannotStart(f"Nothing can be written beside the database {path}: {error.strerror}.") from error
    try:
        yield None
    finally:
        lock.release()
