"""Our polling, for a process of its own (`feeds_processes.OURS`); it says what it found as JSON.

The parts are put together as the bot does it, the guard in the way; the bell is rung by hand. The job: `database`,
`port`, `tls`, and `do`, which is the name of a function here, with `unchanged`, how many not-modified passes follow.
"""

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import yarl

from teambot.app import use_cases
from teambot.feeds.parse import parse_feed
from teambot.settings import load
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from teambot.web.guard import Guard
from teambot.web.worker import WorkerKilled
from tests.benchmarks.feeds_made import FEEDS
from tests.benchmarks.feeds_seeded import WARM, WARMED, name_of
from tests.benchmarks.feeds_server import BOMB
from tests.benchmarks.teams import START

_LATER = timedelta(days=2)  # no feed that is well waits longer for its next look
_TICKS = os.sysconf("SC_CLK_TCK")
_GOOD = b"<rss version='2.0'><channel><title>a</title><item><title>b</title></item></channel></rss>"


class OverTls(Guard):
    """Let opened names be asked over TLS too, which nobody but this needs; every other rule stands."""

    def check(self, url: str) -> yarl.URL:
        return super().check(url.replace("https:", "http:", 1)).with_scheme("https")


class Polling:
    """The parts, put together on one file."""

    def __init__(self, job: dict[str, Any]) -> None:
        opened = {name_of(number): int(job["port"]) for number in range(FEEDS + WARM)}
        if job["tls"]:
            vars(use_cases)["Guard"] = OverTls
        self._engine = open_engine(Path(job["database"]))
        self._db = Runner(self._engine)
        self.parts = use_cases.put_together(load(None, {}), self._db, opened)
        gc.freeze()  # as `App.serve` does

    async def drain(self, now: Any) -> int:
        """Ring until nothing is due; gives how many feeds were read."""
        read = 0
        while more := await self.parts.services.feeds.poll_due(now):
            read += more
        return read

    async def close(self) -> None:
        await self.parts.close()
        await self._db.close()
        self._engine.dispose()


async def passes(polling: Polling, job: dict[str, Any]) -> dict[str, Any]:
    """Read every feed, then ask every feed again: a feed's seconds, the processor's here, and in the workers."""
    await polling.drain(WARMED)
    found = [await _timed(polling, START + _LATER * number) for number in range(1 + job["unchanged"])]
    return {"first": found[0], "unchanged": found[1:]}


async def held(polling: Polling, _: dict[str, Any]) -> dict[str, Any]:
    """Read every feed; the MiB of all processes: each at its highest, and together what is theirs alone or shared."""
    await polling.drain(WARMED)
    together: list[float] = []
    reading = asyncio.create_task(polling.drain(START))
    while not reading.done():
        together.append(sum(_memory("smaps_rollup", "Pss:")))
        await asyncio.sleep(0.1)
    await reading
    return {"each": list(_memory("status", "VmHWM:")), "together": max(together)}


async def paced(polling: Polling, job: dict[str, Any]) -> dict[str, Any]:
    """Ring ten times a second while feeds come due in real time; the ms that the loop came late to a clock's ticks.

    p99 and longest: before there was anything to do, with it, and then with all that is left and all that was read due
    at once, as after a long rest; and how many feeds were read in time.
    """
    await polling.drain(WARMED)
    idle, busy, full = list[float](), list[float](), list[float]()
    async with _ticking(idle):
        await asyncio.sleep(3)
    begun, read = time.perf_counter(), 0
    async with _ticking(busy):
        while (passed := time.perf_counter() - begun) < job["seconds"]:
            read += await polling.parts.services.feeds.poll_due(START + timedelta(seconds=passed))
            await asyncio.sleep(0.1)
    async with _ticking(full):
        await polling.drain(START + _LATER)
    late = {"idle": idle, "busy": busy, "full": full}
    return {name: _p99_and_longest(one) for name, one in late.items()} | {"read": read}


async def bombed(polling: Polling, job: dict[str, Any]) -> dict[str, Any]:
    """Give every worker a document that is too much to read, then one that is none; seconds until that is read."""
    worker = polling.parts.worker
    await worker.run(parse_feed, _GOOD, "", "https://a.example/", START)
    begun = time.perf_counter()
    bombs = [
        asyncio.create_task(worker.run(parse_feed, BOMB, "", "https://a.example/", START)) for _ in range(job["bombs"])
    ]
    await asyncio.sleep(0.5)
    await worker.run(parse_feed, _GOOD, "", "https://a.example/", START)
    seconds = time.perf_counter() - begun
    killed = await asyncio.gather(*bombs, return_exceptions=True)
    assert all(isinstance(one, WorkerKilled) for one in killed), killed
    return {"seconds": seconds}


async def _timed(polling: Polling, now: Any) -> list[float]:
    before, begun = _cpu(), time.perf_counter()
    read = await polling.drain(now)
    seconds, after = time.perf_counter() - begun, _cpu()
    return [seconds / read, (after[0] - before[0]) / read, (after[1] - before[1]) / read]


@asynccontextmanager
async def _ticking(late: list[float]) -> AsyncIterator[None]:
    """Note by how many ms the loop comes late to a tick every 5 ms."""
    loop = asyncio.get_running_loop()

    async def tick() -> None:
        while True:
            due = loop.time() + 0.005
            await asyncio.sleep(0.005)
            late.append(1000 * (loop.time() - due))

    clock = asyncio.create_task(tick())
    yield
    clock.cancel()


def _p99_and_longest(late: list[float]) -> tuple[float, float]:
    ordered = sorted(late)
    return ordered[len(ordered) * 99 // 100], ordered[-1]


def _cpu() -> tuple[float, float]:
    """Seconds of processor time so far: this process's, and its children's that live."""
    ticks = 0
    for child in _children(os.getpid()):
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time(), ticks / _TICKS


def _children(parent: int) -> Iterator[int]:
    for task in Path(f"/proc/{parent}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread or a child that ends meanwhile
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _children(child)


def _memory(file: str, line: str) -> Iterator[float]:
    """Give the MiB that a line of /proc says of this process, then of each of its children that live."""
    for number in (os.getpid(), *_children(os.getpid())):
        lines = Path(f"/proc/{number}/{file}").read_text().splitlines()
        yield next(int(words.split()[1]) for words in lines if words.startswith(line)) / 1024


async def _do(job: dict[str, Any]) -> dict[str, Any]:
    polling = Polling(job)
    try:
        found: dict[str, Any] = await _JOBS[job["do"]](polling, job)
        return found
    finally:
        await polling.close()


_JOBS = {"passes": passes, "held": held, "paced": paced, "bombed": bombed}


def main() -> None:
    print(json.dumps(asyncio.run(_do(json.loads(sys.argv[1])))))
