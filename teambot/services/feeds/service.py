"""Reading the members' feeds: at joining, and ever after by the bell. What a blog does wrong never stops another's."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from teambot.errors import Refusal
from teambot.feeds.identity import MOST_CHARACTERS
from teambot.feeds.items import NotAFeed
from teambot.services.feeds.blogs import BlogFinder, BlogFound
from teambot.services.feeds.documents import Documents, hash_of
from teambot.services.feeds.polled import Polled, store
from teambot.services.typed import typed, typed_address, web_address
from teambot.storage import feeds
from teambot.storage.runner import Runner
from teambot.web.faults import FetchFailed
from teambot.web.fetch import Fetcher
from teambot.web.worker import Worker, WorkerKilled

_AT_ONCE = 8  # feeds under way together: one process parses, the rest wait for their hosts
_BATCH = 50


class FeedsService:
    """Feeds, read over HTTP behind the guard and parsed in a process that can be killed."""

    def __init__(self, db: Runner, fetcher: Fetcher, worker: Worker, *, every: timedelta) -> None:
        self._db = db
        self._documents = Documents(fetcher, worker, every=every)
        self._every = every
        self.blogs = BlogFinder(self._documents)

    async def read(self, blog: str, feed: str, now: datetime) -> BlogFound:
        """Read the feed that somebody names for their blog; without one, it is looked for from the blog's address.

        `choices` of what it gives: the other feeds that the blog announces, where it was looked for; to take one of
        them instead is to `read` again with its address as the feed. Raises Refusal("no-blog" | "no-web-address" |
        "feed-is-a-page" | "feed-not-a-feed" | "feed-unreadable"), and what `BlogFinder.find` raises.
        """
        if not typed(blog):
            raise Refusal("no-blog")
        if not typed(feed):
            return await self.blogs.find(blog, now)
        blog_url = web_address(blog)
        web_address(feed)
        url = typed_address(feed)  # what looks like tracking in a post's address may be what chooses the feed
        if len(url) > MOST_CHARACTERS:
            raise Refusal("no-web-address")
        try:
            fetched = await self._documents.get(url)
            read = self._documents.as_read(blog_url, url, fetched, await self._documents.feed(fetched, now))
            return BlogFound(blog_url, read, ())
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
            fetched = await self._documents.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            if fetched.status == 304 or hash_of(fetched.body) == feed.body_hash:
                return Polled(feed, None, None, None)
            read = self._documents.as_read("", feed.url, fetched, await self._documents.feed(fetched, now))
            return Polled(feed, read, None, None)
        except FetchFailed as failed:
            return Polled(feed, None, failed.fault, failed.retry_after)
        except NotAFeed as other:
            return Polled(feed, None, other.reason, None)
        except WorkerKilled:
            return Polled(feed, None, "too_hard", None)
