"""Who plays in the story of the rotation, and what they do in a week where the story does not say more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from teambot.sandbox.blogs.writing import BlogPost
from teambot.sandbox.cast import Habit
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.hand import Hand, Shown, Spot, StoryBroke
from teambot.sandbox.story.report import Push, push_of
from teambot.sandbox.story.scenes import Scenes
from teambot.sandbox.story.walk import BEFORE_CLOSE
from teambot.sandbox.story.ways import FRESH, of


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that a plan asked of somebody, and all that they read beside it."""

    week: int
    hand: Hand
    author: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class People:
    """The team's six, by what they do in this story; `turns`: all that they were asked for when a plan came out."""

    company: Company
    scenes: Scenes
    founder: Hand  # is steward: looks at plans, has one built again, calls a light week
    leaver: Hand  # writes for the southern summer; wants no reminder; leaves in the fifth week
    traveller: Hand  # writes in a language of her own; is away in the fourth week
    brewer: Hand  # writes in another one, and about tea; takes a post back
    sleeper: Hand  # lives where it is night when plans come out; is late with everything
    reserved: Hand  # would rather not be matched with somebody
    team: list[Hand]  # who is on the team at this moment
    turns: list[Turn] = field(default_factory=list)
    forward: set[str] = field(default_factory=set)  # addresses of the posts that were put forward

    def named(self, name: str) -> Hand:
        """Give the one with a name."""
        return next(hand for hand in self.company.hands if hand.name == name)

    def of_week(self, week: int) -> list[Turn]:
        """Give what the plan of a week asked for."""
        return [turn for turn in self.turns if turn.week == week]


def cast_of(company: Company, scenes: Scenes) -> People:
    """Give everybody their part, by their habits."""
    return People(
        company,
        scenes,
        founder=company.who(Habit.STEADY),
        leaver=company.who(Habit.LATE),
        traveller=company.who(Habit.CAREFUL),
        brewer=company.who(Habit.EAGER),
        sleeper=company.who(Habit.SILENT),
        reserved=company.who(Habit.CHOOSY),
        team=list(company.hands),
    )


async def before_close(people: People) -> None:
    """Let time pass until new posts are there, and there is time to put them forward."""
    while True:
        at, kind = await people.company.parts.port.next_step()
        if kind == "close":
            return await people.company.to(at - BEFORE_CLOSE)
        await people.company.to(at)


async def step(people: People, kind: str) -> None:
    """Let time pass until the bot's weeks have taken a step: close, publish or end."""
    taken = ""
    while taken != kind:
        at, taken = await people.company.parts.port.next_step()
        await people.company.to(at)


async def put_forward(people: People, hands: Iterable[Hand], **more: str | tuple[str, ...]) -> None:
    """Let some put their newest post forward; who has none writes one. `more`: what else they fill in."""
    for hand in hands:
        post = _newest(people, hand)
        people.forward.add(post.url)
        form = await hand.command("post submit", url=post.url)
        # What no feed has brought yet has no title here.
        asks_title = form.form is not None and any(field.label.startswith("Title") for field in form.form.fields)
        title = {"title": post.title} if asks_title else {}
        await hand.fill(form, reader_line=post.line, money="none", **title, **more)
        await people.company.parts.port.settled()


def _newest(people: People, hand: Hand) -> BlogPost:
    """Give somebody's newest post that they have not put forward; who has none writes one."""
    now = people.company.parts.clock()
    found = people.company.parts.blogs.published(hand.blogger.host)
    fresh = [post for post in found if post.published_at > now - FRESH and post.url not in people.forward]
    if fresh:
        return fresh[0]
    subject = hand.blogger.subjects[len(people.forward) % len(hand.blogger.subjects)]
    title = f"A few words on {subject}"
    return hand.to_blog(f"publishes “{title}”").publish(title, "What I know of it by now, in five minutes.")


async def asked(people: People, week: int, hands: Iterable[Hand] = ()) -> None:
    """Let everybody, or some, read what the plan of a week asks of them, and keep it."""
    for hand in hands or people.team:
        shown = await hand.command("week show")
        for spot in hand.spots(shown.messages, "Done"):
            if "That week is over" in spot.text:
                continue
            title, author = of(spot)
            people.turns.append(Turn(week, hand, author, title, spot.text))


async def button(people: People, hand: Hand, label: str, title: str, when: str = "this") -> Spot:
    """Give somebody's button with a label beside a post, in their own week. StoryBroke where there is none."""
    with people.company.report.hushed():  # what stands there was read when the plan came out
        shown = await hand.command("week show", when=when)
    found = next((spot for spot in hand.spots(shown.messages, label) if of(spot)[0] == title), None)
    if found is None:
        raise StoryBroke(f"{hand.name} looked for [{label}] beside “{title}”, and it was not there.")
    return found


async def say_done(people: People, hand: Hand, title: str, *, when: str = "this", **how: str) -> Shown:
    """Let somebody say that they recommended a post; `how`: what they fill in, else something that they say."""
    form = await hand.press(await button(people, hand, "Done", title, when))
    shown = await hand.fill(form, **(how or {"a_word": hand.blogger.says[0]}))
    await people.company.parts.port.settled()
    return shown


async def do_the_rest(people: People, *but: Hand) -> None:
    """Let everybody but some do, in their own words, whatever they are still asked for."""
    await people.company.recommend(hand for hand in people.team if hand not in but)


def several(turns: Iterable[Turn], count: int, *but: Hand) -> list[Turn]:
    """Choose so many turns of as many people and posts, the posts first that the fewest are asked for, none of some.

    StoryBroke where there are not so many.
    """
    known = list(turns)
    often = Counter(turn.title for turn in known)
    rows = sorted((turn for turn in known if turn.hand not in but), key=lambda turn: (often[turn.title], turn.title))
    for chosen in combinations(rows, count):
        if len({turn.title for turn in chosen}) == len({turn.hand.name for turn in chosen}) == count:
            return list(chosen)
    raise StoryBroke(f"{count} people were to be asked for a post each, and were not.")


async def pushes(people: People) -> list[Push]:
    """Look at everything that was ever asked, as the store has it."""
    rows = (await people.company.parts.port.inspect()).rows
    return [push_of(row) for row in rows if row.table == "assignment"]


def readers_of(people: People, *words: str) -> set[str]:
    """Name those who read all of some words in one piece of what they read."""
    entries = (entry for entry in people.company.report.entries if entry.kind == "saw")
    return {entry.who for entry in entries if all(one in entry.text for one in words)}
