"""Documents for the tests of feeds, and how they are read there."""

import time
from datetime import UTC, datetime
from pathlib import Path

from teambot.feeds.items import NotAFeed, ParsedFeed, Reason
from teambot.feeds.parse import parse_feed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://feeds.example/feed"
SAMPLES = Path(__file__).parents[1] / "data" / "feeds"


def parsed(body: bytes, content_type: str = "") -> ParsedFeed:
    return parse_feed(body, content_type, URL, NOW)


def rss(items: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def measured(body: bytes) -> tuple[float, ParsedFeed | Reason]:
    """Read a document and give the seconds of CPU that it cost: a worker's own, whoever else is busy."""
    parsed(rss(""))  # what is imported once is imported
    started = time.process_time()
    try:
        found: ParsedFeed | Reason = parsed(body)
    except NotAFeed as refused:
        found = refused.reason
    return time.process_time() - started, found
