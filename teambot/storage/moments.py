"""The last moment that is known to have passed, so that a clock that was put back is noticed. It reads no clock."""

from datetime import datetime

from sqlalchemy import select

from teambot.storage.runner import Tx
from teambot.storage.tables import meta

_KEY = "latest_moment"


def latest(tx: Tx) -> datetime | None:
    """Load the last moment that was kept (aware UTC), or None."""
    found = tx.scalar(select(meta.c.value).where(meta.c.key == _KEY))
    return datetime.fromisoformat(found) if found else None


def keep(tx: Tx, now: datetime) -> None:
    """Keep `now` as the last moment, in the caller's transaction; an earlier one replaces a later one too."""
    tx.execute(meta.delete().where(meta.c.key == _KEY))
    tx.execute(meta.insert().values(key=_KEY, value=now.isoformat()))
