"""Processes for work that a stranger's bytes may drag out: each can be killed, and the bot goes on.

It imports nothing of the bot's but what the functions it is handed are made of.
"""

import asyncio
import os
import pickle
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from teambot.web.process import Call, Part, Process, packed
from teambot.web.workshop import READY

P = ParamSpec("P")
R = TypeVar("R")

MOST_PROCESSES = 4
_DEPTH = 2  # calls to a process: the next one waits in its pipe, or the process would wait for us between two
_START = 10.0  # seconds until a process has imported what its first call needs; a busy machine takes one


class WorkerKilled(TimeoutError):
    """The function took too long, or took its process with it; nothing came back. The next call has a new process."""


class _Lane:
    """One process at a time, with the calls that are its own: one at work, one that waits for it in the pipe."""

    def __init__(self, seconds: float, idle_seconds: float) -> None:
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._calls: deque[Call] = deque()  # in the order that they were sent; the first is at work
        self._process: Process | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._living: asyncio.Task[None] | None = None

    @property
    def calls(self) -> int:
        """Say how many calls are under way, those included that nobody waits for any more."""
        return len(self._calls)

    async def run(self, sent: Sequence[Part]) -> bytes | None:
        """Have a call answered; None if it took its process with it. A cancelled one is killed, if it is at work."""
        call = Call(sent, asyncio.get_running_loop().create_future())
        self._calls.append(call)
        if self._living is None:
            self._living = asyncio.create_task(self._live())
        elif self._process is not None:
            self._process.send(call)
            if self.calls == 1:
                self._wait_for(self._seconds)
        try:
            return await call.answer
        finally:
            if call.answer.cancelled() and self._process is not None and self.calls and self._calls[0] is call:
                self._process.kill(None)

    async def close(self) -> None:
        """End the process at once; its calls are answered with None."""
        if (living := self._living) is not None:
            living.cancel()
            await asyncio.wait([living])
            if self._living is living:  # it had not even begun
                self._rest()

    async def _live(self) -> None:
        """Have one process after another, as long as there are calls when the one before has ended."""
        try:
            while self._calls:
                await self._one_life()
        finally:
            self._rest()

    def _rest(self) -> None:
        self._living = None
        for call in self._calls:
            call.settle(None)
        self._calls.clear()

    async def _one_life(self) -> None:
        """Start a process, hand it what waits, and read its answers until it is late, idle or dead."""
        # Its own deadline comes after ours, for when we are not there any more.
        self._process = process = await Process.start(self._seconds + 1)
        try:
            self._calls = deque(call for call in self._calls if not call.answer.done())
            for call in self._calls:
                process.send(call)
            self._wait_for(_START + self._seconds)
            while (answer := await process.answer()) is not None:
                if answer != READY:
                    self._calls.popleft().settle(answer)
                self._wait_for(self._seconds if self._calls else self._idle_seconds)
        finally:
            self._process = None
            self._wait_for(None)
            await process.end()
        dead = process.late if process.killed else self._calls[0] if self._calls else None
        if dead is not None and dead in self._calls:
            self._calls.remove(dead)
            dead.settle(None)

    def _wait_for(self, seconds: float | None) -> None:
        """Kill the process unless this is called again in so many seconds."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._kill)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill(self._calls[0] if self._calls else None)


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
        that is killed takes no other's call with it; one that waited behind it is called anew. Calls wait for one
        another; a cancelled one is killed, at the latest by its deadline. Nothing in a process can speak TLS.
        """
        closings = self._closings
        async with self._room:
            if closings != self._closings:
                raise WorkerKilled("the worker is being closed")
            lane = min(self._lanes, key=lambda one: one.calls)
            answer = await lane.run(packed(function, args, kwargs))
        if answer is None:
            raise WorkerKilled("the worker was killed")
        well, found = _read(answer)
        if not well:
            raise found
        return found  # type: ignore[no-any-return]  # it is what the function gave

    async def close(self) -> None:
        """End the processes at once; calls that run or wait raise WorkerKilled. A later `run` starts others."""
        self._closings += 1
        await asyncio.gather(*(lane.close() for lane in self._lanes))


def _read(answer: bytes) -> tuple[bool, Any]:
    try:
        return pickle.loads(answer)  # type: ignore[no-any-return]  # noqa: S301 - of our own process
    except Exception as error:  # noqa: BLE001 - whatever its own unpickling brings out
        return False, RuntimeError(type(error).__name__)
