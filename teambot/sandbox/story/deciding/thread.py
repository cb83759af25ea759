"""The team votes for a thread for offers, and somebody offers a post there, to be read by choice."""

from teambot.sandbox.story.deciding.people import People, vote
from teambot.sandbox.story.hand import Hand, Shown

NAME = "a thread for offers is carried and opened, and takes one offer a member and week"
THREAD = "Offers, read by choice"
BUTTON = "Offer it in the thread"


async def play(people: People) -> None:
    """Let the founder propose the rule, the team carry it, and the writer offer a post, twice."""
    founder, writer, company = people.founder, people.writer, people.company
    company.report.tell(f"{founder.name} would like a thread in which posts are offered, to be read by choice.")
    rules = await founder.command("team propose", kind="rule")
    await founder.fill(await founder.choose(rules, "Which rule", ["offers_thread"]), a_thread_for_offers="yes")
    await company.look()
    await vote(people, "Shall a rule", dict.fromkeys(people.voters(), "Yes"))
    await company.until("the vote on a rule ends")
    submitted = await _submit(people, writer)
    offered = await writer.press(submitted, BUTTON)
    again = await writer.press(submitted, BUTTON)
    await company.look()
    missing = []
    if "goes into the offers' thread" not in offered.text or "at most one offer" not in again.text:
        missing.append("the first offer was not taken, or the second one was.")
    reader = founder.thread(THREAD)
    read = reader.channel()
    for message in read:
        reader.read(message)
    if len(read) != 1 or f"by {writer.name}" not in read[0].text or read[0].mentions:
        missing.append("what stands in the thread is not the one offer, or it pings somebody.")
    if sum(row.name == THREAD for row in company.parts.discord.world.channels.values()) != 1:
        missing.append("there is not one thread.")
    people.scenes.happened(NAME, 6, "one thread, one offer in it, and nobody pinged", *missing)


async def _submit(people: People, writer: Hand) -> Shown:
    """Put the newest post forward that was not yet."""
    post = [*people.ways.fresh(writer), *people.company.parts.blogs.published(writer.blogger.host)][0]
    form = await writer.command("post submit", url=post.url)
    return await writer.fill(form, title=post.title, reader_line=post.line, money="none")
