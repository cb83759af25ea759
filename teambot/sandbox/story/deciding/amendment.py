"""The charter is changed: proposed, shown as what changes, carried, accepted; and one who forgets."""

from contextlib import nullcontext

from teambot.sandbox.story.deciding.people import People, choices_left, vote
from teambot.sandbox.story.report import SAW

CARRIED = "a change of the charter is proposed and carried"
FORGOTTEN = "who forgets to accept the charter is paused, and back with one click"
CLAUSE = "We answer one another's questions within a week."
QUESTION = "Shall the charter"
NEEDS = "We've stopped sending you assignments, because version 2"


async def change(people: People) -> None:
    """Let a member propose one more clause, the team vote on it, and all but one accept the new version."""
    writer, company = people.writer, people.company
    company.report.tell(f"{writer.name} would like one more clause in the charter.")
    form = await writer.command("team propose", kind="charter")
    before = form.form.fields[0].value if form.form is not None else ""
    await writer.fill(form, all_clauses=f"{before}\n{CLAUSE}")
    await company.look()
    shown = writer.card(QUESTION).text
    choices = dict.fromkeys(people.voters(), "Yes")
    choices |= {people.critic: "No", people.questioned: "No"}
    await vote(people, QUESTION, choices)
    await company.until("the vote on the charter ends")
    missing = await choices_left(people, "amend")
    if CLAUSE not in shown or str(before).split("\n")[0] in shown:
        missing.append("the card did not show what changes, and that alone.")
    for number, hand in enumerate(people.voters(people.forgetful)):
        with company.report.hushed(SAW) if number else nullcontext():
            said = await hand.press(await hand.command("team charter"), "I accept")
        if "version 2" not in said.text:
            missing.append(f"{hand.name} could not accept the new version.")
    people.scenes.happened(CARRIED, 2, "the card showed what changes; version 2 is in force", *missing)


async def forget(people: People) -> None:
    """Let the time to accept pass for the one who forgot, and let them come back."""
    forgetful, company = people.forgetful, people.company
    company.report.tell(f"{forgetful.name} has forgotten the new charter.")
    await company.until(f"{forgetful.name} is paused, unless")
    week = await forgetful.command("week show")
    charter = await forgetful.command("team charter")
    said = await forgetful.press(charter, "I accept")
    missing = []
    if NEEDS not in week.text:
        missing.append(f"{forgetful.name} was not told why nothing is sent any more.")
    if "You are back on the team" not in said.text:
        missing.append(f"{forgetful.name} did not come back by accepting.")
    people.scenes.happened(
        FORGOTTEN, 4, f"{forgetful.name} was paused after 14 days, and back with one click", *missing
    )
