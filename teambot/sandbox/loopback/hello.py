"""What the gateway tells a session on request: READY after IDENTIFY, and members by id or name. Pure.

Source: https://discord.com/developers/docs/events/gateway-events
"""

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.entities import Guild
from teambot.sandbox.loopback.session import Session
from teambot.sandbox.loopback.wire import Json
from teambot.sandbox.loopback.world import World


def ready(world: World, session: Session, guilds: list[Guild], address: str, asked: Json) -> Json:
    """Give READY for a session that sees `guilds`, and may resume at `address`; `asked` is its IDENTIFY."""
    payload: Json = {
        "v": 10,
        "user": shapes.bot_user(world.bot),
        "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
        "session_id": session.id,
        "resume_gateway_url": address,
        "application": shapes.application(world.bot, 0, 0, private=False),
        "private_channels": [],
    }
    return payload | ({"shard": asked["shard"]} if asked.get("shard") else {})


def members_chunk(world: World, asked: Json) -> Json | None:
    """Give GUILD_MEMBERS_CHUNK for at most 100 members by id or prefix; None where nothing was asked for."""
    guild = world.guilds.get(int(asked.get("guild_id", 0)))
    query, limit = asked.get("query"), int(asked.get("limit") or 0)
    if guild is None or (query is None and "user_ids" not in asked):
        return None
    listed = asked.get("user_ids", [])
    wanted = [int(key) for key in (listed if isinstance(listed, list) else [listed])][:100]
    found = [key for key in guild.members if key in wanted]
    if query is not None:
        named = [key for key in guild.members if world.users[key].name.lower().startswith(query.lower())]
        found = named[: min(limit, 100)] if limit else named
    payload: Json = {
        "guild_id": str(guild.id),
        "members": [shapes.member(world.users[key], guild.members[key]) for key in found],
        "chunk_index": 0,
        "chunk_count": 1,
        "not_found": [str(key) for key in wanted if key not in guild.members],
    }
    return payload | ({"nonce": asked["nonce"]} if "nonce" in asked else {})
