"""`/post`: putting posts forward."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.post import withdraw_or_ask
from teambot.chat.cards.pressed import id_in
from teambot.chat.cogs.choices import chosen_post, offered
from teambot.chat.cogs.groups import group_of
from teambot.chat.render.post_forms import form
from teambot.chat.render.post_lists import listed as drawn
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk

Address = app_commands.Range[str, 1, 2000]


def group(desk: Desk, voice: Voice) -> app_commands.Group:
    """Make the command with its four subcommands."""
    made = group_of(voice, "post")
    _submit(made, desk, voice)
    _list(made, desk, voice)
    _edit(made, desk, voice)
    _withdraw(made, desk, voice)
    return made


def _submit(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    @made.command(name="submit", description=voice.plain("command-submit"))
    @app_commands.describe(url=voice.plain("command-submit.url"))
    async def submit(interaction: discord.Interaction[Any], url: Address | None = None) -> None:
        talk = Talk(interaction, desk)
        posts = talk.services.posts
        item_id = id_in(url) if url is not None else None
        if item_id is not None:  # chosen from the list
            draft = await posts.draft_item(talk.caller, item_id, talk.now)
        else:
            draft = await posts.draft(talk.caller, url, talk.now)
        await talk.ask(form(talk.voice, draft))

    async def newest(talk: Talk, current: str) -> list[tuple[int, str]]:
        return [(item.id, item.title) for item in await talk.services.posts.newest(talk.caller, current, talk.now)]

    submit.autocomplete("url")(offered(desk, newest))


def _list(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    choices = [
        app_commands.Choice(name=voice.plain(f"command-list-{show}"), value=show) for show in ("mine", "team", "shelf")
    ]

    @made.command(name="list", description=voice.plain("command-list"))
    @app_commands.describe(show=voice.plain("command-list.show"))
    @app_commands.choices(show=choices)
    async def listed(interaction: discord.Interaction[Any], show: str = "mine") -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        result = await talk.services.posts.list(talk.caller, show, talk.now)
        await talk.show(*drawn(talk.voice, result))


def _edit(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    @made.command(name="edit", description=voice.plain("command-edit"))
    @app_commands.describe(post=voice.plain("command-edit.post"))
    async def edit(interaction: discord.Interaction[Any], post: str) -> None:
        talk = Talk(interaction, desk)
        draft = await talk.services.posts.edit_draft(talk.caller, chosen_post(post), talk.now)
        await talk.ask(form(talk.voice, draft))

    edit.autocomplete("post")(offered(desk, _mine))


def _withdraw(made: app_commands.Group, desk: Desk, voice: Voice) -> None:
    @made.command(name="withdraw", description=voice.plain("command-withdraw"))
    @app_commands.describe(post=voice.plain("command-withdraw.post"))
    async def withdraw(interaction: discord.Interaction[Any], post: str) -> None:
        talk = Talk(interaction, desk)
        await talk.defer()
        await withdraw_or_ask(talk, chosen_post(post))

    withdraw.autocomplete("post")(offered(desk, _withdrawable))


async def _withdrawable(talk: Talk, current: str) -> list[tuple[int, str]]:
    found = await talk.services.posts.withdrawable(talk.caller, current, talk.now)
    return [(post.id, post.title) for post in found]


async def _mine(talk: Talk, current: str) -> list[tuple[int, str]]:
    return [(post.id, post.title) for post in await talk.services.posts.mine(talk.caller, current, talk.now)]
