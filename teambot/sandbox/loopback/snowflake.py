"""Ids and timestamps of the loopback Discord: repeatable, because both come from the clock that was handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

# The first second of 2015: https://discord.com/developers/docs/reference#snowflakes
DISCORD_EPOCH_MS = 1_420_070_400_000
Clock = Callable[[], datetime]


class Snowflakes:
    """Give out ids that only grow: milliseconds since 2015 in the upper bits, a counter below.

    The same clock readings in the same order give the same ids; a clock that stands still or goes back still gives new
    ones.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Give the next id."""
        self._last = max(floor_of(self._clock()), self._last + 1)
        return self._last


def floor_of(moment: datetime) -> int:
    """Give the smallest id of that millisecond. ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no snowflake")
    return max(0, int(moment.timestamp() * 1000) - DISCORD_EPOCH_MS) << 22


def stamp(moment: datetime) -> str:
    """Write a moment as Discord does: ISO 8601 in UTC with microseconds and +00:00."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
