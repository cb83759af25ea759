"""Documents to items: samples of every format beside what they hold, and the documents that are damaged or hostile."""

import builtins
import contextlib
import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teambot.feeds.items import Item, NotAFeed, ParsedFeed, Reason
from teambot.feeds.parse import parse_feed
from teambot.web.worker import Worker, WorkerKilled

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://feeds.example/feed"
SAMPLES = Path(__file__).parents[1] / "data" / "feeds"
FORMATS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".xml", ".feed"))


def parsed(body: bytes, content_type: str = "") -> ParsedFeed:
    return parse_feed(body, content_type, URL, NOW)


def rss(items: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def reason(body: bytes) -> Reason:
    with pytest.raises(NotAFeed) as raised:
        parsed(body)
    return raised.value.reason


def test_there_is_a_sample_of_each_format() -> None:
    assert [path.stem for path in FORMATS] == ["atom03", "atom10", "jsonfeed1", "jsonfeed11", "rdf", "rss091", "rss20"]


@pytest.mark.parametrize("content_type", ["", "application/xml", "text/html", "application/json", "nonsense;;=\0"])
@pytest.mark.parametrize("sample", FORMATS, ids=[path.stem for path in FORMATS])
def test_every_format_is_read_whatever_it_is_served_as(sample: Path, content_type: str) -> None:
    expected = json.loads(sample.with_suffix(".json").read_text())
    found = parsed(sample.read_bytes(), content_type)
    assert {
        "title": found.title,
        "whole": found.whole,
        "items": [
            {
                "url": item.url,
                "title": item.title,
                "summary": item.summary,
                "published_at": item.published_at.isoformat() if item.published_at else None,
                "keys": len(item.keys),
            }
            for item in found.items
        ],
    } == expected
    assert all((item.address_key is None) == (item.url is None) for item in found.items)
    assert len({item.keys for item in found.items}) == len(found.items)


NO_FEEDS = [
    (b"", Reason.EMPTY, "nothing"),
    (b" \r\n\t\n", Reason.EMPTY, "white space"),
    (b"\xef\xbb\xbf", Reason.EMPTY, "a byte order mark"),
    (b"\0" * 1000, Reason.EMPTY, "zeros"),
    (b"/etc/hostname", Reason.NOT_A_FEED, "a path"),
    (b"file:///etc/hostname", Reason.NOT_A_FEED, "a path's address"),
    (b"<html><body>x</body></html>", Reason.HTML, "a page"),
    (b"<!-- a --><!DOCTYPE HTML><title>x</title>", Reason.HTML, "a page behind a comment"),
    (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', Reason.HTML, "XHTML"),
    (b"<!DOCTYPE html><p>&lt;rss&gt; <rss> is a format", Reason.HTML, "a page about feeds"),
    ("\ufeff<!doctype html>".encode("utf-16-le"), Reason.HTML, "a page in UTF-16"),
    (b"<opml version='2.0'/>", Reason.NOT_A_FEED, "OPML"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.NOT_A_FEED, "a picture"),
    (b"<", Reason.NOT_A_FEED, "one sign"),
    (b"<!--" * 20_000, Reason.NOT_A_FEED, "comments that never end"),
    (b"\x1f\x8b\x08\0\0\0\0\0", Reason.NOT_A_FEED, "still packed"),
    (b"\x89PNG\r\n\x1a\n", Reason.NOT_A_FEED, "a PNG"),
    (b"Too many requests", Reason.NOT_A_FEED, "words"),
    (b"{}", Reason.NOT_A_FEED, "any JSON"),
    (b'{"version": "https://jsonfeed.org/version/2", "items": []}', Reason.NOT_A_FEED, "a version that is not"),
    (b'{"version": 1, "items": []}', Reason.NOT_A_FEED, "a version that is a number"),
    (b'{"version": "https://jsonfeed.org/version/1", "items": [}', Reason.NOT_A_FEED, "broken JSON"),
    (b'{"a":' * 100_000, Reason.NOT_A_FEED, "JSON 100,000 deep"),
    (b"[]", Reason.NOT_A_FEED, "a list"),
]


@pytest.mark.parametrize(("body", "expected", "what"), NO_FEEDS, ids=[row[2] for row in NO_FEEDS])
def test_what_is_no_feed(body: bytes, expected: Reason, what: str) -> None:
    assert reason(body) is expected, what


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


def test_a_feed_without_items_is_a_feed() -> None:
    assert parsed(rss("")) == ParsedFeed("T", (), whole=True)
    assert parsed(b'{"version":"https://jsonfeed.org/version/1","items":null}') == ParsedFeed("", (), whole=True)


DAMAGED = [
    (rss("<item><title>a</title></item>").replace(b"</rss>", b""), "no end"),
    (rss("<item><title>a</title></item><item><tit")[:-30], "cut in an item"),
    (rss("<item><title>a</title></item>") + b"<script>x</script>", "junk behind it"),
    (rss("<item><title>a</title><link>http://b.example/?a=1&b=2</link></item>"), "a bare ampersand"),
    (rss("<item><title>a</title><description>x&nbsp;y</description></item>"), "an entity that XML has not"),
    (rss("<item><title>a</title><description>\x0b</description></item>"), "a control character"),
    (b"Warning: mysql gone\n" + rss("<item><title>a</title></item>"), "the server's own words before it"),
    (
        rss("<item><title>a</title><description>\xe9</description></item>").replace(
            b"\xc3\xa9", b"\xe9 \xc3\xa9" * 9 + b"\xff"
        ),
        "bad bytes",
    ),
]


@pytest.mark.parametrize(("body", "what"), DAMAGED, ids=[row[1] for row in DAMAGED])
def test_a_damaged_feed_gives_what_it_has_and_is_not_whole(body: bytes, what: str) -> None:
    found = parsed(body)
    assert found.items[0].title == "a", what
    assert not found.whole


CHARSETS = [
    (rss("<item><title>Grüße 茶</title></item>"), "", "Grüße 茶", "UTF-8 undeclared"),
    (rss("<item><title>Grüße 茶</title></item>"), "text/xml", "Grüße 茶", "text/xml, which once meant ASCII"),
    (b"\xef\xbb\xbf \n" + rss("<item><title>Grüße</title></item>"), "", "Grüße", "a mark and blanks before it"),
    (
        rss("<item><title>Grüße</title></item>", '<?xml version="1.0" encoding="iso-8859-1"?>'),
        "",
        "Grüße",
        "declared Latin-1, but UTF-8",
    ),
    (
        rss("<item><title>Grüße</title></item>", ""),
        "text/xml; charset=iso-8859-1",
        "Grüße",
        "served as Latin-1, but UTF-8",
    ),
    (
        rss("<item><title>Grüße…</title></item>", '<?xml version="1.0" encoding="iso-8859-1"?>')
        .decode()
        .encode("cp1252"),
        "",
        "Grüße…",
        "Latin-1 as Windows writes it",
    ),
    (rss("<item><title>Grüße</title></item>").decode().encode("cp1252"), "", "Grüße", "undeclared Western"),
    (
        rss("<item><title>Grüße</title></item>", '<?xml version="1.0" encoding="utf-8"?>').decode().encode("cp1252"),
        "",
        "Grüße",
        "declared UTF-8, but Western",
    ),
    (rss("<item><title>Привет</title></item>").decode().encode("koi8-r"), "text/xml; charset=KOI8-R", "Привет", "HTTP"),
    (
        rss("<item><title>Привет</title></item>", '<?xml version="1.0" encoding="koi8-r"?>').decode().encode("cp1251"),
        'application/xml; charset="windows-1251"',
        "Привет",
        "HTTP goes before the declaration",
    ),
    (
        rss("<item><title>中文</title></item>", '<?xml version="1.0" encoding="gb2312"?>').decode().encode("gbk"),
        "",
        "中文",
        "gb2312",
    ),
    (
        rss("<item><title>日本①</title></item>", "<?xml version='1.0' encoding='Shift_JIS'?>").decode().encode("cp932"),
        "",
        "日本①",
        "Shift_JIS as Windows writes it",
    ),
    (
        rss("<item><title>한국</title></item>", '<?xml version="1.0" encoding="euc-kr"?>').decode().encode("euc-kr"),
        "",
        "한국",
        "EUC-KR",
    ),
    (
        rss("<item><title>日本</title></item>", '<?xml version="1.0" encoding="iso-2022-jp"?>')
        .decode()
        .encode("iso-2022-jp"),
        "",
        "日本",
        "ISO-2022-JP, which is ASCII bytes",
    ),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16"), "", "Grüße 茶", "UTF-16 with a mark"),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16-le"), "", "Grüße 茶", "UTF-16 LE without"),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16-be"), "", "Grüße 茶", "UTF-16 BE without"),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-32"), "", "Grüße 茶", "UTF-32"),
    (
        rss("<item><title>Gr\xfc\xdfe</title></item>", '<?xml version="1.0" encoding="rot13"?>'),
        "",
        "Grüße",
        "no charset",
    ),
    (rss("<item><title>Grüße</title></item>"), "text/xml; charset=punycode", "Grüße", "an encoding of no letters"),
    (
        rss("<item><title>Martine Ã©crit</title></item>"),
        "",
        "Martine écrit",
        "UTF-8 once read as Latin-1, as feedparser mends it",
    ),
]


@pytest.mark.parametrize(("body", "content_type", "title", "what"), CHARSETS, ids=[row[3] for row in CHARSETS])
def test_letters_survive(body: bytes, content_type: str, title: str, what: str) -> None:
    assert parsed(body, content_type).items[0].title == title, what


def test_one_bad_byte_is_one_bad_character() -> None:
    body = rss("<item><title>Grüße aus Köln, schöne Grüße</title></item>").replace("ö".encode(), b"\xff", 1)
    found = parsed(body)
    assert found.items[0].title == "Grüße aus K\ufffdln, schöne Grüße"
    assert not found.whole


def test_items_are_told_apart_when_they_share_an_id() -> None:
    item = "<item><guid isPermaLink='false'>same</guid><title>{0}</title><link>http://b.example/{0}</link></item>"
    found = parsed(rss("".join(item.format(n) for n in range(5))))
    assert [item.title for item in found.items] == list("01234")
    assert not {key for item in found.items for key in item.keys if key.startswith("i")}


def test_an_item_that_stands_there_twice_is_one() -> None:
    item = "<item><guid isPermaLink='false'>1</guid><title>a</title><link>http://b.example/a</link></item>"
    assert len(parsed(rss(item * 3)).items) == 1


def test_the_first_500_items_in_the_order_of_the_document() -> None:
    found = parsed(
        rss("".join(f"<item><guid>http://b.example/{n}</guid><title>{n}</title></item>" for n in range(700)))
    )
    assert [item.title for item in found.items] == [str(n) for n in range(500)]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("<guid>http://b.example/a</guid>", "<guid>https://b.example/a</guid>", "http to https"),
        (
            "<guid isPermaLink='false'>1</guid><link>http://b.example/a</link>",
            "<guid>http://b.example/a</guid>",
            "to a link",
        ),
        (
            "<guid isPermaLink='false'>1</guid><link>http://b.example/a</link>",
            "<guid isPermaLink='false'>1</guid><link>http://b.example/renamed</link>",
            "the address changed",
        ),
        (
            "<link>http://b.example/a</link>",
            "<link>https://www.b.example/a/?utm_source=x#y</link>",
            "written otherwise",
        ),
        (
            "<guid isPermaLink='false'>1</guid><title>a</title>",
            "<guid isPermaLink='false'>1</guid><title>b</title>",
            "edited",
        ),
    ],
    ids=["scheme", "to-link", "address", "spelling", "edited"],
)
def test_a_changed_item_keeps_a_key(before: str, after: str, why: str) -> None:
    one, other = (parsed(rss(f"<item>{text}</item>")).items[0] for text in (before, after))
    assert set(one.keys) & set(other.keys), why


def test_an_item_without_id_and_address_is_known_by_title_and_day() -> None:
    def keys(day: int, title: str = "a") -> tuple[str, ...]:
        return (
            parsed(rss(f"<item><title>{title}</title><pubDate>{day} Nov 2026 09:00 GMT</pubDate></item>")).items[0].keys
        )

    assert keys(1) == keys(1)
    assert keys(1) != keys(2)
    assert keys(1) != keys(1, "b")


LINKS = [
    ("javascript:alert(1)", None),
    ("data:text/html,x", None),
    ("mailto:a@b.example", None),
    ("at://did:plc:x/app", None),
    ("http://user:pw@b.example/", None),
    ("http://", None),
    ("http://[::1", None),
    ("http://b.example:port/", None),
    ("http://b.example/" + "a" * 2000, None),
    ("http://b.example/a b", "http://b.example/a%20b"),
    (" http://b.example/a ", "http://b.example/a"),
    ("/a", "https://feeds.example/a"),
    ("//b.example/a", "https://b.example/a"),
    ("?p=1", "https://feeds.example/feed?p=1"),
    ("http://b.example/?q=%26%3D&amp;utm_source=a&amp;x=%c3%a9", "http://b.example/?q=%26%3D&x=%c3%a9"),
    ("http://b.example/?ref=b.example&amp;a", "http://b.example/?a"),
    ("http://b.example/?ref=other.example", "http://b.example/?ref=other.example"),
]


@pytest.mark.parametrize(("link", "expected"), LINKS, ids=[row[0][:40] for row in LINKS])
def test_which_links_can_be_submitted(link: str, expected: str | None) -> None:
    item = parsed(rss(f"<item><title>a</title><guid isPermaLink='false'>1</guid><link>{link}</link></item>")).items[0]
    assert item.url == expected


TITLES = [
    ("&amp;lt;b&amp;gt;", "<b>", "escaped twice: text, never markup"),
    ("&lt;b&gt;bold&lt;/b&gt;", "bold", "markup goes"),
    ("AT&amp;amp;T", "AT&T", "an ampersand escaped twice"),
    ("a\u202eb\u200bc\ufeffd\u2066e", "abcde", "direction and zero width go"),
    ("👩‍🚀 a‍b", "👩‍🚀 ab", "a joiner stays within an emoji"),
    ("Z" + "\u0336" * 50, "Z" + "\u0336" * 3, "a pile of marks"),
    ("e\u0301", "é", "one way to write a letter"),
    (" a \n\t b ", "a b", "white space"),
    ("@everyone [x](http://evil.example)", "@everyone [x](http://evil.example)", "the chat escapes these"),
    ("", "Some words", "none: of the text"),
]


@pytest.mark.parametrize(("title", "expected", "why"), TITLES, ids=[row[2] for row in TITLES])
def test_titles_come_out_plain(title: str, expected: str, why: str) -> None:
    body = rss(
        f"<item><title>{title}</title><guid>http://b.example/1</guid><description>Some words</description></item>"
    )
    assert parsed(body).items[0].title == expected, why


def test_an_item_with_neither_title_nor_words_is_called_by_its_address() -> None:
    assert parsed(rss("<item><guid>http://b.example/1</guid></item>")).items[0].title == "http://b.example/1"


# Hostile documents: in the worker, as in the bot.

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
    made = Worker(seconds=5)
    yield made
    await made.close()


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
            started = time.monotonic()
            found = await worker.run(parse_feed, body, "", URL, NOW)
            assert time.monotonic() - started < 3
            assert len(found.title) <= 256
            assert "secret" not in found.title
            assert "lollol" not in found.title
            assert "root:" not in found.title
        with pytest.raises(TimeoutError):
            canary.accept()


async def test_a_megabyte_of_nested_tags_is_killed_and_the_next_feed_is_read() -> None:
    worker = Worker(seconds=0.6)
    await worker.run(parse_feed, rss(""), "", URL, NOW)
    bomb = b"<rss version='2.0'><channel><item><title>" + b"<a>" * 350_000
    with pytest.raises(WorkerKilled):
        await worker.run(parse_feed, bomb, "", URL, NOW)
    assert (await worker.run(parse_feed, rss("<item><title>a</title></item>"), "", URL, NOW)).items[0].title == "a"
    await worker.close()


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
