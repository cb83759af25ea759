"""What somebody wrote into a form that was refused is given back to them: nobody writes it twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from teambot.chat import errors
from teambot.chat.render.kept import written
from teambot.chat.talk import Talk
from teambot.errors import Refusal


@asynccontextmanager
async def kept(talk: Talk, words: str) -> AsyncIterator[None]:
    """Answer a refusal of what stands within, and then give `words` back, to their writer alone."""
    try:
        yield
    except Refusal as refusal:
        await errors.answer(talk.interaction, talk.desk, refusal)
        if words.strip():
            await talk.add(*written(talk.voice, words))
