"""Who is on a Discord server, whose it is, and the roles that people hold there: asked and changed by REST.

It needs no privileged intent: a member is asked for by id. `app` hands its methods to services as callables, which know
nothing of Discord; it decides nothing about a team. What cannot be told is told as that: an outage of Discord's, of the
network or of one server is never taken for somebody's leaving.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum

import aiohttp
import discord

from teambot.chat.bot import Bot

_SECONDS = 20  # discord.py tries a failing request five times within 25 s; a sweep comes again anyway
# Unknown member, unknown user (an account that was deleted).
_NOT_HERE = frozenset({10007, 10013})
_UNKNOWN_ROLE = 10011
_MISSING_PERMISSIONS = 50013
_NEEDS_TWO_FACTORS = 60003  # "Two factor is required for this operation": of the bot's owner, on such a server
log = logging.getLogger("teambot.chat")


class RoleFault(StrEnum):
    """Why a role was neither given nor taken."""

    MISSING_PERMISSIONS = "missing-permissions"  # the bot lacks Manage Roles
    TOO_HIGH = "role-too-high"  # the role stands above the bot's highest one
    MANAGED = "role-managed"  # the role is an integration's or everybody's: nobody can give it
    GONE = "role-gone"
    NOT_HERE = "not-here"  # the person is not on the server
    UNAVAILABLE = "unavailable"  # Discord did not answer, or does not show us the server: try again later


class ServerPeople:
    """Ask and change what Discord knows of a server's people, through the running bot's connection."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def is_here(self, guild_id: int, discord_id: int) -> bool | None:
        """Say whether somebody is on a server; None where that cannot be told now."""
        if not self._reachable(guild_id):
            return None
        try:
            async with asyncio.timeout(_SECONDS):
                await self._bot.http.get_member(guild_id, discord_id)
        except discord.NotFound as error:
            # Any other 404 is not about them: the bot was removed (10004), or something before Discord answers (0).
            return False if error.code in _NOT_HERE else None
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            self._tell("member-unknown", guild_id, error)
            return None
        return True

    async def give_role(self, guild_id: int, discord_id: int, role_id: int) -> RoleFault | None:
        """Give somebody a role; None once they hold it, else why not."""
        return await self._change(guild_id, role_id, lambda: self._bot.http.add_role(guild_id, discord_id, role_id))

    async def take_role(self, guild_id: int, discord_id: int, role_id: int) -> RoleFault | None:
        """Take a role from somebody; None once they do not hold it, else why not."""
        return await self._change(guild_id, role_id, lambda: self._bot.http.remove_role(guild_id, discord_id, role_id))

    async def owner_of(self, guild_id: int) -> int | None:
        """Give the Discord id of a server's owner; None where that cannot be told now."""
        if not self._reachable(guild_id):
            return None
        known = self._bot.get_guild(guild_id)
        if known is not None and known.owner_id is not None:
            return known.owner_id
        try:
            async with asyncio.timeout(_SECONDS):
                return (await self._bot.fetch_guild(guild_id, with_counts=False)).owner_id
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            self._tell("owner-unknown", guild_id, error)
            return None

    def _reachable(self, guild_id: int) -> bool:
        """Say whether it makes sense to ask: logged in, and the gateway has not told of an outage of that server."""
        guild = self._bot.get_guild(guild_id)
        return self._bot.logged_in.is_set() and not (guild is not None and guild.unavailable)

    async def _change(self, guild_id: int, role_id: int, change: Callable[[], Awaitable[None]]) -> RoleFault | None:
        if not self._reachable(guild_id):
            return RoleFault.UNAVAILABLE
        try:
            async with asyncio.timeout(_SECONDS):
                await change()
                return None
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            fault = await self._fault(guild_id, role_id, error)
            self._tell("role-not-changed", guild_id, error)
            return fault

    async def _fault(self, guild_id: int, role_id: int, error: Exception) -> RoleFault:
        code = error.code if isinstance(error, discord.HTTPException) else 0
        if code in _NOT_HERE:
            return RoleFault.NOT_HERE
        if code == _UNKNOWN_ROLE:
            return RoleFault.GONE
        if code == _NEEDS_TWO_FACTORS:
            return RoleFault.MISSING_PERMISSIONS
        return await self._refusal(guild_id, role_id) if code == _MISSING_PERMISSIONS else RoleFault.UNAVAILABLE

    async def _refusal(self, guild_id: int, role_id: int) -> RoleFault:
        """Find out what Discord's one word for three things meant, by how the server stands now."""
        try:
            async with asyncio.timeout(_SECONDS):
                guild = await self._bot.fetch_guild(guild_id, with_counts=False)
                me = await guild.fetch_member(self._bot.user.id if self._bot.user else 0)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return RoleFault.MISSING_PERMISSIONS
        role = guild.get_role(role_id)
        if role is None:
            return RoleFault.GONE
        if role.managed or role.is_default():
            return RoleFault.MANAGED
        return RoleFault.TOO_HIGH if me.guild_permissions.manage_roles else RoleFault.MISSING_PERMISSIONS

    def _tell(self, what: str, guild_id: int, error: Exception) -> None:
        code = error.code if isinstance(error, discord.HTTPException) else 0
        log.info(what, extra={"guild": guild_id, "code": code, "fault": type(error).__name__})
