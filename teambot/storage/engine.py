"""One database file, opened the one right way. It runs no use case and knows no table.

What the pragmas are for: WAL lets a reader look on while somebody writes; `synchronous=FULL` makes a commit
outlive a power cut (NORMAL may lose the last ones, and "recorded" would be untrue); `secure_delete` overwrites
what is erased.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from teambot.errors import CannotStart
from teambot.storage.copies import newest_sound, quick_check
from teambot.storage.faults import Fault, fault_of

READING = "teambot_reading"  # the execution option of a connection that only reads
_LOOK_AT = "Look at its owner, its rights, and the space on its disk."
BUSY_SECONDS = 2.0  # only a look from beside can make us wait: the lock file keeps a second writer off


def open_engine(path_or_url: str | Path, *, read_only: bool = False) -> Engine:
    """Open a SQLite file by its path or as `sqlite:///path`; nothing is touched before the first connection.

    Every transaction begins with `BEGIN IMMEDIATE` (without it 12 % of racing counter updates were lost), or with
    a plain `BEGIN` where the connection has the execution option `READING`. The pool holds one connection and no
    more. With `read_only` the file is opened with `mode=ro`, and may be looked at beside a running bot. Raises
    CannotStart (78) for anything that is not a SQLite file.
    """
    path = database_path(path_or_url)
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


def database_path(of: Engine | str | Path) -> Path:
    """Say which file is meant by an engine, a path or a `sqlite:///` address, absolute and without links.

    Raises CannotStart (78) for an address of another kind of store, and for a database in memory.
    """
    if isinstance(of, Path):
        return of.resolve()
    url = of.url if isinstance(of, Engine) else _url(of)
    if url is None or url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise CannotStart("The database must be a SQLite file: give its path, or sqlite:/// and its path.")
    return Path(str(url.database)).resolve()


def check_whole(engine: Engine, backups: Path) -> None:
    """Read the whole file once and see that it is sound (`PRAGMA quick_check`); a new, empty file is.

    Raises CannotStart (65) naming the newest sound backup in the folder `backups`: a damaged file is never
    replaced by a new one. Raises CannotStart (78) where the file cannot be opened or, unless the engine only
    reads, written.
    """
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
    moment, so that parts of the log are still there; ask again later.
    """
    if isinstance(on, Engine):
        with on.connect() as tx:
            return checkpoint(tx)
    busy, _, _ = raw(on).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0)


@contextmanager
def only_reading(tx: Connection) -> Iterator[None]:
    """Let a connection read and not write for as long as the block runs, without keeping writers out."""
    tx.execution_options(**{READING: True})
    connection = raw(tx)
    connection.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA query_only=OFF")


def raw(tx: Connection) -> sqlite3.Connection:
    """Give the driver's own connection, for the pragmas that must not be in a transaction."""
    connection = tx.connection.driver_connection
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError("not a SQLite connection")
    return connection


def _url(text: str) -> URL | None:
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        return make_url(text)
    except ArgumentError:
        return None


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
