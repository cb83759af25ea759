"""One blogger's eyes in a story: what they see and read of the server, written in the report as they read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from teambot.errors import CannotStart
from teambot.sandbox.cast import Blogger
from teambot.sandbox.loopback.components import BUTTON, TEXT, walk
from teambot.sandbox.loopback.entities import Kind
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.person import Form
from teambot.sandbox.parts import Parts
from teambot.sandbox.story.reading import read_aloud
from teambot.sandbox.story.report import DIRECT, Report

FAILED = "went wrong on our side"  # what the bot says when it has a fault; nobody may read it in a good story


class StoryBroke(CannotStart):
    """Something that the story cannot go on without did not happen; the sentence says what (code 70: our fault)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 70)


@dataclass(frozen=True, slots=True)
class Spot:
    """A button that can be pressed, and the text right before it as this reader reads it."""

    label: str
    text: str
    message: Message
    custom_id: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What an act brought: messages (none: only a form), a form, all text as Discord holds it."""

    messages: tuple[Message, ...]
    form: Form | None

    @property
    def text(self) -> str:
        """Give all text, times as Discord's stamps."""
        return "\n".join(message.text for message in self.messages)


class Eyes:
    """A blogger or outsider who reads. `home` is the channel they look at, the sample team's by default."""

    def __init__(self, parts: Parts, blogger: Blogger, report: Report, home: int | None = None) -> None:
        self.blogger = blogger
        self.name = blogger.name
        self.id = parts.team.id_of(blogger)
        self._world = parts.discord.world
        self._person = parts.discord.person(self.id)
        self._team = parts.team
        self._blogs = parts.blogs
        self._home = home or parts.team.channel_id
        self._report = report
        self._read: dict[int, int] = {}  # message id to how often it had been drawn anew

    def spots(self, messages: Sequence[Message], label: str) -> list[Spot]:
        """Give the buttons with a label that can be pressed, in reading order, each with the text before it."""
        found = []
        for message in messages:
            text = ""
            for _, part in walk(message.payload["components"]):
                if part["type"] == TEXT:
                    text = self._aloud(part["content"])
                elif _can_be_pressed(part) and part.get("label") == label:
                    found.append(Spot(label, text, message, str(part["custom_id"])))
        return found

    def unread(self, channel_id: int | None) -> list[Message]:
        """Give what is new or was drawn anew in a channel, in order; without one, in the direct messages."""
        seen = self._person.inbox() if channel_id is None else self._person.sees(channel_id)
        return [message for message in seen if self._read.get(message.id) != len(message.edits)]

    def read(self, message: Message) -> None:
        """Read a message, and write down what it says."""
        channel = self._world.channels[message.channel_id]
        shared = DIRECT if channel.kind == Kind.DM else f"#{channel.name}"
        self._note(message, "only for me" if message.ephemeral_for else shared)

    def card(self, words: str) -> Shown:
        """Give the newest message in the home channel in which `words` stand; StoryBroke where there is none."""
        found = [message for message in self.channel() if words in self._aloud(message.text)]
        if not found:
            raise StoryBroke(f"{self.name} looked for “{words}” in the channel, and it was not there.")
        return Shown((found[-1],), None)

    def channel(self) -> list[Message]:
        """Give what everybody sees in the channel that is home."""
        return [message for message in self._person.sees(self._home) if message.ephemeral_for is None]

    def screens(self) -> list[Message]:
        """Give what the bot has shown to this blogger alone in the channel that is home, and still stands there."""
        return [message for message in self._person.sees(self._home) if message.ephemeral_for is not None]

    def inbox(self) -> list[Message]:
        """Give the bot's direct messages to this blogger."""
        return self._person.inbox()

    def has_read(self, words: str) -> bool:
        """Say whether `words` stood in anything that this blogger ever read."""
        mine = (entry for entry in self._report.entries if entry.who == self.name and entry.kind == "saw")
        return any(words in entry.text for entry in mine)

    def sees(self, shown: Shown, words: str) -> bool:
        """Say whether `words` stand in what an act brought, as this blogger reads it."""
        return any(words in self._aloud(message.text) for message in shown.messages)

    @property
    def _where(self) -> str:
        """Give " in #channel" for a home that is not the sample team's."""
        return f" in #{self._world.channels[self._home].name}" if self._home != self._team.channel_id else ""

    def _names(self) -> dict[str, str]:
        roles = self._world.guilds[self._team.guild_id].roles.values()
        people = {str(user.id): user.name for user in self._world.users.values()}
        return people | {str(role.id): role.name for role in roles}

    def _note(self, message: Message, where: str) -> None:
        self._read[message.id] = len(message.edits)
        files = [f"(file {file.name})" for file in message.attachments]
        labels = " ".join([*files, *(f"[{button.label}]" for button in message.buttons)])
        text, common = self._aloud(message.text), self._aloud(message.text, self._team.cast.zone)
        self._report.saw(self.name, f"{text}\n{labels}".strip(), where, f"{common}\n{labels}".strip())
        if FAILED in text:
            self._report.faults.append(f"{self.name} read that something went wrong: {text.splitlines()[0]}")

    def _aloud(self, text: str, zone: str = "") -> str:
        names = {user.id: user.name for user in self._world.users.values()}
        return read_aloud(text, zone=zone or self.blogger.zone, now=self._world.clock(), names=names)


def _can_be_pressed(part: Mapping[str, Any]) -> bool:
    """Say whether it is a button that the bot hears of, and no link, and not switched off."""
    return part["type"] == BUTTON and "custom_id" in part and not part.get("disabled")
