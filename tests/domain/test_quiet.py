"""Quiet hours: nothing rings in them, and nothing waits longer than they last, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.quiet import QuietHours, parse_quiet
from teambot.errors import Refusal

MINUTE = timedelta(minutes=1)
hours = st.integers(0, 23)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hours", "now", "over_at", "why"),
    [
        ("UTC", (21, 8), "2026-01-12T20:59:59", "2026-01-12T20:59:59", "a second before them"),
        ("UTC", (21, 8), "2026-01-12T21:00", "2026-01-13T08:00", "their first moment"),
        ("UTC", (21, 8), "2026-01-13T07:59:59", "2026-01-13T08:00", "their last second"),
        ("UTC", (21, 8), "2026-01-13T08:00", "2026-01-13T08:00", "their end is awake"),
        ("UTC", (13, 15), "2026-01-13T14:30", "2026-01-13T15:00", "within a day"),
        ("UTC", (0, 0), "2026-01-13T03:00", "2026-01-13T03:00", "none"),
        ("UTC", (9, 8), "2026-01-13T09:00", "2026-01-14T08:00", "one hour is awake"),
        ("Asia/Kathmandu", (21, 8), "2026-01-12T20:00", "2026-01-13T02:15", "a zone of quarters"),
        ("Europe/Helsinki", (21, 8), "2026-03-28T20:00", "2026-03-29T05:00", "the night is an hour shorter"),
        ("Europe/Helsinki", (21, 8), "2026-10-24T20:00", "2026-10-25T06:00", "the night is an hour longer"),
        ("Europe/Helsinki", (21, 3), "2026-03-28T23:00", "2026-03-29T01:00", "their end is skipped: at the jump"),
        ("Europe/Helsinki", (21, 4), "2026-10-25T00:30", "2026-10-25T02:00", "an hour of them is shown twice"),
        ("Australia/Lord_Howe", (21, 2), "2026-10-03T15:00", "2026-10-03T15:30", "a jump of half an hour over it"),
        ("Africa/Cairo", (21, 0), "2026-04-23T21:30", "2026-04-23T22:00", "midnight is skipped"),
    ],
)
def test_quiet_hours_end(zone: str, hours: tuple[int, int], now: str, over_at: str, why: str) -> None:
    assert QuietHours(zone, *hours).over_at(at(now)) == at(over_at), why


@given(st.sampled_from(sorted(available_timezones())), hours, hours, moments)
def test_never_inside_and_never_later_than_needed(zone: str, begins: int, ends: int, now: datetime) -> None:
    quiet = QuietHours(zone, begins, ends)
    inside = {(begins + hour) % 24 for hour in range((ends - begins) % 24)}
    later, clocks = quiet.over_at(now), ZoneInfo(zone)
    assert later >= now
    assert later.astimezone(clocks).hour not in inside
    passed = now
    while passed < later:
        assert passed.astimezone(clocks).hour in inside, "it could have come already"
        passed += MINUTE
    assert (later - MINUTE).astimezone(clocks).hour in inside or later == now, "and not a minute earlier"


@pytest.mark.parametrize(
    ("begins", "ends", "hours"),
    [("21", "8", (21, 8)), ("0", "23", (0, 23)), ("none", "8", (0, 0)), ("none", "", (0, 0))],
)
def test_hours_are_read(begins: str, ends: str, hours: tuple[int, int]) -> None:
    assert parse_quiet(begins, ends) == hours


def test_hours_that_end_as_they_begin_are_refused_and_not_taken_for_none() -> None:
    with pytest.raises(Refusal) as no:
        parse_quiet("22", "22")
    assert (no.value.key, no.value.facts) == ("no-hours-quiet", {"hour": "22"})


@pytest.mark.parametrize("hours", [("24", "8"), ("-1", "8"), ("8", ""), ("8", "none"), ("٣", "8"), ("8.5", "9")])
def test_what_is_no_hour_is_refused(hours: tuple[str, str]) -> None:
    with pytest.raises(Refusal) as no:
        parse_quiet(*hours)
    assert no.value.key == "bad-option"
