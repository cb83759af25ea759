"""One database, opened the one right way, whichever store its address chooses. It runs no use case, knows no table.

What SQLite's pragmas are for: WAL lets a reader look on while somebody writes; `synchronous=FULL` makes a commit
outlive a power cut (NORMAL may lose the last ones, and "recorded" would be untrue); `secure_delete` overwrites
what is erased.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from teambot.errors import CannotStart
from teambot.storage.address import Address, database_path, is_postgresql, url_of
from teambot.storage.copies import newest_sound, quick_check
from teambot.storage.faults import Fault, fault_of

__all__ = ["READING", "check_whole", "checkpoint", "database_path", "only_reading", "open_engine", "raw"]

READING = "teambot_reading"  # the execution option of a SQLite connection that only reads
_LOOK_AT = "Look at its owner, its rights, and the space on its disk."
BUSY_SECONDS = 2.0  # only a look from beside can make us wait: the lock file keeps a second writer off


def open_engine(address: Address, *, read_only: bool = False, connections: int | None = None) -> Engine:
    """Open the store that an address chooses (address.url_of); nothing is touched before the first connection.

    On SQLite every transaction begins with `BEGIN IMMEDIATE` (without it 12 % of racing counter updates were lost),
    or with a plain `BEGIN` where the connection has the execution option `READING`; the pool holds one connection and
    no more. With `read_only` the file is opened with `mode=ro`, and may be looked at beside a running bot. PostgreSQL
    has a pool of `connections`, by default `postgresql.CONNECTIONS`. Raises CannotStart (78) for any other address.
    """
    if is_postgresql(address):
        from teambot.storage import postgresql

        chosen = connections or postgresql.CONNECTIONS
        return postgresql.open_engine(url_of(address), read_only=read_only, connections=chosen)
    path = database_path(address)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=_connector(path, read_only=read_only),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,  # an error's text reaches the log, and the words of people must not
        execution_options={READING: read_only},
    )
    event.listen(engine, "begin", _begin)
    return engine


def check_whole(engine: Engine, backups: Path) -> None:
    """Read the whole file once and see that it is sound (`PRAGMA quick_check`); a new, empty file is.

    Raises CannotStart (65) naming the newest sound backup in the folder `backups`: a damaged file is never
    replaced by a new one. Raises CannotStart (78) where the file cannot be opened or, unless the engine only
    reads, written. Of PostgreSQL, which looks after its files itself: where it cannot be reached or, likewise, written.
    """
    if is_postgresql(engine):
        from teambot.storage import postgresql

        return postgresql.check(engine)
    path = database_path(engine)
    try:
        with engine.connect() as tx:
            tx.begin()
            if quick_check(raw(tx)):
                return _check_writable(tx)
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            raise
        if fault is not Fault.DAMAGED:
            raise CannotStart(f"The database {path} cannot be used ({fault}). {_LOOK_AT}") from error
    good = newest_sound(backups)
    mend = (
        f"Put the newest sound backup back: teambot db restore {good}" if good else f"No sound backup is in {backups}."
    )
    raise CannotStart(f"The database {path} is damaged; nothing was changed. {mend}", code=65)


def checkpoint(on: Engine | Connection) -> bool:
    """Write the log into the file and cut it to nothing, so that what was erased stands nowhere any more.

    Must stand outside a transaction: on a connection, after its commit. False: somebody reads an older state at this
    moment, so that parts of the log are still there; ask again later. PostgreSQL's log and dead rows are the server's
    own business (autovacuum): there it does nothing, and gives True.
    """
    if isinstance(on, Engine):
        with on.connect() as tx:
            return checkpoint(tx)
    if on.dialect.name != "sqlite":
        return True
    busy, _, _ = raw(on).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0)


@contextmanager
def only_reading(tx: Connection) -> Iterator[None]:
    """Let a connection read and not write for as long as the block runs, without keeping writers out."""
    if tx.dialect.name != "sqlite":
        from teambot.storage import postgresql

        with postgresql.only_reading(tx):
            yield
        return
    tx.execution_options(**{READING: True})
    connection = raw(tx)
    connection.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA query_only=OFF")


def raw(tx: Connection) -> sqlite3.Connection:
    """Give SQLite's own connection, for the pragmas that must not be in a transaction."""
    connection = tx.connection.driver_connection
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError("not a SQLite connection")
    return connection


def _connector(path: Path, *, read_only: bool) -> Callable[[], sqlite3.Connection]:
    address = f"{path.as_uri()}?mode={'ro' if read_only else 'rwc'}"

    def connect() -> sqlite3.Connection:
        # isolation_level=None: the driver begins nothing by itself. The main thread uses it before the database
        # thread does.
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            if not read_only:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA foreign_keys=ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    return connect


def _check_writable(tx: Connection) -> None:
    # SQLite takes BEGIN IMMEDIATE for BEGIN where a file is read-only: only a write, rolled back, tells.
    if not tx.get_execution_options()[READING]:
        version = raw(tx).execute("PRAGMA user_version").fetchone()[0]
        raw(tx).execute(f"PRAGMA user_version={int(version)}")


def _begin(tx: Connection) -> None:
    tx.exec_driver_sql("BEGIN" if tx.get_execution_options()[READING] else "BEGIN IMMEDIATE")
