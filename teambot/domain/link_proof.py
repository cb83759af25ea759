"""What is said of the link that goes with a recommendation, and when it is looked at. It accuses nobody, and fetches
nothing.

A page that has a link to the post shows it; any `rel` will do, `nofollow` as well (charter, clause 5). A page that was
read and has none leaves it at what its giver said. A page that cannot be read says nothing either way.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from html import unescape
from unicodedata import category, normalize
from urllib.parse import unquote, urlsplit

# After the first look: a page may be published later, or a host be down for a while.
AGAIN_AFTER = (timedelta(hours=1), timedelta(days=1))
# They show what people write to who is logged in, or to browsers alone: there is nothing to be fetched.
_MEMBERS_ONLY = frozenset(
    {
        "bsky.app",
        "discord.com",
        "discord.gg",
        "facebook.com",
        "fb.com",
        "instagram.com",
        "linkedin.com",
        "pinterest.com",
        "snapchat.com",
        "t.me",
        "threads.com",
        "threads.net",
        "tiktok.com",
        "twitter.com",
        "wa.me",
        "whatsapp.com",
        "x.com",
    }
)


class LinkState(StrEnum):
    """What is known of the link; shown to pusher and author alone."""

    WAITING = "waiting"  # it was not looked at yet
    SEEN = "seen"  # a link to the post stands on the page
    SAID = "said"  # the page was read, and that link was not found on it
    CANNOT = "cannot"  # nothing can be read there


@dataclass(frozen=True, slots=True)
class LinkDue:
    """The link of a recommendation that is to be looked at, for the `tries`-th time again.

    `id`: the assignment's. `state`: as it stands. `keys`: by which the post is known (feeds.identity.address_key).
    `blog_url`: of the post's author, "" where they have none; `own_blog`: its pusher's, likewise. `other_blogs`: those
    of the team's other members. `shown`: the pages, by their keys, that others showed for this post in this week.
    """

    id: int
    team_id: int
    url: str
    state: LinkState
    tries: int
    keys: frozenset[str]
    blog_url: str
    post_url: str
    slot_id: int
    pusher_id: int
    own_blog: str = ""
    other_blogs: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkLooked:
    """What a look brought; `wait`: how long its host asked to be left alone. Without `state` nobody was asked.

    `host`: who asked for that just now, which is another host where a redirect led there. `page`: where the link was
    seen in the end, where that is not the address that was given.
    """

    due: LinkDue
    state: LinkState | None
    wait: timedelta | None = None
    host: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What an address tells of a page before it is read; each of these can be had without recommending anything."""

    repeats_post: bool  # it holds the post's address: pages that say "you are leaving us" link whatever they are given
    of_another: bool  # it is on another member's blog
    shown_before: bool  # somebody else showed it for the same post

    @property
    def may_show(self) -> bool:
        """Tell whether a link on the page shows a recommendation."""
        return not (self.repeats_post or self.of_another or self.shown_before)


def first_state(link: str) -> LinkState:
    """Say how a link stands before anybody looks: a page that only its network's members see is never asked for."""
    return LinkState.CANNOT if is_members_only(link) else LinkState.WAITING


def is_members_only(link: str) -> bool:
    """Tell whether an address is on a network that shows nothing to who is not logged in."""
    labels = (urlsplit(link).hostname or "").split(".")
    return any(".".join(labels[at:]) in _MEMBERS_ONLY for at in range(len(labels)))


def state_of_page(found: bool, links: int) -> LinkState:
    """Say what a page shows that was read; one without a single link is drawn by scripts, and cannot be read."""
    if found:
        return LinkState.SEEN
    return LinkState.SAID if links else LinkState.CANNOT


def settled(states: Iterable[LinkState]) -> LinkState:
    """Say what several looks at one link amount to, in any order: seen once is seen, and read once is not unread."""
    looked = set(states)
    for state in (LinkState.SEEN, LinkState.SAID, LinkState.CANNOT):
        if state in looked:
            return state
    return LinkState.WAITING


def next_look(state: LinkState, tries: int, now: datetime, wait: timedelta | None = None) -> datetime | None:
    """Say when a link is looked at again after so many looks, the last one now; None: never.

    `wait`: how long its host asked to be left alone, which is the least.
    """
    if state is LinkState.SEEN or tries > len(AGAIN_AFTER):
        return None
    return now + max(AGAIN_AFTER[tries - 1], wait or timedelta())


def plainly(text: str) -> str:
    """Give a text as who reads an address out of it would: nothing escaped, however often, and nothing unseen in it."""
    while (plainer := unescape(unquote(text))) != text:
        text = plainer
    seen = "".join(char for char in normalize("NFKC", text) if category(char)[0] not in "CZ")
    return seen.casefold().replace("\N{IDEOGRAPHIC FULL STOP}", ".")


def repeats_host(address: str, urls: Collection[str]) -> bool:
    """Tell whether an address names, after its own host, the host of one of `urls`: in its path or its query."""
    parts = urlsplit(address)
    rest = plainly(f"{parts.path}?{parts.query}")
    return any(host in rest for url in urls for host in _spellings(url))


def _spellings(url: str) -> set[str]:
    """Give the ways in which a host's name is written: in letters, and as the network has it; without `www.`."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    found = {host}
    with suppress(UnicodeError):  # it is written in letters as it is
        found.add(host.encode().decode("idna"))
    with suppress(UnicodeError):  # no name that the network would know
        found.add(host.encode("idna").decode())
    return {plainly(name) for name in found if name}
