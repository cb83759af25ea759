"""When a feed is read again. Pure: the spread comes from the feed's id, so that a restart does not read all at once."""

from datetime import datetime, timedelta
from hashlib import blake2b

FIRST_BACK_OFF = timedelta(minutes=15)  # research/feeds.md 4.3: 15 min * 2^(n-1), at most 24 h
LONGEST_BACK_OFF = timedelta(hours=24)
LONGEST_RETRY_AFTER = timedelta(days=7)  # what a host may ask for
GONE = timedelta(hours=6)  # research/feeds.md 1.1: two 410s at least six hours apart
DEAD = timedelta(days=7)  # then its owner is told, kindly and once


def after_success(feed_id: int, every: timedelta, now: datetime) -> datetime:
    """Give the next time to read a feed that answered: `every`, give or take a tenth."""
    return now + every * (0.9 + 0.2 * _spread(feed_id))


def after_failure(feed_id: int, fails: int, now: datetime, retry_after: timedelta | None) -> datetime:
    """Give the next time to try a feed that failed `fails` times in a row, never before its host asked for."""
    wait: timedelta = min(FIRST_BACK_OFF * 2 ** min(fails - 1, 10), LONGEST_BACK_OFF) * (0.75 + 0.5 * _spread(feed_id))
    return now + max(wait, min(retry_after or timedelta(0), LONGEST_RETRY_AFTER))


def is_dead(failing_since: datetime, now: datetime) -> bool:
    """Say whether a feed has failed for so long that its owner is told."""
    return now - failing_since >= DEAD


def is_gone(failing_since: datetime, now: datetime) -> bool:
    """Say whether a feed that says *gone* again has failed for long enough to be believed."""
    return now - failing_since >= GONE


def _spread(feed_id: int) -> float:
    digest = blake2b(feed_id.to_bytes(8, "big"), digest_size=2).digest()
    return int.from_bytes(digest, "big") / 65535
