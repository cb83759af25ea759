"""The buttons of `/me ledger`: its pages, and *This is wrong* of each of its lines."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import ledger as render
from teambot.chat.render import pushes as render_pushes
from teambot.chat.talk import Talk
from teambot.errors import Refusal
from teambot.services.ledger import LedgerPage

_BELOW = {"older": True, "newer": False}


async def show(talk: Talk) -> None:
    """Show the caller's own ledger. For what was deferred."""
    await talk.show(*render.screen(talk.voice, await talk.services.ledger.mine(talk.caller, talk.now)))


async def _page(talk: Talk, pressed: Pressed) -> None:
    below = _BELOW.get(pressed.part(2))
    if below is None:
        raise Refusal("outdated-card")
    asked = LedgerPage(pressed.id(), pressed.id(1), below)
    await talk.defer(redraw=True)
    await talk.show(*render.screen(talk.voice, await talk.services.ledger.page(talk.caller, asked, talk.now)))


async def _wrong(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    line = await talk.services.ledger.wrong(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.wrong(talk.voice, line))


async def _undo(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    undone = await talk.services.assignments.take_back(talk.caller, pressed.id(), talk.now)
    await talk.show(*render_pushes.taken_back(talk.voice, undone))


HANDLERS: Mapping[str, Handler] = {
    "ledger": _page,
    "ledger-wrong": _wrong,
    "ledger-undo": _undo,
}
