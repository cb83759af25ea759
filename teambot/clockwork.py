"""The clockwork rings the bell: it runs a few sweeps at fixed intervals and knows no date of anybody's business.

What is due stands in the database; a sweep asks for it and is harmless when it runs twice or late. This module is the
only importer of APScheduler and imports nothing of teambot's. APScheduler's traps (reliability.md 2.3) are shut: a late
ring is never dropped, rings that were missed are one ring, and a sweep that still runs is not started again. Two more
come with clocks that jump, as on a small computer without a battery: its interval trigger would list every ring between
1970 and today, and would wait as long as the clock was put back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Sweep = Callable[[], Awaitable[object]]
log = logging.getLogger(__name__)
_WATCH_SECONDS: Final = 5.0
_PATIENCE_SECONDS: Final = 10.0  # how much longer than its interval a ring may take before the clock is suspected


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fire at once, then an interval after the last time; whatever was missed in between is one time."""

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Give the next time after the previous one, never one that has passed."""
        if previous_fire_time is None:
            return now
        after = previous_fire_time + self.interval
        return after if after > now else now + self.interval


class Clockwork:
    """Ring each sweep once at the start and then at its interval, until stopped.

    `sweeps` maps a name, for the log, to an interval and a callable without arguments. A sweep that fails is logged and
    rings again; `faults` counts how often each has failed.
    """

    def __init__(self, sweeps: Mapping[str, tuple[timedelta, Sweep]]) -> None:
        self._sweeps = dict(sweeps)
        self._scheduler: AsyncIOScheduler | None = None
        self._running: dict[str, asyncio.Task[object]] = {}
        self._rang: dict[str, float] = {}
        self._watch: asyncio.Task[None] | None = None
        self.faults: dict[str, int] = dict.fromkeys(sweeps, 0)

    def start(self) -> None:
        """Begin to ring; needs a running event loop."""
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        scheduler.add_listener(self._failed, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        now = asyncio.get_running_loop().time()
        for name, (interval, _) in self._sweeps.items():
            scheduler.add_job(self._ring, _Every(interval), args=(name,), id=name)
            self._rang[name] = now
        scheduler.start()
        self._scheduler = scheduler
        self._watch = asyncio.create_task(self._keep_ringing(scheduler), name="clockwork-watch")

    async def stop(self, seconds: float = 5) -> None:
        """Ring no more and let the sweeps that run end; those that have not after `seconds` are cancelled."""
        if self._scheduler is None or self._watch is None:
            return
        self._scheduler.remove_all_jobs()
        self._watch.cancel()
        running = list(self._running.values())
        if running:
            await asyncio.wait(running, timeout=seconds)
        self._scheduler.shutdown(wait=False)  # cancels what still runs
        await asyncio.gather(self._watch, *running, return_exceptions=True)
        self._scheduler = self._watch = None

    async def _ring(self, name: str) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._running[name] = task
        self._rang[name] = asyncio.get_running_loop().time()
        try:
            await self._sweeps[name][1]()
        finally:
            self._running.pop(name, None)

    async def _keep_ringing(self, scheduler: AsyncIOScheduler) -> None:
        """Ring by the machine's uptime where the clock was put back and a next time lies far ahead."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            now = asyncio.get_running_loop().time()
            for name, (interval, _) in self._sweeps.items():
                silent = now - self._rang[name] - interval.total_seconds()
                if silent > _PATIENCE_SECONDS and name not in self._running:
                    log.warning("sweep.rung-by-uptime", extra={"sweep": name})
                    scheduler.reschedule_job(name, trigger=_Every(interval))

    def _failed(self, event: JobExecutionEvent) -> None:
        error = event.exception
        if isinstance(error, asyncio.CancelledError):
            log.info("sweep.cut-off", extra={"sweep": event.job_id})
            return
        self.faults[event.job_id] = self.faults.get(event.job_id, 0) + 1
        log.error(
            "sweep.failed",
            extra={"sweep": event.job_id, "faults": self.faults[event.job_id]},
            exc_info=(type(error), error, error.__traceback__) if error else None,
        )
