"""The one way into the database: use cases as plain functions, one transaction each, on one thread of their own.

A use case is `fn(tx, command, now) -> result`. It calls `tx.commit()` itself; leaving without it rolls back, and
so does an exception. It may not await, and touches neither Discord nor the web. A call that was cancelled or
timed out is *unknown*, never *failed*: the transaction goes on without its waiter.
"""

import asyncio
import inspect
import logging
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event

from teambot.errors import Refusal
from teambot.storage import engine as engines
from teambot.storage.faults import Fault, fault_of
from teambot.storage.line import Job, Line

Tx = Connection  # services name it so, and need not import sqlalchemy
C = TypeVar("C")
R = TypeVar("R")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Load:
    """What the database thread had to do since the start; times in seconds."""

    done: int = 0
    waited: float = 0.0  # in the line, all together
    longest_wait: float = 0.0
    worked: float = 0.0
    faults: int = 0


class Runner:
    """Run use cases one after the other: people first, at most one sweep's item in the line behind them."""

    def __init__(self, engine: Engine, *, on_commit: Callable[[], None] | None = None) -> None:
        """Take an engine that nobody else uses while this runs; `on_commit` is called in the loop after each commit."""
        self._engine = engine
        self._on_commit = on_commit
        self._line = Line()
        self._sweeping = asyncio.Lock()
        self._thread: threading.Thread | None = None
        self._committed = False  # by the transaction at work; touched in the database thread only
        self.load = Load()

    @property
    def waiting(self) -> int:
        """Say how many use cases stand in the line."""
        return len(self._line)

    async def run(self, fn: Callable[[Tx, C, datetime], R], command: C, now: datetime) -> R:
        """Run a use case that somebody waits for.

        Raises what `fn` raises; Busy where 200 wait already; Refusal("cannot-save", fault=…) where the disk or
        the file fails; Refusal("restarting") after `close`; ValueError for a naive `now`. After each of these
        nothing was changed, unless `fn` raised after its own commit.
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
        if self._thread is None:
            return
        await asyncio.to_thread(self._thread.join, seconds)
        for job in self._line.clear():
            job.tell(None, Refusal("restarting"))
        if self._thread.is_alive():
            log.warning("the database thread was still at work when the bot stopped")
            return
        event.remove(self._engine, "commit", self._note_commit)
        self._thread = None

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
        if self._thread is None:
            event.listen(self._engine, "commit", self._note_commit)
            self._thread = threading.Thread(target=self._work, name="teambot-database", daemon=True)
            self._thread.start()
        return job

    async def _ask(self, job: Job[R]) -> R:
        try:
            return await asyncio.shield(job.answer)
        except asyncio.CancelledError:
            job.left = True
            raise

    def _work(self) -> None:
        while job := self._line.take():
            started = time.perf_counter()
            self._committed = False
            result, error = self._serve(job)
            self._count(started - job.queued_at, time.perf_counter() - started)
            job.tell(result, error, self._on_commit if self._committed else None)
            del job, result, error  # a waiting thread holds nobody's words

    def _serve(self, job: Job[Any]) -> tuple[Any, BaseException | None]:
        try:
            with self._engine.connect() as tx:
                return _call(tx, job), None
        except BaseException as error:  # noqa: BLE001 - it belongs to the waiter, and the thread lives on
            fault = fault_of(error)
            # A use case that writes where it reads is a bug, not a disk that is read-only.
            if fault is None or (job.reading and fault is Fault.READ_ONLY):
                return None, error
            return None, self._failed(fault, error, reading=job.reading)

    def _failed(self, fault: Fault, error: BaseException, *, reading: bool) -> Refusal:
        log.error("the store failed: %s", fault, exc_info=error)
        self.load = replace(self.load, faults=self.load.faults + 1)
        refusal = Refusal("cannot-read" if reading else "cannot-save", fault=str(fault))
        refusal.__cause__ = error
        return refusal

    def _count(self, waited: float, worked: float) -> None:
        load = self.load
        self.load = replace(
            load,
            done=load.done + 1,
            waited=load.waited + waited,
            longest_wait=max(load.longest_wait, waited),
            worked=load.worked + worked,
        )

    def _note_commit(self, _: Tx) -> None:
        self._committed = True


def _call(tx: Tx, job: Job[Any]) -> Any:
    with engines.only_reading(tx) if job.reading else nullcontext():
        result = job.fn(tx, job.command, job.now)
    if inspect.iscoroutine(result):
        result.close()
        raise TypeError("a use case is a plain function: it must not await while it holds the database")
    return result
