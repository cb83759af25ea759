"""A team that has formed and has a steward, and what some of them say of themselves before the first plan."""

from teambot.sandbox.sample import form_team
from teambot.sandbox.story.hand import Hand, Shown, StoryBroke
from teambot.sandbox.story.rotation.people import People

ZONE = "America/Halifax"
APART = "Not matched with"


async def found(people: People) -> None:
    """Found the team and name its first steward, as other stories tell."""
    company, founder = people.company, people.founder
    company.report.tell(f"{founder.name} founds a team of six, and is its first steward, as in the other stories.")
    with company.report.hushed():
        await form_team(company.parts, company.hands)
        await company.look()
        await founder.press(await founder.press(founder.card("has formed"), "I'd be the steward"), "Put it to the team")
        await company.look()
        question = f"Shall {founder.name} be steward"
        for hand in company.others(founder):
            await hand.press(hand.card(question), "Yes")
            await company.parts.port.settled()
        await company.until(f"{founder.name} as steward ends")


async def settings(people: People) -> None:
    """Let some say which languages they write in, when they sleep, and with whom they would not be matched."""
    tell = people.company.report.tell
    tell("Before the first plan some of them look through their settings.")
    brewer, traveller, sleeper = people.brewer, people.traveller, people.sleeper
    screen = await brewer.command("me settings")
    await brewer.fill(await brewer.press(screen, "Topics"), what_you=f"tea, {brewer.blogger.topics}")
    await _languages(brewer, screen, "Chinese")
    await _languages(traveller, await traveller.command("me settings"), "Spanish")
    screen = await sleeper.command("me settings")
    await sleeper.press(screen, "Turn direct messages on")
    await sleeper.fill(await sleeper.press(screen, "Quiet hours"), where_you_live=ZONE)
    screen = await people.leaver.command("me settings")
    await people.leaver.press(screen, "Stop the weekly reminder")
    tell(f"{people.reserved.name} has a reason, and nobody asks for it.")
    screen = await people.reserved.command("me settings")
    await people.reserved.choose(screen, APART, [_value(screen, APART, sleeper.name)])


async def _languages(hand: Hand, screen: Shown, languages: str) -> None:
    await hand.fill(await hand.press(screen, "Languages"), languages=languages)


def _value(shown: Shown, placeholder: str, label: str) -> str:
    """Give the value behind a label in a menu."""
    menus = [menu for message in shown.messages for menu in message.selects if menu.placeholder == placeholder]
    found = next((value for menu in menus for name, value in menu.options if name == label), None)
    if found is None:
        raise StoryBroke(f"“{label}” was to be in the menu “{placeholder}”, and was not.")
    return found
