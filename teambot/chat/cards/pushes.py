"""The buttons of swaps, of links given afterwards, and of authors who cannot find where they were recommended."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import pushes as render
from teambot.chat.talk import Talk
from teambot.domain.assignments import Found
from teambot.services.assignments.seeking import AnswerFound


async def swap(talk: Talk, assignment_id: int) -> None:
    """Ask whether somebody else would like it. For what was deferred."""
    await talk.show(
        *render.swap_asked(talk.voice, await talk.services.assignments.swap(talk.caller, assignment_id, talk.now))
    )


async def _swap(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    await swap(talk, pressed.id())


async def _keep(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    kept = await talk.services.assignments.keep(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.swap_kept(talk.voice, kept))


async def _link(talk: Talk, pressed: Pressed) -> None:
    await talk.services.assignments.check_link(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.link_form(talk.voice, pressed.id()))


async def _seek(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    asked = await talk.services.assignments.seek(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.sought(talk.voice, asked))


async def _found_link(talk: Talk, pressed: Pressed) -> None:
    await talk.services.assignments.check_found(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.link_form(talk.voice, pressed.id(), found=True))


async def _found(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    if pressed.part(1) == Found.NOT_DONE and render.SURE not in pressed.parts:
        await talk.services.assignments.check_found(talk.caller, pressed.id(), talk.now)
        await talk.show(*render.surely_not_done(talk.voice, pressed.id()))
        return
    said = AnswerFound(pressed.id(), pressed.part(1))
    await talk.show(
        *render.answered(talk.voice, await talk.services.assignments.answer_found(talk.caller, said, talk.now))
    )


HANDLERS: Mapping[str, Handler] = {
    "swap": _swap,
    "keep": _keep,
    "link": _link,
    "seek": _seek,
    "found-link": _found_link,
    "found": _found,
}
