"""Hosts on 127.0.0.1 that answer exactly the bytes they are told to, however rude."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Answer = bytes | Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: header names in small letters, and when it came (monotonic seconds)."""

    host: str
    path: str
    headers: dict[str, str]
    at: float

    @property
    def where(self) -> str:
        return f"{self.host}{self.path}"


def http(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """Write an answer; `Content_Type="text/html"` is a header, and an empty value leaves a usual one out."""
    body = body.encode() if isinstance(body, str) else body
    said = {"Content-Length": str(len(body)), "Connection": "close"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode(errors="surrogateescape") + body


def to(location: str, status: int = 302) -> bytes:
    """Write a redirect."""
    return http(status=status, Location=location)


class Net:
    """The hosts; `say` gives an address (`host/path?query`) or a whole host its answer, all else is 404."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[Asked] = []
        self.most_at_once: Counter[str] = Counter()  # requests under way together, by host without `www.`
        self._answers: dict[str, Answer] = {}
        self._under_way: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    def say(self, where: str, answer: Answer) -> None:
        self._answers[where] = answer

    def clear(self) -> None:
        self.asked.clear()
        self.most_at_once.clear()
        self._answers.clear()

    async def up(self) -> None:
        """Listen, always at the same port; nothing more where it listens already."""
        if self._server is not None:
            return
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=2**20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Listen no more: connections are refused, and those there are end."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(_read(await reader.readuntil(b"\r\n\r\n")), writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        finally:
            writer.transport.abort()
            self._serving.discard(task)

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        host = asked.host.removeprefix("www.")
        self._under_way[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self._under_way[host])
        try:
            answer = self._answers.get(asked.where, self._answers.get(asked.host, http(status=404)))
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(asked, writer)
        finally:
            self._under_way[host] -= 1


def _read(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return Asked(headers["host"].partition(":")[0], first.split(" ")[1], headers, time.monotonic())
