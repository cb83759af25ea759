"""The command line, as an operator uses it: every refusal is a sentence with its own exit code, never a traceback."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from teambot.storage.lock import held
from teambot.storage.schema import OURS

ROOT = Path(__file__).parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def teambot(tmp_path: Path) -> Run:
    """Run the command in a folder of its own, with nothing of this machine's settings."""

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TEAMBOT_")}
        done = subprocess.run(
            [sys.executable, "-m", "teambot", *arguments],
            env={**clean, "PYTHONPATH": str(ROOT), **environ},
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done

    return run


def spoil(database: Path, *statements: str) -> None:
    """Do to a database what no use case does."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_run_without_a_token_says_how_to_get_one(teambot: Run, tmp_path: Path) -> None:
    done = teambot("run")
    assert done.returncode == 78
    for part in ("Reset Token", "TEAMBOT_DISCORD_TOKEN", "make run", "teambot sandbox"):
        assert part in done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing was made"


def test_run_with_broken_settings_names_every_fault(teambot: Run) -> None:
    done = teambot("run", TEAMBOT_TEAM_LOAD="9", TEAMBOT_TEAM_ZONE="Mars", TEAMBOT_DATABSE="x")
    assert done.returncode == 78
    assert done.stderr.startswith("3 settings are not right:")
    assert "the nearest name is TEAMBOT_DATABASE" in done.stderr


def test_a_config_folder_that_is_not_there(teambot: Run) -> None:
    done = teambot("--config", "nowhere", "check")
    assert done.returncode == 1
    assert "looked for by --config" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [(), ("dance",), ("db",), ("sandbox", "--weeks", "0"), ("sandbox", "--weeks", "53"), ("sandbox", "--port", "x")],
    ids=" ".join,
)
def test_a_wrong_command_line_is_told_how_it_goes(teambot: Run, arguments: tuple[str, ...]) -> None:
    done = teambot(*arguments)
    assert done.returncode == 2
    assert "usage: teambot" in done.stderr


def test_a_second_process_on_one_database_is_sent_away(teambot: Run, tmp_path: Path) -> None:
    with held(tmp_path / "var" / "teambot.db"):
        done = teambot("run", TEAMBOT_DISCORD_TOKEN="x" * 20)
        assert done.returncode == 75
        assert "Another teambot is at work" in done.stderr
        assert done.stderr.count("\n") == 1, "one clear line"
        assert teambot("db", "upgrade").returncode == 75


def test_check_looks_on_beside_a_bot_at_work(teambot: Run, tmp_path: Path) -> None:
    assert teambot("db", "upgrade").returncode == 0
    with held(tmp_path / "var" / "teambot.db"):
        done = teambot("check")
    assert done.returncode == 1, "the token is missing"
    assert "a bot is at work on it" in done.stdout
    assert "MEND  there is no token" in done.stdout
    assert "teambot.db is whole" in done.stdout


def test_check_before_the_first_start(teambot: Run, tmp_path: Path) -> None:
    done = teambot("check", TEAMBOT_DISCORD_TOKEN="x" * 20, TEAMBOT_DISCORD_API="http://127.0.0.1:9/api/v10")
    assert done.returncode == 1
    assert "the first start makes it" in done.stdout
    assert "MEND  Discord cannot be reached at http://127.0.0.1:9/api/v10" in done.stdout
    assert list(tmp_path.iterdir()) == [], "a look changes nothing"


def test_check_and_doctor_on_a_damaged_file(teambot: Run, tmp_path: Path) -> None:
    path = tmp_path / "var" / "teambot.db"
    path.parent.mkdir()
    path.write_bytes(b"this is no database, though it is long enough to be taken for one" * 100)
    for command in ("check", "doctor"):
        done = teambot(command)
        assert done.returncode == 1
        assert "MEND" in done.stdout
        assert "is damaged" in done.stdout


def test_backup_and_restore(teambot: Run, tmp_path: Path) -> None:
    database = tmp_path / "var" / "teambot.db"
    assert "yet" in teambot("db", "backup").stderr, "there is nothing to copy"
    assert teambot("db", "upgrade").stdout.strip().endswith(f"has schema {OURS.head}.")
    assert teambot("db", "upgrade").stdout.strip().endswith("already.")
    spoil(database, "INSERT INTO meta VALUES ('mark', 'before')")
    with held(database):
        assert teambot("db", "backup", "--to", "copies").returncode == 0, "beside a bot at work"
    (copy,) = (tmp_path / "copies").iterdir()
    spoil(database, "UPDATE meta SET value = 'after' WHERE key = 'mark'")
    with held(database):
        assert teambot("db", "restore", f"copies/{copy.name}").returncode == 75, "not under a bot at work"
    done = teambot("db", "restore", f"copies/{copy.name}")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'mark'").fetchone() == ("before",)
    assert teambot("db", "restore", "nowhere.db").returncode == 78


def test_doctor_finds_what_must_never_be(teambot: Run, tmp_path: Path) -> None:
    database = tmp_path / "var" / "teambot.db"
    assert teambot("doctor").returncode == 78, "no database yet"
    teambot("db", "upgrade")
    well = teambot("doctor")
    assert well.returncode == 0
    assert "MEND" not in well.stdout
    spoil(
        database,
        "PRAGMA foreign_keys=OFF",
        "INSERT INTO ledger_entry VALUES (1, 1, 1, 'push', 7, '2026-01-05 08:00:00')",
        "INSERT INTO outbox (id, dedup_key, team_id, kind, payload, nonce, marker, state, due_at, expires_at, attempts)"
        " VALUES (5, 'k', 1, 'news', '{}', 'n', 1, 'sent', '2026-01-05', '2026-01-06', 1)",
    )
    with held(database):
        done = teambot("doctor")
    assert done.returncode == 1
    told = [line for line in done.stdout.splitlines() if line.startswith("MEND")]
    assert any("stands in the ledger once for who gave" in line and "not so for 7" in line for line in told)
    assert any("is known by its channel and its id; not so for 5" in line for line in told)
    assert any("references lead nowhere" in line for line in told)


def test_a_story_does_not_touch_a_database_that_is_there(teambot: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.db").write_bytes(b"precious")
    done = teambot("sandbox", "--headless", "--db", "mine.db")
    assert done.returncode == 78
    assert "is there already" in done.stderr
    assert (tmp_path / "mine.db").read_bytes() == b"precious"


def test_a_story_whose_file_cannot_be_written_is_not_played(teambot: Run) -> None:
    done = teambot("sandbox", "--headless", "--json", "nowhere/story.json")
    assert done.returncode == 78
    assert done.stdout == ""
    assert "cannot be written to nowhere/story.json" in done.stderr


def test_a_reader_who_leaves_is_no_fault(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m teambot check | true; exit ${{PIPESTATUS[0]}}"
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode in (1, 141)


def test_the_command_works_from_a_copy_of_the_configuration(teambot: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    with (tmp_path / "config" / "teambot.toml").open("a", encoding="utf-8") as file:
        file.write("\n[extra]\nkey = 1\n")
    done = teambot("check")
    assert done.returncode == 1
    assert "there is no section [extra]" in done.stdout
