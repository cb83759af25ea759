"""Play the story of a team that decides about itself, chapter by chapter, and see that each of them happened."""

import random

from teambot.sandbox.parts import Parts
from teambot.sandbox.sample import form_team
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.deciding import amendment, breaks, joining, removal, second_team, steward, thread
from teambot.sandbox.story.deciding.people import People, cast_of
from teambot.sandbox.story.playing import play_out
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.scenes import Scenes
from teambot.sandbox.story.ways import Ways

WEEKS = 6
CHAPTERS = (
    steward.NAME,
    joining.REFUSED,
    joining.JOINS,
    joining.TWICE,
    amendment.CARRIED,
    removal.STAYS,
    amendment.FORGOTTEN,
    removal.GOES,
    breaks.PAUSE,
    breaks.GONE,
    breaks.LEAVES,
    second_team.NAME,
    thread.NAME,
)


async def decide(parts: Parts, *, seed: int) -> Report:
    """Form the team, play every chapter, and give the report; its `faults` say what was missing or is unexplained."""
    report = Report(parts.cast, seed, WEEKS, parts.clock, passed_over="New on your blog:")
    scenes = Scenes(report, dict.fromkeys(CHAPTERS, 1))
    chance = random.Random(f"deciding:{seed}")  # noqa: S311  # a story, no secret
    people = cast_of(Company(parts, report, parts.cast.people), scenes, Ways(parts, chance))
    return await play_out(parts, scenes, _chapters(people))


async def _chapters(people: People) -> None:
    company = people.company
    company.report.tell(f"{people.founder.name} founds a team of six, as in the story of its weeks.")
    with company.report.hushed():
        await form_team(company.parts, people.team)
        await company.look()
    await steward.play(people)
    await joining.two_ask(people)
    await joining.first_week(people)
    await joining.voted_twice(people)
    await amendment.change(people)
    await removal.stays(people)
    case = await removal.opens(people)
    await amendment.forget(people)
    await removal.goes(people, case)
    await breaks.pause(people)
    await breaks.gone(people)
    await breaks.leave(people)
    await second_team.play(people)
    await thread.play(people)
