"""From what a reader found to items: one way for XML and JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from teambot.feeds.identity import address_key, id_key, item_keys, submittable
from teambot.feeds.items import MOST_ITEMS, MOST_SUMMARY, MOST_TITLE, Item
from teambot.feeds.text import plain

_MOST_MADE_TITLE = 100
_MOST_MISSING = 0.05  # of the ids: FreshRSS found that such a feed's ids cannot be trusted


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its feed has it: `title` and `summary` may hold markup, `link` may be anything."""

    entry_id: str | None
    link: str | None
    title: str
    summary: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a document lists: its items, whether an id in it names several or many lack one, and whether it is cut."""

    items: tuple[Item, ...]
    ids_repeat: bool
    cut: bool


def to_items(entries: Iterable[Entry], url: str, *, ids_repeat: bool = False) -> Listed:
    """Make the first 500 items, in document order; `url` is the feed's, which relative links start from.

    `ids_repeat`: the feed is known to give one id to several items (`identity.id_key`). Entries that share a key are
    one item, as they would be from one reading to the next: the first, with the keys of all.
    """
    cleaned = [_cleaned(entry, url) for entry in islice(entries, MOST_ITEMS + 1)]
    first = cleaned[:MOST_ITEMS]
    shown = _ids_repeat(first)
    items: list[Item] = []
    places: dict[str, int] = {}
    for item in (_keyed(entry_id, item, ids_repeat=ids_repeat or shown) for entry_id, item in first):
        at = next((places[key] for key in item.keys if key in places), len(items))
        if at == len(items):
            items.append(item)
        else:
            more = tuple(key for key in item.keys if key not in places)
            items[at] = replace(items[at], keys=items[at].keys + more)
        for key in item.keys:
            places.setdefault(key, at)
    return Listed(tuple(items), shown, cut=len(cleaned) > MOST_ITEMS)


def _ids_repeat(cleaned: Sequence[tuple[str | None, Item]]) -> bool:
    """Tell whether an id stands at two addresses, or more than one in twenty is missing where there are any.

    One id twice at one address is one item that stands there twice (RFC 4287, 4.1.1).
    """
    places: dict[str, str] = {}
    for entry_id, item in cleaned:
        if entry_id and places.setdefault(entry_id, item.address_key or item.title) != (item.address_key or item.title):
            return True
    missing = sum(not entry_id for entry_id, _ in cleaned)
    return bool(places) and missing > _MOST_MISSING * len(cleaned)


def _keyed(entry_id: str | None, item: Item, *, ids_repeat: bool) -> Item:
    keys = item_keys(entry_id, item.url, item.title, item.published_at, ids_repeat=ids_repeat)
    return replace(item, keys=keys, id_key=id_key(entry_id, item.url, ids_repeat=ids_repeat))


def _cleaned(entry: Entry, base: str) -> tuple[str | None, Item]:
    """Give an entry's id, and its item without keys."""
    url = submittable(entry.link, base) if entry.link else None
    summary = plain(entry.summary, MOST_SUMMARY)
    title = plain(entry.title, MOST_TITLE) or plain(entry.summary, _MOST_MADE_TITLE) or plain(url or "", MOST_TITLE)
    return entry.entry_id, Item(
        keys=(),
        url=url,
        address_key=address_key(url) if url else None,
        title=title,
        summary=summary,
        published_at=entry.published_at,
    )
