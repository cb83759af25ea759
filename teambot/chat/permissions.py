"""What the bot may do on a server, asked of Discord by REST alone: no gateway, nothing is written or sent.

The bot needs three permissions in its channel and no privileged intent (product.md, promise 10): to see the channel, to
send the team's messages, and to read its own in the history, so that nothing is said twice after a failure. A team that
has a role needs a fourth: giving it to who joins, and taking it from who leaves. One that has a thread for offers needs
two more, for that alone: to open it, and to write in it.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import aiohttp
import discord

from teambot.chat.bot import point_at
from teambot.chat.hopeless import hopeless
from teambot.errors import CannotStart

NEEDED: Final = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)
SCOPES: Final = ("bot", "applications.commands")
_NAMES: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
}
_ROLE: Final = "manage_roles"
_THREAD_NAMES: Final = {
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A team's channel, its role if it has one, and whether it has a thread for offers, as the store knows them."""

    guild_id: int
    channel_id: int
    team: str
    role_id: int | None = None
    thread: bool = False


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """What a team's channel lacks: `missing` names Discord's permissions, `fault` why it could not be looked at."""

    place: Place
    missing: tuple[str, ...]
    fault: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Who the bot is, the link that invites it with what it needs and nothing more, and each team's channel."""

    name: str
    application_id: int
    invitation: str
    places: tuple[PlaceSeen, ...]


async def look(token: str, api: str, places: Sequence[Place]) -> Seen:
    """Log in and look at each channel. Raises CannotStart: 78 for a token Discord does not know, 69 without Discord."""
    point_at(api, None)
    try:
        async with asyncio.timeout(_SECONDS), discord.Client(intents=discord.Intents.none()) as client:
            await client.login(token)
            application = await client.application_info()
            name = str(client.user)
            seen = [await _look_at(client, place) for place in places]
    except (discord.LoginFailure, discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        unreachable = CannotStart(f"Discord cannot be reached at {api} ({type(error).__name__}).", code=69)
        raise hopeless(error) or unreachable from error
    needed = discord.Permissions(NEEDED.value)
    needed.update(manage_roles=any(place.role_id is not None for place in places))
    needed.update(**dict.fromkeys(_THREAD_NAMES, any(place.thread for place in places)))
    invitation = discord.utils.oauth_url(application.id, permissions=needed, scopes=SCOPES)
    return Seen(name, application.id, invitation, tuple(seen))


async def _look_at(client: discord.Client, place: Place) -> PlaceSeen:
    try:
        guild = await client.fetch_guild(place.guild_id, with_counts=False)
        channel = await guild.fetch_channel(place.channel_id)
        me = await guild.fetch_member(client.user.id if client.user else 0)
    except discord.NotFound:
        return PlaceSeen(place, (), "the channel, or the bot's place on its server, is gone")
    except discord.Forbidden:
        return PlaceSeen(place, (_NAMES["view_channel"],), None)
    return PlaceSeen(place, tuple(_missing(place, channel.permissions_for(me), me)), None)


def _missing(place: Place, held: discord.Permissions, me: discord.Member) -> Iterator[str]:
    for name, shown in _NAMES.items():
        if not getattr(held, name):
            yield shown
    if place.thread:
        yield from (
            f"{shown} (for the offers' thread)" for name, shown in _THREAD_NAMES.items() if not getattr(held, name)
        )
    if place.role_id is None:
        return
    if not getattr(me.guild_permissions, _ROLE):
        yield "Manage Roles (for the team's role)"
    role = me.guild.get_role(place.role_id)
    if role is not None and role >= me.top_role:
        yield f"a role of its own above {role.name} (drag the bot's up in the server's list of roles)"
