"""The charter's buttons: reading it, joining, accepting a later version."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import charter as render
from teambot.chat.talk import Talk
from teambot.services.members import Accept


async def _charter(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await talk.show(*render.screen(talk.voice, await talk.services.members.charter(talk.caller, talk.now)))


async def _join(talk: Talk, pressed: Pressed) -> None:
    command = Accept(pressed.id(0), pressed.id(1))
    zone = await talk.services.members.check(talk.caller, command, talk.now)
    await talk.ask(render.join_form(talk.voice, command.team_id, command.version, zone))


async def _join_admitted(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    command = Accept(pressed.id(0), pressed.id(1))
    await talk.show(
        *render.joined(talk.voice, await talk.services.members.join_admitted(talk.caller, command, talk.now))
    )


async def _accept(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    command = Accept(pressed.id(0), pressed.id(1))
    accepted = await talk.services.members.accept(talk.caller, command, talk.now)
    await talk.show(*render.accepted(talk.voice, accepted))


HANDLERS: Mapping[str, Handler] = {
    "charter": _charter,
    "join": _join,
    "join-admitted": _join_admitted,
    "accept": _accept,
}
