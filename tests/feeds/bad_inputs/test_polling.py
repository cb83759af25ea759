"""Bad inputs 65 to 72 and 76 to 80: what time, hosts, members and machines can do to the poller."""

import asyncio
import contextlib
import inspect
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from teambot.domain.notices import NoticeKind
from teambot.services.feeds.service import FeedsService
from teambot.services.standings.service import Leave
from teambot.storage.tables import feed, host, notice, seen_key, subscription
from teambot.storage.tables import item as item_rows
from tests.feeds.bad_inputs.documents import BASE, HOST, item, rss
from tests.feeds.bad_inputs.net import Asked, http
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import DAY, FEED, HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELSEWHERE = "elsewhere.test/feed"
NEW = rss(item("new"), *BASE)
MINUTE = timedelta(minutes=1)


@bad_input(65, ["a few by the clock", "all, with a shorter pause"])
async def test_fifty_feeds_on_one_host(ana: Scene, case: str) -> None:
    """Never two at once, and two seconds between two; what would have to wait for long waits for the next bell."""
    gap = timedelta(seconds=0.05)
    if case == "a few by the clock":
        gap = timedelta(seconds=inspect.signature(FeedsService).parameters["host_gap"].default.total_seconds())
        assert gap == timedelta(seconds=2)
    await ana.begin_again(gap=gap)
    urls = [f"http://{start}elsewhere.test/{number}" for number in range(25) for start in ("", "www.")]
    ana.net.say("elsewhere.test", http(rss()))
    ana.net.say("www.elsewhere.test", http(rss()))
    await ana.plant(*(f"{url}/{at}" for at, url in enumerate(urls)))
    if case == "a few by the clock":
        polling = asyncio.create_task(ana.poll())
        while len(ana.net.asked) < 4:
            await asyncio.sleep(0.1)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
    else:
        for _ in range(10):
            await ana.poll(MINUTE)
        assert len({asked.where for asked in ana.net.asked if "elsewhere" in asked.host}) == 50, "each in the end"
    asked = [one for one in ana.net.asked if "elsewhere" in one.host]
    assert max(ana.net.most_at_once.values()) == 1
    assert min(later.at - sooner.at for sooner, later in pairwise(asked)) >= gap.total_seconds() * 0.95


WAITS = [
    (429, "3600", HOUR),
    (503, "3600", HOUR),
    (429, "Mon, 05 Jan 2026 14:00:00 GMT", 4 * HOUR),
    (429, "1000000000", 7 * DAY),
    (429, "-5", None),
    (429, "1e9", None),  # the list means the number above; so written it is none (RFC 9110, 10.2.3)
    (429, "soon", None),
]


@bad_input(66, WAITS, both=True)
async def test_a_host_that_asks_to_be_left_alone(ana: Scene, case: tuple[int, str, timedelta | None]) -> None:
    """What it says holds for all of its feeds, and is no fault of the others."""
    status, value, wait = case
    ana.now += 2 * HOUR
    await ana.plant(f"{HOST}/tag", f"{HOST}/other")
    for name in ("tag", "other"):
        ana.serve(rss(), f"ana.blog.test/{name}")
    ana.serve(http(status=status, Retry_After=value, Date="Mon, 05 Jan 2026 10:00:00 GMT"))
    await ana.poll(timedelta())
    row, asked_at = await ana.feed(), ana.now
    fault = "too_many" if status == 429 else "server"
    assert (row.state, row.fault, row.fails, row.etag) == ("failing", fault, 1, '"base"')
    if wait is None:
        assert await ana.read(select(host)) == []
        assert 0.75 <= (row.next_at - asked_at) / (15 * MINUTE) <= 1.25
        assert [asked.path for asked in ana.net.asked] == ["/feed", "/tag", "/other"]
        return
    assert [asked.path for asked in ana.net.asked] == ["/feed"], "the others were due too"
    until = asked_at + wait
    assert await ana.read(select(host.c.name, host.c.retry_after)) == [("ana.blog.test", until)]
    assert row.next_at >= until
    await ana.plant(f"{HOST}/later")
    ana.serve(rss(), "ana.blog.test/later")
    await ana.begin_again()  # a new start knows it too
    while ana.now < until - 5 * MINUTE:
        await ana.poll(min(until - 5 * MINUTE - ana.now, DAY))
    assert len(ana.net.asked) == 1
    others = await ana.read(select(feed).where(feed.c.url != f"{HOST}/feed"))
    assert {(one.state, one.fails, one.fault) for one in others} == {("active", 0, None)}
    ana.serve(NEW)
    for _ in range(8):
        await ana.poll(10 * MINUTE)
    assert {asked.path for asked in ana.net.asked} == {"/feed", "/tag", "/other", "/later"}
    assert await ana.offered() == ["new"]


@bad_input(67)
async def test_a_host_that_is_busy_and_does_not_say_until_when(scene: Scene) -> None:
    for who in range(3):
        await scene.join(who)
        scene.serve(http(status=503), scene.net.asked[-1].where)
    await scene.poll()
    rows = [await scene.feed(who) for who in range(3)]
    assert {(row.state, row.fault, row.fails) for row in rows} == {("failing", "server", 1)}
    waits = [(row.next_at - scene.now) / (15 * MINUTE) for row in rows]
    assert len(set(waits)) == 3
    assert all(0.75 <= wait <= 1.25 for wait in waits)
    previous = waits[0]
    for _ in range(9):
        await scene.poll_when_due()
        wait = ((await scene.feed()).next_at - scene.now) / (15 * MINUTE)
        assert wait / previous <= 2 * 1.25 / 0.75
        assert wait <= 96 * 1.25
        previous = wait
    assert previous >= 96 * 0.75
    assert await scene.read(select(host)) == []


@bad_input(68)
async def test_not_modified_to_who_has_nothing(scene: Scene) -> None:
    await scene.join(ETag="", Last_Modified="")
    scene.serve(http(status=304, ETag='"unasked"'))
    row = await scene.fails("http")
    assert (row.etag, row.last_modified) == (None, None)
    assert not {"if-none-match", "if-modified-since"} & set(scene.net.asked[-1].headers)
    scene.serve(NEW, ETag='"asked"')
    await scene.reads("new")
    assert not {"if-none-match", "if-modified-since"} & set(scene.net.asked[-1].headers)


ETAGS = [
    ('W/"weak"', 'W/"weak"'),
    ("unquoted", "unquoted"),
    ('"two, words"', '"two, words"'),
    (f'"{"a" * 1000}"', f'"{"a" * 1000}"'),
    (f'"{"a" * 1100}"', None),
    (f'"{"a" * 7000}"', None),
    (f'"{"a" * 10_000}"', None),
    ('"tab\tbed"', None),
]


@bad_input(69, ETAGS)
async def test_validators_go_back_as_they_came_or_not_at_all(ana: Scene, case: tuple[str, str | None]) -> None:
    said, expected = case
    ana.serve(NEW, ETag=said, Last_Modified="")
    assert (await ana.reads("new")).etag == expected
    await ana.poll_when_due()
    assert ana.net.asked[-1].headers.get("if-none-match") == expected


LINES = ['"a"\r\n b', '"a\rX-Evil: 1"', '"a\nX-Evil: 1"', '"a"\r\nX-Evil: 1']


@bad_input(69, LINES, first=len(ETAGS) + 1)
async def test_a_line_break_in_a_validator_is_never_sent(ana: Scene, case: str) -> None:
    """Whether such an answer is read at all is for HTTP's parser; what is sent is one header on one line."""
    ana.serve(NEW, ETag=case)
    await ana.poll()
    ana.serve(NEW)
    await ana.poll(DAY)
    headers = ana.net.asked[-1].headers
    assert "x-evil" not in headers
    assert headers.get("if-none-match") in ('"base"', '"a"', '"a', '"a" b', None)


@bad_input(70)
async def test_the_same_bytes_again_are_not_parsed(ana: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server knows no validators: it is the hash of the bytes that tells."""
    parsed = _count_parses(ana, monkeypatch)
    ana.serve(NEW)
    row = await ana.reads("new")
    assert (parsed["done"], row.etag) == (1, None)
    for _ in range(3):
        again = await ana.reads()
        assert (again.body_hash, again.ok_at) == (row.body_hash, ana.now)
    assert parsed["done"] == 1
    ana.serve(rss(item("newer"), item("new"), *BASE))
    assert (await ana.reads("newer")).body_hash != row.body_hash
    assert parsed["done"] == 2


def _count_parses(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    parsed: Counter[str] = Counter()
    run = scene.worker.run

    async def counting(function: Any, *args: Any, **kwargs: Any) -> Any:
        parsed["done"] += 1
        return await run(function, *args, **kwargs)

    monkeypatch.setattr(scene.worker, "run", counting)
    return parsed


SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
ASKING = [
    ("as the blog's rhythm has it", {}, "", 1),
    ("a long max-age", {"Cache_Control": "public, max-age=99999999"}, "", 24),
    ("a max-age of hours", {"Cache_Control": "max-age=18000"}, "", 5),
    ("no-cache", {"Cache_Control": "no-cache, max-age=18000"}, "", 1),
    ("a max-age below nothing", {"Cache_Control": "max-age=-1"}, "", 1),
    ("a long ttl", {}, "<ttl>99999999</ttl>", 24),
    ("a ttl of hours", {}, "<ttl>300</ttl>", 5),
    ("ttl=-1", {}, "<ttl>-1</ttl>", 1),
    ("ttl=abc", {}, "<ttl>abc</ttl>", 1),
    ("ttl=0", {}, "<ttl>0</ttl>", 1),
    ("yearly", {}, f"<sy:updatePeriod {SY}>yearly</sy:updatePeriod>", 24),
    ("never heard of", {}, f"<sy:updatePeriod {SY}>often</sy:updatePeriod>", 1),
    ("the longest counts", {"Cache_Control": "max-age=7200"}, "<ttl>300</ttl>", 5),
]


@bad_input(71, ASKING)
async def test_how_often_a_feed_wants_to_be_read(ana: Scene, case: tuple[str, dict[str, str], str, int]) -> None:
    _, headers, channel, hours = case
    ana.serve(http(rss(item("new"), *BASE, channel=channel), ETag='"2"', **headers))
    row = await ana.reads("new")
    assert 0.9 <= (row.next_at - ana.now) / (hours * HOUR) <= 1.1
    ana.net.asked.clear()
    await ana.poll(hours * HOUR * 0.85)
    assert ana.net.asked == []
    ana.serve(http(status=304, ETag='"2"', **headers))
    row = await ana.reads(after=hours * HOUR * 0.3)
    assert 0.9 <= (row.next_at - ana.now) / (hours * HOUR) <= 1.1, "what the document asked is not forgotten at a 304"


@bad_input(72, both=True)
async def test_gone_is_believed_when_it_is_said_twice(ana: Scene) -> None:
    ana.serve(http(status=410))
    await ana.poll()
    row = await ana.feed()
    assert (row.state, row.fault, row.fails) == ("failing", "gone", 1)
    assert await ana.told() == []
    while (await ana.feed()).state == "failing":
        await ana.poll(HOUR / 2)
        assert ana.now - row.checked_at < DAY
    assert ana.now - row.checked_at >= 6 * HOUR
    assert (await ana.feed()).state == "gone"
    assert [kind for kind, _ in await ana.told()] == [NoticeKind.FEED_GONE]
    ana.net.asked.clear()
    await ana.poll_for(10 * DAY, DAY)
    assert ana.net.asked == []
    assert len(await ana.told()) == 1
    ana.serve(NEW)
    await ana.change_feed(HOST, f"{HOST}/feed")
    assert (await ana.feed()).state == "active"


@bad_input(76, both=True)
async def test_two_members_name_one_feed(scene: Scene) -> None:
    """In one team the second is refused; in two teams it is one feed with two owners, read once."""
    await scene.join(url="http://ana.blog.test/feed")
    await scene.second_team()
    scene.net.say("www.ana.blog.test/feed/", http(rss(*BASE)))
    await scene.join(url="http://www.ana.blog.test/feed/", team=2)
    assert len(await scene.read(select(feed.c.id))) == 1
    assert (await scene.feed(0)).id == (await scene.feed(3)).id
    for where in (FEED, "www.ana.blog.test/feed/"):
        scene.serve(NEW, where, ETag='"2"')
    scene.net.asked.clear()
    await scene.poll_when_due(2 * HOUR)
    assert len(scene.net.asked) == 1
    assert [await scene.offered(who) for who in (0, 3)] == [["new"], ["new"]]
    assert len(await scene.titles()) == 1
    await scene.house.services.standings.leave(
        scene.house.caller(0), Leave(1, listed=False, goodbye=False, words=""), scene.now
    )
    assert await scene.offered(3) == ["new"], "the other's is as it was"
    for where in (FEED, "www.ana.blog.test/feed/"):
        scene.serve(rss(item("newer"), item("new"), *BASE), where, ETag='"3"')
    await scene.poll_when_due(2 * HOUR, who=3)
    assert await scene.offered(3) == ["new", "newer"]


@bad_input(77, ["leaves", "names another feed", "leaves before there is a team"], both=True)
async def test_a_member_who_goes_while_their_feed_is_fetched(scene: Scene, case: str) -> None:
    await scene.join(0)
    if case != "leaves before there is a team":
        await scene.join(1)
        await scene.join(2)
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def wait(_: Asked, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await go_on.wait()
        writer.write(http(NEW))

    scene.serve(wait)
    polling = asyncio.create_task(scene.poll())
    await asyncio.wait_for(asked.wait(), 5)
    if case == "names another feed":
        scene.serve(rss(item("elsewhere")), ELSEWHERE)
        await scene.take_blog(f"http://{ELSEWHERE}")
    else:
        leaving = Leave(1, listed=False, goodbye=False, words="")
        await scene.house.services.standings.leave(scene.house.caller(0), leaving, scene.now)
    hers = select(feed).where(feed.c.url.in_([f"{HOST}/feed", f"http://{ELSEWHERE}"]))
    before = await scene.read(hers), await scene.everything(subscription, item_rows, seen_key, notice)
    go_on.set()
    await polling
    assert (await scene.read(hers), await scene.everything(subscription, item_rows, seen_key, notice)) == before


@bad_input(78, ["before the store", "in the commit"], both=True)
async def test_a_crash_between_parse_and_commit(ana: Scene, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """The bot ends with a document in its hands: after its start it is read again, and offered once."""
    before = await ana.everything()
    ana.serve(NEW, ETag='"2"')
    parsed = asyncio.Event()
    run = ana.worker.run

    async def watched(function: Any, *args: Any, **kwargs: Any) -> Any:
        result = await run(function, *args, **kwargs)
        parsed.set()
        if case == "before the store":
            await asyncio.Event().wait()
        return result

    monkeypatch.setattr(ana.worker, "run", watched)
    if case == "before the store":
        polling = asyncio.create_task(ana.poll())
        await asyncio.wait_for(parsed.wait(), 5)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
    else:
        with ana.commits_fail(), contextlib.suppress(Exception):
            await ana.poll()
    assert parsed.is_set()
    monkeypatch.setattr(ana.worker, "run", run)
    await ana.begin_again()
    assert await ana.everything() == before
    await ana.reads("new")
    await ana.reads()


@bad_input(79, [DAY, 30 * DAY])
async def test_a_clock_that_jumps_back(scene: Scene, case: timedelta) -> None:
    """A day back nothing is asked out of its turn; what would have to wait for a month is asked at once, and once."""
    for who in range(3):
        await scene.join(who)
    scene.serve(http(status=500), "chidi.blog.test/feed")
    await scene.poll()
    jumped_at = scene.now
    scene.now -= case
    scene.net.asked.clear()
    asked: list[int] = []
    for _ in range(48):
        before = len(scene.net.asked)
        await scene.poll(HOUR / 2)
        asked.append(len(scene.net.asked) - before)
    assert max(asked) <= 3, "each at most once a bell"
    if case == DAY:
        assert sum(asked) == 0, "nobody is due until the day is over"
        assert scene.now == jumped_at
        await scene.poll_for(3 * HOUR, HOUR / 2)
    else:
        assert asked[0] == 3, "nobody waits for a month"
    by_host = Counter(one.host for one in scene.net.asked)
    assert set(by_host) == {"ana.blog.test", "ben.blog.test", "chidi.blog.test"}
    assert max(by_host.values()) <= (4 if case == DAY else 26)
    rows = [await scene.feed(who) for who in range(3)]
    assert all(row.next_at - scene.now <= DAY for row in rows)
    assert [row.state for row in rows] == ["active", "active", "failing"]


@bad_input(80, [(2 * HOUR, MINUTE * 5), (8 * DAY, 3 * HOUR)], both=True)
async def test_a_network_that_is_down_is_nobodys_fault(ana: Scene, case: tuple[timedelta, timedelta]) -> None:
    """Until the last hundred polls tell that it is the network, a first failure may count; never for more than that."""
    for number in range(1, 12):
        ana.serve(rss(), f"h{number:02}.test/feed")
    await ana.plant(*(f"http://h{number:02}.test/feed" for number in range(1, 12)))
    await ana.poll()
    await ana.net.down()
    ana.connected.clear()
    await ana.poll_for(*case)
    assert len(ana.connected) <= 12 * (2 + case[0] / (10 * MINUTE)), "each at most as often as after a first failure"
    rows = await ana.read(select(feed))
    assert len(rows) == 12
    assert {row.state for row in rows} <= {"active", "failing"}
    assert max(row.fails for row in rows) <= 1
    assert max(row.next_at for row in rows) <= ana.now + HOUR
    assert await ana.told() == []
    await ana.net.up()
    ana.serve(NEW)
    await ana.poll(HOUR)
    assert {(row.state, row.fails, row.failing_since) for row in await ana.read(select(feed))} == {("active", 0, None)}
    assert await ana.offered() == ["new"]
