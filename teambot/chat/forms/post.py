"""The forms of posts, filled in; what was written is given back where it is refused."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.forms.kept import kept
from teambot.chat.render import post as render
from teambot.chat.render.post_forms import BOTH, chosen
from teambot.chat.talk import Talk
from teambot.domain.readers import join_places
from teambot.domain.windows import Window
from teambot.services.posts.service import EditPost, SetWindow, SubmitPost

_TYPED = ("url", "title", "reader_line", "hook", "places", "last_day")


def _said(talk: Talk, filled: Pressed) -> str:
    """Give what was written and chosen in a form, a line each."""
    lines = [filled.field(name).strip() for name in _TYPED]
    return "\n".join(line for line in (*lines, *chosen(talk.voice, filled.fields)) if line)


def _words(filled: Pressed) -> tuple[str, str, str, str]:
    return filled.field("title"), filled.field("reader_line"), filled.field("hook"), filled.field("money")


async def _submit(talk: Talk, filled: Pressed) -> None:
    """Put forward an item of the author's feed, where the form's state names one, else what is at an address."""
    item_id = filled.id(1) if len(filled.parts) > 1 else None
    url, months = filled.field("url"), filled.field("months")
    command = SubmitPost(filled.id(), url, *_words(filled), months=months, item_id=item_id)
    await talk.defer()
    async with kept(talk, _said(talk, filled)):
        await _put_forward(talk, command)


async def _again(talk: Talk, filled: Pressed) -> None:
    """Put forward again what an earlier submission was: its address and places are that one's."""
    await talk.defer()
    async with kept(talk, _said(talk, filled)):
        before = await talk.services.posts.draft_again(talk.caller, filled.id(), talk.now)
        months = filled.field("months")
        command = SubmitPost(
            before.team_id,
            before.url,
            *_words(filled),
            months=months,
            hemisphere=(before.window.hemisphere or BOTH) if months and before.window.months else "",
            places=join_places(before.window.places),
        )
        await _put_forward(talk, command)


async def _put_forward(talk: Talk, command: SubmitPost) -> None:
    result = await talk.services.posts.submit(talk.caller, command, talk.now)
    window = await _window(talk, result.submission_id) if command.months or command.places else Window.ANY
    await talk.show(*render.submitted(talk.voice, result, window))


async def _window(talk: Talk, submission_id: int) -> Window:
    """Look up how a window was read: a day without a year, a hemisphere that nobody chose."""
    return (await talk.services.posts.edit_draft(talk.caller, submission_id, talk.now)).window


async def _edit(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    async with kept(talk, _said(talk, filled)):
        command = EditPost(filled.id(), *_words(filled), months=filled.field("months"))
        changed = await talk.services.posts.edit(talk.caller, command, talk.now)
        await talk.show(*render.edited(talk.voice, changed, await _window(talk, changed.submission_id)))


async def _season(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    half, places, last_day = (filled.field(name) for name in ("hemisphere", "places", "last_day"))
    async with kept(talk, _said(talk, filled)):
        command = SetWindow(filled.id(), half, places, last_day, months=filled.field("months"))
        changed = await talk.services.posts.set_window(talk.caller, command, talk.now)
        await talk.show(*render.edited(talk.voice, changed, await _window(talk, changed.submission_id)))


HANDLERS: Mapping[str, Handler] = {"submit": _submit, "edit": _edit, "again": _again, "season": _season}
