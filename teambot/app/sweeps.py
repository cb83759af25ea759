"""What the clockwork rings: each sweep asks the store what is due, and does no harm when it is rung twice or late."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from teambot.app.clock import SaneClock
from teambot.chat.server_people import ServerPeople
from teambot.errors import CannotStart, Refusal
from teambot.services.bundle import Services
from teambot.storage import moments
from teambot.storage.backup import backup, prune
from teambot.storage.copies import copies_in
from teambot.storage.interactions import purge_interactions
from teambot.storage.runner import Runner, Tx

Sweep = Callable[[], Awaitable[object]]
Bell = tuple[timedelta, Callable[[datetime], Awaitable[object]]]
# Discord's token for answering an interaction lives for 15 minutes; a day covers every late repetition.
_INTERACTIONS_KEPT: Final = timedelta(days=1)
_BACKUP_EVERY: Final = timedelta(days=1)
log = logging.getLogger(__name__)


def sweeps(
    services: Services, db: Runner, clock: SaneClock, people: ServerPeople, database: Path | None, backups: Path
) -> Mapping[str, tuple[timedelta, Sweep]]:
    """Name the sweeps in the order in which they should be rung one by one, each with its interval.

    What only Discord knows is asked of `people`. Without a `database` file there is no backup: PostgreSQL's are its
    host's business.
    The weeks are looked at every second (reliability.md 4.4); a clock that lies behind lets nothing be swept.
    """
    bells = {**_of_teams(services, people), **_of_the_store(db, database, backups)}
    return {name: (every, _at(clock, sweep)) for name, (every, sweep) in bells.items()}


def _of_teams(services: Services, people: ServerPeople) -> Mapping[str, Bell]:
    async def weeks(now: datetime) -> None:
        await services.weeks.close_due(now)
        await services.weeks.publish_due(now)
        await services.signs.write_down(now)  # first: a click in the last second of a week counts
        await services.weeks.end_due(now)

    async def applied(now: datetime) -> None:
        await services.applications.settle_due(now)
        await services.applications.forget_due(now)

    async def voted(now: datetime) -> None:
        await services.voting.close_due(now)  # first: nobody is reminded of a vote that is over
        await services.voting.move_due(now)
        await services.voting.remind_due(now)

    async def recommended(now: datetime) -> None:
        await services.assignments.found_due(now)
        await services.assignments.check_links_due(now)

    async def kept_up(now: datetime) -> None:
        await services.members.accept_due(now)
        await services.people.watch_due(now)
        await services.reports.forget_due(now)

    async def settled(now: datetime) -> None:
        await services.standings.settle_due(now)
        await services.roles.settle_due(people.give_role, people.take_role, now)

    async def looked(now: datetime) -> None:
        await services.presence.look_due(people.is_here, now)

    return {
        "feeds": (timedelta(seconds=30), services.feeds.poll_due),
        "weeks": (timedelta(seconds=1), weeks),
        "newest": (timedelta(minutes=5), services.newest.offer_due),
        "seasons": (timedelta(minutes=1), services.seasons.settle_due),
        "settling": (timedelta(minutes=10), services.weeks.settle_due),
        "recommended": (timedelta(seconds=30), recommended),
        "motions": (timedelta(seconds=10), voted),
        "reminders": (timedelta(minutes=1), services.reminders.remind_due),
        "standings": (timedelta(minutes=1), settled),
        "presence": (timedelta(seconds=30), looked),
        "forgetting": (timedelta(hours=1), services.standings.forget_due),
        "applications": (timedelta(minutes=1), applied),
        "keeping-up": (timedelta(minutes=1), kept_up),
    }


def _of_the_store(db: Runner, database: Path | None, backups: Path) -> Mapping[str, Bell]:
    async def backed_up(now: datetime) -> None:
        if database is None:
            return
        # Copies from the future are of a clock that was ahead once: they say nothing about today's.
        today = [copy for copy in copies_in(backups) if copy.made_at <= now]
        if today and now - today[0].made_at < _BACKUP_EVERY:
            return
        try:
            await asyncio.to_thread(backup, database, backups, now)
        except CannotStart:
            log.exception("backup.failed")  # and nothing is deleted: the old ones are all there is
        else:
            prune(backups, now)

    async def moment(now: datetime) -> None:
        await db.sweep(_keep_moment, None, now)

    async def tidied(now: datetime) -> None:
        await db.sweep(_forget_interactions, None, now)

    return {
        "moment": (timedelta(minutes=1), moment),
        "tidying": (timedelta(hours=1), tidied),
        "backup": (timedelta(hours=1), backed_up),
    }


def _at(clock: SaneClock, sweep: Callable[[datetime], Awaitable[object]]) -> Sweep:
    async def rung() -> None:
        try:
            now = clock()
        except Refusal:
            return  # the clock told the log already
        await sweep(now)

    return rung


def _keep_moment(tx: Tx, _: None, now: datetime) -> None:
    moments.keep(tx, now)
    tx.commit()


def _forget_interactions(tx: Tx, _: None, now: datetime) -> None:
    purge_interactions(tx, now - _INTERACTIONS_KEPT)
    tx.commit()
