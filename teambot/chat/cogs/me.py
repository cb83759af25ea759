"""`/me`: what is somebody's own."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards import ledger as card
from teambot.chat.cogs.away import add_export
from teambot.chat.cogs.groups import group_of
from teambot.chat.render import settings as render
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk


def group(desk: Desk, voice: Voice) -> app_commands.Group:
    """Make the command."""
    made = group_of(voice, "me")

    @made.command(name="settings", description=voice.plain("command-settings"))
    async def settings(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        shown = await talk.services.profiles.settings(talk.caller, talk.now)
        await talk.show(*render.screen(talk.voice, shown))

    @made.command(name="ledger", description=voice.plain("command-ledger"))
    async def ledger(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await card.show(talk)

    add_export(made, desk, voice)
    return made
