"""Messages in channels.

/channels/{channel_id}/messages. Source: https://discord.com/developers/docs/resources/message.
"""

from collections.abc import Callable

from teambot.sandbox.loopback.entities import Channel, Kind
from teambot.sandbox.loopback.message import Message, without_words
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.messages import check_message
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply, invalid, snowflake

ONE = "/channels/{channel_id}/messages/{message_id}"
ALL = "/channels/{channel_id}/messages"


class MessageRoutes:
    """The handlers of messages; `reads_words` says whether the bot may read what people write in servers."""

    def __init__(self, posting: Posting, reads_words: Callable[[], bool]) -> None:
        self.posting = posting
        self.reads_words = reads_words
        self.world = posting.world

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", ALL, self.listed),
            Route("POST", ALL, self.create),
            Route("GET", ONE, self.read),
            Route("PATCH", ONE, self.edit),
            Route("DELETE", ONE, self.delete),
        ]

    def create(self, call: Call) -> Reply:
        """Write a message."""
        channel = self.world.visible(call.id("channel_id"))
        self._may_send(channel, bool(call.files))
        body = call.json()
        check_message(body, call.files)
        if int(body.get("flags") or 0) & 64:
            raise invalid("flags", "INVALID_BITWISE_FLAG", "A message in a channel cannot be ephemeral.")
        self._check_reference(channel, body)
        message = self.posting.create(channel, self.world.bot.id, body, call.files)
        return Reply(200, self.posting.created_shape(message))

    def _may_send(self, channel: Channel, files: bool) -> None:
        if channel.kind == Kind.DM:
            user_id = channel.recipient_id or 0
            shared = any(user_id in guild.members for guild in self.world.guilds.values())
            if not shared:
                raise ApiError(50278)
            if not self.world.users[user_id].dms_open:
                raise ApiError(50007)
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        if not self.world.allowed(channel, self.world.bot.id) & needed:
            raise ApiError(50013)
        if files and not self.world.allowed(channel, self.world.bot.id) & Permission.ATTACH_FILES:
            raise ApiError(50013)
        self._may_stir(channel, archived_too=True)

    def _may_stir(self, channel: Channel, *, archived_too: bool) -> None:
        """Hold to "Users without the MANAGE_THREADS permission ... won't be able to create or update messages in locked
        threads", and to "Users cannot edit messages ... in archived threads"; writing wakes one that is not locked.
        """
        locked = channel.locked and not self.world.allowed(channel, self.world.bot.id) & Permission.MANAGE_THREADS
        if channel.archived and (locked or not archived_too):
            raise ApiError(50083)
        if locked:
            raise ApiError(160005)

    def _check_reference(self, channel: Channel, body: Json) -> None:
        reference = body.get("message_reference")
        if not reference:
            return
        known = snowflake(reference.get("message_id"), "message_reference.message_id") in channel.messages
        if not known and reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        if not known:
            body.pop("message_reference")

    def listed(self, call: Call) -> Reply:
        """List messages, newest first; `before`, `after` and `around` exclude one another."""
        channel = self._history(call)
        limit = call.number("limit", 50, 100)
        given = [name for name in ("around", "before", "after") if name in call.query]
        if len(given) > 1:
            raise invalid("", "CHANNEL_MESSAGES_LIST_EXCLUSIVE", "around, before and after exclude one another.")
        rows = [message for message in self.world.messages_in(channel.id) if message.ephemeral_for is None]
        if given:
            rows = _window(rows, given[0], snowflake(call.query[given[0]], given[0]), limit)
        return Reply(200, [self._shown(message, channel) for message in reversed(rows[-limit:])])

    def _history(self, call: Call) -> Channel:
        channel = self.world.visible(call.id("channel_id"))
        if not self.world.allowed(channel, self.world.bot.id) & Permission.READ_MESSAGE_HISTORY:
            raise ApiError(50013)
        return channel

    def _one(self, call: Call) -> Message:
        channel = self._history(call)
        message = self.world.messages.get(call.id("message_id"))
        # "ephemeral messages can only be fetched by their interaction's token"
        if message is None or message.channel_id != channel.id or message.ephemeral_for is not None:
            raise ApiError(10008)
        return message

    def read(self, call: Call) -> Reply:
        """Give one message."""
        message = self._one(call)
        return Reply(200, self._shown(message, self.world.channels[message.channel_id]))

    def _shown(self, message: Message, channel: Channel) -> Json:
        kept = channel.guild_id is None or self.reads_words()
        return message.payload if kept else without_words(message.payload, self.world.bot.id)

    def edit(self, call: Call) -> Reply:
        """Edit a message of the bot's own."""
        message = self._one(call)
        if message.author_id != self.world.bot.id:
            raise ApiError(50005)
        self._may_stir(self.world.channels[message.channel_id], archived_too=False)
        body = call.json()
        check_message(body, call.files, editing=message)
        return Reply(200, self.posting.edit(message, body, call.files).payload)

    def delete(self, call: Call) -> Reply:
        """Delete a message: an own one, or any with Manage Messages."""
        message = self._one(call)
        channel = self.world.channels[message.channel_id]
        own = message.author_id == self.world.bot.id
        if not own and not self.world.allowed(channel, self.world.bot.id) & Permission.MANAGE_MESSAGES:
            raise ApiError(50003 if channel.kind == Kind.DM else 50013)
        self.posting.delete(message)
        return Reply(204)


def _window(rows: list[Message], how: str, key: int, limit: int) -> list[Message]:
    """Cut the messages at an id: the newest before it, the oldest after it, or half and half around it."""
    if how == "before":
        return [row for row in rows if row.id < key][-limit:]
    if how == "after":
        return [row for row in rows if row.id > key][:limit]
    older = [row for row in rows if row.id < key]
    newer = [row for row in rows if row.id >= key]
    return older[len(older) - min(len(older), limit // 2) :] + newer[: limit - limit // 2]
