"""A blog's documents, fetched behind the guard and read in the process that can be killed. It stores nothing."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import ParamSpec, TypeVar

from teambot.errors import Refusal
from teambot.feeds.items import NotAFeed, ParsedFeed, PostsSearched
from teambot.feeds.parse import parse_feed, search_posts
from teambot.services.feeds.polled import FeedRead
from teambot.services.feeds.searches import too_hard
from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetched, Fetcher, Pace
from teambot.web.html import Page, read_page
from teambot.web.link_proof import read_links
from teambot.web.worker import Worker, WorkerKilled

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

_NOTHING = frozenset({Fault.NOT_FOUND, Fault.GONE})


class Documents:
    """Fetch and read what blogs serve. `every`: no sooner than so is a feed read that is kept."""

    def __init__(self, fetcher: Fetcher, worker: Worker, *, every: timedelta) -> None:
        self._fetcher = fetcher
        self._worker = worker
        self._every = every

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, pace: Pace | None = None
    ) -> Fetched:
        """Fetch a document; see `Fetcher.get`. Raises FetchFailed, and what `pace` raises."""
        return await self._fetcher.get(url, etag=etag, last_modified=last_modified, pace=pace)

    async def there(self, url: str, nothing: Refusal) -> Fetched | None:
        """Fetch a page that should be there; None where that cannot be told now: a blog that is down stops nobody.

        Raises `nothing` where its host says that nothing is there (404, 410).
        """
        try:
            return await self.get(url)
        except FetchFailed as failed:
            if failed.fault in _NOTHING:
                raise nothing from None
            return None

    async def feed(self, fetched: Fetched, now: datetime, *, ids_repeat: bool = False) -> ParsedFeed:
        """Read a document as a feed. Raises NotAFeed, or WorkerKilled for one that is too much to read.

        `ids_repeat`: what is known of the feed, see `feeds.parse.parse_feed`.
        """
        body, kind = fetched.body, fetched.content_type
        parsed = await self._run(parse_feed, body, kind, fetched.url, now, ids_repeat=ids_repeat)
        if parsed.cut:
            log.info("a feed shows more than is read of it", extra={"items": len(parsed.items)})
        return parsed

    async def posts(self, fetched: Fetched, pattern: str) -> PostsSearched:
        """Look through the posts of a feed. Raises what `feed` raises."""
        return await self._run(search_posts, fetched.body, fetched.content_type, pattern)

    async def page(self, fetched: Fetched, pattern: str | None = None) -> Page:
        """Read a document as a page of HTML. Raises WorkerKilled for one that is too much to read."""
        return await self._run(read_page, fetched.body, fetched.content_type, fetched.url, pattern)

    async def links(self, fetched: Fetched) -> tuple[str, ...]:
        """Read where a page of HTML leads. Raises WorkerKilled for one that is too much to read."""
        return await self._run(read_links, fetched.body, fetched.content_type, fetched.url)

    def as_read(
        self, blog_url: str, url: str, fetched: Fetched, parsed: ParsedFeed, *, body_hash: str | None = None
    ) -> FeedRead:
        """Put together what is stored of a feed that was read at `url`; `body_hash`: that of its body, where known."""
        # Validators of a document that was cut short would hide what was lost until the feed changes again.
        etag, last_modified = (fetched.etag, fetched.last_modified) if parsed.whole else (None, None)
        body_hash = (body_hash or hash_of(fetched.body)) if parsed.whole else ""
        return FeedRead(
            blog_url,
            url,
            parsed.title,
            parsed.items,
            etag,
            last_modified,
            body_hash,
            self._every,
            asks=parsed.asks,
            ids_repeat=parsed.ids_repeat,
        )

    async def _run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await self._worker.run(function, *args, **kwargs)
        except NotAFeed:
            raise
        except (WorkerKilled, asyncio.CancelledError):  # cancelled: whoever asked has waited for long enough
            too_hard()
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's bytes found a bug, or took all the memory
            # Its kind alone: an error of a parser quotes what it could not read.
            too_hard()
            log.error("feed.unparsable", extra={"error": type(error).__name__})
            raise WorkerKilled from None


def hash_of(body: bytes) -> str:
    """Give a short hash of a document, to see whether it is the same again."""
    return blake2b(body, digest_size=16).hexdigest()
