"""The offer of the newest post, a day before the close: one member uses it, one does not want that one."""

from datetime import timedelta

from teambot.sandbox.story.feeds.people import People, before_close, offered, read, sentences
from teambot.sandbox.story.feeds.troubles import SOUP

USED = "the newest post is offered a day before the close, with a draft, and used"
DECLINED = "a newest post that is not wanted is not offered again"
A_DAY = timedelta(hours=24)
NEWEST = "The newest on your blog is "


async def ask_for_it(people: People) -> None:
    """Let two people choose that their newest post is offered to them."""
    people.company.report.tell("Two of them forget every week to put something forward, and ask to be reminded.")
    for hand in (people.founder, people.mover):
        await hand.press(await hand.command("me settings"), "Offer me my newest post")


async def used(people: People) -> None:
    """Let a day before the close come, and the one use what is offered, with its draft."""
    hand = people.founder
    await before_close(people, A_DAY)
    card = await offered(hand, "Use it", NEWEST)
    form = await hand.press(card)
    fields = {field.label: str(field.value or "") for field in form.form.fields} if form.form else {}
    drafted = fields.get("Reader line", "")
    said = await hand.fill(form, money="none")
    missing = sentences(
        (bool(drafted) and drafted in card.text, "the reader line was not drafted from the post's summary."),
        (not fields.get("Money in it"), "the question of money was answered for her."),
        (hand.sees(said, "is put forward for the plan that comes out on"), "the post is not in."),
    )
    people.scenes.happened(USED, 2, f"{hand.name} answered one question, and her newest post was in", *missing)


async def decline(people: People) -> None:
    """Let the other say no to what is offered."""
    await people.mover.press(await offered(people.mover, "Not this one", f"{NEWEST}“{SOUP}”"))


async def declined(people: People) -> None:
    """See a week later that what was not wanted is not offered again."""
    hand = people.mover
    await before_close(people, A_DAY)
    await hand.command("week show")
    times = read(people, hand, f"{NEWEST}“{SOUP}”")
    missing = sentences(
        (hand.has_read(f"{SOUP} is not offered to you like that again"), f"{hand.name}'s no was not heard."),
        (times == 1, f"“{SOUP}” was offered {times} times."),
    )
    people.scenes.happened(DECLINED, 3, f"{hand.name} said no to “{SOUP}”, once and for all", *missing)
