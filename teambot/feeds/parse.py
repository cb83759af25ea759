"""A document's bytes to its items. Pure, and meant for the worker: a hostile document can cost ten seconds."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from teambot.feeds import dates, json_feed
from teambot.feeds.asked import asked
from teambot.feeds.charset import to_utf8
from teambot.feeds.entries import Entry, to_items
from teambot.feeds.items import MOST_TITLE, Item, NotAFeed, ParsedFeed, PostsSearched, Reason
from teambot.feeds.places import site_of
from teambot.feeds.sniff import Kind, sniff
from teambot.feeds.text import literal, plain

__all__ = ["Item", "NotAFeed", "ParsedFeed", "Reason", "parse_feed"]

_NOT_A_FEED = {Kind.EMPTY: Reason.EMPTY, Kind.HTML: Reason.HTML, Kind.OTHER: Reason.NOT_A_FEED}

# feedparser fails over a GML position outside of a GeoRSS place, by whatever prefix; nobody here asks where a post is.
_POSITION = re.compile(rb"(</?(?:[^\s<>:/]{1,100}:)?pos)(?=(?:list)?[\s/>])", re.IGNORECASE)


def parse_feed(body: bytes, content_type: str, url: str, now: datetime, *, ids_repeat: bool = False) -> ParsedFeed:
    """Read RSS, RDF, Atom or JSON Feed; raises NotAFeed.

    `content_type`: the answer's header, for its charset alone: what the document is, its bytes say. `url`: where it was
    found in the end; relative links start there, or at the document's own base. `ids_repeat`: what an earlier document
    of this feed has shown (`ParsedFeed.ids_repeat`).
    """
    kind = sniff(body)
    if kind in _NOT_A_FEED:
        raise NotAFeed(_NOT_A_FEED[kind])
    if kind is Kind.JSON:
        return json_feed.read(body, url, now, ids_repeat=ids_repeat)
    found, complete = _parse_xml(body, content_type)
    listed = to_items((_entry(entry, now) for entry in found.entries), url, ids_repeat=ids_repeat)
    own = found.feed
    return ParsedFeed(
        title=plain(_marked(own, "title"), MOST_TITLE),
        items=listed.items,
        whole=complete and not found.bozo,
        home=site_of(own.get("link"), url),
        ids_repeat=listed.ids_repeat,
        asks=asked(own.get("ttl"), own.get("sy_updateperiod"), own.get("sy_updatefrequency")),
        cut=listed.cut,
    )


def search_posts(body: bytes, content_type: str, pattern: str) -> PostsSearched:
    """Look for a pattern, without regard to case, in the titles, summaries and contents of a feed's posts.

    Raises NotAFeed. What stands outside of the posts does not count: a search's feed repeats what was searched for.
    """
    wanted = re.compile(pattern, re.IGNORECASE)
    kind = sniff(body)
    if kind in _NOT_A_FEED:
        raise NotAFeed(_NOT_A_FEED[kind])
    if kind is Kind.JSON:
        title, texts = json_feed.texts(body)
    else:
        found, _ = _parse_xml(body, content_type)
        title, texts = _marked(found.feed, "title"), (text for entry in found.entries for text in _texts(entry))
    return PostsSearched(plain(title, MOST_TITLE), any(wanted.search(text) for text in texts))


def _parse_xml(body: bytes, content_type: str) -> tuple[Any, bool]:
    """Parse with feedparser; gives what it found, and whether every byte could be read."""
    import feedparser  # here, so that only the worker holds it

    text, complete = to_utf8(body, content_type)
    if b"gml" in text.lower():
        text = _POSITION.sub(rb"\1ition", text)
    # Never text and never a name: given those, feedparser opens the file or fetches the address that they spell.
    found = feedparser.parse(
        BytesIO(text),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not found.version and not found.entries:
        raise NotAFeed(Reason.NOT_A_FEED)
    return found, complete


def _texts(entry: Any) -> Iterator[str]:
    yield from (str(entry.get(name) or "") for name in ("title", "summary"))
    yield from (str(content.get("value") or "") for content in entry.get("content") or ())


def _entry(entry: Any, now: datetime) -> Entry:
    entry_id = entry.get("id") or None
    link = entry.get("feedburner_origlink") or entry.get("link") or None
    # RSS lets a guid stand for the link; one that is no address would be made into one of this site's.
    if link == entry_id and link is not None and not link.lower().startswith(("http://", "https://")):
        link = None
    when = dates.from_parts(entry.get("published_parsed"), now)
    # Only where it stands: feedparser warns when asked for what it would have to make up.
    if when is None and "updated_parsed" in entry:
        when = dates.from_parts(entry["updated_parsed"], now)
    summary = _marked(entry, "summary")
    if not summary.strip() and entry.get("content"):
        summary = _text(entry["content"][0])
    return Entry(entry_id, link, _marked(entry, "title"), summary, when)


def _marked(element: Any, name: str) -> str:
    detail = element.get(f"{name}_detail")
    return _text(detail) if detail else str(element.get(name) or "")


def _text(detail: Any) -> str:
    """Give a text as markup: what its feed declares to be plain text means its `<` literally."""
    value = str(detail.get("value") or "")
    return literal(value) if detail.get("type") == "text/plain" else value
