"""A bare discord.py bot with one command: `python -m tests.benchmarks.peers.bare API GATEWAY TOKEN`.

Its client is made as ours is, so that what is measured beside it is ours alone.
"""

import sys
from typing import Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


class Bare(discord.Client):
    """A client as small as can be."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=0.05,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        await self.tree.sync()


def point_at(api: str, gateway: str) -> None:
    """Have discord.py speak to a loopback Discord."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)


def main(api: str, gateway: str, token: str) -> None:
    point_at(api, gateway)
    bot = Bare()

    @bot.tree.command(description="Answer")
    async def ping(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    bot.run(token, log_handler=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
