"""The buttons of posts: submit an offered one, use, shelve, edit, season and place, withdraw, put forward again."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import offers_thread, post_forms
from teambot.chat.render import post as render
from teambot.chat.talk import Talk


def _team(pressed: Pressed) -> int | None:
    """Give the team that an item was offered for; None on a card from before a feed could be somebody's in several."""
    return pressed.id(1) if len(pressed.parts) > 1 else None


async def _submit_item(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.posts.draft_item(talk.caller, pressed.id(), talk.now, team_id=_team(pressed))
    await talk.ask(post_forms.form(talk.voice, draft))


async def _use_item(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.newest.draft(talk.caller, pressed.id(), talk.now, team_id=_team(pressed))
    await talk.ask(post_forms.form(talk.voice, draft))


async def _not_item(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.newest.not_this_one(talk.caller, pressed.id(), talk.now, team_id=_team(pressed))
    await talk.show(*render.declined(talk.voice, result))


async def _again(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.posts.draft_again(talk.caller, pressed.id(), talk.now)
    await talk.ask(post_forms.form(talk.voice, draft, again_id=pressed.id()))


async def _season(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.posts.edit_draft(talk.caller, pressed.id(), talk.now)
    await talk.ask(post_forms.season_form(talk.voice, draft))


async def _edit(talk: Talk, pressed: Pressed) -> None:
    draft = await talk.services.posts.edit_draft(talk.caller, pressed.id(), talk.now)
    await talk.ask(post_forms.form(talk.voice, draft))


async def _use(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.posts.use_this_week(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.submitted(talk.voice, result))


async def _shelve(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.posts.shelve(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.submitted(talk.voice, result))


async def withdraw_or_ask(talk: Talk, submission_id: int) -> None:
    """Take a post back; of one that a plan has already, ask first. For what was deferred."""
    asked = await talk.services.posts.withdrawing(talk.caller, submission_id, talk.now)
    if asked is not None:
        await talk.show(*render.withdrawing(talk.voice, asked))
        return
    await _take_back(talk, submission_id)


async def _take_back(talk: Talk, submission_id: int) -> None:
    result = await talk.services.posts.withdraw(talk.caller, submission_id, talk.now)
    await talk.show(*render.withdrawn(talk.voice, result))


async def _withdraw(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    await withdraw_or_ask(talk, pressed.id())


async def _withdraw_now(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    await _take_back(talk, pressed.id())


async def _offer(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    result = await talk.services.thread_offers.offer(talk.caller, pressed.id(), talk.now)
    await talk.show(*offers_thread.offered(talk.voice, result))


HANDLERS: Mapping[str, Handler] = {
    "submit-item": _submit_item,
    "use-item": _use_item,
    "not-item": _not_item,
    "again": _again,
    "season": _season,
    "edit": _edit,
    "use": _use,
    "shelve": _shelve,
    "withdraw": _withdraw,
    "withdraw-now": _withdraw_now,
    "offer-thread": _offer,
}
