"""The disk fills up, or the file becomes read-only, while the bot runs: nothing is said that is not stored.

A command is answered with the sentence, no card goes out without its row, the process stays, and all goes on by itself
when there is room again.
"""

import asyncio
import os
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from teambot.app.whole import App
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.settings import Database, load
from teambot.settings.secret import Secret
from tests.torture.bot_process import BotProcess
from tests.torture.storm import CARDS, Somebody, prepare, read, soon, unsent, wrong

FULL = os.environ.get("TORTURE", "full") == "full"
ROOT = Path(__file__).parents[2]
TEAMS = 40 if FULL else 10
ROUNDS = 5 if FULL else 1
SECONDS = 5.0  # of a full disk
ALMOST = 40 * 1024  # bytes: SQLite's shared memory fits in, and hardly a page beside it
SENTENCE = "This could not be saved"
# What the announcer still sends when the disk fails was claimed before, and is marked when its claim has run out.
PATIENCE = 150

pytestmark = [pytest.mark.torture, pytest.mark.timeout(1500)]


@pytest.fixture
async def bot(double: LoopbackDiscord, small_disk: Path, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot on the small disk, whose log is on another; killed in the end where it still runs."""
    made = BotProcess(double, small_disk / "teambot.db")
    made.log = tmp_path / "bot.log"
    yield made
    await made.kill()


@pytest.fixture
async def double() -> AsyncIterator[LoopbackDiscord]:
    made = LoopbackDiscord(lambda: datetime.now(UTC))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MiB, in memory; only root may mount one, and not in every container."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        pytest.skip(f"a small disk cannot be made here: {error}")
    if done.returncode:
        pytest.skip(f"a small disk cannot be made here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill_up(folder: Path) -> Path:
    """Write until nothing more fits."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1):
            try:
                while file.write(b"\0" * size) == size:
                    continue
            except OSError:
                continue
    return ballast


async def _say(double: LoopbackDiscord, somebody: Somebody, name: str, **options: str) -> str:
    answer = await double.person(somebody.user).command(somebody.channel, name, **options)
    assert answer.failed is None, answer.failed
    return answer.text


async def test_the_disk_is_full_while_cards_are_due(small_disk: Path, double: LoopbackDiscord, bot: BotProcess) -> None:
    database = small_disk / "teambot.db"
    due = soon(12)
    people = await prepare(double, database, TEAMS, due)
    await bot.start()
    await double.wait_ready(20)
    refused = 0
    await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds() - 1))
    ballast = _fill_up(small_disk)
    full = time.monotonic()
    for somebody in people[:: len(people) // 8]:
        text = await _say(double, somebody, "week done", assignment=str(somebody.asked[0]), words="I liked it.")
        refused += SENTENCE in text
    await asyncio.sleep(max(0.0, full + SECONDS - time.monotonic()))
    said = [
        row for row in double.world.messages.values() if row.author_id == double.world.bot.id and not row.ephemeral_for
    ]
    kept = read(database, "SELECT count(*) FROM outbox WHERE attempts > 0")[0][0]
    assert len(said) <= kept, "something was said that no row says was tried"
    ballast.unlink()
    began = time.monotonic()
    await _until_all_is_said(database)
    took = time.monotonic() - began
    text = await _say(double, people[0], "week done", assignment=str(people[0].asked[0]), words="I liked it.")
    assert "hears today" in text
    assert await bot.stop() == 0, "it is the same process still"
    print(
        f"\n{refused} commands refused, {len(said)} cards said in {SECONDS:.0f} s of a full disk, "
        f"the rest {took:.1f} s after it"
    )
    assert refused >= 8
    assert wrong(double, database) == []
    assert len(read(database, "SELECT 1 FROM outbox WHERE state = 'sent'")) == TEAMS * CARDS


async def test_a_start_on_a_full_disk(small_disk: Path, double: LoopbackDiscord, bot: BotProcess) -> None:
    """Where not even SQLite's shared memory fits, one line says so and nothing else happens."""
    database = small_disk / "teambot.db"
    await prepare(double, database, TEAMS, soon(-30))
    sqlite3.connect(database).execute("PRAGMA wal_checkpoint").connection.close()  # leaves the file alone
    ballast = _fill_up(small_disk)
    await bot.start()
    assert await bot.ended(10) == 78
    assert "the space on its disk" in bot.log.read_text()
    assert bot.log.read_text().count("\n") == 1
    ballast.unlink()
    await _says_all(double, bot, database)


async def test_a_start_on_an_almost_full_disk(small_disk: Path, double: LoopbackDiscord, bot: BotProcess) -> None:
    """What a dead process had claimed cannot be made due again: the bot starts all the same, and says it later."""
    database = small_disk / "teambot.db"
    people = await prepare(double, database, TEAMS, soon(-200))
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE outbox SET state = 'claimed', attempts = 1, first_attempt_at = due_at")
        connection.commit()
    ballast = _fill_up(small_disk)
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - ALMOST)
    await bot.start()
    await double.wait_ready(20)
    said = await _say(double, people[0], "week done", assignment=str(people[0].asked[0]), words="I liked it.")
    assert SENTENCE in said
    assert "outbox.not-released" in bot.log.read_text(), "there was room enough: the test tests nothing"
    ballast.unlink()
    await _until_all_is_said(database)
    assert await bot.stop() == 0
    assert wrong(double, database) == []


async def _says_all(double: LoopbackDiscord, bot: BotProcess, database: Path) -> None:
    await bot.start()
    await double.wait_ready(20)
    await _until_all_is_said(database)
    assert await bot.stop() == 0
    assert wrong(double, database) == []


async def _until_all_is_said(database: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while unsent(database):
            await asyncio.sleep(0.1)


async def _limit(app: App, pragma: str) -> None:
    """Have the app's own connection refuse what SQLite refuses on such a disk, before each use case; "": no more."""
    engine = app.db._engine
    if event.contains(engine, "checkout", LIMIT):
        event.remove(engine, "checkout", LIMIT)
    LIMIT.pragma = pragma
    event.listen(engine, "checkout", LIMIT)


class _Limit:
    pragma = ""

    def __call__(self, connection: Any, *_: object) -> None:
        connection.execute(self.pragma)


LIMIT = _Limit()


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("PRAGMA query_only=ON", "PRAGMA query_only=OFF"),  # SQLITE_READONLY
        ("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000"),  # SQLITE_FULL
    ],
    ids=["read-only", "full"],
)
async def test_the_file_cannot_be_written_in_the_running_app(
    tmp_path: Path, double: LoopbackDiscord, broken: str, mended: str
) -> None:
    database = tmp_path / "teambot.db"
    people = await prepare(double, database, TEAMS, soon(4))
    said = {"TOKEN": double.token, "API": double.api, "GATEWAY": double.gateway}
    settings = load(str(ROOT / "config"), {f"TEAMBOT_DISCORD_{name}": value for name, value in said.items()})
    store = Database(Secret(f"sqlite:///{database}"), tmp_path / "backups")
    app = App(replace(settings, database=store), clock=lambda: datetime.now(UTC))
    await app.start()
    await app.ready(10)
    try:
        for number in range(ROUNDS):
            done = {"assignment": str(people[number].asked[0]), "words": "x" * 400}
            await _limit(app, broken)
            text = await _say(double, people[number], "week done", **done)
            await asyncio.sleep(SECONDS)
            assert SENTENCE in text
            assert app.db.load.faults > 0
            await _limit(app, mended)
            text = await _say(double, people[number], "week done", **done)
            assert "hears today" in text
        await _until_all_is_said(database)
    finally:
        await app.stop()
    print(f"\n{app.db.load.faults} use cases failed, and all went on")
    assert wrong(double, database) == []
    assert len(read(database, "SELECT 1 FROM outbox WHERE state = 'sent'")) == TEAMS * CARDS
