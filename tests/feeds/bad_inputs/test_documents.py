"""Bad inputs 31 to 41, 47 to 59, 73 and 74: what a document can do to who reads it."""

import inspect
import json
import re
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest

from teambot.chat.render.text import shown
from teambot.domain.notices import NoticeKind
from teambot.web.worker import Worker
from tests.feeds.bad_inputs.documents import BASE, HOST, atom, entry, item, rss
from tests.feeds.bad_inputs.jobs import timed
from tests.feeds.bad_inputs.net import Net, http
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEW = rss(item("new"), *BASE)


async def title(ana: Scene, body: str | bytes, **headers: str) -> str:
    """Serve a document with one new post, which is offered; gives its title as it is stored."""
    ana.serve(http(body, **headers))
    await ana.poll()
    assert (await ana.feed()).state == "active"
    (found,) = await ana.titles()
    assert await ana.offered() == [found]
    return str(found)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = [
    ("billion laughs", f'<!DOCTYPE r [<!ENTITY l0 "laughter">{LAUGHS}]>', "&l9;"),
    ("quadratic", f'<!DOCTYPE r [<!ENTITY q "{"laughter" * 5_000}">]>', "&q;" * 5_000),
    ("a file", '<!DOCTYPE r [<!ENTITY x SYSTEM "{file}">]>', "&x;"),
    ("an address", '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:{port}/laughter">]>', "&x;"),
    ("a document type elsewhere", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:{port}/laughter.dtd">', "&x;"),
    (
        "a parameter entity",
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/laughter.dtd"> %p;]>',
        "&x;",
    ),
]


@bad_input(31, ENTITIES)
async def test_entities_are_neither_expanded_nor_fetched(
    ana: Scene, canary: Net, tmp_path: Path, case: tuple[str, str, str]
) -> None:
    (tmp_path / "secret").write_text("laughter")
    _, doctype, reference = case
    doctype = doctype.replace("{file}", (tmp_path / "secret").as_uri()).replace("{port}", str(canary.port))
    soup = f"<item><title>soup {reference}</title><link>{HOST}/soup</link></item>"
    body = rss(soup, *BASE, head=f'<?xml version="1.0"?>{doctype}')
    found = await title(ana, body)
    assert found.startswith("soup")
    assert "laughter" not in found
    parsed, seconds = await ana.worker.run(timed, body.encode(), ana.now)
    assert "laughter" not in repr(parsed)
    assert seconds < 1
    assert canary.asked == []


@bad_input(32)
async def test_a_document_that_takes_for_ever_costs_nobody_else_anything(scene: Scene) -> None:
    """A second here stands for the 10 that the worker has."""
    assert inspect.signature(Worker).parameters["seconds"].default == 10
    hurried = Worker(seconds=1)
    await scene.begin_again(worker=hurried)
    for who in range(3):
        await scene.join(who)
    scene.serve(rss("<item>" + "<a>" * 340_000))
    scene.serve(rss(item("of ben"), *BASE), "ben.blog.test/feed")
    scene.serve(rss(item("of chidi"), *BASE), "chidi.blog.test/feed")
    started = time.monotonic()
    await scene.fails_alone("too_hard")
    assert time.monotonic() - started < 5
    assert [await scene.offered(who) for who in range(3)] == [[], ["of ben"], ["of chidi"]]
    scene.serve(NEW)
    await scene.reads("new")
    await hurried.close()


@bad_input(33)
async def test_a_hundred_thousand_items(ana: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """With time enough: on a slow machine the worker's ten seconds would end it, as any document that is too hard."""
    patient = Worker(seconds=60)
    await ana.begin_again(worker=patient)
    parsed = []
    run = patient.run

    async def watched(function: Any, *args: Any, **kwargs: Any) -> Any:
        parsed.append(await run(function, *args, **kwargs))
        return parsed[-1]

    monkeypatch.setattr(patient, "run", watched)
    body = rss(*(f"<item><link>/{number}</link></item>" for number in range(100_000)))
    ana.serve(body, ETag='"many"')
    await ana.poll()
    assert (await ana.feed()).state == "active"
    assert await ana.keys() == 6 + 500
    urls = {row.url for row in await ana.items()}
    assert {f"{HOST}/{number}" for number in range(25)} <= urls
    assert urls <= {f"{HOST}/{number}" for number in range(500)} | {f"{HOST}/old-{number}" for number in (1, 2, 3)}
    assert [kind for kind, _ in await ana.told()] == [NoticeKind.FEED_RENEWED]
    ((shown, cut),) = [([one.url for one in feed.items], feed.cut) for feed in parsed]
    assert (shown, cut) == ([f"{HOST}/{number}" for number in range(500)], True)
    await patient.close()


ILL_FORMED = [
    ("an entity of HTML", rss(item("new").replace(">new<", ">new&nbsp;soup<"), *BASE), "new soup"),
    ("a bare ampersand", rss(item("new").replace(">new<", ">new & soup<"), *BASE), "new & soup"),
    ("control characters", rss(item("new").replace(">new<", ">new\x08\x01 soup<"), *BASE), "new soup"),
    ("junk behind the end", f"{NEW}<!-- made in 3 ms --></div>junk", "new"),
]


@bad_input(34, ILL_FORMED)
async def test_what_is_ill_formed_gives_its_items_and_no_validators(ana: Scene, case: tuple[str, str, str]) -> None:
    _, body, expected = case
    ana.serve(body, ETag='"ill"', Last_Modified="Mon, 05 Jan 2026 09:00:00 GMT")
    row = await ana.reads(expected)
    assert (row.etag, row.last_modified, row.body_hash or None) == (None, None, None)
    assert len(await ana.items()) == 4
    await ana.poll_when_due()
    assert not {"if-none-match", "if-modified-since"} & set(ana.net.asked[-1].headers)


@bad_input(35)
async def test_a_document_that_is_cut_short(ana: Scene) -> None:
    whole = rss(item("new-2"), item("new-1"), *BASE)
    ana.serve(whole[: whole.index("<item><title>new-1")], ETag='"cut"')
    row = await ana.reads("new-2")
    assert (row.etag, row.body_hash or None) == (None, None)
    ana.serve(whole, ETag='"whole"')
    assert (await ana.reads("new-1")).etag == '"whole"'


SOUPS = "Борщ, Suppe mit Klößchen, 味噌汁"


@bad_input(36, ["ISO-8859-1", "US-ASCII", "windows-1252"])
async def test_utf_8_that_is_declared_as_something_else(ana: Scene, case: str) -> None:
    body = rss(item(SOUPS), *BASE, head=f'<?xml version="1.0" encoding="{case}"?>')
    assert await title(ana, body.encode()) == SOUPS


ORDER = [
    ("HTTP before the declaration", "windows-1251", "iso-8859-1", "windows-1251"),
    ("HTTP before the declaration", "koi8-r", "windows-1251", "koi8-r"),
    ("the declaration where HTTP is silent", "windows-1251", "windows-1251", ""),
    ("the mark before both", "utf-16", "iso-8859-1", "koi8-r"),
]


@bad_input(37, ORDER)
async def test_charsets_that_contradict_each_other(ana: Scene, case: tuple[str, str, str, str]) -> None:
    """RFC 7303: the byte order mark, then HTTP, then the declaration."""
    _, real, declared, said = case
    body = rss(item("Борщ"), *BASE, head=f'<?xml version="1.0" encoding="{declared}"?>').encode(real)
    kind = f"application/rss+xml; charset={said}" if said else "application/rss+xml"
    assert await title(ana, body, Content_Type=kind) == "Борщ"


WIDE = [
    ("utf-16-le", "\ufeff"),
    ("utf-16-be", "\ufeff"),
    ("utf-16-le", ""),
    ("utf-16-be", ""),
    ("utf-8", "\ufeff \r\n\t "),
    ("utf-8", " \n"),
]


@bad_input(38, WIDE)
async def test_marks_wide_letters_and_leading_blanks(ana: Scene, case: tuple[str, str]) -> None:
    name, before = case
    head = '<?xml version="1.0" encoding="{}"?>'.format("utf-16" if name != "utf-8" else "utf-8")
    assert await title(ana, f"{before}{rss(item(SOUPS), *BASE, head=head)}".encode(name)) == SOUPS


@bad_input(39, [("gb2312", "蛋花汤"), ("shift_jis", "味噌汁"), ("euc-kr", "된장찌개")])
async def test_charsets_of_east_asia(ana: Scene, case: tuple[str, str]) -> None:
    name, soup = case
    body = rss(item(soup, f"{HOST}/new"), *BASE, head=f'<?xml version="1.0" encoding="{name}"?>').encode(name)
    assert await title(ana, body) == soup


@bad_input(40)
async def test_one_bad_byte_is_one_bad_character(ana: Scene) -> None:
    body = rss(item("Борщ?", f"{HOST}/new"), *BASE, head='<?xml version="1.0" encoding="utf-8"?>').encode()
    assert await title(ana, body.replace(b"?</title>", b"\xff</title>")) == "Борщ\ufffd"
    assert (await ana.feed()).etag is None


@bad_input(41)
async def test_text_that_looks_broken_is_as_feedparser_gives_it(ana: Scene) -> None:
    body = rss(item("Martine Ã©crit", f"{HOST}/new"), *BASE).encode()
    expected = feedparser.parse(BytesIO(body)).entries[0].title
    assert await title(ana, body) == expected


@bad_input(47)
async def test_an_item_without_an_address_is_known_and_not_offered(ana: Scene) -> None:
    """Where the list says "reported" there is nobody to report it to: its author sees what can be put forward."""
    unlinked = item("new", None, None, '<guid isPermaLink="false">tag:ana,2026:new</guid>')
    ana.serve(rss(unlinked, *BASE))
    await ana.reads()
    assert (await ana.titles(), await ana.keys()) == ([], 6 + 1)
    ana.serve(rss(unlinked.replace("</guid>", f"</guid><link>{HOST}/new</link>"), *BASE), ETag='"linked"')
    await ana.reads()


NO_LINKS = [
    "javascript:alert(1)",
    "data:text/html,soup",
    "mailto:ana@ana.blog.test",
    "at://ana.test/soup",
    f"{HOST}/{'a' * 5000}",
]


@bad_input(48, NO_LINKS)
async def test_a_link_that_is_no_address_of_a_post(ana: Scene, case: str) -> None:
    ana.serve(rss(item("new", case), *BASE))
    await ana.reads()
    assert await ana.titles() == []
    assert await ana.keys() > 6


RELATIVE = [
    ("the feed's own address", rss(item("new", "deep/soup"), *BASE), f"{HOST}/deep/soup"),
    ("from the root", rss(item("new", "/deep/soup"), *BASE), f"{HOST}/deep/soup"),
    (
        "xml:base of the feed",
        atom(entry("new", '<link href="soup"/>'), attributes=f' xml:base="{HOST}/deep/"'),
        f"{HOST}/deep/soup",
    ),
    (
        "xml:base of the entry",
        atom(entry("new", '<link href="soup"/>').replace("<entry>", f'<entry xml:base="{HOST}/deep/">')),
        f"{HOST}/deep/soup",
    ),
    (
        "xml:base within xml:base",
        atom(
            entry("new", '<link href="soup"/>').replace("<entry>", '<entry xml:base="soups/">'),
            attributes=f' xml:base="{HOST}/deep/"',
        ),
        f"{HOST}/deep/soups/soup",
    ),
    (
        "xml:base in RSS",
        rss(item("new", "soup"), *BASE).replace("<rss ", f'<rss xml:base="{HOST}/deep/" '),
        f"{HOST}/deep/soup",
    ),
]


@bad_input(49, RELATIVE)
async def test_a_relative_link_is_resolved(ana: Scene, case: tuple[str, str, str]) -> None:
    """Content-Location, which the list names too, is no base since RFC 7231 (appendix B), so it changes nothing."""
    _, body, expected = case
    await title(ana, body, Content_Location="/elsewhere/feed.xml")
    assert [row.url for row in await ana.items() if row.title == "new"] == [expected]


OTHERS = "".join(f'<link rel="{rel}" href="{HOST}/{rel}"/>' for rel in ("replies", "edit", "enclosure", "self", "via"))


@bad_input(50, [f'{OTHERS}<link rel="alternate" href="{HOST}/soup"/>', f'{OTHERS}<link href="{HOST}/soup"/>{OTHERS}'])
async def test_the_link_of_an_entry_is_its_alternate(ana: Scene, case: str) -> None:
    await title(ana, atom(entry("new", case)))
    assert [row.url for row in await ana.items() if row.title == "new"] == [f"{HOST}/soup"]


@bad_input(51)
async def test_a_link_without_rel_is_the_alternate(ana: Scene) -> None:
    await title(ana, atom(entry("new", f'<link href="{HOST}/soup"/>')))
    assert [row.url for row in await ana.items() if row.title == "new"] == [f"{HOST}/soup"]


@bad_input(52)
async def test_of_two_links_in_rss_the_last_counts(ana: Scene) -> None:
    await title(ana, rss(item("new", f"{HOST}/one", more=f"<link>{HOST}/two</link>"), *BASE))
    assert [row.url for row in await ana.items() if row.title == "new"] == [f"{HOST}/two"]


@bad_input(53)
async def test_a_title_of_xhtml_keeps_its_text(ana: Scene) -> None:
    marked = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>Bold</b> soup &amp; <i>tea</i></div></title>'
    )
    assert await title(ana, atom(entry("new").replace("<title>new</title>", marked))) == "Bold soup & tea"


ESCAPED = [
    ("&amp;lt;b&amp;gt; soup", "<b> soup"),
    ("&lt;b&gt;bold&lt;/b&gt; soup", "bold soup"),
    ("Tom &amp;amp; soup", "Tom & soup"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;soup", "<script>alert(1)</script>soup"),
]


@bad_input(54, ESCAPED)
async def test_a_title_that_is_escaped_twice_is_text(ana: Scene, case: tuple[str, str]) -> None:
    written, expected = case
    assert await title(ana, rss(item("new").replace("<title>new<", f"<title>{written}<"), *BASE)) == expected


BODY = "<description>&lt;p&gt;First words of a soup.&lt;/p&gt;</description>"
UNTITLED = [
    ("<title> \n </title>" + BODY, "First words of a soup."),
    (BODY, "First words of a soup."),
    ("<title>&#8203;&lt;b&gt;&lt;/b&gt;</title>" + BODY, "First words of a soup."),
    ("", f"{HOST}/new"),
]


@bad_input(55, UNTITLED)
async def test_a_post_without_a_title(ana: Scene, case: tuple[str, str]) -> None:
    written, expected = case
    assert await title(ana, rss(item("new").replace("<title>new</title>", written), *BASE)) == expected


ALIVE = re.compile(r"(?<!\\)(?:@everyone|<[@#]|\]\()")  # without a backslash before it
FAMILY = "👩\u200d👩\u200d👧\u200d👦"
HOSTILE = [
    ("@everyone soup", "@everyone soup", "\\@everyone soup"),
    ("<@123> <#5> soup", None, None),
    ("[x](http://evil.test) soup", "[x](http://evil.test) soup", "\\[x\\]\\(http\\://evil.test\\) soup"),
    ("so\u202eup\u2066 \u200bsoup\ufeff", "soup soup", "soup soup"),
    ("a" * 10_000, f"{'a' * 255}…", f"{'a' * 255}…"),
    (f"{FAMILY} soup", f"{FAMILY} soup", f"{FAMILY} soup"),
    (FAMILY * 100, f"{FAMILY * 36}…", f"{FAMILY * 36}…"),
]


@bad_input(56, HOSTILE)
async def test_a_title_that_would_be_more_than_text(ana: Scene, case: tuple[str, str | None, str | None]) -> None:
    """What is stored is plain; that it is inert is the rendering's, and no message may ping (`allowed_mentions`)."""
    written, expected, drawn = case
    found = await title(ana, rss(item(written, f"{HOST}/new"), *BASE))
    assert expected is None or found == expected
    assert len(found) <= 256
    said = shown(found, 300)
    assert drawn is None or said == drawn
    assert not ALIVE.search(said)


NO_DATES = [
    "Mon, 01 Jan 0001 00:00:00 +0000",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "garbage",
    "",
    "Mon, 99 Foo 2026 9:9",
]


@bad_input(57, NO_DATES)
async def test_a_date_that_is_none(ana: Scene, case: str) -> None:
    await title(ana, rss(item("new", more=f"<pubDate>{case}</pubDate>"), *BASE))
    (row,) = [row for row in await ana.items() if row.title == "new"]
    assert (row.published_at, row.first_seen_at) == (None, ana.now)


@bad_input(58)
async def test_a_date_in_the_future_is_none_and_the_post_is_offered_once(ana: Scene) -> None:
    """The list would clamp it; ours has no date then, and counts as published when it was first seen."""
    body = rss(item("new", more="<pubDate>Sat, 05 Sep 2099 10:00:00 GMT</pubDate>"), *BASE)
    await title(ana, body, ETag='"1"')
    (row,) = [row for row in await ana.items() if row.title == "new"]
    assert (row.published_at, row.first_seen_at) == (None, ana.now)
    ana.serve(body.replace("2099", "2098"), ETag='"2"')
    await ana.reads()


DATES = [
    ("Mon, 05 Jan 2026 03:00:00 -0500", 8),
    ("Mon, 05 Jan 2026 03:00:00 EST", 8),
    ("Mon, 5 Jan 2026 8:00:00 GMT", 8),
    ("5 Jan 2026 08:00 +0000", 8),
    ("2026-01-05T03:00:00-0500", 8),
    ("2026-01-05T03:00:00-05:00", 8),
    ("2026-01-05T08:00:00Z", 8),
]


@bad_input(59, DATES)
async def test_dates_as_they_are_written(ana: Scene, case: tuple[str, int]) -> None:
    await title(ana, rss(item("new", more=f"<pubDate>{case[0]}</pubDate>"), *BASE))
    (row,) = [row for row in await ana.items() if row.title == "new"]
    assert row.published_at == datetime(2026, 1, 5, case[1], tzinfo=UTC)


def feed_of(*items: Any, **more: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "ana", "items": items, **more})


POST = {"id": "id-new", "url": f"{HOST}/new", "title": "new"}
JSON = [
    ("an id that is a number", feed_of({**POST, "id": 5}), ["new"]),
    ("no id", feed_of({"url": f"{HOST}/new", "title": "new"}), ["new"]),
    ("no items", feed_of(items=None), []),
    ("items that are none", feed_of(None, 5, "soup", [], POST), ["new"]),
    ("another version", feed_of(POST, version="https://soup.example/version/1"), None),
    ("a version that is no text", feed_of(POST, version=1), None),
    ("NaN", feed_of({**POST, "id": float("nan")}), ["new"]),
    ("infinity in a title", feed_of({**POST, "title": float("inf")}), [f"{HOST}/new"]),
    (
        "a depth of 10,000",
        '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 10_000 + "]" * 10_000 + "}",
        None,
    ),
    ("a text of 5 MB", feed_of({**POST, "title": "a" * 5_000_000}), [f"{'a' * 255}…"]),
    ("cut short", feed_of(POST)[:-1], None),
]


@bad_input(73, JSON)
async def test_json(ana: Scene, case: tuple[str, str, list[str] | None]) -> None:
    _, body, expected = case
    ana.serve(body, Content_Type="application/feed+json")
    if expected is None:
        await ana.fails("not_a_feed")
        return
    row = await ana.reads(*expected)
    assert row.etag is None
    assert await ana.titles() == expected
    ana.serve(body, Content_Type="application/feed+json", ETag='"again"')
    await ana.poll()
    assert await ana.titles() == expected


@bad_input(74, [("application/json", NEW), ("text/html", atom(entry("new"))), ("image/png", NEW), ("", NEW)])
async def test_a_feed_under_another_name_is_known_by_its_bytes(ana: Scene, case: tuple[str, str]) -> None:
    assert await title(ana, case[1], Content_Type=case[0]) == "new"
    await ana.poll(3 * HOUR)
