"""Hosts that have asked us to wait, in the store. It decides nothing."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, exists, func, insert, not_, select, update

from teambot.domain.polling import LONGEST_RETRY_AFTER
from teambot.storage.runner import Tx
from teambot.storage.tables import feed, host

# What lies further ahead was written by a clock that has been put back.
_STILL = and_(host.c.retry_after > bindparam("now"), host.c.retry_after <= bindparam("far"))
_WAITING = select(host.c.name, host.c.retry_after).where(_STILL)
_ADD = insert(host)
_CHANGE = update(host).where(host.c.name == bindparam("named"))
_FORGET = delete(host).where(not_(_STILL))
_FORGET_NOBODYS = delete(host).where(~exists().where(func.lower(feed.c.url).contains(host.c.name)))
_NAMES = select(host.c.name)


def waiting(tx: Tx, now: datetime) -> dict[str, datetime]:
    """Give the hosts that are to be left alone still, and until when."""
    return {row.name: row.retry_after for row in tx.execute(_WAITING, _bounds(now))}


def keep(tx: Tx, until: Mapping[str, datetime], now: datetime) -> None:
    """Store until when hosts are to be left alone; those whose time has passed are forgotten."""
    if not until:
        return
    tx.execute(_FORGET, _bounds(now))
    there = set(tx.execute(_NAMES).scalars())
    for name, retry_after in until.items():
        if name in there:
            tx.execute(_CHANGE, {"named": name, "retry_after": retry_after})
        else:
            tx.execute(_ADD, {"name": name, "retry_after": retry_after})


def forget_nobodys(tx: Tx) -> None:
    """Forget the hosts on which nobody has a feed any more: a blog's host says whose it was."""
    tx.execute(_FORGET_NOBODYS)


def _bounds(now: datetime) -> dict[str, datetime]:
    return {"now": now, "far": now + LONGEST_RETRY_AFTER}
