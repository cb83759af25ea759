"""The buttons of votes: choosing, one's own vote, a removal's steps. What each may do the services decide."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import ballots, motions, removal
from teambot.chat.talk import Talk
from teambot.domain.motions import MotionState
from teambot.errors import Refusal
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.removals import Second

_AGREED = {"yes": True, "no": False}


async def cast(talk: Talk, command: CastBallot) -> None:
    """Take a ballot that was pressed or filled in, and show its voter alone what counts now."""
    await talk.defer(redraw=True)
    await talk.services.voting.cast(talk.caller, command, talk.now)
    mine = await talk.services.voting.receipt(talk.caller, command.motion_id, talk.now)
    await talk.show(*ballots.receipt(talk.voice, mine))


async def _vote(talk: Talk, pressed: Pressed) -> None:
    await cast(talk, CastBallot(pressed.id(), pressed.part(1)))


async def _not_now(talk: Talk, pressed: Pressed) -> None:
    mine = await talk.services.voting.receipt(talk.caller, pressed.id(), talk.now)
    if mine.motion.state is MotionState.CLOSED:
        raise Refusal("motion-closed")
    await talk.ask(ballots.not_now_form(talk.voice, mine))


async def _my_vote(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    mine = await talk.services.voting.receipt(talk.caller, pressed.id(), talk.now)
    await talk.show(*ballots.receipt(talk.voice, mine))


async def _changes(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    mine = await talk.services.voting.receipt(talk.caller, pressed.id(), talk.now)
    await talk.show(*motions.changes_pages(talk.voice, mine.motion))


async def _seconding(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    asked = await talk.services.voting.seconding(talk.caller, pressed.id(), talk.now)
    await talk.show(*removal.seconding(talk.voice, asked))


async def _second(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    agreed = _AGREED.get(pressed.part(1))
    if agreed is None:
        raise Refusal("outdated-card")
    moved = await talk.services.voting.second(talk.caller, Second(pressed.id(), agreed), talk.now)
    await talk.show(*removal.seconded(talk.voice, moved))


async def _concern(talk: Talk, pressed: Pressed) -> None:
    await talk.defer()
    read = await talk.services.voting.concern(talk.caller, pressed.id(), talk.now)
    await talk.show(*removal.concern(talk.voice, read))


async def _answer(talk: Talk, pressed: Pressed) -> None:
    await talk.services.voting.check_own(talk.caller, pressed.id(), talk.now, answering=True)
    await talk.ask(removal.answer_form(talk.voice, pressed.id()))


async def _take_pause(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    if pressed.parts[1:] != ("yes",):  # asked once more, for it ends the vote
        await talk.services.voting.check_own(talk.caller, pressed.id(), talk.now, answering=False)
        await talk.show(*removal.pause_screen(talk.voice, pressed.id()))
        return
    await talk.services.voting.take_pause(talk.caller, pressed.id(), talk.now)
    await talk.show(*removal.pause_taken(talk.voice))


HANDLERS: Mapping[str, Handler] = {
    "vote": _vote,
    "not-now": _not_now,
    "my-vote": _my_vote,
    "motion-changes": _changes,
    "seconding": _seconding,
    "second": _second,
    "concern": _concern,
    "answer": _answer,
    "take-pause": _take_pause,
}
