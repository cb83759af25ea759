"""Feeds, the keys of what was seen, and items in the store. It decides nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, select, update

from teambot.domain.members import TeamState
from teambot.domain.posts import FeedItem, FeedState
from teambot.domain.standings import Standing
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import feed, item, membership, seen_key, team

_OF = select(feed).where(feed.c.membership_id == bindparam("membership_id"))
_DUE = (
    select(feed, membership.c.team_id)
    .select_from(feed.join(membership).join(team, team.c.id == membership.c.team_id))
    .where(
        team.c.state != literal_column(f"'{TeamState.CLOSED}'"),
        feed.c.next_at <= bindparam("now"),
        feed.c.state != FeedState.GONE,
        membership.c.standing.in_([literal_column(f"'{one}'") for one in (Standing.MEMBER, Standing.PAUSED)]),
    )
    .order_by(feed.c.next_at, feed.c.id)
)
_CHANGE = update(feed).where(feed.c.id == bindparam("row_id"))
_GET = select(feed).where(feed.c.id == bindparam("id"))
_KNOWN = select(seen_key.c.key).where(
    seen_key.c.feed_id == bindparam("feed_id"), seen_key.c.key.in_(bindparam("keys", expanding=True))
)
_ITEMS = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(feed))
    .where(feed.c.membership_id == bindparam("membership_id"))
    .order_by(item.c.first_seen_at.desc(), item.c.published_at.desc(), item.c.id)
    .limit(bindparam("most"))
)
_ITEM = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(feed))
    .where(item.c.id == bindparam("id"), feed.c.membership_id == bindparam("membership_id"))
)
_BY_ADDRESS = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(feed))
    .where(item.c.address_key == bindparam("address_key"), feed.c.membership_id == bindparam("membership_id"))
)


def of_member(tx: Tx, membership_id: int) -> Any:
    """Load a member's feed, or None."""
    return tx.execute(_OF, {"membership_id": membership_id}).one_or_none()


def due(tx: Tx, now: datetime, most: int) -> Sequence[Any]:
    """List the feeds that are to be read now, with their `team_id`, the longest waiting first."""
    return tx.execute(_DUE.limit(most), {"now": now}).all()


def get(tx: Tx, feed_id: int) -> Any:
    """Load a feed, or None where it is gone meanwhile."""
    return tx.execute(_GET, {"id": feed_id}).one_or_none()


def add(tx: Tx, membership_id: int, **values: Any) -> int:
    """Insert a member's feed; gives its id."""
    return insert_row(tx, feed, membership_id=membership_id, state=FeedState.ACTIVE, **values)


def remove(tx: Tx, feed_id: int) -> None:
    """Delete a feed with its keys and items."""
    tx.execute(delete(item).where(item.c.feed_id == feed_id))
    tx.execute(delete(seen_key).where(seen_key.c.feed_id == feed_id))
    tx.execute(delete(feed).where(feed.c.id == feed_id))


def change(tx: Tx, feed_id: int, **values: Any) -> None:
    """Change columns of a feed."""
    tx.execute(_CHANGE, {"row_id": feed_id, **values})


def known(tx: Tx, feed_id: int, keys: Sequence[str]) -> set[str]:
    """Give those of the keys that this feed has shown before."""
    found: set[str] = set()
    for start in range(0, len(keys), 500):  # SQLite binds 32,766 variables at most; PostgreSQL likes short lists
        rows = tx.execute(_KNOWN, {"feed_id": feed_id, "keys": list(keys[start : start + 500])})
        found.update(rows.scalars())
    return found


def see(tx: Tx, feed_id: int, keys: Iterable[str], now: datetime) -> None:
    """Insert keys that are new to this feed."""
    rows = [{"feed_id": feed_id, "key": key, "first_seen_at": now} for key in keys]
    if rows:
        tx.execute(insert(seen_key), rows)


def add_item(tx: Tx, feed_id: int, **values: Any) -> int | None:
    """Insert an item and give its id; None where the feed has one with that address."""
    statement = select(item.c.id).where(item.c.feed_id == feed_id, item.c.address_key == values["address_key"])
    if tx.execute(statement).first() is not None:
        return None
    return insert_row(tx, item, feed_id=feed_id, **values)


def newest(tx: Tx, membership_id: int, most: int) -> list[FeedItem]:
    """List a member's newest items."""
    return [FeedItem(*row) for row in tx.execute(_ITEMS, {"membership_id": membership_id, "most": most})]


def item_of(tx: Tx, membership_id: int, item_id: int) -> FeedItem | None:
    """Load one item of a member's own feed, or None."""
    row = tx.execute(_ITEM, {"id": item_id, "membership_id": membership_id}).one_or_none()
    return FeedItem(*row) if row else None


def item_at(tx: Tx, membership_id: int, address_key: str) -> FeedItem | None:
    """Load the item of a member's own feed that has an address, or None."""
    row = tx.execute(_BY_ADDRESS, {"address_key": address_key, "membership_id": membership_id}).first()
    return FeedItem(*row) if row else None
