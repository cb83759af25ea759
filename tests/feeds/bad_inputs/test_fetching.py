"""Bad inputs 1 to 30 but those of redirects over days and of setting up: what a host can do to who asks it."""

import asyncio
import gzip
import inspect
import os
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from teambot.web import guard as guard_module
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from tests.feeds.bad_inputs.documents import BASE, item, rss
from tests.feeds.bad_inputs.net import Asked, Net, http, to
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

PUBLIC = "93.184.215.14"
NEW = rss(item("new"), *BASE)
PAGE = "<!doctype html><html><head><title>Welcome</title></head><body>Accept our terms</body></html>"
REFUSED = (("feed-unreadable", "refused"), ("no-web-address", ""))  # by the guard, or as no blog's address at all
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


INSIDE = [
    "file:///etc/passwd",
    "//127.1:{port}/",
    "http://[::1]:{port}/",
    "http://localhost:{port}/",
    "//127.0.0.1:{port}/",
]


@bad_input(9, INSIDE)
async def test_a_redirect_to_this_machine_connects_nowhere(ana: Scene, canary: Net, case: str) -> None:
    """The list calls this state REFUSED; ours is a failure by that name, tried ever more seldom as all others are."""
    ana.names["localhost"] = ["127.0.0.1"]
    ana.serve(to(case.format(port=canary.port), 301))
    await ana.fails("refused")
    assert ana.looked_up == []
    assert len(ana.connected) == 2, "at joining and now, and to the blog alone"


@bad_input(13)
async def test_a_way_from_https_back_to_http(ana: Scene, canary: Net, tmp_path: Path) -> None:
    """A real handshake: only the name server and the authority are the test's."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=secure.example"
    names = "subjectAltName=DNS:secure.example"
    args = [*made.split(), "-addext", names, "-keyout", str(key), "-out", str(certificate)]
    await asyncio.to_thread(subprocess.run, args, check=True, capture_output=True)
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate, key)
    asked = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(to("http://ana.blog.test/plain", 301))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=ours)
    await ana.begin_again(guard=_Trusting(ana.net.port, server.sockets[0].getsockname()[1], certificate))
    ana.serve(to("https://secure.example/feed", 301))
    ana.serve(NEW, "ana.blog.test/plain")
    await ana.fails("redirect")
    assert len(asked) == 1
    assert [one.path for one in ana.net.asked] == ["/feed"], "and never /plain"
    ana.connected = [one for one in ana.connected if one[1] != server.sockets[0].getsockname()[1]]
    server.close()


class _Trusting(Guard):
    """The guard with its own rules for addresses, and a connector to one server under one authority."""

    def __init__(self, plain: int, secure: int, authority: Path) -> None:
        super().__init__(opened={"ana.blog.test": plain})
        self._ports = {"ana.blog.test": plain, "secure.example": secure}
        self._authority = authority

    def connector(self) -> aiohttp.TCPConnector:
        context = ssl.create_default_context(cafile=self._authority)
        return aiohttp.TCPConnector(resolver=_Fixed(self._ports), ssl=context, force_close=True)


class _Fixed(AbstractResolver):
    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        numeric = socket.AI_NUMERICHOST
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=self._ports[host], family=socket.AF_INET, proto=0, flags=numeric
            )
        ]

    async def close(self) -> None:
        """Hold nothing."""


@bad_input(14, ["the next look", "behind the resolver's back"])
async def test_a_name_that_turns_inwards_is_refused_at_the_connect(
    ana: Scene, canary: Net, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    ana.serve(to(f"http://rebinding.example:{canary.port}/", 302))
    if case == "the next look":
        ana.names["rebinding.example"] = [PUBLIC]
        await ana.fails("unreachable")
        assert ana.connected.pop() == (PUBLIC, canary.port)
        ana.names["rebinding.example"] = ["127.0.0.1"]
        await ana.fails("refused")
    else:
        # The resolver takes the address for public; the socket's own check sees where it really goes.
        told = iter([True, *[False] * 9])
        real = guard_module.is_public
        monkeypatch.setattr(guard_module, "is_public", lambda address: next(told, False) or real(address))
        ana.names["rebinding.example"] = ["127.0.0.1"]
        await ana.fails("refused")
        assert next(told, None) is False, "both were asked"
    assert canary.asked == []


@bad_input(15, [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, "::1"], ["2606:4700::1111", "10.0.0.1"]])
async def test_a_name_with_one_private_address_is_refused_whole(ana: Scene, canary: Net, case: Sequence[str]) -> None:
    ana.names["mixed.example"] = case
    url = f"http://mixed.example:{canary.port}/"
    assert await ana.refused(url, url) == ("feed-unreadable", "refused")
    ana.serve(to(url))
    await ana.fails("refused")
    assert ana.looked_up


SPELLINGS = ["0x7f000001", "2130706433", "0177.0.0.1", "127.1", "①②⑦.0.0.1", "127.0.0.1."]


@bad_input(16, SPELLINGS)
async def test_other_spellings_of_this_machine(ana: Scene, canary: Net, case: str) -> None:
    await _refused_everywhere(ana, canary, case)


EMBEDDED = ["[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]"]


@bad_input(17, EMBEDDED)
async def test_this_machine_within_addresses_of_ipv6(ana: Scene, canary: Net, case: str) -> None:
    await _refused_everywhere(ana, canary, case)


CLOUDS = ["169.254.169.254", "100.100.100.200", "168.63.129.16", "[fd00:ec2::254]"]


@bad_input(18, CLOUDS)
async def test_where_clouds_tell_their_machines_secrets(ana: Scene, canary: Net, case: str) -> None:
    await _refused_everywhere(ana, canary, case)
    ana.names["metadata.example"] = [case.strip("[]")]
    await _refused_everywhere(ana, canary, "metadata.example", looked_up=True)


async def _refused_everywhere(ana: Scene, canary: Net, host: str, *, looked_up: bool = False) -> None:
    """Name an address as feed, as blog, and as where the blog's feed leads."""
    url = f"http://{host}:{canary.port}/feed"
    ana.connected.clear()
    for blog, feed in (("http://ana.blog.test", url), (url, "")):
        assert await ana.refused(blog, feed) in REFUSED
    assert ana.connected == []
    ana.serve(to(url))
    await ana.poll(24 * HOUR)
    assert (await ana.feed()).fault == "refused"
    assert ana.connected == [("127.0.0.1", ana.net.port)], "the redirect itself"
    assert bool(ana.looked_up) is looked_up


@bad_input(19, ["http://user:pw@ana.blog.test/feed", "http://user@ana.blog.test/feed", "http://@ana.blog.test/feed"])
async def test_a_user_in_an_address_is_refused_at_setup(ana: Scene, case: str) -> None:
    for blog, feed in (("http://ana.blog.test", case), (case, "")):
        assert await ana.refused(blog, feed) in REFUSED
    assert ana.net.asked == []


@bad_input(20, [22, 25, 6379])
async def test_a_port_that_is_not_the_web(ana: Scene, case: int) -> None:
    ana.names["ports.example"] = [PUBLIC]
    ana.connected.clear()
    for host in ("ports.example", PUBLIC):
        assert await ana.refused("http://ana.blog.test", f"http://{host}:{case}/") in REFUSED
    assert (ana.looked_up, ana.connected) == ([], [])
    ana.serve(to(f"http://ports.example:{case}/"))
    await ana.fails("refused")
    assert ana.looked_up == []


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
