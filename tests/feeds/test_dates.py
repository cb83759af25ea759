"""Dates that can be believed, in UTC, and those that cannot."""

from datetime import UTC, datetime, timedelta, timezone
from time import struct_time

import pytest

from teambot.feeds.dates import from_iso, from_parts, usable

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T10:00:00Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00-0500", datetime(2026, 11, 22, 15, tzinfo=UTC)),
        ("2026-11-22T10:00:00.25+01:00", datetime(2026, 11, 22, 9, 0, 0, 250000, UTC)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-23T12:00:00Z", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("2026-11-23T12:00:01Z", None),
        ("2099-01-01T00:00:00Z", None),
        ("1989-12-31T23:59:59Z", None),
        ("1990-01-01T00:00:00Z", datetime(1990, 1, 1, tzinfo=UTC)),
        ("1990-01-01T00:00:00+14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("soon", None),
        ("", None),
        ("2" * 10_000, None),
        (1700000000, None),
        (None, None),
        ([], None),
    ],
)
def test_iso(text: object, expected: datetime | None) -> None:
    assert from_iso(text, NOW) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((2026, 11, 22, 10, 0, 0, 6, 326, 0), datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ((1, 1, 1, 0, 0, 0, 0, 1, 0), None),
        ((1970, 1, 1, 0, 0, 0, 3, 1, 0), None),
        ((2099, 1, 1, 0, 0, 0, 3, 1, 0), None),
        ((2027, 1, 1, 0, 0, 0, 3, 1, 0), None),
        ((10**9, 1, 1, 0, 0, 0, 0, 1, 0), None),
        ((2026, 13, 1, 0, 0, 0, 0, 1, 0), None),
        ((2026, 11, 22, 10, 0, 10**15, 0, 1, 0), None),
        (None, None),
    ],
)
def test_feedparsers_parts(parts: tuple[int, ...] | None, expected: datetime | None) -> None:
    assert from_parts(struct_time(parts) if parts else None, NOW) == expected


def test_it_is_always_utc() -> None:
    found = usable(datetime(2026, 11, 22, 1, tzinfo=timezone(timedelta(hours=9))), NOW)
    assert found is not None
    assert found.utcoffset() == timedelta(0)
    assert found.day == 21
