"""What the web says of a post: that it is there, where its address leads, what its page calls itself. No store."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from teambot.errors import Refusal
from teambot.feeds.addresses import without_tracking
from teambot.feeds.identity import address_key, same_blog
from teambot.feeds.places import place_of, within
from teambot.services.feeds.documents import Documents
from teambot.web.fetch import Fetched
from teambot.web.worker import WorkerKilled

MOST_SECONDS = 8.0  # in all: somebody waits for the answer


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post's address as it was looked at, and the keys by which the post is known, that of the address first.

    `leads_to`: where its readers come out; the address itself where that could not be told now. `sure`: those of the
    keys whose addresses end in the same name as the post's own, and so can hardly be every page's.
    """

    url: str
    leads_to: str
    keys: tuple[str, ...]
    sure: frozenset[str] = frozenset()


class PostPages:
    """Look at posts' pages over HTTP."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def look(self, url: str) -> PostPage:
        """Look at a post's page for at most 8 seconds; a blog that is down, slow or unreadable stops nobody.

        Keys are of the address, of where it leads for good, and of what the page there calls its own address. What it
        leads to for now (to be asked for a consent or an age, to log in) says nothing of it. Raises
        Refusal("no-post-there") where the blog says that there is none (404, 410).
        """
        leads_to, same = url, tuple[str, ...]()
        try:
            async with asyncio.timeout(MOST_SECONDS):
                found = await self._documents.there(url, Refusal("no-post-there", url=url))
                if found is not None:
                    leads_to = found.url
                    if found.permanent_url is not None or address_key(leads_to) == address_key(url):
                        same = (leads_to, *await self._called(found))
        except TimeoutError:
            pass
        others = [one for one in same if _names_a_post(one, leads_to)]
        sure = frozenset(address_key(one) for one in others if _name(one) and _name(one) == _name(url))
        return PostPage(url, leads_to, tuple(dict.fromkeys(map(address_key, (url, *others)))), sure)

    async def _called(self, found: Fetched) -> tuple[str, ...]:
        try:
            return (await self._documents.page(found)).same
        except WorkerKilled:
            return ()


def _names_a_post(url: str, page: str) -> bool:
    """Tell whether an address can stand for one post: not a front page, nor what stands above the page on its blog.

    Blogs that name their front page, or a list, as every page's own address would else have one post in all.
    """
    one, other = urlsplit(without_tracking(url)), urlsplit(page)
    if one.query:
        return True
    path = one.path.rstrip("/")
    is_above = same_blog(url, page) and other.path.startswith(f"{path}/") and other.path != f"{path}/"
    return not is_above and not within(place_of(url), url)


def _name(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]
