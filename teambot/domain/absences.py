"""The dates that somebody types for an absence, read in their team's zone. It reads no clock and stores nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from teambot.domain.standings import Absence
from teambot.errors import Refusal

LONGEST = timedelta(weeks=26)
_SHOWN_MOST = 60
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
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s*([a-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_AHEAD = re.compile(r"(?:in\s+)?(\d{1,2}|a|one|two|three|four)\s+(day|week)s?")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_WEEKDAY = re.compile(r"(?:(next|this|on)\s+)?([a-z]{3,9})")


def absence_of(until: str, from_: str, zone: str, now: datetime) -> Absence:
    """Read "away until …, from …": through the day `until`, from the day `from_` or, where that is empty, from now on.

    The instants are aware UTC: it begins with its first day, or now, and ends as the day after its last one begins.
    Raises Refusal: "bad-date" (text), "date-past" (text), "until-before-from", "away-too-long" (weeks).
    """
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    first = _day(from_, today) if from_ else today
    last = _day(until, first if from_ else today)
    if first < today:
        raise Refusal("date-past", text=_quoted(from_))
    if last < today:
        raise Refusal("date-past", text=_quoted(until))
    if last < first:
        raise Refusal("until-before-from")
    if last >= today + LONGEST:
        raise Refusal("away-too-long", weeks=LONGEST.days // 7)
    return Absence(max(_begin(first, place), now), _begin(last + timedelta(days=1), place))


def last_day(absence: Absence) -> datetime:
    """Give a moment of the last day of an absence, to show that day."""
    return absence.ends_at - timedelta(minutes=1)


def proposed(text: str, zone: str, now: datetime) -> tuple[date, ...]:
    """Propose days for what was typed so far: what it says where it says one, else some that are often meant."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if text.strip():
        try:
            found = _day(text, today)
        except Refusal:
            return ()
        return (found,) if today <= found < today + LONGEST else ()
    sunday = today + timedelta(days=6 - today.weekday())
    steps = (0, 1, 2, 3, 4, 8)
    days = {today + timedelta(days=1), *(sunday + timedelta(weeks=step) for step in steps)}
    return tuple(sorted(day for day in days if day > today))


def _quoted(text: str) -> str:
    return " ".join(text.split())[:_SHOWN_MOST]


def _begin(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=place).astimezone(UTC)


def _day(text: str, today: date) -> date:
    """Read one day; one without a year is the next such day, `today` among them."""
    said = " ".join(text.casefold().replace(",", " ").split())
    for read in _READERS:
        try:
            found = read(said, today)
        except (ValueError, OverflowError):  # a 30th of February, a year 0
            break
        if found is not None:
            return found
    raise Refusal("bad-date", text=_quoted(text))


def _iso(said: str, _: date) -> date | None:
    match = _ISO.fullmatch(said)
    return date(*(int(part) for part in match.groups())) if match else None


def _named(said: str, today: date) -> date | None:
    return {"today": today, "tomorrow": today + timedelta(days=1)}.get(said)


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
