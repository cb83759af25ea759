"""Other processes: one bot a file, lookers beside it, killed writers, files that may not be written."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from teambot.errors import CannotStart
from teambot.storage.engine import check_whole, open_engine
from teambot.storage.lock import held
from teambot.storage.schema import migrate
from teambot.storage.tables import meta

pytestmark = pytest.mark.sqlite_only

ROOT = Path(__file__).parents[2]


@contextmanager
def child(*words: object) -> Iterator[subprocess.Popen[str]]:
    """Run a part of child.py; it is ended with the block."""
    command = [sys.executable, "-m", "tests.storage.child", *map(str, words)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(*words: object) -> list[str]:
    """Run a part of child.py to its end and give the lines it said."""
    with child(*words) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.splitlines()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_second_process_is_refused_at_once(database: Path) -> None:
    with child("hold", database) as first:
        assert first_line(first) == "held"
        with child("hold", database) as second:
            out, _ = second.communicate(timeout=30)
        assert second.returncode == 75
        seconds, sentence = out.split(" ", 1)
        assert float(seconds) < 1
        assert str(database) in sentence
        assert "Stop that one first" in sentence


def test_a_link_to_the_file_is_the_same_file(database: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(tmp_path)
    with held(database), pytest.raises(CannotStart) as caught, held(tmp_path / "elsewhere" / database.name):
        raise AssertionError
    assert caught.value.code == 75


def test_a_killed_process_leaves_no_lock(database: Path) -> None:
    with child("hold", database) as first:
        assert first_line(first) == "held"
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        with held(database):
            pass


def test_the_lock_makes_its_folder(tmp_path: Path) -> None:
    with held(tmp_path / "var" / "team" / "bot.db"):
        assert (tmp_path / "var" / "team").is_dir()


def test_looking_on_and_copying_beside_a_writing_bot(engine: Engine, database: Path, tmp_path: Path) -> None:
    with held(database), engine.connect() as tx:
        tx.execute(meta.insert().values(key="a", value="committed"))
        tx.commit()
        tx.execute(meta.update().values(value="under way"))
        value, copy = said("look", database, tmp_path / "backups")
        assert value == "committed"
    beside = open_engine(copy, read_only=True)
    with beside.connect() as other:
        assert other.scalar(select(meta.c.value)) == "committed"
    beside.dispose()


def test_two_processes_that_race_for_a_counter_lose_no_update(engine: Engine, database: Path) -> None:
    with engine.connect() as tx:
        tx.execute(meta.insert().values(key="counter", value="0"))
        tx.commit()
    with child("count", database, 150) as one, child("count", database, 150) as two:
        done = [int(process.communicate(timeout=60)[0]) for process in (one, two)]
    assert min(done) > 0
    with engine.connect() as tx:
        assert int(tx.scalar(select(meta.c.value)) or 0) == sum(done)


@pytest.mark.parametrize("after", [0.05, 0.15, 0.4])
def test_a_killed_writer_loses_nothing_that_it_acknowledged(engine: Engine, database: Path, after: float) -> None:
    engine.dispose()
    with child("write", database) as writer:
        assert first_line(writer) == "0"
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        # Not `communicate`: it reads past what the first line's reader holds already.
        acknowledged = ["0", *writer.stdout.read().split()]
    reopened = open_engine(database)
    check_whole(reopened, database.parent)
    with reopened.connect() as tx:
        found = set(tx.scalars(select(meta.c.key)))
    reopened.dispose()
    assert {f"{n}-{part}" for n in acknowledged for part in range(3)} <= found
    assert len(found) % 3 == 0  # whole transactions only
    assert len(found) // 3 - len(acknowledged) in (0, 1)  # committed, and killed before it could say so


def test_a_file_that_may_not_be_written_is_said(now: datetime) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to the child, which gives up root
        folder = Path(name)
        folder.chmod(0o755)
        engine = open_engine(folder / "bot.db")
        migrate(engine, folder, now)
        with engine.connect() as tx:
            tx.execute(meta.insert().values(key="a", value=""))
            tx.commit()
        engine.dispose()
        refused, read, start, lock = said("read_only", folder / "bot.db")
        folder.chmod(0o755)
    assert refused == "cannot-save read-only"
    assert read == "['a']"
    assert start.startswith(f"78 The database {folder / 'bot.db'} cannot be used (read-only).")
    assert lock == f"78 Nothing can be written beside the database {folder / 'other.db'}: Permission denied."
