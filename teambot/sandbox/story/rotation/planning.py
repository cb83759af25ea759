"""A plan before it is out and as it comes out: the steward's look at it, its reasons, its days, and how it was made."""

import re
from datetime import timedelta

from teambot.sandbox.story.feeds.people import sentences
from teambot.sandbox.story.hand import Hand
from teambot.sandbox.story.rotation.people import People, asked, before_close, pushes, put_forward, readers_of, step

PREVIEW = "a steward looks at the coming plan, and reads no name beside another"
REBUILT = "a plan is built again before it is out, and everybody can read that it was"
REASONS = "everybody reads why it is them: a topic, a season, a first time, the weeks since"
DAYS = "everybody who is asked for one post is shown another day for it"
METHOD = "anybody can read how it was planned, and whether it is even"
QUIET = "a plan that comes out at night waits for the morning of who is asleep"
FEW = "few posts: less is asked, and the card says so"
NO_TURN = "a post without a turn: its author reads why, and nobody else"
EVEN = "whether it is even over eight weeks is said to everybody alike, and it is so"
DAY = re.compile(r"A day that may suit you: ([^.]+)\.")
SEASON = "it is summer where your readers are"
TOPIC = "you write about tea too"
TO_EIGHT = timedelta(hours=4)  # 9:00 where the team is, 4:00 where the sleeper is
LOAD, LAST = 2, 8  # the team's rule; the weeks that are looked back over


async def preview(people: People) -> None:
    """Let everybody put a post forward, and the steward look at the plan once they are in, and build it again."""
    company, steward, reader = people.company, people.founder, people.leaver
    await before_close(people)
    company.report.tell(f"Everybody puts a post forward; {people.leaver.name}'s is one for a summer.")
    with company.report.hushed():
        await put_forward(people, company.others(people.leaver))
    await put_forward(people, [people.leaver], months=("January", "February"))
    await step(people, "close")
    company.report.tell(f"Posts are in. {steward.name} looks at the plan before it is out.")
    first = await steward.command("teambot plan")
    again = await steward.press(first, "Build it again")
    acts = await reader.press(await reader.command("team members"), "What the stewards did")
    names = [hand.name for hand in company.hands]
    beside = [line for line in first.text.splitlines() if sum(name in line for name in names) > 1]
    missing = sentences(
        (steward.sees(first, f"{len(people.team)} posts are put forward for it"), "not all posts were in it."),
        (all(name in first.text for name in names), "it does not say whose they are."),
        (not beside, f"two names stand side by side: {'; '.join(beside)}"),
        (steward.sees(first, "If all of this plan is done, it is"), "it does not say whether it is even."),
    )
    people.scenes.happened(PREVIEW, 1, "which posts, and whether it is even", *missing)
    missing = sentences(
        (steward.sees(again, "It was built again once"), "it was not built again."),
        (reader.sees(acts, f"{steward.name} had the week's plan built again"), "it does not stand in the log."),
    )
    people.scenes.happened(REBUILT, 1, f"{reader.name}, who is no steward, read it in the log", *missing)


async def night(people: People) -> None:
    """Let the plan come out while it is night where one of them lives: it rings only in their morning."""
    hand, company = people.sleeper, people.company
    await step(people, "publish")
    company.report.tell(f"It is night where {hand.name} lives.")
    early = _rang(hand)
    rang = [other.name for other in company.others(hand) if _rang(other)]
    await company.later(TO_EIGHT)
    missing = sentences(
        (not early, f"{hand.name} was woken."),
        (bool(rang), "nobody else had a direct message when the plan came out."),
        (_rang(hand), f"{hand.name} had none in the morning."),
    )
    people.scenes.happened(QUIET, 1, f"the plan came out, and {hand.name}'s telephone kept quiet until 8", *missing)


async def out(people: People) -> None:
    """Let everybody read what the first plan asks of them, and why, and on which day; and how it was planned."""
    company, curious = people.company, people.traveller
    company.report.tell("Everybody reads what is asked of them, and why.")
    await asked(people, 1)
    posts = {turn.title for turn in people.turns}
    days = {title: [_day(turn.text) for turn in people.turns if turn.title == title] for title in posts}
    common = [title for title, each in days.items() if len(set(each)) < len(each) or "" in each]
    missing = [f"of “{title}” two are shown the same day, or none." for title in sorted(common)]
    missing += [] if people.turns else ["nobody was asked for anything."]
    people.scenes.happened(DAYS, 1, f"{len(posts)} posts, none of which is shown two people for one day", *missing)
    company.report.tell(f"{curious.name} wonders how all this came about.")
    method = await curious.press(curious.card("week of"), "How this was planned")
    missing = sentences(
        (curious.sees(method, "Everybody helps about as much as they are helped"), "it does not say by what rule."),
        (curious.sees(method, "drawn by lot, and never by who joined first"), "it does not say what chance decides."),
        (not any(hand.name in method.text for hand in company.hands), "it names somebody."),
    )
    people.scenes.happened(METHOD, 1, f"{curious.name} read it, in general; nobody is named in it", *missing)


def reasons(people: People) -> None:
    """See that in these weeks every kind of reason was read by somebody, and that none is about anybody else."""
    kinds = {"a topic": TOPIC, "a season": SEASON, "a first time": "before", "the weeks": "weeks since you last"}
    found = {kind: [turn for turn in people.turns if words in turn.text] for kind, words in kinds.items()}
    missing = [f"nobody read of {kind}." for kind, turns in found.items() if not turns]
    names = [hand.name for hand in people.company.hands]
    for turn in people.turns:
        others = [name for name in names if name in turn.text and name not in (turn.author, turn.hand.name)]
        missing += [f"{turn.hand.name} read of {name} beside a post of {turn.author}." for name in others]
    told = "; ".join(f"{kind}: {turns[0].hand.name} for {turns[0].author}" for kind, turns in found.items() if turns)
    people.scenes.happened(REASONS, 4, told, *missing)


async def few(people: People) -> None:
    """Let two alone put something forward: less is asked, the card says so, and each reads it of themself."""
    company, hands = people.company, [people.founder, people.reserved]
    await before_close(people)
    company.report.tell("A slow week: two have something new.")
    with company.report.hushed():
        await put_forward(people, hands)
    await step(people, "publish")
    card = people.founder.card("week of")
    await asked(people, 3)
    less = readers_of(people, "You are asked for less than you have time for")
    missing = sentences(
        (people.founder.sees(card, "Few posts this week, so less is asked."), "the card does not say so."),
        (bool(less), "nobody read that less is asked of them."),
        (all(turn.author in {hand.name for hand in hands} for turn in people.of_week(3)), "another post is in it."),
    )
    shown = f"two posts, {len(people.of_week(3))} recommendations; {len(less)} read that they are asked for less"
    people.scenes.happened(FEW, 3, shown, *missing)


def no_turn(people: People, week: int) -> None:
    """See that who was recommended and never recommended has no turn, reads why, and is the only one who does."""
    hand, words = people.sleeper, "Your post has no turn in this plan: so far you were recommended more often"
    readers = readers_of(people, words)
    missing = sentences(
        (hand.name in readers, f"{hand.name} did not read it."),
        (not readers - {hand.name}, f"others read it: {', '.join(sorted(readers - {hand.name}))}."),
        (all(turn.author != hand.name for turn in people.of_week(week)), f"somebody was asked for {hand.name}."),
    )
    people.scenes.happened(NO_TURN, week, f"{hand.name} can have it back by one recommendation, and knows", *missing)


async def even(people: People, week: int) -> None:
    """Let everybody read whether it is even, and reckon it out of what the store holds."""
    company = people.company
    company.report.tell("Is it even, after all these weeks? Everybody may ask, and everybody is told the same.")
    told = set()
    for hand in people.team:
        method = await hand.press(hand.card("week of"), "How this was planned")
        told.add(method.text.splitlines()[-1])
    made = [push for push in await pushes(people) if push.state == "done"]
    weeks = sorted({push.week for push in await pushes(people)})[-LAST:]
    counted = [push for push in made if push.week in weeks]
    apart = {
        hand.name: sum((push.pusher == hand.name) - (push.author == hand.name) for push in counted)
        for hand in people.team
    }
    truly = all(abs(less) <= 3 * LOAD for less in apart.values())
    said = all("was recommended about as often as they recommended" in words for words in told)
    missing = sentences(
        (len(told) == 1, "not everybody was told the same."),
        (said is truly, f"it was said to be {'even' if said else 'not even yet'}, and it is not so."),
    )
    shown = f"{'even' if said else 'not even yet'}, by {len(counted)} recommendations of {len(weeks)} weeks"
    people.scenes.happened(EVEN, week, shown, *missing)


def _rang(hand: Hand) -> bool:
    return any("your week" in message.text for message in hand.inbox())


def _day(text: str) -> str:
    found = DAY.search(text)
    return found[1] if found else ""
