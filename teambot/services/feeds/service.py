"""Reading the members' feeds: at joining, and ever after by the bell. What a blog does wrong never stops another's."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.polling import TOO_FAR
from teambot.errors import Refusal
from teambot.feeds.items import NotAFeed
from teambot.services.feeds.batches import Batches
from teambot.services.feeds.blogs import BlogFinder, BlogFound, spellings
from teambot.services.feeds.documents import Documents
from teambot.services.feeds.hosts import GAP
from teambot.services.feeds.link_pages import LinkPages
from teambot.services.feeds.named import blog_of
from teambot.services.feeds.pace import Hosts
from teambot.services.feeds.poller import Poller
from teambot.services.feeds.post_pages import PostPages
from teambot.services.feeds.searches import Searches
from teambot.services.typed import asked_address, blog_address, typed, web_address
from teambot.storage import feeds, hosts
from teambot.storage.runner import Runner, Tx
from teambot.web.faults import FetchFailed
from teambot.web.fetch import Fetcher
from teambot.web.readers import is_of_comments
from teambot.web.worker import Worker, WorkerKilled

_AT_MOST = 1000  # feeds a pass; the next bell has the others


class FeedsService:
    """Feeds, read over HTTP behind the guard and parsed in a process that can be killed."""

    def __init__(
        self, db: Runner, fetcher: Fetcher, worker: Worker, *, every: timedelta, host_gap: timedelta = GAP
    ) -> None:
        """`every`: no feed is read more often. `host_gap`: the pause between two requests to one host."""
        self._db = db
        self._documents = Documents(fetcher, worker, every=every)
        manners = Hosts(host_gap)
        self._poller = Poller(self._documents, manners)
        self.links = LinkPages(self._documents, manners)
        self._every = every
        self.blogs = BlogFinder(self._documents)
        self.pages = PostPages(self._documents)
        self.searches = Searches()

    async def read(self, blog: str, feed: str, now: datetime, *, known: bool = False) -> BlogFound:
        """Read the feed that somebody names for their blog; without one, it is looked for from the blog's address.

        `choices` of what it gives: the other feeds that the blog announces, where it was looked for; to take one of
        them instead is to `read` again with its address as the feed. Raises Refusal("no-blog" | "no-web-address" |
        "feed-is-a-page" | "feed-not-a-feed" | "feed-of-comments" | "feed-unreadable"), and what `BlogFinder.find` and
        `named.blog_of` raise. `known`: that the feed is the blog's own was seen before.
        """
        if not typed(feed):
            return await self.blogs.find(blog, now)
        blog_url, url = blog_address(blog), asked_address(feed)
        try:
            fetched = await self._documents.get(url)
            parsed = await self._documents.feed(fetched, now)
        except FetchFailed as failed:
            raise Refusal("feed-unreadable", url=url, fault=str(failed.fault)) from None
        except NotAFeed as other:
            raise Refusal("feed-is-a-page" if other.reason == "html" else "feed-not-a-feed", url=url) from None
        except WorkerKilled:
            raise Refusal("feed-not-a-feed", url=url) from None
        if is_of_comments(url, parsed.title) or is_of_comments(fetched.url, parsed.title):
            raise Refusal("feed-of-comments", url=url)
        if not known:
            read_as = spellings(asked_address(blog), copied="://" in typed(blog))
            blog_url = web_address(await blog_of(self._documents, read_as, url))
        return BlogFound(blog_url, self._documents.as_read(blog_url, url, fetched, parsed), ())

    async def poll_due(self, now: datetime) -> int:
        """Read every feed that is due, and store what is new; gives how many results were stored.

        Rung while another pass is under way, it leaves alone what that one has.
        """
        due, waiting = await self._db.read(_due, None, now)
        batches = Batches(self._db, self._every, now)
        storing = asyncio.create_task(batches.run())
        try:
            await self._poller.run(due, waiting, batches.add, now)
            batches.end()
            await storing
        finally:
            storing.cancel()
        return batches.stored


def _due(tx: Tx, _: None, now: datetime) -> tuple[Sequence[Any], dict[str, datetime]]:
    return feeds.due(tx, now, _AT_MOST, far=now + TOO_FAR), hosts.waiting(tx, now)
