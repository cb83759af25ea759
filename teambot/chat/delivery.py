"""One row of the outbox into one message of Discord's, and every way in which that may end. It marks nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import aiohttp
import discord

from teambot.chat.render.announcements import page_of
from teambot.chat.render.layout import View, allowed, view_of
from teambot.domain.announcements import Announcement
from teambot.domain.outbox import doubtful
from teambot.locales.catalogue import Words

_MOST_LOOKED_AT = 1000  # ten requests, at most, and only for a row that is in doubt
_LOOK_BEFORE = timedelta(hours=1)  # the times are Discord's: how far our own clock may be ahead of it
_UNKNOWN_MESSAGE = 10008
_MAY_NOT = frozenset({10003, 50001, 50007, 50013})  # unknown channel, no access, closed direct messages, no permission


class Outcome(StrEnum):
    """What became of a row that was not sent now."""

    DELETED = "deleted"  # it arrived, and somebody deleted it
    NOTHING = "nothing"  # there is nothing to say any more
    BLOCKED = "blocked"
    DEAD = "dead"  # Discord refuses what it says: a bug
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message stands."""

    channel_id: int
    message_id: int


class _Unreadable(Exception):
    """The history that would say whether a message arrived cannot be read: ask, do not guess."""


async def deliver(
    client: discord.Client, words: Words, row: Any, announcement: Announcement | None, now: datetime
) -> Sent | tuple[Outcome, str]:
    """Send a row, or draw its message again; where it may have arrived before, look first.

    Gives where it stands, or what became of it and a fixed code of the fault. Raises what is nobody's fault of these.
    """
    if announcement is None or (row.channel_id is None and row.discord_id is None):
        return Outcome.NOTHING, ""
    marker = row.edits.marker if row.edits else row.marker
    page = page_of(words, announcement, marker)
    try:
        return await _put(client, row, view_of(page), allowed(page.pings), now)
    except _Unreadable:
        return Outcome.BLOCKED, "history"
    except discord.HTTPException as error:
        return outcome_of(error)
    except discord.RateLimited:
        return Outcome.LATER, "rate-limited"
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Outcome.LATER, type(error).__name__


async def _put(
    client: discord.Client, row: Any, view: View, pings: discord.AllowedMentions, now: datetime
) -> Sent | tuple[Outcome, str]:
    if row.edits is not None:
        channel = client.get_partial_messageable(row.edits.channel_id)
        await channel.get_partial_message(row.edits.message_id).edit(view=view, allowed_mentions=pings)
        return Sent(row.edits.channel_id, row.edits.message_id)
    channel = await _channel(client, row)
    if doubtful(row.first_attempt_at, row.attempts, now):
        found = await _look(client, channel, row.marker, row.first_attempt_at)
        if found is not None:
            return Sent(channel.id, found)
        if row.channel_id is not None and _may_read(client, row.channel_id) is None:
            return Outcome.LATER, "history-unsure"
    message = await channel.send(view=view, nonce=row.nonce, allowed_mentions=pings)
    return Sent(channel.id, message.id)


async def _channel(client: discord.Client, row: Any) -> discord.PartialMessageable:
    if row.channel_id is not None:
        return client.get_partial_messageable(row.channel_id)
    opened = await client.http.start_private_message(row.discord_id)  # idempotent: the same channel every time
    return client.get_partial_messageable(int(opened["id"]), type=discord.ChannelType.private)


async def _look(
    client: discord.Client, channel: discord.PartialMessageable, marker: int, first_attempt_at: datetime
) -> int | None:
    me = client.user.id if client.user else None
    if _may_read(client, channel.id) is False:
        raise _Unreadable
    try:
        # From the newest back: the other way round a clock of ours that is wrong would look beside the message.
        async for message in channel.history(limit=_MOST_LOOKED_AT):
            if message.created_at < first_attempt_at - _LOOK_BEFORE:
                return None
            own = message.author.id == me
            if own and any(getattr(component, "id", None) == marker for component in message.components):
                return message.id
    except discord.Forbidden as error:
        raise _Unreadable from error
    return None


def _may_read(client: discord.Client, channel_id: int) -> bool | None:
    """Say whether a server's channel lets us read its history; None where the gateway has not told us of the channel.

    Without that permission Discord gives an empty history and no error, which would pass for "it never arrived".
    """
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel):
        return None
    return channel.permissions_for(channel.guild.me).read_message_history


def outcome_of(error: discord.HTTPException) -> tuple[Outcome, str]:
    """Say what an answer of Discord's means (research/reliability.md, 4.3)."""
    code = str(error.code or error.status)
    if error.code == _UNKNOWN_MESSAGE:
        return Outcome.DELETED, code
    if error.code in _MAY_NOT or (error.status in (403, 404) and error.code):
        return Outcome.BLOCKED, code
    # A 403 or 404 without a code of Discord's comes from something before it: a proxy, Cloudflare.
    if error.status in (401, 403, 404, 408, 429) or error.status >= 500:
        return Outcome.LATER, code
    return Outcome.DEAD, code
