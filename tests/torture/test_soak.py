"""1,000 teams on one small bot: 2,000 cards come due in one second while fifty people always wait for an answer.

The bounds are reliability.md's (4.10); the delivery has no bound but Discord's own rate, which is off here.
"""

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.torture.bot_process import BotProcess
from tests.torture.storm import CARDS, Crowd, complaints, memory, p99, prepare, soon, unsent, wrong

FULL = os.environ.get("TORTURE", "full") == "full"
TEAMS = 1000 if FULL else 200
AT_ONCE = 50
BEFORE = 60 if FULL else 20  # seconds from the beginning of the preparations to the storm
STORM = 60.0 if FULL else 20.0  # seconds of commands from the moment on at which the cards are due

pytestmark = [pytest.mark.torture, pytest.mark.timeout(900)]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is read from Linux's /proc")
async def test_two_thousand_cards_due_in_one_second_and_fifty_people(tmp_path: Path) -> None:
    database = tmp_path / "teambot.db"
    double = LoopbackDiscord(lambda: datetime.now(UTC))
    await double.start()
    due = soon(BEFORE)
    people = await prepare(double, database, TEAMS, due)
    assert unsent(database) == TEAMS * CARDS
    bot = BotProcess(double, database)
    await bot.start()
    await double.wait_ready(30)
    assert datetime.now(UTC) < due, "the storm came before the bot was ready: give the preparations more time"
    crowd = Crowd(double, people, seed=20261122)
    going = asyncio.create_task(crowd.go(AT_ONCE))
    await asyncio.sleep((due - datetime.now(UTC)).total_seconds())
    before, began = len(crowd.answered), time.monotonic()
    await asyncio.sleep(STORM)
    crowd.stopped = True
    await going
    left, during = unsent(database), len(crowd.answered) - before
    while unsent(database) and time.monotonic() < began + 600:
        await asyncio.sleep(0.1)
    took = time.monotonic() - began
    most = memory(bot.pid)
    assert await bot.stop() == 0
    await double.stop()
    print(
        f"\n{TEAMS * CARDS} cards in {took:.1f} s, {TEAMS * CARDS - left} of them in {STORM:.0f} s "
        f"beside {during} commands; {len(crowd.answered)} commands: "
        f"ack p99 {p99(crowd.acknowledged):.2f} s, answer p99 {p99(crowd.answered):.2f} s, "
        f"longest {max(crowd.answered):.2f} s; {most:.0f} MiB; {dict(crowd.kinds)}"
    )
    assert crowd.failed == []
    assert complaints(bot.log) == []
    assert wrong(double, database) == []
    assert unsent(database) == 0
    assert during > 100, "hardly a command was answered during the storm: the test tests little"
    assert max(crowd.answered) < 3
    assert p99(crowd.acknowledged) < 1
    assert most < 150
