"""Real servers on loopback under opened names, and a canary that nobody may reach."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard, Lookup

AGENT = "teambot/test (+https://teambot.example/)"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """A blog served on 127.0.0.1 under `blog.test`; `answer` is what it does, `requests` what it was asked."""

    def __init__(self) -> None:
        self.answer: Handler = self.say()
        self.requests: list[web.Request] = []
        self.port = 0

    @staticmethod
    def say(body: bytes = b"hello", status: int = 200, **headers: str) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(body=body, status=status, headers=named)

        return handler

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        return await self.answer(request)


class Canary:
    """A plain socket on loopback that counts who connects to it."""

    def __init__(self) -> None:
        self.hits = 0
        self.port = 0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hits += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
        await writer.drain()
        writer.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    runner = web.AppRunner(web.Application(), access_log=None, shutdown_timeout=0.1)
    runner.app.router.add_route("*", "/{tail:.*}", made.handle)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    made = Canary()
    server = await asyncio.start_server(made.accept, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    await server.wait_closed()


@pytest.fixture
async def raw() -> AsyncIterator[Callable[[bytes], Awaitable[int]]]:
    """Serve exact bytes to whoever asks, whatever they ask, then close; gives the port."""
    servers: list[asyncio.Server] = []

    async def serve(answer: bytes, *, pause: float = 0) -> int:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await reader.readuntil(b"\r\n\r\n")
                if pause:
                    for byte in answer:
                        writer.write(bytes([byte]))
                        await writer.drain()
                        await asyncio.sleep(pause)
                writer.write(b"" if pause else answer)
                await writer.drain()
            except (ConnectionError, asyncio.IncompleteReadError):
                return
            finally:
                writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    yield serve
    for server in servers:
        server.close()


@pytest.fixture
async def fetcher_for() -> AsyncIterator[Callable[..., Fetcher]]:
    """Make fetchers that are closed at the end: opened names -> ports, a lookup, seconds."""
    made: list[Fetcher] = []

    def make(opened: dict[str, int] | None = None, *, lookup: Lookup | None = None, seconds: float = 5) -> Fetcher:
        made.append(Fetcher(user_agent=AGENT, guard=Guard(opened=opened, lookup=lookup), seconds=seconds))
        return made[-1]

    yield make
    for fetcher in made:
        await fetcher.close()


@pytest.fixture
async def fetcher(site: Site, fetcher_for: Callable[..., Fetcher]) -> Fetcher:
    return fetcher_for({"blog.test": site.port, "www.blog.test": site.port, "other.test": site.port})
