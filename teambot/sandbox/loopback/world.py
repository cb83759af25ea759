"""What exists in the loopback Discord, and the changes that people and servers make to it.

Every change is dispatched to the bot's gateway session and told to the listeners. Nothing here knows of HTTP.
"""

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.channels import Channels
from teambot.sandbox.loopback.entities import Guild, Member, Role, User
from teambot.sandbox.loopback.permissions import BOT, EVERYONE, Permission
from teambot.sandbox.loopback.snowflake import Clock
from teambot.sandbox.loopback.wire import Json


class World(Channels):
    """Users, guilds, channels, messages. `listeners` are called with (what changed, facts) after each change.

    Kinds of change: message, message_edit, message_delete, channel, channel_delete, member, member_remove, guild,
    typing, answer. A channel that is not in `channels` any more was deleted; `messages` likewise. Unknown ids raise
    KeyError.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.bot = self.add_user("teambot", locale="en-US", bot=True)

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

    def guild_created(self, guild: Guild, *, all_members: bool) -> Json:
        """Give a guild's GUILD_CREATE; without the members intent it holds the bot alone.

        Its threads are "all active threads in the guild that the current user is able to view".
        """
        rows = [self.channels[key] for key in guild.channels]
        seen = guild.members if all_members else [self.bot.id]
        return shapes.guild_created(
            guild,
            [self.channel_shape(row) for row in rows if not row.is_thread],
            [self.channel_shape(row) for row in self.active_threads(guild)],
            [shapes.member(self.users[key], guild.members[key]) for key in seen if key in guild.members],
        )
