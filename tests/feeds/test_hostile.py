"""Documents that want the reader's files, its network, its time or its memory: in the worker, as in the bot."""

import builtins
import contextlib
import io
import pickle
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from teambot.feeds.items import Item, NotAFeed, ParsedFeed, Reason
from teambot.feeds.parse import parse_feed
from teambot.web.worker import Worker, WorkerKilled
from tests.feeds.documents import NOW, SAMPLES, URL, measured, parsed, rss

LAUGHS = (
    b"<!DOCTYPE r [<!ENTITY a0 'lol'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><rss version='2.0'><channel><title>&a9;</title><item><title>a</title></item></channel></rss>"
)
QUADRATIC = (
    b"<!DOCTYPE r [<!ENTITY a '"
    + b"x" * 50_000
    + b"'>]><rss version='2.0'><channel><title>"
    + b"&a;" * 50_000
    + b"</title><item><title>a</title></item></channel></rss>"
)
XXE = (
    b"<!DOCTYPE r [<!ENTITY x SYSTEM '%s'>]><rss version='2.0'><channel><title>T &x;</title>"
    b"<item><title>a</title></item></channel></rss>"
)
DTD = b"<!DOCTYPE rss SYSTEM '%s'><rss version='2.0'><channel><item><title>a</title></item></channel></rss>"


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bait") / "secret.txt"
    path.write_text("the secret")
    return path


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    made = Worker(seconds=60)  # what is measured is CPU: others are busy, too
    yield made
    await made.close()


@pytest.mark.parametrize("wrap", ["{}", '<?xml version="1.0"?><rss version="2.0">{}</rss>'])
def test_a_body_is_never_taken_for_a_name(wrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """feedparser opens a path and fetches an address that it is given as text or bytes."""
    bait = tmp_path / "bait.xml"
    bait.write_bytes(rss("<item><title>stolen</title></item>"))
    parsed(rss(""))  # what is imported once is imported
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.1)
        opened: list[object] = []
        items: list[Item] = []
        real = io.open
        monkeypatch.setattr(builtins, "open", lambda *args, **kwargs: opened.append(args) or real(*args, **kwargs))
        for name in (str(bait), f"http://127.0.0.1:{canary.getsockname()[1]}/feed"):
            with contextlib.suppress(NotAFeed):
                items += parsed(wrap.format(name).encode()).items
        monkeypatch.undo()
        assert (opened, items) == ([], [])
        with pytest.raises(TimeoutError):
            canary.accept()


async def test_entities_are_not_expanded_and_nothing_is_fetched(worker: Worker, bait: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.1)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/x".encode()
        for body in (
            LAUGHS,
            QUADRATIC,
            XXE % str(bait).encode(),
            XXE % b"file:///etc/passwd",
            XXE % address,
            DTD % address,
        ):
            seconds, found = await worker.run(measured, body)
            assert seconds < 1
            assert isinstance(found, ParsedFeed)
            assert [item.title for item in found.items] == ["a"]
            assert len(found.title) <= 256
            assert not any(stolen in found.title for stolen in ("secret", "lollol", "root:"))
        with pytest.raises(TimeoutError):
            canary.accept()


JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": %s}'
SPENT = [
    (rss("<item><title>x</title>" + "<!--" * 250_000), ["x"], "comments that never end"),
    (rss("<item><title>x</title>" + "<![CDATA[" * 110_000), ["x"], "quotes that never end"),
    (rss("<item><title>x</title>" + "&" * 1_000_000), ["x"], "a megabyte of ampersands"),
    (rss("<item><title>x</title><pubDate>" + "1:" * 500_000 + "</pubDate></item>"), ["x"], "a date of a megabyte"),
    (
        rss("<item><title>x</title><description>" + "&lt;b&gt;" * 400_000 + "</description></item>"),
        ["x"],
        "much markup",
    ),
    (rss("<item><title>x</title></item>") + b"\xff" * 4_000_000, ["x"], "megabytes that are no letters"),
    (rss("<ttl>" + "9" * 4_000_000 + "</ttl><item><title>x</title></item>"), ["x"], "a number of megabytes"),
    (JSON % (b"[" * 100_000), Reason.NOT_A_FEED, "lists 100,000 deep"),
    (JSON % (b'[{"id": 1, "a": ' + b'{"a":' * 10_000 + b"0" + b"}" * 10_001 + b"]"), Reason.NOT_A_FEED, "10,000 deep"),
    (JSON % (b'[{"id": 1, "title": "' + b"x" * 5_000_000 + b'"}]'), ["x" * 255 + "…"], "a title of five megabytes"),
    (JSON % (b'[{"id": ' + b"9" * 1_000_000 + b"}]"), Reason.NOT_A_FEED, "a number of a megabyte"),
    (JSON % (b"[" + b"{}," * 1_600_000 + b"{}]"), [""], "1,600,000 empty items"),
]


@pytest.mark.parametrize(("body", "expected", "what"), SPENT, ids=[row[2] for row in SPENT])
async def test_what_is_made_to_cost_costs_seconds_at_most(
    body: bytes, expected: list[str] | Reason, what: str, worker: Worker
) -> None:
    seconds, found = await worker.run(measured, body)
    assert seconds < 9, what
    assert ([item.title for item in found.items] if isinstance(found, ParsedFeed) else found) == expected, what


async def test_100_000_items_are_500_and_said_to_be_cut(worker: Worker) -> None:
    seconds, found = await worker.run(measured, rss("".join(f"<item><guid>{n}</guid></item>" for n in range(100_000))))
    assert seconds < 9
    assert isinstance(found, ParsedFeed)
    assert (len(found.items), found.cut, found.whole) == (500, True, True)
    assert found.items == parsed(rss("".join(f"<item><guid>{n}</guid></item>" for n in range(500)))).items


BOMBS = [
    (b"<rss version='2.0'><channel><item><title>" + b"<a>" * 350_000, "nested tags"),
    (rss(f"<item><a {' '.join(f'b{n}=' + repr('x') for n in range(80_000))}/></item>"), "80,000 attributes, in C"),
]


@pytest.mark.parametrize(("bomb", "what"), BOMBS, ids=[row[1] for row in BOMBS])
async def test_what_takes_too_long_is_killed_and_the_next_feed_is_read(bomb: bytes, what: str) -> None:
    worker = Worker(seconds=0.6)
    await worker.run(parse_feed, rss(""), "", URL, NOW)
    with pytest.raises(WorkerKilled):
        await worker.run(parse_feed, bomb, "", URL, NOW)
    assert (await worker.run(parse_feed, rss("<item><title>a</title></item>"), "", URL, NOW)).items[0].title == "a"
    await worker.close()


def test_what_comes_back_is_small_whatever_the_document() -> None:
    item = "<item><guid>{0}{2}</guid><title>{1}</title><description>{1}</description><link>/{0}{3}</link></item>"
    big = parsed(rss("".join(item.format(n, "ü" * 4000, "x" * 4000, "l" * 1800) for n in range(510))))
    assert len(big.items) == 500
    assert len(pickle.dumps(big)) < 2_000_000
    one_page = parsed(rss("".join(f"<item><guid>{n}</guid><link>/</link></item>" for n in range(500))))
    assert len(one_page.items) == 1
    assert len(pickle.dumps(one_page)) < 40_000


async def test_reasons_and_items_travel(worker: Worker) -> None:
    with pytest.raises(NotAFeed) as raised:
        await worker.run(parse_feed, b"<html>", "", URL, NOW)
    assert raised.value.reason is Reason.HTML
    body = (SAMPLES / "rss20.xml").read_bytes()
    assert await worker.run(parse_feed, body, "", URL, NOW) == parsed(body)


async def test_only_the_worker_holds_feedparser() -> None:
    """Memory: the bot's own process may import all of this and stays without the parser."""
    program = "import sys, teambot.feeds.parse, teambot.web.worker; sys.exit('feedparser' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=SAMPLES.parents[2])
    assert done.returncode == 0
