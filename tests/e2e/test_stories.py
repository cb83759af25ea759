"""`make run ARGS="--headless"`: all stories, one after the other; what goes over the wire in them; wrong orders."""

import subprocess
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path

import discord
import pytest
import yarl

from teambot import log
from teambot.app import sandbox
from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.conftest import needs_descriptions
from tests.discord_schemas import Checker
from tests.e2e.played import CONFIG, ROOT, Played, play


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_the_stories_are_played_one_after_the_other_each_as_alone(
    one_week: Played, decided: Played, read: Played, rotated: Played, tmp_path: Path
) -> None:
    whole = play(tmp_path, weeks=1, story="all", db=tmp_path / "kept.db")
    assert whole.code == 0, whole.out[-2000:] + whole.errors[-2000:]
    alone = {"week": one_week, "deciding": decided, "feeds": read, "rotation": rotated}
    assert whole.json == {name: story.json for name, story in alone.items()}
    assert whole.out == "\n\n".join(story.out for story in alone.values())
    assert (tmp_path / "kept.db").stat().st_size > 0
    for other in ("deciding", "feeds", "rotation"):
        assert (tmp_path / f"kept-{other}.db").stat().st_size > 0


@pytest.mark.torture
@pytest.mark.schemas
@pytest.mark.timeout(600)
async def test_all_that_goes_over_the_wire_is_as_discord_describes_it(
    checker: Checker | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every request of the real bot and every answer and event of the loopback Discord, over all stories."""
    needs_descriptions()
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)  # the bot sets both: put them back
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1"))
    monkeypatch.setattr(log, "configure", lambda _level: None)
    monkeypatch.setattr(sandbox, "LoopbackDiscord", partial(LoopbackDiscord, observe=checker))
    facts = {"config": str(CONFIG), "db": None, "seed": 1, "json": None, "port": 0, "open": False}
    for story in ("week", "deciding", "feeds", "rotation"):
        assert await sandbox.run_sandbox(Namespace(**facts, headless=True, story=story, weeks=2)) == 0
    assert checker is not None
    assert {"GUILD_CREATE", "INTERACTION_CREATE"} <= set(checker.events)
    assert len(checker.seen) >= 6, checker.seen  # kinds of requests; a story that asks for less checks nothing


WRONG = [("--weeks", "0", "no weeks"), ("--weeks", "53", "more than a year"), ("--weeks", "x", "no number")]


@pytest.mark.parametrize(("option", "value", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_number_of_weeks_is_refused(option: str, value: str, why: str) -> None:
    command = [sys.executable, "-m", "teambot", "sandbox", "--headless", option, value]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "1 to 52" in done.stderr
