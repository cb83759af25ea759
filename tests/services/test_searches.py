"""Searches for blogs: one a person, few in all, and nobody is kept from theirs by another."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from teambot.errors import Refusal
from teambot.services.feeds.searches import Searches, too_hard
from teambot.services.profiles import ChangeFeed
from teambot.web.worker import WorkerKilled
from tests.services.conftest import START, House

DAY = timedelta(days=1)
STRANGER = 5


async def search(searches: Searches, who: int, until: asyncio.Event) -> str:
    try:
        async with searches.of(who):
            await until.wait()
    except Refusal as refusal:
        return refusal.key
    return "found"


async def begun(*tasks: "asyncio.Task[str]") -> None:
    for _ in range(5 * len(tasks)):
        await asyncio.sleep(0)


async def test_each_searches_once_at_a_time_also_while_they_wait_for_room() -> None:
    searches, until = Searches(at_once=1), asyncio.Event()
    tasks = [asyncio.create_task(search(searches, who, until)) for who in (1, 2, 1, 2)]
    await begun(*tasks)
    assert [task.done() for task in tasks] == [False, False, True, True]
    until.set()
    assert await asyncio.gather(*tasks) == ["found", "found", "still-looking", "still-looking"]
    assert await search(searches, 1, until) == "found", "afterwards they can search again"


async def test_who_gets_no_room_in_time_is_told_so_and_can_try_again() -> None:
    searches, until = Searches(at_once=2, patience=0.05), asyncio.Event()
    tasks = [asyncio.create_task(search(searches, who, until)) for who in (1, 2)]
    await begun(*tasks)
    assert await search(searches, 3, until) == "many-looking"
    until.set()
    assert await asyncio.gather(*tasks) == ["found", "found"]
    assert await search(searches, 3, until) == "found"


async def test_a_search_that_is_cancelled_leaves_room_whether_it_ran_or_waited() -> None:
    searches, until = Searches(at_once=1), asyncio.Event()
    tasks = [asyncio.create_task(search(searches, who, until)) for who in (1, 2)]
    await begun(*tasks)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    until.set()
    assert [await search(searches, who, until) for who in (1, 2)] == ["found", "found"]


async def hard(searches: Searches, who: int) -> float:
    """Search for what is too hard; gives how long that took to begin, in seconds."""
    began = asyncio.get_running_loop().time()
    async with searches.of(who):
        too_hard()
    return asyncio.get_running_loop().time() - began


async def test_who_names_what_is_too_hard_rests_longer_each_time_and_nobody_else_does() -> None:
    searches, until = Searches(rest=0.1), asyncio.Event()
    until.set()
    waits = [await hard(searches, 1) for _ in range(4)]
    assert [0 <= waits[0] < 0.05, *(0.09 < wait < 2 * 0.1 * 2**n for n, wait in enumerate(waits[1:]))] == [True] * 4
    resting = asyncio.create_task(search(searches, 1, until))
    assert await asyncio.wait_for(search(searches, 2, until), 0.05) == "found"
    assert await search(searches, 1, until) == "still-looking", "one at a time while they rest, too"
    assert await resting == "found"
    assert await asyncio.wait_for(search(searches, 1, until), 0.05) == "found", "what goes well ends it"


@pytest.mark.sqlite_only
async def test_a_page_that_kills_its_reader_makes_whoever_named_it_rest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.form(3)
    searches, worker = house.services.feeds.searches, house.services.feeds._documents._worker
    reader = worker.run

    async def killed(*_: object, **__: object) -> None:
        raise WorkerKilled

    monkeypatch.setattr(worker, "run", killed)
    with pytest.raises(Refusal):
        await house.services.profiles.change_feed(house.caller(0), ChangeFeed("http://ana.blog.test", ""), START + DAY)
    monkeypatch.setattr(worker, "run", reader)
    await house.services.profiles.change_feed(house.caller(1), ChangeFeed("http://ben.blog.test", ""), START + DAY)
    assert list(searches._rests) == [100], "only who named it"


@pytest.mark.sqlite_only
async def test_a_stranger_who_asks_again_and_again_has_one_search_and_keeps_nobody_from_theirs(house: House) -> None:
    await house.form(3)
    asked, until = [0], asyncio.Event()

    async def hangs(_: web.Request) -> web.Response:
        asked[0] += 1
        await until.wait()
        return web.Response(status=404)

    house.blogs.instead["finn"] = hangs
    now = START + DAY

    async def apply() -> None:
        await house.services.applications.apply(house.caller(STRANGER), "http://finn.blog.test/feed", now, team_id=1)

    tasks = [asyncio.create_task(apply()) for _ in range(12)]
    while not asked[0] or sum(task.done() for task in tasks) < 11:
        await asyncio.sleep(0.01)
    assert asked == [1]
    changed = await house.services.profiles.change_feed(house.caller(0), ChangeFeed("http://ana.blog.test", ""), now)
    assert changed.feed_url == "http://ana.blog.test"
    until.set()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    keys = [one.key for one in ended if isinstance(one, Refusal)]
    assert sorted(keys) == ["feed-unreadable", *["still-looking"] * 11]
