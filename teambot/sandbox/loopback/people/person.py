"""A human at the keyboard: commands, buttons, menus, forms, and what they see. Each act waits for the bot's answer."""

from typing import Any

from teambot.sandbox.loopback.components import (
    BUTTON,
    CHANNELS,
    MENTIONABLES,
    ROLES,
    SELECT,
    SELECTS,
    USERS,
    find,
    select_of,
)
from teambot.sandbox.loopback.interactions import Act, Interaction
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.acts import Acts
from teambot.sandbox.loopback.people.answer import Answer, Choice
from teambot.sandbox.loopback.people.forms import Form, resolved_ids
from teambot.sandbox.loopback.people.options import filled, find_command, named_ids
from teambot.sandbox.loopback.permissions import Permission, may_use
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rules.messages import CONTENT
from teambot.sandbox.loopback.wire import Json

__all__ = ["Answer", "Choice", "Form", "Message", "Person"]


class Person:
    """One person. An act waits 3 s for the acknowledgement and 10 s until a deferred answer is filled.

    What the client would not let them do is a LookupError (it is not there, it is disabled) or a ValueError (it does
    not fit); what the bot does or fails to do is told by the `Answer`.
    """

    def __init__(self, user_id: int, acts: Acts, posting: Posting) -> None:
        self.id = user_id
        self.acts = acts
        self.posting = posting
        self.world = posting.world

    async def _answer(self, interaction: Interaction) -> Answer:
        return Answer(self.world, interaction, await self.acts.settled(interaction))

    def _held(self, channel_id: int) -> Permission:
        held = self.world.allowed(self.world.channels[channel_id], self.id)
        if not held & Permission.VIEW_CHANNEL:
            raise LookupError("they cannot see that channel")
        return held

    def commands(self, channel_id: int) -> list[Json]:
        """Give the commands and menus this person is offered in a channel, by their permissions there.

        LookupError if they cannot be there. None in an archived thread: "Users cannot ... use application commands".
        """
        held = self._held(channel_id)
        channel = self.world.channels[channel_id]
        self.world.settle(channel)
        if channel.archived:
            return []
        rows = self.acts.commands_in(channel.guild_id)
        if channel.guild_id is None:
            return rows
        return [row for row in rows if may_use(row["default_member_permissions"], held)]

    async def command(self, channel_id: int, name: str, /, **options: Any) -> Answer:
        """Give a slash command ("week show" is a subcommand); users, channels and roles as ids.

        LookupError: no such command or option for them there. ValueError: a required option is missing or a value does
        not fit.
        """
        data = filled(*find_command(self.commands(channel_id), name), options)
        return await self._command(channel_id, data, named_ids(data))

    async def _command(self, channel_id: int, data: Json, ids: dict[str, list[int]]) -> Answer:
        found = self.acts.resolved(self.world.channels[channel_id].guild_id, ids)
        whole = data | ({"resolved": found} if found else {})
        return await self._answer(self.acts.open(Act.COMMAND, self.id, channel_id, whole))

    async def autocomplete(self, channel_id: int, name: str, option: str, text: str, /, **options: Any) -> list[Choice]:
        """Type `text` into an option and give what is offered.

        LookupError if it has no autocomplete or the bot does not answer.
        """
        command, trail = find_command(self.commands(channel_id), name)
        rows = (trail[-1] if trail else command).get("options", ())
        if not any(row["name"] == option and row.get("autocomplete") for row in rows):
            raise LookupError(f"{name} has no autocomplete for {option!r}")
        data = filled(command, trail, options | {option: text}, focused=option)
        answer = await self._answer(self.acts.open(Act.AUTOCOMPLETE, self.id, channel_id, data))
        if answer.failed:
            raise LookupError(answer.failed)
        return answer.choices

    def _seen(self, message_id: int) -> Message:
        now = self.world.messages.get(message_id)
        if now is None or now.ephemeral_for not in (None, self.id):
            raise LookupError("they do not see that message (any more)")
        self._held(now.channel_id)
        return now

    def _part(self, message: Message, custom_id: str, kinds: tuple[int, ...]) -> tuple[Message, Json]:
        now = self._seen(message.id)
        part = find(now.payload["components"], custom_id)
        if part is None or part["type"] not in kinds:
            raise LookupError(f"there is no {custom_id!r} on that message")
        if part.get("disabled"):
            raise LookupError(f"{custom_id!r} is disabled")
        return now, part

    async def press(self, message: Message, custom_id: str) -> Answer:
        """Press a button, wherever it is in the message. LookupError if it is not there, not seen, or disabled."""
        now, part = self._part(message, custom_id, (BUTTON,))
        data = {"custom_id": custom_id, "component_type": BUTTON, "id": part["id"]}
        return await self._answer(self.acts.open(Act.COMPONENT, self.id, now.channel_id, data, source=now))

    async def choose(self, message: Message, custom_id: str, values: list[str | int] | list[str] | list[int]) -> Answer:
        """Choose in a select menu.

        Values of a string select, else ids. ValueError for what is not offered, too few or too many.
        """
        now, part = self._part(message, custom_id, SELECTS)
        menu, texts = select_of(part), [str(value) for value in values]
        offered = {value for _, value in menu.options}
        if not menu.least <= len(texts) <= menu.most or (part["type"] == SELECT and not set(texts) <= offered):
            raise ValueError(f"{custom_id!r} takes {menu.least} to {menu.most} of {sorted(offered)}, not {texts}")
        data: Json = {"custom_id": custom_id, "component_type": part["type"], "id": part["id"], "values": texts}
        kind = {USERS: "users", MENTIONABLES: "users", ROLES: "roles", CHANNELS: "channels"}.get(part["type"])
        if kind:
            guild_id = self.world.channels[now.channel_id].guild_id
            data["resolved"] = self.acts.resolved(guild_id, {kind: [int(text) for text in texts]})
        return await self._answer(self.acts.open(Act.COMPONENT, self.id, now.channel_id, data, source=now))

    async def fill(self, form: Form, values: dict[str, object]) -> Answer:
        """Fill in a form and send it.

        Fields not named keep what they hold. ValueError where the client would not let it go.
        """
        data, opened = form.submission(values), form.opened_by
        guild_id = self.world.channels[opened.channel_id].guild_id
        if found := self.acts.resolved(guild_id, resolved_ids(data)):
            data["resolved"] = found
        source = opened.source if opened.source and opened.source.id in self.world.messages else None
        act = self.acts.open(Act.MODAL, self.id, opened.channel_id, data, source=source, opened_by=opened)
        return await self._answer(act)

    async def use_message_menu(self, message_id: int, name: str) -> Answer:
        """Use a menu on a message (*Apps*): the bot gets the whole message, whatever it may read else.

        LookupError if they see no such message, or have no such menu there; a private answer has none.
        """
        message = self._seen(message_id)
        if message.ephemeral_for is not None:
            raise LookupError("a message that only they see has no menus")
        return await self._menu(message.channel_id, name, 3, {"messages": [message_id]})

    async def use_user_menu(self, channel_id: int, user_id: int, name: str) -> Answer:
        """Use a menu on a user they meet in a channel. LookupError if there is no such menu or user for them there."""
        if not self.world.allowed(self.world.channels[channel_id], user_id) & Permission.VIEW_CHANNEL:
            raise LookupError("that user is not in that channel")
        return await self._menu(channel_id, name, 2, {"users": [user_id]})

    async def _menu(self, channel_id: int, name: str, kind: int, target: dict[str, list[int]]) -> Answer:
        command, trail = find_command(self.commands(channel_id), name, kind)
        target_id = next(iter(target.values()))[0]
        return await self._command(channel_id, filled(command, trail, {}) | {"target_id": str(target_id)}, target)

    async def raw(self, payload: Json) -> Answer:
        """Send a forged act: `type` (2 to 5), `channel_id`, `data` as they are, and a `message` (a Message)."""
        source = payload.get("message")
        act = Act(payload["type"])
        return await self._answer(
            self.acts.open(act, self.id, int(payload["channel_id"]), payload["data"], source=source)
        )

    def say(self, channel_id: int, text: str) -> Message:
        """Write a message of 1 to 2000 characters.

        LookupError if they cannot see that channel or may not write there, ValueError for a text that does not fit.
        """
        channel, held = self.world.channels[channel_id], self._held(channel_id)
        self.world.settle(channel)
        if channel.locked and not held & Permission.MANAGE_THREADS:
            raise LookupError("that thread is locked")
        if not held & (Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES):
            raise LookupError("they may not write in that channel")
        if not 1 <= len(text.strip()) <= CONTENT:
            raise ValueError(f"a message has 1 to {CONTENT} characters, not {len(text.strip())}")
        return self.posting.create(channel, self.id, {"content": text})

    def sees(self, channel_id: int) -> list[Message]:
        """Give the channel as this person sees it, oldest first.

        With the answers that only they see; [] if they cannot see it.
        """
        channel = self.world.channels[channel_id]
        if not self.world.allowed(channel, self.id) & Permission.VIEW_CHANNEL:
            return []
        return [row for row in self.world.messages_in(channel_id) if row.ephemeral_for in (None, self.id)]

    def inbox(self) -> list[Message]:
        """Give the direct messages that the bot sent to this person, oldest first."""
        rows = self.world.messages_in(self.world.dm_channel(self.id).id)
        return [row for row in rows if row.author_id == self.world.bot.id and row.ephemeral_for in (None, self.id)]
