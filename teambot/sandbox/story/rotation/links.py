"""*Done* with a link: seen on the page, said so, cannot be checked; shown to the two whom it concerns, and late."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import combinations

from teambot.sandbox.story.feeds.people import sentences, told
from teambot.sandbox.story.hand import Hand, StoryBroke
from teambot.sandbox.story.rotation.people import People, Turn, pushes, readers_of, say_done

SEEN = "a link is seen on the page, nofollow or not"
SAID = "a page without the link: they said so, and nobody is accused"
CANNOT = "a page that cannot be checked says nothing either way"
LATE = "what is done after its week has ended still counts"
A_WHILE = timedelta(minutes=10)
ELSEWHERE = "https://www.instagram.com/p/kettle/"
KINDS = {SEEN: "is seen on the page", SAID: "we saw no link", CANNOT: "pages like this one cannot be checked"}


async def three_ways(people: People) -> list[Turn]:
    """Let three say where they recommended something: on a page with the link, one without, one nobody can read."""
    company = people.company
    turns = _three(people)
    pages = {SEEN: _writes(people, turns[SEEN]), SAID: turns[SAID].hand.blogger.blog_url, CANNOT: ELSEWHERE}
    authors = _authors(turns.values())
    # Who is an author, too, says so before there is news for them: they are to read it once the page was looked at.
    for name, turn in sorted(turns.items(), key=lambda one: one[1].hand.name not in authors):
        await say_done(people, turn.hand, turn.title, where_you_said_it=pages[name])
    await company.later(A_WHILE)
    for name, turn in turns.items():
        await _shown(people, name, turn)
    return list(turns.values())


def _three(people: People) -> dict[str, Turn]:
    """Choose three people who are asked for posts of three authors, who hear of it behind *My week* and look later."""
    rung = {hand.name for hand in people.team if hand.inbox()}
    turns = [turn for turn in people.of_week(1) if turn.author not in rung and turn.hand is not people.sleeper]
    found = [three for three in combinations(turns, 3) if len(_hands(three)) == len(_authors(three)) == 3]
    if not found:
        raise StoryBroke("Three people were to be asked for posts of three authors, and were not.")
    return dict(zip(KINDS, min(found, key=lambda three: len(_hands(three) & _authors(three))), strict=True))


def _hands(turns: Iterable[Turn]) -> set[str]:
    return {turn.hand.name for turn in turns}


def _authors(turns: Iterable[Turn]) -> set[str]:
    return {turn.author for turn in turns}


def _writes(people: People, turn: Turn) -> str:
    """Let somebody write a post on their own blog, with a link to another's that no robot is to follow."""
    blogs = people.company.parts.blogs
    post = next(one for one in blogs.published(people.named(turn.author).blogger.host) if one.title == turn.title)
    blog = turn.hand.to_blog(f"publishes “Read this”, with a link to “{turn.title}” that is marked nofollow")
    return blog.publish("Read this", "What I read this week, and would send anybody to.", links=(post.url,)).url


async def _shown(people: People, name: str, turn: Turn) -> None:
    hand, author = turn.hand, people.named(turn.author)
    await hand.command("week show")
    await author.command("week show")
    words = KINDS[name]
    theirs = f"{hand.name} recommended your post {turn.title}"
    readers = readers_of(people, words, turn.title)
    missing = sentences(
        (hand.name in readers, f"{hand.name} was not shown it."),
        (await told(author, theirs), f"{author.name} did not hear of it."),
        (bool(readers_of(people, theirs, words) or author.name in readers), f"{author.name} was not shown it."),
        (readers <= {hand.name, author.name}, f"it was shown to {', '.join(sorted(readers))}."),
    )
    people.scenes.happened(name, 1, f"{hand.name} for {author.name}: “{words}”, read by them alone", *missing)


async def late(people: People, hand: Hand) -> None:
    """Let somebody do what the week before asked of them: it counts, and its author hears of it."""
    turn = next(one for one in people.of_week(2) if one.hand is hand)
    people.company.report.tell(f"{hand.name} gets round to last week.")
    shown = await say_done(people, hand, turn.title, when="last")
    await people.company.look()
    author = people.named(turn.author)
    made = [push for push in await pushes(people) if (push.pusher, push.author) == (hand.name, author.name)]
    missing = sentences(
        (hand.has_read("That week is over; Done still counts until"), "it was not said that it counts."),
        (hand.sees(shown, f"{author.name} hears today that you recommended"), "it was not taken."),
        (await told(author, f"{hand.name} recommended your post {turn.title}"), f"{author.name} did not hear of it."),
        (any(push.state == "done" for push in made), "it is not booked."),
    )
    people.scenes.happened(LATE, 3, f"{hand.name} recommended {author.name} two days late, and it counts", *missing)
