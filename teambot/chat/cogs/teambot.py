"""`/teambot`: keeping a team running; Discord hides it from whoever lacks *Manage Server*."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.plan import show as show_plan
from teambot.chat.cogs.groups import group_of
from teambot.chat.render import people
from teambot.chat.render import setup as render
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk


def group(desk: Desk, voice: Voice) -> app_commands.Group:
    """Make the command."""
    made = group_of(voice, "teambot", permissions=discord.Permissions(manage_guild=True))

    @made.command(name="setup", description=voice.plain("command-setup"))
    async def setup(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        shown = await talk.services.teams.setup(talk.caller, talk.now)
        await talk.show(*render.screen(talk.voice, shown))

    @made.command(name="members", description=voice.plain("command-members-kept"))
    async def members(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        shown = await talk.services.people.keeping(talk.caller, talk.now)
        await talk.show(*people.keeping(talk.voice, shown))

    @made.command(name="plan", description=voice.plain("command-plan"))
    async def plan(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await show_plan(talk)

    return made
