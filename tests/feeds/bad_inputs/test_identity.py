"""Bad inputs 42 to 46 and 60 to 64: what may be taken for another post, and what floods nobody."""

from datetime import timedelta

import pytest

from teambot.domain.notices import NoticeKind
from tests.feeds.bad_inputs.documents import BASE, HOST, item, rss
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import DAY, HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def suggested(ana: Scene) -> list[str]:
    """List what `/post submit` suggests to Ana."""
    found = await ana.house.services.posts.newest(ana.house.caller(0), "", ana.now)
    return [one.title for one in found]


@bad_input(42, both=True)
async def test_one_guid_for_every_item(scene: Scene) -> None:
    """From the first document on: each item is told apart by its address, and so is each that comes later."""
    same = [item(f"old-{number}", guid=HOST) for number in (2, 1)]
    await scene.join(body=rss(*same))
    assert len(await scene.items()) == 2
    assert (await scene.feed()).ids_repeat
    scene.serve(rss(item("new-2", guid=HOST), item("new-1", guid=HOST), *same), ETag='"2"')
    await scene.reads("new-1", "new-2")
    for number in (3, 4, 5):  # of one item alone nobody could tell: it never flips back
        scene.serve(rss(item(f"new-{number}", guid=HOST)), ETag=f'"{number}"')
        await scene.reads(f"new-{number}", after=DAY)
    scene.serve(rss(item("new-3", guid=HOST), item("new-1", guid=HOST)), ETag='"6"')
    await scene.reads()


FLIPS = [
    ("http to https", "http://ana.blog.test/?p=1", "https://ana.blog.test/?p=1", f"{HOST}/soup", f"{HOST}/soup"),
    ("both to https", f"{HOST}/soup", "https://ana.blog.test/soup", f"{HOST}/soup", "https://ana.blog.test/soup"),
    ("an id to the link", "tag:ana,2026:1", f"{HOST}/soup", f"{HOST}/soup", f"{HOST}/soup"),
    ("the link to an id", f"{HOST}/soup", "tag:ana,2026:1", f"{HOST}/soup", f"{HOST}/soup"),
    ("the same id, another link", "tag:ana,2026:1", "tag:ana,2026:1", f"{HOST}/soup", f"{HOST}/tea"),
    ("an id to none", "tag:ana,2026:1", None, f"{HOST}/soup", f"{HOST}/soup"),
]


@bad_input(43, FLIPS)
async def test_a_guid_that_changes(ana: Scene, case: tuple[str, str, str | None, str, str]) -> None:
    _, before, after, link, moved = case
    ana.serve(rss(item("new", link, before), *BASE), ETag='"2"')
    await ana.reads("new")
    ana.serve(rss(item("new", moved, after), *BASE), ETag='"3"')
    await ana.reads()
    ana.serve(rss(item("new", link, before), *BASE), ETag='"4"')
    await ana.reads()
    assert len(await ana.items()) == 4


SPELLINGS = [
    f"{HOST}/x",
    f"{HOST}/x/",
    "http://www.ana.blog.test/x",
    "HTTPS://ANA.blog.test:443/x/",
    f"{HOST}/x?utm_source=feed&utm_medium=rss",
    f"{HOST}/x?fbclid=soup#comments",
    f"{HOST}/%78",
    f"{HOST}/x/amp/",
    f"{HOST}/x?amp=1",
]


@bad_input(44)
async def test_spellings_of_one_address_are_one_post(ana: Scene) -> None:
    """Beside one another in a document, and from one document to the next."""
    ana.serve(rss(*(item(f"new-{at}", link, f"id-{at}") for at, link in enumerate(SPELLINGS)), *BASE), ETag='"2"')
    await ana.reads("new-0")
    for at, link in enumerate(SPELLINGS):
        ana.serve(rss(item("again", link, f"another-{at}"), *BASE), ETag=f'"again-{at}"')
        await ana.reads()
    assert len(await ana.items()) == 4
    ana.serve(rss(item("other", f"{HOST}/x?p=2", "id-other"), *BASE), ETag='"other"')
    await ana.reads("other")


@bad_input(45)
async def test_without_guid_and_link_title_and_day_are_what_is_known(scene: Scene) -> None:
    """What has no address can be put forward by nobody, so that being new shows in the keys alone."""

    def soup(day: int, hour: int) -> str:
        return item("Soup of the day", None, None, f"<pubDate>{day} Jan 2026 {hour:02}:00:00 GMT</pubDate>")

    await scene.join(body=rss(soup(3, 9)))
    for day, hour, count in ((4, 9, 2), (4, 11, 2), (5, 9, 3)):
        scene.serve(rss(soup(day, hour), soup(3, 9)), ETag=f'"{day}-{hour}"')
        await scene.reads()
        assert await scene.keys() == count
    assert await scene.items() == []


IDS = ["<p>a</p>", "a" * 10_000, " two  words ", "soup\u202e\u0301", "https://[::1", "0"]


@bad_input(46, IDS)
async def test_an_id_is_opaque(ana: Scene, case: str) -> None:
    ana.serve(rss(item("new", guid=case), *BASE), ETag='"2"')
    await ana.reads("new")
    ana.serve(rss(item("new", f"{HOST}/moved", case), *BASE), ETag='"3"')
    await ana.reads()
    ana.serve(rss(item("other", guid=f"{case}b"), *BASE), ETag='"4"')
    await ana.reads("other")


@bad_input(60)
async def test_a_new_post_that_is_dated_years_ago_is_kept_and_not_told(ana: Scene) -> None:
    """The list holds it for the team's staff; here are none, so its author finds it where they put posts forward."""
    old = item("draft", more="<pubDate>Thu, 05 Jan 2023 10:00:00 GMT</pubDate>")
    edge = item("edge", more="<pubDate>Sat, 05 Jul 2025 12:00:00 GMT</pubDate>")
    recent = item("recent", more="<pubDate>Wed, 09 Jul 2025 12:00:00 GMT</pubDate>")
    ana.serve(rss(old, edge, recent, *BASE), ETag='"2"')
    await ana.reads("recent")
    assert set(await ana.titles()) == {"draft", "edge", "recent"}
    assert {"draft", "edge", "recent"} <= set(await suggested(ana))


EDITS = [
    ("the title", item("new better", f"{HOST}/new", "id-new"), ("new better", f"{HOST}/new", "Soup.")),
    ("the body", item("new"), ("new", f"{HOST}/new", "Better soup.")),
    ("the address", item("new", f"{HOST}/moved"), ("new", f"{HOST}/moved", "Soup.")),
    ("the id", item("new", guid="id-other"), ("new", f"{HOST}/new", "Soup.")),
    ("the date", item("new", more="<pubDate>Mon, 05 Jan 2026 11:00:00 GMT</pubDate>"), ("new", f"{HOST}/new", "Soup.")),
]


@bad_input(61, EDITS, both=True)
async def test_an_edited_post_is_changed_in_its_place(ana: Scene, case: tuple[str, str, tuple[str, str, str]]) -> None:
    _, edited, expected = case
    summary = "<description>Soup.</description>"
    first = item("new", more=f"{summary}<pubDate>Mon, 05 Jan 2026 09:00:00 GMT</pubDate>")
    ana.serve(rss(first, *BASE), ETag='"2"')
    await ana.reads("new")
    (before,) = [row for row in await ana.items() if row.title == "new"]
    summary = f"<description>{expected[2]}</description>"
    ana.serve(rss(edited.replace("</item>", f"{summary}</item>"), *BASE), ETag='"3"')
    await ana.reads()
    (row,) = [row for row in await ana.items() if row.id == before.id]
    assert (row.title, row.url, row.summary) == expected
    assert row.first_seen_at == before.first_seen_at
    assert len(await ana.items()) == 4


@bad_input(62, [WEEK := timedelta(weeks=1), 25 * WEEK])
async def test_a_post_that_goes_and_comes_back(ana: Scene, case: timedelta) -> None:
    ana.serve(rss(item("new"), *BASE), ETag='"2"')
    await ana.reads("new")
    ana.serve(rss(*BASE), ETag='"3"')
    await ana.reads()
    ana.serve(rss(item("between"), *BASE), ETag='"4"')  # whatever is forgotten is forgotten where something changes
    await ana.reads("between", after=case)
    ana.serve(rss(item("new"), item("between"), *BASE), ETag='"5"')
    await ana.reads()
    assert await ana.titles() == ["new", "between"]


def anew(name: str, count: int) -> list[str]:
    return [item(f"{name}-{number}") for number in range(count, 0, -1)]


MADE_ANEW = [
    ("the ids alone: each is known by its address", [item(f"old-{n}", guid=f"x-{n}") for n in range(12, 0, -1)], []),
    ("ids and addresses", anew("new", 12), [NoticeKind.FEED_RENEWED]),
    ("eleven beside the old", [*anew("new", 11), *anew("old", 12)], [NoticeKind.FEED_RENEWED]),
    ("ten are a busy month", [*anew("new", 10), *anew("old", 12)], None),
]


@bad_input(63, MADE_ANEW, both=True)
async def test_a_feed_that_is_made_anew_floods_nobody(
    scene: Scene, case: tuple[str, list[str], list[NoticeKind] | None]
) -> None:
    """The list holds the posts for the team's staff; here their author is told once that all are there to choose."""
    _, items, told = case
    await scene.join(body=rss(*anew("old", 12)))
    scene.serve(rss(*items), ETag='"2"')
    await scene.poll()
    assert (await scene.feed()).state == "active"
    if told is None:
        assert {kind for kind, _ in await scene.told()} == {NoticeKind.NEW_ITEM}
        return
    assert [kind for kind, _ in await scene.told()] == told
    fresh = [one for one in items if "old-" not in one]
    assert len(await scene.titles()) == len(fresh)
    assert len(await suggested(scene)) >= len(fresh)
    scene.serve(rss(item("after"), *items), ETag='"3"')
    await scene.reads("after")


@bad_input(64)
async def test_a_first_read_of_500_posts_offers_none(scene: Scene) -> None:
    body = rss(*anew("old", 500))
    assert (await scene.join(body=body)).items == 500
    assert await scene.keys() == 1000
    assert 25 <= len(await scene.items()) <= 50
    scene.serve(body, ETag='"2"')
    await scene.reads()
    scene.serve(rss(*anew("old", 500)[1:]), ETag='"3"')
    await scene.reads(after=DAY)
    scene.serve(rss(item("new"), *anew("old", 499)), ETag='"4"')
    await scene.reads("new", after=6 * HOUR)
