"""One blogger's hands and eyes in a story: they know labels, not ids; all they do and read is written in the report."""

from collections.abc import Awaitable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from teambot.errors import CannotStart
from teambot.sandbox.cast import Blogger
from teambot.sandbox.loopback.components import BUTTON, TEXT, walk
from teambot.sandbox.loopback.entities import Kind
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.person import Answer, Choice, Form
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


class Hand:
    """A blogger or outsider who acts, by a `Person`'s real acts.

    Commands are used in the channel `home`, the sample team's unless another is named. StoryBroke where one gets no
    answer or a button is not there.
    """

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

    def at(self, channel_id: int) -> "Hand":
        """Give the same person with another channel as home; what one has read the other has, too."""
        other = copy(self)
        other._home = channel_id
        return other

    async def command(self, name: str, **options: Any) -> Shown:
        """Use a slash command in the channel that is home."""
        told = "".join(f" {option}: {value}" for option, value in options.items())
        self._report.did(self.name, f"uses /{name}{told}{self._where}")
        return await self._answered(self._person.command(self._home, name, **options), f"/{name}")

    async def pick(self, name: str, option: str, typed: str, **options: Any) -> Shown:
        """Use a command whose `option` is taken from what is offered while typing; the first of it."""
        found: list[Choice] = await self._person.autocomplete(self._home, name, option, typed, **options)
        if not found:
            raise StoryBroke(f"{self.name} typed “{typed}” into {option} of /{name}, and nothing was offered.")
        told = "".join(f" {other}: {value}" for other, value in options.items())
        self._report.did(self.name, f"uses /{name} {option}: [{found[0].name}]{told}{self._where}")
        chosen = {option: found[0].value, **options}
        return await self._answered(self._person.command(self._home, name, **chosen), f"/{name}")

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

    async def press(self, shown: Shown | Spot, label: str = "") -> Shown:
        """Press a button: a spot, or the first one with a label."""
        spot = shown if isinstance(shown, Spot) else next(iter(self.spots(shown.messages, label)), None)
        if spot is None:
            raise StoryBroke(f"{self.name} looked for the button “{label}”, and it was not there.")
        self._report.did(self.name, f"presses [{spot.label}]")
        return await self._answered(self._person.press(spot.message, spot.custom_id), f"[{spot.label}]")

    async def choose(self, shown: Shown, placeholder: str, values: list[str]) -> Shown:
        """Choose values in the menu with a placeholder."""
        menus = [(message, menu) for message in shown.messages for menu in message.selects]
        message, menu = next((one for one in menus if one[1].placeholder == placeholder), (None, None))
        if message is None or menu is None:
            raise StoryBroke(f"{self.name} looked for the menu “{placeholder}”, and it was not there.")
        labels = {value: label for label, value in menu.options} | self._names()
        told = ", ".join(labels.get(value, value) for value in values)
        self._report.did(self.name, f"chooses {told} in “{placeholder}”")
        return await self._answered(self._person.choose(message, menu.custom_id, values), f"“{placeholder}”")

    async def fill(self, shown: Shown, **values: str | tuple[str, ...]) -> Shown:
        """Fill a form by its labels (in lower case, joined by _, as much as is enough to tell) and send it.

        A choice is told by its label; several, of those that can be ticked, by a tuple of them.
        """
        form = shown.form
        if form is None:
            raise StoryBroke(f"{self.name} expected a form, and got: {self._aloud(shown.text) or 'nothing'}")
        chosen: dict[str, object] = {}
        told = []
        for start, value in values.items():
            wanted = start.replace("_", " ")
            found = next((field for field in form.fields if field.label.lower().startswith(wanted)), None)
            if found is None:
                raise StoryBroke(f"{self.name} found no field “{wanted}” in the form “{form.title}”.")
            offered, words = dict(found.options), (value,) if isinstance(value, str) else value
            picked = [offered.get(one, one) for one in words]
            chosen[found.custom_id] = picked[0] if isinstance(value, str) else picked
            told.append(f"{found.label}: {', '.join(self._names().get(one, one) for one in words)}")
        self._report.did(self.name, f"fills in “{form.title}” – {'; '.join(told) or 'as it is'}")
        return await self._answered(self._person.fill(form, chosen), f"the form “{form.title}”")

    def unread(self, channel_id: int | None) -> list[Message]:
        """Give what is new or was drawn anew in a channel, in order; without one, in the direct messages."""
        seen = self._person.inbox() if channel_id is None else self._person.sees(channel_id)
        return [message for message in seen if self._read.get(message.id) != len(message.edits)]

    def read(self, message: Message) -> None:
        """Read a message, and write down what it says."""
        channel = self._world.channels[message.channel_id]
        self._note(message, DIRECT if channel.kind == Kind.DM else f"#{channel.name}")

    def card(self, words: str) -> Shown:
        """Give the newest message in the home channel in which `words` stand; StoryBroke where there is none."""
        found = [message for message in self.channel() if words in self._aloud(message.text)]
        if not found:
            raise StoryBroke(f"{self.name} looked for “{words}” in the channel, and it was not there.")
        return Shown((found[-1],), None)

    def channel(self) -> list[Message]:
        """Give what everybody sees in the channel that is home."""
        return [message for message in self._person.sees(self._home) if message.ephemeral_for is None]

    def inbox(self) -> list[Message]:
        """Give the bot's direct messages to this blogger."""
        return self._person.inbox()

    def has_read(self, words: str) -> bool:
        """Say whether `words` stood in anything that this blogger ever read."""
        mine = (entry for entry in self._report.entries if entry.who == self.name and entry.kind == "saw")
        return any(words in entry.text for entry in mine)

    def leave_server(self) -> None:
        """Leave the Discord server; the owner cannot (ValueError)."""
        self._world.remove_member(self._team.guild_id, self.id)
        self._report.did(self.name, "leaves the server")

    def come_back(self) -> None:
        """Come back to the server, without the roles of before."""
        self._world.add_member(self._team.guild_id, self.id)
        self._report.did(self.name, "comes back to the server")

    def put_on_blog(self, words: str) -> None:
        """Add a paragraph to what one's own blog says of itself on its front page."""
        self._blogs.write_about(self.blogger.host, f"{self._blogs.about(self.blogger.host)}\n{words}")
        self._report.did(self.name, f"puts “{words}” on {self.blogger.host}")

    @property
    def _where(self) -> str:
        """Give " in #channel" for a home that is not the sample team's."""
        return f" in #{self._world.channels[self._home].name}" if self._home != self._team.channel_id else ""

    def _names(self) -> dict[str, str]:
        roles = self._world.guilds[self._team.guild_id].roles.values()
        people = {str(user.id): user.name for user in self._world.users.values()}
        return people | {str(role.id): role.name for role in roles}

    async def _answered(self, act: Awaitable[Answer], what: str) -> Shown:
        try:
            answer = await act
        except (LookupError, ValueError) as error:  # their own Discord would not let them
            raise StoryBroke(f"{self.name} could not use {what}: {error}.") from error
        if answer.failed:
            raise StoryBroke(f"{self.name} used {what} and got no answer: {answer.failed}.")
        first = answer.message or answer.updated
        messages = tuple(dict.fromkeys(one.id for one in (first, *answer.followups) if one is not None))
        shown = Shown(tuple(self._world.messages[key] for key in messages), answer.form)
        for message in shown.messages:
            self._note(message, "only for me" if message.ephemeral_for else "")
        return shown

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
