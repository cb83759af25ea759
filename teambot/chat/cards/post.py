"""The buttons of posts: submit an offered one, use, shelve, edit, withdraw."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import post as render
from teambot.chat.talk import Talk


async def _submit_item(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.posts.draft_item(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.form(talk.voice, draft))


async def _edit(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.posts.edit_draft(talk.caller, pressed.id(), talk.now)
    await talk.ask(render.form(talk.voice, draft))


async def _use(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.posts.use_this_week(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.submitted(talk.voice, result))


async def _shelve(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.posts.shelve(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.submitted(talk.voice, result))


async def _withdraw(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.posts.withdraw(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.withdrawn(talk.voice, result))


HANDLERS: Mapping[str, Handler] = {
    "submit-item": _submit_item,
    "edit": _edit,
    "use": _use,
    "shelve": _shelve,
    "withdraw": _withdraw,
}
