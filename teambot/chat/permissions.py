"""What the bot may do on a server, asked of Discord by REST alone: no gateway, nothing is written or sent.

The bot needs three permissions in its channel and no privileged intent (product.md, promise 10): to see the channel, to
send the team's messages, and to read its own in the history, so that nothing is said twice after a failure.
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
_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A team's channel as the store knows it."""

    guild_id: int
    channel_id: int
    team: str


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
    invitation = discord.utils.oauth_url(application.id, permissions=NEEDED, scopes=SCOPES)
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
    return PlaceSeen(place, tuple(_missing(channel.permissions_for(me))), None)


def _missing(held: discord.Permissions) -> Iterator[str]:
    for name, shown in _NAMES.items():
        if not getattr(held, name):
            yield shown
