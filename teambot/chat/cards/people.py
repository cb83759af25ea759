"""The buttons of `/team members` and of `/teambot members`."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import people as render
from teambot.chat.talk import Talk
from teambot.services.people import ResumeMember, TryRole


async def _acts(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await talk.show(*render.acts(talk.voice, await talk.services.people.acts(talk.caller, talk.now)))


async def _keeping(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await talk.show(*render.keeping(talk.voice, await talk.services.people.keeping(talk.caller, talk.now)))


async def _resume(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    command = ResumeMember(pressed.id(0), pressed.id(1))
    done = await talk.services.people.resume(talk.caller, command, talk.now)
    await talk.show(*render.resumed(talk.voice, done.name))


async def _try_role(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    command = TryRole(pressed.id(0), pressed.id(1))
    done = await talk.services.people.try_role(talk.caller, command, talk.now)
    await talk.show(*render.tried(talk.voice, done.name))


HANDLERS: Mapping[str, Handler] = {
    "acts": _acts,
    "keeping": _keeping,
    "resume-other": _resume,
    "try-role": _try_role,
}
