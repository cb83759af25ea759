"""One row of the outbox into one message of Discord's, and every way in which that may end. It marks nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import aiohttp
import discord

from teambot.chat import offers_thread
from teambot.chat.history import Unreadable, look, may_read
from teambot.chat.offers_thread import ThreadRefused
from teambot.chat.render.announcements import page_of
from teambot.chat.render.layout import View, allowed, view_of
from teambot.chat.render.offers_thread import thread_name
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import Announcement
from teambot.domain.outbox import doubtful
from teambot.domain.thread_offers import ThreadFault, ThreadOffer, ThreadOpened
from teambot.locales.catalogue import Words

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
        match announcement:
            case ThreadOpened():
                name = thread_name(Voice(words, announcement.language))
                return await _open_thread(client, row, view_of(page), name, now)
            case ThreadOffer():
                return await _put_in_thread(client, row, announcement, view_of(page), now)
        return await _put(client, row, view_of(page), allowed(page.pings), now)
    except Unreadable:
        return Outcome.BLOCKED, "history"
    except ThreadRefused as refused:
        return Outcome.BLOCKED, refused.fault
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
    return await _send(client, await _channel(client, row), row, view, pings, now)


async def _send(
    client: discord.Client,
    channel: discord.PartialMessageable,
    row: Any,
    view: View,
    pings: discord.AllowedMentions,
    now: datetime,
) -> Sent | tuple[Outcome, str]:
    """Send a row's message; in a thread the permissions are those of the channel that the row names."""
    if doubtful(row.first_attempt_at, row.attempts, now):
        found = await look(client, channel, row.channel_id or channel.id, row.marker, row.first_attempt_at)
        if found is not None:
            return Sent(channel.id, found)
        if row.channel_id is not None and may_read(client, row.channel_id) is None:
            return Outcome.LATER, "history-unsure"
    message = await channel.send(view=view, nonce=row.nonce, allowed_mentions=pings)
    return Sent(channel.id, message.id)


async def _open_thread(
    client: discord.Client, row: Any, view: View, name: str, now: datetime
) -> Sent | tuple[Outcome, str]:
    """Send the message that the offers' thread hangs on, and start the thread there."""
    offers_thread.check_may_open(client, row.channel_id)
    sent = await _put(client, row, view, allowed(()), now)
    if isinstance(sent, Sent):
        await offers_thread.start(client, sent.channel_id, sent.message_id, name)
    return sent


async def _put_in_thread(
    client: discord.Client, row: Any, offer: ThreadOffer, view: View, now: datetime
) -> Sent | tuple[Outcome, str]:
    """Bring an offer into the thread, or draw it again there."""
    if row.edits is not None:
        if not await offers_thread.edit(client, row.edits.channel_id, row.edits.message_id, view):
            return Outcome.DELETED, "thread-gone"
        return Sent(row.edits.channel_id, row.edits.message_id)
    if offer.thread_id is None:
        raise ThreadRefused(ThreadFault.GONE)
    channel = client.get_partial_messageable(offer.thread_id, guild_id=offer.guild_id)
    try:
        return await _send(client, channel, row, view, allowed(()), now)
    except discord.HTTPException as error:
        fault = offers_thread.fault_of(error)
        if fault is None:
            raise
        raise ThreadRefused(fault) from error


async def _channel(client: discord.Client, row: Any) -> discord.PartialMessageable:
    if row.channel_id is not None:
        return client.get_partial_messageable(row.channel_id)
    opened = await client.http.start_private_message(row.discord_id)  # idempotent: the same channel every time
    return client.get_partial_messageable(int(opened["id"]), type=discord.ChannelType.private)


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
