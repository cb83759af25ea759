"""Results on their way to the store: gathered, so that a hundred feeds cost one commit."""

import asyncio
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta

from teambot.services.by_team import attempt
from teambot.services.feeds.polled import Polled
from teambot.services.feeds.poller import TOO_HARD
from teambot.services.feeds.storing import Batch, store
from teambot.storage.runner import Runner

MOST = 100  # results in a transaction, and
LONGEST_WAIT = 0.25  # seconds until one is begun, so that little is lost with the process
_ITEMS_A_RESULT = 8  # so many items of a document cost what an unchanged feed does


class Batches:
    """Store results as they come, in order, with few transactions. `add` them, `end`, and await `run`."""

    def __init__(self, db: Runner, every: timedelta, now: datetime) -> None:
        self._db = db
        self._every = every
        self._now = now
        self._waiting: deque[Polled] = deque()
        self._weight = 0
        self._some = asyncio.Event()
        self._enough = asyncio.Event()
        self._ended = False
        self.stored = 0

    def add(self, polled: Polled) -> None:
        """Take a result; it waits until there are enough, or for a quarter of a second."""
        self._waiting.append(polled)
        self._weight += _weight(polled)
        self._some.set()
        if self._weight >= MOST:
            self._enough.set()

    def end(self) -> None:
        """Take no more: `run` ends when all is stored."""
        self._ended = True
        self._some.set()
        self._enough.set()

    async def run(self) -> None:
        """Store what is added until the end. Raises the store's own refusals."""
        while True:
            await self._some.wait()
            if not self._waiting:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_WAIT):
                    await self._enough.wait()
            await self._store(self._take())

    def _take(self) -> list[Polled]:
        taken: list[Polled] = []
        weight = 0
        while self._waiting and (not taken or weight + _weight(self._waiting[0]) <= MOST):
            taken.append(self._waiting.popleft())
            weight += _weight(taken[-1])
        self._weight -= weight
        if not self._ended:
            if self._weight < MOST:
                self._enough.clear()
            if not self._waiting:
                self._some.clear()
        return taken

    async def _store(self, results: list[Polled]) -> None:
        """Store results together; where that fails, one by one, and what fails alone is tried again as a fault is."""
        if await self._attempt(results) is not None:
            return
        for one in results:
            if len(results) == 1 or await self._attempt([one]) is None:
                await self._attempt([Polled(one.feed, one.host, fault=TOO_HARD)])

    async def _attempt(self, results: list[Polled]) -> int | None:
        ids = [one.feed.id for one in results]
        done = await attempt(self._db, store, Batch(results, self._every), self._now, "feeds.not-stored", feeds=ids)
        self.stored += done or 0
        return done


def _weight(polled: Polled) -> int:
    return 1 + len(polled.read.items) // _ITEMS_A_RESULT if polled.read is not None else 1
