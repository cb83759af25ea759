"""`/team propose`: putting something to the team."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.proposing import KINDS, begin
from teambot.chat.cogs.choices import offered
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk


def add_propose(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    """Add the subcommand to `/team`; each kind opens its form or its screen at once."""
    choices = [app_commands.Choice(name=voice.plain(f"command-propose-{kind}"), value=kind) for kind in KINDS]

    @made.command(name="propose", description=voice.plain("command-propose"))
    @app_commands.describe(kind=voice.plain("command-propose.kind"), member=voice.plain("command-propose.member"))
    @app_commands.choices(kind=choices)
    async def propose(interaction: discord.Interaction[Any], kind: str, member: str | None = None) -> None:
        await begin(Talk(interaction, desk), kind, member)

    propose.autocomplete("member")(offered(desk, _people))


async def _people(talk: Talk, current: str) -> list[tuple[int, str]]:
    team = await talk.services.voting.proposable(talk.caller, talk.now)
    return [(one, name) for one, name in team.people if current.casefold() in name.casefold()]
