"""A thousand feeds on a thousand hosts, read for the first time, and asked whether they have changed.

Ours is polled as the bot does it, into the store; the peers are `reader` (from the registry, in an environment of its
own), feedparser alone on the same bytes, and aiohttp alone. Each is a fresh process; they take turns.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.feeds_made import FEEDS, make
from tests.benchmarks.feeds_processes import OURS, FeedServer, measured, module, reader
from tests.benchmarks.feeds_seeded import WARM, items_in, pace, seeded
from tests.benchmarks.feeds_server import address_of
from tests.benchmarks.report import Row, bound_row, ratio_row

ROUNDS = 3
AGAIN = 3  # not-modified passes a round
AT_ONCE = 64
CORES = os.cpu_count() or 1
PACE, PACED_SECONDS = 30, 20
HOLD = 0.5  # seconds that each answer is held back, so that as many are in flight as there may be
Found = dict[str, list[Any]]


class Bench:
    """The feeds, who serves them, and the file that ours begins on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = folder / "feeds"
        self._made.mkdir()
        self._entries = make(self._made)
        self.server = FeedServer(self._made)
        self._first: dict[str, Path] = {}
        self._copies = 0
        self._workers = (1, 1)

    async def prepare(self) -> None:
        """Start the server, seed the files, and find with how many workers `reader` is at its best in each pass."""
        await self.server.start()
        for scheme in ("http", "https"):
            self._first[scheme] = await seeded(self._folder / f"{scheme}.db", scheme)
        tried = {many: await self._read(workers=(many, many), feeds=80, again=1) for many in (1, 4, 10)}
        self._workers = (
            min(tried, key=lambda many: float(tried[many]["first"][0])),
            min(tried, key=lambda many: float(tried[many]["unchanged"][0][0])),
        )
        await self.server.served()

    async def ours(self) -> dict[str, Any]:
        """Read all, then ask again; everything must be stored, and nothing fetched twice."""
        database = self._copy("http")
        found = await self._do("passes", database, unchanged=AGAIN)
        served = await self.server.served()
        assert (served.ok, served.unchanged) == (FEEDS + WARM, AGAIN * (FEEDS + WARM)), served
        assert items_in(database) == self._entries
        return found

    async def reader(self) -> dict[str, Any]:
        found = await self._read(self._workers, FEEDS, AGAIN)
        served = await self.server.served()
        assert (served.ok, served.unchanged, found["entries"]) == (FEEDS, AGAIN * FEEDS, self._entries), served
        return found

    async def parsed(self) -> dict[str, Any]:
        found = await measured(module("peers.feed_parse"), {"folder": str(self._made), "processes": CORES})
        assert found["entries"] == self._entries
        return found

    async def asked(self) -> dict[str, Any]:
        etags = [f'"{number:04}-1"' for number in range(FEEDS)]
        job = {"urls": self._urls(FEEDS), "etags": etags, "at_once": AT_ONCE, "unchanged": AGAIN}
        found = await measured(module("peers.feed_asked"), job)
        await self.server.served()
        return found

    async def paced(self) -> dict[str, Any]:
        database = self._copy("http")
        pace(database, PACE, PACED_SECONDS)
        found = await self._do("paced", database, seconds=PACED_SECONDS)
        assert found["read"] >= 0.95 * PACE * PACED_SECONDS, f"only {found['read']} feeds were read in time"
        return found

    async def bombed(self) -> dict[str, Any]:
        return await self._do("bombed", self._copy("http"), bombs=CORES)

    async def held(self, scheme: str) -> dict[str, Any]:
        """Read all with the server holding each answer back; MiB, and how many were in flight."""
        await self.server.served(hold=HOLD)
        found = await self._do("held", self._copy(scheme))
        served = await self.server.served()
        return found | {"flying": served.most}

    async def _do(self, what: str, database: Path, **facts: Any) -> dict[str, Any]:
        tls = database.name.startswith("https")
        port = self.server.tls if tls else self.server.port
        job = facts | {"do": what, "database": str(database), "port": port, "tls": tls}
        trusted = {"SSL_CERT_FILE": str(self.server.pem)} if tls else {}
        return await measured(OURS, job, **trusted)

    async def _read(self, workers: tuple[int, int], feeds: int, again: int) -> dict[str, Any]:
        return await measured(reader(), {"urls": self._urls(feeds), "workers": workers, "unchanged": again})

    def _urls(self, feeds: int) -> list[str]:
        return [f"http://{address_of(number)}:{self.server.port}/{number:04}.xml" for number in range(feeds)]

    def _copy(self, scheme: str) -> Path:
        self._copies += 1
        return Path(shutil.copy(self._first[scheme], self._folder / f"{scheme}-{self._copies}.db"))


async def _rounds(bench: Bench) -> Found:
    """Let all take turns, in another order every round; gives what each found, a round each."""
    found: Found = {"ours": [], "reader": [], "parsed": [], "asked": []}
    names = list(found)
    for number in range(ROUNDS):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            found[name].append(await getattr(bench, name)())
    return found


def _first(found: Found) -> list[Row]:
    ours = [1 / one["first"][0] for one in found["ours"]]
    reader = [FEEDS / one["first"][0] for one in found["reader"]]
    alone = [FEEDS / one["first"][0] for one in found["parsed"]]
    cpu = [1000 * (one["first"][1] + one["first"][2]) for one in found["ours"]]
    parser = [one["first"][1] for one in found["parsed"]]  # s of 1,000 feeds, ms of one
    bot = 1000 * median(one["first"][1] for one in found["ours"])
    return [
        _at_least("first pass (peer: reader)", "1/s", ours, reader, 4),
        _at_least("first pass (peer: feedparser alone)", "1/s", ours, alone, 0.6),
        bound_row("feeds: first pass, processor (peer: feedparser)", "ms", median(cpu), median(parser), "a hint", True),
        bound_row("feeds: first pass, processor of the bot alone", "ms", bot, median(parser), "a hint", True),
    ]


def _unchanged(found: Found) -> list[Row]:
    def each(name: str, place: int, feeds: int) -> list[float]:
        return [median(one[place] for one in round_["unchanged"]) / feeds for round_ in found[name]]

    ours, reader, alone = each("ours", 0, 1), each("reader", 0, FEEDS), each("asked", 0, FEEDS)
    cpu, other = 1000 * median(each("ours", 1, 1)), 1000 * median(each("asked", 1, FEEDS))
    return [
        _at_least("not-modified pass (peer: reader)", "1/s", _a_second(ours), _a_second(reader), 4),
        _at_least("not-modified pass (peer: aiohttp alone)", "1/s", _a_second(ours), _a_second(alone), 0.85),
        bound_row("feeds: a 304, processor (peer: aiohttp alone)", "ms", cpu, other, "at most 0.4 ms", cpu <= 0.4),
    ]


def _a_second(seconds: list[float]) -> list[float]:
    return [1 / one for one in seconds]


def _at_least(what: str, unit: str, ours: list[float], peer: list[float], bound: float) -> Row:
    holds: Callable[[float], bool] = lambda ratio: ratio >= bound  # noqa: E731
    return ratio_row(f"feeds: {what}", unit, ours, peer, f"at least {bound:g}", holds)


def _lag(found: dict[str, Any]) -> list[Row]:
    name = f"feeds: event loop at {PACE} a second (peer: idle)"
    (p99, longest), (idle_p99, idle_longest) = found["busy"], found["idle"]
    return [
        bound_row(f"{name}, p99 late", "ms", p99, idle_p99, "at most 10 ms", held=p99 <= 10),
        bound_row(f"{name}, longest", "ms", longest, idle_longest, "at most 50 ms", held=longest <= 50),
    ]


def _memory(scheme: str, found: dict[str, Any], peer: float, most: int) -> list[Row]:
    flying, memory = found["flying"], sum(found["each"])
    name = f"feeds: memory, {scheme}, {flying} in flight (peer: reader)"
    held = memory <= most and flying >= AT_ONCE
    each = " + ".join(f"{one:.0f}" for one in found["each"])
    return [
        bound_row(name, "MiB", memory, peer, f"at most {most} MiB, {AT_ONCE} in flight ({each})", held),
        bound_row(f"{name}, what is shared counted once", "MiB", found["together"], peer, "a hint", True),
    ]


async def run() -> list[Row]:
    """Measure both passes in turns with the peers; then the loop, the memory, and a document that is too much."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        try:
            await bench.prepare()
            found = await _rounds(bench)
            memory = median(one["memory"] for one in found["reader"])
            rows = _first(found) + _unchanged(found) + _lag(await bench.paced())
            rows += _memory("http", await bench.held("http"), memory, 120)
            rows += _memory("TLS", await bench.held("https"), memory, 160)
            seconds = (await bench.bombed())["seconds"]
            name = f"feeds: the next after {CORES} documents that are too much"
            rows.append(bound_row(name, "s", seconds, 10.0, "at most 11 s", held=seconds <= 11))
        finally:
            await bench.server.stop()
    return rows
