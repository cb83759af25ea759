"""Turn what a person does into INTERACTION_CREATE, and wait for the bot's answer."""

from collections.abc import Callable
from dataclasses import dataclass

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.bell import Bell
from teambot.sandbox.loopback.interactions import Act, Callback, Interaction, Interactions
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.permissions import permissions_in
from teambot.sandbox.loopback.wire import Json
from teambot.sandbox.loopback.world import World

MOST_BYTES = 10 * 1024 * 1024


@dataclass(slots=True)
class Acts:
    """Opens interactions. `commands_in` gives the commands that exist in a guild, or in direct messages (None)."""

    world: World
    interactions: Interactions
    bell: Bell
    commands_in: Callable[[int | None], list[Json]]
    fill_seconds: float = 10.0

    def open(
        self,
        act: Act,
        user_id: int,
        channel_id: int,
        data: Json,
        *,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        """Send an act to the bot. LookupError if the channel does not exist or the person is not in its server."""
        channel = self.world.channels[channel_id]
        if channel.guild_id is not None and user_id not in self.world.guilds[channel.guild_id].members:
            raise LookupError(f"user {user_id} is not in that server")
        new_id = self.world.snowflakes.next()
        interaction = Interaction(
            id=new_id,
            token=f"interaction-{new_id}",
            act=act,
            user_id=user_id,
            channel_id=channel_id,
            guild_id=channel.guild_id,
            data=data,
            born=self.interactions.ticks(),
            source=source,
            opened_by=opened_by,
        )
        self.interactions.keep(interaction)
        self.world.dispatch("INTERACTION_CREATE", self._payload(interaction), channel.guild_id)
        return interaction

    async def settled(self, interaction: Interaction) -> str | None:
        """Wait until an act is answered, and a deferred answer filled; give what went wrong, or None."""
        seconds = self.interactions.answer_seconds
        if not await self.bell.until(lambda: interaction.answered is not None, seconds):
            return f"no answer in {seconds:g} s"
        if not await self.bell.until(lambda: not interaction.loading, self.fill_seconds):
            return f"acknowledged, and no answer in {self.fill_seconds:g} s after it"
        if interaction.answered == Callback.DEFER_UPDATE:
            await self.bell.until(lambda: interaction.touched or bool(interaction.followups), self.fill_seconds)
        return None

    def _payload(self, interaction: Interaction) -> Json:
        world, channel = self.world, self.world.channels[interaction.channel_id]
        user = world.users[interaction.user_id]
        held = shapes.permissions_text(world.allowed(channel, user.id))
        payload: Json = {
            "id": str(interaction.id),
            "application_id": str(world.bot.id),
            "type": int(interaction.act),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": world.channel_shape(channel) | {"permissions": held},
            "locale": user.locale,
            "entitlements": [],
            "app_permissions": shapes.permissions_text(world.allowed(channel, world.bot.id)),
            "attachment_size_limit": MOST_BYTES,
            "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
            "context": 0 if channel.guild_id else 1,
        }
        if interaction.source is not None:
            payload["message"] = interaction.source.payload
        if channel.guild_id is None:
            return payload | {"user": shapes.user(user), "channel": payload["channel"] | {"name": None}}
        guild = world.guilds[channel.guild_id]
        member = shapes.member(user, guild.members[user.id]) | {"permissions": held}
        return payload | {
            "member": member,
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        }

    def resolved(self, guild_id: int | None, ids: dict[str, list[int]]) -> Json:
        """Give the `resolved` object for ids by kind (users, roles, channels, messages).

        KeyError for one that does not exist.
        """
        found: Json = {}
        guild = self.world.guilds[guild_id] if guild_id else None
        for key in ids.get("users", []):
            found.setdefault("users", {})[str(key)] = shapes.user(self.world.users[key])
            if guild is not None and key in guild.members:
                held = shapes.permissions_text(permissions_in(guild, key))
                bare = shapes.bare_member(guild.members[key]) | {"permissions": held}
                found.setdefault("members", {})[str(key)] = {k: v for k, v in bare.items() if k not in ("mute", "deaf")}
        for key in ids.get("roles", []):
            role = guild.roles[key] if guild else None
            found.setdefault("roles", {})[str(key)] = shapes.role(role) if role else {}
        for key in ids.get("channels", []):
            shape = self.world.channel_shape(self.world.channels[key])
            found.setdefault("channels", {})[str(key)] = shape | {"permissions": "0"}
        for key in ids.get("messages", []):
            found.setdefault("messages", {})[str(key)] = self.world.messages[key].payload
        return found
