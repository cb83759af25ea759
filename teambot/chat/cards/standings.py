"""The buttons of one's own place: away, a break, back again, leaving, one's data."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import charter
from teambot.chat.render import standings as render
from teambot.chat.talk import Talk
from teambot.domain.departures import Return


async def _away(talk: Talk, pressed: Pressed) -> None:
    await talk.services.standings.check_away(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.away_form(talk.voice, pressed.id()))


async def _break(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    taken = await talk.services.standings.take_break(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.on_break(talk.voice, taken))


async def _back(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    back = await talk.services.standings.come_back(talk.caller, pressed.id(), talk.now)
    pages = render.came_back(talk.voice, back)
    if back.outcome is Return.CHARTER:
        shown = await talk.services.members.charter(talk.caller, talk.now)
        pages = (*pages, *charter.screen(talk.voice, shown))
    await talk.show(*pages)


async def _longer(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    still = await talk.services.standings.longer(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.on_break(talk.voice, still))


async def _well(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    said = await talk.services.standings.well(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.well(talk.voice, said.team_name))


async def _leave(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    shown = await talk.services.standings.leaving(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.leaving(talk.voice, shown))


async def _leave_now(talk: Talk, pressed: Pressed) -> None:
    shown = await talk.services.standings.leaving(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.leave_form(talk.voice, shown.team_id))


async def export(talk: Talk) -> None:
    """Hand the caller all that is theirs. For what was deferred."""
    name, data = await talk.services.exports.mine(talk.caller, talk.now)
    await talk.show(*render.exported(talk.voice, name, data))


async def _export(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await export(talk)


HANDLERS: Mapping[str, Handler] = {
    "away": _away,
    "break": _break,
    "back": _back,
    "longer": _longer,
    "well": _well,
    "leave": _leave,
    "leave-now": _leave_now,
    "export": _export,
}
