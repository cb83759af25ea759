"""A thousand feeds on a thousand hosts, read for the first time, and asked whether they have changed.

Ours is polled as the bot does it, into the store; the peers are `reader` (from the registry, in an environment of its
own), feedparser alone on the same bytes, and aiohttp alone. Each is a fresh process; they take turns.
"""

import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import feeds_rows as rows
from tests.benchmarks.environments import peer
from tests.benchmarks.feeds_made import FEEDS, make
from tests.benchmarks.feeds_processes import OURS, FeedServer, measured, module
from tests.benchmarks.feeds_seeded import WARM, items_in, pace, seeded
from tests.benchmarks.feeds_server import address_of
from tests.benchmarks.report import Row

ROUNDS = 3
AGAIN = 3  # not-modified passes a round
AT_ONCE = 64
CORES = os.cpu_count() or 1
BOMBS = min(CORES, 4)  # one for every worker that there is at the most
PACE, PACED_SECONDS = 30, 20
HOLD = 0.5  # seconds that each answer is held back, so that as many are in flight as there may be


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
        """Seed the files, and find with how many workers `reader` is at its best in each pass."""
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
        return await self._do("paced", database, seconds=PACED_SECONDS)

    async def bombed(self) -> dict[str, Any]:
        return await self._do("bombed", self._copy("http"), bombs=BOMBS)

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
        return await measured(peer("feed_reader"), {"urls": self._urls(feeds), "workers": workers, "unchanged": again})

    def _urls(self, feeds: int) -> list[str]:
        return [f"http://{address_of(number)}:{self.server.port}/{number:04}.xml" for number in range(feeds)]

    def _copy(self, scheme: str) -> Path:
        self._copies += 1
        return Path(shutil.copy(self._first[scheme], self._folder / f"{scheme}-{self._copies}.db"))


async def _rounds(bench: Bench) -> rows.Found:
    """Let all take turns, in another order every round; gives what each found, a round each."""
    found: rows.Found = {"ours": [], "reader": [], "parsed": [], "asked": []}
    names = list(found)
    for number in range(ROUNDS):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            found[name].append(await getattr(bench, name)())
    return found


async def run() -> list[Row]:
    """Measure both passes in turns with the peers; then the loop, the memory, and documents that are too much."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        await bench.server.start()
        try:
            await bench.prepare()
            found = await _rounds(bench)
            lag = rows.lag(await bench.paced(), PACE, PACED_SECONDS)
            held = {scheme: await bench.held(scheme) for scheme in ("http", "https")}
            memory = median(one["memory"] for one in found["reader"])
            weights = [rows.memory(scheme, one, memory, AT_ONCE) for scheme, one in held.items()]
            after = rows.after_bombs(await bench.bombed(), BOMBS)
        finally:
            await bench.server.stop()
    return [*rows.first(found, FEEDS), *rows.unchanged(found, FEEDS), *lag, *weights[0], *weights[1], after]
