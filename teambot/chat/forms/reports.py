"""Reporting a problem: the button that asks, and the form, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed, number
from teambot.chat.forms.kept import kept
from teambot.chat.render import reports as render
from teambot.chat.talk import Talk
from teambot.errors import Refusal
from teambot.services.reports import Report

_NAMED = {"named": True, "unnamed": False}


async def _ask(talk: Talk, pressed: Pressed) -> None:
    guild = talk.interaction.guild
    owner = guild.owner_id if guild is not None and not guild.unavailable else None
    people = await talk.services.reports.may_be_about(talk.caller, pressed.id(), owner, talk.now)
    await talk.ask(render.form(talk.voice, pressed.id(), people))


async def _report(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    about = number(filled.field("about")) if filled.field("about") else None
    named = _NAMED.get(filled.field("name"))
    if named is None:
        raise Refusal("bad-option")
    command = Report(filled.id(), about, filled.field("words"), named)

    async def owner_of(guild_id: int) -> int | None:
        guild = talk.interaction.client.get_guild(guild_id)
        return guild.owner_id if guild is not None and not guild.unavailable else None

    async with kept(talk, command.words):
        sent = await talk.services.reports.report(talk.caller, command, owner_of, talk.now)
        await talk.show(*render.sent(talk.voice, sent))


CONTROLS: Mapping[str, Handler] = {"report": _ask}
HANDLERS: Mapping[str, Handler] = {"report": _report}
