"""`/week away`, `/team leave` and `/me export`: one's own place, and what is one's own."""

from datetime import date
from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.standings import export
from teambot.chat.cogs.choices import offered
from teambot.chat.render import standings as render
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk
from teambot.services.standings.service import GoAway

Day = app_commands.Range[str, 1, 60]


def add_away(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    """Add `/week away`."""

    @made.command(name="away", description=voice.plain("command-away"))
    @app_commands.describe(until=voice.plain("command-away.until"), since=voice.plain("command-away.from"))
    @app_commands.rename(since="from")
    async def away(interaction: discord.Interaction[Any], until: Day | None = None, since: Day | None = None) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        if until is None:
            shown = await talk.services.standings.absence(talk.caller, talk.now)
        else:
            shown = await talk.services.standings.away(talk.caller, GoAway(until, since or ""), talk.now)
        await talk.show(*render.absence(talk.voice, shown))

    away.autocomplete("until")(offered(desk, _days))
    away.autocomplete("since")(offered(desk, _days))


async def _days(talk: Talk, current: str) -> list[tuple[str, str]]:
    found = await talk.services.standings.days(talk.caller, current, talk.now)
    return [(day, render.day_choice(talk.voice, date.fromisoformat(day))) for day in found]


def add_leave(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    """Add `/team leave`."""

    @made.command(name="leave", description=voice.plain("command-leave"))
    async def leave(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await talk.show(*render.leaving(talk.voice, await talk.services.standings.leaving(talk.caller, None, talk.now)))


def add_export(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    """Add `/me export`."""

    @made.command(name="export", description=voice.plain("command-export"))
    async def take_along(interaction: discord.Interaction[Any]) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await export(talk)
