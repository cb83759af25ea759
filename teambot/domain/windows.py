"""The window of a post: the months, half of the world and places in which it makes sense, and perhaps a last day.

A day here is a local date of the team, and what is asked of it is whether the post may be in the plan that is published
on it. Nothing here reads a clock. A season is a run of months that follow one another; November to February is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from teambot.domain.days import Unread, month_of, quoted, read_day, why_unread
from teambot.domain.readers import Hemisphere, Readers, parse_hemisphere, parse_places
from teambot.errors import Refusal

YEAR_MONTHS = 12
LAST_DAY_AHEAD = timedelta(days=2 * 366)  # a later one is most likely a slip of the year
_DAY = timedelta(days=1)
_UNREAD = {
    Unread.NONSENSE: "bad-last-day",
    Unread.NUMBERS: "last-day-in-numbers",
    Unread.NO_SUCH_DAY: "no-such-last-day",
}


@dataclass(frozen=True, slots=True)
class Window:
    """When and where a post makes sense. Empty months (or all twelve), places and last day bind nothing.

    `months` 1 to 12. `hemisphere`: for whose summer it was written; it is for them first, and for all where there is
    none of them. `places`: it is for readers in one of them alone. `last_day`: nobody is asked for it after that day.
    """

    months: frozenset[int] = frozenset()
    hemisphere: Hemisphere | None = None
    places: tuple[str, ...] = ()
    last_day: date | None = None

    ANY: ClassVar["Window"]

    @property
    def seasonal(self) -> bool:
        """Tell whether there are months in which the post makes no sense."""
        return 0 < len(self.months) < YEAR_MONTHS

    def ended_by(self, day: date) -> bool:
        """Tell whether the last day lies before this one."""
        return self.last_day is not None and self.last_day < day

    def is_open(self, day: date) -> bool:
        """Tell whether the post makes sense on a day, wherever."""
        return self._in_season(day) and not self.ended_by(day)

    def is_over(self, day: date) -> bool:
        """Tell whether the window is not open on this day, nor on any later one."""
        return self.opens_on(day) is None

    def opens_on(self, day: date) -> date | None:
        """Give the first day, this one or a later one, on which the window is open; None: never again."""
        first = day
        while not self._in_season(first):
            first = _month_after(first)
        return None if self.ended_by(first) else first

    def closes_on(self, day: date) -> date | None:
        """Give the last open day of the season that holds `day`; None where it is not open then, or never closes."""
        if not self.is_open(day):
            return None
        if not self.seasonal:
            return self.last_day
        after = _month_after(day)
        while self._in_season(after):
            after = _month_after(after)
        end = after - _DAY
        return end if self.last_day is None else min(end, self.last_day)

    def opens_again(self, day: date) -> date | None:
        """Give the day on which the season that holds `day`, or the last one before it, begins a year later.

        None without a season. A last day is one year's: its author says the next one when it is offered to them again.
        """
        if not self.seasonal:
            return None
        first = day.replace(day=1)
        while not self._in_season(first):
            first = _month_before(first)
        while self._in_season(before := _month_before(first)):
            first = before
        return first.replace(year=first.year + 1)

    def _in_season(self, day: date) -> bool:
        return not self.months or day.month in self.months


Window.ANY = Window()


def for_readers_of(window: Window, readers: Mapping[int, Readers]) -> frozenset[int]:
    """Say who of some members may be asked for a post, by where their readers are.

    Those with readers in one of its places alone; of these, those of its hemisphere or of both, where there is any.
    """
    there = {one for one, theirs in readers.items() if not window.places or theirs.live_in(window.places)}
    near = {one for one in there if readers[one].hemisphere in (None, window.hemisphere)}
    return frozenset(near if window.hemisphere is not None and near else there)


def parse_window(
    months: str, hemisphere: str, places: str, last_day: str, today: date, own: Hemisphere | None = None
) -> Window:
    """Read a window as it was typed; each text may be empty.

    `months`: "11,12", "Nov, Dec" or "Nov-Feb". `hemisphere`: "north", "south" or "both"; where it is empty and there
    are months, it is that of the author's own readers (`own`). `places`: separated by commas. `last_day`: a day as
    `/week away` reads it, this one (`today`) or a later one. Raises Refusal: "unknown-month" (text),
    "unknown-hemisphere", "too-long", "last-day-never-open", or, with the text, "bad-last-day", "last-day-in-numbers",
    "no-such-last-day", "last-day-past", "last-day-far".
    """
    chosen = parse_months(months)
    theirs = own if chosen else None
    window = Window(
        chosen, parse_hemisphere(hemisphere) if hemisphere else theirs, parse_places(places), _last_day(last_day, today)
    )
    if window.is_over(today):
        raise Refusal("last-day-never-open")
    return window


def parse_months(text: str) -> frozenset[int]:
    """Read months by number or name, separated by commas, and runs of them; all twelve are none.

    Raises Refusal("unknown-month", text).
    """
    found: set[int] = set()
    for part in text.replace("–", "-").split(","):
        if part.strip():
            found |= _run(part)
    return frozenset(found) if len(found) < YEAR_MONTHS else frozenset()


def write_months(months: frozenset[int]) -> str:
    """Write months as `parse_months` reads them, the year's first one first."""
    return ",".join(str(month) for month in sorted(months))


def _run(text: str) -> set[int]:
    names = [name.strip().removesuffix(".") for name in text.split("-")]
    ends = [int(name) if name.isascii() and name.isdecimal() and len(name) <= 2 else month_of(name) for name in names]
    if len(ends) > 2 or any(end is None or not 1 <= end <= YEAR_MONTHS for end in ends):
        raise Refusal("unknown-month", text=quoted(text))
    first, last = ends[0] or 0, ends[-1] or 0
    return {(first - 1 + step) % YEAR_MONTHS + 1 for step in range((last - first) % YEAR_MONTHS + 1)}


def _last_day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    day = read_day(text, today)
    if day is None:
        raise Refusal(_UNREAD[why_unread(text, today)], text=quoted(text))
    if day < today:
        raise Refusal("last-day-past", text=quoted(text))
    if day > today + LAST_DAY_AHEAD:
        raise Refusal("last-day-far", text=quoted(text))
    return day


def _month_after(day: date) -> date:
    """Give the first day of the next month."""
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)


def _month_before(day: date) -> date:
    """Give the first day of the month before."""
    return (day.replace(day=1) - _DAY).replace(day=1)
