"""The wizard's buttons and menus: each change is saved at once, and the screen is drawn again."""

from collections.abc import Mapping

from teambot.chat.caller import people_chosen
from teambot.chat.cards.pressed import Handler, Pressed, number
from teambot.chat.render import setup as render
from teambot.chat.talk import Talk
from teambot.domain.teams import SetupShown
from teambot.errors import Refusal
from teambot.services.teams import ChangeSetup, NameFounders


async def _changeable(talk: Talk, pressed: Pressed) -> SetupShown:
    return await talk.services.teams.changeable(talk.caller, pressed.id(), talk.now)


async def _name(talk: Talk, pressed: Pressed) -> None:
    await talk.ask(render.name_form(talk.voice, (await _changeable(talk, pressed)).team))


async def _times(talk: Talk, pressed: Pressed) -> None:
    await talk.ask(render.times_form(talk.voice, (await _changeable(talk, pressed)).team))


async def _charter(talk: Talk, pressed: Pressed) -> None:
    await talk.ask(render.charter_form(talk.voice, await _changeable(talk, pressed)))


async def _founders(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    command = NameFounders(pressed.id(), people_chosen(talk.interaction))
    await talk.show(*render.screen(talk.voice, await talk.services.teams.name_founders(talk.caller, command, talk.now)))


async def _suggested(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    shown = await talk.services.teams.name_suggested(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.screen(talk.voice, shown))


async def _role(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    role_id = number(pressed.values[0]) if pressed.values else 0
    if talk.caller.manage_server:  # anybody else is told first that it is not theirs to do
        _check_role(talk, role_id)
    command = ChangeSetup(pressed.id(), role_id=role_id)
    await talk.show(*render.screen(talk.voice, await talk.services.teams.change(talk.caller, command, talk.now)))


def _check_role(talk: Talk, role_id: int) -> None:
    """Refuse a role that nobody can give: a bot's or an integration's own, and everybody's."""
    guild = talk.interaction.guild
    role = guild.get_role(role_id) if guild is not None else None
    if role is not None and (role.managed or role.is_default()):
        raise Refusal("role-not-to-give")


async def _found(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    await talk.show(*render.screen(talk.voice, await talk.services.teams.found(talk.caller, pressed.id(), talk.now)))


HANDLERS: Mapping[str, Handler] = {
    "setup-name": _name,
    "setup-times": _times,
    "setup-charter": _charter,
    "setup-founders": _founders,
    "setup-suggested": _suggested,
    "setup-role": _role,
    "setup-found": _found,
}
