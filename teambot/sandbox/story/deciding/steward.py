"""The team chooses its first steward."""

from teambot.sandbox.story.deciding.people import People, choices_left, vote

NAME = "the first steward is chosen"


async def play(people: People) -> None:
    """Let the founder offer to be steward, and everybody vote; as all have voted, it ends after three days."""
    founder, company = people.founder, people.company
    company.report.tell(f"{founder.name} would keep the team running.")
    await founder.press(await founder.press(founder.card("has formed"), "I'd be the steward"), "Put it to the team")
    await company.look()
    question = f"Shall {founder.name} be steward"
    refused = await founder.press(founder.card(question), "Yes")
    await vote(people, question, dict.fromkeys(people.voters(founder), "Yes"))
    await company.until(f"{founder.name} as steward ends")
    missing = await choices_left(people, "name_steward")
    if not founder.has_read(f"Carried: {founder.name} is steward."):
        missing.append("it was not carried.")
    if "This vote is about you" not in refused.text:
        missing.append(f"{founder.name} could vote on themself.")
    people.scenes.happened(NAME, 1, f"{founder.name} was named by a vote of all, after three days", *missing)
