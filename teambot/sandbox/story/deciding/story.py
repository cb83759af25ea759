"""Play the story of a team that decides about itself, chapter by chapter, and see that each of them happened."""

from teambot.sandbox.parts import Parts
from teambot.sandbox.sample import form_team
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.deciding import amendment, removal, steward
from teambot.sandbox.story.deciding.people import cast_of
from teambot.sandbox.story.hand import StoryBroke
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.scenes import Scenes

WEEKS = 5
CHAPTERS = (steward.NAME, amendment.CARRIED, amendment.FORGOTTEN, removal.STAYS)


async def decide(parts: Parts, *, seed: int) -> Report:
    """Form the team, play every chapter, and give the report; its `faults` say what was missing or is unexplained."""
    report = Report(parts.cast, seed, WEEKS, parts.clock, passed_over="New on your blog:")
    scenes = Scenes(report, dict.fromkeys(CHAPTERS, 1))
    try:
        await _chapters(Company(parts, report, parts.cast.people), scenes)
    except StoryBroke as broke:
        report.faults.append(f"The story broke off: {broke}")
    scenes.all_there(WEEKS)
    report.take(await parts.port.inspect())
    return report


async def _chapters(company: Company, scenes: Scenes) -> None:
    people = cast_of(company, scenes)
    company.report.tell(f"{people.founder.name} founds the team, and six join it, as in the story of its weeks.")
    with company.report.hushed():
        await form_team(company.parts, people.team)
        await company.look()
    await steward.play(people)
    await amendment.change(people)
    await removal.stays(people)
    await amendment.forget(people)
