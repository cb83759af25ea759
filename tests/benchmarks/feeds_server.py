"""A server of the made feeds, in a process of its own: `python -m tests.benchmarks.feeds_server FOLDER [PEM]`.

Every feed is served on a loopback address of its own and, for names that a guard has opened, on 127.0.0.1; gzip, ETag,
304. It says its ports on standard output as JSON, and answers each line that it reads (`hold SECONDS`) with what it
served since the last one. It is as small as can be, for it shares the machine with what is measured.
"""

import asyncio
import gzip
import json
import os
import ssl
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

BOMB = (
    b"<rss version='2.0'><channel><item><title>" + b"<a>" * 1_600_000
)  # of all that may be fetched, feedparser is longest at this
_OPENED = "127.0.0.1"


@dataclass(slots=True)
class Served:
    """What was asked for since the last time somebody looked: answers by status, and the most held open at once."""

    ok: int = 0
    unchanged: int = 0
    other: int = 0
    most: int = 0


def address_of(number: int) -> str:
    """Give the loopback address of a feed."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


class Shelf:
    """The feeds, packed once, and how long each answer is held back."""

    def __init__(self, folder: Path) -> None:
        self.hold = 0.0
        self.open = 0
        self.served = Served()
        self.feeds: dict[bytes, tuple[bytes, bytes]] = {}
        for path in sorted(folder.glob("*.xml")):
            packed = gzip.compress(path.read_bytes(), 6, mtime=0)
            kind = b"Content-Type: application/xml; charset=utf-8\r\nContent-Encoding: gzip\r\n"
            self.feeds[f"/{path.name}".encode()] = f'"{path.stem}-1"'.encode(), kind + _length(packed) + packed
        self.feeds[b"/bomb.xml"] = b'"bomb"', b"Content-Type: application/xml\r\n" + _length(BOMB) + BOMB

    def answer(self, head: bytes) -> bytes:
        """Answer a request by its first line and headers."""
        path = head.split(b" ", 2)[1]
        if path not in self.feeds:
            self.served.other += 1
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag, rest = self.feeds[path]
        if b"\nif-none-match: " + etag in head.lower():
            self.served.unchanged += 1
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        self.served.ok += 1
        return b"HTTP/1.1 200 OK\r\nETag: " + etag + b"\r\n" + rest


def _length(body: bytes) -> bytes:
    return f"Content-Length: {len(body)}\r\n\r\n".encode()


class Connection(asyncio.Protocol):
    """One connection; it is kept unless the client asks to close it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._shelf.open += 1
        self._shelf.served.most = max(self._shelf.served.most, self._shelf.open)

    def connection_lost(self, _: Exception | None) -> None:
        self._shelf.open -= 1

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, end, rest = self._came.partition(b"\r\n\r\n")
        if not end:
            return
        self._came = rest
        if self._shelf.hold:
            asyncio.get_running_loop().call_later(self._shelf.hold, self._say, head)
        else:
            self._say(head)

    def _say(self, head: bytes) -> None:
        if self._transport.is_closing():
            return
        self._transport.write(self._shelf.answer(head))
        if b"\nconnection: close" in head.lower():
            self._transport.close()


async def _serve(folder: Path, pem: Path | None) -> None:
    loop = asyncio.get_running_loop()
    shelf = Shelf(folder)
    first = await loop.create_server(lambda: Connection(shelf), _OPENED, 0, backlog=256)
    port = first.sockets[0].getsockname()[1]
    numbers = range(len(shelf.feeds) - 1)
    servers = [first, await loop.create_server(lambda: Connection(shelf), [address_of(one) for one in numbers], port)]
    if pem is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem)
        servers.append(await loop.create_server(lambda: Connection(shelf), _OPENED, 0, ssl=context, backlog=256))
    _say({"port": port, "tls": servers[-1].sockets[0].getsockname()[1]})
    ended = asyncio.Event()
    loop.add_reader(0, _told, shelf, ended)
    await ended.wait()


def _told(shelf: Shelf, ended: asyncio.Event) -> None:
    line = os.read(0, 1000).decode().split()
    if not line:
        asyncio.get_running_loop().remove_reader(0)
        ended.set()
        return
    shelf.hold = float(line[1])
    _say(asdict(shelf.served))
    shelf.served = Served(most=shelf.open)


def _say(facts: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
