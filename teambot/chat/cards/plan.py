"""The buttons of a plan: a steward's, and how it was made, for everybody."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import plan as render
from teambot.chat.talk import Talk
from teambot.errors import Refusal
from teambot.services.plans.service import Lighten

_LIGHT = {"yes": True, "no": False}


async def show(talk: Talk) -> None:
    """Show a steward the coming plan. For what was deferred."""
    await talk.show(*render.screen(talk.voice, await talk.services.plans.preview(talk.caller, None, talk.now)))


async def _show(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    plan = await talk.services.plans.preview(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.screen(talk.voice, plan))


async def _sure(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    plan = await talk.services.plans.preview(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.sure(talk.voice, plan))


async def _publish(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    done = await talk.services.plans.publish(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.published(talk.voice, done))


async def _rebuild(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    done = await talk.services.plans.rebuild(talk.caller, pressed.id(), talk.now)
    plan = await talk.services.plans.preview(talk.caller, done.team_id, talk.now)
    await talk.show(*render.rebuilt(talk.voice, plan))


async def _light(talk: Talk, pressed: Pressed) -> None:
    light = _LIGHT.get(pressed.part(1))
    if light is None:
        raise Refusal("outdated-card")
    await talk.defer(redraw=len(pressed.parts) == 2)  # beside the news that asks for it stands the week
    done = await talk.services.plans.lighten(talk.caller, Lighten(pressed.id(), light), talk.now)
    plan = await talk.services.plans.preview(talk.caller, done.team_id, talk.now)
    await talk.show(*render.lightened(talk.voice, done, plan))


async def _method(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await talk.show(*render.method(talk.voice, await talk.services.plans.method(talk.caller, talk.now)))


HANDLERS: Mapping[str, Handler] = {
    "plan": _show,
    "plan-sure": _sure,
    "plan-publish": _publish,
    "plan-rebuild": _rebuild,
    "plan-light": _light,
    "method": _method,
}
