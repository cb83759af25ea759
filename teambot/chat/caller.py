"""Who did what where, as Discord says it: an interaction into the values that services take."""

from typing import Any

import discord

from teambot.domain.teams import Founder
from teambot.services.caller import Caller


def caller_of(interaction: discord.Interaction[Any]) -> Caller:
    """Give the caller of an interaction; in a direct message `guild_id` is 0. Services check all of it."""
    channel = interaction.channel
    return Caller(
        interaction_id=interaction.id,
        guild_id=interaction.guild_id or 0,
        channel_id=interaction.channel_id or 0,
        parent_id=channel.parent_id if isinstance(channel, discord.Thread) else None,
        discord_id=interaction.user.id,
        name=interaction.user.display_name,
        locale=interaction.locale.value,
        manage_server=interaction.guild_id is not None and interaction.permissions.manage_guild,
    )


def people_chosen(interaction: discord.Interaction[Any]) -> tuple[Founder, ...]:
    """Give the people chosen in a menu, in the order chosen, with the names that the server knows them by."""
    data: dict[str, Any] = dict(interaction.data or {})
    resolved, ids = data.get("resolved") or {}, dict.fromkeys(data.get("values") or ())
    users, members = resolved.get("users") or {}, resolved.get("members") or {}
    return tuple(_founder(users[key], members.get(key) or {}) for key in ids if key in users)


def _founder(user: dict[str, Any], member: dict[str, Any]) -> Founder:
    name = member.get("nick") or user.get("global_name") or user.get("username") or ""
    return Founder(int(user["id"]), str(name), bool(user.get("bot")))
