"""The whole bot in this process: what a kill, a clock that lies behind, and a stop do to it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teambot.app import supervisor, whole
from teambot.app.use_cases import user_agent
from teambot.settings import Feeds, Settings
from teambot.storage.lock import held
from tests.app.conftest import Begin, Server
from tests.discord_schemas import Checker

MESSAGES = "/channels/{channel_id}/messages"


async def test_a_kill_between_sending_and_marking_doubles_nothing(
    begin: Begin, settings: Settings, server: Server
) -> None:
    """The message stands in the channel, its answer never came, and the process was killed."""
    first = begin()
    await first.start()
    await first.ready(10)
    fault = server.double.faults.on("POST", MESSAGES, hold=asyncio.Event())
    setup = await server.people[0].command(server.room.id, "teambot setup")
    assert setup.message is not None
    select = next(select for select in setup.message.selects if "ounders" in (select.placeholder or ""))
    chosen = await server.people[0].choose(setup.message, select.custom_id, [person.id for person in server.people])
    screen = chosen.updated or chosen.message
    assert screen is not None
    found = next(button for button in screen.buttons if button.label == "Found the team")
    await server.people[0].press(screen, found.custom_id)
    async with asyncio.timeout(5):
        while not fault.hits or not server.cards:
            await asyncio.sleep(0.01)
    await first.kill()
    second = begin()
    await second.start()
    await second.ready(10)
    async with asyncio.timeout(5):
        while not second.announcer.idle or second.db.waiting:
            await asyncio.sleep(0.01)
    assert len(server.cards) == 1


async def test_it_waits_while_the_clock_lies_before_what_was_kept(
    begin: Begin, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "_CLOCK_SECONDS", 0.02)
    moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
    before = begin(lambda: moment)
    await before.start()
    await before.sweeps["moment"][1]()
    await before.stop()

    now = datetime(1970, 1, 1, tzinfo=UTC)
    after = begin(lambda: now)
    starting = asyncio.create_task(after.start())
    await asyncio.sleep(0.2)
    assert not starting.done()
    assert not server.double.hub.live, "it is not on Discord"
    now = moment + timedelta(days=1)
    await asyncio.wait_for(starting, 5)
    await after.ready(10)
    await after.stop()

    now = datetime(2026, 1, 1, tzinfo=UTC)
    trusting = begin(lambda: now, trust_clock=True)
    await asyncio.wait_for(trusting.start(), 5)
    await trusting.sweeps["moment"][1]()
    await trusting.stop()
    again = begin(lambda: now)
    await asyncio.wait_for(again.start(), 5)
    await again.stop()


async def test_a_stop_while_it_waits_for_the_clock(begin: Begin, settings: Settings) -> None:
    moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
    before = begin(lambda: moment)
    await before.start()
    await before.sweeps["moment"][1]()
    await before.stop()
    after = begin(lambda: moment - timedelta(days=30))
    serving = asyncio.create_task(after.serve())
    await asyncio.sleep(0.3)
    after.ask_to_stop()
    await asyncio.wait_for(serving, 2)
    with held(Path(settings.database.url.reveal().removeprefix("sqlite:///"))):
        assert serving.done()


async def test_what_is_asked_while_it_stops_is_refused_kindly(begin: Begin, settings: Settings, server: Server) -> None:
    app = begin()
    await app.start()
    await app.ready(10)
    app.bot.rest()
    answer = await server.people[0].command(server.room.id, "teambot setup")
    assert answer.message is not None
    assert "start" in answer.message.text.lower()


async def test_every_sweep_runs_on_an_empty_store_and_backs_it_up_once_a_day(begin: Begin, settings: Settings) -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    app = begin(lambda: now)
    await app.start()
    for _ in range(2):
        for name in app.sweeps:
            await app.sweeps[name][1]()
    assert len(list(settings.database.backups.iterdir())) == 1
    now += timedelta(days=1)
    await app.sweeps["backup"][1]()
    assert len(list(settings.database.backups.iterdir())) == 2


async def test_the_bells_ring_by_themselves(begin: Begin, settings: Settings) -> None:
    app = begin(bells=True)
    await app.start()
    async with asyncio.timeout(10):
        while not (settings.database.backups.is_dir() and list(settings.database.backups.glob("*.db"))):
            await asyncio.sleep(0.02)


async def test_discord_that_was_away_at_the_start_is_found_when_it_is_back(
    begin: Begin, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", timedelta(milliseconds=50))
    port = int(server.double.api.split(":")[2].split("/")[0])
    await server.double.stop()
    app = begin()
    await app.start()
    await asyncio.sleep(0.5)  # some attempts fail
    await server.double.start(port)
    await app.ready(10)
    assert (await server.people[0].command(server.room.id, "team charter")).acknowledged


async def test_an_event_that_discord_py_cannot_read_costs_a_moment_and_no_more(
    begin: Begin, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch, checker: Checker | None
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", timedelta(milliseconds=50))
    app = begin()
    await app.start()
    await app.ready(10)
    server.double.hub.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(server.guild.id)}, server.guild.id)
    await asyncio.sleep(0.2)
    await app.ready(10)
    assert (await server.people[0].command(server.room.id, "team charter")).acknowledged
    if checker is not None:
        checker.wrong.clear()  # the broken event was meant


def test_a_feed_is_told_who_reads_it() -> None:
    assert user_agent(Feeds(1800, "me@example.org")) == "teambot/0.1.0 (+me@example.org)"
    assert user_agent(Feeds(1800, "")).startswith("teambot/0.1.0 (")
