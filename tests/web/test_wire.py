"""Answers that come to nothing and cost much: each is cut off, and soon."""

import time
from collections.abc import Awaitable, Callable

import pytest

from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetcher
from teambot.web.wire import MOST_BYTES, MOST_HEADS

FEED = "http://blog.test/feed.xml"
RawServer = Callable[[bytes], Awaitable[int]]
INTERIM = b"HTTP/1.1 102 Processing\r\n\r\n"
FOUND = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

ENDLESS = [
    ("interim answers", INTERIM * 400_000),
    ("one interim answer more than may be", INTERIM * MOST_HEADS + FOUND),
    ("chunks of a byte", CHUNKED + b"1\r\na\r\n" * 2_000_000),
    ("what may stand behind a chunk's length", CHUNKED + (b"1;" + b"x" * 100_000 + b"\r\na\r\n") * 100),
    ("the same without an end", CHUNKED + b"1;" + b"x" * 12_000_000),
    ("answers that nobody asked for", FOUND * 300_000),
]


@pytest.mark.parametrize("answer", [row[1] for row in ENDLESS], ids=[row[0] for row in ENDLESS])
async def test_an_answer_that_is_mostly_wrapping_is_cut_off(
    raw: RawServer, fetcher_for: Callable[..., Fetcher], answer: bytes
) -> None:
    fetcher = fetcher_for({"blog.test": await raw(answer)}, seconds=20)
    began = time.process_time()
    try:
        body = (await fetcher.get(FEED)).body
    except FetchFailed as failed:
        body = str(failed.fault).encode()
    assert body == (b"ok" if answer.startswith(FOUND) else Fault.BROKEN.encode())
    assert time.process_time() - began < 4


WRAPPED = [
    ("as many interim answers as may be", INTERIM * (MOST_HEADS - 1) + FOUND, b"ok"),
    (
        "a large body in small chunks",
        CHUNKED + b"".join(b"%x\r\n%s\r\n" % (100, b"y" * 100) for _ in range(50_000)) + b"0\r\n\r\n",
        b"y" * 5_000_000,
    ),
]


@pytest.mark.parametrize(("answer", "body"), [row[1:] for row in WRAPPED], ids=[row[0] for row in WRAPPED])
async def test_an_answer_that_is_wrapped_as_they_are_comes_whole(
    raw: RawServer, fetcher_for: Callable[..., Fetcher], answer: bytes, body: bytes
) -> None:
    assert len(answer) < MOST_BYTES
    assert (await fetcher_for({"blog.test": await raw(answer)}, seconds=20).get(FEED)).body == body
