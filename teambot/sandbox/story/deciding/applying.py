"""Asking to join: the address, whose blog it is, the form, a voucher; what everybody's application has in common."""

import re
from dataclasses import dataclass
from datetime import timedelta

from teambot.sandbox.story.deciding.people import People
from teambot.sandbox.story.hand import Hand, Shown, StoryBroke

TOKEN = re.compile(r"teambot-[a-z0-9]+")
A_WHILE = timedelta(minutes=20)  # while an applicant writes on their blog


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who asks, what they answer, and who vouches for them."""

    applicant: Hand
    voucher: Hand
    why: str
    because: str

    @property
    def question(self) -> str:
        """Give the question on the vote's card."""
        return f"Shall {self.applicant.name} join"


async def ask(people: People, asking: Asking) -> None:
    """Let somebody apply with the bare name of their blog, show whose it is, and answer the form."""
    hand, company = asking.applicant, people.company
    company.report.tell(f"{hand.name} of {hand.blogger.town}, who writes “{hand.blogger.blog}”, would like to join.")
    screen = await hand.command("team apply", blog=hand.blogger.host)
    if hand.spots(screen.messages, "Check again"):
        screen = await _proven(people, hand, screen)
    posts = company.parts.blogs.published(hand.blogger.host)
    form = await hand.press(screen, "Fill in the form")
    await hand.fill(
        form,
        what_is_your_blog=hand.blogger.topics,
        the_address=posts[0].url,
        why_this_team=asking.why,
        what_do_your_readers=hand.blogger.about,
    )
    await company.look()


async def _proven(people: People, hand: Hand, screen: Shown) -> Shown:
    """Put the words that the bot asks for on the blog, as its owner alone can."""
    found = TOKEN.search(screen.text)
    if found is None:
        raise StoryBroke(f"{hand.name} was not told what to put on the blog.")
    hand.put_on_blog(found.group())
    await people.company.later(A_WHILE)
    return await hand.press(screen, "Check again")


async def vouch(people: People, asking: Asking) -> None:
    """Let a member vouch by the card in the channel; the vote opens with it."""
    voucher, name = asking.voucher, asking.applicant.name
    form = await voucher.press(voucher.card(f"{name} would like to join"), "Vouch")
    await voucher.fill(form, why_should=asking.because)
    await people.company.look()


async def join(people: People, hand: Hand) -> list[str]:
    """Let somebody who was admitted accept the charter; says what is missing of being a member then."""
    company = people.company
    charter = await hand.press(await hand.command("team apply"), "Read the charter and join")
    welcome = await hand.press(charter, "Join the team")
    await company.later(A_WHILE)
    people.team.append(hand)
    missing = [] if people.has_role(hand) else [f"{hand.name} did not get the team's role."]
    if "Welcome to" not in welcome.text:
        missing.append(f"{hand.name} was not welcomed.")
    return missing
