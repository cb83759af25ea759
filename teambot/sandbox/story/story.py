"""Play some weeks of the sample team without a page: six people do what people do, and every scene is looked for."""

import random
from datetime import datetime, timedelta

from teambot.sandbox.cast import Habit
from teambot.sandbox.parts import Parts
from teambot.sandbox.sample import form_team
from teambot.sandbox.story import scenes as look_for
from teambot.sandbox.story.company import Company
from teambot.sandbox.story.hand import Hand, Shown, StoryBroke
from teambot.sandbox.story.playing import play_out
from teambot.sandbox.story.report import Report, push_of
from teambot.sandbox.story.scenes import Scenes
from teambot.sandbox.story.walk import BEFORE_CLOSE, walk
from teambot.sandbox.story.ways import Ways, of

A_BIT_LATE = timedelta(minutes=40)
FEED_DIES = timedelta(days=3)  # after the start: its last post was seen, and a week later its owner is told
SOME_DAYS = timedelta(days=2)
RESTART_WEEK = 2


async def play(parts: Parts, *, weeks: int, seed: int) -> Report:
    """Form the team, play `weeks` weeks, and give the report; its `faults` say what was missing or is unexplained."""
    report = Report(parts.cast, seed, weeks, parts.clock)
    story = Story(parts, report, random.Random(f"story:{seed}"))  # noqa: S311  # a story, no secret
    return await play_out(parts, story.scenes, story.play(weeks), story.look_back)


class Story:
    """The weeks, one after the other."""

    def __init__(self, parts: Parts, report: Report, chance: random.Random) -> None:
        self._parts = parts
        self._report = report
        self._chance = chance
        self._company = Company(parts, report, parts.cast.bloggers)
        self._hands = self._company.hands
        self._ways = Ways(parts, chance)
        self.scenes = Scenes(report)
        self._start = parts.clock()

    def _who(self, habit: Habit) -> Hand:
        return self._company.who(habit)

    async def play(self, weeks: int) -> None:
        """Play all weeks, to the end of the last one's."""
        self._report.tell(f"{self._hands[0].name} founds the team, and everybody joins.")
        await form_team(self._parts, self._hands)
        for week in range(1, weeks + 1):
            await self._week(week)
        self._report.tell("The last week ends.")
        await self._to((await self._parts.port.next_step())[0])
        for habit in (Habit.CAREFUL, Habit.CHOOSY):
            await self._who(habit).command("week show")
        look_for.closed(self.scenes, self._who(Habit.CAREFUL), weeks)
        look_for.feed_dead(self.scenes, self._who(Habit.CHOOSY), weeks)

    def look_back(self) -> None:
        """Look at what the one who does nothing was asked for, by the pushes that are in the store."""
        look_for.silent(self.scenes, self._who(Habit.SILENT), self._report.weeks)

    async def _to(self, moment: datetime) -> None:
        await self._company.to(moment)

    async def _look(self) -> None:
        await self._company.look()

    async def _week(self, week: int) -> None:
        close, _ = await self._parts.port.next_step()
        self._report.tell(f"Week {week}: new posts, and what is put forward.")
        if week == 1:
            await self._feed_dies()
        await self._to(close - BEFORE_CLOSE)
        for hand in self._hands:
            await self._submit(hand, week)
            await self._parts.port.settled()
        await self._to(close)
        if week == 1:
            await self._late(close, week)
        self._report.tell(f"Week {week}: the plan.")
        publish, kind = await self._parts.port.next_step()
        if kind != "publish":
            raise StoryBroke(f"after the close of week {week} the bot says that the next step is: {kind}.")
        await self._publish(week, publish)
        await self._answers(week, publish)
        await self._feed_lives()

    async def _submit(self, hand: Hand, week: int) -> None:
        if week == 1 and hand.blogger.habit is Habit.LATE:
            return
        said = await self._ways.submit(hand, week)
        if week == 1 and hand.blogger.habit is Habit.EAGER:
            look_for.second(self.scenes, hand, said, week)

    async def _late(self, close: datetime, week: int) -> None:
        hand = self._who(Habit.LATE)
        await self._to(close + A_BIT_LATE)
        said = await self._ways.submit(hand, week)
        look_for.late(self.scenes, hand, said, week, close + timedelta(weeks=1))

    async def _publish(self, week: int, publish: datetime) -> None:
        if week != RESTART_WEEK:
            await self._to(publish)
            return
        await walk(self._parts.port, self._parts.clock, publish - timedelta(minutes=1))
        await look_for.restart_in_the_middle(self._parts, self.scenes, self._who(Habit.STEADY), week, publish)
        await self._look()

    async def _answers(self, week: int, publish: datetime) -> None:
        """Let everybody answer what they are asked for: on the day, and two days later."""
        for hand in self._hands:
            await self._parts.port.settled()
            if hand.blogger.habit is Habit.CHOOSY:
                await self._skip(hand, week)
            elif hand.blogger.habit is not Habit.LATE:
                await self._ways.recommend(hand)
        await self._look()
        await self._to(publish + SOME_DAYS)
        for habit in (Habit.LATE, Habit.CHOOSY):
            await self._ways.recommend(self._who(habit))
            await self._parts.port.settled()
        await self._look()

    async def _skip(self, hand: Hand, week: int) -> None:
        """Say no to one recommendation: it goes to somebody with room, or to whoever presses *Take it*."""
        spots = hand.spots((await self._ways.my_week(hand)).messages, "Skip")
        before = await self._asked()
        free = {author: self._free(hand, author, before.get(author, set())) for _, author in map(of, spots)}
        spots.sort(key=lambda spot: not free[of(spot)[1]])  # what somebody else can take comes first
        if not spots:
            return
        title, author = of(spots[0])
        said = await self._ways.skip(hand, spots[0])
        await self._look()
        asked = (await self._asked()).get(author, set()) - before.get(author, set())
        shown = await self._passed_on(hand, title, asked, free[author])
        if shown and "offered on" in said.text:
            look_for.skipped(self.scenes, hand, week, shown)

    async def _asked(self) -> dict[str, set[str]]:
        """Give who was ever asked to recommend whose post in the newest plan, by author."""
        rows = [row for row in (await self._parts.port.inspect()).rows if row.table == "assignment"]
        pushes = [push_of(row) for row in rows]
        newest = max((push.week for push in pushes), default="")
        asked: dict[str, set[str]] = {}
        for push in pushes:
            if push.week == newest:
                asked.setdefault(push.author, set()).add(push.pusher)
        return asked

    def _free(self, skipper: Hand, author: str, asked: set[str]) -> list[Hand]:
        lively = (hand for hand in self._hands if hand.blogger.habit is not Habit.SILENT and hand is not skipper)
        return [hand for hand in lively if hand.name != author and hand.name not in asked]

    async def _passed_on(self, skipper: Hand, title: str, asked: set[str], free: list[Hand]) -> str:
        """Say who got what was skipped, by what that person reads; "" if nobody did."""
        for hand in self._hands:
            if hand.name in asked:
                week = await hand.command("week show")
                if any(of(spot)[0] == title for spot in hand.spots(week.messages, "Done")):
                    return f"{skipper.name} skipped; {hand.name}, who had room, was asked instead"
        for hand in free:
            offers = hand.spots(hand.channel(), "Take it")  # unnamed: what it is about is shown to who takes it
            taken = await hand.press(offers[-1]) if offers else Shown((), None)
            if any(of(spot)[0] == title for spot in hand.spots(taken.messages, "Done")):
                return f"{skipper.name} skipped; it was open to anyone, and {hand.name} took it"
        return ""

    async def _feed_dies(self) -> None:
        await self._to(self._start + FEED_DIES)
        host = self._who(Habit.CHOOSY).blogger.host
        self._parts.blogs.kill(host)
        self._report.tell(f"{host} does not answer any more.")

    async def _feed_lives(self) -> None:
        """Bring the dead blog back once its owner knows."""
        owner = self._who(Habit.CHOOSY)
        if self._parts.blogs.is_down(owner.blogger.host) and owner.has_read("could not be read for a week"):
            self._parts.blogs.revive(owner.blogger.host)
            self._report.tell(f"{owner.name} has called the people who host {owner.blogger.host}; it answers again.")
