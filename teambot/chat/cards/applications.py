"""The buttons of applications: the applicant's own, *Vouch*, and those of a sister team."""

from collections.abc import Mapping
from dataclasses import replace

from teambot.chat.cards.feeds import others_offered
from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import applications as render
from teambot.chat.render import charter, vouching
from teambot.chat.render.proofs import page_form
from teambot.chat.talk import Talk


async def _open(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    await talk.show(
        *render.screen(talk.voice, await talk.services.applications.show(talk.caller, pressed.id(), talk.now))
    )


async def _apply(talk: Talk, pressed: Pressed) -> None:
    await talk.services.applications.check_may_apply(talk.caller, pressed.id(), talk.now)
    await talk.ask(charter.apply_form(talk.voice, pressed.id()))


async def _another_feed(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    mine = talk.services.applications
    shown = await mine.another_feed(talk.caller, pressed.id(), pressed.choice(), talk.now)
    others = (*shown.choices, *others_offered(talk, pressed))
    await talk.show(*render.screen(talk.voice, replace(shown, choices=others)))


async def _prove(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    looked = await talk.services.applications.prove(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.screen(talk.voice, looked))


async def _form(talk: Talk, pressed: Pressed) -> None:
    form = await talk.services.applications.form(talk.caller, pressed.id(), talk.now)
    await talk.ask(vouching.application_form(talk.voice, form))


async def _page(talk: Talk, pressed: Pressed) -> None:
    form = await talk.services.applications.form(talk.caller, pressed.id(), talk.now)
    await talk.ask(page_form(talk.voice, f"tb:application-page:{form.team_id}"))


async def _withdraw(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    mine = await talk.services.applications.show(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.withdrawing(talk.voice, mine))


async def _end(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    ended = await talk.services.applications.withdraw(talk.caller, pressed.id(), talk.now)
    mine = await talk.services.applications.show(talk.caller, ended.team_id, talk.now)
    await talk.show(*render.screen(talk.voice, mine))


async def _vouch(talk: Talk, pressed: Pressed) -> None:
    asked = await talk.services.applications.vouch_asked(talk.caller, pressed.id(), talk.now)
    await talk.ask(vouching.vouch_form(talk.voice, asked))


async def _sister(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    mine = await talk.services.applications.would_join_sister(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.screen(talk.voice, mine))


async def _sister_guide(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    guide = await talk.services.applications.sister_guide(talk.caller, pressed.id(), talk.now)
    await talk.show(*vouching.sister_guide(talk.voice, guide))


HANDLERS: Mapping[str, Handler] = {
    "apply": _apply,
    "application": _open,
    "application-prove": _prove,
    "apply-feed": _another_feed,
    "application-form": _form,
    "application-page": _page,
    "application-withdraw": _withdraw,
    "application-end": _end,
    "vouch": _vouch,
    "sister": _sister,
    "sister-guide": _sister_guide,
}
