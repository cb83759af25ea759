"""A process for work that a stranger's bytes may drag out: it can be killed, and the bot goes on.

It imports nothing of the bot's but what the functions it is handed are made of.
"""

import asyncio
import contextlib
import multiprocessing
import resource
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

P = ParamSpec("P")
R = TypeVar("R")

MOST_MEMORY = 512 * 1024 * 1024


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
    """Call within a deadline of this process's own, so that it ends even if the bot was killed meanwhile."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _is_cancelled() -> bool:
    """Tell whether the task that runs this was itself cancelled, and not only what it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # Pebble leaves its types out here
    pool.join()


class Worker:
    """Run functions in one process of their own, one at a time, each within a deadline.

    `seconds`: the longest one call may take before its process is killed. `idle_seconds`: after so long without a call
    the process ends, so that an idle bot has none; the next call starts another. Made and used within one event loop.
    """

    def __init__(self, *, seconds: float = 10, idle_seconds: float = 60) -> None:
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._turn = asyncio.Lock()
        self._pool: ProcessPool | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._resting: asyncio.Task[None] | None = None
        self._call: Future[Any] | None = None
        self._closing = False

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a module's function in the process; arguments, result and exceptions must be picklable.

        Raises what the function raises (MemoryError over 512 MB), or WorkerKilled. Calls wait for one another; a
        cancelled call kills its process.
        """
        async with self._turn:
            if self._closing:
                raise WorkerKilled("the worker is being closed")
            self._stay()
            pool = await self._ready_pool()
            try:
                limit = self._seconds + 1  # its own deadline comes after ours, for when we are not there any more
                self._call = pool.schedule(_call, (limit, function, args, kwargs), timeout=self._seconds)
                result: R = await asyncio.wrap_future(self._call)
            except (TimeoutError, ProcessExpired, BrokenProcessPool) as error:
                raise WorkerKilled("the worker was killed") from error
            except asyncio.CancelledError:
                if _is_cancelled():
                    raise
                raise WorkerKilled("the worker was closed") from None
            finally:
                self._call = None
                self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._begin_rest)
            return result

    async def close(self) -> None:
        """End the process at once; calls that run or wait raise WorkerKilled. A later `run` starts another."""
        self._closing = True
        if self._call is not None:
            self._call.cancel()
        async with self._turn:
            self._stay()
            await self._end_pool()
            self._closing = False

    async def _ready_pool(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            await self._end_pool()  # its process was killed from outside, between two calls
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork would copy the loop's threads and sockets
            self._pool = ProcessPool(max_workers=1, initializer=_confine, context=context)
        return self._pool

    async def _end_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)

    def _stay(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _begin_rest(self) -> None:
        self._resting = asyncio.get_running_loop().create_task(self._rest())

    async def _rest(self) -> None:
        async with self._turn:
            # Somebody may have called while this waited for its turn; their timer is then set anew.
            if self._idle is None or self._idle.when() <= asyncio.get_running_loop().time():
                await self._end_pool()
