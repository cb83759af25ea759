"""Channels, threads, typing. Source: https://discord.com/developers/docs/resources/channel."""

from teambot.sandbox.loopback.entities import Channel, Kind
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.shape import CHANNEL, conform
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply, invalid

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)


class ChannelRoutes:
    """The handlers of channels."""

    def __init__(self, posting: Posting) -> None:
        self.posting = posting
        self.world = posting.world

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", "/channels/{channel_id}", self.read),
            Route("PATCH", "/channels/{channel_id}", self.edit),
            Route("POST", "/channels/{channel_id}/typing", self.typing),
            Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", self.thread_from_message),
            Route("POST", "/channels/{channel_id}/threads", self.thread),
        ]

    def read(self, call: Call) -> Reply:
        """Give a channel."""
        return Reply(200, self.world.channel_shape(self.world.visible(call.id("channel_id"))))

    def edit(self, call: Call) -> Reply:
        """Change a channel's name, topic, slow mode, or a thread's name, archiving, lock (own, or Manage Threads)."""
        channel = self.world.visible(call.id("channel_id"))
        body = call.json()
        conform(body, CHANNEL)
        held = self.world.allowed(channel, self.world.bot.id)
        needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        if channel.kind == Kind.DM:
            raise ApiError(50003)
        if not held & needed and not (channel.is_thread and channel.owner_id == self.world.bot.id):
            raise ApiError(50013)
        if channel.is_thread:
            channel.archived = bool(body.get("archived", channel.archived))
            channel.locked = bool(body.get("locked", channel.locked))
            channel.auto_archive_minutes = _archive_minutes(body, channel.auto_archive_minutes)
        else:
            channel.topic = body.get("topic", channel.topic)
        channel.name = _name(body) if body.get("name") is not None else channel.name
        channel.slow_seconds = (
            int(body.get("rate_limit_per_user") or 0) if "rate_limit_per_user" in body else channel.slow_seconds
        )
        self.world.update_channel(channel)
        return Reply(200, self.world.channel_shape(channel))

    def typing(self, call: Call) -> Reply:
        """Show that the bot is typing."""
        channel = self.world.visible(call.id("channel_id"))
        self.world.changed("typing", channel_id=channel.id)
        return Reply(204)

    def thread_from_message(self, call: Call) -> Reply:
        """Start a thread from a message; it has the message's id."""
        parent = self._parent(call)
        message = self.world.messages.get(call.id("message_id"))
        if message is None or message.channel_id != parent.id or message.ephemeral_for is not None:
            raise ApiError(10008)
        if message.id in self.world.channels:
            raise ApiError(160004)
        kind = 10 if parent.kind == Kind.ANNOUNCEMENT else Kind.PUBLIC_THREAD
        thread = self._start(parent, call.json(), kind, message.id)
        message.payload["flags"] |= 1 << 5  # HAS_THREAD
        message.payload["thread"] = self.world.channel_shape(thread)
        return Reply(201, self.world.channel_shape(thread))

    def thread(self, call: Call) -> Reply:
        """Start a thread without a message; without a `type` it is private, as Discord has it."""
        parent = self._parent(call)
        body = call.json()
        conform(body, CHANNEL)
        kind = body.get("type") or Kind.PRIVATE_THREAD
        if kind not in (Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD):
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {11, 12}.")
        return Reply(201, self.world.channel_shape(self._start(parent, body, int(kind), None)))

    def _parent(self, call: Call) -> Channel:
        parent = self.world.visible(call.id("channel_id"))
        if parent.guild_id is None or parent.is_thread:
            raise ApiError(50003)
        if not self.world.allowed(parent, self.world.bot.id) & Permission.CREATE_PUBLIC_THREADS:
            raise ApiError(50013)
        return parent

    def _start(self, parent: Channel, body: Json, kind: int, thread_id: int | None) -> Channel:
        name, minutes = _name(body), _archive_minutes(body, 4320)
        thread = self.world.add_thread(parent, name, kind, self.world.bot.id, thread_id)
        thread.auto_archive_minutes = minutes
        return thread


def _name(body: Json) -> str:
    name = body.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        raise invalid("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    return name


def _archive_minutes(body: Json, default: int) -> int:
    minutes = body.get("auto_archive_duration") or default
    if minutes not in ARCHIVE_MINUTES:
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {set(ARCHIVE_MINUTES)}.")
    return int(minutes)
