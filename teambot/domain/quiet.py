"""Quiet hours: when nobody's phone is to ring (product.md, What reaches a person unasked). It sends nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.week import zone_of
from teambot.errors import Refusal

QUIET_FROM = 21
QUIET_UNTIL = 8
NO_QUIET = "none"  # the choice "no quiet hours"
_HOURS = 24
# The clocks of every zone show a whole hour when UTC's show a quarter: no offset of today is of less.
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours from `begins` up to `ends`, 0 to 23 by the clocks of `zone` (an IANA name); none where they are equal.

    Raises Refusal("unknown-zone") when it is asked about a zone that is none.
    """

    zone: str
    begins: int = QUIET_FROM
    ends: int = QUIET_UNTIL

    def covers(self, now: datetime) -> bool:
        """Say whether it is quiet at a moment."""
        hour = now.astimezone(zone_of(self.zone)).hour
        return (hour - self.begins) % _HOURS < (self.ends - self.begins) % _HOURS

    def over_at(self, now: datetime) -> datetime:
        """Give the first moment from `now` on at which it is not quiet: `now` itself where it is not."""
        if not self.covers(now):
            return now
        later = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
        while self.covers(later):
            later += _QUARTER
        return later


def parse_quiet(begins: str, ends: str) -> tuple[int, int]:
    """Read the hours that were chosen, "0" to "23"; `begins` may be "none", which is stored as equal hours.

    Raises Refusal: "bad-option", "no-hours-quiet" (hour) where they are equal.
    """
    if begins == NO_QUIET:
        return 0, 0
    hours = _hour(begins), _hour(ends)
    if hours[0] == hours[1]:
        raise Refusal("no-hours-quiet", hour=str(hours[0]))
    return hours


def _hour(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 3 and int(text) < _HOURS):
        raise Refusal("bad-option")
    return int(text)
