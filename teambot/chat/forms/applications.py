"""The forms of applications, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import applications as render
from teambot.chat.render import vouching
from teambot.chat.talk import Talk
from teambot.domain.applications import Answer
from teambot.services.applications.service import FillIn, Vouch


async def _apply(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    mine = talk.services.applications
    shown = await mine.apply(talk.caller, filled.field("blog"), talk.now, team_id=filled.id())
    await talk.show(*render.screen(talk.voice, shown))


async def _fill_in(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    niche, best_post, why, readers = (filled.field(str(one)) for one in Answer)
    command = FillIn(filled.id(), niche, best_post, why, readers, filled.field("by_dm") == "yes")
    await talk.show(
        *render.screen(talk.voice, await talk.services.applications.fill_in(talk.caller, command, talk.now))
    )


async def _page(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    page = filled.field("page")
    looked = await talk.services.applications.prove(talk.caller, filled.id(), talk.now, page=page)
    await talk.show(*render.screen(talk.voice, looked))


async def _vouch(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = Vouch(filled.id(), filled.field("because"))
    await talk.show(
        *vouching.vouched(talk.voice, await talk.services.applications.vouch(talk.caller, command, talk.now))
    )


HANDLERS: Mapping[str, Handler] = {
    "apply": _apply,
    "application-form": _fill_in,
    "application-page": _page,
    "vouch": _vouch,
}
