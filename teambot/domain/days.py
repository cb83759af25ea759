"""The days that people type: "24 Dec", "2026-12-24", "Friday", "in 2 weeks". It reads no clock and stores nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum

_SHOWN_MOST = 60
_NAME_LEAST = 3
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_IN_NUMBERS = re.compile(r"\d{1,2}\s*[./]\s*\d{1,2}\.?(?:\s*[./]?\s*\d{2,4})?\.?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s*([a-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_AHEAD = re.compile(r"(?:in\s+)?(\d{1,2}|a|one|two|three|four)\s+(day|week)s?")
_DAY = timedelta(days=1)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_WEEKDAY = re.compile(r"(?:(next|this|on)\s+)?([a-z]{3,9})")


def read_day(text: str, today: date) -> date | None:
    """Read one day; one without a year is the next such day, `today` among them. None for what is no day."""
    said = " ".join(text.casefold().replace(",", " ").split())
    for read in _READERS:
        try:
            found = read(said, today)
        except (ValueError, OverflowError):  # a 30th of February, a year 0
            return None
        if found is not None:
            return found
    return None


class Unread(StrEnum):
    """Why a day could not be read."""

    NONSENSE = "nonsense"
    NUMBERS = "numbers"  # some write the day first, others the month
    NO_SUCH_DAY = "no-such-day"  # a 31st of February


def why_unread(text: str, today: date) -> Unread:
    """Say why `read_day` gives no day for what was typed."""
    said = " ".join(text.casefold().replace(",", " ").split())
    if _IN_NUMBERS.fullmatch(said):
        return Unread.NUMBERS
    try:
        _of_month(said, today)
        _iso(said, today)
    except (ValueError, OverflowError):
        return Unread.NO_SUCH_DAY
    return Unread.NONSENSE


def month_of(name: str) -> int | None:
    """Find a month, 1 to 12, by its name or its first three letters or more, whatever their case."""
    name = name.casefold()
    place = _place_of(name, _MONTHS) if len(name) >= _NAME_LEAST else None
    return None if place is None else place + 1


def quoted(text: str) -> str:
    """Give what was typed as a refusal repeats it: in one line, and not all of it where it is long."""
    return " ".join(text.split())[:_SHOWN_MOST]


def _iso(said: str, _: date) -> date | None:
    match = _ISO.fullmatch(said)
    return date(*(int(part) for part in match.groups())) if match else None


def _named(said: str, today: date) -> date | None:
    return {"yesterday": today - _DAY, "today": today, "tomorrow": today + _DAY}.get(said)


def _ahead(said: str, today: date) -> date | None:
    match = _AHEAD.fullmatch(said)
    if match is None:
        return None
    count = _NUMBERS.get(match[1]) or int(match[1])
    return today + timedelta(**{f"{match[2]}s": count})


def _of_month(said: str, today: date) -> date | None:
    first, second = _DAY_FIRST.fullmatch(said), _MONTH_FIRST.fullmatch(said)
    if first is not None:
        number, name, year = first.groups()
    elif second is not None:
        name, number, year = second.groups()
    else:
        return None
    month = _place_of(name, _MONTHS)
    if month is None:
        return None
    if year:
        return date(int(year), month + 1, int(number))
    return next(_coming(month + 1, int(number), today))


def _coming(month: int, number: int, today: date) -> Iterator[date]:
    """Yield the next such day; a 29th of February may be years away."""
    for year in range(today.year, today.year + 9):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            yield day
    raise ValueError("no such day")


def _weekday(said: str, today: date) -> date | None:
    match = _WEEKDAY.fullmatch(said)
    place = _place_of(match[2], _WEEKDAYS) if match else None
    if match is None or place is None:
        return None
    # "next Friday" is the coming one, too: some mean the one after it, and read beside it which one was taken.
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)


def _place_of(name: str, names: tuple[str, ...]) -> int | None:
    """Find a month or a weekday by its name, or by its first three letters or more ("sept", "tues")."""
    return next((place for place, full in enumerate(names) if full.startswith(name)), None)


_READERS: tuple[Callable[[str, date], date | None], ...] = (_iso, _named, _ahead, _of_month, _weekday)
