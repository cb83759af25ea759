"""The clockwork: every sweep rings at the start and again, whatever fails, hangs, or happens to the clock."""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta

import pytest

from teambot import clockwork
from teambot.clockwork import Clockwork

SHORT = timedelta(milliseconds=50)
HOUR = timedelta(hours=1)


class Bell:
    """Counts its rings; fails or stays as it is told."""

    def __init__(self, *, fails: int = 0, stays: float = 0) -> None:
        self.rings = self.ended = self.at_once = 0
        self.fails, self.stays = fails, stays

    async def __call__(self) -> None:
        self.rings += 1
        self.at_once += 1
        assert self.at_once == 1, "a sweep that still runs is not started again"
        try:
            await asyncio.sleep(self.stays)
            if self.rings <= self.fails:
                raise ValueError("somebody's words")
            self.ended += 1
        finally:
            self.at_once -= 1


async def until(true: object, seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def test_every_sweep_rings_once_at_the_start_and_then_at_its_interval() -> None:
    often, seldom = Bell(), Bell()
    works = Clockwork({"often": (SHORT, often), "seldom": (HOUR, seldom)})
    works.start()
    await until(lambda: often.rings >= 4)
    assert seldom.rings == 1
    await works.stop()
    rings = often.rings
    await asyncio.sleep(0.2)
    assert often.rings == rings, "no bell after the stop"


async def test_a_sweep_that_fails_is_logged_and_rings_again(caplog: pytest.LogCaptureFixture) -> None:
    bell = Bell(fails=2)
    works = Clockwork({"feeds": (SHORT, bell)})
    with caplog.at_level(logging.ERROR, logger="teambot.clockwork"):
        works.start()
        await until(lambda: bell.ended >= 2)
        await works.stop()
    told = [record for record in caplog.records if record.name == "teambot.clockwork"]
    assert [record.message for record in told] == ["sweep.failed", "sweep.failed"]
    assert [(record.sweep, record.faults) for record in told] == [("feeds", 1), ("feeds", 2)]  # type: ignore[attr-defined]
    assert works.faults == {"feeds": 2}


async def test_a_slow_sweep_is_never_doubled_and_holds_no_other() -> None:
    slow, quick = Bell(stays=0.4), Bell()
    works = Clockwork({"slow": (SHORT, slow), "quick": (SHORT, quick)})
    works.start()
    await until(lambda: slow.ended >= 2)
    assert quick.rings > slow.rings
    await works.stop()


async def test_a_blocked_loop_drops_no_ring() -> None:
    """APScheduler's default drops what is a second late (reliability.md 2.3: ran 0 of 1)."""
    bell = Bell()
    works = Clockwork({"close": (timedelta(seconds=1), bell)})
    works.start()
    await until(lambda: bell.rings == 1)
    time.sleep(2.5)  # the point of it
    await until(lambda: bell.rings == 2, 0.5)
    await works.stop()


async def test_stopping_lets_a_sweep_end_and_cuts_off_one_that_does_not() -> None:
    ends, hangs = Bell(stays=0.2), Bell(stays=60)
    works = Clockwork({"ends": (HOUR, ends), "hangs": (HOUR, hangs)})
    works.start()
    await until(lambda: ends.rings == hangs.rings == 1)
    await works.stop(0.5)
    assert (ends.ended, hangs.ended, hangs.at_once) == (1, 0, 0)
    assert works.faults["hangs"] == 0, "to be stopped is no fault"
    await works.stop()


def test_a_clock_that_jumps_is_one_ring_and_not_a_list_of_all_that_were_missed() -> None:
    """A small computer wakes in 1970 and learns the date a minute later: 1.7 billion rings at one a second."""
    every = clockwork._Every(timedelta(seconds=1))
    then, now = datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
    assert every.get_next_fire_time(None, then) == then
    assert every.get_next_fire_time(then, now) == now + timedelta(seconds=1)
    assert every.get_next_fire_time(now, now) == now + timedelta(seconds=1)


async def test_a_clock_that_was_put_back_stops_no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clockwork, "_WATCH_SECONDS", 0.05)
    monkeypatch.setattr(clockwork, "_PATIENCE_SECONDS", 0.1)
    bell = Bell()
    works = Clockwork({"close": (SHORT, bell)})
    works.start()
    await until(lambda: bell.rings >= 2)
    # As after a clock that was forty days ahead: the next time lies far away, by the clock as it is now.
    scheduler = works._scheduler
    assert scheduler is not None
    scheduler.modify_job("close", next_run_time=datetime.now(UTC) + timedelta(days=40))
    rings = bell.rings
    await until(lambda: bell.rings >= rings + 2)
    await works.stop()
