"""Reading the members' feeds over real HTTP: what is asked, what is offered, what is told, and what is kept."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest
from aiohttp import web

from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.members import Join
from teambot.services.profiles import ChangeFeed
from teambot.web.worker import WorkerKilled
from tests.services.applicants import page_of
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, House
from tests.services.feeding import DAY, HOUR, Page, joined, poll, rss

_ANAS = "FROM feed JOIN subscription s ON s.feed_id = feed.id WHERE s.membership_id = 1"
FEED = f"SELECT state, fault, fails, etag {_ANAS}"


@pytest.fixture
async def ana(house: House) -> Page:
    """Ana alone has joined with three posts; from now on her blog answers with this page."""
    return await joined(house)


async def news(house: House, now: datetime = START) -> list[tuple[NoticeKind, object]]:
    """Give the kinds and titles of what Ana is told, which she is then not told again."""
    shown = (await house.services.weeks.show(house.caller(0), "this", now)).news
    return [(one.kind, one.facts.get("title")) for one in shown]


async def test_a_first_read_floods_nobody_and_is_asked_again_conditionally(house: House) -> None:
    house.blogs.posts["ana"] = 400
    await house.form(3)
    assert await house.rows("SELECT count(*) FROM notice") == [(0,)]
    assert await house.rows("SELECT count(*) FROM item WHERE feed_id = 1") == [(25,)]
    assert await house.rows("SELECT count(*) > 400 FROM seen_key WHERE feed_id = 1") == [(1,)]
    house.blogs.asked.clear()
    await poll(house, START + 2 * HOUR)
    assert ("ana", '"400"') in house.blogs.asked
    await poll(house, START + 2 * HOUR)  # nothing is due
    assert len(house.blogs.asked) == 3


async def test_many_new_posts_at_once_are_offered_by_their_newest_three(house: House, ana: Page) -> None:
    ana.body = rss(*((f"new-{n}", "") for n in range(9)), ("ana-3", ""))
    await poll(house, START + 2 * HOUR)
    assert [title for _, title in await news(house)] == ["new-2", "new-1", "new-0"]


async def test_a_feed_with_the_oldest_first_offers_its_newest(house: House, ana: Page) -> None:
    dated = [(f"d-{n:02}", f"<pubDate>Mon, {n + 1:02} Dec 2025 08:00:00 GMT</pubDate>") for n in range(10)]
    ana.body = rss(("ana-3", "<pubDate>Sun, 30 Nov 2025 08:00:00 GMT</pubDate>"), *dated)
    await poll(house, START + 2 * HOUR)
    assert [title for _, title in await news(house)] == ["d-07", "d-08", "d-09"]


async def test_two_polls_at_once_offer_once_and_count_once(house: House, ana: Page) -> None:
    ana.body = rss(("new", ""))
    await asyncio.gather(poll(house, START + 2 * HOUR), poll(house, START + 2 * HOUR))
    assert await news(house) == [(NoticeKind.NEW_ITEM, "new")]
    ana.status = 410
    later = START + 4 * HOUR
    await asyncio.gather(poll(house, later), poll(house, later), poll(house, later))
    assert await house.rows(FEED) == [("failing", "gone", 1, None)]


@pytest.mark.parametrize(("weeks", "offered"), [(0, []), (25, []), (27, [NoticeKind.NEW_ITEM])])
async def test_a_post_that_was_recommended_is_not_offered_when_the_feed_comes_back_with_it(
    house: House, weeks: int, offered: list[NoticeKind]
) -> None:
    """Its author put it forward by its address while the feed was out of reach; not again within 26 weeks."""
    await house.form(3)
    await house.submit(0, 99)
    await house.turn(FIRST_CLOSE)
    await house.turn(FIRST_PLAN)
    assert await house.rows("SELECT state FROM submission") == [("pushed",)]
    later = FIRST_PLAN + timedelta(weeks=weeks, hours=2)
    item = "<item><title>99</title><link>https://ana.blog.test/99/?utm_source=feed</link><guid>again</guid></item>"
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>ana</title>{item}</channel></rss>'
    house.blogs.instead["ana"] = Page(body).answer
    await poll(house, later)
    assert [(one,) for one in offered] == await house.rows("SELECT kind FROM notice WHERE kind = 'new_item'")


GONE = [
    ("410 once", [(410, 2)], "failing", []),
    ("410 twice within hours", [(410, 2), (410, 3)], "failing", []),
    ("410 twice, hours apart", [(410, 2), (410, 9)], "gone", [NoticeKind.FEED_GONE]),
    ("410, then 404", [(410, 2), (404, 9)], "failing", []),
    ("410, then it answers, then 410", [(410, 2), (200, 9), (410, 20)], "failing", []),
    ("404 all the time", [(404, 2), (404, 9), (404, 30)], "failing", []),
    ("404 for a week", [(404, 2), (404, 9), (404, 180)], "failing", [NoticeKind.FEED_DEAD]),
    (
        "500 for two weeks is told once",
        [(500, 2), (500, 180), (500, 240), (500, 340)],
        "failing",
        [NoticeKind.FEED_DEAD],
    ),
    (
        "mended and dead again is told again, and the first is over",
        [(500, 2), (500, 180), (200, 240), (500, 250), (500, 500)],
        "failing",
        [NoticeKind.FEED_DEAD],
    ),
]


@pytest.mark.parametrize(("said", "state", "told"), [row[1:] for row in GONE], ids=[row[0] for row in GONE])
async def test_a_host_that_fails(
    house: House, ana: Page, said: list[tuple[int, int]], state: str, told: object
) -> None:
    for status, hours in said:
        ana.status = status
        await poll(house, START + hours * HOUR)
    assert [row[0] for row in await house.rows(FEED)] == [state]
    assert [kind for kind, _ in await news(house)] == told


async def test_a_feed_that_is_gone_is_asked_no_more_until_its_owner_names_another(house: House, ana: Page) -> None:
    ana.status = 410
    await poll(house, START + 2 * HOUR)
    await poll(house, START + 9 * HOUR)
    asked = ana.asked
    await poll(house, START + 30 * DAY)
    assert ana.asked == asked
    ana.status = 200
    changed = ChangeFeed("ana.blog.test", "http://ana.blog.test/feed")
    shown = await house.services.profiles.change_feed(house.caller(0), changed, START + 30 * DAY)
    assert (shown.feed_state, shown.feed_fault) == ("active", None)


async def test_back_off_doubles_and_retry_after_is_honoured(house: House, ana: Page) -> None:
    ana.status = 503
    waits, now = [], START + 2 * HOUR
    for _ in range(9):
        await poll(house, now)
        following = await _next(house)
        waits.append((following - now) / timedelta(minutes=15))
        now = following
    spread = waits[0]
    assert 0.75 <= spread <= 1.25
    assert waits == pytest.approx([spread * min(2**n, 96) for n in range(9)])
    ana.headers["Retry-After"] = str(3 * 24 * 3600)
    await poll(house, now)
    assert await _next(house) == now + 3 * DAY
    ana.headers["Retry-After"] = str(10**9)
    await poll(house, now + 3 * DAY)
    assert await _next(house) == now + 10 * DAY


async def test_a_feed_that_is_new_whole_at_every_poll_is_read_ever_more_rarely(house: House, ana: Page) -> None:
    waits, now = [], START + 2 * HOUR
    for turn in range(7):
        ana.body = rss(*((f"{turn}-{n}", "") for n in range(6)))
        await poll(house, now)
        following = await _next(house)
        waits.append((following - now) / HOUR)
        now = following
    spread = waits[-1] / 6
    assert 0.9 <= spread <= 1.1
    assert waits == pytest.approx([spread * hours for hours in (1, 2, 4, 6, 6, 6, 6)], rel=0.1)


async def test_a_host_that_asked_a_clock_which_was_ahead_is_asked_again(house: House, ana: Page) -> None:
    ana.status, ana.headers["Retry-After"] = 429, "3600"
    await poll(house, START + 365 * DAY)
    ana.status, asked = 200, ana.asked
    await poll(house, START + DAY)
    assert ana.asked == asked + 1
    assert await _next(house) < START + 3 * DAY


async def test_a_feed_that_failed_by_a_clock_which_was_ahead_is_dead_in_time(house: House, ana: Page) -> None:
    ana.status = 500
    await poll(house, START + 365 * DAY)
    for day in (1, 2, 9, 91, 92):
        await poll(house, START + day * DAY)
    assert await house.rows(f"SELECT state {_ANAS}") == [("suspended",)]
    told = [kind for (kind,) in await house.rows("SELECT kind FROM notice ORDER BY id")]
    assert told == ["feed_dead", "feed_suspended"]


async def test_who_took_a_feed_by_a_clock_which_was_ahead_is_offered_its_posts(house: House, ana: Page) -> None:
    changed = ChangeFeed("ana.blog.test", "http://ana.blog.test/feed")
    await house.services.profiles.change_feed(house.caller(0), changed, START + 365 * DAY)
    await poll(house, START + DAY)
    ana.body = rss(("new", ""), ("ana-3", ""))
    await poll(house, START + 3 * DAY)
    assert [title for _, title in await news(house, START + 3 * DAY)] == ["new"]


async def _next(house: House) -> datetime:
    ((text,),) = await house.rows(f"SELECT next_at {_ANAS}")
    return datetime.fromisoformat(f"{text}+00:00")


PAGES = [
    ("a page", "<!doctype html><html><body>We have moved</body></html>", "html"),
    ("nothing", "", "empty"),
    ("something else", "<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
]


@pytest.mark.parametrize(("body", "fault"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
async def test_a_feed_that_turns_into_something_else(house: House, ana: Page, body: str, fault: str) -> None:
    ana.body = body
    await poll(house, START + 2 * HOUR)
    assert await house.rows(f"SELECT state, fault, url {_ANAS}") == [("failing", fault, "http://ana.blog.test/feed")]
    ana.body = rss(("ana-9", ""))
    await poll(house, START + 4 * HOUR)
    assert await house.rows(FEED) == [("active", None, 0, None)]
    assert await news(house) == [(NoticeKind.NEW_ITEM, "ana-9")]


async def test_a_truncated_document_keeps_no_validators(house: House, ana: Page) -> None:
    """With them, what was cut off would be lost until the feed changes again."""
    whole = rss(("new-1", ""), ("new-2", ""))
    ana.headers["ETag"] = '"whole"'
    ana.body = whole[: whole.index("<item><title>new-2")]
    await poll(house, START + 2 * HOUR)
    assert await house.rows(f"SELECT etag, body_hash {_ANAS}") == [(None, "")]
    ana.body = whole
    await poll(house, START + 4 * HOUR)
    assert [title for _, title in await news(house)] == ["new-1", "new-2"]
    assert await house.rows(f"SELECT etag {_ANAS}") == [('"whole"',)]


async def test_a_member_who_names_another_feed_during_the_poll(house: House, ana: Page) -> None:
    ana.wait = asyncio.Event()
    ana.body = rss(("of the old one", ""))
    polling = asyncio.create_task(poll(house, START + 2 * HOUR))
    while not ana.asked:
        await asyncio.sleep(0.01)
    page_of(house.blogs, 1).body = '<a rel="me" href="https://discord.com/users/100">me</a>'
    await house.services.profiles.change_feed(
        house.caller(0), ChangeFeed("http://ben.blog.test", "http://ben.blog.test/feed"), START
    )
    ana.wait.set()
    await polling
    assert await news(house) == []
    assert await house.rows("SELECT url FROM feed") == [("http://ben.blog.test/feed",)]
    assert await house.rows("SELECT count(*) FROM item WHERE url LIKE '%ana%'") == [(0,)]


async def test_one_feed_that_breaks_the_parser_stops_no_other(
    house: House, ana: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await house.join(1)
    house.blogs.posts["ben"] = 4
    feeds = house.services.feeds
    parse = feeds._documents._worker.run

    async def run(function: object, body: bytes, *rest: object, **more: object) -> object:
        if b"<title>ana</title>" in body:
            raise RecursionError("the words of a stranger")
        return await parse(function, body, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(feeds._documents._worker, "run", run)
    ana.body = rss(("new", ""))
    await poll(house, START + 2 * HOUR)
    assert await house.rows(FEED) == [("failing", "too_hard", 1, '"3"')]
    assert await house.rows("SELECT count(*) FROM notice") == [(1,)]
    assert "the words of a stranger" not in caplog.text
    with pytest.raises(Refusal, match="feed-not-a-feed"):
        await feeds.read("http://ana.blog.test", "", START)


JOINS = [
    ("a page", "html", Page("<!doctype html><html></html>"), "no-feed-found"),
    ("nothing", "empty", Page(""), "no-feed-found"),
    ("missing", "404", Page(status=404), "feed-unreadable"),
    ("forbidden", "403", Page(status=403), "feed-unreadable"),
    ("moved to this machine", "302", Page(status=302, Location="http://127.0.0.1/"), "feed-unreadable"),
]


@pytest.mark.parametrize(("page", "key"), [row[2:] for row in JOINS], ids=[row[0] for row in JOINS])
async def test_another_feed_that_cannot_be_read_leaves_the_old_one(
    house: House, ana: Page, page: Page, key: str
) -> None:
    ana.body, ana.status, ana.headers = page.body, page.status, page.headers
    with pytest.raises(Refusal, match=key):
        await house.services.profiles.change_feed(house.caller(0), ChangeFeed("http://ana.blog.test", ""), START)
    shown = await house.services.profiles.settings(house.caller(0), START)
    assert (shown.feed_url, shown.feed_state) == ("http://ana.blog.test/feed", "active")


async def test_the_address_of_the_blog_is_all_that_is_needed(house: House) -> None:
    async def announce(request: web.Request) -> web.Response:
        if request.path == "/posts.rss":
            return web.Response(text=rss(("ana-1", "")), content_type="text/xml")
        announced = '<link rel="alternate" type="application/rss+xml" href="/posts.rss">'
        return web.Response(text=f"<!doctype html><html><head>{announced}</head></html>", content_type="text/html")

    house.blogs.instead["ana"] = announce
    await house.set_up(3)
    joined = await house.services.members.join(house.caller(0), Join(house.team_id, 1, "ana.blog.test", ""), START)
    assert (joined.feed_title, joined.items) == ("ana", 1)
    shown = await house.services.profiles.settings(house.caller(0), START)
    assert (shown.blog_url, shown.feed_url) == ("http://ana.blog.test", "http://ana.blog.test/posts.rss")
    changed = await house.services.profiles.change_feed(house.caller(0), ChangeFeed("http://ben.blog.test", ""), START)
    assert changed.claim is not None
    assert (changed.claim.blog_url, changed.claim.feed_url) == ("http://ben.blog.test/", "http://ben.blog.test")


async def test_a_host_that_is_not_there(house: House, ana: Page) -> None:
    for blog in ("http://nobody.blog.test", "http://192.168.0.1.nip.test"):
        with pytest.raises(Refusal, match="feed-unreadable") as refusal:
            await house.services.profiles.change_feed(house.caller(0), ChangeFeed(blog, ""), START)
        assert refusal.value.facts["fault"] in ("unreachable", "refused")


async def test_a_killed_worker_costs_one_feed_one_turn(
    house: House, ana: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def killed(*_: object) -> None:
        raise WorkerKilled

    with monkeypatch.context() as patched:
        patched.setattr(house.services.feeds._documents._worker, "run", killed)
        ana.body = rss(("new", ""))
        with caplog.at_level(logging.INFO):
            await poll(house, START + 2 * HOUR)
    assert await house.rows(FEED) == [("failing", "too_hard", 1, '"3"')]
    await poll(house, START + 4 * HOUR)
    assert await news(house) == [(NoticeKind.NEW_ITEM, "new")]
    assert "new" not in [record.getMessage() for record in caplog.records]


async def test_a_feed_that_makes_all_its_posts_anew_offers_three_a_day(house: House) -> None:
    await house.form(3)
    for hour in range(2, 20, 2):
        house.blogs.posts["ana"] = 3 + hour * 5
        await house.services.feeds.poll_due(START + timedelta(hours=hour))
    assert len(await news(house)) == 3
