"""The one way into the database: use cases as plain functions, one transaction each, on threads of their own.

A use case is `fn(tx, command, now) -> result`. It calls `tx.commit()` itself; leaving without it rolls back, and
so does an exception. It may not await, and touches neither Discord nor the web. It may be run again from its beginning
(see attempts.Attempts). A call that was cancelled or timed out is *unknown*, never *failed*: the transaction goes on
without its waiter.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, QueuePool

from teambot.errors import Refusal
from teambot.storage import engine as engines
from teambot.storage.attempts import Attempts, Outcome
from teambot.storage.faults import Fault, fault_of
from teambot.storage.line import Job, Line

Tx = Connection  # services name it so, and need not import sqlalchemy
C = TypeVar("C")
R = TypeVar("R")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Load:
    """What the database threads had to do since the start; times in seconds."""

    done: int = 0
    waited: float = 0.0  # in the line, all together
    longest_wait: float = 0.0
    worked: float = 0.0
    faults: int = 0


class Runner:
    """Run use cases in the order in which they came: people first, at most one sweep's item behind them.

    One thread for each connection of the engine's pool: on SQLite one after the other, on PostgreSQL four at a time.
    """

    def __init__(self, engine: Engine, *, on_commit: Callable[[], None] | None = None) -> None:
        """Take an engine that nobody else uses while this runs; `on_commit` is called in the loop after each commit."""
        self._engine = engine
        self._on_commit = on_commit
        self._line = Line()
        self._sweeping = asyncio.Lock()
        self._threads: list[threading.Thread] = []
        self._attempts: Attempts | None = None
        self._counting = threading.Lock()
        self.load = Load()

    @property
    def waiting(self) -> int:
        """Say how many use cases stand in the line."""
        return len(self._line)

    async def run(self, fn: Callable[[Tx, C, datetime], R], command: C, now: datetime) -> R:
        """Run a use case that somebody waits for.

        Raises what `fn` raises; Busy where 200 wait already; Refusal("cannot-save", fault=…) where the disk or
        the file fails, or the server is away; Refusal("restarting") after `close`; ValueError for a naive `now`. After
        each of these nothing was changed, unless `fn` raised after its own commit. Refusal("not-sure-saved", fault=…)
        where the connection was lost in the middle of the commit, and stayed lost.
        """
        return await self._ask(self._put(fn, command, now))

    async def read(self, fn: Callable[[Tx, C, datetime], R], command: C, now: datetime) -> R:
        """Run a short use case that only reads, in the people's line. Raises as `run`, with "cannot-read"."""
        return await self._ask(self._put(fn, command, now, reading=True))

    async def sweep(self, fn: Callable[[Tx, C, datetime], R], command: C, now: datetime) -> R:
        """Run one item of a sweep, behind all people; the next waits here. Raises as `run`, but never Busy."""
        await self._sweeping.acquire()
        try:
            job = self._put(fn, command, now, sweep=True)
        except BaseException:
            self._sweeping.release()
            raise
        # By the job's end, not the caller's: a cancelled caller's item is still in the line.
        job.answer.add_done_callback(lambda _: self._sweeping.release())
        return await self._ask(job)

    async def checkpoint(self, now: datetime) -> bool:
        """End a purge: cut the log so that what was erased stands nowhere (engine.checkpoint)."""
        return await self.run(lambda tx, _, __: engines.checkpoint(tx), None, now)

    async def close(self, seconds: float = 3) -> None:
        """Take nothing more, serve those in the line for `seconds`, send the rest home with Refusal("restarting")."""
        self._line.close()
        if self._attempts is None:
            return
        end = time.monotonic() + seconds
        for thread in self._threads:
            await asyncio.to_thread(thread.join, max(end - time.monotonic(), 0))
        for job in self._line.clear():
            job.tell(None, Refusal("restarting"))
        if any(thread.is_alive() for thread in self._threads):
            log.warning("a database thread was still at work when the bot stopped")
            return
        self._attempts.close()
        self._attempts = None

    def _put(
        self,
        fn: Callable[[Tx, C, datetime], R],
        command: C,
        now: datetime,
        *,
        reading: bool = False,
        sweep: bool = False,
    ) -> Job[R]:
        if now.utcoffset() is None:
            raise ValueError("a use case needs an aware now")
        job = Job(fn, command, now, reading, asyncio.get_running_loop().create_future())
        self._line.put(job, sweep=sweep)
        if self._attempts is None:
            self._begin_work()
        return job

    def _begin_work(self) -> None:
        self._attempts = Attempts(self._engine)
        pool = self._engine.pool
        for number in range(pool.size() if isinstance(pool, QueuePool) else 1):
            name = f"teambot-database-{number}"
            thread = threading.Thread(target=self._work, args=(self._attempts,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    async def _ask(self, job: Job[R]) -> R:
        try:
            return await asyncio.shield(job.answer)
        except asyncio.CancelledError:
            job.left = True
            raise

    def _work(self, attempts: Attempts) -> None:
        while job := self._line.take():
            started = time.perf_counter()
            outcome = attempts.run(job.fn, job.command, job.now, reading=job.reading)
            error = self._told(outcome, reading=job.reading) if outcome.error else None
            self._count(started - job.queued_at, time.perf_counter() - started)
            job.tell(outcome.result, error, self._on_commit if outcome.committed else None)
            del job, outcome, error  # a waiting thread holds nobody's words

    def _told(self, outcome: Outcome, *, reading: bool) -> BaseException | None:
        """Give what the waiter is told of a failure: a Refusal where the store failed, else the exception itself."""
        error = outcome.error
        fault = fault_of(error) if error is not None else None
        # A use case that writes where it reads is a bug, not a disk that is read-only.
        if fault is None or (reading and fault is Fault.READ_ONLY):
            return error
        log.error("the store failed: %s", fault, exc_info=error)
        with self._counting:
            self.load = replace(self.load, faults=self.load.faults + 1)
        key = "not-sure-saved" if outcome.unsure else "cannot-read" if reading else "cannot-save"
        refusal = Refusal(key, fault=str(fault))
        refusal.__cause__ = error
        return refusal

    def _count(self, waited: float, worked: float) -> None:
        with self._counting:
            load = self.load
            self.load = replace(
                load,
                done=load.done + 1,
                waited=load.waited + waited,
                longest_wait=max(load.longest_wait, waited),
                worked=load.worked + worked,
            )
