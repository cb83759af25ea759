"""Bad inputs 1 to 8 and 21 to 30: what a host can do to who asks it."""

import asyncio
import gzip
import inspect
import os
import time
import zlib
from pathlib import Path

import pytest

from teambot.web.fetch import Fetcher
from tests.feeds.bad_inputs.documents import BASE, item, rss
from tests.feeds.bad_inputs.net import Asked, Net, http, to
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEW = rss(item("new"), *BASE)
PAGE = "<!doctype html><html><head><title>Welcome</title></head><body>Accept our terms</body></html>"
MEGABYTE = 1024 * 1024


@bad_input(1, ["the path of a feed", "the path of a feed as an address", "/etc/hostname", "file:///etc/hostname"])
async def test_a_body_that_is_a_path_opens_no_file(ana: Scene, tmp_path: Path, case: str) -> None:
    """feedparser given such bytes opens the file; had it done so here, a post would be new."""
    path = tmp_path / "feed.xml"
    path.write_text(NEW)
    ana.serve({"the path of a feed": str(path), "the path of a feed as an address": path.as_uri()}.get(case, case))
    await ana.fails("not_a_feed")


@bad_input(2)
async def test_a_body_that_is_an_address_asks_nobody(ana: Scene, canary: Net) -> None:
    canary.say("127.0.0.1/x", http(NEW))
    ana.serve(f"http://127.0.0.1:{canary.port}/x")
    await ana.fails("not_a_feed")
    assert canary.asked == []


@bad_input(3)
async def test_an_empty_body_forgets_nothing(ana: Scene) -> None:
    ana.serve("", ETag='"empty"')
    row = await ana.fails("empty")
    assert row.etag == '"base"'
    ana.serve(NEW)
    await ana.reads("new")


@bad_input(4)
async def test_a_feed_without_items_is_a_feed_and_later_ones_are_new(scene: Scene) -> None:
    assert (await scene.join(body=rss())).items == 0
    assert await scene.items() == []
    scene.serve(rss(item("second"), item("first")))
    await scene.reads("first", "second")


@bad_input(5)
async def test_a_page_is_no_feed_and_is_not_searched_for_one(ana: Scene) -> None:
    announced = '<link rel="alternate" type="application/rss+xml" href="/other.xml">'
    ana.serve(f"<!doctype html><html><head>{announced}</head><body></body></html>", ETag='"page"')
    ana.serve(NEW, "ana.blog.test/other.xml")
    await ana.fails("html")
    assert [asked.where for asked in ana.net.asked] == ["ana.blog.test/feed"]


@bad_input(6)
async def test_a_challenge_is_told_apart_from_a_refusal(ana: Scene) -> None:
    ana.serve(http(PAGE, 403, cf_mitigated="challenge", Server="cloudflare"))
    await ana.fails("challenged")
    ana.serve(http(PAGE, 403))
    await ana.poll(12 * HOUR)
    assert (await ana.feed()).fault == "forbidden"


@bad_input(7)
async def test_a_captive_portal_changes_no_address(ana: Scene) -> None:
    ana.serve(to("http://portal.test/welcome"))
    ana.serve(PAGE, "portal.test", ETag='"portal"')
    row = await ana.fails("html")
    assert (row.url, row.url_original, row.pending_url) == ("http://ana.blog.test/feed", None, None)
    ana.serve(NEW)
    await ana.reads("new")


LOOPS = [
    {"/feed": "/feed"},
    {"/feed": "/b", "/b": "/feed"},
    {"/feed": "/1", **{f"/{hop}": f"/{hop + 1}" for hop in range(1, 6)}},
]


@bad_input(8, LOOPS)
async def test_redirects_without_an_end(ana: Scene, case: dict[str, str]) -> None:
    ana.serve(NEW, "ana.blog.test")
    for path, location in case.items():
        ana.serve(to(location, 301), f"ana.blog.test{path}")
    await ana.fails("redirect")
    assert len(ana.net.asked) <= 6


PACKED = gzip.compress(rss(*(item(os.urandom(8).hex()) for _ in range(300)), *BASE).encode())


@bad_input(21, [99, 50, 10])
async def test_gzip_that_is_cut_is_no_part_of_a_feed(ana: Scene, case: int) -> None:
    ana.serve(http(PACKED[: len(PACKED) * case // 100], Content_Encoding="gzip", ETag='"cut"'))
    await ana.fails("broken")
    ana.serve(http(gzip.compress(NEW.encode()), Content_Encoding="gzip", ETag='"whole"'))
    assert (await ana.reads("new")).etag == '"whole"'
    assert ana.net.asked[-1].headers["if-none-match"] == '"base"'


@bad_input(22, [PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], PACKED[:-4] + b"\1\0\0\0"])
async def test_gzip_whose_checksum_is_wrong(ana: Scene, case: bytes) -> None:
    ana.serve(http(case, Content_Encoding="gzip", ETag='"wrong"'))
    await ana.fails("broken")


@bad_input(23)
async def test_a_bomb_takes_no_memory(ana: Scene) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * MEGABYTE) for _ in range(200)) + packer.flush()
    ana.serve(http(bomb, Content_Encoding="gzip", ETag='"bomb"'))
    del bomb
    peak = _Peak()
    await ana.fails("too_large")
    assert peak.grown() < 10 * MEGABYTE


class _Peak:
    """How much the memory of this process grew at its highest; measured where Linux tells it, else nothing."""

    def __init__(self) -> None:
        self._status = Path("/proc/self/status")
        if self._status.exists():
            Path("/proc/self/clear_refs").write_text("5")
        self._before = self._read()

    def grown(self) -> int:
        return self._read() - self._before

    def _read(self) -> int:
        if not self._status.exists():
            return 0
        line = next(line for line in self._status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024


@bad_input(24, [gzip.compress(b"") * 90_000, gzip.compress(b"") * 200_000])
async def test_gzip_of_very_many_members(ana: Scene, case: bytes) -> None:
    """200,000 are over 2 MB, so that their length alone would do; 90,000 are not."""
    ana.serve(http(case, Content_Encoding="gzip"))
    started = time.process_time()
    await ana.fails("broken" if len(case) < 2 * MEGABYTE else "too_large")
    assert time.process_time() - started < 1
    ana.serve(http(case, Content_Encoding="gzip", Content_Length="", Connection="close"))
    await ana.fails("broken", 12 * HOUR)


CODINGS = [
    ("gzip, gzip", gzip.compress(gzip.compress(NEW.encode()))),
    ("br", NEW.encode()),
    ("deflate", zlib.compress(NEW.encode())),
    ("gzip", NEW.encode()),
    ("gzip", os.urandom(500)),
    ("\udcff\udcfe", NEW.encode()),
]


@bad_input(25, CODINGS)
async def test_a_coding_that_nobody_asked_for(ana: Scene, case: tuple[str, bytes]) -> None:
    ana.serve(http(case[1], Content_Encoding=case[0], ETag='"coded"'))
    await ana.fails("broken")


@bad_input(26)
async def test_a_length_of_99_gigabytes_is_not_waited_for(ana: Scene) -> None:
    async def promise(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(http(Content_Length="99000000000"))
        await asyncio.wait_for(writer.wait_closed(), 4)  # nothing more is said: who waits for a byte waits in vain

    ana.serve(promise)
    started = time.monotonic()
    await ana.fails("too_large")
    assert time.monotonic() - started < 2


@bad_input(27)
async def test_a_length_that_the_body_has_not(ana: Scene) -> None:
    ana.serve(http(NEW, Content_Length=str(len(NEW.encode()) + 1), ETag='"short"'))
    await ana.fails("broken")


@bad_input(28)
async def test_a_body_without_an_end(ana: Scene) -> None:
    sent = 0

    async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(http(Content_Length="", Transfer_Encoding="chunked"))
        while True:
            writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
            await writer.drain()
            sent += 65536

    ana.serve(endless)
    await ana.fails("too_large")
    await asyncio.sleep(0.05)
    assert 5 * MEGABYTE <= sent < 12 * MEGABYTE, "what lies in the sockets' buffers was sent, and no more"


@bad_input(29, ["body", "after headers"])
async def test_a_byte_now_and_then_ends_in_time(ana: Scene, case: str) -> None:
    """No pause is long enough to be one: only the whole is bounded. A second here stands for the 30."""
    assert inspect.signature(Fetcher).parameters["seconds"].default == 30
    await ana.begin_again(seconds=1)

    async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
        whole = http(NEW) if case == "body" else http(NEW, Content_Length="")
        for byte in whole:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    ana.serve(drip)
    started = time.monotonic()
    await ana.fails("timeout")
    assert time.monotonic() - started < 2.5


@bad_input(30, ["dripped", "a line of 1 MB", "100,000 lines"])
async def test_headers_without_an_end(ana: Scene, case: str) -> None:
    await ana.begin_again(seconds=1)

    async def headers(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        if case == "a line of 1 MB":
            writer.write(b"X: " + b"a" * MEGABYTE + b"\r\n\r\n" + NEW.encode())
        elif case == "100,000 lines":
            writer.write(b"X: a\r\n" * 100_000 + b"\r\n" + NEW.encode())
        else:
            while True:
                writer.write(b"X: a\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)
        await writer.drain()

    ana.serve(headers)
    peak = _Peak()
    await ana.fails("timeout" if case == "dripped" else "broken")
    assert peak.grown() < 10 * MEGABYTE
