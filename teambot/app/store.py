"""Opening the store at a start: the lock, the look through the file, the backup and the migration, what was kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from teambot.app.clock import Clock
from teambot.settings import Database
from teambot.storage import moments, nonces
from teambot.storage.engine import check_whole, checkpoint, database_path, open_engine
from teambot.storage.lock import held
from teambot.storage.schema import migrate

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Store:
    """An open store, ours alone: its engine, its file, and the last moment that is known to have passed."""

    engine: "Engine"
    path: Path
    latest: datetime | None


@contextmanager
def opened(database: Database, clock: Clock, secret: str | None) -> Iterator[Store]:
    """Open the store, hold it for as long as the block runs, and leave its log cut to nothing.

    `secret` fixes what nonces are made of, once. Raises CannotStart: 75 in use, 65 damaged, 78 not to be opened.
    """
    path = database_path(database.url)
    with held(path):
        engine = open_engine(path)
        try:
            check_whole(engine, database.backups)
            migrate(engine, database.backups, clock())
            with engine.connect() as tx:
                if secret is not None:
                    nonces.set_secret(tx, secret)
                latest = moments.latest(tx)
                tx.commit()
            yield Store(engine, path, latest)
            checkpoint(engine)
        finally:
            engine.dispose()
