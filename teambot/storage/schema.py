"""Bring a database to the schema of this code, or refuse to start. What the steps do stands in `migrations/versions`.

Alembic is imported only where there is something to do: a usual start pays neither its memory nor its time.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from teambot.errors import CannotStart
from teambot.storage.address import is_postgresql, name_of
from teambot.storage.backup import backup
from teambot.storage.engine import raw

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)
_HERE = Path(__file__).with_name("migrations")
_VERSIONS = "alembic_version"
_ONE_AT_A_TIME = f"SELECT pg_advisory_xact_lock({0x7465616D626F75})"  # one more than the lock of a whole process


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of schema steps: the folder of its files, and the id of the last one."""

    folder: Path
    head: str


OURS = Chain(_HERE / "versions", "0004")


def schema_of(engine: Engine) -> str | None:
    """Say which step's schema a database has; None: it has no tables yet.

    Raises CannotStart (78) where the tables are somebody else's.
    """
    with engine.connect() as tx:
        names = inspect(tx).get_table_names()
        if _VERSIONS in names:
            version: str | None = tx.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))  # noqa: S608 - a constant
            if version:
                return version
    if names:
        raise CannotStart(f"{name_of(engine)} holds tables that are not teambot's. Name another database.")
    return None


def migrate(engine: Engine, backups: Path, now: datetime, *, chain: Chain = OURS) -> None:
    """Bring a database to the last step of the chain: a new one at once, an older one after a backup into `backups`.

    No backup is made of PostgreSQL: its steps are taken back by the server itself where one fails, and copies are
    `pg_dump`'s or the host's. All steps are one transaction, which is kept only where no foreign key dangles and no
    table has lost or gained a row. Raises CannotStart: 78 where the schema is newer than this code, 65 where a step
    failed or did not keep what was there (the database is then as it was).
    """
    found = schema_of(engine)
    if found == chain.head:
        return
    config = config_of(chain)
    if found is not None:
        _refuse_newer(engine, config, found, chain)
        saved = None if is_postgresql(engine) else backup(engine, backups, now, label=f"before-{chain.head}").name
        log.info("schema %s becomes %s; the backup before it is %s", found, chain.head, saved)
    try:
        with unguarded(engine) as tx:
            _upgrade(tx, config, chain.head)
    except DBAPIError as error:
        raise CannotStart(
            f"{name_of(engine)} could not be brought to schema {chain.head}; it is as it was. {error.orig}",
            code=65,
        ) from error


def config_of(chain: Chain) -> "Config":
    """Make Alembic's configuration in code: there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(_HERE))
    config.set_main_option("version_locations", _escaped(chain.folder))
    config.set_main_option("path_separator", "newline")
    return config


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose foreign keys are off, since before its transaction began.

    With them on, SQLite deletes the children of every table that a batch makes anew (measured: 500 of 500 rows,
    without an error), and inside a transaction the pragma does nothing. PostgreSQL alters a table where it stands, and
    needs none of this.
    """
    with engine.connect() as tx:
        if tx.dialect.name != "sqlite":
            yield tx
            return
        raw(tx).execute("PRAGMA foreign_keys=OFF")
        try:
            yield tx
        finally:
            tx.rollback()
            raw(tx).execute("PRAGMA foreign_keys=ON")


def _upgrade(tx: Connection, config: "Config", head: str) -> None:
    from alembic import command

    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SET LOCAL statement_timeout = 0")
        tx.exec_driver_sql(_ONE_AT_A_TIME)  # who waited here finds the steps done, and has none left
    before = _counts(tx)
    config.attributes["connection"] = tx
    command.upgrade(config, head)
    check = "PRAGMA foreign_key_check"
    dangling = tx.exec_driver_sql(check).fetchall() if tx.dialect.name == "sqlite" else []
    after = _counts(tx)
    changed = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    if dangling or changed:
        names = ", ".join(sorted({*changed, *(row[0] for row in dangling)}))
        raise CannotStart(f"The new schema would not keep all rows of {names}; the database is as it was.", code=65)
    tx.commit()


def _counts(tx: Connection) -> dict[str, int]:
    names = [name for name in inspect(tx).get_table_names() if name != _VERSIONS]
    return {name: tx.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def _refuse_newer(engine: Engine, config: "Config", found: str, chain: Chain) -> None:
    from alembic.script import ScriptDirectory

    if found not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
        raise CannotStart(
            f"{name_of(engine)} was written by a newer teambot: its schema is {found}, and this one knows up to "
            f"{chain.head}. Start the newer one, or restore the backup that was made before it."
        )


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")  # the configuration parser's own sign
