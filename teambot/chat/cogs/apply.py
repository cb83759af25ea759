"""`/team apply` and `/team vouch`: asking to join, and speaking for somebody who does."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.pressed import id_in
from teambot.chat.cogs.choices import offered
from teambot.chat.render import applications as render
from teambot.chat.render import vouching
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk
from teambot.domain.applications import VOUCH_MOST
from teambot.services.applications.service import Vouch

Address = app_commands.Range[str, 1, 2000]
Because = app_commands.Range[str, 1, VOUCH_MOST]


def add_apply(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    """Add `apply` to `/team`: with a blog it applies, without one it shows how the application stands."""

    @made.command(name="apply", description=voice.plain("command-apply"))
    @app_commands.describe(blog=voice.plain("command-apply.blog"))
    async def apply(interaction: discord.Interaction[Any], blog: Address | None = None) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        mine = talk.services.applications
        shown = await (mine.apply(talk.caller, blog, talk.now) if blog else mine.show(talk.caller, None, talk.now))
        await talk.show(*render.screen(talk.voice, shown))


def add_vouch(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    """Add `vouch` to `/team`."""

    @made.command(name="vouch", description=voice.plain("command-vouch"))
    @app_commands.describe(who=voice.plain("command-vouch.who"), because=voice.plain("command-vouch.because"))
    async def vouch(interaction: discord.Interaction[Any], who: str, because: Because) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        chosen = id_in(who)
        if chosen is None:
            chosen = await talk.services.applications.called(talk.caller, who, talk.now)
        result = await talk.services.applications.vouch(talk.caller, Vouch(chosen, because), talk.now)
        await talk.show(*vouching.vouched(talk.voice, result))

    vouch.autocomplete("who")(offered(desk, _applicants))


async def _applicants(talk: Talk, current: str) -> list[tuple[int, str]]:
    return await talk.services.applications.wanting_vouch(talk.caller, current, talk.now)
