"""One document, fetched: what comes back, what is asked, and what each kind of bad answer is called."""

import asyncio
import gzip
import os
import zlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import yarl
from aiohttp import web

from teambot.web.fetch import Fault, Fetched, Fetcher, FetchFailed
from tests.web.conftest import AGENT, Site

FEED = "http://blog.test/feed.xml"
STATUS = Path("/proc/self/status")
RawServer = Callable[..., Awaitable[int]]


async def fault(fetcher: Fetcher, url: str = FEED) -> Fault:
    with pytest.raises(FetchFailed) as failed:
        await fetcher.get(url)
    assert str(failed.value) == failed.value.fault.value
    return failed.value.fault


async def test_a_document_comes_with_what_is_needed_next_time(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(
        b"<rss/>",
        Content_Type="application/rss+xml; charset=utf-8",
        ETag='W/"a1"',
        Last_Modified="Sat, 21 Nov 2026 10:00:00 GMT",
        Cache_Control="public, max-age=600",
    )
    assert await fetcher.get(FEED) == Fetched(
        url=FEED,
        permanent_url=None,
        status=200,
        body=b"<rss/>",
        content_type="application/rss+xml; charset=utf-8",
        etag='W/"a1"',
        last_modified="Sat, 21 Nov 2026 10:00:00 GMT",
        max_age=timedelta(minutes=10),
    )


async def test_a_request_says_who_we_are_and_nothing_of_anybody(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.answer = site.say(Set_Cookie="id=1; Path=/")
    await fetcher.get(FEED)
    await fetcher.get(FEED)
    headers = site.requests[1].headers
    assert headers["User-Agent"] == AGENT
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["Host"] == "blog.test"
    assert not {"Cookie", "Referer", "Authorization", "If-None-Match", "If-Modified-Since"} & set(headers)


async def test_validators_are_sent_as_they_are_and_a_304_is_no_failure(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(b"", 304, ETag='"new"')
    got = await fetcher.get(FEED, etag='W/"old, odd"', last_modified="yesterday")
    assert (got.status, got.body, got.etag) == (304, b"", '"new"')
    assert site.requests[0].headers["If-None-Match"] == 'W/"old, odd"'
    assert site.requests[0].headers["If-Modified-Since"] == "yesterday"


BAD_VALIDATORS = [
    ('"a"\r\nX-Evil: 1', "a line break would be another header"),
    ('"a"\nX-Evil: 1', "so would half of one"),
    ('"' + "a" * 1024 + '"', "over 1 KB"),
    ("", "an empty one makes some servers send 200 for ever"),
    ('"\udcff"', "bytes that are no text cannot be stored"),
]


@pytest.mark.parametrize(("etag", "reason"), BAD_VALIDATORS, ids=[row[-1] for row in BAD_VALIDATORS])
async def test_a_validator_that_cannot_be_sent_is_left_out(
    site: Site, fetcher: Fetcher, etag: str, reason: str
) -> None:
    assert (await fetcher.get(FEED, etag=etag)).status == 200, reason
    assert "If-None-Match" not in site.requests[0].headers
    assert "X-Evil" not in site.requests[0].headers


async def test_a_304_that_nobody_asked_for_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(b"", 304)
    assert await fault(fetcher) is Fault.HTTP


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (204, Fault.HTTP),
        (206, Fault.HTTP),
        (300, Fault.HTTP),
        (400, Fault.HTTP),
        (401, Fault.FORBIDDEN),
        (403, Fault.FORBIDDEN),
        (404, Fault.NOT_FOUND),
        (410, Fault.GONE),
        (429, Fault.TOO_MANY),
        (500, Fault.SERVER),
        (503, Fault.SERVER),
    ],
)
async def test_each_status_has_its_fault(site: Site, fetcher: Fetcher, status: int, expected: Fault) -> None:
    site.answer = site.say(b"words of the other side", status)
    assert await fault(fetcher) is expected


CHALLENGES = [
    (403, "challenge", Fault.CHALLENGED, "a protection that would see a person"),
    (403, "Challenge", Fault.CHALLENGED, "however it is written"),
    (403, "", Fault.FORBIDDEN, "a plain no"),
    (503, "challenge", Fault.SERVER, "it is busy, whoever asks"),
]


@pytest.mark.parametrize(("status", "said", "expected", "reason"), CHALLENGES, ids=[row[-1] for row in CHALLENGES])
async def test_a_check_for_robots_is_told_from_a_refusal(
    site: Site, fetcher: Fetcher, status: int, said: str, expected: Fault, reason: str
) -> None:
    site.answer = site.say(b"prove it", status, cf_mitigated=said)
    assert await fault(fetcher) is expected, reason


async def test_a_header_that_is_too_long_to_keep_costs_no_document(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(b"hello", ETag=f'"{"a" * 12_000}"')
    got = await fetcher.get(FEED)
    assert (got.body, got.etag) == (b"hello", None)


async def test_an_address_that_is_refused_stays_refused(fetcher: Fetcher) -> None:
    """What was read of an address is remembered; a no is no less a no the second time."""
    for _ in range(3):
        assert await fault(fetcher, "http://127.0.0.1/feed") is Fault.REFUSED


@pytest.mark.parametrize(
    ("status", "value", "expected"),
    [
        (429, "3600", timedelta(hours=1)),
        (503, "Sun, 22 Nov 2026 11:00:00 GMT", timedelta(hours=1)),
        (429, "1000000000", timedelta(days=7)),
        (429, "-5", None),
        (429, "1e9", None),
        (429, "soon", None),
        (429, "Sun, 22 Nov 2020 11:00:00 GMT", None),
        (500, "3600", None),
    ],
)
async def test_retry_after_is_read(
    site: Site, fetcher: Fetcher, status: int, value: str, expected: timedelta | None
) -> None:
    site.answer = site.say(b"", status, Retry_After=value, Date="Sun, 22 Nov 2026 10:00:00 GMT")
    with pytest.raises(FetchFailed) as failed:
        await fetcher.get(FEED)
    assert failed.value.retry_after == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Cache_Control": "max-age=99999999"}, timedelta(hours=24)),
        ({"Cache_Control": "max-age=99999999999999999999"}, timedelta(hours=24)),
        ({"Cache_Control": "no-cache, max-age=60"}, None),
        ({"Cache_Control": "max-age=-1"}, None),
        ({"Expires": "Sun, 22 Nov 2026 10:30:00 GMT"}, timedelta(minutes=30)),
        ({"Expires": "Sun, 22 Nov 2026 10:30:00 GMT", "Cache_Control": "max-age=3600"}, timedelta(hours=1)),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
async def test_how_long_it_stays_fresh(
    site: Site, fetcher: Fetcher, headers: dict[str, str], expected: timedelta | None
) -> None:
    site.answer = site.say(b"x", Date="Sun, 22 Nov 2026 10:00:00 GMT", **headers)
    assert (await fetcher.get(FEED)).max_age == expected


# Bodies


async def test_gzip_is_unpacked_in_one_member_and_in_several(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(gzip.compress(b"one "), Content_Encoding="gzip")
    assert (await fetcher.get(FEED)).body == b"one "
    site.answer = site.say(gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="x-gzip")
    assert (await fetcher.get(FEED)).body == b"one two"


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 5 * 1024 * 1024])
async def test_gzip_of_any_size_comes_whole(site: Site, fetcher: Fetcher, size: int) -> None:
    site.answer = site.say(gzip.compress(b"x" * size), Content_Encoding="gzip")
    assert (await fetcher.get(FEED)).body == b"x" * size


PACKED = gzip.compress(os.urandom(20_000))


BAD_BODIES = [
    (PACKED[: len(PACKED) * 99 // 100], "gzip", Fault.BROKEN, "cut at 99 %"),
    (PACKED[: len(PACKED) // 2], "gzip", Fault.BROKEN, "cut at 50 %"),
    (PACKED[: len(PACKED) // 10], "gzip", Fault.BROKEN, "cut at 10 %"),
    (PACKED[:-1], "gzip", Fault.BROKEN, "the last byte of the length is missing"),
    (b"", "gzip", Fault.BROKEN, "nothing at all"),
    (PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "gzip", Fault.BROKEN, "a wrong CRC"),
    (PACKED[:-4] + b"\1\0\0\0", "gzip", Fault.BROKEN, "a wrong length"),
    (PACKED + b"and more", "gzip", Fault.BROKEN, "something behind it"),
    (gzip.compress(b"") * 50_000, "gzip", Fault.BROKEN, "50,000 members, 1 MB"),
    (gzip.compress(b"\0" * 50_000_000), "gzip", Fault.TOO_LARGE, "a bomb"),
    (gzip.compress(gzip.compress(b"x")), "gzip, gzip", Fault.BROKEN, "packed twice"),
    (b"<rss/>", "br", Fault.BROKEN, "an encoding that we did not ask for"),
    (b"<rss/>", "deflate", Fault.BROKEN, "another"),
    (b"<rss/>", "\N{SNOWMAN}", Fault.BROKEN, "nonsense"),
    (b"<rss/>", "gzip", Fault.BROKEN, "not packed at all"),
    (b"x" * (5 * 1024 * 1024 + 1), "identity", Fault.TOO_LARGE, "over 5 MB unpacked"),
    (gzip.compress(os.urandom(2_200_000)), "gzip", Fault.TOO_LARGE, "over 2 MB packed"),
]


@pytest.mark.parametrize(("body", "coding", "expected", "reason"), BAD_BODIES, ids=[row[-1] for row in BAD_BODIES])
async def test_a_body_that_is_not_complete_and_bounded_is_a_failure(
    site: Site, fetcher: Fetcher, body: bytes, coding: str, expected: Fault, reason: str
) -> None:
    site.answer = site.say(body, Content_Encoding=coding)
    assert await fault(fetcher) is expected, reason


def peak_kib() -> int:
    return int(next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")).split()[1])


@pytest.mark.skipif(not STATUS.exists(), reason="measured with Linux's /proc")
async def test_a_bomb_takes_no_memory(site: Site, fetcher: Fetcher) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(200)) + packer.flush()
    site.answer = site.say(bomb, Content_Encoding="gzip")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before = peak_kib()
    assert await fault(fetcher) is Fault.TOO_LARGE
    assert peak_kib() - before < 20 * 1024, "not the 200 MB that it says"


async def test_five_megabytes_are_not_too_large(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(b"x" * (5 * 1024 * 1024))
    assert len((await fetcher.get(FEED)).body) == 5 * 1024 * 1024


async def test_an_endless_body_is_cut_off(site: Site, fetcher: Fetcher) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65536)
            sent += 65536

    site.answer = endless
    assert await fault(fetcher) is Fault.TOO_LARGE
    await asyncio.sleep(0.05)
    assert sent < 12 * 1024 * 1024


BAD_ANSWERS = [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 99000000000\r\n\r\n", Fault.TOO_LARGE, "99 GB, before a byte is read"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", Fault.BROKEN, "shorter than it says"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", Fault.BROKEN, "no last chunk"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n", Fault.BROKEN, "no chunk length"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", Fault.BROKEN, "a negative length"),
    (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", Fault.BROKEN, "a header of 1 MB"),
    (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 100_000 + b"\r\n", Fault.BROKEN, "100,000 headers"),
    (b"SSH-2.0-OpenSSH_9.2\r\n", Fault.BROKEN, "another protocol"),
    (b"", Fault.UNREACHABLE, "a connection that closes at once"),
]


@pytest.mark.parametrize(("answer", "expected", "reason"), BAD_ANSWERS, ids=[row[-1] for row in BAD_ANSWERS])
async def test_answers_that_are_not_http_or_lie(
    raw: RawServer, fetcher_for: Callable[..., Fetcher], answer: bytes, expected: Fault, reason: str
) -> None:
    assert await fault(fetcher_for({"blog.test": await raw(answer)})) is expected, reason


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b"x" * 500,
        b"HTTP/1.1 200 OK\r\n" + b"X-Header: slow\r\n" * 50,
    ],
    ids=["body", "headers"],
)
async def test_an_answer_that_drips_ends_in_time(
    raw: RawServer, fetcher_for: Callable[..., Fetcher], answer: bytes
) -> None:
    fetcher = fetcher_for({"blog.test": await raw(answer, pause=0.05)}, seconds=0.4)
    started = asyncio.get_running_loop().time()
    assert await fault(fetcher) is Fault.TIMEOUT
    assert asyncio.get_running_loop().time() - started < 1.5


async def test_a_host_that_is_not_there(fetcher_for: Callable[..., Fetcher], unused_tcp_port: int) -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError("unknown name")

    assert await fault(fetcher_for({"blog.test": unused_tcp_port})) is Fault.UNREACHABLE
    assert await fault(fetcher_for(lookup=nowhere), "http://dead.example/") is Fault.UNREACHABLE


# Redirects


def redirecting(site: Site, hops: dict[str, tuple[int, str]], end: bytes = b"end") -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path in hops:
            status, location = hops[request.path]
            return web.Response(status=status, headers={"Location": location})
        return web.Response(body=end, headers={"ETag": '"e"'})

    site.answer = handler


@pytest.mark.parametrize(
    ("first", "second", "permanent"),
    [(301, 308, True), (301, 302, False), (307, 301, False), (303, 303, False), (308, 308, True)],
)
async def test_only_a_chain_that_is_permanent_throughout_names_a_new_home(
    site: Site, fetcher: Fetcher, first: int, second: int, permanent: bool
) -> None:
    redirecting(site, {"/feed.xml": (first, "/b?x=1#part"), "/b": (second, "http://www.blog.test/c")})
    got = await fetcher.get(FEED)
    assert (got.url, got.body) == ("http://www.blog.test/c", b"end")
    assert got.permanent_url == ("http://www.blog.test/c" if permanent else None)


BAD_REDIRECTS = [
    ({"/feed.xml": (301, "/feed.xml")}, Fault.REDIRECT, "to itself"),
    ({"/feed.xml": (301, "/b"), "/b": (301, "/feed.xml")}, Fault.REDIRECT, "round and round"),
    (
        {"/feed.xml": (302, "/1"), **{f"/{n}": (302, f"/{n + 1}") for n in range(1, 6)}},
        Fault.REDIRECT,
        "six hops",
    ),
    ({"/feed.xml": (301, "file:///etc/passwd")}, Fault.REFUSED, "a file"),
    ({"/feed.xml": (301, "http://")}, Fault.REDIRECT, "nowhere, which is the same place"),
    ({"/feed.xml": (301, "http://[::1")}, Fault.REFUSED, "no address"),
    ({"/feed.xml": (301, "javascript:alert(1)")}, Fault.REFUSED, "a script"),
    ({"/feed.xml": (301, "http://a:b@other.test/")}, Fault.REFUSED, "with a password"),
    ({"/feed.xml": (301, "")}, Fault.REDIRECT, "an empty address is the same one"),
]


@pytest.mark.parametrize(("hops", "expected", "reason"), BAD_REDIRECTS, ids=[row[-1] for row in BAD_REDIRECTS])
async def test_redirects_that_lead_nowhere(
    site: Site, fetcher: Fetcher, hops: dict[str, tuple[int, str]], expected: Fault, reason: str
) -> None:
    redirecting(site, hops)
    assert await fault(fetcher) is expected, reason


async def test_five_hops_are_followed(site: Site, fetcher: Fetcher) -> None:
    redirecting(site, {"/feed.xml": (302, "/1"), **{f"/{n}": (302, f"/{n + 1}") for n in range(1, 5)}})
    assert (await fetcher.get(FEED)).url == "http://blog.test/5"
    assert len(site.requests) == 6


async def test_validators_stay_with_their_site(site: Site, fetcher: Fetcher) -> None:
    redirecting(site, {"/feed.xml": (302, "http://www.blog.test/b"), "/b": (302, "http://other.test/c")})
    got = await fetcher.get(FEED, etag='"mine"', last_modified="then")
    sent = [(request.host, request.headers.get("If-None-Match")) for request in site.requests]
    assert sent == [("blog.test", '"mine"'), ("www.blog.test", '"mine"'), ("other.test", None)]
    assert got.etag is None, "it is the other host's, and would be sent to ours"


def test_no_way_back_from_https(fetcher_for: Callable[..., Fetcher]) -> None:
    """Asked of the step itself: an opened name is http alone, and nobody signs certificates for loopback."""
    step = fetcher_for({"blog.test": 1})._next_hop
    for location in ("http://blog.test/", "http://blog.example/"):
        with pytest.raises(FetchFailed) as failed:
            step(yarl.URL("https://blog.example/"), location)
        assert failed.value.fault is Fault.REDIRECT
    assert str(step(yarl.URL("http://blog.example/"), "https://blog.example/")) == "https://blog.example/"
    assert str(step(yarl.URL("https://blog.example/a/b"), "../c?d")) == "https://blog.example/c?d"


async def test_a_redirect_without_an_address_is_a_status_like_others(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(b"", 302)
    assert await fault(fetcher) is Fault.HTTP


async def test_a_closed_fetcher_can_begin_again(site: Site, fetcher: Fetcher) -> None:
    await fetcher.get(FEED)
    await fetcher.close()
    await fetcher.close()
    assert (await fetcher.get(FEED)).body == b"hello"


class Slow:
    """A pace that holds up for longer than a request may take; it notes why."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.held: list[str] = []

    async def before(self, url: str) -> None:
        await self._hold(url)

    async def large(self) -> None:
        await self._hold("large")

    async def _hold(self, why: str) -> None:
        self.held.append(why)
        if self.error is not None:
            raise self.error
        await asyncio.sleep(0.6)


LARGE = [
    ("small", b"x" * 256 * 1024, False, []),
    ("large", b"x" * 2_000_000, False, ["large"]),
    ("large once unpacked", b"x" * 2_000_000, True, ["large"]),
]


@pytest.mark.parametrize(("body", "packed", "held"), [row[1:] for row in LARGE], ids=[row[0] for row in LARGE])
async def test_a_large_body_waits_for_room_and_its_clock_stands_still(
    site: Site, fetcher_for: Callable[..., Fetcher], body: bytes, packed: bool, held: list[str]
) -> None:
    fetcher, pace = fetcher_for({"blog.test": site.port}, seconds=0.5), Slow()
    site.answer = site.say(gzip.compress(body), Content_Encoding="gzip") if packed else site.say(body)
    assert (await fetcher.get(FEED, pace=pace)).body == body
    assert pace.held == held


async def test_a_body_that_is_announced_as_large_waits_before_it_is_kept(
    raw: RawServer, fetcher_for: Callable[..., Fetcher]
) -> None:
    pace = Slow(LookupError("no room"))
    port = await raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n")
    with pytest.raises(LookupError):
        await fetcher_for({"blog.test": port}).get(FEED, pace=pace)
    assert pace.held == ["large"]


async def test_a_redirect_waits_until_it_may_be_followed(site: Site, fetcher_for: Callable[..., Fetcher]) -> None:
    fetcher, pace = fetcher_for({"blog.test": site.port, "new.test": site.port}, seconds=0.5), Slow()

    async def answer(request: web.Request) -> web.Response:
        if request.host == "blog.test":
            return web.Response(status=302, headers={"Location": "http://new.test/feed"})
        return web.Response(text="here")

    site.answer = answer
    assert (await fetcher.get(FEED, pace=pace)).body == b"here"
    assert pace.held == ["http://new.test/feed"]
    with pytest.raises(LookupError):
        await fetcher.get(FEED, pace=Slow(LookupError("not now")))
    assert [request.host for request in site.requests] == ["blog.test", "new.test", "blog.test"]


async def test_a_clock_that_stood_still_goes_on(site: Site, fetcher_for: Callable[..., Fetcher]) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/feed.xml":
            return web.Response(status=302, headers={"Location": "/slow"})
        await asyncio.sleep(5)
        return web.Response()

    site.answer = answer
    began = asyncio.get_running_loop().time()
    with pytest.raises(FetchFailed) as failed:
        await fetcher_for({"blog.test": site.port}, seconds=0.3).get(FEED, pace=Slow())
    assert failed.value.fault is Fault.TIMEOUT
    assert asyncio.get_running_loop().time() - began < 3
