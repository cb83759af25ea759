"""What happens to a sample blog, as a reader of feeds meets it over HTTP, and by whom at the page it is done."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.blogs.life import BlogLife, Down
from teambot.sandbox.blogs.syndication import CONTENT_TYPES
from teambot.sandbox.cast import Blogger, FeedKind, read_cast
from teambot.sandbox.clock import START, StoryClock
from teambot.sandbox.page.blog_verbs import TOOLS
from tests.sandbox.conftest import Table

FILE = Path(__file__).parents[2] / "config" / "sandbox.toml"
CAST = read_cast(FILE)
ONE_OF_EACH = {one.feed: one for one in reversed(CAST.bloggers)}
KINDS = pytest.mark.parametrize("kind", FeedKind)


@pytest.fixture
def clock() -> StoryClock:
    return StoryClock()


@pytest.fixture
async def blogs(clock: StoryClock) -> AsyncIterator[SampleBlogs]:
    blogs = SampleBlogs(CAST.blogs, clock)
    await blogs.start()
    yield blogs
    await blogs.stop()


class Answer:
    """An answer of a blog, read whole."""

    def __init__(self, status: int, headers: aiohttp.typedefs.CIMultiDictProxy[str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def entries(self) -> list[tuple[str, str, str]]:
        """Give (id, address, title) of a feed's entries, in whatever format it comes."""
        if "json" in self.headers["Content-Type"]:
            return [(row["id"], row["url"], row["title"]) for row in json.loads(self.body)["items"]]
        root = ElementTree.fromstring(self.body)
        if root.tag == "rss":
            return [tuple(row.findtext(name) for name in ("guid", "link", "title")) for row in root.iter("item")]
        rows = root.findall("{*}entry")
        return [(row.findtext("{*}id"), row.find("{*}link").get("href"), row.findtext("{*}title")) for row in rows]


async def get(blogs: SampleBlogs, url: str, **headers: str) -> Answer:
    """Ask for an address of a sample blog, as who has its name from the guard; redirects are not followed."""
    host, _, path = url.removeprefix("http://").partition("/")
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            f"http://127.0.0.1:{blogs.opened[host]}/{path}", headers={"Host": host, **headers}, allow_redirects=False
        ) as answer,
    ):
        return Answer(answer.status, answer.headers.copy(), await answer.read())


def life_of(blogs: SampleBlogs, kind: FeedKind = FeedKind.RSS) -> tuple[Blogger, BlogLife]:
    blogger = ONE_OF_EACH[kind]
    return blogger, blogs.of(blogger.host)


@KINDS
@pytest.mark.parametrize("status", [301, 302, 308])
async def test_a_blog_moves_and_its_ids_stay(blogs: SampleBlogs, kind: FeedKind, status: int) -> None:
    blogger, life = life_of(blogs, kind)
    before = (await get(blogs, blogger.feed_url)).entries
    there = blogger.feed_url.replace(blogger.host, life.new_host)
    assert (await get(blogs, there)).status == 404
    life.move(status)
    answer = await get(blogs, f"{blogger.feed_url}?page=2")
    assert (answer.status, answer.headers["Location"]) == (status, f"{there}?page=2")
    answer = await get(blogs, there)
    after = answer.entries
    assert [(row[0], row[2]) for row in after] == [(row[0], row[2]) for row in before]
    home = blogger.host if status == 302 else life.new_host
    assert {row[1].split("/")[2] for row in after} == {home}
    assert (await get(blogs, after[0][1])).status == (302 if status == 302 else 200)
    page = (await get(blogs, f"http://{life.new_host}/")).body.decode()
    assert f'href="http://{home}/feed' in page
    life.move_back()
    assert (await get(blogs, blogger.feed_url)).entries == before
    assert (await get(blogs, there)).status == 404


def test_a_blog_moves_in_no_other_way(blogs_at_rest: BlogLife) -> None:
    for status in (200, 303, 307, 404):
        with pytest.raises(ValueError, match="moves with one of"):
            blogs_at_rest.move(status)
    assert blogs_at_rest.moved is None


@pytest.fixture
def blogs_at_rest(clock: StoryClock) -> BlogLife:
    return SampleBlogs(CAST.blogs, clock).of(CAST.bloggers[0].host)


DEAD = [
    (Down.NOT_FOUND, 404, None),
    (Down.GONE, 410, None),
    (Down.BUSY, 429, 3600),
    (Down.UNAVAILABLE, 503, 120),
    (Down.UNAVAILABLE, 503, None),
]


@pytest.mark.parametrize(("how", "status", "wait"), DEAD)
async def test_a_dead_blog_says_how_long(blogs: SampleBlogs, how: Down, status: int, wait: int | None) -> None:
    blogger, _ = life_of(blogs)
    blogs.kill(blogger.host, how, retry_after=wait)
    for url in (blogger.feed_url, blogger.blog_url):
        answer = await get(blogs, url)
        assert (answer.status, answer.headers.get("Retry-After")) == (status, str(wait) if wait else None)
    assert blogs.is_down(blogger.host)
    assert blogs.page(blogger.host, "/") is None
    blogs.revive(blogger.host)
    assert (await get(blogs, blogger.feed_url)).status == 200


async def test_a_feed_is_lost_and_the_blog_lives_on(blogs: SampleBlogs) -> None:
    blogger, _ = life_of(blogs)
    blogs.kill(blogger.host, Down.NOT_FOUND, feed_only=True)
    assert (await get(blogs, blogger.feed_url)).status == 404
    assert (await get(blogs, blogger.blog_url)).status == 200
    assert blogs.page(blogger.host, "/")


@KINDS
async def test_all_ids_change_and_nothing_else(blogs: SampleBlogs, clock: StoryClock, kind: FeedKind) -> None:
    blogger, life = life_of(blogs, kind)
    first = await get(blogs, blogger.feed_url)
    clock.set(START + timedelta(minutes=1))
    life.renumber()
    second = await get(blogs, blogger.feed_url, **{"If-None-Match": first.headers["ETag"]})
    life.renumber()
    third = await get(blogs, blogger.feed_url)
    every = [first.entries, second.entries, third.entries]
    assert len({tuple(row[1:] for row in rows) for rows in every}) == 1
    ids = [{row[0] for row in rows} for rows in every]
    assert len(set.union(*ids)) == 3 * len(first.entries)


@KINDS
async def test_a_title_is_edited(blogs: SampleBlogs, clock: StoryClock, kind: FeedKind) -> None:
    blogger, life = life_of(blogs, kind)
    first = await get(blogs, blogger.feed_url)
    post = life.published()[1]
    clock.set(START + timedelta(hours=1))
    edited = life.retitle(post.path, "Soup & <better>")
    assert (edited.id, edited.url, edited.published_at, edited.updated_at) == (
        post.id,
        post.url,
        post.published_at,
        clock(),
    )
    second = await get(blogs, blogger.feed_url, **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert second.entries[1] == (*first.entries[1][:2], "Soup & <better>")
    assert second.entries[::2] == first.entries[::2]
    assert "Soup &amp; &lt;better&gt;" in (await get(blogs, post.url)).body.decode()
    for path, title, error in ((post.path, " ", ValueError), ("/nowhere", "Soup", KeyError)):
        with pytest.raises(error):
            life.retitle(path, title)


@KINDS
async def test_a_post_comes_now_and_is_dated_long_ago(blogs: SampleBlogs, clock: StoryClock, kind: FeedKind) -> None:
    blogger, life = life_of(blogs, kind)
    clock.set(START + timedelta(minutes=1))
    old = life.publish("An old soup", "Found in a drawer.", at=START - timedelta(days=300), months=(5,))
    fresh = life.publish("A new soup", "Made today.")
    answer = await get(blogs, blogger.feed_url)
    assert answer.entries[:2] == [(post.id, post.url, post.title) for post in (fresh, old)]
    assert f"{old.published_at:%Y}/{old.published_at:%m}" in old.url
    assert (fresh.published_at, old.published_at, old.months) == (clock(), START - timedelta(days=300), (5,))
    assert (await get(blogs, old.url)).status == 200
    assert datetime.strptime(answer.headers["Last-Modified"], "%a, %d %b %Y %H:%M:%S %Z").minute == 1  # noqa: DTZ007
    twin = life.publish("A new soup", "The same day, the same title.")
    assert len({fresh.id, twin.id}) == len({fresh.url, twin.url}) == 2
    clock.set(START + timedelta(days=20))
    later = (await get(blogs, blogger.feed_url)).entries
    assert later.index((twin.id, twin.url, twin.title)) > 0  # what was written after it stands before it
    for title, at in ((" ", None), ("x", datetime(2026, 1, 1))):  # noqa: DTZ001  # naive is what it must refuse
        with pytest.raises(ValueError, match="title and an aware date"):
            life.publish(title, "", at=at)


async def test_a_post_links_to_others_and_asks_robots_not_to_follow(blogs: SampleBlogs) -> None:
    _, life = life_of(blogs, FeedKind.RSS)
    theirs = 'http://elsewhere.test/soup?a=1&b="2"'
    post = life.publish("Read this", "By somebody else.", links=(theirs,))
    page = (await get(blogs, post.url)).body.decode()
    assert '<a rel="nofollow" href="http://elsewhere.test/soup?a=1&amp;b=&quot;2&quot;">' in page
    assert "nofollow" not in (await get(blogs, life.publish("Plain", "No links.").url)).body.decode()


@KINDS
async def test_a_page_announces_several_feeds_that_can_be_told_apart(blogs: SampleBlogs, kind: FeedKind) -> None:
    blogger, life = life_of(blogs, kind)
    for path in ("comments/feed/", "category/kitchen/feed/"):
        assert (await get(blogs, blogger.blog_url + path)).status == 404
    life.announce(True)
    posts, comments, category = life.feeds
    page = (await get(blogs, blogger.blog_url)).body.decode()
    for feed in (posts, comments, category):
        link = f'<link rel="alternate" type="{CONTENT_TYPES[feed.kind]}" href="{feed.url}" title="{feed.title}">'
        assert link in page
        assert (await get(blogs, feed.url)).headers["Content-Type"].startswith(CONTENT_TYPES[feed.kind])
    whole = (await get(blogs, posts.url)).entries
    part = (await get(blogs, category.url)).entries
    assert 0 < len(part) < len(whole)
    assert set(part) < set(whole)
    said = (await get(blogs, comments.url)).entries
    assert {row[1].partition("#")[0] for row in said} == {row[1] for row in whole}
    assert not {row[0] for row in said} & {row[0] for row in whole}
    life.publish("One more", "What is in a category stays in it.")
    assert set(part) <= set((await get(blogs, category.url)).entries)
    life.announce(False)
    assert (await get(blogs, comments.url)).status == 404
    assert "title=" not in (await get(blogs, blogger.blog_url)).body.decode()


@KINDS
@pytest.mark.parametrize("other", FeedKind)
async def test_a_feed_changes_its_format_at_the_same_address(
    blogs: SampleBlogs, kind: FeedKind, other: FeedKind
) -> None:
    blogger, life = life_of(blogs, kind)
    before = (await get(blogs, blogger.feed_url)).entries
    life.serve_as(other)
    answer = await get(blogs, blogger.feed_url)
    assert answer.headers["Content-Type"].startswith(CONTENT_TYPES[other])
    assert answer.entries == before


async def test_each_tool_of_the_page_is_for_ones_own_blog_and_is_said(table: Table) -> None:
    hanne, host = table.id("Hanne Lund"), "weekday-bread.test"
    assert {one["value"] for one in (await table.state(hanne))["blog_tools"]} == set(TOOLS)
    seen = {}
    for what in TOOLS:
        assert await table.do("happen", **{"as": hanne, "what": what}) == {}
        seen[what] = (await table.person(hanne))["blog_now"]
    assert seen["301"] == f"moved to new-{host} (301)"
    assert seen["302"] == f"moved to new-{host} (302)"
    assert seen["404"] == "its feed answers 404"
    assert seen["429"] == "it answers 429"
    assert seen["silent"] == "it hangs up"
    assert seen["back"] == seen["lives"] == seen["ids"] == ""
    assert seen["several"] == "announces three feeds"
    assert seen["json"] == "serves JSON"
    others = [table.blogs.of(one.host) for one in table.cast.blogs if one.host != host]
    assert not any(life.moved or life.trouble or life.several or life.kind is not life.blogger.feed for life in others)


async def test_somebody_at_the_page_publishes_and_retitles_on_their_own_blog(table: Table) -> None:
    changes: list[str] = []
    table.discord.world.listeners.append(lambda what, _facts: changes.append(what))
    tama = table.id("Tama Ngata")
    new = {"as": tama, "title": "Soup", "line": "A bowl of it.", "at": "2025-03-01"}
    assert await table.do("publish", **new) == {}
    (post, *_) = table.blogs.published("long-simmer.test")
    assert (post.title, post.line, post.published_at.isoformat()) == (
        "Soup",
        "A bowl of it.",
        "2025-02-28T11:00:00+00:00",
    )
    assert (await table.state(tama))["posts"][0] == {"path": post.path, "url": post.url, "title": "Soup"}
    assert await table.do("retitle", **{"as": tama, "path": post.path, "title": "Better soup"}) == {}
    assert table.blogs.published("long-simmer.test")[0].title == "Better soup"
    assert changes == ["blog", "blog"]
    nonsense = [
        ("publish", {"title": " ", "line": "x"}, "no title"),
        ("publish", {"title": "x"}, "no line"),
        ("publish", {"title": "x", "line": "x", "at": "soon"}, "no date"),
        ("publish", {"title": "x", "line": "x", "at": "0001-01-01"}, "before all time"),
        ("retitle", {"path": "/nowhere", "title": "x"}, "no such post"),
        ("retitle", {"path": post.path, "title": " "}, "no title"),
        ("happen", {"what": "500"}, "no such tool"),
        ("happen", {}, "no tool"),
    ]
    before = table.blogs.published("long-simmer.test")
    for verb, facts, why in nonsense:
        assert (await table.do(verb, **{"as": tama, **facts}))["failed"], why
    assert table.blogs.published("long-simmer.test") == before


@pytest.mark.browser
async def test_a_person_publishes_retitles_and_moves_in_the_browser(table: Table, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1200, "height": 850})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    await page.goto(table.page.url)
    await page.get_by_role("button", name="Publish a post").click()
    await page.get_by_label("Title").fill("Tea in March")
    await page.get_by_label("What a reader gets from it").fill("A cup for the thaw.")
    await page.get_by_label("Dated").fill("2025-03-01")
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page.locator("#dialog")).not_to_be_visible()
    await page.get_by_role("button", name="Change a title").click()
    await page.get_by_label("Post").select_option(label="Tea in March")
    await page.get_by_label("Its new title").fill("Tea in a thaw")
    await page.get_by_role("button", name="Change it").click()
    await expect(page.locator("#dialog")).not_to_be_visible()
    assert table.blogs.published("tea-and-rain.test")[0].title == "Tea in a thaw"
    await page.get_by_role("button", name="Move or break my blog").click()
    await page.get_by_label("What happens to it").select_option(label="Move it for good (301)")
    await page.get_by_role("button", name="Do it", exact=True).click()
    await expect(page.locator("#people [aria-pressed=true]")).to_contain_text("moved to new-tea-and-rain.test (301)")
    now = page.locator("#people [aria-pressed=true] .now")
    assert await now.evaluate("one => one.scrollWidth <= one.clientWidth"), "it is there whole"
    await page.set_viewport_size({"width": 375, "height": 720})
    await expect(now).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375
    assert not wrong


async def test_a_post_is_led_to_by_its_address_with_a_stroke_at_the_end(blogs: SampleBlogs) -> None:
    blogger, life = life_of(blogs)
    post = life.published()[0]
    led = await get(blogs, f"{post.url}/")
    assert (led.status, led.headers["Location"]) == (301, post.path)
    assert (await get(blogs, f"{blogger.blog_url}nothing/")).status == 404


async def test_a_feed_holds_as_many_posts_as_its_blog_shows(blogs: SampleBlogs) -> None:
    _, life = life_of(blogs)
    for number in range(12):
        life.publish(f"Note {number}", "One of many.")
    feed = life.feeds[0].url
    assert len((await get(blogs, feed)).entries) == 10
    life.shown = 20
    assert len((await get(blogs, feed)).entries) == len(life.published()) > 12
