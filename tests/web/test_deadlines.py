"""The time that a request and each of its steps may take, on real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from teambot.web import deadlines
from teambot.web.fetch import Fault, Fetcher, FetchFailed

FEED = "http://blog.test/feed.xml"
STEP = 0.8
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
Serve = Callable[[Callable[[asyncio.StreamWriter], Awaitable[None]]], Awaitable[int]]


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "CONNECT", STEP)
    monkeypatch.setattr(deadlines, "READ", STEP)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Answer whoever asks as the test says; gives the port."""
    servers: list[asyncio.Server] = []

    async def begin(answer: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> int:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await reader.readuntil(b"\r\n\r\n")
                await answer(writer)
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                return
            finally:
                writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    yield begin
    for server in servers:
        server.close()


async def say(writer: asyncio.StreamWriter, *pieces: bytes, pause: float) -> None:
    for piece in pieces:
        await asyncio.sleep(pause)
        writer.write(piece)
        await writer.drain()


async def timed_out(fetcher: Fetcher) -> float:
    """Give the seconds after which it was given up."""
    began = asyncio.get_running_loop().time()
    with pytest.raises(FetchFailed) as failed:
        await fetcher.get(FEED)
    assert failed.value.fault is Fault.TIMEOUT
    return asyncio.get_running_loop().time() - began


async def test_who_takes_no_connection_is_given_up_after_the_time_for_connecting(
    fetcher_for: Callable[..., Fetcher],
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as first, socket.socket() as second:
        for one in (first, second):  # what its line holds; nobody serves it
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        assert STEP <= await timed_out(fetcher_for({"blog.test": full.getsockname()[1]}, seconds=30)) < 5


async def silent(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def for_ever_processing(writer: asyncio.StreamWriter) -> None:
    await say(writer, *[b"HTTP/1.1 102 Processing\r\n\r\n"] * 1000, pause=STEP / 10)


async def letter_by_letter(writer: asyncio.StreamWriter) -> None:
    await say(writer, *[HEAD[at : at + 1] for at in range(len(HEAD))], pause=STEP / 4)


async def stuck(writer: asyncio.StreamWriter) -> None:
    await say(writer, HEAD + b"12", pause=0)
    await silent(writer)


@pytest.mark.parametrize("answer", [silent, for_ever_processing, letter_by_letter, stuck])
async def test_who_is_slow_to_answer_is_given_up_after_the_time_for_reading(
    serve: Serve, fetcher_for: Callable[..., Fetcher], answer: Callable[[asyncio.StreamWriter], Awaitable[None]]
) -> None:
    assert STEP <= await timed_out(fetcher_for({"blog.test": await serve(answer)}, seconds=30)) < 5


async def test_a_body_may_come_slowly_as_long_as_it_comes_and_the_whole_is_in_time(
    serve: Serve, fetcher_for: Callable[..., Fetcher]
) -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await say(writer, HEAD, b"1", b"2", b"3", b"4", pause=0.3 * STEP)

    port = await serve(slowly)
    assert (await fetcher_for({"blog.test": port}).get(FEED)).body == b"1234", "after one and a half steps in all"
    assert await timed_out(fetcher_for({"blog.test": port}, seconds=1.1 * STEP)) >= 1.1 * STEP


async def test_of_many_only_the_late_are_given_up(serve: Serve, fetcher_for: Callable[..., Fetcher]) -> None:
    async def every_other(writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await asyncio.sleep(30 if asked % 2 else STEP / 20)
        await say(writer, HEAD + b"1234", pause=0)

    asked = 0
    fetcher = fetcher_for({"blog.test": await serve(every_other)}, seconds=30)
    found = await asyncio.gather(*(fetcher.get(FEED) for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(one, FetchFailed) for one in found) == 10
    assert sum(not isinstance(one, BaseException) and one.body == b"1234" for one in found) == 10


async def test_a_cancelled_request_is_cancelled_and_not_late(serve: Serve, fetcher_for: Callable[..., Fetcher]) -> None:
    asking = asyncio.create_task(fetcher_for({"blog.test": await serve(silent)}).get(FEED))
    await asyncio.sleep(STEP / 2)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
