"""`/team`: what the team agreed on."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cogs.groups import group_of
from teambot.chat.render import charter as render
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk


def group(desk: Desk, voice: Voice) -> app_commands.Group:
    """Make the command."""
    made = group_of(voice, "team")

    @made.command(name="charter", description=voice.plain("command-charter"))
    async def charter(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        shown = await talk.services.members.charter(talk.caller, talk.now)
        await talk.show(*render.screen(talk.voice, shown))

    return made
