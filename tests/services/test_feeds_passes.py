"""One pass over many hosts, whose answers are the test's: who is asked when, and who is left for the next bell."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from teambot.feeds.items import NotAFeed, Reason
from teambot.services.feeds import pace as pace_module
from teambot.services.feeds import poller as polling
from teambot.services.feeds.pace import LARGE_AT_ONCE, Hosts, Pace
from teambot.services.feeds.polled import Polled
from teambot.services.feeds.poller import AT_ONCE, Poller
from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetched

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
GAP = timedelta(seconds=0.05)


class Documents:
    """Stands for the web: each address is answered by `answer`, or with *not modified*."""

    def __init__(self, answer: Callable[[str], object] = lambda url: None) -> None:
        self.answer = answer
        self.asked: list[tuple[str, float]] = []
        self.under_way = self.most = 0
        self.go_on: asyncio.Event | None = None

    async def get(self, url: str, *, pace: Pace, **_: Any) -> Fetched:
        self.asked.append((url, asyncio.get_running_loop().time()))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await (self.go_on.wait() if self.go_on else asyncio.sleep(0))
            self.answer(url)
        finally:
            self.under_way -= 1
        return Fetched(url, None, 304, b"", "", None, None, None)


def due(*urls: str, ok_at: datetime = NOW) -> list[Any]:
    plain = {
        "etag": None,
        "last_modified": None,
        "body_hash": None,
        "ids_repeat": False,
        "pending_url": None,
        "url_original": None,
    }
    return [SimpleNamespace(id=number, url=url, ok_at=ok_at, **plain) for number, url in enumerate(urls, start=1)]


def poller(documents: Documents, gap: timedelta = GAP) -> Poller:
    return Poller(documents, Hosts(gap))  # type: ignore[arg-type]


async def passed(
    one: Poller, *urls: str, waiting: dict[str, datetime] | None = None, ok_at: datetime = NOW
) -> list[Polled]:
    kept: list[Polled] = []
    await one.run(due(*urls, ok_at=ok_at), waiting or {}, kept.append, NOW)
    return kept


async def test_sixty_four_hosts_are_asked_at_once() -> None:
    documents = Documents()
    documents.go_on = asyncio.Event()
    urls = [f"https://h{number}.example/feed" for number in range(100)]
    running = asyncio.create_task(passed(poller(documents), *urls))
    await asyncio.sleep(0.05)
    assert documents.under_way == AT_ONCE == 64
    documents.go_on.set()
    assert len(await running) == 100
    assert documents.most == 64


async def test_one_host_is_asked_one_at_a_time_and_holds_up_nobody() -> None:
    documents = Documents()
    slow = [f"https://{start}one.example/{number}" for number in range(3) for start in ("", "www.")]
    kept = await passed(poller(documents), *slow, *(f"https://h{number}.example/" for number in range(50)))
    assert len(kept) == 56
    times = [at for url, at in documents.asked if "one.example" in url]
    assert min(later - sooner for sooner, later in pairwise(times)) >= GAP.total_seconds() * 0.95
    assert [url for url, _ in documents.asked[:51] if "one.example" in url] == ["https://one.example/0"]


async def test_what_would_wait_for_long_is_left_for_the_next_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PATIENCE", 2.5 * GAP.total_seconds())
    documents = Documents()
    one, urls = poller(documents), [f"https://one.example/{number}" for number in range(50)]
    first = await passed(one, *urls)
    assert 2 <= len(first) <= 3
    second = await passed(one, *urls[len(first) :])
    assert second, "the host was given back"
    assert not {kept.feed.url for kept in first} & {kept.feed.url for kept in second}


async def test_a_pass_begins_nothing_new_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_LONGEST_PASS", -1.0)
    assert await passed(poller(Documents()), "https://one.example/", "https://two.example/") == []


async def test_a_host_that_wants_to_be_left_alone_is_asked_no_more_in_the_same_pass() -> None:
    def busy(url: str) -> None:
        if "one.example" in url:
            raise FetchFailed(Fault.TOO_MANY, HOUR)

    documents = Documents(busy)
    urls = [f"https://one.example/{number}" for number in range(4)]
    kept = await passed(
        poller(documents),
        *urls,
        "https://two.example/",
        "https://three.example/",
        waiting={"three.example": NOW + HOUR},
    )
    assert sorted(url for url, _ in documents.asked) == ["https://one.example/0", "https://two.example/"]
    assert {one.feed.url: (one.fault, one.until) for one in kept} == {
        urls[0]: (Fault.TOO_MANY, None),
        **dict.fromkeys(urls[1:], (None, NOW + HOUR)),
        "https://two.example/": (None, None),
        "https://three.example/": (None, NOW + HOUR),
    }


async def test_one_blog_of_a_platform_speaks_for_itself_alone() -> None:
    """Whoever has a blog there may answer as they like; the pause between two requests is the platform's still."""

    def busy(url: str) -> None:
        if "ana." in url:
            raise FetchFailed(Fault.TOO_MANY, HOUR)

    documents = Documents(busy)
    urls = ["https://ana.netlify.app/1", "https://ben.netlify.app/", "https://www.ana.netlify.app/2"]
    kept = await passed(
        poller(documents), *urls, "https://chidi.netlify.app/", waiting={"chidi.netlify.app": NOW + HOUR}
    )
    assert [url for url, _ in documents.asked] == urls[:2]
    assert documents.asked[1][1] - documents.asked[0][1] >= GAP.total_seconds() * 0.95
    assert {one.feed.url: (one.host, one.until, one.retry_after) for one in kept} == {
        urls[0]: ("ana.netlify.app", None, HOUR),
        urls[1]: ("ben.netlify.app", None, None),
        urls[2]: ("ana.netlify.app", NOW + HOUR, None),
        "https://chidi.netlify.app/": ("chidi.netlify.app", NOW + HOUR, None),
    }


class Leading(Documents):
    """Stands for blogs that lead to one host; notes when that one is asked, how many at once, and which feeds were."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.times: list[tuple[float, float]] = []

    async def get(self, url: str, *, pace: Pace, **others: Any) -> Fetched:
        fetched = await super().get(url, pace=pace, **others)
        if "leads" in url:
            await pace.before(f"https://one.example/{len(self.asked)}")
        if "leads" in url or "one.example" in url:
            began = asyncio.get_running_loop().time()
            await asyncio.sleep(self.seconds)
            self.times.append((began, asyncio.get_running_loop().time()))
        return fetched


async def test_a_host_that_redirects_lead_to_is_asked_one_at_a_time() -> None:
    documents = Leading(1.5 * GAP.total_seconds())
    urls = [f"https://leads{number}.example/" for number in range(8)]
    kept = await passed(poller(documents), *urls, "https://one.example/", "https://other.example/")
    assert len(kept) == 10
    assert len(documents.times) == 9
    assert all(later[0] - sooner[1] >= GAP.total_seconds() * 0.95 for sooner, later in pairwise(documents.times))


async def test_who_would_wait_for_long_behind_a_redirect_is_left_unasked_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace_module, "PATIENCE", 2.5 * GAP.total_seconds())
    documents = Leading(0)
    one, urls = poller(documents), [f"https://leads{number}.example/" for number in range(10)]
    asked = []
    for _ in range(4):
        kept = await passed(one, *urls)
        urls = [url for url in urls if url not in {polled.feed.url for polled in kept}]
        asked.append(len(documents.asked))
    assert urls == []
    assert asked == [10, 13, 16, 17], "it is known by then where they lead"
    assert one._hosts.lines.keys() <= {"one.example", *(f"leads{number}.example" for number in range(10))}


async def test_blogs_that_lead_to_each_other_do_not_wait_for_each_other_for_ever() -> None:
    class Crossing(Documents):
        async def get(self, url: str, *, pace: Pace, **others: Any) -> Fetched:
            fetched = await super().get(url, pace=pace, **others)
            await asyncio.sleep(0.02)
            await pace.before("https://two.example/" if "one." in url else "https://one.example/")
            return fetched

    async with asyncio.timeout(5):
        kept = await passed(poller(Crossing()), "https://one.example/", "https://two.example/")
    assert len(kept) == 2


async def test_few_large_documents_are_in_memory_at_once_until_they_are_read() -> None:
    most = under_way = 0

    class Large(Documents):
        async def get(self, url: str, *, pace: Pace, **others: Any) -> Fetched:
            nonlocal under_way, most
            await super().get(url, pace=pace, **others)
            await pace.large()
            under_way += 1
            most = max(most, under_way)
            return Fetched(url, None, 200, b"large", "", None, None, None)

        async def feed(self, *_: Any, **__: Any) -> None:
            nonlocal under_way
            await asyncio.sleep(0.005)
            under_way -= 1
            raise NotAFeed(Reason.HTML)

    kept = await passed(poller(Large()), *(f"https://h{number}.example/" for number in range(20)))
    assert [one.fault for one in kept] == ["html"] * 20
    assert most == LARGE_AT_ONCE


async def test_polls_leave_room_at_the_worker_for_what_people_wait_for() -> None:
    most = reading = 0

    class Read(Documents):
        async def get(self, url: str, *, pace: Pace, **others: Any) -> Fetched:
            await super().get(url, pace=pace, **others)
            return Fetched(url, None, 200, b"small", "", None, None, None)

        async def feed(self, *_: Any, **__: Any) -> None:
            nonlocal reading, most
            reading += 1
            most = max(most, reading)
            await asyncio.sleep(0.005)
            reading -= 1
            raise NotAFeed(Reason.HTML)

    await passed(poller(Read()), *(f"https://h{number}.example/" for number in range(20)))
    assert most == 3


@pytest.mark.parametrize(("hosts", "well", "trouble"), [(12, 0, True), (9, 0, False), (12, 12, False), (12, 11, True)])
async def test_many_out_of_reach_are_our_own_trouble_and_a_few_are_theirs(hosts: int, well: int, trouble: bool) -> None:
    def away(url: str) -> None:
        if "away" in url:
            raise FetchFailed(Fault.UNREACHABLE)

    one = poller(Documents(away))
    await passed(one, *(f"https://well{number}.example/" for number in range(well)))
    kept = await passed(one, *(f"https://away{number}.example/" for number in range(hosts)))
    assert {(result.fault, result.trouble) for result in kept} == {(Fault.UNREACHABLE, trouble)}


@pytest.mark.parametrize(("gone_for", "trouble"), [(HOUR, True), (72 * HOUR, True), (73 * HOUR, False)])
async def test_a_dozen_dead_blogs_are_not_the_network_for_ever(gone_for: timedelta, trouble: bool) -> None:
    """A small bot with more dead feeds than live ones must still tell their owners."""

    def away(_: str) -> None:
        raise FetchFailed(Fault.UNREACHABLE)

    dead = [f"https://dead{number}.example/" for number in range(12)]
    kept = await passed(poller(Documents(away)), *dead, ok_at=NOW - gone_for)
    assert {result.trouble for result in kept} == {trouble}


async def test_a_fault_of_ours_in_one_feed_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def broken(url: str) -> None:
        if "bad" in url:
            raise LookupError("a bug of ours")

    kept = await passed(poller(Documents(broken)), "https://bad.example/", "https://good.example/")
    assert {one.feed.url: one.fault for one in kept} == {
        "https://bad.example/": "too_hard",
        "https://good.example/": None,
    }
    assert "feed.not-polled" in caplog.messages


async def test_a_pass_that_is_cut_off_gives_its_hosts_back() -> None:
    documents = Documents()
    documents.go_on = asyncio.Event()
    one = poller(documents)
    running = asyncio.create_task(passed(one, "https://one.example/"))
    await asyncio.sleep(0.01)
    assert await passed(one, "https://one.example/") == [], "another pass has it"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert documents.under_way == 0
    documents.go_on = None
    assert len(await passed(one, "https://one.example/")) == 1
