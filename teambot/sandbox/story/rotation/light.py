"""A light week: proposed by the bot after six full ones in a row, called by the steward."""

from teambot.sandbox.story.feeds.people import offered, sentences
from teambot.sandbox.story.rotation.people import People, readers_of

PROPOSED = "after six full weeks in a row the steward alone is asked whether a light one would do good"
LIGHT = "a light week is called: nobody is asked for more than one"
MAKE = "Make it light"


async def call(people: People) -> None:
    """Let the steward read the bot's question, and call a light week."""
    hand, question = people.founder, "6 full weeks in a row"
    people.company.report.tell(f"Six full weeks. The bot has a question for {hand.name}.")
    shown = await hand.press(await offered(hand, MAKE, question))
    readers = readers_of(people, question)
    missing = sentences(
        (hand.sees(shown, "It is a light week now"), "it was not made light."),
        (readers == {hand.name}, f"asked were: {', '.join(sorted(readers))}."),
    )
    people.scenes.happened(PROPOSED, 6, f"{hand.name} was asked, once, and called one", *missing)


async def lived(people: People) -> None:
    """See that nobody is asked for more than one, and that the card says so."""
    most = max(sum(turn.hand is hand for turn in people.of_week(7)) for hand in people.team)
    acts = await people.brewer.press(await people.brewer.command("team members"), "What the stewards did")
    missing = sentences(
        (most == 1, f"somebody is asked for {most}."),
        (
            people.brewer.sees(people.brewer.card("week of"), "A light week: nobody is asked"),
            "the card does not say so.",
        ),
        (people.brewer.sees(acts, f"{people.founder.name} called a light week"), "it does not stand in the log."),
    )
    people.scenes.happened(LIGHT, 7, f"{len(people.of_week(7))} people, one recommendation each", *missing)
