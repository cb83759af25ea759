"""Play the story of the rotation, chapter by chapter, and see that each of them happened."""

from datetime import timedelta

from teambot.sandbox.parts import Parts
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.hand import Hand
from teambot.sandbox.story.playing import play_out
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.rotation import finding, ledger, light, links, midweek, passing, planning, quiet, settling
from teambot.sandbox.story.rotation.people import (
    People,
    Turn,
    asked,
    before_close,
    cast_of,
    do_the_rest,
    put_forward,
    several,
    step,
)
from teambot.sandbox.story.scenes import Scenes

WEEKS = 7
CHAPTERS = (
    planning.PREVIEW,
    planning.REBUILT,
    planning.QUIET,
    planning.DAYS,
    planning.METHOD,
    links.SEEN,
    links.SAID,
    links.CANNOT,
    finding.LINK,
    finding.UNLINKED,
    finding.NOT_DONE,
    passing.SKIP,
    passing.SWAP,
    passing.KEPT,
    finding.NO_ANSWER,
    quiet.REMINDER,
    planning.FEW,
    links.LATE,
    midweek.AWAY,
    midweek.WITHDRAWN,
    planning.REASONS,
    midweek.BACK,
    midweek.LEFT,
    light.PROPOSED,
    light.LIGHT,
    planning.NO_TURN,
    quiet.APART,
    quiet.LANGUAGES,
    planning.EVEN,
    ledger.LEDGER,
    ledger.WRONG,
)
A_DAY = timedelta(days=1)
TO_NOON = timedelta(hours=28)  # to the day after a plan, when everybody is awake, wherever they live
STRIDE = timedelta(days=2)  # seven weeks: whatever comes between is another story's


async def rotate(parts: Parts, *, seed: int) -> Report:
    """Form the team, play every chapter, and give the report; its `faults` say what was missing or is unexplained."""
    report = Report(parts.cast, seed, WEEKS, parts.clock, passed_over="New on your blog:")
    scenes = Scenes(report, dict.fromkeys(CHAPTERS, 1))
    people = cast_of(Company(parts, report, parts.cast.bloggers, STRIDE), scenes)
    return await play_out(parts, scenes, _chapters(people))


async def _chapters(people: People) -> None:
    await settling.found(people)
    await settling.settings(people)
    unanswered = await _first_week(people)
    await _second_week(people, unanswered)
    await planning.few(people)
    await links.late(people, people.sleeper)
    await _quietly_done(people)
    await _fourth_week(people)
    await _fifth_week(people)
    await _planned(people, 6)
    await light.call(people)
    await _quietly_done(people)
    await _planned(people, 7)
    await light.lived(people)
    planning.no_turn(people, 7)
    await quiet.never(people)
    await planning.even(people, 7)
    await ledger.read(people)
    await ledger.wrong(people)


async def _first_week(people: People) -> Turn:
    """Play the first plan; gives what an author asks about, and nobody answers."""
    await planning.preview(people)
    await planning.night(people)
    await planning.out(people)
    await people.company.later(A_DAY)
    linked = await links.three_ways(people)
    await people.company.later(A_DAY)
    left = [turn for turn in people.of_week(1) if turn not in linked]
    found = await finding.ask(people, several(left, 4, people.sleeper))
    await _quietly_done(people)
    return found[finding.NO_ANSWER]


async def _second_week(people: People, unanswered: Turn) -> None:
    await _planned(people, 2)
    await people.company.later(TO_NOON)
    turns = several(people.of_week(2), 3, people.sleeper, people.leaver)
    for chapter, turn in zip((passing.skip, passing.swap, passing.keep), turns, strict=True):
        await chapter(people, turn)
    await _quietly_done(people, people.leaver)
    await people.company.to(people.company.parts.clock() + 3 * A_DAY)
    await finding.unanswered(people, unanswered)
    await quiet.reminder(people)


async def _fourth_week(people: People) -> None:
    await _planned(people, 4)
    await people.company.later(TO_NOON)
    await midweek.away(people)
    await midweek.withdraw(people)
    planning.reasons(people)
    await _quietly_done(people)


async def _fifth_week(people: People) -> None:
    await _planned(people, 5)
    await midweek.back(people)
    await people.company.later(TO_NOON)
    await midweek.leave(people)
    await _quietly_done(people)


async def _planned(people: People, week: int) -> None:
    """Let everybody put something forward for a week, and read what its plan asks of them."""
    company = people.company
    company.report.tell(f"Week {week}: everybody puts a post forward.")
    with company.report.hushed():
        await before_close(people)
        await put_forward(people, people.team)
    await step(people, "publish")
    await asked(people, week)


async def _quietly_done(people: People, *but: Hand) -> None:
    """Let everybody do what they are asked for still, but for some, and for the one who is always late."""
    people.company.report.tell("The others do, in their own words, what they are asked for.")
    with people.company.report.hushed():
        await do_the_rest(people, people.sleeper, *but)
