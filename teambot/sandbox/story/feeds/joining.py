"""Joining with whatever address is at hand: the blog announces several feeds, and the blogger picks one."""

from teambot.sandbox.blogs.life import CATEGORY, COMMENTS
from teambot.sandbox.sample import A_WHILE, accept, invite, join
from teambot.sandbox.story.feeds.people import People, quietly, sentences

NAME = "joining by the address of a post, where the blog announces several feeds"


async def play(people: People) -> None:
    """Found the team; five join as they do in the story of its weeks, one by the address of a post."""
    company, hand = people.company, people.picker
    parts = company.parts
    company.report.tell(f"{people.founder.name} founds a team of six, as in the story of its weeks.")
    with quietly(people):
        await invite(parts, company.hands)
        for other in company.others(hand):
            await parts.port.turn(parts.clock() + A_WHILE)
            await join(other)
        await company.look()
    company.report.tell(f"{hand.name} comes last, and copies the address of a post: she knows of no feeds.")
    blog = hand.to_blog("announces three feeds: posts, comments, and one of the kitchen alone")
    blog.announce(several=True)
    post = blog.published()[-1]
    welcome = await accept(hand, your_blog=post.url)
    first = hand.sees(welcome, f"It has {len(blog.published())} posts")
    others = [one for message in welcome.messages for menu in message.selects for one in menu.options]
    kitchen = [url for _, url in others if CATEGORY in url]
    picked = await hand.choose(welcome, "Another feed", kitchen)
    taken = all(hand.sees(picked, url) for url in kitchen)
    company.report.tell(f"{hand.name} sees that the kitchen's is but a part, and picks the one with all posts again.")
    again = await hand.choose(picked, "Another feed", [hand.blogger.feed_url])
    with quietly(people):
        await _settle(people)
    missing = sentences(
        (first, "the feed of all posts was not taken first."),
        (not any(COMMENTS in url for _, url in others), "a feed of comments was offered."),
        (taken, "the feed that was picked is not read."),
        (hand.sees(again, hand.blogger.feed_url), "the feed of all posts is not read again."),
    )
    people.scenes.happened(NAME, 1, f"from a post to its blog and feeds; {hand.name} picked, twice", *missing)


async def _settle(people: People) -> None:
    """Let the one who came last see to her settings, as the others have."""
    hand = people.picker
    settings = await hand.command("me settings")
    await hand.fill(await hand.press(settings, "Topics"), what_you=hand.blogger.topics)
    await hand.choose(settings, "Where your readers have their summer", [hand.blogger.hemisphere])
    await people.company.look()
