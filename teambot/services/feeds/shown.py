"""What documents show, against what their feeds have shown before: which items are new, and which were edited.

Many documents at once: one look at the keys, one at the items, and each kind of row in one statement.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.polling import is_burst
from teambot.feeds.items import Item
from teambot.storage import seen, submission_keys
from teambot.storage.runner import Tx

KEPT_AT_FIRST = 25  # items of a first document: as many as autocomplete shows
_NOTED_EVERY = timedelta(days=30)  # so often is it written down that a key is still shown
_KEYS_KEPT = timedelta(days=180) + 2 * _NOTED_EVERY  # after a key was last shown; half a year, and what notes lag
_EDITED = ("url", "address_key", "id_key", "title", "summary")
_DAY_ZERO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of a feed: its items, and when the feed last answered (None: never, and nothing of it is new).

    `elsewhere`: it stands at another address, to which redirects led.
    """

    feed_id: int
    items: Sequence[Item]
    last_shown: datetime | None
    elsewhere: bool = False


@dataclass(slots=True)
class Found:
    """What a document brought: new items with an address, newest first, how many are new, and whether it was renewed.

    `first_known_at`: since when the longest known of its keys was known to its feed, None where it shares none.
    `strange`: redirects led to it, and it has nothing of what its feed has shown: it is another's, and none of it kept.
    """

    new: list[Item] = field(default_factory=list)
    count: int = 0
    burst: bool = False
    first_known_at: datetime | None = None
    strange: bool = False


def keep_shown(tx: Tx, documents: Sequence[Shown], now: datetime) -> dict[int, Found]:
    """Store what documents show, each of another feed; gives what they brought, by feed."""
    keys = [(one.feed_id, key) for one in documents for item in one.items for key in item.keys]
    known: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in seen.known(tx, keys) if keys else ():
        known[row.feed_id][row.key] = row
    there: dict[int, list[Any]] = defaultdict(list)
    read_before = [one.feed_id for one in documents if one.last_shown is not None]
    for row in seen.items(tx, read_before):
        there[row.feed_id].append(row)
    found = {one.feed_id: _compare(one, known[one.feed_id], there[one.feed_id]) for one in documents}
    documents = [one for one in documents if not found[one.feed_id].strange]
    keys = [(one.feed_id, key) for one in documents for item in one.items for key in item.keys]
    seen.see(tx, dict.fromkeys(pair for pair in keys if pair[1] not in known[pair[0]]), now)
    _note(tx, documents, known, now)
    _edit(tx, documents, there)
    _add(tx, found, now)
    grown = [feed_id for feed_id, one in found.items() if len(there[feed_id]) + len(one.new) > seen.KEPT_ITEMS]
    seen.drop_items(tx, grown)
    seen.forget(tx, [feed_id for feed_id in read_before if found[feed_id].count], now - _KEYS_KEPT)
    return found


def _edit(tx: Tx, documents: Sequence[Shown], there: Mapping[int, Sequence[Any]]) -> None:
    """Store what of the known items was edited; a post that was put forward is known by its new address, too."""
    edits = [change for one in documents for change in _edits(one.items, there[one.feed_id])]
    seen.change_items(tx, edits)
    rows = {row.id: row for one in documents for row in there[one.feed_id]}
    for change in edits:
        was = rows[change["row_id"]]
        if change["address_key"] != was.address_key:
            submission_keys.carry(tx, was.feed_id, was.address_key, change["address_key"])


def still_shown(tx: Tx, feeds: Sequence[tuple[int, datetime | None]], now: datetime) -> None:
    """Note of feeds that are unchanged since they last answered that they show what they showed; monthly at most."""
    month = _noted_from(now)
    late = [(feed_id, _noted_from(last)) for feed_id, last in feeds if last is not None and last < month]
    seen.show_all(tx, late, now)


def _note(tx: Tx, documents: Sequence[Shown], known: Mapping[int, Mapping[str, Any]], now: datetime) -> None:
    """Note what is shown today, and what was until the feed last answered and is no more.

    All that a feed shows is then noted within the thirty days in which it last answered, and nothing else is: by that
    `still_shown` knows what it is about.
    """
    seen.leave(
        tx,
        [
            (one.feed_id, _noted_from(one.last_shown), {key for item in one.items for key in item.keys})
            for one in documents
            if one.last_shown is not None
        ],
    )
    month = _noted_from(now)
    late = [(row.feed_id, row.key) for rows in known.values() for row in rows.values() if row.last_seen_at < month]
    seen.show(tx, late, now)


def _noted_from(now: datetime) -> datetime:
    """Give the beginning of the thirty days within which a key is noted once."""
    return _DAY_ZERO + (now - _DAY_ZERO) // _NOTED_EVERY * _NOTED_EVERY


def _compare(document: Shown, known: Mapping[str, Any], there: Sequence[Any]) -> Found:
    addresses = {row.address_key for row in there}
    if document.elsewhere and there and document.items and not known:
        return Found(strange=True)
    new = [item for item in document.items if not _is_known(item, known, addresses)]
    first = document.last_shown is None
    return Found(
        newest_first([item for item in new if item.url is not None])[: KEPT_AT_FIRST if first else seen.KEPT_ITEMS],
        len(new),
        not first and is_burst(len(new), len(document.items)),
        min((row.first_seen_at for row in known.values()), default=None),
    )


def _is_known(item: Item, known: Mapping[str, Any], addresses: set[str]) -> bool:
    return item.address_key in addresses or any(key in known for key in item.keys)


def newest_first(items: list[Item]) -> list[Item]:
    """Sort by date where every item has one (some feeds put the oldest first); else the document's order stands."""
    if any(item.published_at is None for item in items):
        return items
    return sorted(items, key=lambda item: str(item.published_at), reverse=True)  # all UTC: as text as in time


def _edits(items: Sequence[Item], there: Sequence[Any]) -> list[dict[str, Any]]:
    """List what of the items that are there was edited: title, summary, and address where that is free."""
    if not there:
        return []
    by_address = {row.address_key: row for row in there}
    by_id = {row.id_key: row for row in there if row.id_key is not None}
    changes = []
    for item in items:
        row = by_address.get(item.address_key or "") or by_id.get(item.id_key or "")
        if row is None or item.url is None or item.address_key is None:
            continue
        taken = by_address.setdefault(item.address_key, row) is not row  # another item stands there
        url, key = (row.url, row.address_key) if taken else (item.url, item.address_key)
        values = (url, key, item.id_key, item.title, item.summary)
        if values != tuple(getattr(row, column) for column in _EDITED):
            changes.append({"row_id": row.id, **dict(zip(_EDITED, values, strict=True))})
    return changes


def _add(tx: Tx, found: Mapping[int, Found], now: datetime) -> None:
    seen.add_items(
        tx,
        [
            {
                "feed_id": feed_id,
                "url": item.url,
                "address_key": item.address_key,
                "id_key": item.id_key,
                "title": item.title,
                "summary": item.summary,
                "published_at": item.published_at,
                "first_seen_at": now,
            }
            for feed_id, one in found.items()
            for item in one.new
        ],
    )
