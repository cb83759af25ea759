"""Quiet hours at the door: what would ring while somebody sleeps waits until they are up."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from teambot.domain.quiet import QuietHours
from teambot.domain.week import zone_of
from teambot.errors import Refusal
from teambot.storage import outbox, quiet
from teambot.storage.outbox_row import OutboxRow
from teambot.storage.runner import Tx

log = logging.getLogger(__name__)


def claim_awake(tx: Tx, now: datetime, *, limit: int, lease: timedelta) -> tuple[OutboxRow, ...]:
    """Claim what is due, as `outbox.claim` does, and postpone of it what somebody's quiet hours cover.

    Asked as late as this on purpose: what waited for Discord, or for us, comes at another hour than it was written for.
    """
    while rows := outbox.claim(tx, now, limit=limit, lease=lease):
        asleep = _let_sleep(tx, rows, now)
        if len(asleep) < len(rows):
            return tuple(row for row in rows if row.id not in asleep)
    return ()


def _let_sleep(tx: Tx, rows: Iterable[OutboxRow], now: datetime) -> set[int]:
    direct = {row.id: row.membership_id for row in rows if row.membership_id is not None and row.edits_id is None}
    hours = {person: _by_clocks(found) for person, found in quiet.hours_of(tx, set(direct.values())).items()}
    asleep = {row_id for row_id, person in direct.items() if hours[person].covers(now)}
    for row_id in asleep:
        outbox.postpone(tx, row_id, hours[direct[row_id]].over_at(now))
    return asleep


def _by_clocks(hours: QuietHours) -> QuietHours:
    """Give the hours by UTC where the zone is one no more: one person's must not hold up what goes to all teams."""
    try:
        zone_of(hours.zone)
    except Refusal:
        log.warning("quiet.unknown-zone", extra={"zone": hours.zone})
        return replace(hours, zone="UTC")
    return hours
