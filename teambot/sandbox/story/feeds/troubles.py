"""What happens to blogs: one moves, one dies, one asks to be left alone, one is made anew. Nobody is flooded."""

from collections.abc import Sequence
from datetime import timedelta

from teambot.sandbox.blogs.life import Down
from teambot.sandbox.story.feeds.people import HALF_A_DAY, OFFERED, People, read, sentences, told, write
from teambot.sandbox.story.hand import Hand

MOVED = "a blog that moves for good is followed, once that has stood for days"
DEAD = "a feed that is dead for a week: its author is told kindly, once"
BUSY = "a blog that asks to be left alone is left alone"
ANEW = "a blog whose posts all get new ids, and one that gets a dozen old posts at once"
A_DAY = timedelta(days=1)
LEFT_ALONE = timedelta(days=2)
DEAD_WORDS = "could not be read for a week"
SOUP = "Soup for the new address"
BOXES = "A box of old notes, {}"


async def begin(people: People) -> None:
    """Let all of it begin in one night."""
    company, blogs = people.company, people.company.parts.blogs
    company.report.tell("A bad night for blogs: one moves, one loses its feed, one is run over by its readers.")
    people.mover.to_blog("moves for good to new-broth-notes.test").move(301)
    blogs.kill(people.hasty.blogger.host, Down.NOT_FOUND, feed_only=True)
    company.report.did(
        people.hasty.name, f"loses the feed in an update, without noticing ({people.hasty.blogger.host})"
    )
    await _busy(people)


async def _busy(people: People) -> None:
    """Let a host answer 429 for two days: it is asked once, and not again before they are over."""
    hand, company = people.early, people.company
    blogs, host = company.parts.blogs, hand.blogger.host

    def asked() -> int:
        return sum(one.host == host for one in blogs.asked)

    blogs.kill(host, Down.BUSY, retry_after=int(LEFT_ALONE.total_seconds()))
    company.report.did(hand.name, f"has so many readers that the host says: too many, come back in two days ({host})")
    before = asked()
    await company.later(HALF_A_DAY)
    once = asked() - before
    settings = await hand.command("me settings")
    await company.later(LEFT_ALONE - HALF_A_DAY)
    alone = asked() - before == once
    blogs.revive(host)
    await company.later(A_DAY)
    back = asked() - before > once
    missing = sentences(
        (once == 1, f"{host} was asked {once} times, and not once."),
        (alone, f"{host} was asked though it had said when to come back."),
        (hand.sees(settings, "the address asks us to come less often"), f"{hand.name} could not see why."),
        (back, f"{host} was not asked again once the two days were over."),
    )
    people.scenes.happened(BUSY, 2, f"{host} was asked once, then not for two days, then again", *missing)


async def moved(people: People) -> None:
    """See that the moved blog is read at its new address, that no post came twice, and that a new one comes."""
    hand, company = people.mover, people.company
    blog = company.parts.blogs.of(hand.blogger.host)
    settings = await hand.command("me settings")
    known = [post.title for post in blog.published()]
    write(hand, SOUP, "The first broth at the new address, which is clear.")
    await company.later(HALF_A_DAY)
    twice = await _twice(people, hand, known)
    new = await told(hand, f"{OFFERED}“{SOUP}”")
    missing = sentences(
        (hand.sees(settings, f"http://{blog.new_host}/"), "the new address is not the one that is read."),
        (hand.sees(settings, "read without trouble"), "the feed is in trouble."),
        (not twice, f"{twice} came again as new."),
        (new, "a post at the new address was not offered."),
    )
    people.scenes.happened(MOVED, 2, f"{hand.name}'s feed is read at {blog.new_host}; nothing came twice", *missing)


async def _twice(people: People, hand: Hand, known: Sequence[str]) -> list[str]:
    """Give which posts are offered twice behind somebody's My week; there each stays until it is in, or for a week."""

    def times() -> list[int]:
        return [read(people, hand, f"{OFFERED}“{title}”") for title in known]

    before = times()
    await hand.command("week show")
    return [title for title, was, now in zip(known, before, times(), strict=True) if now - was > 1]


async def anew(people: People) -> None:
    """Let a blog change its software, which numbers all posts anew; then bring the posts of an older blog over."""
    hand, company = people.paid, people.company
    blog = hand.to_blog("changes its software: every post gets another id, and the feed shows twenty posts")
    known = [post.title for post in blog.published()]
    blog.renumber()
    blog.shown = 20
    await company.later(A_DAY)
    twice = await _twice(people, hand, known)
    hand.to_blog("brings twelve posts of an older blog over")
    now = company.parts.clock()
    for number in range(1, 13):
        blog.publish(
            BOXES.format(number), "What I wrote down before I had a blog.", at=now - number * timedelta(days=9)
        )
    await company.later(A_DAY)
    once = await told(hand, "12 posts were new on your blog at once")
    flood = read(people, hand, f"{OFFERED}“A box of old notes")
    form = await hand.pick("post submit", "url", BOXES.format(7))
    missing = sentences(
        (not twice, f"{twice} came again as new."),
        (once, "nobody told of the dozen posts."),
        (not flood, f"{flood} of the dozen were told one by one."),
        (form.form is not None, "/post submit does not have them."),
    )
    shown = f"{hand.name} was told once, of none of the posts alone; /post submit has them all"
    people.scenes.happened(ANEW, 3, shown, *missing)


async def dead(people: People) -> None:
    """See that the one whose feed is gone is told kindly, once, and why; then the feed comes back."""
    hand, company = people.hasty, people.company
    knew = await told(hand, DEAD_WORDS)
    settings = await hand.command("me settings")
    company.parts.blogs.revive(hand.blogger.host)
    company.report.did(hand.name, f"finds the feed switched off in the settings of the blog ({hand.blogger.host})")
    await company.later(2 * A_DAY)
    well = await hand.command("me settings")
    missing = sentences(
        (knew, f"{hand.name} was not told."),
        (read(people, hand, DEAD_WORDS) <= 1, f"{hand.name} was told more than once."),
        (hand.has_read("nothing is at that address"), f"{hand.name} was not told why."),
        (hand.sees(settings, "nothing is at that address"), "the settings do not say it."),
        (hand.sees(well, "read without trouble"), "the feed is not read again."),
    )
    people.scenes.happened(DEAD, 3, f"{hand.name} was told once, kindly; the feed is read again", *missing)
