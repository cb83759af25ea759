"""The form by which somebody joins, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import charter as render
from teambot.chat.talk import Talk
from teambot.services.members import Join


async def _join(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = Join(filled.id(0), filled.id(1), filled.field("blog"), filled.field("feed"), filled.field("zone"))
    await talk.show(*render.joined(talk.voice, await talk.services.members.join(talk.caller, command, talk.now)))


HANDLERS: Mapping[str, Handler] = {"join": _join}
