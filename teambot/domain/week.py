"""The week: when submissions close, when the plan is published, when it ends, in the team's own zone.

Local time lives here and where text is rendered, nowhere else; all that comes in and goes out is aware UTC. Nothing
here reads a clock. The rule of every local time: the first instant at which the zone's clocks show that wall time or a
later one. So a time that the clocks skip is due the moment they jump, and one they show twice is due the first time.
"""

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from teambot.errors import Refusal

FIRST_CLOSE_AFTER = timedelta(hours=72)  # product.md, setting up: the first close after the team forms
ON_TIME_WITHIN = timedelta(minutes=15)  # a restart over the hour is no lateness worth telling anybody about
SHORTEST_RUN_HOURS = 24  # from the publishing to the next close; more than any jump of the clocks
DAY_MINUTES = 24 * 60
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"([a-z]{2,9})\.?,?\s+(?:at\s+)?([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?")
_ALIKE = 0.75  # of difflib's ratio: one or two letters are wrong
_NOT_PLACES = frozenset({"localtime", "Factory"})  # the machine's own setting, and a file that says "not set"


class WeekState(StrEnum):
    """Where a week stands: submissions open, closed, plan published and running, missed, ended."""

    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"
    MISSED = "missed"
    ENDED = "ended"


class Lateness(StrEnum):
    """How a plan comes that is published now."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class WeekTimes:
    """Say when a team's week closes and is published: an IANA zone, weekdays (0 Monday), local minutes after midnight.

    Raises Refusal: "unknown-zone" (zone), "bad-time" (text), "same-time" where closing and publishing are one moment,
    "short-week" (hours) where a published plan would run for less than a day: the two are most likely exchanged.
    """

    zone: str
    close_weekday: int
    close_minute: int
    publish_weekday: int
    publish_minute: int

    def __post_init__(self) -> None:
        zone_of(self.zone)
        for weekday, minute in (self._close, self._publish):
            if not (0 <= weekday < 7 and 0 <= minute < DAY_MINUTES):
                raise Refusal("bad-time", text=f"{weekday} {minute}")
        runs = self._close[0] - self._publish[0], self._close[1] - self._publish[1]
        if runs == (0, 0):
            raise Refusal("same-time")
        if (runs[0] * DAY_MINUTES + runs[1]) % (7 * DAY_MINUTES) < SHORTEST_RUN_HOURS * 60:
            raise Refusal("short-week", hours=SHORTEST_RUN_HOURS)

    @property
    def _close(self) -> tuple[int, int]:
        return self.close_weekday, self.close_minute

    @property
    def _publish(self) -> tuple[int, int]:
        return self.publish_weekday, self.publish_minute


@dataclass(frozen=True, slots=True)
class Week:
    """Hold one week's instants (aware UTC) and its key, the ISO year and week in which the plan is due: "2026-W48".

    `closes_at <= publishes_at < ends_at`; the first two are equal only where the clocks jump over both.
    """

    key: str
    closes_at: datetime
    publishes_at: datetime
    ends_at: datetime


def zone_of(name: str) -> ZoneInfo:
    """Give the rules of a zone by its exact IANA name; raises Refusal("unknown-zone", zone, meant)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("unknown-zone", zone=name[:100], meant="none") from None


@cache
def _zone_names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() - _NOT_PLACES}


def parse_zone(text: str) -> str:
    """Find the IANA name that somebody typed, whatever its case; spaces count as underscores.

    Raises Refusal("unknown-zone", zone, meant): the one that it looks like, or "none".
    """
    typed = text.strip().replace(" ", "_").lower()
    name = _zone_names().get(typed)
    if name is None:
        raise Refusal("unknown-zone", zone=text.strip()[:100], meant=_zone_like(typed[:100]) or "none")
    return name


def _zone_like(typed: str) -> str | None:
    """Find the zone that was meant: its city alone was named, or some letters are wrong."""
    cities = {name.rpartition("/")[2]: name for name in sorted(_zone_names(), reverse=True) if "/" in name}
    near = difflib.get_close_matches(typed, [*cities, *_zone_names()], 1, _ALIKE)
    return _zone_names()[cities.get(near[0], near[0])] if near else None


def parse_time(text: str) -> tuple[int, int]:
    """Read a weekday and a time, "Sunday 18:00", "sun 18:00", "Mon 9am", as (weekday, minutes after midnight).

    A weekday may be cut to two letters or more. A bare hour without am or pm could mean two times and is refused.
    Raises Refusal("bad-time", text).
    """
    found = _TIME.fullmatch(text.strip().lower())
    if found:
        name, hour, minute, half = found[1], int(found[2]), found[3], found[4]
        weekday = next((number for number, day in enumerate(_WEEKDAYS) if day.startswith(name)), None)
        hours = range(1, 13) if half else range(24)
        if weekday is not None and (minute or half) and hour in hours and int(minute or 0) < 60:
            if half:
                hour = hour % 12 + (12 if half == "pm" else 0)
            return weekday, hour * 60 + int(minute or 0)
    raise Refusal("bad-time", text=text.strip()[:100])


def say_time(weekday: int, minute: int) -> str:
    """Write a time of the week as `parse_time` reads it: "Sunday 18:00"."""
    return f"{_WEEKDAYS[weekday].capitalize()} {minute // 60:02}:{minute % 60:02}"


def _instant(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """Give the first instant at which the zone's clocks show this wall time or a later one."""
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    instant = wall.replace(tzinfo=zone).astimezone(UTC)  # fold=0: the first of two
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    # Skipped: read with the offset before the jump it lies after the jump, with the one after it before. Halve between.
    before, after = int(wall.replace(tzinfo=zone, fold=1).timestamp()), int(instant.timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return datetime.fromtimestamp(after, UTC)


def local_day(zone: str, instant: datetime) -> date:
    """Give the date that a zone's calendars show at an instant. Raises Refusal("unknown-zone")."""
    return instant.astimezone(zone_of(zone)).date()


def begin_of(zone: str, day: date) -> datetime:
    """Give the first instant of a day in a zone, whose clocks may skip its midnight. Raises Refusal("unknown-zone")."""
    return _instant(zone_of(zone), day, 0)


def _next(zone: ZoneInfo, weekday: int, minute: int, after: datetime) -> tuple[date, datetime]:
    """Give the local date that names the next due moment, and its instant. The date may be one that the zone skips."""
    today = after.astimezone(zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)  # of earlier days every wall time has been shown
    while (instant := _instant(zone, day, minute)) <= after:
        day += timedelta(days=7)
    return day, instant


def next_due(zone: str, weekday: int, minute: int, after: datetime) -> datetime:
    """Give the first instant (aware UTC) strictly after `after` of a weekly local time: exactly one a local week.

    Skipped by the clocks: the first valid instant after it; shown twice: the first (reliability.md, threat 44).
    `minute` counts from local midnight. Raises Refusal("unknown-zone").
    """
    return _next(zone_of(zone), weekday, minute, after)[1]


def week_after(times: WeekTimes, after: datetime) -> Week:
    """Give the week whose close is the first strictly after `after`; its end is the next week's close.

    Publishing follows the close on the calendar, not by instants: were both skipped by one jump of the clocks, the
    minutes between them would otherwise become a week, and two weeks would share a key.
    """
    zone = zone_of(times.zone)
    close_day, closes_at = _next(zone, times.close_weekday, times.close_minute, after)
    days = (times.publish_weekday - times.close_weekday) % 7
    if days == 0 and times.publish_minute < times.close_minute:
        days = 7
    publish_day = close_day + timedelta(days=days)
    year, number, _ = publish_day.isocalendar()
    return Week(
        key=f"{year}-W{number:02d}",
        closes_at=closes_at,
        publishes_at=_instant(zone, publish_day, times.publish_minute),
        ends_at=_instant(zone, close_day + timedelta(days=7), times.close_minute),
    )


def first_week(times: WeekTimes, formed_at: datetime) -> Week:
    """Give a new team's first week: its close is at least 72 hours after the team formed (product.md, setting up)."""
    return week_after(times, formed_at + FIRST_CLOSE_AFTER - timedelta(microseconds=1))


def lateness(week: Week, now: datetime) -> Lateness:
    """Say how a plan published now comes: late while half of its week is left, then missed (product.md, planning)."""
    if 2 * (week.ends_at - now) < week.ends_at - week.publishes_at:
        return Lateness.MISSED
    return Lateness.ON_TIME if now <= week.publishes_at + ON_TIME_WITHIN else Lateness.LATE
