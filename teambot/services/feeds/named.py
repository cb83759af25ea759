"""A blog and a feed that somebody names together: the blog has to be there, and the feed its own. It stores nothing."""

import asyncio
from collections.abc import Sequence

from teambot.errors import Refusal
from teambot.feeds.identity import feed_key
from teambot.feeds.places import is_owners_too, usual_feeds
from teambot.services.feeds.blogs import MOST_SECONDS, NOBODY
from teambot.services.feeds.documents import Documents
from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetched
from teambot.web.worker import WorkerKilled


async def blog_of(documents: Documents, spellings: Sequence[str], feed_url: str) -> str:
    """Give the blog's address, of the ways to read what was typed, for which a feed was named that is its own.

    Its own is what stands under it or at one of its usual addresses, and what its page announces or links, wherever
    that stands. Where the page cannot be read (some hosts keep robots from pages, and let them have feeds), only what
    stands under it. Raises Refusal("blog-unreadable" | "feed-of-elsewhere").
    """
    blog = ""
    try:
        async with asyncio.timeout(MOST_SECONDS):
            for blog in spellings:
                fetched, fault = await _open(documents, blog)
                if fault not in NOBODY:
                    break
            if fetched is not None and await _is_own(documents, fetched, blog, feed_url):
                return blog
    except TimeoutError:
        fetched, fault = None, Fault.TIMEOUT
    if fetched is not None:
        raise Refusal("feed-of-elsewhere", url=feed_url, blog=blog)
    if fault in NOBODY:
        raise Refusal("blog-unreadable", url=spellings[0], fault=str(fault))
    if not is_owners_too(feed_url, blog):
        raise Refusal("blog-unreadable", url=blog, fault=str(fault))
    return blog


async def _open(documents: Documents, url: str) -> tuple[Fetched | None, Fault | None]:
    try:
        return await documents.get(url), None
    except FetchFailed as failed:
        return None, failed.fault


async def _is_own(documents: Documents, fetched: Fetched, blog: str, feed_url: str) -> bool:
    keys = {feed_key(url) for place in (blog, fetched.url) for url in usual_feeds(place)}
    if feed_key(feed_url) in keys or any(is_owners_too(feed_url, place) for place in (blog, fetched.url)):
        return True
    try:
        page = await documents.page(fetched)
    except WorkerKilled:
        return False
    named = (*page.links, *(feed.url for feed in page.feeds if not feed.comments))
    return feed_key(feed_url) in {feed_key(url) for url in named}
