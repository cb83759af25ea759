"""The forms of posts, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import post as render
from teambot.chat.talk import Talk
from teambot.services.posts import EditPost, SubmitPost

_WORDS = ("title", "reader_line", "hook", "money")


async def _submit(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = SubmitPost(filled.id(), filled.field("url"), *(filled.field(name) for name in _WORDS))
    await talk.show(*render.submitted(talk.voice, await talk.services.posts.submit(talk.caller, command, talk.now)))


async def _edit(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    command = EditPost(filled.id(), *(filled.field(name) for name in _WORDS))
    await talk.show(*render.edited(talk.voice, await talk.services.posts.edit(talk.caller, command, talk.now)))


HANDLERS: Mapping[str, Handler] = {"submit": _submit, "edit": _edit}
