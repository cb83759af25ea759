"""What nobody else learns, and what comes once: who is not matched with whom, and the week's reminder."""

from datetime import timedelta

from teambot.sandbox.story.feeds.people import sentences
from teambot.sandbox.story.hand import Hand
from teambot.sandbox.story.rotation.people import People, pushes, readers_of

APART = "who would rather not be matched is not, and nobody is told"
LANGUAGES = "who shares no language is not asked to recommend the other"
REMINDER = "one reminder a week, of what is still open, to who wants it"
TWO_DAYS, HALF_A_DAY = timedelta(days=2), timedelta(hours=12)


async def reminder(people: People) -> None:
    """Let two days before the week's end come, with something open for two, one of whom wants no reminder."""
    company, hand, other = people.company, people.sleeper, people.leaver
    at, _ = await company.parts.port.next_step()
    company.report.tell(f"{hand.name} and {other.name} have done nothing yet.")
    before = _reminders(hand)
    await company.to(at - TWO_DAYS)
    await company.later(HALF_A_DAY)
    await other.command("week show")
    came = _reminders(hand) - before
    readers = readers_of(people, "Still open this week") | readers_of(people, "Once a week we remind you")
    missing = sentences(
        (came == 1, f"{hand.name} had {came} of them."),
        (other.name not in readers, f"{other.name} was reminded, who wants none."),
        (readers == {hand.name}, f"reminded were: {', '.join(sorted(readers)) or 'nobody'}."),
    )
    people.scenes.happened(REMINDER, 2, f"{hand.name} was reminded once, {other.name} wants none", *missing)


def _reminders(hand: Hand) -> int:
    return sum("Still open this week" in message.text for message in hand.inbox())


async def never(people: People) -> None:
    """See that in all these weeks two pairs were never matched, and that nothing said why."""
    asked = {(push.pusher, push.author) for push in await pushes(people)}
    _apart(people, asked)
    pair = (people.brewer, people.traveller)
    both = {tuple(hand.name for hand in pair), tuple(hand.name for hand in reversed(pair))}
    missing = [f"{pusher} was asked for {author}." for pusher, author in sorted(both & asked)]
    people.scenes.happened(LANGUAGES, 7, f"{pair[0].name} and {pair[1].name}: Chinese and Spanish", *missing)


def _apart(people: People, asked: set[tuple[str, str]]) -> None:
    hand, other = people.reserved, people.sleeper
    both = {(hand.name, other.name), (other.name, hand.name)}
    missing = [f"{pusher} was asked for {author}." for pusher, author in sorted(both & asked)]
    readers = readers_of(people, "You are not matched with", other.name) - {hand.name}
    missing += [f"{who} read of it." for who in sorted(readers)]
    people.scenes.happened(
        APART, 7, f"{hand.name} and {other.name} never met in a plan, and no screen says so", *missing
    )
