"""The week's buttons: my week, done, skip, take."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import farewells
from teambot.chat.render import week as render
from teambot.chat.talk import Talk
from teambot.errors import Refusal


async def show(talk: Talk, when: str) -> None:
    """Show a member their week, and who has gone what is still theirs. For what was deferred."""
    try:
        week = await talk.services.weeks.show(talk.caller, when, talk.now)
    except Refusal as refusal:
        await say_farewell(talk, refusal)
        return
    await talk.show(*render.screen(talk.voice, week))


async def say_farewell(talk: Talk, refusal: Refusal) -> None:
    """Show who has gone how it ended instead of a refusal; raises it again for anybody else."""
    gone = await talk.services.standings.farewell(talk.caller, talk.now) if refusal.key == "you-have-left" else None
    if gone is None:
        raise refusal
    await talk.show(*farewells.screen(talk.voice, gone))


async def _week(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await show(talk, "this")


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
