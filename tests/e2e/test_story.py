"""`make run ARGS="--headless"`: the weeks hold every scene, a seed repeats itself, and what is missing is named."""

import json
import re
import shutil
import subprocess
import sys
import time
from argparse import Namespace
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import discord
import pytest
import yarl

from teambot import log
from teambot.app import sandbox
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.story.deciding.story import CHAPTERS
from teambot.sandbox.story.feeds.story import CHAPTERS as FEEDS
from tests.conftest import needs_descriptions
from tests.discord_schemas import Checker

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
ALL = {
    "a submission late",
    "a second one in the same week refused",
    "a skip that is offered on",
    "a direct message that is closed",
    "a feed that dies",
    "a restart between sending and marking",
    "a member who does nothing",
}


@dataclass(frozen=True)
class Played:
    """One story that was played by a process of its own."""

    code: int
    out: str
    errors: str
    bytes: bytes
    seconds: float

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.bytes)
        assert isinstance(found, dict)
        return found


def play(
    folder: Path, *, weeks: int = 3, seed: int = 1, config: Path = CONFIG, db: Path | None = None, story: str = "week"
) -> Played:
    """Play in `folder`, which is also where the process stands: nothing of it may show in the story."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "teambot", "--config", str(config), "sandbox", "--headless"]
    command += ["--story", story, "--weeks", str(weeks), "--seed", str(seed), "--json", str(folder / "story.json")]
    command += ["--db", str(db)] if db else []
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    seconds = time.monotonic() - began
    written = folder / "story.json"
    return Played(done.returncode, done.stdout, done.stderr, written.read_bytes() if written.exists() else b"", seconds)


@pytest.fixture(scope="module")
def three_weeks(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("three"))


def test_three_weeks_hold_every_scene(three_weeks: Played) -> None:
    assert three_weeks.code == 0, three_weeks.out[-2000:] + three_weeks.errors[-2000:]
    story = three_weeks.json
    assert {scene["name"] for scene in story["scenes"]} == ALL
    assert [scene for scene in story["scenes"] if scene["missing"]] == []
    assert story["faults"] == story["left_out"] == []
    assert three_weeks.seconds < 60
    assert three_weeks.errors == "" or "Traceback" not in three_weeks.errors


def test_what_is_printed_can_be_read(three_weeks: Played) -> None:
    out = three_weeks.out
    for name in three_weeks.json["people"]:
        assert name in out
    assert "== Sunday 11 January 2026, 18:40" in out
    assert "is put forward for the plan that comes out on" in out
    for sign in ("<t:", "<@", "**", "\\-", "127.0.0.1"):
        assert sign not in out
    assert "✗" not in out


def test_the_plans_keep_the_promises(three_weeks: Played) -> None:
    story = three_weeks.json
    assert len(story["plans"]) == 3
    for week, pushes in story["plans"].items():
        assert all(push["pusher"] != push["author"] for push in pushes)
        ever = [(push["pusher"], push["author"]) for push in pushes]
        assert len(ever) == len(set(ever)), week
    states = {push["state"] for pushes in story["plans"].values() for push in pushes}
    assert {"done", "skipped", "lapsed"} <= states
    assert all(row["explained"] for row in story["rows"])
    first, second, _ = sorted(story["plans"])
    late = next(name for name, facts in story["people"].items() if facts["habit"] == "late")
    assert late not in {push["author"] for push in story["plans"][first]}  # it came after the close
    assert late in {push["author"] for push in story["plans"][second]}  # and belonged to the next


def test_nobody_is_told_who_skipped_or_did_nothing(three_weeks: Played) -> None:
    story = three_weeks.json
    names = {facts["habit"]: name for name, facts in story["people"].items()}
    for entry in story["story"]:
        if entry["kind"] == "saw" and entry["who"] != names["choosy"]:
            assert "Thanks for saying so early" not in entry["text"]
            assert f"{names['choosy']} skipped" not in entry["text"]
        if entry["kind"] == "saw":
            assert f"{names['silent']} recommended" not in entry["text"]


def test_a_seed_repeats_itself_to_the_byte_whatever_port_and_path(three_weeks: Played, tmp_path: Path) -> None:
    again = play(tmp_path / "else where" / "ünïcode", db=tmp_path / "kept.db")
    assert again.code == 0
    assert again.bytes == three_weeks.bytes
    assert again.out == three_weeks.out
    assert (tmp_path / "kept.db").stat().st_size > 0
    for secret in (str(tmp_path), "127.0.0.1"):
        assert secret.encode() not in again.bytes


def test_another_seed_is_another_story(three_weeks: Played, tmp_path: Path) -> None:
    other = play(tmp_path, seed=2)
    assert other.code == 0, other.out[-2000:]
    assert other.json["story"] != three_weeks.json["story"]


@pytest.fixture(scope="module")
def one_week(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("one"), weeks=1)


def test_one_week_plays_what_fits_and_says_what_was_left_out(one_week: Played) -> None:
    assert one_week.code == 0, one_week.out[-2000:]
    assert one_week.json["left_out"] == ["a restart between sending and marking"]
    assert "a restart between sending and marking: left out" in one_week.out
    assert {scene["name"] for scene in one_week.json["scenes"]} == ALL - {"a restart between sending and marking"}


def test_a_scene_that_did_not_happen_is_named_and_fails(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    cast = config / "sandbox.toml"
    text = cast.read_text("utf-8")
    assert "2026-01-09T20:10:00" in text
    cast.write_text(text.replace("2026-01-09T20:10:00", "2026-01-19T20:10:00"), "utf-8")  # one post in the first week
    played = play(tmp_path / "played", weeks=1, config=config)
    assert played.code == 1
    assert "✗ a second one in the same week refused" in played.out
    assert "The scene “a second one in the same week refused” did not happen" in "\n".join(played.json["faults"])


FORGETFUL = """
import sys
from teambot.cli import main
from teambot.sandbox.loopback.posting import Posting
Posting._known = lambda *_: None
sys.exit(main(["sandbox", "--headless", "--story", "week", "--weeks", "2"]))
"""


def test_a_card_that_came_twice_is_named_and_fails() -> None:
    """A Discord that forgets nonces doubles the card after the kill: the scene must see it."""
    done = subprocess.run(
        [sys.executable, "-c", FORGETFUL], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 1, done.stderr[-2000:]
    assert "✗ a restart between sending and marking: the week's card stands in the channel twice." in done.stdout


@pytest.mark.schemas
@pytest.mark.timeout(240)
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
    for story in ("week", "deciding", "feeds"):
        assert await sandbox.run_sandbox(Namespace(**facts, headless=True, story=story, weeks=2)) == 0
    assert checker is not None
    assert {"GUILD_CREATE", "INTERACTION_CREATE"} <= set(checker.events)
    assert len(checker.seen) >= 6, checker.seen  # kinds of requests; a story that asks for less checks nothing


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("decided"), story="deciding")


def test_a_team_decides_about_itself(decided: Played) -> None:
    assert decided.code == 0, decided.out[-2000:] + decided.errors[-2000:]
    story = decided.json
    assert {scene["name"] for scene in story["scenes"]} == set(CHAPTERS)
    assert [scene for scene in story["scenes"] if scene["missing"]] == []
    assert story["faults"] == story["left_out"] == []
    assert decided.seconds < 60
    assert "Traceback" not in decided.errors


def test_what_is_decided_leaves_no_choice_behind(decided: Played) -> None:
    rows = decided.json["rows"]
    closed = [row for row in rows if row["table"] == "motion" and row["state"] == "closed"]
    assert sorted(row["kind"] for row in closed) == ["admit"] * 4 + ["amend", "name_steward", "remove", "remove"]
    assert all("nobody's choice is kept" in row["explained"] for row in closed)
    ended = {row["subject"]: row["state"] for row in rows if row["table"] == "application"}
    assert sorted(ended.values()) == ["joined", "joined", "refused"]


def test_nobody_reads_what_somebody_else_chose(decided: Played) -> None:
    """A receipt, a reason and a concern are read by few, privately; a channel never holds any of them."""
    seen = [entry for entry in decided.json["story"] if entry["kind"] == "saw"]
    receipts = [entry for entry in seen if "You chose" in entry["text"]]
    assert receipts
    assert {entry["where"] for entry in receipts} == {"only for me"}
    public = [entry for entry in seen if entry["where"].startswith("#")]
    for words in ("I don't know you yet", "Clause 3 says", "That is clause 4", "They lent it"):
        assert any(words in entry["text"] for entry in seen)
        assert not any(words in entry["text"] for entry in public)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("read"), story="feeds")


def test_blogs_are_read_and_posts_are_in_their_season(read: Played) -> None:
    assert read.code == 0, read.out[-2000:] + read.errors[-2000:]
    story = read.json
    assert {scene["name"] for scene in story["scenes"]} == set(FEEDS)
    assert [scene for scene in story["scenes"] if scene["missing"]] == []
    assert story["faults"] == story["left_out"] == []
    assert read.seconds < 60
    assert "Traceback" not in read.errors


def test_nobody_is_told_of_a_post_twice(read: Played) -> None:
    """Blogs move, die, come back and number their posts anew: each post is offered once, by each way there is."""
    for name in read.json["people"]:
        seen = "\n".join(row["text"] for row in read.json["story"] if (row["who"], row["kind"]) == (name, "saw"))
        for offer in ("New on your blog: “[^”]+”", "The newest on your blog is “[^”]+”"):
            found = re.findall(offer, seen)
            assert len(found) == len(set(found)), name


@pytest.mark.timeout(240)
def test_the_stories_are_played_one_after_the_other_each_as_alone(
    one_week: Played, decided: Played, read: Played, tmp_path: Path
) -> None:
    whole = play(tmp_path, weeks=1, story="all", db=tmp_path / "kept.db")
    assert whole.code == 0, whole.out[-2000:] + whole.errors[-2000:]
    assert whole.json == {"week": one_week.json, "deciding": decided.json, "feeds": read.json}
    assert whole.out == f"{one_week.out}\n\n{decided.out}\n\n{read.out}"
    assert (tmp_path / "kept.db").stat().st_size > 0
    for other in ("deciding", "feeds"):
        assert (tmp_path / f"kept-{other}.db").stat().st_size > 0


ILL_MANNERED = """
import sys
from teambot.cli import main
from teambot.domain import placing
from teambot.services.feeds import news_of, storing
from teambot.web import answer
answer.retry_after = lambda *_: None
placing.waits_for = lambda *_: 0
news_of._tell_renewed = lambda *_: None
storing.moved = lambda *_: {"pending_url": None}
sys.exit(main(["sandbox", "--headless", "--story", "feeds"]))
"""


def test_a_bot_without_manners_is_named_and_fails() -> None:
    """It asks who asked to be left alone, takes any sponsored post, swallows a burst, and follows nobody who moved."""
    done = subprocess.run(
        [sys.executable, "-c", ILL_MANNERED], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 1, done.stderr[-2000:]
    for fault in (
        "was asked though it had said when to come back.",
        "the second one was not kept.",
        "nobody told of the dozen posts.",
        "the new address is not the one that is read.",
    ):
        assert fault in done.stdout


HOARDING = """
import sys
from teambot.cli import main
from teambot.storage import motions
motions.erase_choices = lambda *_, **__: None
sys.exit(main(["sandbox", "--headless", "--story", "deciding"]))
"""


def test_choices_that_are_kept_after_a_close_are_named_and_fail() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOARDING], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 1, done.stderr[-2000:]
    assert "of “amend” choices are left." in done.stdout
    assert "Nothing explains this row: motion remove" in done.stdout


WRONG = [("--weeks", "0", "no weeks"), ("--weeks", "53", "more than a year"), ("--weeks", "x", "no number")]


@pytest.mark.parametrize(("option", "value", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_number_of_weeks_is_refused(option: str, value: str, why: str) -> None:
    command = [sys.executable, "-m", "teambot", "sandbox", "--headless", option, value]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "1 to 52" in done.stderr
