"""The forms by which somebody answers an assignment, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import week as render
from teambot.chat.talk import Talk
from teambot.services.assignments import PushDone, SkipAssignment


async def _done(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = PushDone(filled.id(), filled.field("link"), filled.field("words"))
    await talk.show(*render.booked(talk.voice, await talk.services.assignments.done(talk.caller, command, talk.now)))


async def _skip(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = SkipAssignment(filled.id(), filled.field("reason"))
    await talk.show(*render.skipped(talk.voice, await talk.services.assignments.skip(talk.caller, command, talk.now)))


HANDLERS: Mapping[str, Handler] = {"done": _done, "skip": _skip}
