"""The channels and threads of the loopback Discord: made, changed, put to sleep and woken, hidden, deleted."""

from datetime import timedelta

from teambot.sandbox.loopback.entities import Channel, Guild, Kind
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.rooms import Rooms
from teambot.sandbox.loopback.wire import ApiError


class Channels(Rooms):
    """The changes of channels and threads; `World` adds those of the people."""

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
            self.tell(event, channel, self.channel_shape(channel) | extra)
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
        seen = [row for row in rows if not row.archived and self.sees(row)]
        return sorted(seen, key=lambda row: row.id, reverse=True)

    def delete_channel(self, channel_id: int) -> None:
        """Delete a channel with its threads and messages (CHANNEL_DELETE, THREAD_DELETE)."""
        channel = self.channels[channel_id]
        for thread in [row.id for row in self.channels.values() if row.is_thread and row.parent_id == channel_id]:
            self.delete_channel(thread)
        del self.channels[channel_id]
        for message_id in channel.messages:
            self.messages.pop(message_id, None)
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels.remove(channel_id)
            event, shape = "CHANNEL_DELETE", self.channel_shape(channel)
            if channel.is_thread:  # "a subset of the channel object": .../events/gateway-events#thread-delete
                event, shape = "THREAD_DELETE", {name: shape[name] for name in ("id", "guild_id", "parent_id", "type")}
            self.tell(event, channel, shape)
        self.changed("channel_delete", channel_id=channel_id, guild_id=channel.guild_id)

    def hide_channel(self, channel_id: int) -> None:
        """Hide a channel and its threads from the bot: Missing Access (403/50001)."""
        self.overwrite(channel_id, self.bot.id, deny=Permission.VIEW_CHANNEL)

    def mute_channel(self, channel_id: int) -> None:
        """Let the bot read a channel and not write in it, but in its threads: Missing Permissions (403/50013)."""
        self.overwrite(channel_id, self.bot.id, deny=Permission.SEND_MESSAGES)

    def mute_threads(self, channel_id: int) -> None:
        """Let the bot neither open threads in a channel nor write in those there are (403/50013)."""
        deny = Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS
        self.overwrite(channel_id, self.bot.id, deny=deny | Permission.SEND_MESSAGES_IN_THREADS)

    def overwrite(self, channel_id: int, target_id: int, *, allow: int = 0, deny: int = 0) -> None:
        """Set a channel's overwrite for a role or user; allow=0, deny=0 takes it away again.

        ValueError for a thread: "Threads generally inherit permissions from the parent channel", and have none.
        """
        channel = self.channels[channel_id]
        if channel.is_thread:
            raise ValueError("a thread has no permissions of its own: change its channel's")
        seen = self.sees(channel)
        channel.overwrites[target_id] = (allow, deny)
        if not allow and not deny:
            del channel.overwrites[target_id]
        self.update_channel(channel)
        if self.sees(channel) and not seen:
            self._sync_threads(channel)

    def _sync_threads(self, channel: Channel) -> None:
        """Tell the active threads of a channel that the bot came to see (THREAD_LIST_SYNC)."""
        rows = [row for row in self.active_threads(self.guilds[channel.guild_id or 0]) if row.parent_id == channel.id]
        shapes = [self.channel_shape(row) for row in rows]
        members = [shape["member"] for shape in shapes if "member" in shape]
        ids = {"guild_id": str(channel.guild_id), "channel_ids": [str(channel.id)]}
        self.dispatch("THREAD_LIST_SYNC", {**ids, "threads": shapes, "members": members}, channel.guild_id)

    def update_channel(self, channel: Channel) -> None:
        """Tell the bot and the listeners that a channel's fields changed."""
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.tell(event, channel, self.channel_shape(channel))
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

    def visible(self, channel_id: int) -> Channel:
        """Give a channel that the bot can see. ApiError 10003 (no such channel), 50001 (hidden)."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(10003)
        if not self.sees(channel):
            raise ApiError(50001)
        self.settle(channel)
        return channel
