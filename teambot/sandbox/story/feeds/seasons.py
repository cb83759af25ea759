"""When and where a post makes sense: a last day that passes, a month that comes, a place, and a year later."""

from datetime import UTC, datetime, timedelta

from teambot.sandbox.story.feeds.people import HALF_A_DAY, People, offered, quietly, sentences, told, write
from teambot.sandbox.story.feeds.posts import CHOWDER, ORANGES, PRIMROSE
from teambot.sandbox.story.report import push_of

LAST_DAY = "a post whose last day passes is asked of nobody, and can be put forward again"
RELEASED = "a post that was held is in once its month comes"
NOBODY = "a post for a place in which nobody has readers waits, and its author knows until when"
SOMEBODY = "a post for one place goes to who has readers there, and to nobody else"
AGAIN = "a year later, a post whose season is here again is offered once more"
MATE = "Where to find mate in Porto"
PORTO = "Porto"
LAST = "14 January 2026"
A_YEAR_LATER = datetime(2027, 1, 1, 9, tzinfo=UTC)


async def name_last_day(people: People) -> None:
    """Let somebody say until when the post on their shelf makes sense."""
    hand = people.hasty
    shelf = await hand.command("post list", show="shelf")
    form = await hand.press(shelf, "Season and place")
    await hand.fill(form, last_day=LAST)
    await hand.command("post list", show="shelf")


async def last_day_past(people: People) -> None:
    """See that the author is told when the day is over, and let them put the post forward again without one."""
    hand = people.hasty
    knew = await told(hand, f"No plan could have {CHOWDER} before its last day")
    shelf = await hand.command("post list", show="shelf")
    form = await hand.press(await offered(hand, "Put it forward again", CHOWDER))
    said = await hand.fill(form, money="none")
    missing = sentences(
        (knew, f"{hand.name} was not told."),
        (hand.sees(shelf, "Your shelf is empty"), "it still lies on the shelf."),
        (hand.sees(said, f"{CHOWDER} is put forward"), "it could not be put forward again."),
    )
    people.scenes.happened(LAST_DAY, 2, f"“{CHOWDER}” was over, and {hand.name} put it forward without a day", *missing)


async def for_a_place(people: People) -> None:
    """Let somebody put a post forward for readers in one place alone."""
    hand, company = people.picker, people.company
    company.report.tell(f"{hand.name} writes for people in one town, where nobody on the team has readers.")
    line = "The two shops in Porto that have it, and the one that thinks so."
    write(hand, MATE, line)
    await company.later(HALF_A_DAY)
    form = await hand.pick("post submit", "url", MATE[:20])
    said = await hand.fill(form, reader_line=line, money="none")
    await hand.fill(await hand.press(said, "Season and place"), only_for=PORTO)


async def nobody_there(people: People) -> None:
    """See that its author is told until when it waits."""
    hand = people.picker
    card = hand.card("week of 19 January 2026")
    missing = sentences(
        (await told(hand, f"{MATE} is for readers in {PORTO}, and nobody"), f"{hand.name} was not told why."),
        (hand.has_read("the plan on Monday 26 January 2026, 05:00"), f"{hand.name} was not told until when."),
        (not hand.sees(card, MATE), "it is in the plan."),
    )
    people.scenes.happened(NOBODY, 2, f"“{MATE}” waits for the next plan, and {hand.name} knows why", *missing)


async def find_readers(people: People) -> None:
    """Let somebody find that they have readers there."""
    hand = people.mover
    people.company.report.tell(f"{hand.name} looks through his letters: some of his readers have moved to {PORTO}.")
    settings = await hand.command("me settings")
    await hand.fill(await hand.press(settings, "Places"), places=f"{PORTO}, Halifax")


async def somebody_there(people: People) -> None:
    """See that the next plan has it, and that the one with readers there alone is asked."""
    hand, reader = people.picker, people.mover
    rows = [row for row in (await people.company.parts.port.inspect()).rows if row.table == "assignment"]
    asked = {push.pusher for push in map(push_of, rows) if push.author == hand.name}
    shown = await reader.command("week show")
    missing = sentences(
        (asked == {reader.name}, f"asked were: {', '.join(sorted(asked)) or 'nobody'}."),
        (reader.sees(shown, MATE), f"{reader.name} was not shown it."),
    )
    people.scenes.happened(SOMEBODY, 3, f"“{MATE}” came to {reader.name} alone", *missing)


async def released(people: People) -> None:
    """See that what was held for February is in the first plan of February, and that its author was told."""
    hand = people.early
    card = hand.card("week of 2 February 2026")
    missing = sentences(
        (await told(hand, f"The season of {PRIMROSE} begins on"), f"{hand.name} was not told."),
        (hand.sees(card, PRIMROSE), "it is not in the first plan of its month."),
    )
    people.scenes.happened(RELEASED, 4, f"“{PRIMROSE}” is in the plan of 2 February; {hand.name} was told", *missing)


async def a_year_later(people: People) -> None:
    """Let the clock jump to the next year: the founder's post of last January is offered to her again."""
    hand, company = people.founder, people.company
    company.report.tell("The machine is switched off, and on again at New Year. The oranges are back.")
    with quietly(people):
        await company.parts.port.turn(A_YEAR_LATER - timedelta(days=1))
        await company.look()
    await company.to(A_YEAR_LATER)
    form = await hand.press(await offered(hand, "Put it forward again", ORANGES))
    said = await hand.fill(form, money="none")
    mine = await hand.command("post list")
    missing = sentences(
        (hand.has_read(f"the season of {ORANGES} is here again"), f"{hand.name} was not asked."),
        (hand.sees(said, f"{ORANGES} is put forward for the plan"), "it could not be put forward again."),
        (hand.sees(mine, "Makes sense: January to February, in the north"), "its months are lost."),
    )
    people.scenes.happened(AGAIN, 52, f"{hand.name} put “{ORANGES}” forward again, a year later", *missing)
