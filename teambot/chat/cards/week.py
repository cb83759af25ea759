"""The week's buttons: my week, done, skip, take."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import week as render
from teambot.chat.talk import Talk


async def _week(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await talk.show(*render.screen(talk.voice, await talk.services.weeks.show(talk.caller, "this", talk.now)))


async def _done(talk: Talk, pressed: Pressed) -> None:
    await talk.services.assignments.check(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.done_form(talk.voice, pressed.id()))


async def _skip(talk: Talk, pressed: Pressed) -> None:
    await talk.services.assignments.check(talk.caller, pressed.id(), talk.now, skip=True)
    await talk.ask(render.skip_form(talk.voice, pressed.id()))


async def _take(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    taken = await talk.services.assignments.take(talk.caller, pressed.id(), talk.now)
    mine = await talk.services.assignments.one(talk.caller, taken.assignment_id, talk.now)
    await talk.show(*render.taken(talk.voice, mine))


HANDLERS: Mapping[str, Handler] = {"week": _week, "done": _done, "skip": _skip, "take": _take}
