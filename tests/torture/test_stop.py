"""SIGTERM in the middle of a storm, and at any moment of a start: it ends soon, and the next start goes on from there.

Nothing is lost or doubled, whatever was on its way; and whoever was told that it is booked finds it in the store.
"""

import asyncio
import os
import random
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.torture.bot_process import BotProcess
from tests.torture.storm import CARDS, Crowd, prepare, read, soon, unsent, wrong

FULL = os.environ.get("TORTURE", "full") == "full"
TEAMS, STOPS = (300, 12) if FULL else (60, 3)
MOMENTS = 60 if FULL else 8  # of the first second of a start, and of one that takes a half longer
AT_ONCE = 20
SOON = 10.0  # seconds, for the end and for the next start (reliability.md 4.10)

pytestmark = [pytest.mark.torture, pytest.mark.timeout(1500)]


async def test_sigterm_in_the_middle_of_a_storm(tmp_path: Path) -> None:
    luck = random.Random(20261122)
    database = tmp_path / "teambot.db"
    double = LoopbackDiscord(lambda: datetime.now(UTC))
    await double.start()
    people = await prepare(double, database, TEAMS, soon(-30))
    bot = BotProcess(double, database)
    starts, ends, booked, busy = [], [], [], 0
    for _ in range(STOPS):
        starts.append(await _start(double, bot))
        crowd = Crowd(double, people, seed=luck.randrange(1000))
        going = asyncio.create_task(crowd.go(AT_ONCE))
        before = unsent(database)
        more = luck.randrange(TEAMS * CARDS // (STOPS + 1))
        async with asyncio.timeout(60):
            while before - unsent(database) < more:
                await asyncio.sleep(0.02)
        busy += bool(unsent(database))
        began = time.monotonic()
        assert await bot.stop() == 0
        ends.append(time.monotonic() - began)
        crowd.stopped = True
        await going  # those who were not answered any more have waited in vain
        booked += crowd.booked
        kept = {key for (key,) in read(database, "SELECT id FROM interaction")}
        assert set(booked) <= kept, "somebody was told that it is booked, and it is not in the store"
    starts.append(await _start(double, bot))
    async with asyncio.timeout(300):
        while unsent(database):
            await asyncio.sleep(0.1)
    assert await bot.stop() == 0
    await double.stop()
    print(
        f"\n{STOPS} stops, {busy} with cards unsent, {len(booked)} booked: ended in {max(ends):.1f} s at most, "
        f"ready in {max(starts):.1f} s at most; {TEAMS * CARDS} cards, none lost or doubled"
    )
    assert wrong(double, database) == []
    assert len(read(database, "SELECT id FROM outbox WHERE state = 'sent' AND kind = 'week_card'")) == TEAMS * CARDS
    assert busy, "all was sent before each stop: the test tests nothing"
    assert booked, "nobody was told that it is booked: the test tests little"
    assert max(ends) < SOON
    assert max(starts) < SOON


@pytest.mark.parametrize("fresh", [True, False], ids=["first start", "later start"])
async def test_sigterm_during_the_start(tmp_path: Path, fresh: bool) -> None:
    double = LoopbackDiscord(lambda: datetime.now(UTC))
    await double.start()
    database = tmp_path / "teambot.db"
    bot = BotProcess(double, database)
    if not fresh:
        await prepare(double, database, 5, soon(-30))
    codes, ends = [], []
    for moment in range(MOMENTS):
        if fresh:
            for path in tmp_path.glob("teambot.db*"):
                path.unlink()
        await bot.start()
        await asyncio.sleep(1.5 * moment / MOMENTS)
        began = time.monotonic()
        codes.append(await bot.stop())
        ends.append(time.monotonic() - began)
        if database.exists():
            with closing(sqlite3.connect(database)) as connection:
                assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        if fresh:
            await _start(double, bot)
            assert await bot.stop() == 0
    ready = await _start(double, bot)
    if not fresh:
        async with asyncio.timeout(60):
            while unsent(database):
                await asyncio.sleep(0.1)
    assert await bot.stop() == 0
    await double.stop()
    print(f"\n{MOMENTS} moments: exit codes {codes}, ended in {max(ends):.1f} s at most, then ready in {ready:.1f} s")
    # Before Python hears signals, the system ends the process: there is nothing yet that could be ended in order.
    assert set(codes) <= {0, -15}
    assert max(ends) < SOON
    assert ready < SOON
    assert wrong(double, database) == []


async def _start(double: LoopbackDiscord, bot: BotProcess) -> float:
    began = time.monotonic()
    await bot.start()
    while double.hub.live:  # the one before has hung up, and Discord may not have noticed
        await asyncio.sleep(0.01)
    await double.wait_ready(SOON)
    return time.monotonic() - began
