"""What a blog and its feed tell of it: since when, how often, when last; its other feeds. Facts, no judgement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

EARLIEST = 1990  # years before are what software writes where it has no date (0001, 1970 and the like)
_AHEAD = timedelta(days=1)  # clocks differ; what lies further ahead is no date of a post that is out
_MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True, slots=True)
class FeedChoice:
    """Another feed that a blog announces; the title may be empty."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class BlogFacts:
    """What is known of a blog's rhythm; None where its feed does not say.

    `since`: the day of the oldest post that the feed shows; feeds show only the newest, so it is "at least since".
    `per_month`: posts a month from then until today, to one decimal. `newest`: the day of the newest post.
    """

    since: date | None
    per_month: float | None
    newest: date | None


def blog_facts(published: Iterable[datetime | None], now: datetime) -> BlogFacts:
    """Tell a blog's facts from the dates of its feed's items, in any order, None for an item without one.

    Dates before 1990 or over a day ahead are none. Where fewer than half of the items have a date, or fewer than two,
    or all have the same day (software that stamps the day it was built), nothing is said of how often.
    """
    given = list(published)
    days = sorted(min(when, now).astimezone(UTC).date() for when in given if when is not None and _is_usable(when, now))
    if not days:
        return BlogFacts(None, None, None)
    tells = len(days) >= 2 and 2 * len(days) >= len(given)
    if not tells or days[0] == days[-1]:
        return BlogFacts(days[0] if tells or len(days) == len(given) == 1 else None, None, days[-1])
    span = (now.astimezone(UTC).date() - days[0]).days
    return BlogFacts(days[0], round((len(days) - 1) * _MONTH_DAYS / span, 1), days[-1])


def _is_usable(when: datetime, now: datetime) -> bool:
    return when.year >= EARLIEST and when <= now + _AHEAD
