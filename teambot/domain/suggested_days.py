"""A day on which to recommend a post: another one for each who is asked, so that nothing comes at a common minute.

A suggestion, and nothing more: nobody is held to it. Days are local dates of the team. Nothing here reads a clock.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from teambot.domain.rotation_inputs import Inputs
from teambot.domain.week import local_day

_DAY = timedelta(days=1)
_OF_THE_LAST = timedelta(hours=12)  # a week that ends in a morning leaves nothing of that day


def week_days(zone: str, begins_at: datetime, ends_at: datetime) -> tuple[date, ...]:
    """List the days of a week where a team lives, from when its plan is published, or something is asked; at least one.

    Its last is one that runs until noon or longer.
    """
    first = local_day(zone, begins_at)
    last = max(first, local_day(zone, ends_at - _OF_THE_LAST))
    return tuple(first + _DAY * number for number in range((last - first).days + 1))


def suggested_days(
    inputs: Inputs,
    pushers: Mapping[int, Sequence[int]],
    days: Sequence[date],
    last_days: Mapping[int, date | None],
) -> dict[tuple[int, int], date]:
    """Suggest a day for each (pusher, author) of a plan.

    Those of one post have different days, spread over the week, while there are days; none is after the post's last
    day (`last_days`, by author). Where it can be, somebody with several posts has a day for each. Drawn by lot, so the
    same inputs give the same days, and no day is anybody's for good.
    """
    suggested: dict[tuple[int, int], date] = {}
    busy: set[tuple[int, date]] = set()
    for author in sorted(pushers, key=lambda author: inputs.draw(author, author)):
        asked = sorted(pushers[author], key=lambda pusher: inputs.draw(pusher, author))
        open_days = _until(days, last_days.get(author))
        begin = inputs.draw(author) % len(open_days)
        turns = [_spread(open_days, len(asked), begin + turn) for turn in range(len(open_days))]
        chosen = min(turns, key=lambda turn: sum(pair in busy for pair in zip(asked, turn, strict=True)))
        for pusher, day in zip(asked, chosen, strict=True):
            suggested[pusher, author] = day
            busy.add((pusher, day))
    return suggested


def one_more_day(
    days: Sequence[date], last_day: date | None, of_the_post: Collection[date], own: Collection[date]
) -> date:
    """Suggest a day for somebody who is asked in the middle of a week, whose days are those that are left of it.

    One that nobody else has for the post (`of_the_post`), and on which they have nothing else (`own`), if there is one;
    of these the middle one: not the first, which may be nearly over.
    """
    open_days = _until(days, last_day)
    least = min((day in of_the_post, day in own) for day in open_days)
    free = [day for day in open_days if (day in of_the_post, day in own) == least]
    return free[len(free) // 2]


def _until(days: Sequence[date], last_day: date | None) -> Sequence[date]:
    """Leave the days up to a post's last one; the first of all where that is over."""
    return [day for day in days if last_day is None or day <= last_day] or days[:1]


def _spread(days: Sequence[date], count: int, begin: int) -> list[date]:
    """Give `count` days, as far from one another as they can be, each as often as the others or once more."""
    whole, rest = divmod(count, len(days))
    places = [*list(range(len(days))) * whole, *(len(days) * number // rest for number in range(rest))]
    return [days[(begin + place) % len(days)] for place in places]
