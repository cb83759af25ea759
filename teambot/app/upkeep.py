"""Looking after the database: upgrade, back up, put back. Each says in a sentence what it did."""

from pathlib import Path

from teambot.app.clock import real_clock
from teambot.errors import CannotStart
from teambot.settings import Settings
from teambot.storage import backup as backups
from teambot.storage.address import database_path, is_postgresql, name_of
from teambot.storage.engine import check_whole, open_engine
from teambot.storage.lock import held
from teambot.storage.schema import migrate, schema_of


def upgrade(settings: Settings) -> str:
    """Bring the database to this version's schema (a file after a backup). Raises CannotStart as a start does."""
    address = settings.database.url.reveal()
    with held(address):
        engine = open_engine(address)
        try:
            check_whole(engine, settings.database.backups)
            before = schema_of(engine)
            migrate(engine, settings.database.backups, real_clock())
            after = schema_of(engine)
        finally:
            engine.dispose()
    return f"{name_of(address)} has schema {after}{' already' if before == after else ''}."


def back_up(settings: Settings, to: Path | None) -> str:
    """Copy the database into `to`, or the folder of the settings; it may be in use meanwhile."""
    path = _file(settings, "pg_dump --format=custom")
    if not path.is_file():
        raise CannotStart(f"There is no database {path} yet, so there is nothing to back up.")
    return f"The backup is {backups.backup(path, (to or settings.database.backups).resolve(), real_clock())}."


def put_back(settings: Settings, copy: Path) -> str:
    """Put a backup in the database's place; the bot must be stopped. Raises CannotStart (75) while it is not."""
    path = _file(settings, "pg_restore --clean")
    aside = backups.restore(copy.resolve(), path)
    return f"{path} is now as it was in {copy}." + (f" What stood there before is {aside}." if aside else "")


def _file(settings: Settings, instead: str) -> Path:
    """Give the database's file. Raises CannotStart where it is PostgreSQL's, with what does the same there."""
    address = settings.database.url.reveal()
    if is_postgresql(address):
        raise CannotStart(
            f"The database is {name_of(address)}, and PostgreSQL's copies are its own: use its host's backups, or "
            f"{instead} with the same address. Nothing was done."
        )
    return database_path(address)
