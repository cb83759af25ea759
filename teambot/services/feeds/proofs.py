"""Where proof of a blog's owner is looked for: its front page, its feed, a page that they name. It stores nothing."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from teambot.domain.ownership import Proof, is_profile, may_prove, names, token_pattern
from teambot.errors import Refusal
from teambot.feeds.identity import feed_key, same_blog
from teambot.feeds.items import NotAFeed
from teambot.feeds.places import is_of_a_user, is_usual, within
from teambot.services.feeds.documents import Documents
from teambot.services.typed import typed, web_address
from teambot.web.faults import Fault, FetchFailed
from teambot.web.html import Page, Signs
from teambot.web.readers import is_of_comments
from teambot.web.worker import WorkerKilled

R = TypeVar("R")


async def look_for_proof(
    documents: Documents, blog_url: str, feed_url: str, page_url: str | None, token: str, discord_id: int
) -> Proof | None:
    """Look at the front page, then at the feed, then at the page named; gives the first proof, None if there is none.

    Raises Refusal("blog-unreadable") where nothing could be read, Refusal("no-web-address") for a page that is none.
    """
    named = web_address(page_url or "") if typed(page_url) else None
    looking = _Looking(documents, blog_url, token, discord_id)
    front = await looking.attempt(looking.page(blog_url))
    if front is not None and (proof := looking.shown(front.head) or looking.shown(front.body)):
        return proof
    if _is_its_feed(feed_url, blog_url, front) and await looking.attempt(looking.in_posts(feed_url)):
        return Proof.FEED_TOKEN
    if named is not None and front is not None and _is_its_page(named, blog_url, front):
        page = await looking.attempt(looking.page(named))
        # Readers may have written what stands in its body, in a way that cannot be told from the owner's.
        if page is not None and (
            proof := looking.shown(page.head) or (None if page.readers_write else looking.shown(page.body))
        ):
            return proof
    if looking.fault is not None and not looking.read:
        raise Refusal("blog-unreadable", url=blog_url, fault=str(looking.fault))
    return None


@dataclass(slots=True)
class _Looking:
    """One search for a proof: for what, where, and whether anything could be read."""

    documents: Documents
    blog_url: str
    token: str
    discord_id: int
    read: bool = False
    fault: Fault | None = None
    pattern: str = field(init=False)

    def __post_init__(self) -> None:
        self.pattern = token_pattern(self.token)

    async def attempt(self, reading: Awaitable[R | None]) -> R | None:
        """Read one document; one that cannot be read is no proof, and no reason not to look at the others."""
        try:
            return await reading
        except FetchFailed as failed:
            self.fault = self.fault or failed.fault
        except (NotAFeed, WorkerKilled):
            self.read = True
        return None

    async def page(self, url: str) -> Page | None:
        """Read one of the blog's pages; None where it leads out of the blog, or its address says the token itself."""
        if not may_prove(url, self.token):
            self.read = True
            return None
        fetched = await self.documents.get(url)
        self.read = True
        if not within(fetched.url, self.blog_url) or not may_prove(fetched.url, self.token):
            return None
        return await self.documents.page(fetched, self.pattern)

    async def in_posts(self, url: str) -> bool | None:
        """Tell whether the token stands in a post of a feed: on the host that was asked, and not among comments."""
        if names(url, self.token):
            return None
        fetched = await self.documents.get(url)
        self.read = True
        if not same_blog(fetched.url, url) or names(fetched.url, self.token):
            return None
        searched = await self.documents.posts(fetched, self.pattern)
        return searched.found and not is_of_comments(fetched.url, searched.title)

    def shown(self, signs: Signs) -> Proof | None:
        """Say what a part of a page proves."""
        if signs.token:
            return Proof.PAGE_TOKEN
        return Proof.REL_ME if any(is_profile(url, self.discord_id) for url in signs.me) else None


def _is_its_feed(feed_url: str, blog_url: str, front: Page | None) -> bool:
    """Tell whether a feed is a blog's: its front page announces it, or it stands where only its owner can put one.

    Not any feed on the blog's host: that may be another's on a host of many.
    """
    announced = {feed_key(feed.url) for feed in front.feeds if not feed.comments} if front is not None else set()
    return feed_key(feed_url) in announced or is_usual(feed_url, blog_url)


def _is_its_page(url: str, blog_url: str, front: Page) -> bool:
    """Tell whether a page is the blog's own: under its address, no user's of its host, and its front page links it."""
    if not within(url, blog_url) or is_of_a_user(url, blog_url):
        return False
    return feed_key(url) in {feed_key(link) for link in front.links}
