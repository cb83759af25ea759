"""Play the story of feeds and seasons, chapter by chapter, and see that each of them happened."""

from teambot.sandbox.parts import Parts
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.feeds import joining, money, newest, posts, seasons, troubles
from teambot.sandbox.story.feeds.people import People, cast_of, quietly, step
from teambot.sandbox.story.playing import play_out
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.scenes import Scenes

WEEKS = 52
CHAPTERS = (
    joining.NAME,
    posts.IN_SEASON,
    posts.HELD,
    posts.MENU,
    posts.SAME,
    posts.SECOND,
    money.NAME,
    troubles.BUSY,
    seasons.LAST_DAY,
    troubles.MOVED,
    newest.USED,
    newest.DECLINED,
    troubles.ANEW,
    troubles.DEAD,
    seasons.NOBODY,
    seasons.SOMEBODY,
    seasons.RELEASED,
    seasons.AGAIN,
)


async def read_feeds(parts: Parts, *, seed: int) -> Report:
    """Form the team, play every chapter, and give the report; its `faults` say what was missing or is unexplained."""
    report = Report(parts.cast, seed, WEEKS, parts.clock)
    scenes = Scenes(report, dict.fromkeys(CHAPTERS, 1))
    people = cast_of(Company(parts, report, parts.cast.bloggers), scenes)
    return await play_out(parts, scenes, _chapters(people))


async def _chapters(people: People) -> None:
    await joining.play(people)
    await _first_week(people)
    await _second_week(people)
    await _third_week(people)
    await step(people, "publish")
    await seasons.released(people)
    await seasons.a_year_later(people)


async def _first_week(people: People) -> None:
    await posts.in_season(people)
    await posts.held(people)
    await money.first(people)
    await posts.from_a_message(people)
    await posts.second(people)
    await seasons.name_last_day(people)
    await step(people, "publish")


async def _second_week(people: People) -> None:
    with quietly(people):
        await people.company.recommend(people.company.hands)
    await money.second(people)
    await newest.ask_for_it(people)
    await troubles.begin(people)
    await seasons.last_day_past(people)
    await seasons.for_a_place(people)
    await troubles.moved(people)
    await newest.used(people)
    await newest.decline(people)
    await step(people, "publish")
    await seasons.nobody_there(people)


async def _third_week(people: People) -> None:
    await seasons.find_readers(people)
    await troubles.anew(people)
    await troubles.dead(people)
    await newest.declined(people)
    await step(people, "publish")
    await seasons.somebody_there(people)
