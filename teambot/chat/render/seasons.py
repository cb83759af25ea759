"""A post's season and place in words, and the form that asks for them."""

from datetime import date

from teambot.chat.render.text import Safe, shown
from teambot.chat.render.voice import Voice
from teambot.domain.readers import PLACES_MOST, join_places
from teambot.domain.windows import YEAR_MONTHS, Window


def window_line(voice: Voice, window: Window, most: int = PLACES_MOST) -> Safe | None:
    """Say when and where a post makes sense: "November to February, in the north; last day 24 December 2026".

    None for one that makes sense at any time and anywhere. Places are at most `most` long.
    """
    parts = [
        ", ".join(_months(voice, window.months)) if window.seasonal else "",
        voice.say(f"window-{window.hemisphere}") if window.hemisphere else "",
        voice.say("window-places", places=shown(join_places(window.places), most)) if window.places else "",
    ]
    said = ", ".join(part for part in parts if part)
    last = voice.say("window-last-day", day=Safe(day_name(voice, window.last_day))) if window.last_day else ""
    whole = "; ".join(part for part in (said, last) if part)
    return Safe(whole) if whole else None


def day_name(voice: Voice, day: date) -> str:
    """Name a date of the team's calendar: "24 December 2026"."""
    return voice.plain("day-of-month", day=str(day.day), month=month_name(voice, day.month), year=str(day.year))


def month_name(voice: Voice, month: int) -> str:
    """Name a month, 1 to 12."""
    return voice.plain(f"month-{month}")


def month_options(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Give the twelve months as a menu offers them."""
    return tuple((str(month), month_name(voice, month)) for month in range(1, YEAR_MONTHS + 1))


def _months(voice: Voice, months: frozenset[int]) -> list[str]:
    """Say months as runs, over the turn of the year too; the run that begins the season first."""
    starts = [month for month in sorted(months) if _before(month) not in months]
    return [_run(voice, month, months) for month in starts]


def _run(voice: Voice, first: int, months: frozenset[int]) -> str:
    last = first
    while _after(last) in months:
        last = _after(last)
    if first == last:
        return month_name(voice, first)
    return voice.plain("window-months", first=month_name(voice, first), last=month_name(voice, last))


def _after(month: int) -> int:
    return month % YEAR_MONTHS + 1


def _before(month: int) -> int:
    return (month - 2) % YEAR_MONTHS + 1
