"""When an item was published, as far as its feed can be believed."""

import calendar
from datetime import UTC, datetime, timedelta
from time import struct_time

# Hugo's zero date, 1 January 0001, is in one real feed of twenty; some readers turn it into 2001.
FIRST_YEAR = 1990
AHEAD = timedelta(hours=24)


def usable(when: datetime, now: datetime) -> datetime | None:
    """Give a date in UTC if it lies between 1990 and a day after now, else None; a naive one is read as UTC."""
    try:
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:
        return None
    return when if when.year >= FIRST_YEAR and when <= now + AHEAD else None


def from_parts(parts: struct_time | None, now: datetime) -> datetime | None:
    """Read feedparser's nine numbers, which are UTC."""
    if parts is None or not FIRST_YEAR <= parts.tm_year <= now.year + 1:
        return None
    try:
        return usable(datetime.fromtimestamp(calendar.timegm(parts), UTC), now)
    except (ValueError, OverflowError, OSError):
        return None


def from_iso(text: object, now: datetime) -> datetime | None:
    """Read an RFC 3339 date, as JSON Feed writes them; None for anything else."""
    if not isinstance(text, str) or len(text) > 64:
        return None
    try:
        return usable(datetime.fromisoformat(text.strip()), now)
    except ValueError:
        return None
