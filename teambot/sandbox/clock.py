"""The story's clock: it stands still until somebody sets it. It never reads the machine's time."""

from datetime import UTC, datetime

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)  # a Monday; fixed, so that a seeded story repeats itself to the byte


class StoryClock:
    """Tell the time of the story, for the bot, the loopback Discord and the sample blogs alike (aware UTC)."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the story's moment."""
        return self._now

    __call__ = now

    def set(self, moment: datetime) -> None:
        """Move to `moment`; raises ValueError for a naive one and for one that lies behind: a story has no way back."""
        if moment.tzinfo is None:
            raise ValueError("the story's clock was set to a naive moment")
        if moment < self._now:
            raise ValueError(f"the story's clock cannot go back from {self._now} to {moment}")
        self._now = moment.astimezone(UTC)
