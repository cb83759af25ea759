"""The people of a story together: who they are, how time passes for them, and what they all come to read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from teambot.sandbox.cast import Blogger, Habit
from teambot.sandbox.parts import Parts
from teambot.sandbox.story.hand import Hand, StoryBroke
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.walk import STRIDE, walk


class Company:
    """Some people of the cast, in its order; `hands` are theirs. `stride`: how long nothing rings while time passes."""

    def __init__(self, parts: Parts, report: Report, people: Iterable[Blogger], stride: timedelta = STRIDE) -> None:
        self._stride = stride
        self.parts = parts
        self.report = report
        self.hands = [Hand(parts, blogger, report) for blogger in people]

    def who(self, habit: Habit) -> Hand:
        """Give the one with a habit."""
        return next(hand for hand in self.hands if hand.blogger.habit is habit)

    def others(self, *hands: Hand) -> list[Hand]:
        """Give everybody but some."""
        return [hand for hand in self.hands if hand not in hands]

    async def to(self, moment: datetime) -> None:
        """Let time pass, then let everybody look."""
        await walk(self.parts.port, self.parts.clock, moment, self._stride)
        await self.look()

    async def later(self, span: timedelta) -> None:
        """Let some time pass, then let everybody look."""
        await self.to(self.parts.clock() + span)

    async def until(self, what: str) -> None:
        """Let time pass until the bot says that something happens, then let everybody look; StoryBroke if never."""
        found = [one.at for one in await self.parts.port.coming() if what in one.what]
        if not found:
            raise StoryBroke(f"The bot does not say when this happens: {what}.")
        await self.to(found[0])

    async def recommend(self, hands: Iterable[Hand]) -> None:
        """Let some do, in their own words, whatever they are still asked for."""
        for hand in hands:
            spots = hand.spots((await hand.command("week show")).messages, "Done")
            for number, spot in enumerate(spots):
                words = hand.blogger.says[number % len(hand.blogger.says)]
                await hand.fill(await hand.press(spot), a_word=words)
                await self.parts.port.settled()
        await self.look()

    async def look(self) -> None:
        """Let everybody look once all is said: what is on its way would be seen now in one run, later in another."""
        await self.parts.port.settled()
        look_around(self.parts, self.hands)


def look_around(parts: Parts, hands: Sequence[Hand]) -> None:
    """Let people read what is new to them: message by message in the channels, then each their own direct messages."""
    team = parts.team
    for channel_id in (team.channel_id, team.lounge_id, team.second_id):
        readers: dict[int, list[Hand]] = {}
        fresh = {}
        for hand in hands:
            for message in hand.unread(channel_id):
                readers.setdefault(message.id, []).append(hand)
                fresh[message.id] = message
        for number, message in sorted(fresh.items()):
            for hand in readers[number]:
                hand.read(message)
    for hand in hands:
        for message in hand.unread(None):
            hand.read(message)
