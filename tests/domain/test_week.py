"""The week: reading zones and times, the year's last weeks, a new team's first week, late and missed plans."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teambot.domain.week import (
    Lateness,
    Week,
    WeekTimes,
    begin_of,
    first_week,
    lateness,
    local_day,
    next_due,
    parse_time,
    parse_zone,
    week_after,
)
from teambot.errors import Refusal

LONDON = WeekTimes("Europe/London", 6, 18 * 60, 0, 9 * 60)  # the defaults: Sunday 18:00, Monday 09:00


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Sunday 18:00", (6, 1080), "the default close"),
        ("sun 18:00", (6, 1080), "cut short, lower case"),
        ("Mon 9am", (0, 540), "an English clock"),
        ("MON, 9:05 PM", (0, 1265), "capitals and a comma"),
        ("Thurs. at 12am", (3, 0), "midnight is the day's first minute"),
        ("fr 12pm", (4, 720), "noon; two letters are enough"),
        ("saturday 0:00", (5, 0), "one figure for the hour"),
        ("we 18.30", (2, 1110), "a point, as in half of Europe"),
        ("  tue 23:59 ", (1, 1439), "spaces around; the day's last minute"),
    ],
)
def test_times_are_read(text: str, expected: tuple[int, int], why: str) -> None:
    assert parse_time(text) == expected, why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sunday",
        "18:00",
        "Sunday 24:00",
        "Sunday 18:60",
        "s 18:00",
        "someday 18:00",
        "mon 9",
        "mon 13pm",
        "mon 0am",
        "Sunday 18:00 and Monday",
        "sun 18:0",
        "sun ١٨:٠٠",
        "sun\x0018:00",
        "sundays 18:00" * 1000,
    ],
)
def test_unreadable_times_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_time(text)
    assert refused.value.key == "bad-time"
    assert len(str(refused.value.facts["text"])) <= 100


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/London", "Europe/London"),
        (" europe/LONDON ", "Europe/London"),
        ("america/new york", "America/New_York"),
        ("utc", "UTC"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_zones_are_found_whatever_the_case(text: str, name: str) -> None:
    assert parse_zone(text) == name


@pytest.mark.parametrize(
    "text",
    ["", "London", "Europe", "Mars/Base", "localtime", "Factory", "../etc/passwd", "UTC+2", "E/\x00", "x" * 5000],
)
def test_unknown_zones_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_zone(text)
    assert refused.value.key == "unknown-zone"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("oslo", "Europe/Oslo"),
        ("New York", "America/New_York"),
        ("Europe/Lundon", "Europe/London"),
        ("Johanesburg", "Africa/Johannesburg"),
        ("Middle Earth", "none"),
        ("", "none"),
        ("x" * 5000, "none"),
    ],
)
def test_the_zone_that_was_meant_is_named(text: str, meant: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_zone(text)
    assert refused.value.facts["meant"] == meant


@pytest.mark.parametrize(
    ("times", "key"),
    [
        (("Europe/Lundon", 6, 1080, 0, 540), "unknown-zone"),
        (("Europe", 6, 1080, 0, 540), "unknown-zone"),
        (("../../etc/passwd", 6, 1080, 0, 540), "unknown-zone"),
        (("", 6, 1080, 0, 540), "unknown-zone"),
        (("Europe/London", 7, 1080, 0, 540), "bad-time"),
        (("Europe/London", -1, 1080, 0, 540), "bad-time"),
        (("Europe/London", 6, 1440, 0, 540), "bad-time"),
        (("Europe/London", 6, 1080, 0, -1), "bad-time"),
        (("Europe/London", 6, 1080, 6, 1080), "same-time"),
        (("Europe/London", 0, 540, 6, 1080), "short-week"),
        (("Europe/London", 0, 540, 6, 541), "short-week"),
    ],
)
def test_nonsense_is_refused_as_a_weeks_times(times: tuple[str, int, int, int, int], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        WeekTimes(*times)
    assert refused.value.key == key


def test_a_week_closes_is_published_and_ends_at_the_next_close() -> None:
    week = week_after(LONDON, utc("2026-11-20 12:00"))
    assert week == Week("2026-W48", utc("2026-11-22 18:00"), utc("2026-11-23 09:00"), utc("2026-11-29 18:00"))
    assert week_after(LONDON, week.closes_at).closes_at == week.ends_at


# The ISO week of the last Monday of each year and the first of the next, from the calendar of ISO 8601.
YEAR_ENDS = {
    2024: ("2025-W01", "2025-W02"),
    2025: ("2026-W01", "2026-W02"),
    2026: ("2026-W53", "2027-W01"),
    2027: ("2027-W52", "2028-W01"),
    2028: ("2028-W52", "2029-W01"),
    2029: ("2030-W01", "2030-W02"),
    2030: ("2031-W01", "2031-W02"),
    2031: ("2032-W01", "2032-W02"),
    2032: ("2032-W53", "2033-W01"),
    2033: ("2033-W52", "2034-W01"),
    2034: ("2034-W52", "2035-W01"),
    2035: ("2036-W01", "2036-W02"),
}


@pytest.mark.parametrize("year", YEAR_ENDS)
def test_the_weeks_of_a_years_end(year: int) -> None:
    new_year = datetime(year, 12, 31, tzinfo=UTC)
    last_monday = new_year - timedelta(days=new_year.weekday())
    last = week_after(LONDON, last_monday - timedelta(days=2))
    assert last.publishes_at.date() == last_monday.date()
    assert (last.key, week_after(LONDON, last.closes_at).key) == YEAR_ENDS[year]


def test_the_key_is_of_the_local_date_that_names_the_publishing() -> None:
    # Monday 00:30 in Auckland is still Sunday, and another ISO week, in UTC.
    week = week_after(WeekTimes("Pacific/Auckland", 6, 18 * 60, 0, 30), utc("2026-11-20 12:00"))
    assert (week.publishes_at, week.key) == (utc("2026-11-22 11:30"), "2026-W48")
    # Sunday 23:45 is skipped in Nuuk: the instant lies on Monday's side of no week but Sunday's own.
    week = week_after(WeekTimes("America/Nuuk", 4, 18 * 60, 5, 23 * 60 + 45), utc("2026-03-26 12:00"))
    assert (week.publishes_at, week.key) == (utc("2026-03-29 01:00"), "2026-W13")


def test_a_jump_over_close_and_publishing_leaves_both_in_one_week() -> None:
    # Both at 02:15 and 02:45 on the Sunday on which New York skips from 02:00 to 03:00.
    times = WeekTimes("America/New_York", 6, 135, 6, 165)
    week = week_after(times, utc("2026-03-05 12:00"))
    assert week.closes_at == week.publishes_at == utc("2026-03-08 07:00")
    later = week_after(times, week.closes_at)
    assert (week.key, later.key) == ("2026-W10", "2026-W11")


@pytest.mark.parametrize(
    ("formed", "closes", "why"),
    [
        ("2026-11-19 18:00", "2026-11-22 18:00", "exactly 72 hours are enough"),
        ("2026-11-19 18:01", "2026-11-29 18:00", "a minute less is not"),
        ("2026-11-22 18:00", "2026-11-29 18:00", "formed at a close: not that one"),
        ("2026-11-16 00:00", "2026-11-22 18:00", "early in the week: this week's close"),
    ],
)
def test_a_new_team_has_72_hours(formed: str, closes: str, why: str) -> None:
    assert first_week(LONDON, utc(formed)).closes_at == utc(closes), why


WEEK = week_after(LONDON, utc("2026-11-20 12:00"))
HALF = WEEK.publishes_at + (WEEK.ends_at - WEEK.publishes_at) / 2


@pytest.mark.parametrize(
    ("now", "expected", "why"),
    [
        (WEEK.closes_at, Lateness.ON_TIME, "before its time nothing is late"),
        (WEEK.publishes_at, Lateness.ON_TIME, "to the second"),
        (WEEK.publishes_at + timedelta(minutes=15), Lateness.ON_TIME, "a restart over the hour"),
        (WEEK.publishes_at + timedelta(minutes=16), Lateness.LATE, "the card says that it is late"),
        (HALF, Lateness.LATE, "exactly half of the week is left"),
        (HALF + timedelta(microseconds=1), Lateness.MISSED, "less than half is left"),
        (WEEK.ends_at, Lateness.MISSED, "nothing is left"),
        (WEEK.ends_at + timedelta(days=400), Lateness.MISSED, "a long sleep, or a jump of the clock"),
    ],
)
def test_a_plan_comes_late_while_half_of_the_week_is_left(now: datetime, expected: Lateness, why: str) -> None:
    assert lateness(WEEK, now) is expected, why


def test_the_shortest_week_is_missed_after_half_of_it() -> None:
    short = week_after(WeekTimes("UTC", 0, 600, 6, 600), utc("2026-11-20 12:00"))
    assert short.ends_at - short.publishes_at == timedelta(days=1)
    assert lateness(short, short.publishes_at + timedelta(hours=12)) is Lateness.LATE
    assert lateness(short, short.publishes_at + timedelta(hours=12, seconds=1)) is Lateness.MISSED


ZONES = st.sampled_from(
    ["UTC", "Europe/London", "America/Santiago", "America/Nuuk", "Australia/Lord_Howe", "Asia/Tehran"]
)
MINUTES = st.integers(0, 1439)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(zone=ZONES, weekday=st.integers(0, 6), minute=MINUTES, after=INSTANTS)
def test_next_due_is_after_and_repeats_itself(zone: str, weekday: int, minute: int, after: datetime) -> None:
    due = next_due(zone, weekday, minute, after)
    assert after < due <= after + timedelta(days=7, hours=2)
    assert next_due(zone, weekday, minute, due - timedelta(microseconds=1)) == due
    assert next_due(zone, weekday, minute, due) > due + timedelta(days=6, hours=20)


@pytest.mark.parametrize(
    ("zone", "day", "instant", "why"),
    [
        ("UTC", "2026-11-22", "2026-11-22 00:00", "midnight"),
        ("Pacific/Auckland", "2026-12-24", "2026-12-23 11:00", "a day begins where the team lives"),
        ("America/Santiago", "2026-09-06", "2026-09-06 04:00", "its clocks skip that midnight: it begins at one"),
        ("America/Havana", "2026-11-01", "2026-11-01 04:00", "its clocks show that midnight twice: the first"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30 10:00", "Samoa had no such day: with the one after it"),
    ],
)
def test_when_a_day_begins(zone: str, day: str, instant: str, why: str) -> None:
    assert begin_of(zone, date.fromisoformat(day)) == utc(instant), why


@given(zone=ZONES, day=st.dates(date(2024, 1, 2), date(2035, 12, 1)))
def test_a_day_begins_with_its_first_instant(zone: str, day: date) -> None:
    begin = begin_of(zone, day)
    assert local_day(zone, begin) == day
    assert local_day(zone, begin - timedelta(microseconds=1)) < day


@given(
    zone=ZONES,
    close=st.tuples(st.integers(0, 6), MINUTES),
    publish=st.tuples(st.integers(0, 6), MINUTES),
    after=INSTANTS,
)
def test_weeks_follow_one_another(zone: str, close: tuple[int, int], publish: tuple[int, int], after: datetime) -> None:
    assume(((close[0] - publish[0]) * 1440 + close[1] - publish[1]) % 10080 >= 1440)
    times = WeekTimes(zone, *close, *publish)
    week = week_after(times, after)
    later = week_after(times, week.closes_at)
    assert after < week.closes_at <= week.publishes_at < week.ends_at == later.closes_at
    mondays = [date.fromisocalendar(int(key[:4]), int(key[-2:]), 1) for key in (week.key, later.key)]
    assert mondays[1] - mondays[0] == timedelta(days=7)
