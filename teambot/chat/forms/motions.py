"""The forms of votes, filled in: why not now, and an answer to a concern."""

from collections.abc import Mapping

from teambot.chat.cards.motions import cast
from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.forms.kept import kept
from teambot.chat.render import removal
from teambot.chat.talk import Talk
from teambot.domain.motions import Choice
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.removals import AnswerConcern


async def _not_now(talk: Talk, filled: Pressed) -> None:
    await cast(talk, CastBallot(filled.id(), Choice.NO, filled.several("reasons")))


async def _answer(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    async with kept(talk, filled.field("words")):
        command = AnswerConcern(filled.id(), filled.field("words"))
        moved = await talk.services.voting.answer(talk.caller, command, talk.now)
        await talk.show(*removal.answered(talk.voice, moved))


HANDLERS: Mapping[str, Handler] = {"not-now": _not_now, "answer": _answer}
