"""`teambot run` and `teambot check` as processes of their own, against a loopback Discord."""

import asyncio
import json
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from teambot.settings import Settings
from teambot.settings.secret import Secret
from teambot.storage import teams
from teambot.storage.lock import held
from teambot.storage.runner import Tx
from tests.app.conftest import Begin, Process, Server


def events(log: str) -> list[str]:
    return [json.loads(line)["event"] for line in log.splitlines()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order_and_the_next_start_works(
    bot: Process, settings: Settings, server: Server, tmp_path: Path, number: signal.Signals
) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    bot.signal(number)
    code, out, log = await bot.end(10)
    assert (code, out) == (0, "")
    assert loop.time() - began < 10
    assert events(log)[0] == "app.started"
    assert events(log)[-1] == "app.stopped"
    assert "sandbox-token" not in log
    with held(tmp_path / "teambot.db"):
        assert not (tmp_path / "teambot.db-wal").exists(), "the log was written back"
    again = await Process.begin(settings, "run")
    await asyncio.sleep(0.1)
    await server.double.wait_ready(20)
    again.signal(signal.SIGTERM)
    assert (await again.end())[0] == 0


async def test_a_second_bot_is_sent_away_and_the_first_goes_on(
    bot: Process, settings: Settings, server: Server
) -> None:
    code, out, log = await (await Process.begin(settings, "run")).end()
    assert code == 75
    assert "Another teambot is at work" in log
    assert out == ""
    answer = await server.people[0].command(server.room.id, "team charter")
    assert answer.message is not None, "the first still answers"
    assert bot.lives


async def test_killed_and_started_again(bot: Process, settings: Settings, server: Server) -> None:
    bot.signal(signal.SIGKILL)
    await bot.end()
    again = await Process.begin(settings, "run")
    await asyncio.sleep(0.5)
    await server.double.wait_ready(20)
    again.signal(signal.SIGTERM)
    assert (await again.end())[0] == 0


async def test_a_wrong_token_is_one_clear_line(settings: Settings) -> None:
    wrong = replace(settings, discord=replace(settings.discord, token=Secret("wrong-token-never-shown")))
    code, out, log = await (await Process.begin(wrong, "run")).end()
    assert code == 78
    lines = [line for line in log.splitlines() if not line.startswith("{")]
    assert len(lines) == 1
    assert lines[0].startswith("Discord does not know this token.")
    assert "wrong-token-never-shown" not in out + log


async def test_discord_out_of_reach_is_waited_for_and_a_signal_still_ends_it(settings: Settings) -> None:
    away = replace(settings, discord=replace(settings.discord, api="http://127.0.0.1:9/api/v10"))
    process = await Process.begin(away, "run")
    await asyncio.sleep(2.5)
    assert process.lives
    process.signal(signal.SIGTERM)
    code, _, log = await process.end(10)
    assert code == 0
    assert "discord.failed" in events(log)


async def test_check_names_the_bot_its_link_and_what_a_channel_lacks(
    begin: Begin, settings: Settings, server: Server
) -> None:
    app = begin()
    await app.start()
    await app.ready(10)
    await server.people[0].command(server.room.id, "teambot setup")
    code, out, _ = await (await Process.begin(settings, "check")).end()
    assert code == 0, out
    assert "a bot is at work on it" in out
    assert "permissions=68608" in out, "View Channel, Send Messages, Read Message History"
    assert "scope=bot+applications.commands" in out
    assert "has all that the bot needs" in out
    above = server.double.world.add_role(server.guild.id, "chiefs", above_bot=True)
    screen = (await server.people[0].command(server.room.id, "teambot setup")).message
    menu = next(menu.custom_id for menu in screen.selects if "setup-role" in menu.custom_id)
    await server.people[0].choose(screen, menu, [above.id])
    code, out, _ = await (await Process.begin(settings, "check")).end()
    assert code == 1
    assert "permissions=268504064" in out, "Manage Roles, for a team that has one"
    assert "lacks a role of its own above chiefs" in out
    server.double.world.hide_channel(server.room.id)
    code, out, _ = await (await Process.begin(settings, "check")).end()
    assert code == 1
    assert "MEND  the channel of Our blog team" in out
    assert "lacks View Channel" in out
    server.double.world.delete_channel(server.room.id)
    code, out, _ = await (await Process.begin(settings, "check")).end()
    assert code == 1
    assert "is gone" in out


async def test_check_names_what_a_thread_for_offers_needs_beside(
    begin: Begin, settings: Settings, server: Server
) -> None:
    app = begin()
    await app.start()
    await app.ready(10)
    await server.people[0].command(server.room.id, "teambot setup")

    def voted(tx: Tx, _: None, __: object) -> None:
        teams.change(tx, 1, offers_thread=True)
        tx.commit()

    await app.db.run(voted, None, app.clock())
    code, out, _ = await (await Process.begin(settings, "check")).end()
    assert code == 0, out
    assert "permissions=309237713920" in out, "Create Public Threads, Send Messages in Threads, for this alone"
    server.double.world.mute_threads(server.room.id)
    code, out, _ = await (await Process.begin(settings, "check")).end()
    assert code == 1
    for name in ("Create Public Threads", "Send Messages in Threads"):
        assert f"{name} (for the offers' thread)" in out
