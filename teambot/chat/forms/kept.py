"""What somebody wrote into a form that was refused is given back to them: nobody writes it twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from teambot.chat import errors
from teambot.chat.render.blocks import Button
from teambot.chat.render.kept import written
from teambot.chat.talk import Talk
from teambot.errors import Refusal

_MENDED_BY_TYPING = frozenset({"no-web-address", "too-long"})


@asynccontextmanager
async def kept(talk: Talk, words: str, again: Button | None = None) -> AsyncIterator[None]:
    """Answer a refusal of what stands within, and then give `words` back, to their writer alone.

    `again`: a button that opens the form anew, beside the words where typing something else is all that it takes.
    """
    try:
        yield
    except Refusal as refusal:
        await errors.answer(talk.interaction, talk.desk, refusal)
        if words.strip():
            await talk.add(*written(talk.voice, words, again if refusal.key in _MENDED_BY_TYPING else None))
