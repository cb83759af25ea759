"""What is kept of a feed that answered: how it is known again, when it is read next, and where it has moved to."""

from datetime import datetime, timedelta
from typing import Any

from teambot.domain.polling import Pending, Rhythm, after_burst, after_new, after_success, first_rhythm, redirected
from teambot.services.feeds.polled import WELL, Polled, seconds
from teambot.services.feeds.shown import Found


def answered(row: Any, polled: Polled, found: Found | None, every: timedelta, now: datetime) -> dict[str, Any]:
    """Give all that is changed of a feed that answered; the same columns whatever it said."""
    read = polled.read
    rhythm = _rhythm(row, polled, found, now)
    asks = read.asks if read else asks_of(row)
    pending = redirected(pending_of(row), polled.moved_to, now)
    return {
        "row_id": row.id,
        "title": read.title if read else row.title,
        "etag": read.etag if read else polled.etag or row.etag,
        "last_modified": read.last_modified if read else polled.last_modified or row.last_modified,
        "body_hash": read.body_hash if read else row.body_hash,
        "ids_repeat": bool(row.ids_repeat or (read and read.ids_repeat)),
        "asks_seconds": seconds(asks),
        "new_at": rhythm.new_at,
        "gap_seconds": seconds(rhythm.gap),
        "checked_at": now,
        "ok_at": now,
        "next_at": after_success(row.id, rhythm, (asks, polled.fresh_for), every, now),
        "pending_url": pending.url if pending else None,
        "pending_count": pending.count if pending else 0,
        "pending_since": pending.since if pending else None,
        **WELL,
    }


def _rhythm(row: Any, polled: Polled, found: Found | None, now: datetime) -> Rhythm:
    if row.new_at is None:
        return first_rhythm((item.published_at for item in polled.read.items) if polled.read else (), now)
    rhythm = rhythm_of(row)
    if found is None or not found.count:
        return rhythm
    return after_burst(rhythm, now) if found.burst else after_new(rhythm, found.count, now)


def rhythm_of(row: Any) -> Rhythm:
    """Read what a feed's row says of how its blog is written."""
    return Rhythm(None if row.gap_seconds is None else timedelta(seconds=row.gap_seconds), row.new_at)


def asks_of(row: Any) -> timedelta | None:
    """Read what a feed's row says of how often its document asks to be read."""
    return None if row.asks_seconds is None else timedelta(seconds=row.asks_seconds)


def pending_of(row: Any) -> Pending | None:
    """Read what a feed's row says of where redirects lead."""
    return Pending(row.pending_url, row.pending_count, row.pending_since) if row.pending_url else None
