"""Every zone's every gap and fold from 2024 to 2035, against a scan of minutes.

The scan goes in the one direction that is never in doubt: from an instant to what the clocks show.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from teambot.domain.week import WeekTimes, next_due, week_after

DAY = 24 * 3600
START = int(datetime(2023, 12, 25, tzinfo=UTC).timestamp())
END = int(datetime(2036, 1, 8, tzinfo=UTC).timestamp())
QUARTERS = range(0, 24 * 60, 15)


def offset(zone: ZoneInfo, instant: int) -> int:
    seconds = datetime.fromtimestamp(instant, zone).utcoffset()
    assert seconds is not None
    return int(seconds.total_seconds())


def jumps(zone: ZoneInfo) -> tuple[tuple[int, int, int], ...]:
    """Every change of offset: (first minute after it, offset before, offset after)."""
    found = []
    here = offset(zone, START)
    for day in range(START, END, DAY):
        if offset(zone, day + DAY) != here:
            for minute in range(day + 60, day + DAY + 60, 60):
                now = offset(zone, minute)
                if now != here:
                    found.append((minute, here, now))
                    here = now
    return tuple(found)


def kinds_of_zone() -> dict[tuple[object, ...], list[str]]:
    """Zones whose clocks do the same from 2024 to 2035 are one kind."""
    kinds: dict[tuple[object, ...], list[str]] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        kinds.setdefault((offset(zone, START), *jumps(zone)), []).append(name)
    return kinds


def scanned(zone: ZoneInfo, jump: int) -> dict[datetime, datetime]:
    """Wall time -> the first minute at which the clocks show it or a later one, for the days around a jump."""
    first: dict[datetime, datetime] = {}
    begin = jump - 3 * DAY
    reached = datetime.fromtimestamp(begin, zone).replace(tzinfo=None)
    for instant in range(begin, jump + 3 * DAY, 60):
        local = datetime.fromtimestamp(instant, zone).replace(tzinfo=None)
        while reached <= local:
            first[reached] = datetime.fromtimestamp(instant, UTC)
            reached += timedelta(minutes=1)
    return first


def walls(zone: ZoneInfo, jump: int) -> Iterator[datetime]:
    """The quarter hours of the day of the jump, the day before and the day after."""
    middle = datetime.fromtimestamp(jump, zone).date()
    for days in (-1, 0, 1):
        for minute in QUARTERS:
            day = middle + timedelta(days=days)
            yield datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001


def check_around(name: str, jump: int) -> int:
    zone = ZoneInfo(name)
    due = scanned(zone, jump)
    cases = 0
    for wall in walls(zone, jump):
        expected = due[wall]
        weekday, minute = wall.weekday(), wall.hour * 60 + wall.minute
        where = f"{name} {wall}"
        assert next_due(name, weekday, minute, expected - timedelta(minutes=1)) == expected, where
        assert next_due(name, weekday, minute, expected - timedelta(days=5, hours=20)) == expected, where
        # Exactly one a local week: from this one on, also from the hour that is shown twice, the next is a week later.
        for after in (expected, expected + timedelta(minutes=1), expected + timedelta(minutes=61)):
            following = next_due(name, weekday, minute, after).astimezone(zone).replace(tzinfo=None)
            assert following == wall + timedelta(days=7), where
        cases += 1
    return cases


def check_every_week(name: str, weekday: int, minute: int) -> None:
    """Twelve years of weeks: one due moment for each, none left out, keys one after another."""
    times = WeekTimes(name, (weekday - (minute < 15)) % 7, (minute - 15) % 1440, weekday, minute)
    instant = datetime(2024, 1, 1, tzinfo=UTC)
    keys, local = [], []
    while instant.year < 2036:
        instant = next_due(name, weekday, minute, instant)
        local.append(instant.astimezone(ZoneInfo(name)).replace(tzinfo=None))
    for earlier, later in pairwise(local):
        assert timedelta(days=6, hours=22) <= later - earlier <= timedelta(days=7, hours=2), (name, earlier, later)
    assert len({moment.isocalendar()[:2] for moment in local}) == len(local) or minute > 1320, name
    week = week_after(times, datetime(2024, 1, 1, tzinfo=UTC))
    while week.closes_at.year < 2036:
        keys.append(week.key)
        later_week = week_after(times, week.closes_at)
        assert week.closes_at <= week.publishes_at < week.ends_at == later_week.closes_at, (name, week)
        week = later_week
    mondays = [date.fromisocalendar(int(key[:4]), int(key[-2:]), 1) for key in keys]
    assert {later - earlier for earlier, later in pairwise(mondays)} == {timedelta(days=7)}, name


@pytest.mark.timeout(240)
@pytest.mark.parametrize("each", [4, pytest.param(1, marks=pytest.mark.torture)])
def test_every_zone_from_2024_to_2035_has_exactly_one_due_moment_a_local_week(each: int) -> None:
    """Of the kinds of zones every fourth here, and all of them in the long runs."""
    kinds = kinds_of_zone()
    cases = 0
    for number, ((_, *changes), names) in list(enumerate(kinds.items()))[::each]:
        for jump, _, _ in changes:
            cases += check_around(names[0], jump)
        for weekday, minute in ((6, 0), (6, 135), (number % 7, 37 * number % 1440)):
            check_every_week(names[0], weekday, minute)
    assert sum(map(len, kinds.values())) > 590  # all of them, not a few
    assert cases > 120_000 // each


@pytest.mark.parametrize(
    ("zone", "wall", "expected", "why"),
    [
        (
            "Pacific/Apia",
            "2011-12-30 09:00",
            "2011-12-30T10:00+00:00",
            "Friday the 30th was left out: Saturday's midnight",
        ),
        ("Pacific/Kwajalein", "1993-08-21 12:00", "1993-08-21T12:00+00:00", "a Saturday left out"),
        ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00+00:00", "midnight itself is skipped"),
        ("America/Santiago", "2026-09-06 00:00", "2026-09-06T04:00+00:00", "a Sunday midnight: no lost week"),
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23T22:00+00:00", "midnight skipped on a Friday"),
        ("Europe/Helsinki", "2026-03-29 03:30", "2026-03-29T01:00+00:00", "skipped: the moment of the jump, not 04:30"),
        ("Europe/Helsinki", "2026-10-25 03:30", "2026-10-25T00:30+00:00", "shown twice: the first"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30+00:00", "shown twice: the first"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30+00:00", "a jump of half an hour"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45+00:00", "half an hour twice"),
        ("Antarctica/Troll", "2026-03-29 02:59", "2026-03-29T01:00+00:00", "a jump of two hours"),
        ("America/Nuuk", "2026-03-28 23:30", "2026-03-29T01:00+00:00", "the end of a Saturday is skipped into Sunday"),
        ("Asia/Almaty", "2024-02-29 23:30", "2024-02-29T17:30+00:00", "the zone's offset changed for good, hour twice"),
        ("Asia/Kathmandu", "2026-11-22 18:00", "2026-11-22T12:15+00:00", "quarter hours, no jumps"),
    ],
)
def test_known_hard_moments(zone: str, wall: str, expected: str, why: str) -> None:
    local = datetime.fromisoformat(wall)
    after = datetime.fromisoformat(expected) - timedelta(days=3)
    due = next_due(zone, local.weekday(), local.hour * 60 + local.minute, after)
    assert due == datetime.fromisoformat(expected), why
    assert due.tzinfo is UTC
