"""Bad inputs 31 to 41, 73 and 74: what a document can do to who reads it."""

import inspect
import json
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest

from teambot.domain.notices import NoticeKind
from teambot.web.worker import Worker
from tests.feeds.bad_inputs.documents import BASE, HOST, atom, entry, item, rss
from tests.feeds.bad_inputs.jobs import timed
from tests.feeds.bad_inputs.net import Net
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEW = rss(item("new"), *BASE)


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
    found = await ana.title(body)
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
    for name in ("ben", "chidi"):
        news = rss(item(f"of {name}"), *BASE).replace(HOST, f"http://{name}.blog.test")
        scene.serve(news, f"{name}.blog.test/feed")
    started = time.monotonic()
    await scene.poll()
    assert time.monotonic() - started < 5
    assert ((await scene.feed()).state, (await scene.feed()).fault) == ("failing", "too_hard")
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
    (
        "halves of characters",
        rss(item("new").replace(">new<", ">new &#55357;&#56832;&#xD800;<"), *BASE),
        "new 😀\ufffd",
    ),
    ("a character past the last", rss(item("new").replace(">new<", ">new &#x110000;<"), *BASE), "new \ufffd"),
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
    dumplings = "Suppe mit Klößchen"  # whose bytes are letters in the others too
    body = rss(item(dumplings), *BASE, head=f'<?xml version="1.0" encoding="{case}"?>')
    assert await ana.title(body.encode()) == dumplings


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
    assert await ana.title(body, Content_Type=kind) == "Борщ"


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
    assert await ana.title(f"{before}{rss(item(SOUPS), *BASE, head=head)}".encode(name)) == SOUPS


@bad_input(39, [("gb2312", "蛋花汤"), ("shift_jis", "味噌汁"), ("euc-kr", "된장찌개")])
async def test_charsets_of_east_asia(ana: Scene, case: tuple[str, str]) -> None:
    name, soup = case
    body = rss(item(soup, f"{HOST}/new"), *BASE, head=f'<?xml version="1.0" encoding="{name}"?>').encode(name)
    assert await ana.title(body) == soup


@bad_input(40)
async def test_one_bad_byte_is_one_bad_character(ana: Scene) -> None:
    body = rss(item("Борщ?", f"{HOST}/new"), *BASE, head='<?xml version="1.0" encoding="utf-8"?>').encode()
    assert await ana.title(body.replace(b"?</title>", b"\xff</title>"), ETag='"bad"') == "Борщ\ufffd"
    assert (await ana.feed()).etag is None


@bad_input(41)
async def test_text_that_looks_broken_is_as_feedparser_gives_it(ana: Scene) -> None:
    body = rss(item("Martine Ã©crit", f"{HOST}/new"), *BASE).encode()
    expected = feedparser.parse(BytesIO(body)).entries[0].title
    assert await ana.title(body) == expected


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
    assert await ana.title(case[1], Content_Type=case[0]) == "new"
    await ana.poll(3 * HOUR)
