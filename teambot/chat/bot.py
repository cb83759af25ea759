"""The bot as Discord sees it: one client that hears commands, presses and forms. It holds no state of the team's."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from teambot.chat.cards import (
    applications,
    charter,
    control,
    ledger,
    motions,
    people,
    plan,
    post,
    proposing,
    pushes,
    settings,
    setup,
    standings,
    week,
)
from teambot.chat.cards.pressed import OURS, Handler
from teambot.chat.cogs.commands import Tree
from teambot.chat.forms import answers, join, reports
from teambot.chat.forms import applications as application_forms
from teambot.chat.forms import motions as motion_forms
from teambot.chat.forms import post as post_forms
from teambot.chat.forms import proposing as proposing_forms
from teambot.chat.forms import settings as settings_forms
from teambot.chat.forms import setup as setup_forms
from teambot.chat.forms import standings as standing_forms
from teambot.chat.talk import Desk
from teambot.errors import Refusal
from teambot.locales.catalogue import Words

if TYPE_CHECKING:
    from teambot.services.bundle import Services

CONTROLS: Mapping[str, Handler] = {
    **setup.HANDLERS,
    **charter.HANDLERS,
    **applications.HANDLERS,
    **settings.HANDLERS,
    **post.HANDLERS,
    **week.HANDLERS,
    **pushes.HANDLERS,
    **ledger.HANDLERS,
    **plan.HANDLERS,
    **people.HANDLERS,
    **reports.CONTROLS,
    **motions.HANDLERS,
    **proposing.HANDLERS,
    **standings.HANDLERS,
}
FORMS: Mapping[str, Handler] = {
    **setup_forms.HANDLERS,
    **join.HANDLERS,
    **application_forms.HANDLERS,
    **settings_forms.HANDLERS,
    **post_forms.HANDLERS,
    **answers.HANDLERS,
    **reports.HANDLERS,
    **motion_forms.HANDLERS,
    **proposing_forms.HANDLERS,
    **standing_forms.HANDLERS,
}
# Guilds are all the bot needs to see: no privileged intent, nobody's messages (promise 10).
INTENTS = discord.Intents(guilds=True)
_READY_SECONDS = 0.05  # discord.py's 2 s of waiting for guilds make every start that much longer
log = logging.getLogger("teambot.chat")


def point_at(api: str | None, gateway: str | None) -> None:
    """Have discord.py speak to these addresses from now on, in the whole process; None leaves one as it is."""
    if api is not None:
        Route.BASE = api.rstrip("/")
    if gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)


class Bot(discord.Client):
    """Hear what people do, and let services do it. `start(token)` runs; after `rest()` it takes nothing in."""

    def __init__(
        self,
        services: "Services",
        words: Words,
        clock: Callable[[], datetime],
        *,
        api: str | None = None,
        gateway: str | None = None,
    ) -> None:
        point_at(api, gateway)
        super().__init__(
            intents=INTENTS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=_READY_SECONDS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60.0,  # longer waits go back to the outbox instead of holding a task
        )
        self.desk = Desk(services, words, clock)
        self.tree = Tree(self, self.desk)
        self.logged_in = asyncio.Event()  # from then on the announcer may speak; it needs no gateway

    async def setup_hook(self) -> None:
        """Know every button and menu of ours again, whenever it was sent, and register the commands."""
        self.add_dynamic_items(control.Control)
        self.logged_in.set()
        registered = await self.tree.sync()
        log.info("commands-registered", extra={"commands": len(registered)})

    def rest(self) -> None:
        """Take nothing in any more: whoever asks is told that the bot is being started anew."""
        self.desk.resting = True

    async def reopen(self) -> None:
        """Make a client that was closed able to `start` again.

        discord.py 2.7.1's own `clear` leaves the closed connector ("Session is closed") and no event loop (the first
        command would end the client): both are given anew, as at the first log-in.
        """
        self.clear()
        self.http.connector = discord.utils.MISSING
        await self._async_setup_hook()

    async def close(self) -> None:
        """Say goodbye and close the connection."""
        self.logged_in.clear()
        await super().close()

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Run the handler of a button or menu."""
        await control.run(interaction, self.desk, CONTROLS)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take every submitted form, and the presses that discord.py would drop: nobody waits for any of them."""
        self._saw(interaction)
        data: dict[str, Any] = dict(interaction.data or {})
        if not str(data.get("custom_id")).startswith(OURS):
            return
        if interaction.type is discord.InteractionType.modal_submit:
            await control.run(interaction, self.desk, FORMS)
        elif interaction.type is discord.InteractionType.component and control.stranger(interaction):
            await control.run(interaction, self.desk, {})

    def _saw(self, interaction: discord.Interaction[Any]) -> None:
        """Take whatever somebody does as a sign of life; discord.py tells of every command, press and form here."""
        with suppress(Refusal):  # the clock lies behind: whoever answers says so
            self.desk.services.signs.saw(interaction.guild_id or 0, interaction.user.id, self.desk.clock())
