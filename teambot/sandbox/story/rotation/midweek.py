"""A week that runs, and somebody is there no more: away, gone for good, or their post is."""

from datetime import timedelta

from teambot.sandbox.story.feeds.people import sentences, told
from teambot.sandbox.story.rotation.ledger import pages_of, sum_of
from teambot.sandbox.story.rotation.people import People, Turn, pushes, readers_of

AWAY = "somebody is away in mid-week: what they were asked for is offered on"
BACK = "who was away comes back as they stood"
WITHDRAWN = "a post is taken back in mid-week, and whoever was asked for it is told kindly"
LEFT = "a member leaves in mid-week: what they were asked for is offered on, their place is free"
SOME_DAYS = "in 10 days"
HALF_A_DAY = timedelta(hours=12)


async def away(people: People) -> None:
    """Let somebody go away in the middle of a week, for longer than it lasts."""
    hand = people.traveller
    people.company.report.tell(f"{hand.name}'s sister has had a child. She is off in an hour.")
    mine = [turn for turn in people.of_week(4) if turn.hand is hand]
    said = await hand.command("week away", until=SOME_DAYS)
    await people.company.look()
    states = await _states(people, hand.name, mine)
    others = readers_of(people, f"{hand.name} was away") | readers_of(people, f"{hand.name}'s")
    missing = sentences(
        (bool(mine), f"{hand.name} was asked for nothing."),
        (hand.sees(said, "offered on; nobody is told whose"), "she was not told what becomes of it."),
        (states == {"released"}, f"what she was asked for stands as {', '.join(sorted(states))}."),
        (not others - {hand.name}, f"whose it was, is known to {', '.join(sorted(others))}."),
    )
    people.scenes.happened(AWAY, 4, f"what {hand.name} was asked for is open to others, unnamed", *missing)


async def back(people: People) -> None:
    """Let her come back before it was due."""
    hand = people.traveller
    before = {push.author for push in await pushes(people) if push.pusher == hand.name and push.state == "asked"}
    shown = await hand.press(await hand.command("week away"), "Back early")
    missing = sentences(
        (hand.sees(shown, "You stand where you stood"), "she was not told so."),
        (not before, f"she was asked while she was away, for {', '.join(sorted(before))}."),
    )
    people.scenes.happened(BACK, 5, f"{hand.name} is back, with nothing to make up for", *missing)


async def withdraw(people: People) -> None:
    """Let an author take a post back that somebody is still asked for."""
    hand = people.brewer
    turns = [turn for turn in people.of_week(4) if turn.author == hand.name and turn.hand is not people.traveller]
    people.company.report.tell(f"{hand.name} finds a mistake in the post, and takes it back.")
    sure = await hand.pick("post withdraw", "post", turns[0].title[:12])
    await hand.press(sure, "Yes, take it out")
    await people.company.later(HALF_A_DAY)  # somebody is asleep when it is taken back
    thanked = [one.hand.name for one in turns if await told(one.hand, f"{turns[0].title} was taken back, so there is")]
    states = {
        push.state for push in await pushes(people) if push.author == hand.name and push.week == await _newest(people)
    }
    missing = sentences(
        (len(thanked) == len(turns), f"told were: {', '.join(thanked) or 'none'}."),
        (not states & {"asked", "open"}, "somebody is still asked for it."),
    )
    people.scenes.happened(WITHDRAWN, 4, f"{' and '.join(thanked)} had been ready to, and were thanked", *missing)


async def leave(people: People) -> None:
    """Let somebody leave in the middle of a week."""
    hand, company = people.leaver, people.company
    company.report.tell(f"{hand.name} has a new job, and leaves.")
    mine = [turn for turn in people.of_week(5) if turn.hand is hand]
    form = await hand.press(await hand.command("team leave"), "Leave…")
    left = await hand.fill(form)
    people.team.remove(hand)
    await company.later(timedelta(hours=1))
    stands = sum_of(await pages_of(hand))
    listed = await people.founder.command("team members")
    states = await _states(people, hand.name, mine)
    newest = await _newest(people)
    theirs = {push.state for push in await pushes(people) if push.author == hand.name and push.week == newest}
    missing = sentences(
        (hand.sees(left, "You have left"), f"{hand.name} could not leave."),
        (bool(mine) and states == {"released"}, f"what they were asked for stands as {', '.join(sorted(states))}."),
        (not theirs & {"asked", "open"}, "somebody is still asked for their post."),
        (people.founder.sees(listed, f"{len(people.team)} members"), "their place is not free."),
        (not stands, f"{hand.name}'s ledger makes {stands}, and whoever leaves stands at nothing."),
    )
    people.scenes.happened(
        LEFT, 5, f"{hand.name} left; nobody was told whose recommendations were offered on", *missing
    )


async def _newest(people: People) -> str:
    return max(push.week for push in await pushes(people))


async def _states(people: People, name: str, turns: list[Turn]) -> set[str]:
    """Give how somebody's recommendations of the newest plan stand, of some authors."""
    authors, newest = {turn.author for turn in turns}, await _newest(people)
    found = [push for push in await pushes(people) if push.week == newest and push.pusher == name]
    return {push.state for push in found if push.author in authors}
