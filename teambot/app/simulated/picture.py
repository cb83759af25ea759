"""A made-up year as a picture: given and received, added up, and what each member gave less what they got."""

from itertools import accumulate
from statistics import fmean

from teambot.domain.world import Attendance, Habit
from teambot.domain.year import Year, YearMember
from teambot.domain.year_figures import reliable_in
from teambot.pictures import Band, Line, Panel, Picture, Tone

Counts = dict[int, list[int]]  # by member, a number for each week


def picture_of(year: Year, seed: int, attendance: Attendance) -> Picture:
    """Make the picture of a year, named by all that it takes to play it again; its numbers are those of the files."""
    reliable = {one.id for one in reliable_in(year)}
    gave = {one.id: [0] * year.weeks for one in year.members}
    got = {one.id: [0] * year.weeks for one in year.members}
    for push in year.pushes:
        gave[push.pusher][push.week - 1] += 1
        got[push.author][push.week - 1] += 1
    size = sum(one.joined == 1 for one in year.members)
    bound = (2.0 * year.load,) * year.weeks
    lines = [
        Line(_while_there(year, one, [a - b for a, b in zip(gave[one.id], got[one.id], strict=True)]), tone)
        for tone in (Tone.QUIET, Tone.MANY)
        for one in year.members
        if (one.id in reliable) is (tone is Tone.MANY)
    ]
    return Picture(
        title=f"A made-up team of {size}, {year.weeks} week{'s' * (year.weeks != 1)}\n"
        f"load {year.load}, attendance {attendance}, seed {seed}",
        across="week",
        panels=(
            Panel("Recommendations of a member, added up", _averages(year, reliable, gave, got)),
            Panel(
                "Given less received, each line a member\n(grey: somebody who left some undone)",
                tuple(lines),
                (Band(tuple(-high for high in bound), bound, Tone.FIRST, "two weeks' worth"),),
            ),
        ),
    )


def _averages(year: Year, reliable: set[int], gave: Counts, got: Counts) -> tuple[Line, ...]:
    """Add up what those gave and got, on average, who were there from the first week to the last and did all."""
    always = [one.id for one in year.members if one.joined == 1 and one.left is None]
    steady = [one for one in always if one in reliable]
    never = [one.id for one in year.members if one.id in always and one.habit is Habit.NEVER]
    asked = [
        ("given by who did all they were asked", Tone.FIRST, gave, steady),
        ("received by them", Tone.SECOND, got, steady),
        ("received by who never gave any", Tone.QUIET, got, never),
    ]
    return tuple(Line(_average(counts, ids, year.weeks), tone, label) for label, tone, counts, ids in asked if ids)


def _average(counts: Counts, ids: list[int], weeks: int) -> tuple[float, ...]:
    return tuple(accumulate(fmean(counts[one][week] for one in ids) for week in range(weeks)))


def _there(one: YearMember, week: int) -> bool:
    return one.joined <= week and (one.left is None or week < one.left)


def _while_there(year: Year, one: YearMember, weekly: list[int]) -> tuple[float | None, ...]:
    added = accumulate(weekly)
    return tuple(
        value if _there(one, week) else None for week, value in zip(range(1, year.weeks + 1), added, strict=True)
    )
