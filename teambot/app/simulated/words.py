"""A made-up year in plain words: a table, what it comes to, and one sentence of what it means."""

from collections.abc import Iterator
from textwrap import fill

from teambot.domain.members import FORMS_AT
from teambot.domain.teams import MEMBERS_MOST
from teambot.domain.world import Attendance, Habit
from teambot.domain.year import Year, YearMember
from teambot.domain.year_figures import FIRST_WEEKS, Figures, given_and_got, largest_gaps, reliable_in, weeks_of

_WIDTH = 34  # of the first column
_LINE = 100


def told(year: Year, found: Figures, seed: int, attendance: Attendance) -> str:
    """Tell a year, as it is printed."""
    lines = [
        *_head(year, seed, attendance),
        "",
        *_table(year),
        "",
        _came_out(found),
        "",
        *_even(year, found),
        "",
        fill(_means(found), _LINE),
    ]
    return "\n".join(lines)


def _head(year: Year, seed: int, attendance: Attendance) -> Iterator[str]:
    first = sum(one.joined == 1 for one in year.members)
    played = f"load {year.load}, attendance {attendance} (seed {seed})"
    yield f"A made-up team: {first} members, {_weeks(year.weeks)}, {played}"
    joined, gone = len(year.members) - first, sum(one.left is not None for one in year.members)
    yield f"{joined} joined on the way and {gone} left." if joined or gone else "Nobody joined or left on the way."
    if not FORMS_AT <= first <= MEMBERS_MOST:
        yield f"A team has {FORMS_AT} to {MEMBERS_MOST} members: this only shows what plans for {first} would come to."


def _weeks(count: int) -> str:
    return f"{count} week{'s' * (count != 1)}"


def _table(year: Year) -> Iterator[str]:
    """Tell what who was like gave and got in a week on average, and by how much both differ at the most.

    By that at the end, and by the most at any time: what somebody is ahead is made up for later.
    """
    given, got = given_and_got(year)
    gaps = largest_gaps(year)
    reliable = {one.id for one in reliable_in(year)}
    yield f"{'':<{_WIDTH}}{'':>8}{'':>26}{'gave and got differ by':>29}"
    yield f"{'':<{_WIDTH}}{'members':>8}{'gave a week':>13}{'got a week':>13}{'at the end':>13}{'at the most ever':>18}"
    for name, members in (
        ("did all that they were asked", [one for one in year.members if one.id in reliable]),
        ("left some of it undone", [one for one in year.members if one.id not in reliable and not _never(one)]),
        ("never recommended anybody", [one for one in year.members if _never(one)]),
    ):
        if not members:
            continue
        weeks = sum(weeks_of(year, one) for one in members)
        means = (sum(given[one.id] for one in members) / weeks, sum(got[one.id] for one in members) / weeks)
        end = max(abs(given[one.id] - got[one.id]) for one in members)
        row = f"{means[0]:>13.2f}{means[1]:>13.2f}{end:>13}{max(gaps[one.id] for one in members):>18}"
        yield f"{name:<{_WIDTH}}{len(members):>8}{row}"


def _never(one: YearMember) -> bool:
    return one.habit is Habit.NEVER


def _came_out(found: Figures) -> str:
    text = f"Of {found.asked:,} recommendations that the plans asked for, {found.done:,} were made."
    skipped = found.stood_in + found.carried
    if skipped:
        taken = f"for {found.stood_in:,} of them somebody else had room and was asked at once, "
        text += f" {skipped:,} were skipped ({taken if found.stood_in else ''}later plans made up for "
        text += "the rest)." if found.stood_in else "them)."
    if found.lapsed:
        text += f" {found.lapsed:,} were forgotten; later plans made up for them too."
    return fill(text, _LINE)


def _even(year: Year, found: Figures) -> Iterator[str]:
    yield "How even it was"
    if found.jain is not None:
        yield f"  {found.jain:.4f}  evenness of what came back for what was given (Jain's index; 1 is perfectly even)"
    yield f"  {found.alike:>6}  the most by which two members who stood alike differed in one week"
    if found.pairs is not None:
        least, most = found.pairs
        yield f"  {f'{least}-{most}':>6}  times any member recommended any other, of those who were there every week"
    yield f"  {found.mutual:>6.0%}  of what was asked was asked both ways in the same week"
    new = found.newcomers
    if new is not None and new.first_others and new.others:
        weeks = min(FIRST_WEEKS, year.weeks)
        yield f"  {new.first_got / new.first_others:>6.0%}  of what others got, newcomers got in their first week"
        yield f"  {new.got / new.others:>6.0%}  of what others got, newcomers got in their first {_weeks(weeks)}"


def _means(found: Figures) -> str:
    """Say in one sentence what the figures mean."""
    if found.gap is None:
        return "So: nobody did all that they were asked, and nobody got more than one or two weeks' worth in advance."
    same = "exactly as often as" if found.gap == 0 else f"as often as, give or take {found.gap} at the end,"
    means = f"So: whoever did what they were asked was recommended {same} they recommended others"
    if found.freeloader is None:
        return f"{means}."
    return f"{means}; who never did got {found.freeloader} at the most in the whole time."
