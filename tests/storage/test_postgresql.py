"""What is PostgreSQL's alone: one bot a database, a server that goes away, transactions that clash."""

import asyncio
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from teambot.errors import CannotStart, Refusal
from teambot.storage import members, moments, nonces, opening, outbox, teams
from teambot.storage.engine import check_whole, open_engine
from teambot.storage.faults import Fault, fault_of
from teambot.storage.lock import held
from teambot.storage.runner import Runner, Tx
from teambot.storage.schema import OURS, migrate, schema_of
from teambot.storage.tables import meta, metadata
from tests.postgresql import Server
from tests.storage.teams import a_team
from tests.stores import Databases, Store

TOKEN = "hush-hush"


@pytest.fixture
def address(postgresql_store: Store) -> str:
    return postgresql_store.fresh()


@pytest.fixture
def pool(address: str) -> Iterator[Engine]:
    engine = open_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture
def server(postgresql_store: Store) -> Server:
    assert isinstance(postgresql_store.maker, Databases)
    return postgresql_store.maker.server


def note(tx: Tx, key: str, now: datetime) -> str:
    tx.execute(meta.insert().values(key=key, value=now.isoformat()))
    tx.commit()
    return key


def keys(tx: Tx, _: None, __: datetime) -> list[str]:
    return list(tx.scalars(select(meta.c.key).order_by(meta.c.key)))


def hang_up(tx: Tx) -> None:
    """Have the server cut this very connection."""
    tx.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_second_process_is_told_75_and_the_first_lets_go_by_ending(address: str) -> None:
    with held(address), pytest.raises(CannotStart, match="Another teambot") as caught, held(address):
        pass
    assert caught.value.code == 75
    with held(address):
        pass


def test_a_killed_process_holds_nothing(address: str) -> None:
    child = [sys.executable, "-c", "import sys, time; from teambot.storage.lock import held\n"
             "with held(sys.argv[1]): print(1, flush=True); time.sleep(60)", address]  # fmt: skip
    process = subprocess.Popen(child, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], env=dict(os.environ))
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(CannotStart, match="Another teambot"), held(address):
        pass
    process.kill()
    process.communicate()
    for _ in range(100):
        try:
            with held(address):
                return
        except CannotStart:
            threading.Event().wait(0.05)
    raise AssertionError("the lock outlived its process")


def test_a_start_makes_the_schema_keeps_the_secret_and_knows_the_last_moment(
    postgresql_store: Store, tmp_path: Path, now: datetime
) -> None:
    empty = postgresql_store.empty()
    with opening.opened(empty, tmp_path, now, secret="s") as store, store.engine.connect() as tx:
        assert (store.path, store.latest, schema_of(store.engine)) == (None, None, OURS.head)
        moments.keep(tx, now)
        tx.commit()
    with opening.opened(empty, tmp_path, now) as store:
        assert store.latest == now
    assert list(tmp_path.iterdir()) == []  # no backup is made here


def test_two_that_migrate_at_once_make_one_schema(postgresql_store: Store, tmp_path: Path, now: datetime) -> None:
    empty = postgresql_store.empty()
    engines = [open_engine(empty) for _ in range(2)]
    failed: list[BaseException] = []

    def start(engine: Engine) -> None:
        try:
            migrate(engine, tmp_path, now)
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=start, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [schema_of(engine) for engine in engines] == [OURS.head] * 2
    for engine in engines:
        engine.dispose()


def test_what_cannot_be_reached_is_said_without_the_password(tmp_path: Path, server: Server) -> None:
    for wrong in (
        f"postgresql://ann:{TOKEN}@127.0.0.1:9/db",
        f"postgres://postgres:{TOKEN}@/none?host={server.folder}",
    ):
        engine = open_engine(wrong)
        with pytest.raises(CannotStart) as caught:
            check_whole(engine, tmp_path)
        assert caught.value.code == 78
        assert TOKEN not in f"{caught.value} {engine!r} {caught.value.__cause__}"
        with pytest.raises(CannotStart), held(wrong):
            pass


def test_a_database_that_only_reads_or_speaks_latin_is_refused(
    address: str, postgresql_store: Store, server: Server, tmp_path: Path
) -> None:
    name = address.split("@/")[1].split("?")[0]
    server.ask(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    for read_only, refused in ((False, True), (True, False)):
        engine = open_engine(address, read_only=read_only)
        if refused:
            with pytest.raises(CannotStart, match="can only be read"):
                check_whole(engine, tmp_path)
        else:
            check_whole(engine, tmp_path)
        engine.dispose()
    server.ask("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    engine = open_engine(server.address("latin"))
    with pytest.raises(CannotStart, match="LATIN1"):
        check_whole(engine, tmp_path)
    engine.dispose()
    server.drop("latin")


async def test_a_connection_that_was_cut_before_the_commit_is_made_anew(pool: Engine, now: datetime) -> None:
    cut: list[int] = []

    def fn(tx: Tx, key: str, now: datetime) -> str:
        tx.execute(meta.insert().values(key=key, value=""))
        if not cut:
            cut.append(1)
            hang_up(tx)
        tx.commit()
        return key

    runner = Runner(pool)
    assert await runner.run(fn, "a", now) == "a"
    assert await runner.read(keys, None, now) == ["a"]
    assert runner.load.faults == 0
    await runner.close()


async def test_a_connection_that_is_cut_each_time_is_said(pool: Engine, now: datetime) -> None:
    turns: list[int] = []

    def fn(tx: Tx, key: str, now: datetime) -> None:
        turns.append(1)
        hang_up(tx)

    runner = Runner(pool)
    with pytest.raises(Refusal) as caught:
        await runner.run(fn, "a", now)
    assert (caught.value.key, caught.value.facts, len(turns)) == ("cannot-save", {"fault": "away"}, 3)
    with pytest.raises(Refusal, match="cannot-read"):
        await runner.read(fn, "a", now)
    await runner.close()


CUTS = [
    ("the commit came through, and its answer was lost", True, 1),
    ("the commit was lost on its way", False, 1),
    ("every answer is lost", True, 3),
]


@pytest.mark.parametrize(("arrives", "times"), [row[1:] for row in CUTS], ids=[row[0] for row in CUTS])
async def test_a_cut_in_the_middle_of_a_commit_counts_once(
    pool: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch, arrives: bool, times: int
) -> None:
    """Nobody knows what became of it: it is run again, and what counts once is told by its key."""
    left = [times]
    commit = pool.dialect.do_commit

    def cuts(connection) -> None:
        if left[0]:
            left[0] -= 1
            if arrives:
                commit(connection)
            connection.driver_connection.pgconn.finish()
        commit(connection)

    monkeypatch.setattr(pool.dialect, "do_commit", cuts)

    def fn(tx: Tx, key: str, now: datetime) -> str:
        if tx.scalar(select(meta.c.key).where(meta.c.key == key)) is None:
            tx.execute(meta.insert().values(key=key, value=""))
        tx.commit()
        return key

    runner = Runner(pool)
    if times < 3:
        assert await runner.run(fn, "a", now) == "a"
    else:
        with pytest.raises(Refusal, match="not-sure-saved"):
            await runner.run(fn, "a", now)
    assert await runner.read(keys, None, now) == ["a"]
    await runner.close()


async def test_a_server_that_goes_and_comes_back(
    address: str, server: Server, tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with opening.opened(address, tmp_path, now, secret="s") as store:
        runner = Runner(store.engine)
        await runner.run(note, "before", now)
        server.stop()
        with caplog.at_level(logging.CRITICAL):
            for method, key in (
                (runner.run, "cannot-save"),
                (runner.sweep, "cannot-save"),
                (runner.read, "cannot-read"),
            ):
                with pytest.raises(Refusal, match=key) as caught:
                    await method(note, "away", now)
                assert caught.value.facts == {"fault": "away"}
        server.start()
        await runner.run(note, "back", now)
        assert await runner.read(keys, None, now) == ["back", "before", "installation_secret"]
        with pytest.raises(CannotStart) as second, held(address):  # and it is ours again
            pass
        assert second.value.code == 75
        await runner.close()


async def test_who_was_replaced_while_the_server_was_away_writes_no_more(
    address: str, server: Server, tmp_path: Path, now: datetime
) -> None:
    with opening.opened(address, tmp_path, now, secret="s") as store:
        runner = Runner(store.engine)
        await runner.run(note, "mine", now)
        server.stop()
        server.start()
        with held(address):  # another process was quicker
            with pytest.raises(Refusal) as caught:
                await runner.run(note, "not mine", now)
            assert caught.value.facts == {"fault": "taken"}
        await runner.run(note, "mine again", now)
        assert await runner.read(keys, None, now) == ["installation_secret", "mine", "mine again"]
        await runner.close()


async def test_a_deadlock_is_nobody_s_business(pool: Engine, now: datetime) -> None:
    with pool.connect() as tx:
        for key in ("a", "b"):
            tx.execute(meta.insert().values(key=key, value=""))
        tx.commit()
    both = threading.Barrier(2)
    met: list[str] = []

    def fn(tx: Tx, order: str, now: datetime) -> None:
        for key in order:
            tx.execute(meta.update().where(meta.c.key == key).values(value=meta.c.value + "x"))
            if key not in met:
                met.append(key)
                both.wait(5)
        tx.commit()

    runner = Runner(pool)
    await asyncio.gather(runner.run(fn, "ab", now), runner.run(fn, "ba", now))
    assert await runner.read(lambda tx, _, __: set(tx.scalars(select(meta.c.value))), None, now) == {"xx"}
    await runner.close()


async def test_four_are_served_at_once_and_sweeps_one_by_one(pool: Engine, now: datetime) -> None:
    four = threading.Barrier(4)
    at_once, most = [0], [0]

    def waits(tx: Tx, _: None, __: datetime) -> None:
        four.wait(5)

    def counts(tx: Tx, _: None, __: datetime) -> None:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        tx.execute(text("SELECT pg_sleep(0.02)"))
        at_once[0] -= 1

    runner = Runner(pool)
    await asyncio.gather(*(runner.run(waits, None, now) for _ in range(4)))
    await asyncio.gather(*(runner.sweep(counts, None, now) for _ in range(5)))
    assert most == [1]
    await runner.close()


async def test_a_reader_sees_one_moment(pool: Engine, now: datetime) -> None:
    runner, looked, wrote = Runner(pool), threading.Event(), threading.Event()

    def reads(tx: Tx, _: None, now: datetime) -> tuple[list[str], list[str]]:
        before = keys(tx, None, now)
        looked.set()
        assert wrote.wait(5)
        return before, keys(tx, None, now)

    reading = asyncio.create_task(runner.read(reads, None, now))
    await asyncio.to_thread(looked.wait, 5)
    await runner.run(note, "meanwhile", now)
    wrote.set()
    assert await reading == ([], [])
    await runner.close()


async def test_what_two_look_for_and_both_do_not_find_is_made_once(pool: Engine, now: datetime) -> None:
    """A person in two teams, the installation's secret: looked for, not there, inserted, by two at once."""
    for make in (
        lambda tx: members.remember(tx, 42, "Ann", None),
        lambda tx: nonces.fresh_names(tx, "k"),
    ):
        both, turns = threading.Barrier(2), []

        def fn(tx: Tx, make, _: datetime, both=both, turns=turns) -> object:
            tx.execute(text("SELECT 1"))
            if len(turns) < 2:
                turns.append(1)
                both.wait(5)
            made = make(tx)
            tx.commit()
            return made

        runner = Runner(pool)
        one, two = await asyncio.gather(runner.run(fn, make, now), runner.run(fn, make, now))
        assert one == two
        await runner.close()


def test_two_senders_never_hold_one_message(pool: Engine, now: datetime) -> None:
    with pool.connect() as tx:
        team = a_team(tx, now)
        for number in range(20):
            late = {"due_at": now, "expires_at": now + timedelta(days=1)}
            outbox.put(tx, dedup_key=f"k{number}", team_id=team, kind="news", payload={}, channel_id=number, **late)
        tx.commit()
    with pool.connect() as one, pool.connect() as two:
        first = outbox.claim(one, now, limit=8)
        second = outbox.claim(two, now, limit=20)
        assert (len(first), len(second)) == (8, 12)
        assert not {row.id for row in first} & {row.id for row in second}
        one.commit()
        two.commit()
        assert outbox.claim(one, now, limit=20) == []


def test_a_no_of_the_schema_leaves_the_transaction_usable(pool: Engine, now: datetime) -> None:
    from teambot.storage.insert import refused_as

    with pool.connect() as tx:
        first = a_team(tx, now)
        with pytest.raises(Refusal, match="one-post-a-week"), refused_as(tx, "one-post-a-week"):
            a_team(tx, now)
        assert teams.get(tx, first) is not None


FAULTS = [
    ("53100", Fault.FULL, "the disk is full"),
    ("53300", Fault.CROWDED, "too many connections"),
    ("25006", Fault.READ_ONLY, "a standby, or a plan that is used up"),
    ("42501", Fault.READ_ONLY, "the host took the right to write"),
    ("57P01", Fault.AWAY, "it is shut down"),
    ("57P03", Fault.AWAY, "it is starting"),
    ("08006", Fault.AWAY, "the connection failed"),
    ("40001", Fault.LOCKED, "a clash, each time"),
    ("55P03", Fault.LOCKED, "somebody holds the row"),
    ("57014", Fault.LOCKED, "a statement took too long"),
    ("58030", Fault.DISK, "its disk fails"),
    ("XX001", Fault.DAMAGED, "a page is damaged"),
    ("23514", None, "a rule of the schema is no fault of the store"),
    ("42P01", None, "a table that is not there is a bug"),
]


@pytest.mark.parametrize(("code", "fault"), [row[:2] for row in FAULTS], ids=[row[2] for row in FAULTS])
def test_a_fault_is_named_by_the_server_s_code(pool: Engine, code: str, fault: Fault | None) -> None:
    with pool.connect() as tx, pytest.raises(DBAPIError) as caught:
        tx.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$")
    assert fault_of(caught.value) is fault


def test_an_address_is_named_without_user_and_password() -> None:
    from teambot.storage.address import name_of

    assert (
        name_of(f"postgres://ann:{TOKEN}@db.example.org:6432/blogs?sslmode=require") == "blogs on db.example.org:6432"
    )


def test_a_bot_on_a_file_never_loads_psycopg(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from teambot.storage import opening\n"
        "with opening.opened(sys.argv[1], Path(sys.argv[2]), datetime.now(UTC)): pass\n"
        "assert not [name for name in sys.modules if name.startswith(('psycopg', 'sqlalchemy.dialects.postgresql'))]"
    )
    asked = [sys.executable, "-c", code, f"sqlite:///{tmp_path / 'a.db'}", str(tmp_path)]
    with open_engine(tmp_path / "a.db").connect():
        pass  # so that the schema's steps, which name PostgreSQL, have run before
    engine = open_engine(tmp_path / "a.db")
    migrate(engine, tmp_path, datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
    engine.dispose()
    done = subprocess.run(asked, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_partial_indexes_are_partial_here_as_well(pool: Engine) -> None:
    """`tables.py` names SQLite's condition alone; a step that forgets PostgreSQL's is found here."""
    with pool.connect() as tx:
        made = {name: said for name, said in tx.execute(text("SELECT indexname, indexdef FROM pg_indexes"))}  # noqa: C416
    for table in metadata.tables.values():
        for index in table.indexes:
            partial = index.dialect_options["sqlite"]["where"] is not None
            assert (" WHERE " in made[str(index.name)]) == partial, index.name


def test_the_schema_is_the_same_as_the_tables_say(pool: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with pool.connect() as tx:
        found = compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), metadata)
    assert found == []
