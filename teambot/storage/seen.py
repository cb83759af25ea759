"""What feeds have shown, in the store, for many feeds at once: the keys of their items, and the newest items.

It decides nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, cast, delete, insert, select, text, update

from teambot.storage.runner import Tx
from teambot.storage.tables import Id, item, seen_key

KEPT_ITEMS = 50  # of a feed
KEPT_KEYS = 5000  # of a feed: three documents of 500 items, which is all that is read of one, with three keys each

# One value with all keys: as many as two hundred lists of variables, and the feed's primary key serves each.
_OF_KEYS = {
    "sqlite": "json_each(:keys) AS one CROSS JOIN seen_key ON seen_key.feed_id = json_extract(one.value, '$[0]')"
    " AND seen_key.key = json_extract(one.value, '$[1]')",
    "postgresql": "jsonb_array_elements(CAST(:keys AS jsonb)) AS one CROSS JOIN seen_key"
    " WHERE seen_key.feed_id = CAST(one.value ->> 0 AS bigint) AND seen_key.key = one.value ->> 1",
}
_COLUMNS = (seen_key.c.feed_id, seen_key.c.key, seen_key.c.first_seen_at, seen_key.c.last_seen_at)
_NAMES = ", ".join(map(str, _COLUMNS))
_KNOWN = {
    store: text(f"SELECT {_NAMES} FROM {source}").columns(*_COLUMNS)  # noqa: S608
    for store, source in _OF_KEYS.items()
}
_KEY_BY_KEY = {
    "sqlite": "json_extract(value, '$[0]'), json_extract(value, '$[1]'), :now, :now FROM json_each(:keys)",
    "postgresql": "CAST(one ->> 0 AS bigint), one ->> 1, :now, :now"
    " FROM jsonb_array_elements(CAST(:keys AS jsonb)) AS one",
}
_SEE = {
    store: text(f"INSERT INTO seen_key (feed_id, key, first_seen_at, last_seen_at) SELECT {source}").bindparams(
        bindparam("now", type_=seen_key.c.first_seen_at.type)
    )
    for store, source in _KEY_BY_KEY.items()
}
_SHOW = update(seen_key).where(seen_key.c.feed_id == bindparam("of"), seen_key.c.key == bindparam("named"))
_OTHERS = {
    "sqlite": "(SELECT value FROM json_each(:keys))",
    "postgresql": "(SELECT jsonb_array_elements_text(CAST(:keys AS jsonb)))",
}
_LEAVE = {
    store: update(seen_key).where(
        seen_key.c.feed_id == bindparam("of"),
        seen_key.c.last_seen_at >= bindparam("since"),
        seen_key.c.key.not_in(text(others)),
    )
    for store, others in _OTHERS.items()
}
_SHOW_ALL = update(seen_key).where(seen_key.c.feed_id == bindparam("of"), seen_key.c.last_seen_at >= bindparam("since"))
_FORGET = delete(seen_key).where(seen_key.c.feed_id == bindparam("of"), seen_key.c.last_seen_at < bindparam("before"))
_PAST_THE_MOST = (
    select(seen_key.c.key)
    .where(seen_key.c.feed_id == bindparam("of"))
    .order_by(seen_key.c.last_seen_at.desc(), seen_key.c.first_seen_at.desc(), seen_key.c.key)
    .offset(bindparam("most"))
)
_FORGET_MORE = delete(seen_key).where(seen_key.c.feed_id == bindparam("of"), seen_key.c.key.in_(_PAST_THE_MOST))
_ITEMS = select(
    item.c.id, item.c.feed_id, item.c.url, item.c.address_key, item.c.id_key, item.c.title, item.c.summary
).where(item.c.feed_id.in_(bindparam("feeds", expanding=True)))
_ADD = insert(item)
_twin = item.alias()
_ADDED = select(item.c.feed_id, item.c.address_key, item.c.id).where(
    item.c.feed_id.in_(bindparam("feeds", expanding=True)), item.c.first_seen_at == bindparam("now")
)
_CHANGE = update(item).where(item.c.id == bindparam("row_id"))
_NEWEST = (
    select(item.c.id)
    .where(item.c.feed_id == bindparam("of"))
    .order_by(item.c.first_seen_at.desc(), item.c.published_at.desc().nulls_last(), item.c.id)
    .limit(KEPT_ITEMS)
)
_theirs = select(seen_key.c.key).where(seen_key.c.feed_id == bindparam("into"))
_CARRY_KEYS = insert(seen_key).from_select(
    ["feed_id", "key", "first_seen_at", "last_seen_at"],
    select(cast(bindparam("into"), Id), seen_key.c.key, seen_key.c.first_seen_at, seen_key.c.last_seen_at).where(
        seen_key.c.feed_id == bindparam("of"), seen_key.c.key.not_in(_theirs)
    ),
)
_CARRY_ITEMS = (
    update(item)
    .where(
        item.c.feed_id == bindparam("of"),
        item.c.address_key.not_in(select(_twin.c.address_key).where(_twin.c.feed_id == bindparam("into"))),
    )
    .values(feed_id=cast(bindparam("into"), Id))
)
_DROP = delete(item).where(item.c.feed_id == bindparam("of"), item.c.id.not_in(_NEWEST))


def known(tx: Tx, keys: Iterable[tuple[int, str]]) -> Sequence[Any]:
    """List those of the keys, each of a feed, that it has shown before: feed_id, key, first_seen_at, last_seen_at."""
    return tx.execute(_KNOWN[tx.dialect.name], {"keys": json.dumps(list(keys))}).all()


def see(tx: Tx, keys: Iterable[tuple[int, str]], now: datetime) -> None:
    """Insert keys that are new to their feeds."""
    rows = list(keys)
    if rows:
        tx.execute(_SEE[tx.dialect.name], {"keys": json.dumps(rows), "now": now})


def show(tx: Tx, keys: Iterable[tuple[int, str]], now: datetime) -> None:
    """Note that keys are shown today."""
    rows = [{"of": of, "named": key, "last_seen_at": now} for of, key in keys]
    if rows:
        tx.execute(_SHOW, rows)


def show_all(tx: Tx, feeds: Iterable[tuple[int, datetime]], now: datetime) -> None:
    """Note that feeds show today what they have shown since a moment, each its own."""
    rows = [{"of": of, "since": since, "last_seen_at": now} for of, since in feeds]
    if rows:
        tx.execute(_SHOW_ALL, rows)


def leave(tx: Tx, feeds: Iterable[tuple[int, datetime, Iterable[str]]]) -> None:
    """Note of feeds that what they have shown since a moment, but for some keys, is shown no more: as before then."""
    rows = [
        {"of": of, "since": since, "keys": json.dumps(list(keys)), "last_seen_at": since - timedelta(microseconds=1)}
        for of, since, keys in feeds
    ]
    if rows:
        tx.execute(_LEAVE[tx.dialect.name], rows)


def forget(tx: Tx, feeds: Iterable[int], before: datetime) -> None:
    """Delete the keys of feeds that were last shown before a moment, and all but the 5,000 that were shown last."""
    rows = [{"of": of, "before": before} for of in feeds]
    if rows:
        tx.execute(_FORGET, rows)
        tx.execute(_FORGET_MORE, [{"of": row["of"], "most": KEPT_KEYS} for row in rows])


def items(tx: Tx, feeds: Sequence[int]) -> Sequence[Any]:
    """List the items of feeds: id, feed_id, url, address_key, id_key, title, summary."""
    return tx.execute(_ITEMS, {"feeds": list(feeds)}).all() if feeds else ()


def add_items(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert items, in this order."""
    if rows:
        tx.execute(_ADD, rows)


def added(tx: Tx, feeds: Sequence[int], now: datetime) -> Sequence[Any]:
    """List the items that were first seen at a moment: feed_id, address_key, id."""
    return tx.execute(_ADDED, {"feeds": list(feeds), "now": now}).all() if feeds else ()


def change_items(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change columns of items: the same in each row, its id as `row_id`."""
    if rows:
        tx.execute(_CHANGE, rows)


def drop_items(tx: Tx, feeds: Iterable[int]) -> None:
    """Delete all but the newest 50 items of each feed."""
    rows = [{"of": of} for of in feeds]
    if rows:
        tx.execute(_DROP, rows)


def carry(tx: Tx, feed_id: int, into_id: int) -> None:
    """Give a feed all keys and items of another that it has not; of the items it keeps the newest 50."""
    facts = {"of": feed_id, "into": into_id}
    tx.execute(_CARRY_KEYS, facts)
    tx.execute(_CARRY_ITEMS, facts)
    drop_items(tx, [into_id])
