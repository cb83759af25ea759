"""`/team`: what the team agreed on."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.week import say_farewell
from teambot.chat.cogs.apply import add_apply, add_vouch
from teambot.chat.cogs.away import add_leave
from teambot.chat.cogs.groups import group_of
from teambot.chat.cogs.propose import add_propose
from teambot.chat.render import charter as render
from teambot.chat.render import people
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk
from teambot.errors import Refusal


def group(desk: Desk, voice: Voice) -> app_commands.Group:
    """Make the command."""
    made = group_of(voice, "team")

    @made.command(name="charter", description=voice.plain("command-charter"))
    async def charter(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        shown = await talk.services.members.charter(talk.caller, talk.now)
        await talk.show(*render.screen(talk.voice, shown))

    @made.command(name="members", description=voice.plain("command-members"))
    async def members(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        try:
            shown = await talk.services.people.members(talk.caller, talk.now)
        except Refusal as refusal:
            await say_farewell(talk, refusal)
            return
        await talk.show(*people.screen(talk.voice, shown))

    add_propose(made, desk, voice)
    add_apply(made, desk, voice)
    add_vouch(made, desk, voice)
    add_leave(made, desk, voice)
    return made
