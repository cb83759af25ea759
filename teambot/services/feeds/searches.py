"""How many look through blogs at once, because somebody asked: one search a person, and few in all.

A search takes requests, memory and a process of the worker. Without a bound one person could take them from all.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from teambot.errors import Refusal

AT_ONCE = 4  # in all; the others wait for their turn
PATIENCE = 15.0  # seconds: so long a search takes at the most that goes well


class Searches:
    """Let people search blogs, each once at a time. Used within one event loop."""

    def __init__(self, *, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._people: set[int] = set()
        self._room = asyncio.Semaphore(at_once)
        self._patience = patience

    @asynccontextmanager
    async def of(self, discord_id: int) -> AsyncIterator[None]:
        """Search for somebody, once there is room.

        Raises Refusal("still-looking") while an earlier search of theirs runs or waits, and Refusal("many-looking")
        where no room comes free in time.
        """
        if discord_id in self._people:
            raise Refusal("still-looking")
        self._people.add(discord_id)
        try:
            await self._enter()
            try:
                yield
            finally:
                self._room.release()
        finally:
            self._people.discard(discord_id)

    async def _enter(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._room.acquire()
        except TimeoutError:
            raise Refusal("many-looking") from None
