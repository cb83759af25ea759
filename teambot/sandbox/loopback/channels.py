"""The channels and threads of the loopback Discord: made, changed, deleted; who may do what in them; what was said."""

from collections.abc import Callable
from datetime import timedelta

from teambot.sandbox.loopback import channel_shapes
from teambot.sandbox.loopback.entities import Channel, Guild, Kind, User
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.permissions import IN_DM, Permission, permissions_in
from teambot.sandbox.loopback.snowflake import Clock, Snowflakes
from teambot.sandbox.loopback.wire import ApiError, Json

OnChange = Callable[[str, Json], None]
Dispatch = Callable[[str, Json, int | None], None]


class Channels:
    """The part of the world that is channels, threads and messages; `World` adds the people."""

    bot: User

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.files: dict[int, bytes] = {}
        self.listeners: list[OnChange] = []
        self.dispatch: Dispatch = lambda _name, _payload, _guild_id: None

    def changed(self, what: str, **facts: object) -> None:
        """Tell the listeners what changed."""
        for listener in list(self.listeners):
            listener(what, facts)

    def add_channel(self, guild_id: int, name: str, kind: int = Kind.TEXT, *, parent_id: int | None = None) -> Channel:
        """Add a channel that everybody in the guild sees."""
        guild = self.guilds[guild_id]
        channel = Channel(
            self.snowflakes.next(), guild_id, name, kind, self.clock(), len(guild.channels), parent_id=parent_id
        )
        self._keep(channel, "CHANNEL_CREATE")
        return channel

    def add_thread(
        self,
        parent: Channel,
        name: str,
        kind: int = Kind.PUBLIC_THREAD,
        owner_id: int | None = None,
        thread_id: int | None = None,
        *,
        minutes: int = 4320,
        slow_seconds: int = 0,
    ) -> Channel:
        """Add a thread to a channel, the bot's own unless somebody else's (THREAD_CREATE).

        One made from a message has the message's id; it is archived after so many minutes without a word.
        """
        new_id, owner = thread_id or self.snowflakes.next(), owner_id or self.bot.id
        thread = Channel(new_id, parent.guild_id, name, kind, self.clock(), parent_id=parent.id, owner_id=owner)
        thread.auto_archive_minutes, thread.slow_seconds = minutes, slow_seconds
        self._keep(thread, "THREAD_CREATE")
        return thread

    def _keep(self, channel: Channel, event: str) -> None:
        self.channels[channel.id] = channel
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels.append(channel.id)
            extra = {"newly_created": True} if channel.is_thread else {}
            self.dispatch(event, self.channel_shape(channel) | extra, channel.guild_id)
        self.changed("channel", channel_id=channel.id, guild_id=channel.guild_id)

    def archive_thread(self, thread_id: int, *, locked: bool = False) -> None:
        """Archive a thread, as a moderator who may also lock it (THREAD_UPDATE)."""
        thread = self.channels[thread_id]
        thread.locked = locked
        self._set_archived(thread, True)

    def wake_thread(self, thread: Channel) -> None:
        """Take a thread out of the archive (THREAD_UPDATE); nothing happens to one that is active."""
        if thread.archived:
            self._set_archived(thread, False)

    def _set_archived(self, thread: Channel, archived: bool) -> None:
        """Hold to "archive_timestamp is changed when creating, archiving, or unarchiving"; waking is activity."""
        thread.archived = archived
        thread.archive_changed_at = self.clock()
        thread.active_at = thread.active_at if archived else self.clock()
        self.update_channel(thread)

    def settle(self, thread: Channel) -> None:
        """Archive a thread in which nothing happened for so long, the moment somebody looks.

        "Threads automatically archive after a period of inactivity", which is "sending a message, unarchiving a thread,
        or changing the auto-archive time".
        """
        silent = self.clock() - (thread.active_at or thread.created_at)
        if thread.is_thread and not thread.archived and silent >= timedelta(minutes=thread.auto_archive_minutes):
            self._set_archived(thread, True)

    def active_threads(self, guild: Guild) -> list[Channel]:
        """Give the threads of a guild that are not archived and that the bot sees, newest first."""
        rows = [self.channels[key] for key in guild.channels if self.channels[key].is_thread]
        for row in rows:
            self.settle(row)
        seen = [row for row in rows if not row.archived and self.allowed(row, self.bot.id) & Permission.VIEW_CHANNEL]
        return sorted(seen, key=lambda row: row.id, reverse=True)

    def delete_channel(self, channel_id: int) -> None:
        """Delete a channel with its threads and messages (CHANNEL_DELETE, THREAD_DELETE)."""
        channel = self.channels.pop(channel_id)
        for thread in [row.id for row in self.channels.values() if row.is_thread and row.parent_id == channel_id]:
            self.delete_channel(thread)
        for message_id in channel.messages:
            self.messages.pop(message_id, None)
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels.remove(channel_id)
            event, shape = "CHANNEL_DELETE", self.channel_shape(channel)
            if channel.is_thread:  # "a subset of the channel object": .../events/gateway-events#thread-delete
                event, shape = "THREAD_DELETE", {name: shape[name] for name in ("id", "guild_id", "parent_id", "type")}
            self.dispatch(event, shape, channel.guild_id)
        self.changed("channel_delete", channel_id=channel_id, guild_id=channel.guild_id)

    def hide_channel(self, channel_id: int) -> None:
        """Hide a channel from the bot: Missing Access (403/50001)."""
        self.overwrite(channel_id, self.bot.id, deny=Permission.VIEW_CHANNEL)

    def mute_channel(self, channel_id: int) -> None:
        """Let the bot read a channel and not write in it: Missing Permissions (403/50013)."""
        self.overwrite(channel_id, self.bot.id, deny=Permission.SEND_MESSAGES)

    def overwrite(self, channel_id: int, target_id: int, *, allow: int = 0, deny: int = 0) -> None:
        """Set a channel's overwrite for a role or user; allow=0, deny=0 takes it away again."""
        channel = self.channels[channel_id]
        channel.overwrites[target_id] = (allow, deny)
        if not allow and not deny:
            del channel.overwrites[target_id]
        self.update_channel(channel)

    def update_channel(self, channel: Channel) -> None:
        """Tell the bot and the listeners that a channel's fields changed."""
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.dispatch(event, self.channel_shape(channel), channel.guild_id)
        self.changed("channel", channel_id=channel.id, guild_id=channel.guild_id)

    def dm_channel(self, user_id: int) -> Channel:
        """Give the direct message channel between a user and the bot; it is made at the first call."""
        for channel in self.channels.values():
            if channel.kind == Kind.DM and channel.recipient_id == user_id:
                return channel
        name = self.users[user_id].name
        channel = Channel(self.snowflakes.next(), None, name, Kind.DM, self.clock(), recipient_id=user_id)
        self._keep(channel, "CHANNEL_CREATE")
        return channel

    def messages_in(self, channel_id: int) -> list[Message]:
        """Give a channel's messages, oldest first, private answers included.

        Those of a deleted channel are gone (KeyError).
        """
        return [self.messages[key] for key in self.channels[channel_id].messages if key in self.messages]

    def channel_shape(self, channel: Channel) -> Json:
        """Give a channel as the API does to the bot: its own thread with its membership."""
        shape = channel_shapes.channel(channel, self.users[channel.recipient_id] if channel.recipient_id else None)
        own = channel.is_thread and channel.owner_id == self.bot.id
        return shape | ({"member": channel_shapes.thread_member(channel)} if own else {})

    def allowed(self, channel: Channel, user_id: int) -> Permission:
        """Give what a user may do in a channel; a thread follows its parent, a private one is not everybody's."""
        if channel.guild_id is None:
            return IN_DM if user_id in (channel.recipient_id, self.bot.id) else Permission(0)
        ruling = self.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
        held = permissions_in(self.guilds[channel.guild_id], user_id, ruling)
        # "You must be invited to the thread to be able to view or participate in it, or be a moderator"
        invited = channel.kind != Kind.PRIVATE_THREAD or user_id == channel.owner_id or held & Permission.MANAGE_THREADS
        return held if invited else Permission(0)

    def visible(self, channel_id: int) -> Channel:
        """Give a channel that the bot can see. ApiError 10003 (no such channel), 50001 (hidden)."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(10003)
        if not self.allowed(channel, self.bot.id) & Permission.VIEW_CHANNEL:
            raise ApiError(50001)
        self.settle(channel)
        return channel
