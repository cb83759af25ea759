"""Manners towards hosts: one request at a time, a pause between two, and who has asked us to stay away.

Times are the caller's `now` and what has gone by since: nothing here reads the clock.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any
from urllib.parse import urlsplit

GAP = timedelta(seconds=2)  # between two requests to one host; feeds.md, 1.1
PATIENCE = timedelta(seconds=10)  # what must wait longer is left for the next bell
# Hosts of many blogs, which are one host to whoever runs them.
_PLATFORMS = frozenset(
    {
        "bearblog.dev",
        "beehiiv.com",
        "blog.me",
        "blogspot.com",
        "dreamwidth.org",
        "feedburner.com",
        "ghost.io",
        "github.io",
        "gitlab.io",
        "hashnode.dev",
        "hatenablog.com",
        "livejournal.com",
        "medium.com",
        "micro.blog",
        "neocities.org",
        "netlify.app",
        "over-blog.com",
        "pages.dev",
        "posthaven.com",
        "squarespace.com",
        "substack.com",
        "svbtle.com",
        "tumblr.com",
        "typepad.com",
        "vercel.app",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "write.as",
    }
)


def name_of(url: str) -> str:
    """Give the name of an address's host, without `www.`: what one blog of a platform says is said for that one."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def host_of(url: str) -> str:
    """Give the host that an address burdens: without `www.`, and of a platform of many blogs the platform."""
    host = name_of(url)
    last_two = ".".join(host.rsplit(".", 2)[-2:])
    return last_two if last_two in _PLATFORMS else host


@dataclass(slots=True)
class Turns:
    """The order in which one pass asks: hosts by when they are free, and each one's feeds in their order."""

    feeds: dict[str, deque[Any]]
    _free: list[tuple[float, int, str]] = field(default_factory=list)

    def begin(self, after: Mapping[str, float]) -> None:
        """Line the hosts up; `after`: the seconds from now after which a host is free, where it is not already."""
        self._free = [(after.get(host, 0.0), place, host) for place, host in enumerate(self.feeds)]
        heapify(self._free)

    def take(self) -> tuple[float, str] | None:
        """Give the host that is free the soonest, and after how many seconds of the pass; None: no more."""
        if not self._free:
            return None
        after, _, host = heappop(self._free)
        return after, host

    def back(self, after: float, host: str) -> None:
        """Line a host up again that was asked, free after so many seconds of the pass."""
        heappush(self._free, (after, -1, host))


class Hosts:
    """What is known of hosts from one bell to the next: who is asked right now, and when the others are free."""

    def __init__(self, gap: timedelta = GAP) -> None:
        self.gap = gap
        self._asked: set[str] = set()
        self._free_at: dict[str, datetime] = {}

    def begin(self, due: Iterable[Any], now: datetime) -> Turns:
        """Line up the feeds of a pass; those whose host another pass asks already are left to the next bell."""
        feeds: dict[str, deque[Any]] = {}
        for feed in due:
            host = host_of(feed.url)
            if host not in self._asked:
                feeds.setdefault(host, deque()).append(feed)
        self._asked.update(feeds)
        # A clock that was put back would keep a host waiting for long: never longer than the pause itself.
        self._free_at = {host: min(at, now + self.gap) for host, at in self._free_at.items() if at > now}
        turns = Turns(feeds)
        turns.begin({host: (at - now).total_seconds() for host, at in self._free_at.items() if host in feeds})
        return turns

    def asked(self, host: str, at: datetime) -> None:
        """Note that a host's answer is over."""
        self._free_at[host] = at + self.gap

    def leave(self, host: str) -> None:
        """Ask a host no more in the pass that lined it up."""
        self._asked.discard(host)
