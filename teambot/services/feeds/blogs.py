"""From any address of a blog to its feed, and to the proof of whose it is. It stores nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from teambot.domain.blog_facts import FeedChoice
from teambot.domain.ownership import Proof
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, same_blog, submittable
from teambot.feeds.items import NotAFeed, ParsedFeed
from teambot.feeds.places import blog_of_feed, blog_of_page, linked_feeds, place_of, usual_feeds
from teambot.services.feeds.documents import Documents
from teambot.services.feeds.polled import FeedRead
from teambot.services.feeds.proofs import look_for_proof
from teambot.services.typed import asked_address, blog_address, typed
from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetched
from teambot.web.html import FeedLink
from teambot.web.readers import is_of_comments
from teambot.web.worker import WorkerKilled

MOST_REQUESTS = 8  # feeds.md, Autodiscovery; each with its redirects
MOST_SECONDS = 15.0  # in all: somebody waits for the answer, and Discord for 15 minutes at the most
MOST_CHOICES = 10
_MOST_ANNOUNCED = 3  # feeds that are tried of those announced, or linked, so that requests are left for the others
NOBODY = frozenset({Fault.UNREACHABLE, Fault.REFUSED})  # no such host: another way of writing it may be one
_NO_USE = frozenset({Fault.UNREACHABLE, Fault.REFUSED, Fault.TIMEOUT, Fault.TOO_MANY})  # asking on would not help


@dataclass(frozen=True, slots=True)
class BlogFound:
    """A blog: its address, the feed of its posts as it was just read, and at most 10 other feeds it announces."""

    blog_url: str
    feed: FeedRead
    choices: tuple[FeedChoice, ...]


class BlogFinder:
    """Find blogs' feeds and owners over HTTP."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def find(self, address: str, now: datetime) -> BlogFound:
        """Find a blog by any of its addresses as somebody typed it: front page, post, feed, without a scheme.

        What is a feed is taken; else the first feed of posts that the page announces; else one that it links; else
        what stands at one of the usual addresses. At most 8 requests and 15 seconds. Raises Refusal("no-blog" |
        "no-web-address" | "feed-unreadable" | "feed-not-a-feed" | "no-feed-found").
        """
        blog = blog_address(address)
        read_as = spellings(asked_address(address), copied="://" in typed(address))
        search = _Search(self._documents, blog, now)
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await search.run(read_as)
        except TimeoutError:
            raise Refusal("feed-unreadable", url=blog, fault=str(Fault.TIMEOUT)) from None

    async def proof(
        self,
        blog_url: str,
        feed_url: str,
        token: str,
        discord_id: int,
        now: datetime,  # noqa: ARG002 - every way of a service is told when it is
        *,
        page: str | None = None,
    ) -> Proof | None:
        """Look for the proof that a blog is somebody's; None where there is none yet. See `domain.ownership`.

        `page`: an address on the blog that they name, with the token on it. At most 3 requests and 15 seconds. Raises
        Refusal("blog-unreadable") where nothing could be read.
        """
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await look_for_proof(self._documents, blog_url, feed_url, page, token, discord_id)
        except TimeoutError:
            raise Refusal("blog-unreadable", url=blog_url, fault=str(Fault.TIMEOUT)) from None

    async def check_post(self, url: str, blog_url: str) -> None:
        """Look whether there is a post at an address on a blog; what cannot be told now is let be.

        At most 15 seconds. Raises Refusal("post-not-there") where the blog says that there is none, and
        Refusal("post-leads-away") where its readers would be led to another host.
        """
        try:
            async with asyncio.timeout(MOST_SECONDS):
                found = await self._documents.there(url, Refusal("post-not-there", url=url))
        except TimeoutError:
            return
        if found is not None and not same_blog(found.url, blog_url):
            raise Refusal("post-leads-away", url=url)


class _Search:
    """One search: how many requests are left, and what was tried."""

    def __init__(self, documents: Documents, blog: str, now: datetime) -> None:
        self._documents = documents
        self._blog = blog
        self._now = now
        self._left = MOST_REQUESTS
        self._asked = blog  # what was asked for last
        self._tried: list[str] = []

    async def run(self, spellings: Sequence[str]) -> BlogFound:
        """Find the blog, or raise what `BlogFinder.find` says."""
        try:
            url, fetched = await self._open(spellings)
        except FetchFailed as failed:
            return await self._without_page(self._asked, failed)
        try:
            parsed = await self._documents.feed(fetched, self._now)
        except NotAFeed:
            return await self._from_page(fetched)
        except WorkerKilled:
            raise Refusal("feed-not-a-feed", url=url) from None
        if is_of_comments(fetched.url, parsed.title):
            return await self._from_usual(place_of(fetched.url))
        blog = blog_of_feed(fetched.url, parsed.home, parsed.items)
        return BlogFound(blog, self._documents.as_read(blog, url, fetched, parsed), ())

    async def _open(self, spellings: Sequence[str]) -> tuple[str, Fetched]:
        failed = FetchFailed(Fault.REFUSED)
        for url in spellings:
            try:
                return url, await self._get(url)
            except FetchFailed as why:
                failed = why if why.fault is not Fault.REFUSED else failed
                if why.fault not in NOBODY:
                    break
        raise failed

    async def _without_page(self, url: str, failed: FetchFailed) -> BlogFound:
        """Go on where the page cannot be read: some hosts keep robots from pages and let them have feeds."""
        if failed.fault not in _NO_USE:
            found = await self._try_usual(url)
            if found is not None:
                return found
        raise Refusal("feed-unreadable", url=self._blog, fault=str(failed.fault))

    async def _from_page(self, fetched: Fetched) -> BlogFound:
        try:
            page = await self._documents.page(fetched)
        except WorkerKilled:
            raise Refusal("feed-not-a-feed", url=self._blog) from None
        announced = [feed for feed in page.feeds if not feed.comments]
        address = self._address(fetched)
        for at, feed in enumerate(announced[:_MOST_ANNOUNCED]):
            found = await self._try(feed.url, address)
            if found is not None:
                others = announced[:at] + announced[at + 1 :]
                return BlogFound(found.blog_url, found.feed, _choices(others))
        return await self._from_usual(address, linked_feeds(page.links, fetched.url))

    async def _from_usual(self, address: str, linked: Sequence[str] = ()) -> BlogFound:
        found = await self._try_usual(address, linked)
        if found is None:
            raise Refusal("no-feed-found", url=self._blog, tried=", ".join(dict.fromkeys(map(_shown, self._tried))))
        return found

    async def _try_usual(self, address: str, linked: Sequence[str] = ()) -> BlogFound | None:
        for url in dict.fromkeys((*linked[:_MOST_ANNOUNCED], *usual_feeds(address))):
            try:
                found = await self._try(url, address)
            except FetchFailed:
                return None
            if found is not None:
                return found
        return None

    async def _try(self, url: str, page: str) -> BlogFound | None:
        """Take what stands at an address if it is a feed of posts; raises FetchFailed where asking on is of no use."""
        if self._left <= 0:
            return None
        self._tried.append(url)
        try:
            fetched = await self._get(url)
            parsed = await self._documents.feed(fetched, self._now)
        except FetchFailed as failed:
            if failed.fault in (Fault.TIMEOUT, Fault.TOO_MANY):
                raise
            return None
        except (NotAFeed, WorkerKilled):
            return None
        return None if is_of_comments(url, parsed.title) else self._found(url, page, fetched, parsed)

    def _found(self, url: str, page: str, fetched: Fetched, parsed: ParsedFeed) -> BlogFound:
        blog = blog_of_page(page, parsed.home, parsed.items)
        return BlogFound(blog, self._documents.as_read(blog, url, fetched, parsed), ())

    async def _get(self, url: str) -> Fetched:
        self._left -= 1
        self._asked = url
        return await self._documents.get(url)

    def _address(self, fetched: Fetched) -> str:
        """Give the page's address: as it was typed, in its own letters, unless it led elsewhere."""
        led = address_key(fetched.url) != address_key(self._blog) or _start(fetched.url) != _start(self._blog)
        return (submittable(fetched.url, fetched.url) if led else None) or self._blog


def spellings(address: str, *, copied: bool) -> tuple[str, ...]:
    """List the ways to read a typed address: without a scheme, first as browsers do, then as old blogs need it.

    `copied`: its scheme was typed, too. A `www.` at which nobody is is left out; it is added only where no scheme was
    typed, as a scheme is copied.
    """
    scheme, _, bare = address.partition("://")
    names = [bare]
    if not bare.lower().startswith("www."):
        names += [] if copied else [f"www.{bare}"]
    elif "." in bare[4:].partition("/")[0]:
        names.append(bare[4:])
    return tuple(f"{one}://{name}" for name in names for one in ((scheme,) if copied else ("https", "http")))


def _start(url: str) -> tuple[str, bool]:
    """Give what an address's key leaves out: its scheme, and whether its host begins with `www.`."""
    scheme, _, rest = url.lower().partition("://")
    return scheme, rest.startswith("www.")


def _choices(feeds: Sequence[FeedLink]) -> tuple[FeedChoice, ...]:
    return tuple(FeedChoice(feed.url, feed.title) for feed in feeds[:MOST_CHOICES])


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
