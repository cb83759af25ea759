"""Stepping back: a pause and back again, gone from the server and back, and leaving for good."""

from datetime import timedelta

from teambot.sandbox.story.deciding.people import People

PAUSE = "a break, and back with one click"
GONE = "gone from the server, found out, and back"
LEAVES = "a member leaves, and says goodbye"
SOME_DAYS = timedelta(days=3)
GOODBYE = "I learned more about soup here than I can brew. The kettle is always on."


async def pause(people: People) -> None:
    """Let somebody take a break without an end, and come back."""
    hand, company = people.questioned, people.company
    company.report.tell(f"{hand.name} needs a break, and does not know for how long.")
    await hand.press(await hand.command("week away"), "I don't know until when")
    await company.later(SOME_DAYS)
    listed = await people.founder.command("team members")
    back = await hand.press(await hand.command("week show"), "I'm back")
    missing = [] if "taking a break" in listed.text else ["the team was not shown that somebody takes a break."]
    if "You stand where you stood" not in back.text:
        missing.append(f"{hand.name} did not come back with one click.")
    people.scenes.happened(PAUSE, 5, f"{hand.name} took a break and came back; nobody was told why", *missing)


async def gone(people: People) -> None:
    """Let somebody leave the Discord server: it is found out, they are paused, and come back where they stood."""
    hand, company = people.writer, people.company
    company.report.tell(f"{hand.name} leaves the server by mistake, and notices days later.")
    hand.leave_server()
    await company.later(SOME_DAYS)
    listed = await people.founder.command("team members")
    hand.come_back()
    back = await hand.press(await hand.command("week show"), "I'm back")
    missing = [] if "taking a break" in listed.text else [f"nobody found out that {hand.name} had gone."]
    if "You stand where you stood" not in back.text:
        missing.append(f"{hand.name} did not come back with one click.")
    people.scenes.happened(GONE, 6, f"{hand.name} was paused, not forgotten, and came back", *missing)


async def leave(people: People) -> None:
    """Let somebody leave for good, with a word to the team."""
    hand, company = people.critic, people.company
    company.report.tell(f"{hand.name} has had enough of asking others for things, and leaves.")
    form = await hand.press(await hand.command("team leave"), "Leave…")
    left = await hand.fill(form, say_goodbye="Yes, tell the team that I have left", in_your_own=GOODBYE)
    people.team.remove(hand)
    await company.later(timedelta(hours=1))
    await hand.command("week show")
    missing = [] if "You have left" in left.text else [f"{hand.name} could not leave."]
    if not people.founder.has_read(GOODBYE):
        missing.append("the goodbye was not brought.")
    if people.has_role(hand):
        missing.append(f"{hand.name} still has the team's role.")
    people.scenes.happened(LEAVES, 6, f"{hand.name} left with a goodbye, and the role was taken back", *missing)
