"""The one real clock of the package, and the doubt about it. Everybody else is handed `now`."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from teambot.errors import Refusal

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)
# Clocks are corrected by seconds all the time; more than this backwards is a clock that was, or is, wrong.
TOLERANCE: Final = timedelta(minutes=1)


def real_clock() -> datetime:
    """Read the machine's clock as aware UTC."""
    return datetime.now(UTC)


class SaneClock:
    """Tell the time, and refuse to while it lies before what was already seen (reliability.md, threat 46).

    A small computer without a battery starts in 1970 or at its last stop; a plan made then would be wrong for all.
    `latest` is the last moment known to have passed: as stored, then as read. Raises Refusal("clock-behind").
    """

    def __init__(self, clock: Clock, latest: datetime | None = None) -> None:
        self._clock = clock
        self._behind = False
        self.latest = latest

    def __call__(self) -> datetime:
        """Give the moment (aware UTC)."""
        now = self._clock()
        if self.latest is not None and now < self.latest - TOLERANCE:
            if not self._behind:
                log.error("clock.behind", extra={"clock": now.isoformat(), "latest": self.latest.isoformat()})
            self._behind = True
            raise Refusal("clock-behind", latest=self.latest)
        if self._behind:
            log.info("clock.caught-up", extra={"clock": now.isoformat()})
        self._behind = False
        self.latest = now if self.latest is None else max(self.latest, now)
        return now
