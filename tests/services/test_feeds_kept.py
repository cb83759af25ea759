"""What is kept of a feed: items and the keys of all that it showed, and how it is stored when others store too."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import event

from teambot.errors import Refusal
from teambot.services.feeds import batches
from teambot.storage import seen
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from tests.services.conftest import NAMES, START, House, services_on
from tests.services.feeding import DAY, HOUR, Page, joined, poll, rss

KEYS = "SELECT count(*), min(last_seen_at), max(last_seen_at) FROM seen_key WHERE feed_id = 1"


@pytest.fixture
async def ana(house: House) -> Page:
    """Ana alone has joined with three posts; from now on her blog answers with this page."""
    return await joined(house)


def window(newest: int, size: int = 10) -> str:
    """Show the newest posts of many."""
    return rss(*((f"ana-{n}", "") for n in range(newest, max(newest - size, 0), -1)))


async def test_the_newest_fifty_items_are_kept_and_every_key(house: House, ana: Page) -> None:
    for day in range(1, 13):
        ana.body = window(10 * day)
        await poll(house, START + day * DAY)
    titles = [row[0] for row in await house.rows("SELECT title FROM item WHERE feed_id = 1 ORDER BY id")]
    assert len(titles) == 50
    assert set(titles) == {f"ana-{n}" for n in range(71, 121)}
    # An id and an address each; the first three stood at other addresses before.
    assert await house.rows("SELECT count(*) FROM seen_key WHERE feed_id = 1") == [(2 * 120 + 3,)]


async def test_a_feed_that_is_all_new_each_time_keeps_so_many_keys_and_no_more(
    house: House, ana: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some name each post anew whenever they are asked: their keys would grow for half a year."""
    monkeypatch.setattr(seen, "KEPT_KEYS", 50)
    for day in range(1, 40):
        ana.body = window(20 * day, 20)
        await poll(house, START + day * DAY)
    assert await house.rows("SELECT count(*) FROM seen_key WHERE feed_id = 1") == [(50,)]
    told = await house.rows("SELECT count(*) FROM notice")
    ana.body = window(20 * 39 + 1, 21)
    await poll(house, START + 40 * DAY)
    assert await house.rows("SELECT count(*) FROM notice") == [(told[0][0] + 1,)], "what is shown now is known"


async def test_a_post_whose_address_changes_is_put_forward_once(house: House, ana: Page) -> None:
    await house.join(1)
    await house.join(2)
    await house.submit(0, 7)
    shown = rss(("7", ""))
    for day, address in enumerate(("7", "2026/soup", "soup"), start=1):
        ana.body = shown.replace("test/7<", f"test/{address}<")
        await poll(house, START + day * DAY)
        with pytest.raises(Refusal, match="already-put-forward"):
            await house.services.posts.submit(
                house.caller(0), house.post(0, url=f"http://ana.blog.test/{address}"), START + day * DAY
            )
    assert await house.rows("SELECT count(*) FROM submission_key") == [(3,)]


async def test_a_post_that_comes_back_after_months_is_known(house: House, ana: Page) -> None:
    told = "SELECT count(*) FROM notice"
    ana.body = window(5)
    await poll(house, START + DAY)
    before = await house.rows(told)
    ana.body = rss(("ana-5", ""))
    for month in range(1, 6):
        await poll(house, START + month * 30 * DAY)
    ana.body = window(5)
    await poll(house, START + 170 * DAY)
    assert await house.rows(told) == before


async def test_what_is_shown_unchanged_for_a_year_is_known_a_day_after_it_went(house: House, ana: Page) -> None:
    """A feed that answers that nothing is new is not read: that its posts are still shown is noted all the same."""
    ana.body = window(5)
    for day in range(1, 400, 10):
        await poll(house, START + day * DAY)
    ana.body = rss(("ana-6", ""), ("ana-5", ""))
    await poll(house, START + 400 * DAY)
    ana.body = window(6)
    await poll(house, START + 500 * DAY)
    titles = await house.rows("SELECT facts FROM notice WHERE kind = 'new_item' ORDER BY id")
    assert [name for (facts,) in titles for name in ("ana-4", "ana-5", "ana-6") if name in str(facts)] == [
        "ana-4",
        "ana-5",
        "ana-6",
    ]


async def test_keys_are_forgotten_half_a_year_after_they_were_last_shown(house: House, ana: Page) -> None:
    for month in range(12):
        ana.body = rss(*((f"month-{month}-{n}", "") for n in range(4)))
        for week in range(4):
            await poll(house, START + (month * 30 + week * 7 + 1) * DAY)
    now = START + (11 * 30 + 22) * DAY
    ((count, first, last),) = await house.rows(KEYS)
    kept = [now - datetime.fromisoformat(f"{one}+00:00") for one in (first, last)]
    assert 180 * DAY <= kept[0] <= 270 * DAY
    assert kept[1] <= 30 * DAY
    assert 6 * 4 * 2 <= int(str(count)) <= 10 * 4 * 2


async def test_edits_that_swap_two_addresses_change_words_and_take_nobodys_place(house: House, ana: Page) -> None:
    def post(title: str, link: str, guid: str) -> str:
        return f"<item><title>{title}</title><link>http://ana.blog.test/{link}</link><guid>{guid}</guid></item>"

    def page(*items: str) -> str:
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>a</title>{"".join(items)}</channel></rss>'

    ana.body = page(post("one", "1", "a"), post("two", "2", "b"))
    await poll(house, START + 2 * HOUR)
    ana.body = page(post("uno", "2", "a"), post("due", "1", "b"))
    await poll(house, START + 9 * HOUR)
    rows = await house.rows("SELECT title, url FROM item WHERE feed_id = 1 AND title NOT LIKE 'ana%' ORDER BY id")
    assert sorted(str(url) for _, url in rows) == ["http://ana.blog.test/1", "http://ana.blog.test/2"]
    assert {title for title, _ in rows} <= {"uno", "due", "one", "two"}
    assert (await house.rows("SELECT state FROM feed WHERE id = 1")) == [("active",)]


async def test_two_bots_that_poll_one_feed_store_it_once(house: House, ana: Page) -> None:
    """Both have read it before either stores: the slower one's result is dropped (bad input 77)."""
    engine = open_engine(house.address)
    runner = Runner(engine)
    services, fetcher, worker = services_on(runner, house.blogs)
    ana.body, ana.wait = window(5), asyncio.Event()
    later = START + 2 * HOUR
    polls = [asyncio.create_task(one.poll_due(later)) for one in (house.services.feeds, services.feeds)]
    while ana.asked < 2:
        await asyncio.sleep(0.01)
    ana.wait.set()
    assert sorted(await asyncio.gather(*polls)) == [0, 1]
    assert await house.rows("SELECT count(*) FROM notice") == [(2,)]
    assert await house.rows("SELECT count(*) FROM item WHERE feed_id = 1") == [(5,)]
    await fetcher.close()
    await worker.close()
    await runner.close()
    engine.dispose()


async def test_a_bell_that_rings_during_a_poll_asks_nobody_twice(house: House, ana: Page) -> None:
    ana.wait = asyncio.Event()
    polls = [asyncio.create_task(poll(house, START + 2 * HOUR)) for _ in range(5)]
    while not ana.asked:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    ana.wait.set()
    await asyncio.gather(*polls)
    assert ana.asked == 1


async def test_a_cut_off_poll_leaves_all_as_it_was_and_the_next_can_ask(house: House, ana: Page) -> None:
    before = await house.rows("SELECT * FROM feed")
    ana.wait = asyncio.Event()
    polling = asyncio.create_task(poll(house, START + 2 * HOUR))
    while not ana.asked:
        await asyncio.sleep(0.01)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert await house.rows("SELECT * FROM feed") == before
    ana.wait = None
    ana.body = window(4)
    await poll(house, START + 2 * HOUR + timedelta(minutes=1))
    assert await house.rows("SELECT count(*) FROM notice") == [(1,)]


@pytest.mark.parametrize("new", [0, 4])
async def test_more_feeds_need_no_more_statements(house: House, monkeypatch: pytest.MonkeyPatch, new: int) -> None:
    """But for what each owner is told: with nothing new to offer, a batch of six costs what a batch of three does."""
    monkeypatch.setattr(batches, "LONGEST_WAIT", 5.0)
    await house.set_up(6)
    counts: Counter[int] = Counter()

    async def changed(request: web.Request) -> web.Response:
        name = request.host.split(".")[0]
        items = "".join(f"<item><guid isPermaLink='false'>{len(counts)}-{n}</guid></item>" for n in range(new))
        return web.Response(
            text=f'<rss version="2.0"><channel><title>{name}{len(counts)}</title>{items}</channel></rss>'
        )

    def count(*_: Any) -> None:
        counts[many] += 1

    for many in (3, 6):
        for who in range(many - 3, many):
            house.blogs.instead.pop(NAMES[who].lower(), None)
            await house.join(who)
        for name in NAMES[:many]:
            house.blogs.instead[name.lower()] = changed
        event.listen(house.db._engine, "before_cursor_execute", count)
        assert await house.services.feeds.poll_due(START + many * 2 * HOUR) == many
        event.remove(house.db._engine, "before_cursor_execute", count)
    assert counts[6] == counts[3]
