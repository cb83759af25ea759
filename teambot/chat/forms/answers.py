"""The forms by which somebody answers an assignment, or says afterwards where it was, filled in.

What was typed is given back where it is refused.
"""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.forms.kept import kept
from teambot.chat.render import pushes as of_pushes
from teambot.chat.render import week as render
from teambot.chat.talk import Talk
from teambot.domain.assignments import Found
from teambot.services.assignments.seeking import AnswerFound, GiveLink
from teambot.services.assignments.service import PushDone, SkipAssignment


def _typed(filled: Pressed) -> str:
    lines = (filled.field(name).strip() for name in ("link", "words"))
    return "\n".join(line for line in lines if line)


async def _done(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = PushDone(filled.id(), filled.field("link"), filled.field("words"))
    async with kept(talk, _typed(filled), render.done_button(talk.voice, command.assignment_id)):
        booked = await talk.services.assignments.done(talk.caller, command, talk.now)
        await talk.show(*render.booked(talk.voice, booked))


async def _skip(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = SkipAssignment(filled.id(), filled.field("reason"))
    await talk.show(*render.skipped(talk.voice, await talk.services.assignments.skip(talk.caller, command, talk.now)))


async def _link(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = GiveLink(filled.id(), filled.field("link"))
    async with kept(talk, _typed(filled), of_pushes.link_button(talk.voice, command.assignment_id)):
        given = await talk.services.assignments.give_link(talk.caller, command, talk.now)
        await talk.show(*of_pushes.link_given(talk.voice, given))


async def _found_link(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = AnswerFound(filled.id(), Found.LINK, filled.field("link"))
    here, *_ = of_pushes.found_buttons(talk.voice, command.assignment_id)
    async with kept(talk, _typed(filled), here):
        answered = await talk.services.assignments.answer_found(talk.caller, command, talk.now)
        await talk.show(*of_pushes.answered(talk.voice, answered))


HANDLERS: Mapping[str, Handler] = {"done": _done, "skip": _skip, "link": _link, "found-link": _found_link}
