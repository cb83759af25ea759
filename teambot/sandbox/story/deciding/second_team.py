"""A second team on the same server, in a channel of its own, with one person in both."""

from datetime import timedelta

from teambot.sandbox.story.deciding.people import People
from teambot.sandbox.story.hand import StoryBroke

NAME = "a second team, and one person in both"
TITLE = "The Long Table"
A_WHILE = timedelta(minutes=4)


async def play(people: People) -> None:
    """Let three found a team in another channel; who is in both has a week in each."""
    company, second_id = people.company, people.company.parts.team.second_id
    founders = [hand.at(second_id) for hand in (people.stranger, people.critic, people.newcomer)]
    owner = people.founder.at(second_id)
    names = ", ".join(hand.name for hand in founders)
    company.report.tell(f"{names} would like a team, too; {owner.name}, who owns the server, sets it up and stays out.")
    screen = await owner.command("teambot setup")
    screen = await owner.fill(await owner.press(screen, "Name and niche"), name=TITLE, what_you="Food that many eat")
    screen = await owner.choose(screen, "Founders: whom to invite", [str(hand.id) for hand in founders])
    await owner.press(screen, "Found the team")
    await company.look()
    for hand in founders:
        charter = await hand.press(hand.card("You are invited to"), "Read the charter and join")
        form = await hand.press(charter, "Join the team")
        await hand.fill(form, your_blog=hand.blogger.blog_url, its_feed=hand.blogger.feed_url)
        await company.later(A_WHILE)
    missing = []
    for hand, title in ((founders[2], TITLE), (people.newcomer, company.parts.cast.name)):
        week = await hand.command("week show")
        if f"{title}: your week" not in week.text:
            missing.append(f"{hand.name} was not shown the week of {title} in its channel.")
    try:
        founders[0].card(f"{TITLE} has formed")
    except StoryBroke:
        missing.append("the second team did not form.")
    if any(entry.where == f"#{company.parts.cast.channel}" and TITLE in entry.text for entry in company.report.entries):
        missing.append("the first team was told of the second one's business.")
    shown = f"{people.newcomer.name} is in both, with a week in each"
    people.scenes.happened(NAME, 6, shown, *missing)
