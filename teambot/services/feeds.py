"""Reading the members' feeds: at joining, and ever after by the bell. What a blog does wrong never stops another's."""

import asyncio
import logging
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from teambot.errors import Refusal
from teambot.feeds.identity import MOST_CHARACTERS
from teambot.feeds.items import NotAFeed, ParsedFeed
from teambot.feeds.parse import parse_feed
from teambot.services.polled import FeedRead, Polled, store
from teambot.services.typed import typed, typed_address, web_address
from teambot.storage import feeds
from teambot.storage.runner import Runner
from teambot.web.faults import FetchFailed
from teambot.web.fetch import Fetched, Fetcher
from teambot.web.worker import Worker, WorkerKilled

_AT_ONCE = 8  # feeds under way together: one process parses, the rest wait for their hosts
_BATCH = 50

log = logging.getLogger(__name__)


class FeedsService:
    """Feeds, read over HTTP behind the guard and parsed in a process that can be killed."""

    def __init__(self, db: Runner, fetcher: Fetcher, worker: Worker, *, every: timedelta) -> None:
        self._db = db
        self._fetcher = fetcher
        self._worker = worker
        self._every = every

    async def read(self, blog: str, feed: str, now: datetime) -> FeedRead:
        """Read the feed that somebody names for their blog; without one, the blog's address is tried.

        Raises Refusal("no-blog" | "no-web-address" | "feed-is-a-page" | "feed-not-a-feed" | "feed-unreadable").
        """
        if not typed(blog):
            raise Refusal("no-blog")
        blog_url = web_address(blog)
        # As it was typed: what looks like tracking in a post's address may be what chooses the feed.
        url = typed_address(feed) if typed(feed) and web_address(feed) else blog_url
        if len(url) > MOST_CHARACTERS:
            raise Refusal("no-web-address")
        try:
            fetched = await self._fetcher.get(url)
            return self._as_read(blog_url, url, fetched, await self._parse(fetched, now))
        except FetchFailed as failed:
            raise Refusal("feed-unreadable", url=url, fault=str(failed.fault)) from None
        except NotAFeed as other:
            raise Refusal("feed-is-a-page" if other.reason == "html" else "feed-not-a-feed", url=url) from None
        except WorkerKilled:
            raise Refusal("feed-not-a-feed", url=url) from None

    async def poll_due(self, now: datetime) -> int:
        """Read every feed that is due, and store what is new; gives how many were read."""
        due = await self._db.read(lambda tx, _, now: feeds.due(tx, now, _BATCH), None, now)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(feed: Any) -> None:
            async with gate:
                polled = await self._poll(feed, now)
            await self._db.sweep(store, (polled, self._every), now)

        # What one feed brings out is told when all the others are stored.
        ended = await asyncio.gather(*(one(feed) for feed in due), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error
        return len(due)

    async def _poll(self, feed: Any, now: datetime) -> Polled:
        try:
            fetched = await self._fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            if fetched.status == 304 or _hash(fetched.body) == feed.body_hash:
                return Polled(feed, None, None, None)
            read = self._as_read("", feed.url, fetched, await self._parse(fetched, now))
            return Polled(feed, read, None, None)
        except FetchFailed as failed:
            return Polled(feed, None, failed.fault, failed.retry_after)
        except NotAFeed as other:
            return Polled(feed, None, other.reason, None)
        except WorkerKilled:
            return Polled(feed, None, "too_hard", None)

    async def _parse(self, fetched: Fetched, now: datetime) -> ParsedFeed:
        try:
            return await self._worker.run(parse_feed, fetched.body, fetched.content_type, fetched.url, now)
        except (NotAFeed, WorkerKilled):
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's bytes found a bug, or took all the memory
            # Its kind alone: an error of a parser quotes what it could not read.
            log.error("feed.unparsable", extra={"error": type(error).__name__})
            raise WorkerKilled from None

    def _as_read(self, blog_url: str, url: str, fetched: Fetched, parsed: ParsedFeed) -> FeedRead:
        # Validators of a document that was cut short would hide what was lost until the feed changes again.
        etag, last_modified = (fetched.etag, fetched.last_modified) if parsed.whole else (None, None)
        body_hash = _hash(fetched.body) if parsed.whole else ""
        return FeedRead(blog_url, url, parsed.title, parsed.items, etag, last_modified, body_hash, self._every)


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
