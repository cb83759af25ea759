"""Guilds: their channels, roles and members. Source: https://discord.com/developers/docs/resources/guild."""

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.entities import Guild, Member
from teambot.sandbox.loopback.gateway import Gateway
from teambot.sandbox.loopback.permissions import Permission, permissions_in
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.session import MEMBERS
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply
from teambot.sandbox.loopback.world import World

MEMBER = "/guilds/{guild_id}/members/{user_id}"


class GuildRoutes:
    """The handlers of guilds."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    def routes(self) -> list[Route]:
        """Give the routes; the search stands before the member's id, which would swallow it."""
        return [
            Route("GET", "/guilds/{guild_id}", self.read),
            Route("GET", "/guilds/{guild_id}/channels", self.channels),
            Route("GET", "/guilds/{guild_id}/roles", self.roles),
            Route("GET", "/guilds/{guild_id}/members", self.members),
            Route("GET", "/guilds/{guild_id}/members/search", self.search),
            Route("GET", MEMBER, self.member),
            Route("PUT", MEMBER + "/roles/{role_id}", self.give_role),
            Route("DELETE", MEMBER + "/roles/{role_id}", self.take_role),
        ]

    def _guild(self, call: Call) -> Guild:
        guild = self.world.guilds.get(call.id("guild_id"))
        if guild is None or self.world.bot.id not in guild.members:
            raise ApiError(10004)
        return guild

    def read(self, call: Call) -> Reply:
        """Give a guild, with its member count if `with_counts` asks for it."""
        guild = self._guild(call)
        counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
        return Reply(200, shapes.guild(guild) | (counts if call.query.get("with_counts") in ("1", "true") else {}))

    def channels(self, call: Call) -> Reply:
        """List the channels, without threads."""
        rows = [self.world.channels[key] for key in self._guild(call).channels]
        return Reply(200, [self.world.channel_shape(row) for row in rows if not row.is_thread])

    def roles(self, call: Call) -> Reply:
        """List the roles."""
        return Reply(200, [shapes.role(row) for row in self._guild(call).roles.values()])

    def _shape(self, member: Member) -> Json:
        return shapes.member(self.world.users[member.user_id], member)

    def members(self, call: Call) -> Reply:
        """List members by id: "restricted according to whether the GUILD_MEMBERS Privileged Intent is enabled"."""
        guild = self._guild(call)
        limit = call.number("limit", 1, 1000)
        if not self.gateway.privileged & MEMBERS:
            raise ApiError(50001)
        after = int(call.query.get("after") or 0)
        rows = sorted((row for key, row in guild.members.items() if key > after), key=lambda row: row.user_id)
        return Reply(200, [self._shape(row) for row in rows[:limit]])

    def search(self, call: Call) -> Reply:
        """Search members whose name or nickname starts with the query; this needs no privileged intent."""
        guild = self._guild(call)
        limit, query = call.number("limit", 1, 1000), call.query.get("query", "").lower()
        rows = [
            row
            for key, row in guild.members.items()
            if self.world.users[key].name.lower().startswith(query) or (row.nick or "").lower().startswith(query)
        ]
        return Reply(200, [self._shape(row) for row in rows[:limit]])

    def _member(self, call: Call) -> Member:
        guild, user_id = self._guild(call), call.id("user_id")
        if user_id not in self.world.users:
            raise ApiError(10013)
        if user_id not in guild.members:
            raise ApiError(10007)
        return guild.members[user_id]

    def member(self, call: Call) -> Reply:
        """Give one member."""
        return Reply(200, self._shape(self._member(call)))

    def give_role(self, call: Call) -> Reply:
        """Give a role."""
        return self._set_role(call, held=True)

    def take_role(self, call: Call) -> Reply:
        """Take a role away."""
        return self._set_role(call, held=False)

    def _set_role(self, call: Call, *, held: bool) -> Reply:
        """Hold to "Requires MANAGE_ROLES"; and a role must stand below the bot's highest, and be managed by nobody."""
        member, guild = self._member(call), self._guild(call)
        role = guild.roles.get(call.id("role_id"))
        if role is None:
            raise ApiError(10011)
        own = max(guild.roles[key].position for key in guild.members[self.world.bot.id].roles)
        may = permissions_in(guild, self.world.bot.id) & Permission.MANAGE_ROLES
        if not may or role.position >= own or role.managed or role.id == guild.id:
            raise ApiError(50013)
        self.world.set_role(guild.id, member.user_id, role.id, held=held)
        return Reply(204)
