"""What is done to a message by its menu (*Apps*): the one way by which the bot reads what people write (promise 10)."""

from typing import Any

import discord
from discord import app_commands

from teambot.chat.handed import addresses_in
from teambot.chat.render.post_forms import form
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk, Talk


def submit_menu(desk: Desk, voice: Voice) -> app_commands.ContextMenu:
    """Make *Submit this post*: the first link on the caller's own blog opens the form of `/post submit`."""

    async def submit(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        talk = Talk(interaction, desk)
        draft = await talk.services.posts.draft_message(talk.caller, addresses_in(message), talk.now)
        await talk.ask(form(talk.voice, draft))

    return app_commands.ContextMenu(
        name=voice.plain("command-menu-submit"),
        callback=submit,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
