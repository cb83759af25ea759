"""Command transactions on the store alone: ours beside SQLAlchemy Core with the same statements, and raw sqlite3.

The peer executes, on one thread with fsync, the very statements with the very parameters that our use case executed,
in its order, one transaction a command, on a copy of the same database. So what is measured is what we add: the rules,
the values, the answer that is kept, the line of the runner.
"""

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from teambot.services.caller import Caller
from teambot.services.posts.service import EditPost, PostsService
from teambot.services.weeks import WeeksService
from teambot.storage.engine import only_reading, open_engine
from teambot.storage.runner import Runner
from tests.benchmarks.report import Row, bound_row, ratio_row
from tests.benchmarks.teams import START, Seeded, seed
from tests.nobody import unlooked
from tests.postgresql import Server, programs

COMMANDS = 1500
ROUNDS = 5
Statement = tuple[Any, Any]


def _caller(team: Seeded, who: int, interaction: int) -> Caller:
    name = f"Member {who}"
    return Caller(interaction, team.guild_id, team.channel_id, None, team.people[who], name, "en-GB", False)


async def _in_flight(work: list[Callable[[], Awaitable[object]]], writers: int) -> float:
    """Run work with so many at once; gives seconds."""
    line = iter(work)

    async def one() -> None:
        for job in line:
            await job()

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(writers)))
    return time.perf_counter() - begun


def _editing(runner: Runner, teams: list[Seeded]) -> list[Callable[[], Awaitable[object]]]:
    service = PostsService(runner, unlooked)

    def job(number: int) -> Callable[[], Awaitable[object]]:
        team = teams[number % len(teams)]
        who = number // len(teams) % len(team.people)
        submission = team.team * 12 - 11 + who  # seeded in this order
        command = EditPost(submission, f"Title {number}", f"What a reader gets, {number}.", "", "none")
        return lambda: service.edit(_caller(team, who, number + 1), command, START)

    return [job(number) for number in range(COMMANDS)]


def _reading(runner: Runner, teams: list[Seeded]) -> list[Callable[[], Awaitable[object]]]:
    service = WeeksService(runner)

    def job(number: int) -> Callable[[], Awaitable[object]]:
        team = teams[number % len(teams)]
        return lambda: service.show(_caller(team, number // len(teams) % 12, number + 1), "next", START)

    return [job(number) for number in range(COMMANDS)]


def recorded(engine: Any) -> list[list[Statement]]:
    """Listen to what is executed, a list a transaction."""
    seen: list[list[Statement]] = []

    @event.listens_for(engine, "engine_connect")
    def connect(_: Connection) -> None:
        seen.append([])

    @event.listens_for(engine, "before_execute")
    def execute(_: Connection, statement: Any, many: Any, params: Any, __: Any) -> None:
        seen[-1].append((statement, list(many) if many else dict(params)))

    return seen


async def _ours(database: Path | str, make: Any, teams: list[Seeded], writers: int, *, record: bool = False) -> Any:
    engine = open_engine(database)
    seen = recorded(engine) if record else None
    runner = Runner(engine)
    seconds = await _in_flight(make(runner, teams), writers)
    await runner.close()
    engine.dispose()
    return seen if record else seconds


async def _core(database: Path, transactions: list[list[Statement]], writers: int, *, commit: bool) -> float:
    engine = open_engine(database)

    def transaction(statements: list[Statement]) -> None:
        with engine.connect() as tx, nullcontext() if commit else only_reading(tx):
            for statement, params in statements:
                result = tx.execute(statement, params)
                if result.returns_rows:
                    result.all()
            if commit:
                tx.commit()

    with ThreadPoolExecutor(1) as thread:
        loop = asyncio.get_running_loop()
        work = [lambda one=one: loop.run_in_executor(thread, transaction, one) for one in transactions]
        seconds = await _in_flight(work, writers)
    engine.dispose()
    return seconds


def _raw(database: Path, transactions: int) -> float:
    """Run as many transactions of three reads and two writes in plain sqlite3: what the file itself allows."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    begun = time.perf_counter()
    for number in range(transactions):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT * FROM team WHERE id = ?", (number % 20 + 1,)).fetchall()
        connection.execute("SELECT * FROM membership WHERE id = ?", (number % 200 + 1,)).fetchall()
        connection.execute("SELECT * FROM submission WHERE id = ?", (number % 200 + 1,)).fetchall()
        connection.execute("UPDATE submission SET title = ? WHERE id = ?", (f"t{number}", number % 200 + 1))
        values = (10_000_000 + number, "{}", "2026-01-05")
        connection.execute("INSERT INTO interaction (id, answer, created_at) VALUES (?, ?, ?)", values)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


async def run() -> list[Row]:
    """Measure writing with 1 and 50 at once, and reading; then count what was lost."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.db"
        teams = await seed(first, 20, planned=False)

        def copy(name: str) -> Path:
            return Path(shutil.copy(first, Path(folder) / f"{name}.db"))

        for what, make, commit in (("writing", _editing, True), ("reading", _reading, False)):
            transactions = [one for one in await _ours(copy("recorded"), make, teams, 1, record=True) if one]
            for writers in (1, 50):
                ours, peer = [], []
                for number in range(ROUNDS):
                    mine, other = copy(f"ours-{what}-{writers}-{number}"), copy(f"core-{what}-{writers}-{number}")
                    ours.append(COMMANDS / await _ours(mine, make, teams, writers))
                    peer.append(COMMANDS / await _core(other, transactions, writers, commit=commit))
                title = f"store: {what} commands a second, {writers} at once (peer: Core)"
                rows.append(ratio_row(title, "1/s", ours, peer, "at least 0.8", lambda ratio: ratio >= 0.8))
                if commit:
                    rows.append(_lost(mine, writers))
        if programs() is not None:
            rows += await _by_server(teams, copy)
        raw = COMMANDS / _raw(copy("raw"), COMMANDS)
        rows.append(bound_row("store: raw sqlite3, three reads and two writes", "1/s", raw, raw, "a hint", held=True))
    return rows


async def _by_server(teams: list[Seeded], copy: Callable[[str], Path]) -> list[Row]:
    """Measure the same writing commands on a PostgreSQL server of our own, with its fsync, beside those on a file."""
    server = Server(durable=True)
    try:
        ready = server.make()
        await seed(server.address(ready), 20, planned=False)
        rows = []
        for writers in (1, 50):
            ours, peer = [], []
            for number in range(3):
                address = server.address(server.make(ready))
                ours.append(COMMANDS / await _ours(address, _editing, teams, writers))
                peer.append(COMMANDS / await _ours(copy(f"beside-{writers}-{number}"), _editing, teams, writers))
            title = f"store: PostgreSQL, writing commands a second, {writers} (peer: a file)"
            rows.append(ratio_row(title, "1/s", ours, peer, "a hint", lambda _: True))
    finally:
        server.end()
    return rows


def _lost(database: Path, writers: int) -> Row:
    """Count commands whose answer is kept: each of the 1,500 must be, once."""
    connection = sqlite3.connect(database)
    kept = connection.execute("SELECT count(*) FROM interaction").fetchone()[0]
    titles = connection.execute("SELECT count(*) FROM submission WHERE title LIKE 'Title %'").fetchone()[0]
    connection.close()
    lost = COMMANDS - kept + (240 - titles)
    return bound_row(f"store: lost commands, {writers} at once", "", lost, COMMANDS, "0", held=lost == 0)
