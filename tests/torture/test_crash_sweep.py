"""Die at the n-th step, for every n, and again while recovering: nothing is lost, doubled, or said and not stored.

The steps are made from the source (`points`): before and after every await of announcer, delivery, outbox, weeks, the
writing use case and the runner, and before every commit. An await that the story does not come to fails the first test.
TORTURE=ci comes to every point two times of the many, and tries a share of the pairs; the full run comes to every
point every time, once soon and once late, and tries 2,000 pairs.
"""

import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.torture.crashed import Theatre, broken, play, told

FULL = os.environ.get("TORTURE", "full") == "full"
PAIRS = 1000 if FULL else 40
TIMES = 1000 if FULL else 2
# Discord knows a nonce for minutes; after the second gap only the look through the history can tell.
SOON, LATE = timedelta(seconds=5), timedelta(minutes=5)
# What a story of closes, plans and answers has no reason to come to.
ELSEWHERE = {
    "runner.Runner.checkpoint:": "the end of a purge",
    "weeks.WeeksService.show:": "reads; a glance at news is marked after it was shown",
    "weeks.WeeksService.settle_due:": "lets lapse, says nothing",
    "use_case.read:": "reads",
    "delivery.deliver: _open_thread(": "a team without an offers' thread; tests/chat/test_offers_thread_faults.py",
    "delivery._open_thread:": "the same",
    "delivery.deliver: _put_in_thread(": "the same",
    "delivery._put_in_thread:": "the same",
}
pytestmark = [pytest.mark.torture, pytest.mark.timeout(1500)]


@pytest.fixture
async def theatre(tmp_path: Path, point_discord) -> AsyncIterator[Theatre]:
    stages: list[Theatre] = []
    # Processes die here, not machines: nothing has to be on a disk, and most of the time would be waiting for it.
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    double = LoopbackDiscord(lambda: stages[0].now if stages else datetime(2026, 1, 5, 8, tzinfo=UTC))
    await double.start()
    point_discord(double)
    stages.append(Theatre(double, folder))
    await stages[0].open()
    yield stages[0]
    await stages[0].close()
    await double.stop()
    shutil.rmtree(folder)


async def _all_points(theatre: Theatre, *, trouble: bool) -> tuple[Counter[str], dict[str, str]]:
    database, _, _ = await play(theatre, gap=SOON, trouble=trouble)
    assert broken(theatre, database) == []
    return Counter(theatre.points.passed), told(database)


async def test_every_await_is_a_point_that_the_story_comes_to(theatre: Theatre) -> None:
    smooth, _ = await _all_points(theatre, trouble=False)
    rough, _ = await _all_points(theatre, trouble=True)
    assert theatre.points.strange == [], "give this kind of wait a point"
    missing = theatre.known - set(smooth) - set(rough)
    for name in (name for name in theatre.known if name.startswith("delivery._send: channel.send")):
        # A history is looked through only after a crash; before the send it holds nothing, after it the message.
        _, struck, looked = await play(theatre, ((name, 0),), gap=LATE, trouble=False)
        assert struck
        missing -= looked
    missing = {name for name in missing if not name.startswith(tuple(ELSEWHERE))}
    assert missing == set()


@pytest.mark.parametrize("trouble", [False, True], ids=["smooth", "trouble"])
async def test_a_crash_at_every_step(theatre: Theatre, trouble: bool) -> None:
    began = time.monotonic()
    passed, expected = await _all_points(theatre, trouble=trouble)
    luck = random.Random(20261122)
    steps = [(name, n) for name, count in passed.items() for n in luck.sample(range(count), min(count, TIMES))]
    struck = tried = 0
    for number, step in enumerate(steps):
        for gap in (SOON, LATE) if FULL else (SOON if number % 2 else LATE,):
            struck += await _hold(theatre, (step,), gap, expected, trouble=trouble)
            tried += 1
    print(f"\n{len(steps)} steps: {tried} crashes asked for, {struck} struck, {time.monotonic() - began:.0f} s")
    assert struck >= tried * 0.9, "too many crashes did not strike: the test tests little"


@pytest.mark.parametrize("trouble", [False, True], ids=["smooth", "trouble"])
async def test_a_second_crash_while_it_recovers(theatre: Theatre, trouble: bool) -> None:
    began = time.monotonic()
    luck = random.Random(20261122)
    passed, expected = await _all_points(theatre, trouble=trouble)
    names = sorted(passed)
    struck = 0
    for _ in range(PAIRS):
        first = luck.choice(names)
        second = luck.choice(names)
        crashes = (first, luck.randrange(passed[first])), (second, luck.randrange(min(passed[second], 3)))
        struck += await _hold(theatre, crashes, luck.choice((SOON, LATE)), expected, trouble=trouble)
    print(f"\n{PAIRS} pairs of crashes: {struck} crashes struck, {time.monotonic() - began:.0f} s")
    assert struck >= PAIRS, "too many crashes did not strike: the test tests little"


async def _hold(
    theatre: Theatre,
    crashes: tuple[tuple[str, int], ...],
    gap: timedelta,
    expected: dict[str, str],
    *,
    trouble: bool,
) -> int:
    database, struck, _ = await play(theatre, crashes, gap=gap, trouble=trouble)
    assert broken(theatre, database) == [], f"after {crashes}, {gap}"
    found = told(database)
    assert set(found) == set(expected), f"after {crashes}, {gap}"
    if not trouble:  # which row a planned fault meets depends on where the process died
        assert found == expected, f"after {crashes}, {gap}"
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    return struck
