"""Feeds, the keys of what was seen, and items in the store. It decides nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, cast, insert, literal_column, select, update

from teambot.domain.members import TeamState
from teambot.domain.posts import FeedItem, FeedState
from teambot.domain.standings import Standing
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import Id, feed, item, membership, seen_key, subscription, team

_OF = select(feed).select_from(feed.join(subscription)).where(of_a_blog(cast(bindparam("membership_id"), Id)))
_READ_FOR = (
    select(
        subscription.c.id,
        subscription.c.feed_id,
        subscription.c.kind,
        subscription.c.membership_id,
        team.c.id.label("team_id"),
    )
    .select_from(subscription.join(membership).join(team, team.c.id == membership.c.team_id))
    .where(
        team.c.state != literal_column(f"'{TeamState.CLOSED}'"),
        membership.c.standing.in_([literal_column(f"'{one}'") for one in (Standing.MEMBER, Standing.PAUSED)]),
    )
)
_OWNERS = _READ_FOR.where(subscription.c.feed_id.in_(bindparam("feeds", expanding=True))).order_by(subscription.c.id)
_DUE = (
    select(feed)
    .where(
        feed.c.next_at <= bindparam("now"),
        feed.c.state.in_([literal_column(f"'{one}'") for one in (FeedState.ACTIVE, FeedState.FAILING)]),
        _READ_FOR.where(subscription.c.feed_id == feed.c.id).correlate(feed).exists(),
    )
    .order_by(feed.c.next_at, feed.c.id)
)
_BY_KEY = select(feed).where(feed.c.key == bindparam("key"))
_CHANGE = update(feed).where(feed.c.id == bindparam("row_id"))
_GET = select(feed).where(feed.c.id == bindparam("id"))
_KNOWN = select(seen_key.c.key).where(
    seen_key.c.feed_id == bindparam("feed_id"), seen_key.c.key.in_(bindparam("keys", expanding=True))
)
_ITEMS = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(subscription, subscription.c.feed_id == item.c.feed_id))
    .where(of_a_blog(cast(bindparam("membership_id"), Id)))
    .order_by(item.c.first_seen_at.desc(), item.c.published_at.desc(), item.c.id)
    .limit(bindparam("most"))
)
_ITEM = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(subscription, subscription.c.feed_id == item.c.feed_id))
    .where(item.c.id == bindparam("id"), of_a_blog(cast(bindparam("membership_id"), Id)))
)
_BY_ADDRESS = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(subscription, subscription.c.feed_id == item.c.feed_id))
    .where(item.c.address_key == bindparam("address_key"), of_a_blog(cast(bindparam("membership_id"), Id)))
)


def of_member(tx: Tx, membership_id: int) -> Any:
    """Load the feed of a member's blog, or None."""
    return tx.execute(_OF, {"membership_id": membership_id}).one_or_none()


def due(tx: Tx, now: datetime, most: int) -> Sequence[Any]:
    """List the feeds that are to be read now, the longest waiting first: those that a member of a live team has."""
    return tx.execute(_DUE.limit(most), {"now": now}).all()


def owners(tx: Tx, feed_ids: Sequence[int]) -> Sequence[Any]:
    """List for whom feeds are read: id (of the subscription), feed_id, kind, membership_id, team_id."""
    return tx.execute(_OWNERS, {"feeds": list(feed_ids)}).all()


def at(tx: Tx, key: str) -> Any:
    """Load the feed at an address, by its `feeds.identity.feed_key`, or None."""
    return tx.execute(_BY_KEY, {"key": key}).one_or_none()


def get(tx: Tx, feed_id: int) -> Any:
    """Load a feed, or None where it is gone meanwhile."""
    return tx.execute(_GET, {"id": feed_id}).one_or_none()


def add(tx: Tx, **values: Any) -> int:
    """Insert a feed; gives its id. Raises IntegrityError where one stands at that address."""
    return insert_row(tx, feed, state=FeedState.ACTIVE, **values)


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
    rows = [{"feed_id": feed_id, "key": key, "first_seen_at": now, "last_seen_at": now} for key in keys]
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
