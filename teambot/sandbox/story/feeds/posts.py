"""Putting posts forward: as they are offered, for a month to come, from a message; twice, and two of a week."""

from datetime import timedelta

from teambot.sandbox.story.feeds.people import A_WHILE, HALF_A_DAY, SUBMIT, People, offered, sentences, write
from teambot.sandbox.story.hand import Hand, Shown

IN_SEASON = "a new post is offered, and is put forward with its months"
HELD = "a post out of its season is held until a day that is named"
MENU = "a post is put forward from a message, by the message's menu"
SAME = "the same post under another way of writing its address is refused in words"
SECOND = "a second post of a week goes to the shelf, and can be used instead"
AN_HOUR = timedelta(hours=1)
ORANGES = "Blood orange and black tea"
PRIMROSE = "The first primroses, and what not to do with them"
CHOWDER = "Chowder for those who stayed on the beach"
DAMPER = "Damper in the same coals"


async def in_season(people: People) -> None:
    """Let the founder publish, be offered her post by direct message, and put it forward for January and February."""
    hand, company = people.founder, people.company
    company.report.tell(f"{hand.name} has a new post on her blog: it is one for these weeks.")
    line = "A pot for the six weeks in which the oranges are worth it."
    write(hand, ORANGES, line)
    await company.later(HALF_A_DAY)
    form = await hand.press(await offered(hand, SUBMIT, ORANGES))
    said = await hand.fill(form, reader_line=line, money="none", months=("January", "February"))
    mine = await hand.command("post list")
    missing = sentences(
        (hand.sees(said, f"{ORANGES} is put forward for the plan that comes out on"), "the post is not in."),
        (hand.sees(mine, "Makes sense: January to February, in the north"), "its months are not shown."),
    )
    people.scenes.happened(
        IN_SEASON, 1, f"{hand.name} was offered “{ORANGES}”, chose its months, and it is in", *missing
    )


async def held(people: People) -> None:
    """Let somebody put a post forward for a month that is to come."""
    hand, company = people.early, people.company
    company.report.tell(f"{hand.name} is early: the post is for February, when the mountains are in flower.")
    line = "Flower tea from the hills of February, without poisoning anybody."
    write(hand, PRIMROSE, line)
    await company.later(HALF_A_DAY)
    form = await hand.press(await offered(hand, SUBMIT, PRIMROSE))
    said = await hand.fill(form, reader_line=line, money="none", months=("February",))
    mine = await hand.command("post list")
    missing = sentences(
        (hand.sees(said, f"{PRIMROSE} waits until"), "the post was not held."),
        (hand.sees(said, "1 February 2026"), "nobody said until when."),
        (hand.sees(mine, "Waiting for their season"), "it is not in the list of what waits."),
    )
    people.scenes.happened(HELD, 1, f"“{PRIMROSE}” waits until 1 February, and {hand.name} knows it", *missing)


async def from_a_message(people: People) -> None:
    """Let somebody hand over what they wrote in the channel, which nobody else can; then paste its address, too."""
    hand, company = people.hasty, people.company
    line = "A chowder that waits in the sand for whoever comes back last."
    post = write(hand, CHOWDER, line)
    message = hand.say(f"Went up an hour ago, still warm: {post.url}, if you are hungry")
    await company.later(AN_HOUR)
    theirs = await people.paid.use_menu(message, SUBMIT)
    form = await hand.use_menu(message, SUBMIT)
    said = await hand.fill(form, reader_line=line, money="none", **_title(form, CHOWDER))
    missing = sentences(
        (
            people.paid.sees(theirs, "None of the links in that message is on your blog"),
            f"{people.paid.name} was not told that it is not hers.",
        ),
        (hand.sees(said, f"{CHOWDER} is put forward for the plan that comes out on"), "the post is not in."),
    )
    people.scenes.happened(MENU, 1, f"{hand.name} put the post of a message forward; nobody else can", *missing)
    await _again(people, hand, post.url)


def _title(form: Shown, title: str) -> dict[str, str]:
    """Give the title to fill in, where the feed has not told it yet."""
    fields = form.form.fields if form.form else ()
    return {"title": title} if any(field.label == "Title" and not field.value for field in fields) else {}


async def _again(people: People, hand: Hand, url: str) -> None:
    """Let somebody paste the address of what is in already, as another app gave it to them."""
    pasted = f"{url.replace('http://', 'HTTP://')}/?utm_source=newsletter&utm_medium=email"
    said = await hand.command("post submit", url=pasted)
    await people.company.later(A_WHILE)
    missing = sentences(
        (hand.sees(said, f"{CHOWDER} is already put forward"), "the post was taken twice."),
        (hand.sees(said, "it is the same post: one counts once"), "nobody said why."),
        (said.form is None, "it is refused only after somebody wrote a line for it."),
    )
    people.scenes.happened(SAME, 1, f"{hand.name} was told that it is in, and why it counts once", *missing)


async def second(people: People) -> None:
    """Let somebody put a second post of the week forward, and use it instead of the first."""
    hand, company = people.hasty, people.company
    line = "Bread from the ashes of last night's chowder, in the time that the coffee takes."
    post = write(hand, DAMPER, line)
    await company.later(HALF_A_DAY)
    form = await hand.command("post submit", url=post.url)
    kept = await hand.fill(form, reader_line=line, money="none")
    used = await hand.press(kept, "Use it this week instead")
    mine = await hand.command("post list")
    missing = sentences(
        (hand.sees(kept, f"{DAMPER} is safe on your shelf"), "the second post was not kept on the shelf."),
        (hand.sees(used, f"{DAMPER} is put forward"), "it could not be used instead."),
        (hand.sees(used, f"{CHOWDER} went to your shelf"), "nobody said where the first one went."),
        (bool(hand.spots(mine.messages, "Use it this week")), "the first one is not on the shelf."),
    )
    people.scenes.happened(SECOND, 1, f"“{DAMPER}” took the place, and “{CHOWDER}” lies on the shelf", *missing)
