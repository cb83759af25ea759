"""What each blogger does in a week, as people do: by their habits and what they read, and a little by chance."""

import random
import re
from collections.abc import Sequence
from datetime import timedelta

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.blogs.writing import BlogPost
from teambot.sandbox.cast import Habit
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.parts import Parts
from teambot.sandbox.story.hand import Hand, Shown, Spot

FRESH = timedelta(days=8)  # nobody puts forward what is older than about a week
_BY = re.compile(r"^(?!“)(?P<title>.+) by (?P<author>.+)$", re.MULTILINE)  # a reader line stands in quotes
_HOOKS = ("Start from the mistake everybody makes once.", "What would your grandmother say to it?", "Try it, then say.")
_REASONS = ("Not what my readers come for", "Wrong season here", "Too busy")


class Ways:
    """The habits, played; it remembers what each has put forward."""

    def __init__(self, parts: Parts, chance: random.Random) -> None:
        self._blogs: SampleBlogs = parts.blogs
        self._clock = parts.clock
        self._chance = chance
        self._forward: set[str] = set()

    def fresh(self, hand: Hand) -> list[BlogPost]:
        """Give a blogger's new posts that they have not put forward, newest first."""
        found = self._blogs.published(hand.blogger.host)
        since = self._clock() - FRESH
        return [post for post in found if post.published_at > since and post.url not in self._forward]

    async def submit(self, hand: Hand, week: int) -> Shown | None:
        """Put the newest post forward in this blogger's way; None where there is none, or it is not their way."""
        match hand.blogger.habit:
            case Habit.STEADY:
                return await self._offered(hand, hand.inbox(), most=1)
            case Habit.EAGER:
                return await self._offered(hand, hand.inbox(), most=2)
            case Habit.CAREFUL:
                return await self._with_second_thoughts(hand, week)
            case Habit.CHOOSY:
                return await self._typed(hand, "affiliate links" if week == 2 else "none")
            case Habit.LATE:
                return await self._instead(hand)
            case Habit.SILENT | Habit.OUTSIDE:
                return None

    async def _form(self, hand: Hand, form: Shown, post: BlogPost, **more: str) -> Shown:
        self._forward.add(post.url)
        return await hand.fill(form, reader_line=post.line, money=more.pop("money", "none"), **more)

    async def _offered(self, hand: Hand, where: Sequence[Message], most: int) -> Shown | None:
        """Press *Submit this post* on what is offered there, oldest first; a second one of a week goes to the shelf."""
        said = None
        spots = hand.spots(where, "Submit this post")
        for post in self.fresh(hand)[:most][::-1]:
            offered = [spot for spot in spots if post.title in spot.text]
            if offered:
                said = await self._form(hand, await hand.press(offered[-1]), post)
        return said

    async def _with_second_thoughts(self, hand: Hand, week: int) -> Shown | None:
        """Take what is offered while typing, then edit it; in each third week take it back and begin anew."""
        fresh = self.fresh(hand)
        if not fresh:
            return None
        said = await self._form(hand, await hand.pick("post submit", "url", fresh[0].title[:12]), fresh[0])
        if week % 3 == 0:
            await hand.press(said, "Withdraw")
            said = await self._form(hand, await hand.pick("post submit", "url", fresh[0].title[:12]), fresh[0])
        form = await hand.pick("post edit", "post", fresh[0].title[:12])
        await hand.fill(form, a_hook=self._chance.choice(_HOOKS))
        await hand.command("post list")
        return said

    async def _typed(self, hand: Hand, money: str) -> Shown | None:
        """Paste the address."""
        fresh = self.fresh(hand)
        if not fresh:
            return None
        form = await hand.command("post submit", url=fresh[0].url)
        return await self._form(hand, form, fresh[0], title=fresh[0].title, money=money)

    async def _instead(self, hand: Hand) -> Shown | None:
        """Put forward what My week offers; where an older one has the place, let the new one have it."""
        said = await self._offered(hand, (await hand.command("week show")).messages, most=1)
        if said is not None and hand.spots(said.messages, "Use it this week instead"):
            return await hand.press(said, "Use it this week instead")
        return said

    async def my_week(self, hand: Hand) -> Shown:
        """Open My week: the steady and the eager from the last card in the channel, the others by the command."""
        cards = hand.spots(hand.channel(), "My week")
        if cards and hand.blogger.habit in (Habit.STEADY, Habit.EAGER):
            return await hand.press(cards[-1])
        return await hand.command("week show")

    async def recommend(self, hand: Hand) -> None:
        """Do, in words or with a link, what this blogger is asked for and gets round to."""
        if hand.blogger.habit is Habit.SILENT:
            return
        week = await self.my_week(hand)
        for spot in hand.spots(week.messages, "Done"):
            if self._chance.random() < 0.85:
                await self.done(hand, spot)

    async def done(self, hand: Hand, spot: Spot) -> None:
        """Say *Done* to one assignment: the careful by the command, the others by its button."""
        title, _ = of(spot)
        words = self._chance.choice(hand.blogger.says)
        if hand.blogger.habit is Habit.CAREFUL:
            await hand.pick("week done", "assignment", title[:20], words=words)
            return
        form = await hand.press(spot)
        if hand.blogger.habit is Habit.STEADY:
            await hand.fill(form, where_you_said_it=f"{hand.blogger.blog_url}letters/{self._clock():%Y-%m-%d}")
        else:
            await hand.fill(form, a_word=words)

    async def skip(self, hand: Hand, spot: Spot) -> Shown:
        """Say no to one assignment."""
        return await hand.fill(await hand.press(spot), why=self._chance.choice(_REASONS))


def of(spot: Spot) -> tuple[str, str]:
    """Give (title, author) of the post that a button stands behind."""
    found = _BY.search(spot.text)
    return (found["title"], found["author"]) if found else (spot.text, "")
