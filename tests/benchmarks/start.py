"""From the start of the process to READY, and the memory of an idle bot, beside a bare discord.py bot's.

READY is, for both, the moment when the loopback Discord has answered IDENTIFY and has the commands. What else runs on
the machine only ever adds seconds: the quickest of the rounds counts for both, and what both needed of the processor
is printed beside it.
"""

import asyncio
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.benchmarks.places import settle
from tests.benchmarks.process import Process, ours, peer
from tests.benchmarks.report import Row, bound_row
from tests.benchmarks.teams import seed

ROUNDS = 5
MANY = 1000
SETTLED = 4.0  # seconds after which a started bot is idle: every sweep has rung, the first backup is made


@dataclass(frozen=True, slots=True)
class Started:
    seconds: float
    cpu: float  # seconds up to READY
    memory: float  # MiB
    children: int


async def _start(double: LoopbackDiscord, bot: Process, settled: float) -> Started:
    begun = time.perf_counter()
    await bot.start()
    try:
        cpu = await bot.ready(double)
        seconds = time.perf_counter() - begun
        await asyncio.sleep(settled)
        return Started(seconds, cpu, bot.memory(), bot.children())
    finally:
        await bot.stop()


async def _both(folder: Path, teams: int, rounds: range) -> tuple[list[Started], list[Started]]:
    """Start both in turn, on a Discord that is new each time; round 0 compiles and is not counted."""
    first = folder / f"{teams}.db"
    made = await seed(first, teams)
    found: tuple[list[Started], list[Started]] = ([], [])
    for number in rounds:
        for kind in (0, 1):
            double = LoopbackDiscord(lambda: datetime.now(UTC))
            await double.start()
            place = folder / f"{teams}-{kind}-{number}"
            place.mkdir()
            database = Path(shutil.copy(first, place / "teambot.db"))
            settle(double.world, database, made)
            bot = peer(folder, double, "bare") if kind else ours(folder, double, database)
            started = await _start(double, bot, SETTLED if number else 0.0)
            if number:
                found[kind].append(started)
            await double.stop()
    return found


def _rows(teams: int, mine: list[Started], bare: list[Started]) -> list[Row]:
    name = f"start: {'one team' if teams == 1 else f'{teams:,} teams'}"
    seconds, bare_seconds = min(one.seconds for one in mine), min(one.seconds for one in bare)
    later = seconds - bare_seconds
    cpu, bare_cpu = median(one.cpu for one in mine), median(one.cpu for one in bare)
    memory, bare_memory = max(one.memory for one in mine), median(one.memory for one in bare)
    children = max(one.children for one in mine)
    title = f"{name}, to READY (peer: bare discord.py)"
    rows = [
        bound_row(title, "s", seconds, bare_seconds, f"at most 1.0 s more ({later:+.2f})", held=later <= 1.0)
        if teams == 1
        else bound_row(title, "s", seconds, bare_seconds, "a hint", held=True),
        bound_row(f"{name}, processor up to READY", "s", cpu, bare_cpu, "a hint", held=True),
    ]
    title = f"{name}, resident memory when idle"
    if teams == 1:
        more = memory - bare_memory
        target = f"at most 45 MiB more ({more:+.1f})"
        rows.append(bound_row(title, "MiB", memory, bare_memory, target, held=more <= 45))
        rows.append(bound_row(f"{name}, workers when idle", "", children, 0, "0", held=children == 0))
    else:
        rows.append(bound_row(title, "MiB", memory, bare_memory, "at most 150 MiB", held=memory <= 150))
    return rows


async def run() -> list[Row]:
    """Measure with one team, and with many."""
    with tempfile.TemporaryDirectory() as folder:
        one = _rows(1, *await _both(Path(folder), 1, range(ROUNDS + 1)))
        return one + _rows(MANY, *await _both(Path(folder), MANY, range(1, 2)))
