"""The bot's own user and application, direct message channels, where the gateway is."""

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.gateway import Gateway
from teambot.sandbox.loopback.rest.rest import Route
from teambot.sandbox.loopback.session import MEMBERS, MESSAGE_CONTENT, PRESENCES
from teambot.sandbox.loopback.wire import ApiError, Call, Json, Reply, invalid, snowflake
from teambot.sandbox.loopback.world import World

# application flags "..._LIMITED": the intent is on, in fewer than 100 servers
FLAG_OF = {PRESENCES: 1 << 13, MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}


class UserRoutes:
    """The handlers of users, application and gateway address."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", "/gateway", self.address),
            Route("GET", "/gateway/bot", self.address_for_bots),
            Route("GET", "/users/@me", self.me),
            Route("GET", "/users/@me/guilds", self.guilds),
            Route("POST", "/users/@me/channels", self.open_dm),
            Route("GET", "/users/{user_id}", self.user),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/oauth2/applications/@me", self.application),
        ]

    def address(self, call: Call) -> Reply:  # noqa: ARG002
        """Say where the gateway is."""
        return Reply(200, {"url": self.gateway.address()})

    def address_for_bots(self, call: Call) -> Reply:  # noqa: ARG002
        """Say where the gateway is, and how often a bot may IDENTIFY."""
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return Reply(200, {"url": self.gateway.address(), "shards": 1, "session_start_limit": limit})

    def me(self, call: Call) -> Reply:  # noqa: ARG002
        """Give the bot's own user."""
        return Reply(200, shapes.bot_user(self.world.bot))

    def user(self, call: Call) -> Reply:
        """Give any user."""
        user = self.world.users.get(call.id("user_id"))
        if user is None:
            raise ApiError(10013)
        return Reply(200, shapes.user(user))

    def guilds(self, call: Call) -> Reply:  # noqa: ARG002
        """List the bot's guilds."""
        return Reply(200, [self._partial(guild_id) for guild_id in self.world.guilds])

    def _partial(self, guild_id: int) -> Json:
        guild = shapes.guild(self.world.guilds[guild_id])
        held = self.world.guilds[guild_id].roles.values()
        own = 0
        for role in held:
            own |= role.permissions if role.managed or role.id == guild_id else 0
        known = {name: guild[name] for name in ("id", "name", "icon", "banner", "features")}
        return known | {"owner": False, "permissions": str(own)}

    def open_dm(self, call: Call) -> Reply:
        """Open the direct message channel with somebody; closed ones are refused only when the bot writes."""
        user_id = snowflake(call.json().get("recipient_id"), "recipient_id")
        if user_id not in self.world.users:
            raise invalid("recipient_id", "USER_UNKNOWN", "Unknown User")
        if user_id == self.world.bot.id:
            raise ApiError(50007)
        return Reply(200, self.world.channel_shape(self.world.dm_channel(user_id)))

    def application(self, call: Call) -> Reply:  # noqa: ARG002
        """Give the bot's application; its flags tell which privileged intents are on."""
        flags = sum(flag for intent, flag in FLAG_OF.items() if self.gateway.privileged & intent)
        return Reply(200, shapes.application(self.world.bot, flags, len(self.world.guilds), private=True))
