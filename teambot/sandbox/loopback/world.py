"""What exists in the loopback Discord, and the changes that people and servers make to it.

Every change is dispatched to the bot's gateway session and told to the listeners. Nothing here knows of HTTP.
"""

from collections.abc import Callable

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.entities import THREADS, Channel, Guild, Kind, Member, Role, User
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.permissions import BOT, EVERYONE, IN_DM, Permission, permissions_in
from teambot.sandbox.loopback.snowflake import Clock, Snowflakes
from teambot.sandbox.loopback.wire import ApiError, Json

OnChange = Callable[[str, Json], None]
Dispatch = Callable[[str, Json, int | None], None]


class World:
    """Users, guilds, channels, messages. `listeners` are called with (what changed, facts) after each change.

    Kinds of change: message, message_edit, message_delete, channel, channel_delete, member, member_remove, guild,
    typing, answer. A channel that is not in `channels` any more was deleted; `messages` likewise. Unknown ids raise
    KeyError.
    """

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
        self.bot = self.add_user("teambot", locale="en-US", bot=True)

    def changed(self, what: str, **facts: object) -> None:
        """Tell the listeners what changed."""
        for listener in list(self.listeners):
            listener(what, facts)

    def add_user(self, name: str, *, locale: str = "en-GB", bot: bool = False) -> User:
        """Add a user who is in no guild yet."""
        user = User(self.snowflakes.next(), name, locale, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner_id: int, *, locale: str = "en-GB") -> Guild:
        """Add a guild with its owner and the bot in it.

        The bot's managed role stands above all but new `above_bot` roles.
        """
        guild = Guild(self.snowflakes.next(), name, owner_id, self.clock(), locale=locale)
        self.guilds[guild.id] = guild
        guild.roles[guild.id] = Role(guild.id, guild.id, "@everyone", EVERYONE)
        own = Role(self.snowflakes.next(), guild.id, self.bot.name, BOT, position=1, managed=True)
        guild.roles[own.id] = own
        guild.members[owner_id] = Member(owner_id, guild.id, self.clock())
        guild.members[self.bot.id] = Member(self.bot.id, guild.id, self.clock(), [own.id])
        self.dispatch("GUILD_CREATE", self.guild_created(guild, all_members=False), guild.id)
        self.changed("guild", guild_id=guild.id)
        return guild

    def add_channel(self, guild_id: int, name: str, kind: int = Kind.TEXT, *, parent_id: int | None = None) -> Channel:
        """Add a channel that everybody in the guild sees."""
        guild = self.guilds[guild_id]
        channel = Channel(
            self.snowflakes.next(), guild_id, name, kind, self.clock(), len(guild.channels), parent_id=parent_id
        )
        self._keep(channel, "CHANNEL_CREATE")
        return channel

    def add_thread(self, parent: Channel, name: str, kind: int, owner_id: int, thread_id: int | None = None) -> Channel:
        """Add a thread to a channel; one made from a message has the message's id."""
        new_id = thread_id or self.snowflakes.next()
        thread = Channel(new_id, parent.guild_id, name, kind, self.clock(), parent_id=parent.id, owner_id=owner_id)
        self._keep(thread, "THREAD_CREATE")
        return thread

    def _keep(self, channel: Channel, event: str) -> None:
        self.channels[channel.id] = channel
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels.append(channel.id)
            extra = {"newly_created": True} if channel.is_thread else {}
            self.dispatch(event, self.channel_shape(channel) | extra, channel.guild_id)
        self.changed("channel", channel_id=channel.id, guild_id=channel.guild_id)

    def add_role(self, guild_id: int, name: str, *, permissions: int = 0, above_bot: bool = False) -> Role:
        """Add a role below the bot's own (which the bot can then give), or above it (which it cannot)."""
        guild = self.guilds[guild_id]
        own = next(role for role in guild.roles.values() if role.managed)
        position = max(role.position for role in guild.roles.values()) + 1 if above_bot else own.position
        if not above_bot:
            for role in guild.roles.values():
                role.position += 1 if role.position >= position else 0
        role = Role(self.snowflakes.next(), guild_id, name, permissions, position)
        guild.roles[role.id] = role
        self.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(guild_id), "role": shapes.role(role)}, guild_id)
        return role

    def add_member(self, guild_id: int, user_id: int, *, manage_guild: bool = False) -> Member:
        """Let a user into a guild, or change whether a member may manage it."""
        guild = self.guilds[guild_id]
        new = user_id not in guild.members
        member = guild.members.setdefault(user_id, Member(user_id, guild_id, self.clock()))
        member.permissions = int(Permission.MANAGE_GUILD) if manage_guild else 0
        shape = shapes.member(self.users[user_id], member) | {"guild_id": str(guild_id)}
        self.dispatch("GUILD_MEMBER_ADD" if new else "GUILD_MEMBER_UPDATE", shape, guild_id)
        self.changed("member", guild_id=guild_id, user_id=user_id)
        return member

    def remove_member(self, guild_id: int, user_id: int) -> None:
        """Let a user leave a guild; their roles there are gone with them.

        KeyError if they are not in it. ValueError for its owner, who would have to hand it over first.
        """
        if self.guilds[guild_id].owner_id == user_id:
            raise ValueError("the owner cannot leave their own server")
        del self.guilds[guild_id].members[user_id]
        payload = {"guild_id": str(guild_id), "user": shapes.user(self.users[user_id])}
        self.dispatch("GUILD_MEMBER_REMOVE", payload, guild_id)
        self.changed("member_remove", guild_id=guild_id, user_id=user_id)

    def set_role(self, guild_id: int, user_id: int, role_id: int, *, held: bool) -> None:
        """Give a role to a member or take it away; nothing happens if it is so already."""
        member = self.guilds[guild_id].members[user_id]
        if held == (role_id in member.roles):
            return
        member.roles = [*member.roles, role_id] if held else [role for role in member.roles if role != role_id]
        shape = shapes.member(self.users[user_id], member) | {"guild_id": str(guild_id)}
        self.dispatch("GUILD_MEMBER_UPDATE", shape, guild_id)
        self.changed("member", guild_id=guild_id, user_id=user_id)

    def close_dms(self, user_id: int) -> None:
        """Let a user refuse direct messages: the bot gets 403/50007 when it sends."""
        self.users[user_id].dms_open = False

    def open_dms(self, user_id: int) -> None:
        """Let a user take direct messages again."""
        self.users[user_id].dms_open = True

    def delete_channel(self, channel_id: int) -> None:
        """Delete a channel with its threads and messages (CHANNEL_DELETE, THREAD_DELETE)."""
        channel = self.channels.pop(channel_id)
        for thread in [row.id for row in self.channels.values() if row.is_thread and row.parent_id == channel_id]:
            self.delete_channel(thread)
        for message_id in channel.messages:
            self.messages.pop(message_id, None)
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels.remove(channel_id)
            event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
            self.dispatch(event, self.channel_shape(channel), channel.guild_id)
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
        """Give a channel as the API does."""
        return shapes.channel(channel, self.users[channel.recipient_id] if channel.recipient_id else None)

    def guild_created(self, guild: Guild, *, all_members: bool) -> Json:
        """Give a guild's GUILD_CREATE; without the members intent it holds the bot alone."""
        rows = [self.channels[key] for key in guild.channels]
        seen = guild.members if all_members else [self.bot.id]
        return shapes.guild_created(
            guild,
            [shapes.channel(row) for row in rows if row.kind not in THREADS],
            [shapes.channel(row) for row in rows if row.kind in THREADS and not row.archived],
            [shapes.member(self.users[key], guild.members[key]) for key in seen if key in guild.members],
        )

    def allowed(self, channel: Channel, user_id: int) -> Permission:
        """Give what a user may do in a channel; a thread follows its parent."""
        if channel.guild_id is None:
            return IN_DM if user_id in (channel.recipient_id, self.bot.id) else Permission(0)
        ruling = self.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
        return permissions_in(self.guilds[channel.guild_id], user_id, ruling)

    def visible(self, channel_id: int) -> Channel:
        """Give a channel that the bot can see. ApiError 10003 (no such channel), 50001 (hidden)."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(10003)
        if not self.allowed(channel, self.bot.id) & Permission.VIEW_CHANNEL:
            raise ApiError(50001)
        return channel
