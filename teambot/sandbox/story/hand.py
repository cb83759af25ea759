"""One blogger's hands in a story: they know labels, not ids; all they do is written in the report."""

from collections.abc import Awaitable
from copy import copy
from typing import Any

from teambot.sandbox.blogs.life import BlogLife
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.person import Answer, Choice
from teambot.sandbox.story.eyes import Eyes, Shown, Spot, StoryBroke

__all__ = ["Hand", "Shown", "Spot", "StoryBroke"]


class Hand(Eyes):
    """A blogger or outsider who acts, by a `Person`'s real acts.

    Commands are used in the channel that is home. StoryBroke where one gets no answer or a button is not there.
    """

    def at(self, channel_id: int) -> "Hand":
        """Give the same person with another channel as home; what one has read the other has, too."""
        other = copy(self)
        other._home = channel_id
        return other

    def thread(self, name: str) -> "Hand":
        """Give the same person in a thread under the home channel. StoryBroke where they see none of that name."""
        rows = [row for row in self._world.channels.values() if row.is_thread and row.parent_id == self._home]
        found = next((row for row in rows if row.name == name and self._world.allowed(row, self.id)), None)
        if found is None:
            raise StoryBroke(f"{self.name} looked for the thread “{name}”, and it was not there.")
        return self.at(found.id)

    def say(self, words: str) -> Message:
        """Write a message in the channel that is home."""
        self._report.did(self.name, f"writes “{words}”{self._where}")
        return self._person.say(self._home, words)

    async def use_menu(self, message: Message, name: str) -> Shown:
        """Use a menu on a message: it is handed to the bot."""
        told = self._aloud(message.text).partition("\n")[0]
        self._report.did(self.name, f"uses “{name}” on “{told}”")
        return await self._answered(self._person.use_message_menu(message.id, name), f"“{name}”")

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

    def leave_server(self) -> None:
        """Leave the Discord server; the owner cannot (ValueError)."""
        self._world.remove_member(self._team.guild_id, self.id)
        self._report.did(self.name, "leaves the server")

    def come_back(self) -> None:
        """Come back to the server, without the roles of before."""
        self._world.add_member(self._team.guild_id, self.id)
        self._report.did(self.name, "comes back to the server")

    def to_blog(self, what: str) -> BlogLife:
        """Give one's own blog, for what the report then tells: `to_blog("moves for good").move(301)`."""
        self._report.did(self.name, f"{what} ({self.blogger.host})")
        return self._blogs.of(self.blogger.host)

    def put_on_blog(self, words: str) -> None:
        """Add a paragraph to what one's own blog says of itself on its front page."""
        self._blogs.write_about(self.blogger.host, f"{self._blogs.about(self.blogger.host)}\n{words}")
        self._report.did(self.name, f"puts “{words}” on {self.blogger.host}")

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
