"""Ending a connection as a killed process does: without a word to Discord."""

import discord


async def hang_up(client: discord.Client) -> None:
    """Cut the client's connections; nobody is told, so that Discord still believes in the session. Use it no more.

    discord.py's heartbeat is a thread of its own that would go on: it is ended here.
    """
    socket = client.ws
    heartbeat = getattr(socket, "_keep_alive", None)
    if heartbeat is not None:
        heartbeat.stop()
    await client.http.close()
