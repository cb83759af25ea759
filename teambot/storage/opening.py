"""Opening the store at a start: the lock, the look through the file, the backup and the migration, what was kept."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from teambot.storage import moments, nonces
from teambot.storage.address import Address, database_path, is_postgresql
from teambot.storage.engine import check_whole, checkpoint, open_engine
from teambot.storage.faults import fault_of
from teambot.storage.lock import held
from teambot.storage.schema import migrate

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """An open store, ours alone: its engine, its file (or None), and the last moment that is known to have passed."""

    engine: Engine
    path: Path | None
    latest: datetime | None


@contextmanager
def opened(address: Address, backups: Path, now: datetime, *, secret: str | None = None) -> Iterator[Store]:
    """Open the store, hold it for as long as the block runs, and leave its log cut to nothing.

    `secret` fixes what nonces are made of, once. Raises CannotStart: 75 in use, 65 damaged, 78 not to be opened.
    """
    path = None if is_postgresql(address) else database_path(address)
    with held(address) as keeper:
        engine = open_engine(address)
        if keeper is not None:
            keeper.watch(engine)
        try:
            check_whole(engine, backups)
            migrate(engine, backups, now)
            with engine.connect() as tx:
                if secret is not None:
                    nonces.set_secret(tx, secret)
                latest = moments.latest(tx)
                tx.commit()
            yield Store(engine, path, latest)
            _leave(engine)
        finally:
            engine.dispose()


def _leave(engine: Engine) -> None:
    """Cut the log; where the disk does not let us, the next start reads it as after a power cut."""
    try:
        checkpoint(engine)
    except Exception as error:
        if fault_of(error) is None:
            raise
        log.warning("store.log-not-cut", extra={"fault": str(fault_of(error))})
