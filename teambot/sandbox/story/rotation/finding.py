"""*I can't find it*: its author asks, its pusher alone is asked, and what is never answered is taken back."""

from datetime import timedelta

from teambot.sandbox.story.feeds.people import offered, sentences, told
from teambot.sandbox.story.rotation.people import People, Turn, pushes, say_done

LINK = "an author cannot find it, and is given the link"
UNLINKED = "an author cannot find it: it was where nothing can be linked, and stands"
NOT_DONE = "an author cannot find it: it did not come about, and is taken back kindly"
NO_ANSWER = "an author cannot find it, nobody answers for seven days, and it is taken back"
A_WEEK = timedelta(days=7, hours=1)
BUTTONS = {LINK: "Here's the link", UNLINKED: "It can't be linked", NOT_DONE: "Not done"}
SURE = "No, it was not done"
HEARD = {
    LINK: "gives a link to where {}",
    UNLINKED: "{} was recommended where nothing can be linked",
    NOT_DONE: "recommending {} did not come about after all",
    NO_ANSWER: "We heard nothing more of where {}",
}
STATES = {LINK: "done", UNLINKED: "done", NOT_DONE: "taken_back", NO_ANSWER: "taken_back"}


async def ask(people: People, turns: list[Turn]) -> dict[str, Turn]:
    """Let four authors ask where they were recommended, and three of those who did so answer."""
    people.company.report.tell("Four authors would like to answer, and cannot find where they were recommended.")
    asked = dict(zip(HEARD, turns, strict=False))
    for turn in asked.values():
        await say_done(people, turn.hand, turn.title)
        author = people.named(turn.author)
        await author.press(
            await offered(author, "I can't find it", f"{turn.hand.name} recommended your post {turn.title}")
        )
        await people.company.parts.port.settled()
    for name, label in BUTTONS.items():
        hand = asked[name].hand
        spot = await offered(hand, label, f"would like to answer you for {asked[name].title}")
        shown = await hand.press(spot)
        if name == LINK:
            await hand.fill(shown, where_you_recommended_it=hand.blogger.blog_url)
        if name == NOT_DONE:  # it is asked once more
            await hand.press(hand.spots(shown.messages, SURE)[0])
        await people.company.parts.port.settled()
        await _settled(people, name, asked[name], 1)
    return asked


async def unanswered(people: People, turn: Turn) -> None:
    """See that what nobody answered in seven days is taken back, and that both are told kindly."""
    await _settled(people, NO_ANSWER, turn, 2)


async def _settled(people: People, name: str, turn: Turn, week: int) -> None:
    hand, author = turn.hand, people.named(turn.author)
    await people.company.look()
    heard = await told(author, HEARD[name].format(turn.title))
    found = [push for push in await pushes(people) if (push.pusher, push.author) == (hand.name, author.name)]
    others = [
        one.name
        for one in people.company.others(hand, author)
        if one.has_read(f"would like to answer you for {turn.title}")
    ]
    missing = sentences(
        (heard, f"{author.name} was not told."),
        (bool(found) and found[0].state == STATES[name], f"it stands as {found[0].state if found else 'nothing'}."),
        (not others, f"others were asked: {', '.join(others)}."),
    )
    if name == NO_ANSWER:
        kind = await told(hand, "Nobody holds anything against you")
        missing += sentences((kind, f"{hand.name} was not told."))
    people.scenes.happened(name, week, f"{author.name} asked, {hand.name} alone was asked", *missing)
