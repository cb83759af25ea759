"""Passing something on: a skip that nobody is told of, a swap whose card names nobody, and one that is kept."""

from teambot.sandbox.story.feeds.people import sentences, told
from teambot.sandbox.story.hand import Hand, Shown, StoryBroke
from teambot.sandbox.story.rotation.people import People, Turn, button, pushes, readers_of
from teambot.sandbox.story.ways import of

SKIP = "a skip is offered on, and nobody is told"
SWAP = "a swap: the card names nobody, somebody takes it, and who asked is told"
KEPT = "a swap that nobody took is kept"
SKIPPED = "Skipped, and nobody was told."
OPEN, TAKE = "Open to anyone", "Take it"


async def skip(people: People, turn: Turn) -> None:
    """Let somebody say no: somebody else is asked, or anyone may take it, and nobody learns who it was."""
    hand = turn.hand
    people.company.report.tell(f"{hand.name} would rather not, and need not say why.")
    form = await hand.press(await button(people, hand, "Skip", turn.title))
    said = await hand.fill(form, why="Not what my readers come for")
    await people.company.look()
    taker = await _asked_now(people, turn) or await _take(people, turn)
    await hand.command("week show")
    entries = people.company.report.entries
    told_of = sorted({one.who for one in entries if one.who != hand.name and f"{hand.name} skipped" in one.text})
    missing = sentences(
        (hand.sees(said, "Nobody is told why."), "they were not thanked."),
        (bool(taker), "nobody else was asked."),
        (not told_of, f"it was told to {', '.join(told_of)}."),
        (readers_of(people, SKIPPED) == {hand.name}, "others than they read that it was skipped."),
    )
    people.scenes.happened(SKIP, 2, f"{hand.name} skipped; {taker} has it now, and knows of nobody", *missing)


async def swap(people: People, turn: Turn) -> None:
    """Let somebody ask whether another one would like it; the card says nothing of them, and is taken."""
    hand = turn.hand
    people.company.report.tell(f"{hand.name} would do it next month, not this week.")
    await hand.press(await button(people, hand, "Swap", turn.title))
    await people.company.look()
    card = hand.card(OPEN)
    named = [words for words in (hand.name, turn.title, turn.author) if words in card.text]
    taker = await _take(people, turn)
    await people.company.look()
    missing = sentences(
        (not named, f"the card names {', '.join(named)}."),
        (bool(taker), "nobody could take it."),
        (await told(hand, f"Somebody has taken {turn.title} over"), f"{hand.name} was not told."),
        (taker not in _of_the_news(people, hand), f"{hand.name} was told who it was."),
    )
    people.scenes.happened(SWAP, 2, f"{hand.name} asked, {taker} took it; neither knows of the other", *missing)


async def keep(people: People, turn: Turn) -> None:
    """Let somebody ask for a swap, and think again."""
    hand = turn.hand
    people.company.report.tell(f"{hand.name} asks for a swap, and thinks again.")
    await hand.press(await button(people, hand, "Swap", turn.title))
    await people.company.look()
    kept = await hand.press(await button(people, hand, "Keep it", turn.title))
    await people.company.look()
    missing = sentences(
        (hand.sees(kept, f"{turn.title} is yours, as before"), "they were not told that it is theirs."),
        (not await _take(people, turn), "somebody could take it all the same."),
        (bool(await button(people, hand, "Done", turn.title)), "it is not theirs any more."),
    )
    people.scenes.happened(KEPT, 2, f"nobody can take it any more, and {hand.name} has it as before", *missing)


async def _asked_now(people: People, turn: Turn) -> str:
    """Name who was asked instead, where somebody had room for it."""
    before = {one.hand.name for one in people.of_week(turn.week) if one.author == turn.author}
    newest = (await pushes(people))[-1].week
    now = [
        push for push in await pushes(people) if (push.author, push.state, push.week) == (turn.author, "asked", newest)
    ]
    return next((push.pusher for push in now if push.pusher not in before), "")


async def _take(people: People, turn: Turn) -> str:
    """Let whoever may take what stands open; "" where nobody does."""
    asked = {one.hand.name for one in people.of_week(turn.week) if one.author == turn.author}
    for hand in [one for one in people.team if one.name not in asked | {turn.author}]:
        if await _took(hand, turn):
            await people.company.parts.port.settled()
            return hand.name
    return ""


async def _took(hand: Hand, turn: Turn) -> bool:
    offers = hand.spots(hand.channel(), TAKE)
    if not offers:
        raise StoryBroke(f"{hand.name} looked for [{TAKE}] in the channel, and it was not there.")
    shown: Shown = await hand.press(offers[-1])
    return any(of(spot)[0] == turn.title for spot in hand.spots(shown.messages, "Done"))


def _of_the_news(people: People, hand: Hand) -> str:
    """Give all that somebody read of what was taken over."""
    entries = people.company.report.entries
    found = [one.text for one in entries if one.who == hand.name and one.kind == "saw"]
    lines = [line for text in found for line in text.splitlines()]
    return "\n".join(line for line in lines if line.startswith("Somebody has taken"))
