"""One of the worker's processes, and the pipe to it: how a call travels, and how its answer comes back.

A process starts as an empty Python that runs `workshop.serve`: with `multiprocessing` or a pool of a library on it, it
would hold the event loop's modules and theirs, and a process more would watch over locks that nobody needs.
"""

import asyncio
import pickle
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from teambot.web.workshop import LENGTH

Part = bytes | memoryview
_APART = 64 * 1024  # bytes of an argument, from which on it travels as it is: a copy would be as large once more
_PIECE = 64 * 1024  # bytes written at a time: what the pipe does not take at once is copied


@dataclass(eq=False, slots=True)
class Call:
    """What is to be done, as it travels, and what waits for the answer: its bytes, or None if the process is dead."""

    sent: Sequence[Part]
    answer: asyncio.Future[bytes | None]

    def settle(self, answer: bytes | None) -> None:
        """Answer it, where anybody is still waiting."""
        if not self.answer.done():
            self.answer.set_result(answer)


def packed(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Part]:
    """Give a call as it travels: a pickle, and after it the large documents among its arguments, not copied."""
    apart: list[pickle.PickleBuffer] = []
    given = [pickle.PickleBuffer(arg) if isinstance(arg, bytes) and len(arg) >= _APART else arg for arg in args]
    head = pickle.dumps((function, given, kwargs), protocol=5, buffer_callback=apart.append)
    return [head, *(buffer.raw() for buffer in apart)]


def pieces(sent: Sequence[Part]) -> Iterator[Part]:
    """Give the bytes of a call, as `workshop.serve` reads them, a bit at a time."""
    lengths = b"".join(len(part).to_bytes(LENGTH, "big") for part in sent)
    yield len(sent).to_bytes(LENGTH, "big") + lengths + sent[0]
    for part in sent[1:]:
        for at in range(0, len(part), _PIECE):
            yield part[at : at + _PIECE]


class Process:
    """One process, and the pipe to it."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, popen: subprocess.Popen[bytes]
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._popen = popen
        self._unsent: deque[Call] = deque()
        self._sending: asyncio.Task[None] | None = None
        self.killed = False
        self.late: Call | None = None  # the call that it was killed for

    @classmethod
    async def start(cls, seconds: float) -> "Process":
        """Start one whose calls end it after so many seconds, whatever becomes of us; raises OSError."""
        program = f"import sys; sys.path[:] = {sys.path!r}; from teambot.web import workshop; workshop.serve({seconds})"
        ours, theirs = socket.socketpair()
        with theirs:
            reader, writer = await asyncio.open_connection(sock=ours)
            writer.transport.set_write_buffer_limits(high=_PIECE)
            try:  # what it prints goes where our errors go
                popen = subprocess.Popen([sys.executable, "-c", program], stdin=theirs.fileno(), stdout=2)  # noqa: S603
            except OSError:
                writer.transport.abort()
                raise
        return cls(reader, writer, popen)

    def send(self, call: Call) -> None:
        """Hand it a call; it is written as fast as the process takes it, after those that were handed to it before."""
        self._unsent.append(call)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        with suppress(ConnectionError):  # it is dead, which `answer` tells
            while self._unsent:
                for piece in pieces(self._unsent.popleft().sent):
                    self._writer.write(piece)
                    await self._writer.drain()
        self._sending = None

    async def answer(self) -> bytes | None:
        """Wait for the next answer; None: the process has ended."""
        try:
            length = int.from_bytes(await self._reader.readexactly(LENGTH), "big")
            return await self._reader.readexactly(length)
        except (EOFError, ConnectionError):
            return None

    def kill(self, late: Call | None) -> None:
        """Kill it, on behalf of a call that took too long if one did; `answer` then gives None, after what it wrote."""
        if not self.killed:
            self.killed, self.late = True, late
            self._popen.kill()

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._popen.kill()
        if self._sending is not None:
            self._sending.cancel()
        self._writer.transport.abort()
        await asyncio.to_thread(self._popen.wait)
