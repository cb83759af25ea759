"""The commands' tree: names and descriptions from the catalogue, guild only. The first door of failure is here."""

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from teambot.chat import errors
from teambot.chat.cogs import me, menus, post, team, teambot, week
from teambot.chat.render.voice import Voice
from teambot.chat.talk import Desk
from teambot.locales.catalogue import FALLBACK

Cog = Callable[[Desk, Voice], app_commands.Group]
Menu = Callable[[Desk, Voice], app_commands.ContextMenu]
COGS: tuple[Cog, ...] = (teambot.group, team.group, me.group, post.group, week.group)
MENUS: tuple[Menu, ...] = (menus.submit_menu,)


class Tree(app_commands.CommandTree[discord.Client]):
    """Every command of ours."""

    def __init__(self, bot: discord.Client, desk: Desk) -> None:
        super().__init__(bot)
        self._desk = desk
        voice = Voice(desk.words, FALLBACK)
        for cog in COGS:
            self.add_command(cog(desk, voice))
        for menu in MENUS:
            self.add_command(menu(desk, voice))

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer whatever a command raised; a list that is offered while somebody types stays empty instead."""
        if interaction.type is not discord.InteractionType.autocomplete:
            await errors.answer(interaction, self._desk, error)
