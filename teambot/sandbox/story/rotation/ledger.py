"""Everybody's own ledger: it is read by that one alone, adds up, and what is wrong in it can be said."""

import re

from teambot.sandbox.story.feeds.people import sentences, told
from teambot.sandbox.story.hand import Hand, Spot, StoryBroke
from teambot.sandbox.story.report import Push
from teambot.sandbox.story.rotation.people import People, pushes

LEDGER = "everybody reads their own ledger line by line, it adds up, and nobody reads another's"
WRONG = "a line is wrong: who said Done says that it was none, and it is taken back"
DELTA = re.compile(r"^\*\*([+−])(\d+)\*\* ", re.MULTILINE)
TIMES = re.compile(r"You recommended others: (.+?)\. You were recommended: (.+?)\.$", re.MULTILINE)
WORDS = {"not once so far": 0, "once": 1}
OLDER, PRIVATE = "Older lines", "Nobody but you is shown this."


async def read(people: People) -> None:
    """Let everybody read their ledger to its first line, and reckon it out of what the store holds."""
    company, reader = people.company, people.founder
    company.report.tell(f"{reader.name} wants to know exactly; so does everybody else, and each sees their own.")
    await pages_of(reader)
    missing = []
    with company.report.hushed():
        for hand in people.team:
            missing += _wrong_in(hand, await pages_of(hand), await pushes(people))
    entries = company.report.entries
    shown = {(one.who, one.where) for one in entries if one.kind == "saw" and PRIVATE in one.text}
    others = shown - {(hand.name, "only for me") for hand in (reader, people.leaver)}
    missing += sentences((not others, f"ledgers were shown to {', '.join(sorted(who for who, _ in others))}."))
    people.scenes.happened(
        LEDGER, 7, f"{len(people.team)} ledgers, each the sum of what its owner did and got", *missing
    )


async def pages_of(hand: Hand) -> str:
    """Let somebody read their ledger, all pages; gives them as Discord holds them."""
    shown = await hand.command("me ledger")
    pages = [shown.text]
    while hand.spots(shown.messages, OLDER):
        shown = await hand.press(shown, OLDER)
        pages.append(shown.text)
    return "\n".join(pages)


def sum_of(pages: str) -> int:
    """Add the lines of a ledger up."""
    return sum(int(number) if sign == "+" else -int(number) for sign, number in DELTA.findall(pages))


async def wrong(people: People) -> None:
    """Let somebody who said *Done* find that it was none, and say so beside its line."""
    hand = people.founder
    people.company.report.tell(f"{hand.name} finds a letter that was never sent.")
    spot = await _line(people, hand, "You recommended ")
    why = await hand.press(spot)
    done = await hand.press(why, "It was not done")
    await people.company.look()
    author = next(other for other in people.company.hands if f" by {other.name}." in spot.text)
    with people.company.report.hushed():
        pages = await pages_of(hand)
    missing = sentences(
        (hand.sees(done, f"{author.name} is told, kindly"), f"{hand.name} was not thanked."),
        ("Taken back: that you recommended" in pages, "it does not stand in the ledger."),
        (await told(author, f"{hand.name} says that recommending"), f"{author.name} was not told."),
        (not _wrong_in(hand, pages, await pushes(people)), "it does not add up any more."),
    )
    people.scenes.happened(WRONG, 7, f"{hand.name} took it back, {author.name} was told kindly", *missing)


async def _line(people: People, hand: Hand, words: str) -> Spot:
    """Give the newest *This is wrong* beside a line that begins so and stands, on whatever page it is."""
    shown = await hand.command("me ledger")
    while True:
        found = [spot for spot in hand.spots(shown.messages, "This is wrong") if f"\n{words}" in spot.text]
        standing = [spot for spot in found if "taken back" not in spot.text and _is_there(people, spot)]
        if standing:
            return standing[0]
        if not hand.spots(shown.messages, OLDER):
            raise StoryBroke(f"{hand.name} found no line “{words}…” in the ledger.")
        shown = await hand.press(shown, OLDER)


def _is_there(people: People, spot: Spot) -> bool:
    return any(f" by {hand.name}." in spot.text for hand in people.team)


def _wrong_in(hand: Hand, pages: str, made: list[Push]) -> list[str]:
    """Say what does not agree between somebody's ledger and all that was ever done."""
    gave = sum(push.pusher == hand.name for push in made if push.state == "done")
    got = sum(push.author == hand.name for push in made if push.state == "done")
    said = TIMES.search(pages)
    counted = (
        [WORDS.get(words, int(words.split()[0]) if words[0].isdigit() else -1) for words in said.groups()]
        if said
        else []
    )
    shared = [int(each.replace("−", "-")) for each in re.findall(r"shared by all alike: ([+−]?\d+)", pages)]
    return sentences(
        (counted == [gave, got], f"{hand.name} gave {gave} and got {got}, and reads {counted}."),
        (sum_of(pages) == gave - got + sum(shared), f"{hand.name}'s lines make {sum_of(pages)}, not {gave - got}."),
    )
