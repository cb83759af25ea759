"""A removal from both sides: who proposes and seconds it, who it is about, who votes; one stays, one has to go."""

from dataclasses import dataclass
from datetime import timedelta

from teambot.sandbox.story.deciding.people import People, choices_left, read_by, read_in_public, vote
from teambot.sandbox.story.hand import Hand

STAYS = "a removal that fails, read and answered first by whom it is about"
GOES = "a removal that is carried"
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody has against somebody, and who seconds it."""

    proposer: Hand
    seconder: Hand
    about: Hand
    concern: str

    @property
    def question(self) -> str:
        """Give the question on the vote's card."""
        return f"Shall {self.about.name} be removed"


async def stays(people: People) -> None:
    """Let a concern be read and answered before anybody votes, and the team keep who it is about."""
    about, company = people.questioned, people.company
    words = "The pan in your last post was sent to you by its maker, and the post does not say so. That is clause 4."
    answer = "They lent it, and it has gone back. I have put a line on top of the post; I should have done so at once."
    case = Case(people.critic, people.founder, about, words)
    await _propose(people, case)
    concern = await about.press((await about.command("week show")), "Read the concern")
    await company.later(AN_HOUR)
    await about.fill(await about.press(concern, "Answer"), what_you=answer)
    await company.look()
    keep = dict.fromkeys(people.voters(about), "Keep")
    await vote(people, case.question, keep | {people.critic: "Remove", people.founder: "Remove"})
    company.report.tell(f"{people.writer.name} reads both sides once more.")
    await people.writer.press(people.writer.card(case.question), "Concern and answer")
    await vote(people, case.question, {people.writer: "Abstain"})
    await company.until(f"removing {about.name} ends")
    missing = await _closed(people, case, f"{about.name} stays.")
    if not people.writer.has_read(answer):
        missing.append("who votes could not read the answer.")
    if read_in_public(people, answer):
        missing.append("the answer stood in the channel.")
    people.scenes.happened(STAYS, 3, f"{about.name} read it first, answered, and stays", *missing)


async def opens(people: People) -> Case:
    """Let a second concern be read and not be answered: after two days the vote opens by itself. Gives the case."""
    about, company = people.copyist, people.company
    words = (
        "Two posts of this month are out of a cookery book, word for word; asked about it, you said that nobody would"
        " notice. Clause 3 says: our own."
    )
    case = Case(people.founder, people.traveller, about, words)
    await _propose(people, case)
    await about.press((await about.command("week show")), "Read the concern")
    await company.until(f"the vote on removing {about.name} opens")
    await vote(people, case.question, dict.fromkeys(people.voters(about), "Remove") | {people.newcomer: "Keep"})
    return case


async def goes(people: People, case: Case) -> None:
    """Let the vote end, and see that who was removed was told kindly, and asked for nothing more."""
    about, company = case.about, people.company
    await company.until(f"removing {about.name} ends")
    people.team.remove(about)
    missing = await _closed(people, case, f"{about.name} is no longer on the team. Please leave it there.")
    refused = await about.command("week show")
    await company.later(AN_HOUR)
    if about.spots(refused.messages, "Done"):
        missing.append(f"{about.name} is still asked for something.")
    if "My data" not in refused.text:
        missing.append(f"{about.name} was not offered what is theirs.")
    if people.has_role(about):
        missing.append(f"{about.name} still has the team's role.")
    people.scenes.happened(GOES, 5, f"{about.name} was told kindly, offered the export, and has no role", *missing)


async def _propose(people: People, case: Case) -> None:
    company = people.company
    company.report.tell(f"{case.proposer.name} has a concern about {case.about.name}.")
    form = await case.proposer.pick("team propose", "member", case.about.name[:5], kind="remove")
    await case.proposer.fill(form, your_concern=case.concern, who_seconds=case.seconder.name)
    await company.look()
    asked = await case.seconder.press((await case.seconder.command("week show")), "Read the concern")
    await case.seconder.press(asked, "I second it")
    await company.look()


async def _closed(people: People, case: Case, result: str) -> list[str]:
    """Say what is wrong with how a removal ended: the words, who read what, what is left."""
    missing = await choices_left(people, "remove")
    if not all(hand.has_read(result) for hand in people.voters()):
        missing.append(f"not everybody read “{result}”.")
    if read_in_public(people, case.concern):
        missing.append("the concern stood in the channel.")
    early = read_by(people, case.concern) - {case.seconder.name, case.about.name, people.writer.name}
    missing += [f"{name} read the concern and had not asked for it." for name in sorted(early)]
    return missing
