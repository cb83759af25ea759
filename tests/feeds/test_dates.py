"""Dates that can be believed, in UTC, and those that cannot."""

from datetime import UTC, datetime, timedelta, timezone
from time import struct_time

import pytest

from teambot.feeds.dates import from_iso, from_parts, usable
from tests.feeds.documents import parsed, rss

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # as in `documents`


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


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


WRITTEN = [
    ("Sat, 21 Nov 2026 09:30:00 GMT", at(11, 21, 9, 30), "as RSS wants it"),
    ("Sat, 21 Nov 2026 09:30:00 -0500", at(11, 21, 14, 30), "with an offset"),
    ("Sat, 21 Nov 2026 09:30:00 EST", at(11, 21, 14, 30), "with a zone's name"),
    ("Fri, 10 Jul 2026 09:30:00 PDT", at(7, 10, 16, 30), "with a summer zone's name"),
    ("Fri, 6 Nov 2026 08:05:00 +0000", at(11, 6, 8, 5), "a day of one digit"),
    ("6 Nov 2026 8:05 GMT", at(11, 6, 8, 5), "without weekday and seconds"),
    ("Wed, 06 Nov 26 08:05:00 GMT", at(11, 6, 8, 5), "a year of two digits, and the wrong weekday"),
    ("Sat, 21 Nov 2026 24:00:00 GMT", None, "an hour that is none"),
    ("2026-11-21T09:30:00Z", at(11, 21, 9, 30), "as Atom wants it"),
    ("2026-11-21T09:30:00.123+01:00", at(11, 21, 8, 30), "with parts of a second"),
    ("2026-11-21T09:30:00-0500", at(11, 21, 14, 30), "an offset without colon"),
    ("2026-11-21 09:30:00", at(11, 21, 9, 30), "as a database writes it"),
    ("2026-11-21", at(11, 21, 0), "a day"),
    ("Mon, 01 Jan 0001 00:00:00 +0000", None, "Hugo's zero date, which some readers make 2001"),
    ("0001-01-01T00:00:00Z", None, "the same in Atom"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", None, "the epoch"),
    ("Sun, 31 Dec 1989 23:59:59 GMT", None, "before the web"),
    ("Mon, 01 Jan 1990 00:00:00 GMT", at(1, 1, 0, year=1990), "the first that counts"),
    ("Tue, 01 Jan 2099 00:00:00 GMT", None, "far ahead"),
    ("Mon, 23 Nov 2026 12:00:00 GMT", at(11, 23, 12), "a day ahead: somebody's clock"),
    ("Mon, 23 Nov 2026 12:00:01 GMT", None, "more than a day ahead"),
    ("garbage", None, "words"),
    ("", None, "nothing"),
    ("9" * 10_000, None, "many digits"),
]


@pytest.mark.parametrize(("text", "expected", "why"), WRITTEN, ids=[row[2] for row in WRITTEN])
def test_as_feeds_write_them(text: str, expected: datetime | None, why: str) -> None:
    assert parsed(rss(f"<item><title>a</title><pubDate>{text}</pubDate></item>")).items[0].published_at == expected, why


ATOM = [
    ("<published>2026-11-01T00:00:00Z</published><updated>2026-11-20T00:00:00Z</updated>", at(11, 1, 0), "published"),
    ("<updated>2026-11-20T00:00:00Z</updated>", at(11, 20, 0), "updated, where that is all"),
    (
        "<published>0001-01-01T00:00:00Z</published><updated>2026-11-20T00:00:00Z</updated>",
        at(11, 20, 0),
        "the usable one",
    ),
    ("<published>soon</published><updated>2026-11-20T00:00:00Z</updated>", at(11, 20, 0), "the one that is a date"),
    ("<published>soon</published><updated>later</updated>", None, "none"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("dates", "expected", "why"), ATOM, ids=[row[2] for row in ATOM])
def test_which_of_an_entrys_dates(dates: str, expected: datetime | None, why: str) -> None:
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>a</title>{dates}</entry></feed>"
    assert parsed(body.encode()).items[0].published_at == expected, why
