"""Manners towards hosts: one request at a time, a pause between two; and room in memory for a large document.

Whoever asks a host takes a turn in its line: the feeds of a pass, and those whom a redirect leads there. Times are
seconds of the caller's `now`, and of what has gone by since: nothing here reads the clock.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

from teambot.services.feeds.hosts import GAP, host_of, name_of

PATIENCE = 10.0  # seconds; what must wait longer is left for the next bell
LARGE_AT_ONCE = 4  # documents of up to 5 MB, from when they turn out large until they are read


class NotNow(Exception):
    """Leave a feed for the next bell: so many are on their way to a host that it would wait for too long."""


@dataclass(slots=True)
class Line:
    """Those on their way to a host: how many they are, whose turn it is, and from when on the next may ask."""

    many: int = 0
    free_at: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Hosts:
    """What is known of hosts from one bell to the next: their lines, and which of them a pass has lined up.

    `gap`: the pause between two requests to one host.
    """

    def __init__(self, gap: timedelta = GAP) -> None:
        self.gap = gap.total_seconds()
        self.lines: dict[str, Line] = {}
        self.lined_up: set[str] = set()
        self.leads: dict[int, str] = {}  # to which host a feed's redirects led the last time
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)

    def line(self, host: str) -> Line:
        """Give the line of a host."""
        if (line := self.lines.get(host)) is None:
            line = self.lines[host] = Line()
        return line

    def begin(self, due: Iterable[Any], now: datetime) -> "Turns":
        """Line up the feeds of a pass; those whose host another pass asks already are left to the next bell."""
        feeds: dict[str, deque[Any]] = {}
        for feed in due:
            host = host_of(feed.url)
            if host not in self.lined_up:
                feeds.setdefault(host, deque()).append(feed)
        self.lined_up.update(feeds)
        turns = Turns(self, feeds, now)
        self._forget(turns.began)
        turns.line_up()
        return turns

    def _forget(self, now: float) -> None:
        self.lines = {host: line for host, line in self.lines.items() if line.many or line.free_at > now}
        for line in self.lines.values():
            # A clock that was put back would keep a host waiting for long: never longer than the pause itself.
            line.free_at = min(line.free_at, now + self.gap)


class Turns:
    """The order in which one pass asks: hosts by when they are free, and each one's feeds in their order."""

    def __init__(self, hosts: Hosts, feeds: dict[str, deque[Any]], now: datetime) -> None:
        self.hosts = hosts
        self.feeds = feeds
        self.began = now.timestamp()
        self._loop = asyncio.get_running_loop()
        self._ahead = self.began - self._loop.time()
        self._free: list[tuple[float, int, str]] = []

    def time(self) -> float:
        """Say what time it is by now, as seconds."""
        return self._loop.time() + self._ahead

    def line_up(self) -> None:
        """Line all hosts up."""
        known = self.hosts.lines
        self._free = [
            (known[host].free_at if host in known else 0.0, place, host) for place, host in enumerate(self.feeds)
        ]
        heapify(self._free)

    def take(self) -> tuple[float, str] | None:
        """Give the host that is free the soonest, and from when on; None: no more."""
        if not self._free:
            return None
        free_at, _, host = heappop(self._free)
        return free_at, host

    def back(self, host: str) -> None:
        """Line a host up again for its next feed, where it has one."""
        if self.feeds[host]:
            heappush(self._free, (self.hosts.line(host).free_at, -1, host))
        else:
            self.leave(host)

    def leave(self, host: str) -> None:
        """Ask a host no more in this pass; those of its feeds that were not asked stay due."""
        del self.feeds[host]
        self.hosts.lined_up.discard(host)

    def end(self) -> None:
        """Leave every host that there is still."""
        for host in [*self.feeds]:
            self.leave(host)


class Pace:
    """Hold one poll up. It waits for no turn while it has another, so that no two polls wait for each other.

    `led_to`: the name of the host to which a redirect led last; None: none did.
    """

    def __init__(self, turns: Turns, feed_id: int) -> None:
        self._turns = turns
        self._hosts = turns.hosts
        self._feed_id = feed_id
        self._joined: dict[str, Line] = {}
        self._at: str | None = None
        self._redirected = self._large = False
        self.led_to: str | None = None

    async def begin(self, host: str) -> None:
        """Wait until the feed's host may be asked. Raises NotNow, before anybody is asked."""
        if (leads := self._hosts.leads.get(self._feed_id)) is not None:
            self._join(leads)
        self._join(host)
        await self._take_turn(host)

    async def before(self, url: str) -> None:
        """Wait until the host may be asked to which a redirect leads. Raises NotNow."""
        host = host_of(url)
        self.led_to = name_of(url)
        if host == self._at:
            return
        self._hosts.leads[self._feed_id] = host
        self._redirected = True
        self._join(host)
        self._end_turn()
        await self._take_turn(host)

    async def large(self) -> None:
        """Wait until there is room for another large document."""
        await self._hosts.large.acquire()
        self._large = True

    def end(self) -> None:
        """Leave every line, and give the room back: the document is read."""
        if self._at is not None and not self._redirected:
            self._hosts.leads.pop(self._feed_id, None)
        self._end_turn()
        if self._large:
            self._hosts.large.release()
        for line in self._joined.values():
            line.many -= 1

    def _join(self, host: str) -> None:
        """Be counted among those on their way to a host. Raises NotNow where they are too many already."""
        if host not in self._joined:
            line = self._hosts.line(host)
            if line.many * self._hosts.gap > PATIENCE:
                raise NotNow
            line.many += 1
            self._joined[host] = line

    async def _take_turn(self, host: str) -> None:
        """Wait until nobody else asks a host, and its pause is over."""
        line = self._joined[host]
        await line.turn.acquire()
        self._at = host
        if (seconds := line.free_at - self._turns.time()) > 0:
            await asyncio.sleep(seconds)

    def _end_turn(self) -> None:
        if self._at is not None:
            line = self._joined[self._at]
            line.free_at = self._turns.time() + self._hosts.gap
            line.turn.release()
            self._at = None
