"""Manners towards hosts, and how results are gathered for the store. No store is needed for either."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from teambot.errors import Refusal
from teambot.feeds.items import Item
from teambot.services.feeds import batches
from teambot.services.feeds.batches import Batches
from teambot.services.feeds.hosts import host_of
from teambot.services.feeds.pace import Hosts, Pace, Turns
from teambot.services.feeds.polled import FeedRead, Polled
from teambot.services.feeds.storing import Batch

NOW = datetime(2026, 1, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)

HOSTS = [
    ("a host", "https://ana.example/feed", "ana.example"),
    ("its www", "http://www.ana.example:80/feed?x=1", "ana.example"),
    ("in capitals", "http://ANA.Example/feed", "ana.example"),
    ("two blogs of one platform are one host", "https://ana.substack.com/feed", "substack.com"),
    ("the platform itself", "https://medium.com/feed/@ana", "medium.com"),
    ("a name that only ends like one", "https://notmedium.com/feed", "notmedium.com"),
    ("deep within one", "https://a.b.blogspot.com/feed", "blogspot.com"),
    ("an address", "http://192.0.2.1/feed", "192.0.2.1"),
]


@pytest.mark.parametrize(("url", "host"), [row[1:] for row in HOSTS], ids=[row[0] for row in HOSTS])
def test_the_host_that_an_address_burdens(url: str, host: str) -> None:
    assert host_of(url) == host


def feed(number: int, host: str = "ana.example") -> Any:
    return SimpleNamespace(id=number, url=f"https://{host}/{number}")


def order(turns: Turns) -> list[tuple[float, str]]:
    """Give the hosts of a pass in its order, and the seconds that each is to be waited for."""
    taken = list(iter(turns.take, None))
    return [(max(round(free_at - turns.began, 1), 0.0), host) for free_at, host in taken]


async def asked(turns: Turns, number: int, host: str = "ana.example") -> None:
    pace = Pace(turns, number)
    await pace.begin(host)
    pace.end()


async def test_hosts_are_lined_up_by_when_they_are_free() -> None:
    hosts = Hosts(2 * SECOND)
    turns = hosts.begin([feed(1), feed(2, "ben.example")], NOW - SECOND)
    await asked(turns, 1)
    turns.leave("ana.example")
    due = [feed(1), feed(2, "ben.example"), feed(3, "chidi.example")]
    assert order(hosts.begin(due, NOW)) == [(0.0, "chidi.example"), (1.0, "ana.example")]
    turns.end()  # Ben's was under way in the first pass
    assert order(hosts.begin([feed(2, "ben.example")], NOW)) == [(0.0, "ben.example")]


async def test_a_clock_that_was_put_back_keeps_a_host_no_longer_than_its_pause() -> None:
    hosts = Hosts(2 * SECOND)
    turns = hosts.begin([feed(1)], NOW)
    await asked(turns, 1)
    turns.end()
    assert order(hosts.begin([feed(1)], NOW - timedelta(days=30))) == [(2.0, "ana.example")]


async def test_a_host_that_is_free_again_is_forgotten() -> None:
    hosts = Hosts(2 * SECOND)
    turns = hosts.begin([feed(1)], NOW)
    await asked(turns, 1)
    turns.end()
    hosts.begin([], NOW + SECOND)
    assert hosts.lines.keys() == {"ana.example"}
    hosts.begin([], NOW + 3 * SECOND)
    assert not hosts.lines


def result(number: int, items: int | None = None) -> Polled:
    shown = tuple(Item((str(n),), None, None, "", "", None) for n in range(items or 0))
    read = None if items is None else FeedRead("", "", "", shown, None, None, "", SECOND)
    return Polled(feed(number), "ana.example", read)


class Store:
    """Stands for the store: notes the ids of each transaction; those in `bad` fail, and all they are stored with."""

    def __init__(self, *bad: int, error: Exception | None = None) -> None:
        self.bad = set(bad)
        self.error = error or ValueError("words of a stranger")
        self.stored: list[list[int]] = []
        self.faults: dict[int, str] = {}

    async def sweep(self, fn: Any, batch: Batch, now: datetime) -> int:
        await asyncio.sleep(0)
        ids = [one.feed.id for one in batch.results]
        if any(one.feed.id in self.bad and one.fault is None for one in batch.results):
            raise self.error
        self.faults |= {one.feed.id: one.fault for one in batch.results if one.fault is not None}
        self.stored.append(ids)
        return len(ids)


async def gathered(store: Store, results: Sequence[Polled]) -> Batches:
    made = Batches(store, SECOND, NOW)  # type: ignore[arg-type]
    running = asyncio.create_task(made.run())
    for one in results:
        made.add(one)
    made.end()
    await running
    return made


async def test_a_hundred_results_are_one_transaction() -> None:
    store = Store()
    made = await gathered(store, [result(n) for n in range(250)])
    assert [len(ids) for ids in store.stored] == [100, 100, 50]
    assert [one for ids in store.stored for one in ids] == list(range(250))
    assert made.stored == 250


async def test_documents_weigh_by_their_items() -> None:
    """So that no transaction holds the store's thread for long: 500 items cost what 63 feeds without news do."""
    store = Store()
    await gathered(store, [result(n, 500 if n % 2 else 17) for n in range(8)])
    assert [len(ids) for ids in store.stored] == [3, 2, 2, 1]


async def test_a_few_results_wait_a_quarter_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LONGEST_WAIT", 0.05)
    store = Store()
    made = Batches(store, SECOND, NOW)  # type: ignore[arg-type]
    running = asyncio.create_task(made.run())
    for number in range(3):
        made.add(result(number))
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.2)
    made.add(result(3))
    await asyncio.sleep(0.2)
    assert store.stored == [[0, 1, 2], [3]]
    made.end()
    await running


async def test_what_cannot_be_stored_together_is_stored_one_by_one(caplog: pytest.LogCaptureFixture) -> None:
    store = Store(3)
    made = await gathered(store, [result(n) for n in range(5)])
    assert store.stored == [[0], [1], [2], [3], [4]]
    assert store.faults == {3: "too_hard"}, "it waits as a feed does that fails, and is not read at each bell"
    assert made.stored == 5
    assert "feeds.not-stored" in caplog.messages


async def test_a_store_that_is_closed_is_told_at_once() -> None:
    with pytest.raises(Refusal, match="restarting"):
        await gathered(Store(0, error=Refusal("restarting")), [result(0)])
