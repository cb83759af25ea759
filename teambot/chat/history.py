"""A channel's history, where it says whether a message of ours that is in doubt arrived. It sends nothing."""

from datetime import datetime, timedelta

import discord

_MOST_LOOKED_AT = 1000  # ten requests, at most, and only for a row that is in doubt
_LOOK_BEFORE = timedelta(hours=1)  # the times are Discord's: how far our own clock may be ahead of it


class Unreadable(Exception):
    """The history that would say whether a message arrived cannot be read: ask, do not guess."""


async def look(
    client: discord.Client, channel: discord.PartialMessageable, ruling_id: int, marker: int, first_attempt_at: datetime
) -> int | None:
    """Look for the message of a marker; gives its id, or None. Raises Unreadable.

    `ruling_id`: the channel whose permissions count, which of a thread is the one that it hangs in.
    """
    me = client.user.id if client.user else None
    if may_read(client, ruling_id) is False:
        raise Unreadable
    try:
        # From the newest back: the other way round a clock of ours that is wrong would look beside the message.
        async for message in channel.history(limit=_MOST_LOOKED_AT):
            if message.created_at < first_attempt_at - _LOOK_BEFORE:
                return None
            own = message.author.id == me
            if own and any(getattr(component, "id", None) == marker for component in message.components):
                return message.id
    except discord.Forbidden as error:
        raise Unreadable from error
    return None


def may_read(client: discord.Client, channel_id: int) -> bool | None:
    """Say whether a server's channel lets us read its history; None where the gateway has not told us of the channel.

    Without that permission Discord gives an empty history and no error, which would pass for "it never arrived".
    """
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel):
        return None
    return channel.permissions_for(channel.guild.me).read_message_history
