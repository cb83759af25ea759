"""Who plays in the story of a team that decides about itself, and what they do together: voting, and counting after."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from teambot.sandbox.cast import Habit
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.hand import Hand, StoryBroke
from teambot.sandbox.story.report import SAW
from teambot.sandbox.story.scenes import Scenes
from teambot.sandbox.story.ways import Ways

LEFT_NOTHING = "nobody's choice is kept"


@dataclass(frozen=True, slots=True)
class People:
    """The team's six and three from outside, by what they do in this story."""

    company: Company
    scenes: Scenes
    ways: Ways  # what they do in a week, where the story does not say
    founder: Hand  # founds the team, and is its first steward
    traveller: Hand  # is away while somebody is voted on
    writer: Hand  # proposes to change the charter
    critic: Hand  # has a concern, and leaves in the end
    forgetful: Hand  # does not accept the new charter in time
    questioned: Hand  # reads a concern, answers it, and stays
    newcomer: Hand  # applies, joins, is in two teams in the end
    stranger: Hand  # applies, and is told: not this time
    copyist: Hand  # applies, is voted on twice, and is removed in the end
    team: list[Hand]  # who is on the team at this moment

    def has_role(self, hand: Hand) -> bool:
        """Say whether somebody has the team's role on the server."""
        team = self.company.parts.team
        return team.role_id in self.company.parts.discord.world.guilds[team.guild_id].members[hand.id].roles

    def voters(self, *about: Hand) -> list[Hand]:
        """Give who is on the team, less whom a vote is about."""
        return [hand for hand in self.team if hand not in about]


def cast_of(company: Company, scenes: Scenes, ways: Ways) -> People:
    """Give everybody their part: the six by their habits, those from outside in the cast's order."""
    newcomer, stranger, copyist = (hand for hand in company.hands if hand.blogger.habit is Habit.OUTSIDE)
    return People(
        company,
        scenes,
        ways,
        founder=company.who(Habit.STEADY),
        traveller=company.who(Habit.LATE),
        writer=company.who(Habit.CAREFUL),
        critic=company.who(Habit.EAGER),
        forgetful=company.who(Habit.SILENT),
        questioned=company.who(Habit.CHOOSY),
        newcomer=newcomer,
        stranger=stranger,
        copyist=copyist,
        team=[hand for hand in company.hands if hand.blogger.habit is not Habit.OUTSIDE],
    )


async def vote(people: People, question: str, choices: Mapping[Hand, str]) -> None:
    """Let people vote on the newest card that asks a question; of the answers, which are alike, the first is told."""
    for number, (hand, label) in enumerate(choices.items()):
        with people.company.report.hushed(SAW) if number else nullcontext():
            await hand.press(hand.card(question), label)
            await people.company.parts.port.settled()  # the card is drawn anew after each, in every run alike


async def choices_left(people: People, kind: str) -> list[str]:
    """Name the closed votes of a kind of which somebody's choice is still in the store; [] is what must be."""
    rows = [row for row in (await people.company.parts.port.inspect()).rows if row.table == "motion"]
    closed = [row for row in rows if row.kind == kind and row.state != "open"]
    if not closed:
        raise StoryBroke(f"No vote of the kind “{kind}” has ended.")
    return [f"of “{row.subject}” choices are left." for row in closed if LEFT_NOTHING not in (row.explained or "")]


def read_by(people: People, words: str) -> set[str]:
    """Name those who read some words, anywhere."""
    return {entry.who for entry in people.company.report.entries if entry.kind == "saw" and words in entry.text}


def read_in_public(people: People, words: str) -> bool:
    """Say whether some words stood in a channel, where everybody reads them."""
    entries = people.company.report.entries
    return any(entry.where.startswith("#") and words in entry.text for entry in entries if entry.kind == "saw")
