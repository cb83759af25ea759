"""Hosts that have asked us to wait, in the store. It decides nothing."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from teambot.storage.runner import Tx
from teambot.storage.tables import host

_WAITING = select(host.c.name, host.c.retry_after).where(host.c.retry_after > bindparam("now"))
_ADD = insert(host)
_CHANGE = update(host).where(host.c.name == bindparam("named"))
_FORGET = delete(host).where(host.c.retry_after <= bindparam("now"))
_NAMES = select(host.c.name)


def waiting(tx: Tx, now: datetime) -> dict[str, datetime]:
    """Give the hosts that are to be left alone still, and until when."""
    return {row.name: row.retry_after for row in tx.execute(_WAITING, {"now": now})}


def keep(tx: Tx, until: Mapping[str, datetime], now: datetime) -> None:
    """Store until when hosts are to be left alone; those whose time has passed are forgotten."""
    if not until:
        return
    tx.execute(_FORGET, {"now": now})
    there = set(tx.execute(_NAMES).scalars())
    for name, retry_after in until.items():
        if name in there:
            tx.execute(_CHANGE, {"named": name, "retry_after": retry_after})
        else:
            tx.execute(_ADD, {"name": name, "retry_after": retry_after})
