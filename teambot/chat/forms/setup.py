"""The wizard's forms, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import setup as render
from teambot.chat.talk import Talk
from teambot.services.teams import ChangeSetup, WriteCharter


async def _change(talk: Talk, command: ChangeSetup) -> None:
    await talk.defer(redraw=True)
    await talk.show(*render.screen(talk.voice, await talk.services.teams.change(talk.caller, command, talk.now)))


async def _name(talk: Talk, filled: Pressed) -> None:
    await _change(talk, ChangeSetup(filled.id(), name=filled.field("name"), niche=filled.field("niche")))


async def _times(talk: Talk, filled: Pressed) -> None:
    close, publish, zone = (filled.field(name) for name in ("close", "publish", "zone"))
    load = filled.whole("load")
    await _change(talk, ChangeSetup(filled.id(), close=close, publish=publish, zone=zone, load=load))


async def _charter(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    command = WriteCharter(filled.id(), filled.field("text"))
    await talk.show(*render.screen(talk.voice, await talk.services.teams.write_charter(talk.caller, command, talk.now)))


HANDLERS: Mapping[str, Handler] = {"setup-name": _name, "setup-times": _times, "setup-charter": _charter}
