"""One interaction's conversation: who asks, in which language, and how they are answered. It decides nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord

from teambot.chat.caller import caller_of
from teambot.chat.forms.form import Form, modal_of
from teambot.chat.render.blocks import Page
from teambot.chat.render.layout import View, files_of, view_of
from teambot.chat.render.voice import Voice
from teambot.errors import Refusal
from teambot.locales.catalogue import Words
from teambot.services.caller import Caller

if TYPE_CHECKING:
    from teambot.services.bundle import Services


@dataclass(slots=True)
class Desk:
    """What every answer needs: the services, the words, the one clock; `resting` while the bot is being stopped."""

    services: "Services"
    words: Words
    clock: Callable[[], datetime]
    resting: bool = field(default=False)


class Talk:
    """Answer one interaction. Whoever changes something defers first, calls one service, then shows the result."""

    def __init__(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        """Open a talk; Refusal("restarting") while the bot is being stopped."""
        self.interaction = interaction
        self.desk = desk
        if desk.resting:
            raise Refusal("restarting")

    @property
    def services(self) -> "Services":
        """The use cases."""
        return self.desk.services

    @property
    def caller(self) -> Caller:
        """Who asks, and where."""
        return caller_of(self.interaction)

    @property
    def now(self) -> datetime:
        """This moment, by the one clock."""
        return self.desk.clock()

    @property
    def voice(self) -> Voice:
        """The reader's own language."""
        return Voice(self.desk.words, self.interaction.locale.value)

    async def defer(self, *, redraw: bool = False) -> None:
        """Tell Discord within its three seconds that an answer comes, seen by the caller alone.

        With `redraw` the private screen on which somebody pressed is drawn again; a card of the team's never is.
        """
        own = self.interaction.message is not None and self.interaction.message.flags.ephemeral
        if redraw and own:
            await self.interaction.response.defer()
        else:
            await self.interaction.response.defer(ephemeral=True, thinking=True)

    async def show(self, *pages: Page) -> None:
        """Fill the answer that was deferred, or answer at once; further pages follow in order."""
        (view, files), *rest = _drawn(pages)
        if self.interaction.response.is_done():  # what the screen had attached before goes with what it said
            await self.interaction.edit_original_response(view=view, attachments=files)
        else:
            await self.interaction.response.send_message(view=view, files=files, ephemeral=True)
        await self._follow(rest)

    async def add(self, *pages: Page) -> None:
        """Say more after an answer, in messages of their own that the caller alone sees."""
        await self._follow(_drawn(pages))

    async def _follow(self, drawn: list[tuple[View, list[discord.File]]]) -> None:
        for view, files in drawn:
            await self.interaction.followup.send(view=view, files=files, ephemeral=True)

    async def ask(self, form: Form) -> None:
        """Open a form; it must be the first answer, and its state stands in its custom id."""
        await self.interaction.response.send_modal(modal_of(form))


def _drawn(pages: Iterable[Page]) -> list[tuple[View, list[discord.File]]]:
    """Draw all pages before the first is sent: what does not fit is known while there is still something to say."""
    return [(view_of(page), files_of(page)) for page in pages]
