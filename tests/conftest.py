"""What tests of every noun share: a loopback Discord whose wire is checked, and discord.py pointed at it."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import discord
import pytest
import yarl

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.discord_schemas import HERE, REASON, Checker
from tests.stores import Store, Stores


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


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Both stores; PostgreSQL's server is started by the first test that asks for it, one a process of tests."""
    both = Stores(tmp_path_factory.mktemp("stores"))
    yield both
    both.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a store on both, but what is about SQLite's file."""
    if "store" in metafunc.fixturenames:
        on_files = metafunc.definition.get_closest_marker("sqlite_only") is not None
        metafunc.parametrize("store", ["sqlite"] if on_files else ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, stores: Stores) -> Iterator[Store]:
    """A store to make databases in, for a test that holds on both; what the test made is gone after it."""
    with stores.of(request.param) as chosen:
        yield chosen


@pytest.fixture
def sqlite_store(stores: Stores) -> Iterator[Store]:
    """A store of SQLite files, for a test that is about files."""
    with stores.of("sqlite") as chosen:
        yield chosen


@pytest.fixture
def postgresql_store(stores: Stores) -> Iterator[Store]:
    """A store on PostgreSQL, for a test that is about a server."""
    with stores.of("postgresql") as chosen:
        yield chosen
