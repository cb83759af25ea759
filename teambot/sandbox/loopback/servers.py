"""What happens to a whole server: an outage of Discord's and its end, another owner, the bot thrown out."""

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.world import World


def fall_silent(world: World, guild_id: int) -> None:
    """Make a server unavailable: "a guild became or was already unavailable due to an outage" (GUILD_DELETE)."""
    world.guilds[guild_id].unavailable = True
    world.dispatch("GUILD_DELETE", {"id": str(guild_id), "unavailable": True}, guild_id)


def come_back(world: World, guild_id: int) -> None:
    """End a server's outage (GUILD_CREATE)."""
    guild = world.guilds[guild_id]
    guild.unavailable = False
    world.dispatch("GUILD_CREATE", world.guild_created(guild, all_members=False), guild_id)


def hand_over(world: World, guild_id: int, user_id: int) -> None:
    """Give a server to another of its members (GUILD_UPDATE). KeyError if they are not in it."""
    guild = world.guilds[guild_id]
    guild.owner_id = guild.members[user_id].user_id
    world.dispatch("GUILD_UPDATE", shapes.guild(guild), guild_id)
    world.changed("guild", guild_id=guild_id)


def throw_out_the_bot(world: World, guild_id: int) -> None:
    """Remove the bot from a server: a GUILD_DELETE in which "the unavailable field is not set"."""
    del world.guilds[guild_id].members[world.bot.id]
    world.dispatch("GUILD_DELETE", {"id": str(guild_id)}, guild_id)
    world.changed("member_remove", guild_id=guild_id, user_id=world.bot.id)
