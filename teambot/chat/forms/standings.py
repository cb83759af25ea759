"""The forms of one's own place, filled in: dates of an absence, and leaving."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import standings as render
from teambot.chat.talk import Talk
from teambot.services.standings.service import GoAway, Leave


async def _away(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = GoAway(filled.field("until"), filled.field("from"), filled.id())
    await talk.show(*render.absence(talk.voice, await talk.services.standings.away(talk.caller, command, talk.now)))


async def _leave(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = Leave(
        filled.id(),
        listed=filled.field("listed") == "yes",
        goodbye=filled.field("goodbye") == "yes",
        words=filled.field("words"),
    )
    await talk.show(*render.left(talk.voice, await talk.services.standings.leave(talk.caller, command, talk.now)))


HANDLERS: Mapping[str, Handler] = {"away": _away, "leave": _leave}
