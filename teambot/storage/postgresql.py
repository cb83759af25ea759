"""A PostgreSQL database, opened the one right way: a small pool, and one process at a time. It knows no table.

This is the only module that imports psycopg, and it is imported only where an address asks for it: a bot on a SQLite
file pays nothing.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from teambot.errors import CannotStart
from teambot.storage.address import name_of
from teambot.storage.faults import TakenOver, fault_of

CONNECTIONS: Final = 4  # reliability.md 2.1: 4 threads write as fast as 10 connections, with a third of their p99
_LOCK: Final = 0x7465616D626F74  # "teambot": advisory locks are per database, and this one is ours
_READS: Final = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_WRITES: Final = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}
# A host that vanished is noticed within half a minute; a connection that is refused, at once.
_CONNECT: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "teambot",
}
# UTC, so that times come back as they went in. The others end what would hold a team's row for ever.
_SESSION: Final = (
    "SET TIME ZONE 'UTC'; SET lock_timeout = '10s'; SET statement_timeout = '30s';"
    " SET idle_in_transaction_session_timeout = '60s'"
)


def open_engine(url: URL, *, read_only: bool, connections: int = CONNECTIONS) -> Engine:
    """Open a database; nothing is connected to before the first use.

    A writing transaction is READ COMMITTED: each statement sees what was committed before it, so that all that is read
    after `teams.lock` is as the last writer left it. A reading one is REPEATABLE READ: it sees one moment, as a file's.
    """
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={**_CONNECT},
        hide_parameters=True,  # an error's text reaches the log, and the words of people must not
        use_native_hstore=False,  # one question less at each start
        execution_options=_READS if read_only else _WRITES,
    )
    event.listen(engine, "connect", _prepare)
    return engine


@contextmanager
def only_reading(tx: Connection) -> Iterator[None]:
    """Let a connection read one moment's rows and write nothing; to be asked for before its first statement."""
    tx.execution_options(**_READS)
    yield


def check(engine: Engine) -> None:
    """See that the database can be used, as `engine.check_whole` says."""
    try:
        with engine.connect() as tx:
            encoding = tx.exec_driver_sql("SHOW server_encoding").scalar_one()
            locked = tx.exec_driver_sql("SHOW default_transaction_read_only").scalar_one() == "on"
            standby = bool(tx.exec_driver_sql("SELECT pg_is_in_recovery()").scalar_one())
    except Exception as error:
        raise _cannot_start(engine, error) from error
    if encoding != "UTF8":
        raise CannotStart(f"The database {name_of(engine)} is kept in {encoding}: make one with ENCODING 'UTF8'.")
    reading = bool(engine.get_execution_options().get("postgresql_readonly"))
    if (locked or standby) and not reading:
        raise CannotStart(f"The database {name_of(engine)} can only be read: give the address of the one that writes.")


class Keeper:
    """One session beside the pool that holds the database for this process (reliability.md, threat 62).

    Data do not depend on it (rows are locked, and the schema refuses what must not be twice): it keeps a second bot
    from being started by accident. Where the server was restarted, it is taken again before any new connection is used.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._session: psycopg.Connection[Any] | None = None
        self._taking = threading.Lock()

    def take(self) -> None:
        """Hold the database, if it is not held. Raises TakenOver where another process has it, or psycopg.Error."""
        with self._taking:
            if self._session is not None and self._alive(self._session):
                return
            self._session = None
            session = _connect(self._url)
            found = session.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
            if found is None or not found[0]:
                session.close()
                raise TakenOver
            self._session = session

    def watch(self, engine: Engine) -> None:
        """Take the database again before each new connection of an engine; it goes on only while it is ours."""
        event.listen(engine, "do_connect", lambda *_: self.take())

    def close(self) -> None:
        """Let go of the database, before the session ends: the server takes a moment to see that one has ended."""
        if self._session is not None:
            with suppress(psycopg.Error):
                self._session.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
            self._session.close()
            self._session = None

    @staticmethod
    def _alive(session: psycopg.Connection[Any]) -> bool:
        try:
            session.execute("SELECT 1")
        except psycopg.Error:
            session.close()
        return not session.closed


@contextmanager
def held(url: URL) -> Iterator[Keeper]:
    """Hold a database for as long as the block runs; the server lets go by itself when the process ends.

    Raises CannotStart: 75 where another process holds it, 78 where it cannot be reached.
    """
    keeper = Keeper(url)
    try:
        keeper.take()
    except TakenOver:
        raise CannotStart(
            f"Another teambot is at work on {name_of(url)}. Stop that one first, or give this one a database of its "
            "own.",
            code=75,
        ) from None
    except psycopg.Error as error:
        raise _cannot_start(url, error) from error
    try:
        yield keeper
    finally:
        keeper.close()


def _connect(url: URL) -> "psycopg.Connection[Any]":
    plain: dict[str, Any] = {**_CONNECT, **url.translate_connect_args(username="user", database="dbname"), **url.query}
    return psycopg.connect(autocommit=True, **plain)


def _prepare(connection: "psycopg.Connection[Any]", _: object) -> None:
    before = connection.autocommit
    connection.autocommit = True
    connection.execute(_SESSION)
    connection.autocommit = before


def _cannot_start(of: Engine | URL, error: BaseException) -> CannotStart:
    """Say what PostgreSQL said, in its first line: the server's words name a user or a database, never a password."""
    cause = getattr(error, "orig", None) or error
    if not isinstance(cause, psycopg.Error):
        raise error
    said = next(iter(str(cause).splitlines()), "")
    look = "Look at its address, user and password, and whether it is running."
    return CannotStart(f"The database {name_of(of)} cannot be used ({fault_of(error) or 'refused'}: {said}). {look}")
