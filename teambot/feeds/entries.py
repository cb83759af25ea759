"""From what a reader found to items: one way for XML and JSON."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from teambot.feeds.identity import address_key, item_keys, submittable
from teambot.feeds.items import MOST_ITEMS, MOST_SUMMARY, MOST_TITLE, Item
from teambot.feeds.text import plain

_MOST_MADE_TITLE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its feed has it: `title` and `summary` may hold markup, `link` may be anything."""

    entry_id: str | None
    link: str | None
    title: str
    summary: str
    published_at: datetime | None


def to_items(entries: Iterable[Entry], url: str) -> tuple[Item, ...]:
    """Make the first 500 items, in document order; `url` is the feed's, which relative links start from.

    An id that stands on several entries names none of them, so they are told apart by their addresses. What is the
    same in every key is one item.
    """
    first = tuple(islice(entries, MOST_ITEMS))
    ids = Counter(entry.entry_id for entry in first if entry.entry_id)
    items: dict[tuple[str, ...], Item] = {}
    for entry in first:
        item = _item(entry, url, alone=ids[entry.entry_id or ""] == 1)
        items.setdefault(item.keys, item)
    return tuple(items.values())


def _item(entry: Entry, base: str, *, alone: bool) -> Item:
    url = submittable(entry.link, base) if entry.link else None
    summary = plain(entry.summary, MOST_SUMMARY)
    title = plain(entry.title, MOST_TITLE) or plain(entry.summary, _MOST_MADE_TITLE) or plain(url or "", MOST_TITLE)
    return Item(
        keys=item_keys(entry.entry_id if alone else None, url, title, entry.published_at),
        url=url,
        address_key=address_key(url) if url else None,
        title=title,
        summary=summary,
        published_at=entry.published_at,
    )
