"""What a story must hold, and how it shows that it happened: by what persons read, and by what the store holds."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.wire import Call
from teambot.sandbox.parts import Parts
from teambot.sandbox.story.hand import Hand, Shown, StoryBroke
from teambot.sandbox.story.report import Report, Scene

LATE = "a submission late"
SECOND = "a second one in the same week refused"
SKIP = "a skip that is offered on"
CLOSED = "a direct message that is closed"
FEED = "a feed that dies"
RESTART = "a restart between sending and marking"
SILENT = "a member who does nothing"
# From which week on a story is long enough for a scene.
NEEDS = {LATE: 1, SECOND: 1, SKIP: 1, CLOSED: 1, FEED: 1, RESTART: 2, SILENT: 1}


def stamp(moment: datetime) -> str:
    """Give the beginning of Discord's time mark for a moment, as it stands in a message."""
    return f"<t:{int(moment.timestamp())}"


@dataclass(slots=True)
class Scenes:
    """Collect what was shown; each scene is written down once, with what is missing where it did not happen."""

    report: Report
    needs: Mapping[str, int] = field(default_factory=lambda: NEEDS)  # from which week on a scene must be there

    def happened(self, name: str, week: int, shown: str, *missing: str) -> None:
        """Write a scene down; `missing` are the sentences that did not come true."""
        self.report.scenes.append(Scene(name, week, shown, " ".join(missing)))
        self.report.faults += [f"The scene “{name}” did not happen: {one}" for one in missing]

    def all_there(self, weeks: int) -> None:
        """See that every scene that fits a story of so many weeks was written down; name those left out."""
        played = {scene.name for scene in self.report.scenes}
        for name, least in self.needs.items():
            if name in played:
                continue
            if weeks < least:
                self.report.left_out.append(name)
            else:
                self.report.faults.append(f"The scene “{name}” did not happen: nobody came to it.")


def late(scenes: Scenes, hand: Hand, said: Shown | None, week: int, following: datetime) -> None:
    """See that the bot named the close that a late submission belongs to."""
    named = said is not None and stamp(following) in said.text
    missing = [] if named else [f"the bot did not tell {hand.name} which close the post belongs to."]
    scenes.happened(LATE, week, f"{hand.name} was told that the post belongs to the close after it", *missing)


def second(scenes: Scenes, hand: Hand, said: Shown | None, week: int) -> None:
    """See that the second post of a week was kept on the shelf, and that it can be used instead."""
    kept = said is not None and bool(hand.spots(said.messages, "Use it this week instead"))
    missing = [] if kept else [f"{hand.name}'s second post of the week was not kept on the shelf."]
    scenes.happened(
        SECOND, week, f"{hand.name}'s second post went to the shelf, with the way to use it instead", *missing
    )


def skipped(scenes: Scenes, hand: Hand, week: int, shown: str) -> None:
    """Write down, the first time, that what was skipped went to somebody else; nobody may be told who skipped."""
    if all(scene.name != SKIP for scene in scenes.report.scenes):
        told = [one.who for one in scenes.report.entries if one.who != hand.name and f"{hand.name} skipped" in one.text]
        missing = [f"{who} was told that {hand.name} skipped." for who in told]
        scenes.happened(SKIP, week, shown, *missing)


def closed(scenes: Scenes, hand: Hand, week: int) -> None:
    """See that somebody with closed direct messages got none, and was told so behind My week."""
    missing = []
    if hand.inbox():
        missing.append(f"{hand.name} got a direct message though they are closed.")
    if not hand.has_read("would not let us send you a direct message"):
        missing.append(f"{hand.name} was not told behind My week.")
    scenes.happened(CLOSED, week, f"Discord delivered none to {hand.name}, who was told so behind My week", *missing)


def feed_dead(scenes: Scenes, hand: Hand, week: int) -> None:
    """See that the owner of a feed that was dead for a week was told."""
    told = hand.has_read("could not be read for a week")
    missing = [] if told else [f"{hand.name} was not told that the feed was dead for a week."]
    scenes.happened(FEED, week, f"{hand.name}'s feed was dead for a week, and {hand.name} was told", *missing)


def silent(scenes: Scenes, hand: Hand, weeks: int) -> None:
    """See that who did nothing was asked like everybody, did nothing, and that nobody was told so."""
    pushes = [push for push in scenes.report.pushes if push.pusher == hand.name]
    missing = []
    if not pushes:
        missing.append(f"{hand.name} was asked for nothing.")
    if any(push.state in ("done", "skipped") for push in pushes):
        missing.append(f"{hand.name} did something.")
    if any(f"{hand.name} recommended" in entry.text for entry in scenes.report.entries if entry.who != hand.name):
        missing.append(f"somebody was told that {hand.name} recommended.")
    states = ", ".join(sorted({push.state for push in pushes}))
    shown = f"{hand.name} was asked {len(pushes)} times and did nothing; nobody was told ({states})"
    scenes.happened(SILENT, weeks, shown, *missing)


async def restart_in_the_middle(parts: Parts, scenes: Scenes, hand: Hand, week: int, moment: datetime) -> None:
    """Publish at `moment`, and kill the bot while Discord has the week's card and the bot does not know it yet."""
    before = {message.id for message in hand.channel()}
    hold = asyncio.Event()

    def is_card(call: Call) -> bool:
        return call.id("channel_id") == parts.team.channel_id

    def come() -> list[Message]:
        return [message for message in hand.channel() if message.id not in before]

    parts.discord.faults.on("POST", "/channels/{channel_id}/messages", hold=hold, match=is_card)
    turning = asyncio.create_task(parts.port.turn(moment))
    await _until(lambda: bool(come()), turning)
    scenes.report.tell("The bot's process is killed while Discord has the card and the bot does not know it yet.")
    await parts.port.restart(abruptly=True)
    hold.set()
    await turning
    cards = come()
    missing = ["the week's card stands in the channel twice."] if _twice(cards) else []
    if not any("week of" in card.text for card in cards):
        missing.append("the week's card did not come.")
    scenes.happened(RESTART, week, "killed in the middle of the publishing; the card stands once", *missing)


async def _until(holds: Callable[[], bool], turning: asyncio.Task[None], seconds: float = 20) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not holds():
        if turning.done() or loop.time() > deadline:
            raise StoryBroke("The week's plan was to be published, and no card was sent.")
        await asyncio.sleep(0.01)


def _twice(cards: list[Message]) -> bool:
    return len({card.text for card in cards}) < len(cards)
