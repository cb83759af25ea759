"""How often a feed asks to be read."""

import re
from datetime import timedelta

MOST = timedelta(hours=24)
_COUNT = re.compile(r"[0-9]{1,9}")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def asked(ttl: object, period: object, frequency: object) -> timedelta | None:
    """Give the longest pause that a document asks for, at most a day; None if it asks for none.

    `ttl`: RSS 2.0, minutes. `period` and `frequency`: RSS 1.0's syndication module, so many times a period; without a
    period a day is meant, without a frequency once. What is no number above zero, or no such period, asks nothing.
    """
    minutes, times = _count(ttl), _count(frequency)
    wanted = [timedelta(minutes=minutes)] if minutes else []
    if period is not None or times:
        every = _PERIODS.get(str(period if period is not None else "daily").strip().lower())
        wanted += [every / (times or 1)] if every else []
    return min(max(wanted), MOST) if wanted else None


def _count(text: object) -> int:
    found = _COUNT.fullmatch(str(text).strip())
    return int(found[0]) if found else 0
