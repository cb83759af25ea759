"""How many look through blogs at once, because somebody asked: one search a person, and few in all.

A search takes requests, memory and a process of the worker. Without a bound one person could take them from all. A
document that is too hard to read holds a process for ten seconds: who names one waits before their next search begins,
longer each time, or two people who ask on and on would have both processes to themselves.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from teambot.errors import Refusal

AT_ONCE = 4  # in all; the others wait for their turn
PATIENCE = 15.0  # seconds: so long a search takes at the most that goes well
FIRST_REST, LONGEST_REST = 30.0, 120.0  # seconds, doubled in between; somebody waits for an answer

_of_this: ContextVar["_Search | None"] = ContextVar("search", default=None)


@dataclass(slots=True)
class _Search:
    """What is known of the search under way in a task."""

    hard: bool = False


@dataclass(frozen=True, slots=True)
class _Rest:
    """How long somebody rests after what was too hard, and until when, by the loop's clock."""

    seconds: float
    ends_at: float


def too_hard() -> None:
    """Say that the search under way in this task, if there is one, has found a document that is too hard to read."""
    if (search := _of_this.get()) is not None:
        search.hard = True


class Searches:
    """Let people search blogs, each once at a time. Used within one event loop."""

    def __init__(self, *, at_once: int = AT_ONCE, patience: float = PATIENCE, rest: float = FIRST_REST) -> None:
        self._people: set[int] = set()
        self._room = asyncio.Semaphore(at_once)
        self._patience = patience
        self._first_rest = rest
        self._rests: dict[int, _Rest] = {}

    @asynccontextmanager
    async def of(self, discord_id: int) -> AsyncIterator[None]:
        """Search for somebody, once they have rested and there is room.

        Raises Refusal("still-looking") while an earlier search of theirs runs or waits, and Refusal("many-looking")
        where no room comes free in time.
        """
        if discord_id in self._people:
            raise Refusal("still-looking")
        self._people.add(discord_id)
        try:
            await self._rest(discord_id)
            await self._enter()
            try:
                search = _Search()
                outer = _of_this.set(search)
                try:
                    yield
                finally:
                    _of_this.reset(outer)
                    self._note(discord_id, hard=search.hard)
            finally:
                self._room.release()
        finally:
            self._people.discard(discord_id)

    async def _rest(self, discord_id: int) -> None:
        now = asyncio.get_running_loop().time()
        self._rests = {who: rest for who, rest in self._rests.items() if now < rest.ends_at + LONGEST_REST}
        if (rest := self._rests.get(discord_id)) is not None and rest.ends_at > now:
            await asyncio.sleep(rest.ends_at - now)

    def _note(self, discord_id: int, *, hard: bool) -> None:
        before = self._rests.pop(discord_id, None)
        if hard:
            seconds = self._first_rest if before is None else min(before.seconds * 2, LONGEST_REST)
            self._rests[discord_id] = _Rest(seconds, asyncio.get_running_loop().time() + seconds)

    async def _enter(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._room.acquire()
        except TimeoutError:
            raise Refusal("many-looking") from None
