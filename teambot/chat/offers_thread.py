"""The offers' thread in Discord: started on a message of ours, written in, woken for a change. It stores nothing.

Opening a thread has no nonce. One that hangs on a message has that message's id, and Discord makes no second one: so
however often an answer is lost, there is one thread, as there is one message.
"""

from typing import Final

import discord

from teambot.domain.thread_offers import ThreadFault

_SLEEPS_AFTER: Final = 10080  # minutes without a word: Discord's longest
_UNKNOWN_CHANNEL = 10003
_MISSING_PERMISSIONS = 50013
_NOT_IN_THIS_CHANNEL = 50024
_ASLEEP = 50083
_STARTED_ALREADY = 160004
_LOCKED = 160005
_TOO_MANY = 160006
_OPENING = {
    _MISSING_PERMISSIONS: ThreadFault.MAY_NOT_OPEN,
    _NOT_IN_THIS_CHANNEL: ThreadFault.NO_THREADS,
    _TOO_MANY: ThreadFault.TOO_MANY,
}
# What sleeps is woken by writing, unless it is locked.
_WRITING = {
    _UNKNOWN_CHANNEL: ThreadFault.GONE,
    _MISSING_PERMISSIONS: ThreadFault.MAY_NOT_WRITE,
    _ASLEEP: ThreadFault.LOCKED,
    _LOCKED: ThreadFault.LOCKED,
}


class ThreadRefused(Exception):
    """Discord does not let us do something in the thread, or there is none."""

    def __init__(self, fault: ThreadFault) -> None:
        super().__init__(fault)
        self.fault = fault


def check_may_open(client: discord.Client, channel_id: int) -> None:
    """Refuse, before anything is said in the channel, where it is known that no thread may be opened there."""
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel):
        return
    held = channel.permissions_for(channel.guild.me)
    if not isinstance(channel, discord.TextChannel):
        raise ThreadRefused(ThreadFault.NO_THREADS)
    if held.view_channel and not held.create_public_threads:
        raise ThreadRefused(ThreadFault.MAY_NOT_OPEN)
    if held.view_channel and not held.send_messages_in_threads:
        raise ThreadRefused(ThreadFault.MAY_NOT_WRITE)


async def start(client: discord.Client, channel_id: int, message_id: int, name: str) -> None:
    """Start the thread on a message, unless it has one already. Raises ThreadRefused, and Discord's other noes."""
    try:
        await client.http.start_thread_with_message(
            channel_id, message_id, name=name, auto_archive_duration=_SLEEPS_AFTER
        )
    except discord.HTTPException as error:
        if error.code == _STARTED_ALREADY:
            return
        if error.code in _OPENING:
            raise ThreadRefused(_OPENING[error.code]) from error
        raise


def fault_of(error: discord.HTTPException) -> ThreadFault | None:
    """Say what Discord's no to a message in the thread means; None where it means what it does in any channel."""
    return _WRITING.get(error.code)


async def edit(client: discord.Client, thread_id: int, message_id: int, view: discord.ui.LayoutView) -> bool:
    """Change a message in the thread; False where the thread is gone, and the message with it.

    One that sleeps is woken for that, and put to sleep again. Raises ThreadRefused where it is locked, and Discord's
    other noes.
    """
    message = client.get_partial_messageable(thread_id).get_partial_message(message_id)
    nobody = discord.AllowedMentions.none()
    try:
        await message.edit(view=view, allowed_mentions=nobody)
    except discord.HTTPException as error:
        if error.code == _UNKNOWN_CHANNEL:
            return False
        if error.code == _LOCKED:
            raise ThreadRefused(ThreadFault.LOCKED) from error
        if error.code != _ASLEEP:
            raise
    else:
        return True
    await _wake(client, thread_id)
    await message.edit(view=view, allowed_mentions=nobody)
    await client.http.edit_channel(thread_id, archived=True)
    return True


async def _wake(client: discord.Client, thread_id: int) -> None:
    try:
        await client.http.edit_channel(thread_id, archived=False)
    except discord.Forbidden as error:
        raise ThreadRefused(ThreadFault.LOCKED) from error
