"""The bot as the sandbox plays with it: time, rest, restarts, and what explains each row."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from teambot.app.played import PlayedApp
from teambot.sandbox.clock import StoryClock
from teambot.settings import Settings
from teambot.storage.engine import open_engine
from teambot.storage.inspection import inspected
from tests.app.conftest import Server

DUE = "2026-01-05 08:00:00.000000"
LATE = "2027-01-05 08:00:00.000000"


@pytest.fixture
async def played(settings: Settings, server: Server) -> AsyncIterator[PlayedApp]:
    app = PlayedApp(settings, clock=StoryClock(), discord=server.double, opened={}, secret="sandbox 1")
    await app.start()
    yield app
    await app.stop()


async def invite(server: Server) -> None:
    """Found a team by real clicks, so that a card goes to the channel."""
    owner = server.people[0]
    setup = await owner.command(server.room.id, "teambot setup")
    assert setup.message is not None
    select = next(select for select in setup.message.selects if "ounders" in (select.placeholder or ""))
    chosen = await owner.choose(setup.message, select.custom_id, [person.id for person in server.people])
    screen = chosen.updated or chosen.message
    assert screen is not None
    button = next(button for button in screen.buttons if button.label == "Found the team")
    await owner.press(screen, button.custom_id)


async def test_a_restart_is_a_new_bot_on_the_same_files(played: PlayedApp, server: Server) -> None:
    with pytest.raises(LookupError):
        await played.next_step()
    await invite(server)
    await played.settled()
    assert len(server.cards) == 1
    for abruptly in (False, True, True, False):
        await played.restart(abruptly=abruptly)
        await played.turn(StoryClock().now() + timedelta(hours=1))
    assert len(server.cards) == 1
    (row,) = (await played.inspect()).rows
    assert (row.table, row.kind, row.state, row.explained) == ("outbox", "invitation", "sent", "sent")


async def test_time_goes_on_after_a_kill_in_the_middle_of_a_send(played: PlayedApp, server: Server) -> None:
    fault = server.double.faults.on("POST", "/channels/{channel_id}/messages", hold=asyncio.Event())
    await invite(server)
    turning = asyncio.create_task(played.turn(StoryClock().now() + timedelta(minutes=5)))
    async with asyncio.timeout(5):
        while not fault.hits or not server.cards:
            await asyncio.sleep(0.01)
    assert not turning.done(), "it is not settled while a message is on its way"
    await played.restart(abruptly=True)
    await asyncio.wait_for(turning, 10)
    assert len(server.cards) == 1
    assert (await played.inspect()).unexplained == ()


@pytest.mark.parametrize(
    ("state", "extra", "explained"),
    [
        ("new", {}, None),  # due, and nobody sends it
        ("new", {"due_at": LATE}, "not due yet"),
        ("new", {"due_at": LATE, "attempts": 2}, "to be tried again"),
        ("claimed", {}, None),  # whoever claimed it is gone
        ("sent", {}, None),  # nobody knows where it stands
        ("sent", {"message_id": 1, "sent_channel_id": 2}, "sent"),
        ("blocked", {}, None),
        ("blocked", {"fault": "50007"}, "Discord does not let us: 50007"),
        ("dead", {"fault": "50035"}, None),  # a bug, always
        ("expired", {}, "nothing was left to say"),
        ("expired", {"expires_at": DUE}, None),  # it was to be said, and was not
        ("expired", {"expires_at": DUE, "fault": "503"}, "too late to be said: 503"),
    ],
)
async def test_what_explains_a_message(
    played: PlayedApp, settings: Settings, state: str, extra: dict[str, object], explained: str | None
) -> None:
    row = {
        "dedup_key": "k", "team_id": 1, "kind": "news", "channel_id": 7, "payload": "{}", "nonce": "n", "marker": 1,
        "state": state, "due_at": DUE, "expires_at": LATE, **extra,
    }  # fmt: skip
    await played.stop()
    with closing(sqlite3.connect(settings.database.url.reveal().removeprefix("sqlite:///"))) as connection:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO outbox ({names}) VALUES ({marks})", list(row.values()))
        connection.commit()
    engine = open_engine(Path(settings.database.url.reveal().removeprefix("sqlite:///")), read_only=True)
    with engine.connect() as tx:
        (found,) = inspected(tx, StoryClock().now() + timedelta(hours=1))
    engine.dispose()
    assert (found.state, found.explained) == (state, explained)
