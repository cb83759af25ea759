"""JSON Feed 1 and 1.1 (jsonfeed.org), by a small reader of our own: feedparser has none."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from teambot.feeds import dates
from teambot.feeds.charset import decode
from teambot.feeds.entries import Entry, to_items
from teambot.feeds.items import MOST_TITLE, NotAFeed, ParsedFeed, Reason
from teambot.feeds.places import site_of
from teambot.feeds.text import literal, plain

_VERSIONS = ("https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1")


def read(body: bytes, url: str, now: datetime, *, ids_repeat: bool = False) -> ParsedFeed:
    """Read a JSON Feed; raises NotAFeed for any other JSON, and for what is no JSON."""
    found, complete = _load(body)
    listed = to_items(_entries(_items(found), now), url, ids_repeat=ids_repeat)
    return ParsedFeed(
        title=plain(literal(_text(found, "title")), MOST_TITLE),
        items=listed.items,
        whole=complete,
        home=site_of(_text(found, "home_page_url"), url),
        ids_repeat=listed.ids_repeat,
        cut=listed.cut,
    )


def texts(body: bytes) -> tuple[str, Iterator[str]]:
    """Give a feed's title and every text of its items as it stands; raises NotAFeed."""
    found, _ = _load(body)
    names = ("title", "summary", "content_text", "content_html")
    return literal(_text(found, "title")), (_text(item, name) for item in _items(found) for name in names)


def _load(body: bytes) -> tuple[Mapping[str, Any], bool]:
    try:
        text, complete = decode(body, json.detect_encoding(body))
        found = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise NotAFeed(Reason.NOT_A_FEED) from None
    if not isinstance(found, dict) or not _text(found, "version").startswith(_VERSIONS):
        raise NotAFeed(Reason.NOT_A_FEED)
    return found, complete


def _items(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = found.get("items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _entries(items: list[Mapping[str, Any]], now: datetime) -> Iterator[Entry]:
    for item in items:
        when = dates.from_iso(item.get("date_published"), now) or dates.from_iso(item.get("date_modified"), now)
        text = _text(item, "summary") or _text(item, "content_text")
        yield Entry(
            entry_id=_id(item.get("id")),
            link=_text(item, "url") or _text(item, "external_url") or None,
            title=literal(_text(item, "title")),
            summary=literal(text) if text.strip() else _text(item, "content_html"),
            published_at=when,
        )


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _id(value: object) -> str | None:
    """Read an id; version 1 allows numbers, to be read as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None
