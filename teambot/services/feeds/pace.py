"""What holds a poll up: manners towards every host that it comes to, and room in memory for a large document.

Turns (`hosts`) line up the feeds of one host. Redirects lead to hosts that nobody lined up: those are held to here.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from teambot.services.feeds.hosts import PATIENCE, host_of

LARGE_AT_ONCE = 4  # documents of up to 5 MB, from when they turn out large until they are read


class NotNow(Exception):
    """Leave a feed for the next bell: so many are on their way to a host that it would wait for too long."""


@dataclass(slots=True)
class _Line:
    """Those on their way to a host: how many they are, whose turn it is, and from when the next may ask (loop time).

    Between two that were lined up for it, the pause is kept by their line (`hosts.Turns`): `redirected` says that a
    redirect led the last one here.
    """

    many: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    redirected: bool = False


class Paces:
    """Make a pace for each poll; all share what is known of hosts, and the room for large documents.

    `gap`: the pause between two requests to one host.
    """

    def __init__(self, gap: timedelta) -> None:
        self.gap = gap
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)
        self.lines: dict[str, _Line] = {}
        self.leads: dict[int, str] = {}  # to which host a feed's redirects led the last time

    @asynccontextmanager
    async def one(self, feed_id: int, host: str) -> AsyncIterator["Pace"]:
        """Give the pace of one poll, once its host may be asked. Raises NotNow, before anybody is asked."""
        pace = Pace(self, feed_id)
        try:
            pace.join(self.leads.get(feed_id, host))
            pace.join(host)
            await pace.take_turn(host)
            yield pace
            if not pace.redirected:
                self.leads.pop(feed_id, None)
        finally:
            pace.end()


class Pace:
    """Hold one poll up. It waits for no turn while it has another, so that no two polls wait for each other."""

    def __init__(self, paces: Paces, feed_id: int) -> None:
        self._paces = paces
        self._feed_id = feed_id
        self._joined: set[str] = set()
        self._at: str | None = None
        self._large = False
        self.redirected = False

    async def before(self, url: str) -> None:
        """Wait until the host may be asked to which a redirect leads. Raises NotNow."""
        host = host_of(url)
        if host == self._at:
            return
        self._paces.leads[self._feed_id] = host
        self.join(host)
        self._end_turn()
        self.redirected = True
        await self.take_turn(host)

    async def large(self) -> None:
        """Wait until there is room for another large document."""
        await self._paces.large.acquire()
        self._large = True

    def join(self, host: str) -> None:
        """Be counted among those on their way to a host. Raises NotNow where they are too many already."""
        if host in self._joined:
            return
        line = self._paces.lines.setdefault(host, _Line())
        if line.many * self._paces.gap > PATIENCE:
            raise NotNow
        line.many += 1
        self._joined.add(host)

    async def take_turn(self, host: str) -> None:
        """Wait until nobody else asks a host, and its pause is over."""
        line = self._paces.lines[host]
        await line.turn.acquire()
        self._at = host
        if self.redirected or line.redirected:
            await asyncio.sleep(max(line.free_at - asyncio.get_running_loop().time(), 0))

    def end(self) -> None:
        """Leave every line, and give the room back: the document is read."""
        self._end_turn()
        if self._large:
            self._paces.large.release()
        now = asyncio.get_running_loop().time()
        for host in self._joined:
            self._paces.lines[host].many -= 1
        for host in [host for host, line in self._paces.lines.items() if not line.many and line.free_at <= now]:
            del self._paces.lines[host]

    def _end_turn(self) -> None:
        if self._at is not None:
            line = self._paces.lines[self._at]
            line.redirected = self.redirected
            line.free_at = asyncio.get_running_loop().time() + self._paces.gap.total_seconds()
            line.turn.release()
            self._at = None
