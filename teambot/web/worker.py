"""Processes for work that a stranger's bytes may drag out: each can be killed, and the bot goes on.

It imports nothing of the bot's but what the functions it is handed are made of.
"""

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

P = ParamSpec("P")
R = TypeVar("R")

MOST_MEMORY = 512 * 1024 * 1024  # of one process
MOST_PROCESSES = 4
_DEPTH = 2  # calls to a process: the next one waits in its pipe, or the process would wait for us between two


class WorkerKilled(TimeoutError):
    """The function took too long, or took its process with it; nothing came back. The next call has a new process."""


def _confine() -> None:
    """Bound this process, and let SIGTERM end it at once: a handler in Python waits for C code that may not return."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not every system can bound address space (macOS refuses); the deadline holds everywhere.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _call(seconds: float, function: Callable[..., R], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> R:
    """Call within a deadline of this process's own, so that it ends even if the bot was killed meanwhile.

    What is raised and cannot travel is raised by its name: where it arrived, it would take the neighbours with it.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(*args, **kwargs)
    except Exception as error:
        if not _travels(error):
            raise RuntimeError(type(error).__name__) from None
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _travels(error: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, a moment ago
    except Exception:  # noqa: BLE001 - whatever its own pickling brings out
        return False
    return True


def _is_cancelled() -> bool:
    """Tell whether the task that runs this was itself cancelled, and not only what it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # Pebble leaves its types out here
    pool.join()


class _Lane:
    """One process, with the calls that are its own: one at work, one that waits for it in the pipe."""

    def __init__(self, seconds: float, idle_seconds: float) -> None:
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._calls: set[Future[Any]] = set()
        self._pool: ProcessPool | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def calls(self) -> int:
        """Say how many calls are under way, those included that nobody waits for any more."""
        return len(self._calls)

    async def run(self, function: Callable[..., R], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> R:
        """Run a call in the process; raises what `Worker.run` raises."""
        limit = self._seconds + 1  # its own deadline comes after ours, for when we are not there any more
        try:
            call = self._ready_pool().schedule(_call, (limit, function, args, kwargs), timeout=self._seconds)
        except RuntimeError as error:  # the pool broke a moment ago
            raise WorkerKilled("the worker was killed") from error
        answer = asyncio.wrap_future(call)
        self._calls.add(call)
        answer.add_done_callback(lambda done: self._over(call, done))
        try:
            return await asyncio.shield(answer)
        except (TimeoutError, ProcessExpired, BrokenProcessPool) as error:
            raise WorkerKilled("the worker was killed") from error
        except asyncio.CancelledError:
            if not _is_cancelled():
                raise WorkerKilled("the worker was closed") from None
            if self.calls == 1:
                call.cancel()  # type: ignore[no-untyped-call]  # it kills the process; with a neighbour its deadline does
            raise

    async def close(self) -> None:
        """End the process at once; its calls raise WorkerKilled."""
        for call in list(self._calls):
            call.cancel()
        self._end_pool()
        await asyncio.gather(*self._ending)

    def _over(self, call: Future[Any], answer: asyncio.Future[Any]) -> None:
        _ = answer.cancelled() or answer.exception()  # nobody may be left who would look at it
        self._calls.discard(call)
        if not self._calls:
            if self._idle is not None:
                self._idle.cancel()
            self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._rest)

    def _rest(self) -> None:
        if not self._calls:
            self._end_pool()

    def _ready_pool(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            self._end_pool()  # its process was killed from outside, between two calls
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork would copy the loop's threads and sockets
            self._pool = ProcessPool(max_workers=1, initializer=_confine, context=context)
        return self._pool

    def _end_pool(self) -> None:
        pool, self._pool = self._pool, None
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if pool is not None:
            ending = asyncio.get_running_loop().create_task(asyncio.to_thread(_end, pool))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)


class Worker:
    """Run functions in processes of their own, each within a deadline; each process can be killed alone.

    `seconds`: the longest one call may take before its process is killed. `idle_seconds`: after so long without a call
    a process ends, so that an idle bot has none; the next call starts another. `processes`: as many as the machine has
    cores, at most four; a second one is begun when the first is at work. Made and used within one event loop.
    """

    def __init__(self, *, seconds: float = 10, idle_seconds: float = 60, processes: int | None = None) -> None:
        many = processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        self._lanes = [_Lane(seconds, idle_seconds) for _ in range(many)]
        self._room = asyncio.Semaphore(many * _DEPTH)
        self._closings = 0

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a module's function in a process; arguments, result and exceptions must be picklable.

        Raises what the function raises (MemoryError over 512 MB), or WorkerKilled: of this call alone, for a process
        that is killed takes no other's call with it. Calls wait for one another; a cancelled one is killed, at the
        latest by its deadline.
        """
        closings = self._closings
        async with self._room:
            if closings != self._closings:
                raise WorkerKilled("the worker is being closed")
            lane = min(self._lanes, key=lambda one: one.calls)
            return await lane.run(function, args, kwargs)

    async def close(self) -> None:
        """End the processes at once; calls that run or wait raise WorkerKilled. A later `run` starts others."""
        self._closings += 1
        await asyncio.gather(*(lane.close() for lane in self._lanes))
