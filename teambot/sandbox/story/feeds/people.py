"""Who plays in the story of feeds and seasons, and what they do together: writing, looking, waiting for a plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from teambot.sandbox.blogs.writing import BlogPost
from teambot.sandbox.cast import Habit
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.hand import Hand, Spot, StoryBroke
from teambot.sandbox.story.scenes import Scenes

A_WHILE = timedelta(minutes=20)
HALF_A_DAY = timedelta(hours=12)  # every feed that is well is read within it
OFFERED = "New on your blog: "
SUBMIT = "Submit this post"


@dataclass(frozen=True, slots=True)
class People:
    """The team's six, by what they do in this story."""

    company: Company
    scenes: Scenes
    founder: Hand  # writes for a season, which comes again; is offered her newest post
    picker: Hand  # joins by the address of a post, and picks a feed; writes for one place alone
    early: Hand  # writes for a month that is to come; his blog asks to be left alone
    hasty: Hand  # uses the menu, puts one forward twice, has two a week, a last day, and a dead feed
    mover: Hand  # moves his blog, and wants no old post put forward
    paid: Hand  # has two sponsored posts; makes her blog anew


def cast_of(company: Company, scenes: Scenes) -> People:
    """Give everybody their part, by their habits."""
    return People(
        company,
        scenes,
        founder=company.who(Habit.STEADY),
        picker=company.who(Habit.CAREFUL),
        early=company.who(Habit.EAGER),
        hasty=company.who(Habit.LATE),
        mover=company.who(Habit.SILENT),
        paid=company.who(Habit.CHOOSY),
    )


def write(hand: Hand, title: str, line: str) -> BlogPost:
    """Let somebody publish a post on their own blog."""
    return hand.to_blog(f"publishes “{title}”").publish(title, line)


async def offered(hand: Hand, label: str, words: str) -> Spot:
    """Give the newest button with a label under news with some words: by direct message, else behind *My week*."""
    for look in (True, False):
        found = [spot for spot in hand.spots([*hand.inbox(), *hand.screens()], label) if words in spot.text]
        if found:
            return found[-1]
        if look and not hand.inbox():
            await hand.command("week show")
    raise StoryBroke(f"{hand.name} was to find [{label}] under “{words}”, and it was not there.")


async def told(hand: Hand, words: str) -> bool:
    """Say whether somebody has read some words, behind *My week* at the latest."""
    if not hand.has_read(words) and not hand.inbox():
        await hand.command("week show")
    return hand.has_read(words)


def read(people: People, hand: Hand, words: str) -> int:
    """Count how often somebody has read some words."""
    entries = people.company.report.entries
    return sum(entry.text.count(words) for entry in entries if entry.who == hand.name and entry.kind == "saw")


async def step(people: People, kind: str) -> None:
    """Let time pass until the bot's weeks have taken a step: close, publish or end."""
    taken = ""
    while taken != kind:
        at, taken = await people.company.parts.port.next_step()
        await people.company.to(at)


async def before_close(people: People, span: timedelta) -> None:
    """Let time pass until so long before the next close."""
    while True:
        at, kind = await people.company.parts.port.next_step()
        if kind == "close":
            return await people.company.to(at - span)
        await people.company.to(at)


def sentences(*rows: tuple[bool, str]) -> list[str]:
    """Give the sentences of what did not come true, of (came true, what is missing)."""
    return [missing for true, missing in rows if not true]


@contextmanager
def quietly(people: People) -> Iterator[None]:
    """Write nothing down for a while: what another story tells."""
    with people.company.report.hushed():
        yield
