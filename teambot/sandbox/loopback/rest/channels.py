"""Channels and typing; what makes and finds threads stands in `threads`. Source: https://discord.com/developers/docs/resources/channel."""

from teambot.sandbox.loopback.entities import Channel, Kind
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.channels import archive_minutes, name_of, slow_seconds
from teambot.sandbox.loopback.rules.shape import CHANNEL, conform
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply


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
            Route("DELETE", "/channels/{channel_id}", self.delete),
            Route("POST", "/channels/{channel_id}/typing", self.typing),
        ]

    def read(self, call: Call) -> Reply:
        """Give a channel."""
        return Reply(200, self.world.channel_shape(self.world.visible(call.id("channel_id"))))

    def edit(self, call: Call) -> Reply:
        """Change a channel's name, topic or slow mode (Manage Channels), or a thread."""
        channel = self.world.visible(call.id("channel_id"))
        body = call.json()
        conform(body, CHANNEL)
        if channel.kind == Kind.DM:
            raise ApiError(50003)
        if channel.is_thread:
            self._may_edit_thread(channel, body)
        elif not self._held(channel) & Permission.MANAGE_CHANNELS:
            raise ApiError(50013)
        name = name_of(body) if body.get("name") is not None else channel.name
        slow = slow_seconds(body, channel.slow_seconds)
        if channel.is_thread:
            self._edit_thread(channel, body)
        else:
            channel.topic = body.get("topic", channel.topic)
        channel.name, channel.slow_seconds = name, slow
        self.world.update_channel(channel)
        return Reply(200, self.world.channel_shape(channel))

    def _held(self, channel: Channel) -> Permission:
        return self.world.allowed(channel, self.world.bot.id)

    def _may_edit_thread(self, thread: Channel, body: Json) -> None:
        """Hold to "name, archived, auto_archive_duration ... requires MANAGE_THREADS or that the current user is the
        thread creator", "rate_limit_per_user or locked requires MANAGE_THREADS"; "only active threads can be
        manipulated", and a locked one "can only be unarchived by a user with the MANAGE_THREADS permission".
        """
        own = thread.owner_id == self.world.bot.id and not thread.locked
        if (not own or {"locked", "rate_limit_per_user"} & set(body)) and not (
            self._held(thread) & Permission.MANAGE_THREADS
        ):
            raise ApiError(50013)
        if thread.archived and body.get("archived") is not False:
            raise ApiError(50083)

    def _edit_thread(self, thread: Channel, body: Json) -> None:
        minutes = archive_minutes(body, thread.auto_archive_minutes)
        archived = bool(body.get("archived", thread.archived))
        thread.locked = bool(body.get("locked", thread.locked))
        if (minutes, archived) != (thread.auto_archive_minutes, thread.archived):
            thread.archive_changed_at = self.world.clock()
            thread.active_at = thread.active_at if archived else self.world.clock()
        thread.auto_archive_minutes, thread.archived = minutes, archived

    def delete(self, call: Call) -> Reply:
        """Delete a channel (Manage Channels) or a thread (Manage Threads, its maker too)."""
        channel = self.world.visible(call.id("channel_id"))
        if channel.kind == Kind.DM:
            return Reply(200, self.world.channel_shape(channel))
        needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        if not self._held(channel) & needed:
            raise ApiError(50013)
        shape = self.world.channel_shape(channel)
        self.world.delete_channel(channel.id)
        return Reply(200, shape)

    def typing(self, call: Call) -> Reply:
        """Show that the bot is typing."""
        channel = self.world.visible(call.id("channel_id"))
        self.world.changed("typing", channel_id=channel.id)
        return Reply(204)
