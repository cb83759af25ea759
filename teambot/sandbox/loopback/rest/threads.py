"""Threads: started with and without a message, found again once they are archived.

Source: https://discord.com/developers/docs/topics/threads
"""

from teambot.sandbox.loopback import channel_shapes
from teambot.sandbox.loopback.entities import THREADS, Channel, Kind
from teambot.sandbox.loopback.message import THREAD_CREATED
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.posting import Posting
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.rules.channels import archive_minutes, name_of, slow_seconds
from teambot.sandbox.loopback.rules.shape import CHANNEL, conform
from teambot.sandbox.loopback.snowflake import stamp
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply, invalid

# "The type of thread created matches the type of the parent channel"; private ones "can only be created in GUILD_TEXT"
IN_CHANNEL = {int(Kind.TEXT): (Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD), int(Kind.ANNOUNCEMENT): (10,)}
MOST_ACTIVE = 1000  # active threads of a guild, as its members see it; the number is not published


class ThreadRoutes:
    """The handlers of threads."""

    def __init__(self, posting: Posting) -> None:
        self.posting = posting
        self.world = posting.world

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", self.start_from_message),
            Route("POST", "/channels/{channel_id}/threads", self.start),
            Route("GET", "/channels/{channel_id}/threads/archived/public", self.archived),
            Route("GET", "/guilds/{guild_id}/threads/active", self.active),
        ]

    def start_from_message(self, call: Call) -> Reply:
        """Start a thread from a message; it has the message's id."""
        parent = self._parent(call, Permission.CREATE_PUBLIC_THREADS)
        message = self.world.messages.get(call.id("message_id"))
        if message is None or message.channel_id != parent.id or message.ephemeral_for is not None:
            raise ApiError(10008)
        if message.id in self.world.channels:
            raise ApiError(160004)
        kind = 10 if parent.kind == Kind.ANNOUNCEMENT else Kind.PUBLIC_THREAD
        thread = self._started(parent, call.json(), kind, message.id)
        message.payload["flags"] |= 1 << 5  # HAS_THREAD
        message.payload["thread"] = self.world.channel_shape(thread)
        return Reply(201, self.world.channel_shape(thread))

    def start(self, call: Call) -> Reply:
        """Start a thread without a message; without a `type` it is private, as Discord has it.

        A public one is told in its channel by a line of its own, as people see it in Discord.
        """
        body = call.json()
        conform(body, CHANNEL)
        kind = int(Kind.PRIVATE_THREAD if body.get("type") is None else body["type"])
        if kind not in THREADS:
            raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.")
        private = kind == Kind.PRIVATE_THREAD
        parent = self._parent(call, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
        if kind not in IN_CHANNEL[parent.kind]:
            raise invalid("type", "CHANNEL_TYPE_INVALID", "A thread of this type cannot be created in this channel.")
        thread = self._started(parent, body, kind, None)
        if not private:
            self._tell(parent, thread)
        return Reply(201, self.world.channel_shape(thread))

    def _parent(self, call: Call, needed: Permission) -> Channel:
        parent = self.world.visible(call.id("channel_id"))
        if parent.guild_id is None:
            raise ApiError(50003)
        if parent.kind not in IN_CHANNEL:
            raise ApiError(50024)
        if not self.world.allowed(parent, self.world.bot.id) & needed:
            raise ApiError(50013)
        if len(self.world.active_threads(self.world.guilds[parent.guild_id])) >= MOST_ACTIVE:
            raise ApiError(160006)
        return parent

    def _started(self, parent: Channel, body: Json, kind: int, thread_id: int | None) -> Channel:
        conform(body, CHANNEL)
        name, minutes, slow = name_of(body), archive_minutes(body, 4320), slow_seconds(body, 0)
        return self.world.add_thread(parent, name, kind, thread_id=thread_id, minutes=minutes, slow_seconds=slow)

    def _tell(self, parent: Channel, thread: Channel) -> None:
        where = {"type": 0, "guild_id": str(thread.guild_id), "channel_id": str(thread.id)}
        extra = {"type": THREAD_CREATED, "message_reference": where}
        body: Json = {"content": thread.name, "allowed_mentions": {"parse": []}}
        self.posting.create(parent, self.world.bot.id, body, extra=extra)

    def active(self, call: Call) -> Reply:
        """List a guild's active threads that the bot sees, newest first."""
        guild = self.world.guilds.get(call.id("guild_id"))
        if guild is None or self.world.bot.id not in guild.members:
            raise ApiError(10004)
        return Reply(200, self._listed(self.world.active_threads(guild)))

    def archived(self, call: Call) -> Reply:
        """List a channel's archived public threads, "ordered by archive_timestamp, in descending order"."""
        parent = self.world.visible(call.id("channel_id"))
        if not self.world.allowed(parent, self.world.bot.id) & Permission.READ_MESSAGE_HISTORY:
            raise ApiError(50013)
        limit, before = call.number("limit", 50, 100), call.query.get("before", "9")
        rows = [row for row in self.world.channels.values() if row.is_thread and row.parent_id == parent.id]
        for row in rows:
            self.world.settle(row)
        found = [row for row in rows if row.archived and row.kind != Kind.PRIVATE_THREAD and _archived_at(row) < before]
        found.sort(key=_archived_at, reverse=True)
        return Reply(200, self._listed(found[:limit]) | {"has_more": len(found) > limit})

    def _listed(self, rows: list[Channel]) -> Json:
        own = [channel_shapes.thread_member(row) for row in rows if row.owner_id == self.world.bot.id]
        return {"threads": [self.world.channel_shape(row) for row in rows], "members": own, "has_more": False}


def _archived_at(thread: Channel) -> str:
    return stamp(thread.archive_changed_at or thread.created_at)
