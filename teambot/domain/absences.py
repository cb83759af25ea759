"""The dates that somebody types for an absence, read in their team's zone. It reads no clock and stores nothing."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from teambot.domain.days import quoted, read_day
from teambot.domain.standings import Absence
from teambot.errors import Refusal

LONGEST = timedelta(weeks=26)


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
        raise Refusal("date-past", text=quoted(from_))
    if last < today:
        raise Refusal("date-past", text=quoted(until))
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
        found = read_day(text, today)
        return (found,) if found and today <= found < today + LONGEST else ()
    sunday = today + timedelta(days=6 - today.weekday())
    steps = (0, 1, 2, 3, 4, 8)
    days = {today + timedelta(days=1), *(sunday + timedelta(weeks=step) for step in steps)}
    return tuple(sorted(day for day in days if day > today))


def _begin(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=place).astimezone(UTC)


def _day(text: str, today: date) -> date:
    found = read_day(text, today)
    if found is None:
        raise Refusal("bad-date", text=quoted(text))
    return found
