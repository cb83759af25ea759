"""The three doors of failure (commands, buttons, forms) lead here: one answer, seen by the caller alone.

A Refusal is shown in the reader's language as what, why and what now. Anything else is a bug: the reader is shown an
id, under which the log holds the traceback; nothing of that reaches a person.
"""

import logging
from typing import Any

import discord
from discord import app_commands

from teambot.chat.caller import caller_of
from teambot.chat.render import refusal as render
from teambot.chat.render.blocks import Page
from teambot.chat.render.layout import view_of
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk
from teambot.domain.charter import ClauseShown
from teambot.errors import Refusal

log = logging.getLogger("teambot.chat")

# Discord's own lateness, normal in every bot (research/reliability.md, 1.2): unknown interaction, answered already,
# unknown or expired webhook token, unknown message.
LATE = frozenset({10062, 40060, 10015, 50027, 10008})


async def answer(interaction: discord.Interaction[Any], desk: Desk, error: BaseException) -> None:
    """Answer a failure; never raises, whatever Discord says to the answer."""
    error = _cause(error)
    voice = Voice(desk.words, interaction.locale.value)
    facts = {"interaction": interaction.id, "user": interaction.user.id, "channel": interaction.channel_id}
    if isinstance(error, discord.HTTPException) and error.code in LATE:
        log.info("answer-too-late", extra={**facts, "code": error.code})
        return
    try:
        clause = await _clause(interaction, desk, voice, error) if isinstance(error, Refusal) else None
        await _send(interaction, _page(voice, error, clause, interaction.id, facts))
    except Exception as fault:
        late = isinstance(fault, discord.HTTPException) and fault.code in LATE
        log.log(logging.INFO if late else logging.ERROR, "answer-not-delivered", exc_info=not late, extra=facts)


async def _clause(
    interaction: discord.Interaction[Any], desk: Desk, voice: Voice, refusal: Refusal
) -> ClauseShown | None:
    """Load the clause that a refusal rests on as the reader's team has it; without it the promise is quoted."""
    try:
        number = render.clause_of(voice, refusal)
        caller = caller_of(interaction)
        return await desk.services.members.clause(caller, number, desk.clock()) if number is not None else None
    except Exception:  # noqa: BLE001 - no team is meant, or the store does not answer: the refusal is told all the same
        return None


def _page(
    voice: Voice, error: BaseException, clause: ClauseShown | None, interaction_id: int, facts: dict[str, Any]
) -> Page:
    """Word the answer; a refusal that cannot be worded is a bug of its own, and answered as one."""
    if isinstance(error, Refusal):
        log.info("refused", extra={**facts, "key": error.key})
        try:
            page = render.refused(voice, error, clause)
            view_of(page)  # tried here, so that what does not fit is known while there is still something to say
        except Exception as fault:  # noqa: BLE001 - whatever it is, somebody waits for an answer
            error = fault
        else:
            return page
    log.error("failed", exc_info=error, extra={**facts, "error_id": error_id(interaction_id)})
    return render.failed(voice, error_id(interaction_id))


def error_id(interaction_id: int) -> str:
    """Give the short id under which a failure stands in the log: six letters and digits of the interaction's own id."""
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(digits[(interaction_id >> shift) & 31] for shift in (25, 20, 15, 10, 5, 0))


def _cause(error: BaseException) -> BaseException:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError):
        return Refusal("bad-option")
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return Refusal("commands-changed")
    return error


async def _send(interaction: discord.Interaction[Any], page: Any) -> None:
    view = view_of(page)
    if not interaction.response.is_done():
        await interaction.response.send_message(view=view, ephemeral=True)
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=view)
    else:
        await interaction.followup.send(view=view, ephemeral=True)
