"""Money in posts: it is declared, and of four recommended posts in a row at most one is paid for."""

from teambot.sandbox.story.feeds.people import HALF_A_DAY, SUBMIT, People, offered, sentences, write
from teambot.sandbox.story.hand import Shown

NAME = "a second sponsored post is kept on the shelf, with the rule's words"
CASK, KNIFE = "A week with a borrowed cast-iron pot", "The knife they sent me"
LINES = {
    CASK: "What it does on coals, and what I would not pay for.",
    KNIFE: "What it cuts after a month of soups, and what it does not.",
}


async def first(people: People) -> None:
    """Let somebody put a sponsored post forward."""
    people.company.report.tell(f"A maker of pots has lent one to {people.paid.name}, and paid for the post.")
    await _sponsored(people, CASK)


async def second(people: People) -> None:
    """Let the same person put another one forward a week later: nothing is lost, and it does not go yet."""
    hand = people.paid
    people.company.report.tell(f"{hand.name} has another sponsor already.")
    card = hand.card("week of")
    said = await _sponsored(people, KNIFE)
    missing = sentences(
        (hand.sees(card, CASK) and hand.sees(card, "ad"), "the first one was not declared on the week's card."),
        (hand.sees(said, f"{KNIFE} is safe on your shelf"), "the second one was not kept."),
        (hand.sees(said, "Of any four recommended posts in a row at most one is sponsored"), "nobody said why."),
        (hand.sees(said, "so 3 other posts of yours go first"), "nobody said until when."),
        (not hand.spots(said.messages, "Use it this week"), "a button was shown that cannot do what it says."),
    )
    people.scenes.happened(NAME, 2, f"“{KNIFE}” waits until three other posts have gone first", *missing)


async def _sponsored(people: People, title: str) -> Shown:
    hand = people.paid
    write(hand, title, LINES[title])
    await people.company.later(HALF_A_DAY)
    form = await hand.press(await offered(hand, SUBMIT, title))
    return await hand.fill(form, reader_line=LINES[title], money="sponsored")
