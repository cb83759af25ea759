"""`/week`: what somebody is asked to recommend, and their answers."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards import pushes, week
from teambot.chat.cogs.away import add_away
from teambot.chat.cogs.choices import chosen_assignment, offered
from teambot.chat.cogs.groups import group_of
from teambot.chat.render import week as render
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk
from teambot.domain.assignments import WORDS_MOST, SkipReason
from teambot.services.assignments.service import PushDone, SkipAssignment

Link = app_commands.Range[str, 1, 2000]
Said = app_commands.Range[str, 1, WORDS_MOST]


def group(desk: Desk, voice: Voice) -> app_commands.Group:
    """Make the command with its subcommands."""
    made = group_of(voice, "week")
    _show(made, desk, voice)
    _done(made, desk, voice)
    _skip(made, desk, voice)
    _swap(made, desk, voice)
    add_away(made, desk, voice)
    return made


def _show(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    choices = [
        app_commands.Choice(name=voice.plain(f"command-week-{when}"), value=when) for when in ("this", "next", "last")
    ]

    @made.command(name="show", description=voice.plain("command-show"))
    @app_commands.describe(when=voice.plain("command-show.when"))
    @app_commands.choices(when=choices)
    async def show(interaction: discord.Interaction[Any], when: str = "this") -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await week.show(talk, when)


def _done(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    @made.command(name="done", description=voice.plain("command-done"))
    @app_commands.describe(
        assignment=voice.plain("command-done.assignment"),
        link=voice.plain("command-done.link"),
        words=voice.plain("command-done.words"),
    )
    async def done(
        interaction: discord.Interaction[Any], assignment: str, link: Link | None = None, words: Said | None = None
    ) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        command = PushDone(chosen_assignment(assignment), link or "", words or "")
        await talk.show(
            *render.booked(talk.voice, await talk.services.assignments.done(talk.caller, command, talk.now))
        )

    done.autocomplete("assignment")(offered(desk, _mine))


def _skip(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    choices = [app_commands.Choice(name=voice.plain(f"skip-{reason}"), value=str(reason)) for reason in SkipReason]

    @made.command(name="skip", description=voice.plain("command-skip"))
    @app_commands.describe(assignment=voice.plain("command-skip.assignment"), reason=voice.plain("command-skip.reason"))
    @app_commands.choices(reason=choices)
    async def skip(interaction: discord.Interaction[Any], assignment: str, reason: str | None = None) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        command = SkipAssignment(chosen_assignment(assignment), reason or "")
        await talk.show(
            *render.skipped(talk.voice, await talk.services.assignments.skip(talk.caller, command, talk.now))
        )

    skip.autocomplete("assignment")(offered(desk, _mine))


def _swap(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    @made.command(name="swap", description=voice.plain("command-swap"))
    @app_commands.describe(assignment=voice.plain("command-swap.assignment"))
    async def swap(interaction: discord.Interaction[Any], assignment: str) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await pushes.swap(talk, chosen_assignment(assignment))

    swap.autocomplete("assignment")(offered(desk, _mine))


async def _mine(talk: Talk, current: str) -> list[tuple[int, str]]:
    found = await talk.services.assignments.mine(talk.caller, current, talk.now)
    return [(one.id, talk.voice.plain("assignment-choice", title=one.title, author=one.author)) for one in found]
