"""A server with three people, settings for a bot on it, and bots: in this process, and as processes of their own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from teambot.app.whole import App
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.entities import Channel, Guild
from teambot.sandbox.loopback.people.person import Person
from teambot.settings import Database, Discord, Settings, load
from teambot.settings.secret import Secret

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Server:
    """A server with three people who could be a team, and its channel."""

    double: LoopbackDiscord
    guild: Guild
    room: Channel
    people: list[Person]

    @property
    def cards(self) -> list[str]:
        """The messages of the bot that everybody sees."""
        shown = self.double.world.messages_in(self.room.id)
        return [message.text for message in shown if message.ephemeral_for is None]


@pytest.fixture
def server(loopback: LoopbackDiscord) -> Server:
    world = loopback.world
    users = [world.add_user(name) for name in ("Ann", "Bo", "Cy")]
    guild = world.add_guild("The Tea Club", users[0].id)
    for user in users[1:]:
        world.add_member(guild.id, user.id)
    room = world.add_channel(guild.id, "blogs")
    return Server(loopback, guild, room, [loopback.person(user.id) for user in users])


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    return replace(
        load(str(ROOT / "config"), {}),
        discord=Discord(Secret("sandbox-token"), server.double.api, server.double.gateway),
        database=Database(Secret(f"sqlite:///{tmp_path / 'teambot.db'}"), tmp_path / "backups"),
    )


Begin = Callable[..., App]


@pytest.fixture
async def begin(settings: Settings) -> AsyncIterator[Begin]:
    """Make bots in this process that are stopped in the end; nothing rings in them by itself unless asked for."""
    made: list[App] = []

    def make(clock: Callable[[], datetime] = lambda: datetime.now(UTC), **options: Any) -> App:
        made.append(App(settings, clock=clock, **{"bells": False, **options}))
        return made[-1]

    yield make
    for app in made:
        await app.stop()


def environ(settings: Settings) -> dict[str, str]:
    token = settings.discord.token
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TEAMBOT_")},
        "PYTHONPATH": str(ROOT),
        "TEAMBOT_DISCORD_TOKEN": token.reveal() if token else "",
        "TEAMBOT_DISCORD_API": settings.discord.api,
        "TEAMBOT_DISCORD_GATEWAY": settings.discord.gateway,
        "TEAMBOT_DATABASE": settings.database.url.reveal(),
        "TEAMBOT_BACKUPS": str(settings.database.backups),
    }


class Process:
    """`teambot …` as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def begin(cls, settings: Settings, *arguments: str) -> "Process":
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-m", "teambot", *arguments)
        return cls(await asyncio.create_subprocess_exec(*command, env=environ(settings), stdout=pipe, stderr=pipe))

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    @property
    def lives(self) -> bool:
        return self._process.returncode is None

    async def end(self, seconds: float = 15) -> tuple[int, str, str]:
        out, err = await asyncio.wait_for(self._process.communicate(), seconds)
        assert self._process.returncode is not None
        return self._process.returncode, out.decode(), err.decode()


@pytest.fixture
async def bot(settings: Settings, server: Server) -> AsyncIterator[Process]:
    """A running `teambot run` that is on Discord; killed in the end where it still runs."""
    process = await Process.begin(settings, "run")
    await server.double.wait_ready(20)
    yield process
    if process.lives:
        process.signal(signal.SIGKILL)
        await process.end()
