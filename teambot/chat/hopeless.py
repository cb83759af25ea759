"""Which of discord.py's failures no new attempt can mend, in one clear line each (reliability.md, threat 61)."""

import discord

from teambot.errors import CannotStart

_WRONG = (
    "Discord does not know this token. Take a new one in the developer portal (your application, Bot, Reset Token) and "
    "put it into the variable TEAMBOT_DISCORD_TOKEN."
)
_INTENTS = (
    "Discord refused the bot's intents, though it asks for no privileged one: look in the developer portal whether the "
    "application may still be a bot."
)
# Close codes of the gateway after which Discord says not to reconnect (gateway opcodes and status codes).
_AUTHENTICATION_FAILED = 4004
_INVALID = frozenset({4013, 4014})


def hopeless(error: BaseException) -> CannotStart | None:
    """Give the sentence to stop with (code 78), or None where it is worth trying again."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if isinstance(error, discord.LoginFailure) or code == _AUTHENTICATION_FAILED:
        return CannotStart(_WRONG)
    if isinstance(error, discord.PrivilegedIntentsRequired) or code in _INVALID:
        return CannotStart(_INTENTS)
    return None
