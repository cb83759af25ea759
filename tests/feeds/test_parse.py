"""Documents to items: samples of every format and charset beside what they hold, and the documents that are damaged."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from teambot.feeds.identity import item_keys
from teambot.feeds.items import NotAFeed, ParsedFeed, Reason
from tests.feeds.documents import SAMPLES, parsed, rss

FORMATS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".xml", ".feed"))


def reason(body: bytes) -> Reason:
    with pytest.raises(NotAFeed) as raised:
        parsed(body)
    return raised.value.reason


def test_there_is_a_sample_of_each_format() -> None:
    formats = {path.stem for path in FORMATS if "-" not in path.stem}
    assert formats == {f"rss{n}" for n in ("090", "091", "092", "10", "20")} | {
        f"{name}{n}" for name, versions in (("atom", ("03", "10")), ("jsonfeed", ("1", "11"))) for n in versions
    }
    languages = {path.stem.partition("-")[0] for path in FORMATS if "-" in path.stem}
    assert languages == {
        *("ar", "cs", "de", "el", "fr", "he", "hi", "ja", "ko", "pl", "ru", "th", "tr", "uk", "vi", "zh")
    }


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
    (b"<!DOCTYPE html><main><rss>x</rss></main>", Reason.HTML, "a page that begins with an element nobody lists"),
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


def test_a_feed_that_carries_its_sites_document_type_is_a_feed() -> None:
    xhtml = (
        b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    )
    assert parsed(rss("<item><title>a</title></item>", xhtml.decode())).items[0].title == "a"


def test_a_feed_without_items_is_a_feed() -> None:
    assert parsed(rss("")) == ParsedFeed("T", (), whole=True)
    assert parsed(b'{"version":"https://jsonfeed.org/version/1","items":null}') == ParsedFeed("", (), whole=True)


JSON_IDS = [
    ('"id": "a"', "a", "text"),
    ('"id": 17', "17", "a number, as version 1 allows"),
    ('"id": 1.5', "1.5", "a number with parts"),
    ('"id": " a "', "a", "blanks"),
    ('"id": ""', None, "empty"),
    ('"id": null', None, "null"),
    ('"id": true', None, "neither text nor number"),
    ('"id": NaN', None, "no number, and no JSON"),
    ('"id": {"a": 1}', None, "an object"),
    ('"title": "x"', None, "missing"),
]


@pytest.mark.parametrize(("written", "entry_id", "why"), JSON_IDS, ids=[row[2] for row in JSON_IDS])
def test_what_counts_as_an_id_in_json(written: str, entry_id: str | None, why: str) -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{{written}, "url": "http://b.example/1"}}]}}'
    (item,) = parsed(body.encode()).items
    assert item.keys == item_keys(entry_id, "http://b.example/1", "", None), why


@pytest.mark.parametrize("items", ["null", "{}", '"x"', "7", "[]", '[null, 7, "x", []]'])
def test_json_items_that_are_none(items: str) -> None:
    assert parsed(f'{{"version": "https://jsonfeed.org/version/1", "items": {items}}}'.encode()).items == ()


def test_expired_says_that_a_json_feed_has_ended_and_nothing_of_its_items() -> None:
    item = '{"id": "1", "url": "http://b.example/1", "expired": true}'
    body = f'{{"version": "https://jsonfeed.org/version/1", "expired": true, "items": [{item}]}}'
    assert parsed(body.encode()).items[0].url == "http://b.example/1"


GML = 'xmlns:gml="http://www.opengis.net/gml"'
PLACES = [
    ("a position", GML, "<gml:pos>52.5 13.4</gml:pos>"),
    ("positions", GML, "<gml:posList >52.5 13.4 48.1 11.6</gml:posList>"),
    ("another prefix", GML.replace(":gml=", ":g="), "<g:pos>52.5 13.4</g:pos>"),
    ("another prefix, and in capitals", GML.replace(":gml=", ":g=").upper().replace("XMLNS:G", "xmlns:g"), "<g:pos/>"),
    ("no prefix", "", '<pos xmlns="http://www.opengis.net/gml">52.5 13.4</pos>'),
    ("in its place", GML, "<gml:Point><gml:pos>52.5 13.4</gml:pos></gml:Point>"),
]


@pytest.mark.parametrize(("declared", "place"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_feed_that_says_where_its_posts_are_is_read(declared: str, place: str) -> None:
    post = f"<item><title>Soup</title><link>https://blog.example/soup</link>{place}</item>"
    found = parsed(f'<rss version="2.0" {declared}><channel><title>b</title>{post}{post}</channel></rss>'.encode())
    assert [item.title for item in found.items][:1] == ["Soup"]
    assert found.whole


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


@pytest.mark.parametrize(("count", "cut"), [(499, False), (500, False), (501, True), (700, True)])
def test_the_first_500_items_in_the_order_of_the_document(count: int, cut: bool) -> None:
    xml = rss("".join(f"<item><guid>http://b.example/{n}</guid><title>{n}</title></item>" for n in range(count)))
    listed = [{"id": n, "title": str(n), "url": f"http://b.example/{n}"} for n in range(count)]
    written = json.dumps({"version": "https://jsonfeed.org/version/1", "items": listed}).encode()
    for body in (xml, written):
        found = parsed(body)
        assert [item.title for item in found.items] == [str(n) for n in range(min(count, 500))]
        assert found.cut is cut


ASKED = [
    ("", None, "nothing"),
    ("<ttl>60</ttl>", 60, "minutes"),
    ("<ttl> 60 </ttl>", 60, "blanks"),
    ("<ttl>1</ttl>", 1, "as little as it says: the poller has its own least"),
    ("<ttl>-1</ttl>", None, "less than nothing"),
    ("<ttl>0</ttl>", None, "no time at all"),
    ("<ttl>abc</ttl>", None, "no number"),
    ("<ttl>1e3</ttl>", None, "no whole number"),
    ("<ttl>٣٠</ttl>", None, "no number that RSS means"),
    ("<ttl></ttl>", None, "an empty one"),
    ("<ttl>10080</ttl>", 1440, "a week: a day"),
    (f"<ttl>{'9' * 9}</ttl>", 1440, "for ever: a day"),
    (f"<ttl>{'9' * 5000}</ttl>", None, "more than a number"),
    ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60, "an hour"),
    (
        "<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>\n\t1\t</sy:updateFrequency>",
        60,
        "WordPress",
    ),
    ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360, "four times a day"),
    ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>14</sy:updateFrequency>", 720, "14 times a week"),
    ("<sy:updateFrequency>2</sy:updateFrequency>", 720, "a day is meant"),
    ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60, "never: once"),
    (
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>-2</sy:updateFrequency>",
        60,
        "less than never: once",
    ),
    ("<sy:updatePeriod>yearly</sy:updatePeriod>", 1440, "a year: a day"),
    ("<sy:updatePeriod>fortnightly</sy:updatePeriod>", None, "no period of theirs"),
    ("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 60, "the longer one"),
    ("<ttl>300</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 300, "the longer one, the other way round"),
    ("<ttl>abc</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 60, "the one that says something"),
]


@pytest.mark.parametrize(("hints", "minutes", "why"), ASKED, ids=[row[2] for row in ASKED])
def test_how_often_it_asks_to_be_read(hints: str, minutes: int | None, why: str) -> None:
    space = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    body = rss(hints + "<item><title>a</title></item>").replace(b"<rss ", f"<rss {space} ".encode())
    assert parsed(body).asks == (timedelta(minutes=minutes) if minutes else None), why


BASES = [
    ("<channel>", "<link>x</link>", "https://feeds.example/x", "where the feed was found"),
    (
        "<channel xml:base='http://b.example/posts/'>",
        "<link>x</link>",
        "http://b.example/posts/x",
        "the channel's base",
    ),
    (
        "<channel xml:base='/posts/'>",
        "<link>x</link>",
        "https://feeds.example/posts/x",
        "a base that is relative itself",
    ),
    (
        "<channel xml:base='http://b.example/'>",
        "<link xml:base='posts/'>x</link>",
        "http://b.example/posts/x",
        "two bases",
    ),
    ("<channel xml:base='javascript:'>", "<link>x</link>", "https://feeds.example/x", "a base that is none"),
    ("<channel xml:base='file:///etc/'>", "<link>x</link>", None, "a base that is a file"),
]


@pytest.mark.parametrize(("channel", "link", "expected", "why"), BASES, ids=[row[3] for row in BASES])
def test_where_a_relative_link_starts(channel: str, link: str, expected: str | None, why: str) -> None:
    body = rss(f"<item><title>a</title>{link}</item>").replace(b"<channel>", channel.encode())
    assert parsed(body).items[0].url == expected, why


RELATIONS = [
    ("<link href='/a'/>", "/a", "without a relation"),
    ("<link rel='alternate' href='/a'/><link rel='replies' href='/b'/>", "/a", "before its comments"),
    ("<link rel='replies' href='/b'/><link rel='alternate' href='/a'/>", "/a", "behind its comments"),
    ("<link rel='edit' href='/b'/><link rel='enclosure' href='/c.mp3'/><link href='/a'/>", "/a", "behind others"),
    ("<link rel='replies' href='/b'/>", None, "comments alone"),
    ("<link rel='self' href='/b'/>", None, "itself alone"),
]


@pytest.mark.parametrize(("links", "path", "why"), RELATIONS, ids=[row[2] for row in RELATIONS])
def test_which_of_an_atom_entrys_links_is_its_address(links: str, path: str | None, why: str) -> None:
    found = parsed(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>{links}</entry></feed>".encode())
    assert found.items[0].url == (f"https://feeds.example{path}" if path else None), why


def test_of_two_links_the_last_counts() -> None:
    assert parsed(rss("<item><link>/a</link><link>/b</link></item>")).items[0].url == "https://feeds.example/b"


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
    (" \n\u00a0&#160;\t", "Some words", "white space: of the text"),
    ("&lt;b&gt;&lt;!-- a --&gt;&lt;/b&gt;", "Some words", "markup alone: of the text"),
    ("\u200b\u3164\u2800\ufeff", "Some words", "nothing that shows: of the text"),
    ("x" * 10_000, "x" * 255 + "…", "10,000 letters"),
    ("👨‍👩‍👧‍👦" * 60, "👨‍👩‍👧‍👦" * 36 + "…", "families, cut between two"),
    ("&#8238;evil&#8236; &amp;#8203;", "evil", "controls behind entities, once and twice"),
]


@pytest.mark.parametrize(("title", "expected", "why"), TITLES, ids=[row[2] for row in TITLES])
def test_titles_come_out_plain(title: str, expected: str, why: str) -> None:
    body = rss(
        f"<item><title>{title}</title><guid>http://b.example/1</guid><description>Some words</description></item>"
    )
    assert parsed(body).items[0].title == expected, why


WORDS = "One two three four five six seven. "


@pytest.mark.parametrize(
    ("parts", "title", "summary"),
    [
        (f"<description>{WORDS}</description>", WORDS.strip(), WORDS.strip()),
        (f"<title/><description>{WORDS * 20}</description>", (WORDS * 3)[:99] + "…", (WORDS * 20)[:499].rstrip() + "…"),
        ("<title> </title><description>&lt;p&gt;&lt;/p&gt;</description>", "http://b.example/1", ""),
        ("<description>\u200b</description>", "http://b.example/1", ""),
    ],
    ids=["no-title", "long", "blank", "invisible"],
)
def test_an_item_without_title_is_called_by_its_first_words_or_its_address(
    parts: str, title: str, summary: str
) -> None:
    item = parsed(rss(f"<item>{parts}<guid>http://b.example/1</guid></item>")).items[0]
    assert (item.title, item.summary) == (title, summary)


def test_an_item_with_neither_title_nor_words_is_called_by_its_address() -> None:
    assert parsed(rss("<item><guid>http://b.example/1</guid></item>")).items[0].title == "http://b.example/1"
