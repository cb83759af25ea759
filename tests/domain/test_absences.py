"""The dates of an absence as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.absences import LONGEST, absence_of, last_day, proposed
from teambot.errors import Refusal

NOW = datetime(2026, 12, 9, 15, 30, tzinfo=UTC)  # a Wednesday
MIDNIGHT = NOW.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    ("text", "last", "reason"),
    [
        ("2026-12-24", "12-24", "ISO"),
        ("2026-12-9", "12-09", "ISO with a short day; today is a day to be away"),
        ("24 Dec", "12-24", "day and month"),
        ("24 december", "12-24", "the month in full"),
        ("24. Dec", "12-24", "with a full stop"),
        ("24th Dec.", "12-24", "an ordinal, a cut month"),
        ("Dec 24", "12-24", "the month first"),
        ("December 24, 2026", "12-24", "with a year and a comma"),
        ("24 Dec 2026", "12-24", "with a year"),
        (" 24  DEC ", "12-24", "spaces and capitals"),
        ("today", "12-09", "a word"),
        ("tomorrow", "12-10", "a word"),
        ("Friday", "12-11", "the next such day"),
        ("on fri", "12-11", "cut to three letters"),
        ("this friday", "12-11", "the same"),
        ("Wednesday", "12-16", "today's weekday is the one in a week"),
        ("next Friday", "12-11", "the coming one: what was taken is shown back"),
        ("next Monday", "12-14", "the coming one"),
        ("next Wednesday", "12-16", "never today"),
        ("in 10 days", "12-19", "from today on"),
        ("in two weeks", "12-23", "a number in words"),
        ("a week", "12-16", "without in"),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, last: str, reason: str):
    absence = absence_of(text, "", "UTC", NOW)
    assert (absence.begins_at, f"{last_day(absence):%m-%d}") == (NOW, last), reason
    assert absence.ends_at == last_day(absence).replace(hour=0, minute=0) + timedelta(days=1)


def test_a_day_without_a_year_is_the_next_such_day():
    absence = absence_of("2 Jan", "28 Dec", "UTC", NOW)
    assert (absence.begins_at.date(), last_day(absence).date()) == (date(2026, 12, 28), date(2027, 1, 2))


def test_a_first_day_that_is_today_begins_now():
    assert absence_of("Friday", "today", "UTC", NOW).begins_at == NOW


def test_the_last_day_is_counted_from_the_first():
    absence = absence_of("Friday", "14 Dec", "UTC", NOW)
    assert last_day(absence).date() == date(2026, 12, 18)


def test_days_are_the_teams_own():
    absence = absence_of("24 Dec", "23 Dec", "Pacific/Auckland", NOW)
    assert absence.begins_at == datetime(2026, 12, 22, 11, tzinfo=UTC)
    assert absence.ends_at == datetime(2026, 12, 24, 11, tzinfo=UTC)
    late = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)  # the tenth in Berlin
    assert last_day(absence_of("today", "", "Europe/Berlin", late)).date() == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("until", "from_", "key", "reason"),
    [
        ("soon", "", "bad-date", "no day"),
        ("", "", "bad-date", "nothing"),
        ("24/12", "", "bad-date", "could be two days"),
        ("2026-02-30", "", "bad-date", "there is none"),
        ("30 Feb", "", "bad-date", "there is none, in no year"),
        ("0 Jan", "", "bad-date", "there is none"),
        ("24 D", "", "bad-date", "December or none"),
        ("24 Decembre", "", "bad-date", "no English month"),
        ("9999-12-31", "", "away-too-long", "the last day that there is"),
        ("0000-01-01", "", "bad-date", "there is no such year"),
        ("2026-12-08", "", "date-past", "yesterday"),
        ("24 Dec", "2026-12-08", "date-past", "begun yesterday"),
        ("24 Dec", "25 Dec", "until-before-from", ""),
        ("2027-06-10", "", "away-too-long", "26 weeks and a day"),
        ("99 weeks", "", "away-too-long", ""),
        ("24 Dec", "whenever", "bad-date", "the first day is none"),
        ("x" * 5000, "", "bad-date", "long nonsense"),
    ],
)
def test_what_is_no_absence_is_refused(until: str, from_: str, key: str, reason: str):
    if key == "until-before-from":
        until = "2026-12-24"  # with its year: without one it would be the next after the first day
    with pytest.raises(Refusal) as refused:
        absence_of(until, from_, "UTC", NOW)
    assert refused.value.key == key, reason


def test_twenty_six_weeks_are_taken():
    assert last_day(absence_of("2027-06-08", "", "UTC", NOW)).date() == date(2027, 6, 8)


def test_days_that_are_often_meant_are_proposed():
    days = proposed("", "UTC", NOW)
    assert days[0] == date(2026, 12, 10)
    assert all(NOW.date() < day for day in days)
    assert len(set(days)) == len(days)
    assert proposed("24 d", "UTC", NOW) == ()
    assert proposed("24 dec", "UTC", NOW) == (date(2026, 12, 24),)
    assert proposed("2026-12-08", "UTC", NOW) == ()


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_is_an_absence_within_bounds_or_refused(until: str, from_: str):
    try:
        absence = absence_of(until, from_, "Europe/Berlin", NOW)
    except Refusal:
        return
    assert NOW <= absence.begins_at < absence.ends_at <= NOW + LONGEST + timedelta(days=1)


@given(st.dates(date(2026, 12, 9), date(2027, 6, 8)), st.sampled_from(["%Y-%m-%d", "%d %b %Y", "%B %d, %Y"]))
def test_a_day_comes_back_as_it_was_written(day: date, form: str):
    assert last_day(absence_of(day.strftime(form), "", "UTC", NOW)).date() == day
