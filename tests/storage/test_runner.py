"""Use cases run one after the other, people first; a caller that has gone takes nothing with it."""

import asyncio
import logging
import threading
import time
import traceback
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from teambot.errors import Busy, Refusal
from teambot.storage.line import MOST_PEOPLE
from teambot.storage.runner import Runner, Tx
from teambot.storage.tables import meta
from tests.storage.damage import fill_the_disk, make_room, spoil_a_page, write_much


@pytest.fixture
def runner(narrow: Runner) -> Runner:
    """Use one thread on both stores: what is asked here is about the order (test_postgresql.py has several)."""
    return narrow


def note(tx: Tx, key: str, now: datetime) -> str:
    """Write a row and commit."""
    tx.execute(meta.insert().values(key=key, value=now.isoformat()))
    tx.commit()
    return key


def keys(tx: Tx, _: None, __: datetime) -> list[str]:
    """List the rows in the order they were written."""
    return list(tx.scalars(select(meta.c.key).order_by(func.length(meta.c.key), meta.c.key)))


class Gate:
    """A use case that holds the database thread until it is let go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, tx: Tx, key: str, now: datetime) -> str:
        self.reached.set()
        assert self.open.wait(10)
        return note(tx, key, now)


async def held(runner: Runner, now: datetime, *, sweep: bool = False) -> tuple[Gate, "asyncio.Task[str]"]:
    """Keep the thread busy with one use case."""
    gate = Gate()
    task = asyncio.create_task((runner.sweep if sweep else runner.run)(gate, "held", now))
    await asyncio.to_thread(gate.reached.wait, 10)
    return gate, task


async def test_a_use_case_gets_its_command_and_now_and_its_result_comes_back(runner: Runner, now: datetime) -> None:
    assert await runner.run(lambda tx, command, at: (command, at), "command", now) == ("command", now)


async def test_without_a_commit_nothing_stays(runner: Runner, now: datetime) -> None:
    await runner.run(lambda tx, key, _: tx.execute(meta.insert().values(key=key, value="")) and None, "a", now)
    assert await runner.read(keys, None, now) == []


async def test_an_exception_rolls_back_and_reaches_the_caller_with_its_traceback(runner: Runner, now: datetime) -> None:
    def breaks(tx: Tx, key: str, now: datetime) -> None:
        tx.execute(meta.insert().values(key=key, value=""))
        raise Refusal("own-post")

    with pytest.raises(Refusal, match="own-post") as caught:
        await runner.run(breaks, "a", now)
    assert "breaks" in [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert await runner.read(keys, None, now) == []


async def test_a_broken_rule_of_the_schema_is_no_fault_of_the_store(runner: Runner, now: datetime) -> None:
    await runner.run(note, "a", now)
    with pytest.raises(IntegrityError):
        await runner.run(note, "a", now)
    assert runner.load.faults == 0


@pytest.mark.parametrize("method", ["run", "sweep", "read"])
async def test_a_naive_now_is_refused(runner: Runner, now: datetime, method: str) -> None:
    with pytest.raises(ValueError, match="aware"):
        await getattr(runner, method)(note, "a", now.replace(tzinfo=None))
    assert await runner.read(keys, None, now) == []
    await runner.sweep(note, "the next sweep is not held up", now)


async def test_a_use_case_that_would_await_is_a_bug(runner: Runner, now: datetime) -> None:
    async def waits(tx: Tx, command: None, now: datetime) -> None:
        await asyncio.sleep(0)

    with pytest.raises(TypeError, match="must not await"):
        await runner.run(waits, None, now)


async def test_a_reading_use_case_cannot_write_and_the_next_can(runner: Runner, now: datetime) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await runner.read(note, "a", now)
    await runner.run(note, "b", now)
    assert await runner.read(keys, None, now) == ["b"]


async def test_a_cancelled_caller_does_not_cancel_the_write(runner: Runner, now: datetime) -> None:
    gate, task = await held(runner, now)
    waiting = asyncio.create_task(runner.run(note, "in the line", now))
    await asyncio.sleep(0)
    for one in (task, waiting):
        one.cancel()
    results = await asyncio.gather(task, waiting, return_exceptions=True)
    assert [type(one) for one in results] == [asyncio.CancelledError] * 2
    gate.open.set()
    assert await runner.read(keys, None, now) == ["held", "in the line"]


async def test_a_time_out_is_unknown_and_the_write_happens(runner: Runner, now: datetime) -> None:
    gate = Gate()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(runner.run(gate, "late", now), 0.05)
    gate.open.set()
    assert await runner.read(keys, None, now) == ["late"]


async def test_a_failure_after_the_caller_has_gone_stands_in_the_log_only(
    runner: Runner, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    gate, task = await held(runner, now)

    def breaks(tx: Tx, _: None, __: datetime) -> None:
        raise RuntimeError("a bug")

    gone = asyncio.create_task(runner.run(breaks, None, now))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    said: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(context))
    gate.open.set()
    await task
    await runner.read(keys, None, now)
    assert [record.exc_info[1].args for record in caplog.records if record.exc_info] == [("a bug",)]
    assert said == []


async def test_people_go_before_sweeps_that_came_earlier(runner: Runner, now: datetime) -> None:
    gate, task = await held(runner, now, sweep=True)
    order: list[str] = []
    sweeps = [asyncio.create_task(runner.sweep(lambda tx, n, _: order.append(n), f"sweep {n}", now)) for n in range(3)]
    await asyncio.sleep(0)
    people = [asyncio.create_task(runner.run(lambda tx, n, _: order.append(n), f"person {n}", now)) for n in range(3)]
    people.append(asyncio.create_task(runner.read(lambda tx, n, _: order.append(n), "reader", now)))
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.gather(task, *sweeps, *people)
    assert order == ["person 0", "person 1", "person 2", "reader", "sweep 0", "sweep 1", "sweep 2"]


async def test_one_sweep_item_stands_in_the_line_even_if_its_caller_is_cancelled(runner: Runner, now: datetime) -> None:
    gate, task = await held(runner, now)
    sweeps = [asyncio.create_task(runner.sweep(note, f"sweep {n}", now)) for n in range(5)]
    await asyncio.sleep(0)
    assert runner.waiting == 1
    sweeps[0].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert runner.waiting == 1
    gate.open.set()
    await asyncio.gather(task, *sweeps, return_exceptions=True)
    assert await runner.read(keys, None, now) == ["held", *(f"sweep {n}" for n in range(5))]


async def test_a_person_between_two_items_of_a_slow_sweep_waits_for_one(runner: Runner, now: datetime) -> None:
    order: list[str] = []
    gate, first = await held(runner, now, sweep=True)

    async def sweep() -> None:
        for n in range(3):
            await runner.sweep(lambda tx, name, _: order.append(name), f"item {n}", now)

    rest = asyncio.create_task(sweep())
    await asyncio.sleep(0)
    person = asyncio.create_task(runner.run(lambda tx, name, _: order.append(name), "person", now))
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.gather(first, rest, person)
    assert order[0] == "person"


async def test_people_who_ask_without_a_pause_do_not_keep_a_sweep_waiting_for_ever(
    runner: Runner, now: datetime
) -> None:
    answers = 0

    async def sweep() -> None:
        for n in range(3):
            await runner.sweep(note, f"item {n}", now)

    async def person() -> None:
        nonlocal answers
        while not sweeping.done():
            await runner.read(lambda tx, _, __: time.sleep(0.002), None, now)
            answers += 1

    async with asyncio.timeout(20):
        sweeping = asyncio.create_task(sweep())
        await asyncio.gather(*(person() for _ in range(16)))
    assert await runner.read(keys, None, now) == ["item 0", "item 1", "item 2"]
    assert answers > 16, "people were served all the while"


async def test_the_one_after_200_waiting_is_told_to_come_back(runner: Runner, now: datetime) -> None:
    gate, task = await held(runner, now)
    waiting = [asyncio.create_task(runner.run(note, f"key {n:03}", now)) for n in range(MOST_PEOPLE)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await runner.run(note, "too much", now)
    sweep = asyncio.create_task(runner.sweep(note, "sweep", now))  # has a place of its own
    gate.open.set()
    await asyncio.gather(task, sweep, *waiting)
    assert MOST_PEOPLE == 200
    assert sorted(await runner.read(keys, None, now)) == sorted(["held", "sweep", *(f"key {n:03}" for n in range(200))])


async def test_the_bell_rings_after_each_commit_and_only_then(engine: Engine, now: datetime) -> None:
    loop_thread = threading.get_ident()
    rung: list[int] = []
    runner = Runner(engine, on_commit=lambda: rung.append(threading.get_ident()))
    await runner.run(note, "a", now)
    await runner.read(keys, None, now)
    await runner.run(keys, None, now)
    await asyncio.sleep(0)
    assert rung == [loop_thread]
    await runner.close()


async def test_closing_serves_the_line_and_refuses_the_next(engine: Engine, now: datetime) -> None:
    runner = Runner(engine)
    tasks = [asyncio.create_task(runner.run(note, f"k{n}", now)) for n in range(20)]
    await asyncio.sleep(0)
    await runner.close()
    assert await asyncio.gather(*tasks) == [f"k{n}" for n in range(20)]
    for method in (runner.run, runner.sweep, runner.read):
        with pytest.raises(Refusal, match="restarting"):
            await method(note, "late", now)


async def test_closing_does_not_wait_for_ever(engine: Engine, runner: Runner, now: datetime) -> None:
    gate, task = await held(runner, now)
    waiting = asyncio.create_task(runner.run(note, "in the line", now))
    await asyncio.sleep(0)
    await runner.close(0.05)
    with pytest.raises(Refusal, match="restarting"):
        await waiting
    gate.open.set()
    assert await task == "held"
    await runner.close()
    with engine.connect() as tx:
        assert keys(tx, None, now) == ["held"]


async def test_closing_a_runner_that_never_ran(engine: Engine) -> None:
    await Runner(engine).close()


async def test_the_load_is_measured(runner: Runner, now: datetime) -> None:
    gate, task = await held(runner, now)
    waiting = asyncio.create_task(runner.run(note, "in the line", now))
    await asyncio.sleep(0.02)
    gate.open.set()
    await asyncio.gather(task, waiting)
    assert runner.load.done == 2
    assert 0.02 <= runner.load.longest_wait <= runner.load.waited
    assert runner.load.worked >= 0.02


@pytest.mark.sqlite_only
async def test_a_full_disk_is_said_nothing_stays_and_it_goes_on_when_there_is_room(
    engine: Engine, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    fill_the_disk(engine)
    runner = Runner(engine)

    def writes_much(tx: Tx, words: str, now: datetime) -> None:
        for n in range(50):
            tx.execute(meta.insert().values(key=f"{n}", value=words * 300))
        tx.commit()

    with pytest.raises(Refusal) as caught:
        await runner.run(writes_much, "Ann's words ", now)
    assert (caught.value.key, caught.value.facts) == ("cannot-save", {"fault": "full"})
    assert "Ann" not in caplog.text
    assert runner.load.faults == 1
    assert await runner.read(keys, None, now) == []
    await runner.close()
    make_room(engine)
    runner = Runner(engine)
    await runner.run(writes_much, "words", now)
    assert len(await runner.read(keys, None, now)) == 50
    await runner.close()


@pytest.mark.sqlite_only
async def test_a_damaged_page_is_said_and_other_pages_still_serve(
    engine: Engine, database: Path, now: datetime
) -> None:
    write_much(engine)
    engine.dispose()
    spoil_a_page(database)
    runner = Runner(engine)

    def touches(tx: Tx, key: str, now: datetime) -> None:
        tx.execute(meta.update().values(value="changed"))
        tx.commit()

    with pytest.raises(Refusal) as caught:
        await runner.run(touches, "a", now)
    assert (caught.value.key, caught.value.facts) == ("cannot-save", {"fault": "damaged"})
    with pytest.raises(Refusal, match="cannot-read"):
        await runner.read(lambda tx, _, __: tx.scalars(select(meta.c.value)).all(), None, now)

    def first(tx: Tx, _: None, __: datetime) -> str | None:
        return tx.scalar(select(meta.c.value).where(meta.c.key == "much-0000"))

    assert await runner.read(first, None, now) == "x" * 500  # nothing of the change was kept
    await runner.close()


@pytest.mark.sqlite_only
async def test_a_file_that_somebody_holds_is_said(engine: Engine, database: Path, now: datetime) -> None:
    from teambot.storage.engine import open_engine, raw

    with engine.connect() as tx:
        raw(tx).execute("PRAGMA busy_timeout=50")
    beside = open_engine(database)
    runner = Runner(engine)
    with beside.connect() as other:
        keys(other, None, now)
        with pytest.raises(Refusal) as caught:
            await runner.run(note, "a", now)
    assert caught.value.facts == {"fault": "locked"}
    await runner.run(note, "a", now)
    await runner.close()
    beside.dispose()


@pytest.mark.sqlite_only
async def test_a_purge_ends_with_a_log_that_is_empty(runner: Runner, database: Path, now: datetime) -> None:
    await runner.run(note, "a", now)
    log = database.with_name(database.name + "-wal")
    assert log.stat().st_size > 0
    assert await runner.checkpoint(now)
    assert log.stat().st_size == 0


def test_the_loop_may_end_before_the_answer(engine: Engine, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    runner = Runner(engine)

    async def leave() -> None:
        asyncio.create_task(runner.run(gate, "late", now))  # noqa: RUF006
        await asyncio.to_thread(gate.reached.wait, 10)

    with caplog.at_level(logging.ERROR):
        asyncio.run(leave())
        gate.open.set()
        asyncio.run(runner.close())
    with engine.connect() as tx:
        assert keys(tx, None, now) == ["late"]
    assert caplog.records == []
