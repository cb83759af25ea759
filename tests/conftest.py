"""What tests of every noun share: a loopback Discord whose wire is checked, and discord.py pointed at it."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import discord
import pytest
import yarl

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.discord_schemas import HERE, REASON, Checker


def needs_descriptions() -> None:
    """Skip a test where Discord's published descriptions do not stand beside the project; with CI=true fail it."""
    if not HERE:
        if os.environ.get("CI") == "true":
            pytest.fail(REASON)
        pytest.skip(REASON)


@pytest.fixture
def checker() -> Iterator[Checker | None]:
    """An observer that fails the test if anything on the wire breaks Discord's published descriptions.

    None where they do not stand beside the project (the test then runs unchecked); with CI=true that is a failure.
    """
    if not HERE:
        assert os.environ.get("CI") != "true", REASON
        yield None
        return
    found = Checker()
    yield found
    if found.wrong:
        pytest.fail("\n".join(found.wrong), pytrace=False)


@pytest.fixture
def point_discord(monkeypatch: pytest.MonkeyPatch):
    """Give a function that points discord.py at a loopback Discord until the test ends."""

    def point(double: LoopbackDiscord) -> None:
        monkeypatch.setattr(discord.http.Route, "BASE", double.api)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(double.gateway))

    return point


@pytest.fixture
async def loopback(checker: Checker | None, point_discord) -> AsyncIterator[LoopbackDiscord]:
    """A loopback Discord that is started, checked, and pointed at; the world is empty but for the bot."""
    double = LoopbackDiscord(lambda: datetime.now(UTC), observe=checker)
    await double.start()
    point_discord(double)
    yield double
    await double.stop()
