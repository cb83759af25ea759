"""The ways in: one joins and has a first week, one is told "not this time", one is voted on twice."""

from contextlib import nullcontext
from datetime import timedelta

from teambot.sandbox.story.deciding.applying import Asking, ask, join, vouch
from teambot.sandbox.story.deciding.people import People, choices_left, vote
from teambot.sandbox.story.hand import Hand
from teambot.sandbox.story.report import SAW
from teambot.sandbox.story.walk import walk
from teambot.sandbox.story.ways import of

JOINS = "an application, from the first command to the first assignment"
REFUSED = "an application that is told: not this time"
TWICE = "an admission that lapses and runs once more"
BEFORE_CLOSE = timedelta(hours=2)


async def two_ask(people: People) -> None:
    """Let two apply at once, with one member away; one is admitted and joins, one is refused kindly."""
    company = people.company
    welcome = Asking(people.newcomer, people.questioned, "You wait for your pots. So do I.", "I bake from that blog.")
    other = Asking(people.stranger, people.founder, "I like what you read.", "Good writing, whatever it is about.")
    await people.traveller.command("week away", until="in 3 days")
    for asking in (welcome, other):
        await ask(people, asking)
        await vouch(people, asking)
    voters = people.voters(people.traveller)
    critic = people.critic
    form = await critic.press(critic.card(welcome.question), "Not now")
    await critic.fill(form, why=("I don't know you yet",))
    await company.parts.port.settled()
    company.report.tell(f"{critic.name} reads the blog, and thinks again; everybody but {people.traveller.name} votes.")
    await vote(people, welcome.question, dict.fromkeys(voters, "Admit") | {people.writer: "Abstain"})
    company.report.tell(f"They vote on {people.stranger.name}.")
    await vote(people, other.question, {people.founder: "Admit"})
    for number, hand in enumerate(people.voters(people.traveller, people.founder)):
        with company.report.hushed(SAW) if number else nullcontext():
            refusal = await hand.press(hand.card(other.question), "Not now")
            await hand.fill(refusal, why=("It is not our niche", "Posts come too seldom"))
            await company.parts.port.settled()
    await company.until(f"admitting {people.stranger.name} ends")
    await _told_kindly(people)
    await people.traveller.press(await people.traveller.command("week away"), "Back early")


async def _told_kindly(people: People) -> None:
    stranger = people.stranger
    screen = await stranger.command("team apply")
    again = await stranger.command("team apply", blog=stranger.blogger.host)
    missing = await choices_left(people, "admit")
    if "Not this time. It's about fit; you're welcome to ask again from" not in screen.text:
        missing.append(f"{stranger.name} was not told in kind words.")
    if "the niche is another one" not in screen.text:
        missing.append(f"{stranger.name} was not told why.")
    if stranger.spots(again.messages, "Fill in the form"):
        missing.append(f"{stranger.name} could apply again at once.")
    shown = f"{stranger.name} was told why, without names, and from when to ask again"
    people.scenes.happened(REFUSED, 1, shown, *missing)


async def first_week(people: People) -> None:
    """Let the newcomer accept the charter, put a post forward, recommend another's, and be recommended."""
    company, newcomer = people.company, people.newcomer
    missing = await join(people, newcomer)
    close, _ = await company.parts.port.next_step()
    with company.report.hushed():
        await walk(company.parts.port, company.parts.clock, close - BEFORE_CLOSE)
        for hand in (people.founder, people.writer, people.critic):
            await people.ways.submit(hand, week=2)
    post = people.ways.fresh(newcomer)[0]
    form = await newcomer.pick("post submit", "url", post.title[:12])
    await newcomer.fill(form, reader_line=post.line, money="none")
    await company.to(close)
    publish, _ = await company.parts.port.next_step()
    await company.to(publish)
    first = newcomer.spots((await newcomer.command("week show")).messages, "Done")
    if not first:
        missing.append(f"{newcomer.name} was asked to recommend nothing.")
    for spot in first[:1]:
        await newcomer.fill(await newcomer.press(spot), a_word=newcomer.blogger.says[0])
        await company.look()  # the direct message comes before *My week* is opened, in every run
    missing += await _recommended(people, newcomer)
    shown = f"{newcomer.name} was voted in, has the role, recommended a post, and was recommended"
    people.scenes.happened(JOINS, 2, shown, *missing)


async def _recommended(people: People, newcomer: Hand) -> list[str]:
    """Let whoever was asked recommend the newcomer's post, and the newcomer hear of it."""
    for hand in people.voters(newcomer, people.forgetful):
        week = await people.ways.my_week(hand)
        spots = [spot for spot in hand.spots(week.messages, "Done") if of(spot)[1] == newcomer.name]
        if spots:
            await people.ways.done(hand, spots[0])
            await people.company.look()
            heard = await newcomer.command("week show")
            told = f"{hand.name} recommended your post" in heard.text
            return [] if told else [f"{newcomer.name} was not told who recommended the post."]
    return [f"nobody was asked to recommend {newcomer.name}'s post."]


async def voted_twice(people: People) -> None:
    """Let too few vote on somebody; it runs once more, and they are admitted and join."""
    company, copyist = people.company, people.copyist
    asking = Asking(copyist, people.traveller, "Soup is better in company.", "We cooked together once.")
    await ask(people, asking)
    await vouch(people, asking)
    await vote(people, asking.question, {people.traveller: "Admit", people.newcomer: "Admit"})
    await company.until(f"reminded of the vote on admitting {copyist.name}")
    await company.until(f"admitting {copyist.name} ends")
    lapsed = await copyist.command("team apply")
    missing = [] if "the vote runs once more, for three days" in lapsed.text else [f"{copyist.name} was not told."]
    await vote(people, asking.question, dict.fromkeys(people.voters(), "Admit"))
    await company.until(f"admitting {copyist.name} ends")
    missing += await choices_left(people, "admit")
    missing += await join(people, copyist)
    shown = f"too few voted on {copyist.name}; the second time enough did"
    people.scenes.happened(TWICE, 2, shown, *missing)
