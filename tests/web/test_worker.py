"""The worker: what runs in it can be killed, and the next call works."""

import asyncio
import hashlib
import importlib
import itertools
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from teambot.web.process import packed, pieces
from teambot.web.worker import Worker, WorkerKilled
from tests.web import jobs


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    made = Worker(seconds=0.6)
    yield made
    await made.close()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def gone(pid: int, seconds: float = 3) -> bool:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        await asyncio.sleep(0.02)
    return not alive(pid)


async def test_it_is_another_process(worker: Worker) -> None:
    first = await worker.run(jobs.process_id)
    assert first != os.getpid()
    assert await worker.run(jobs.process_id) == first
    assert await worker.run(jobs.add, 2, other=3) == 5


async def test_an_exception_comes_back_whole(worker: Worker) -> None:
    with pytest.raises(jobs.Own) as raised:
        await worker.run(jobs.raise_own)
    assert raised.value.what == "mine"
    assert await worker.run(jobs.add, 1) == 2


ENDLESS = [jobs.spin, jobs.spin_in_c, jobs.stubborn, jobs.die, jobs.die_within_the_answer, jobs.hang_up]


@pytest.mark.parametrize("job", ENDLESS)
async def test_what_does_not_end_is_killed_and_the_next_call_works(worker: Worker, job: Callable[[], object]) -> None:
    pid = await worker.run(jobs.process_id)
    started = time.monotonic()
    with pytest.raises(WorkerKilled):
        await worker.run(job)
    assert time.monotonic() - started < 5
    assert await gone(pid)
    assert await worker.run(jobs.process_id) != pid


async def test_memory_is_bounded(worker: Worker) -> None:
    with pytest.raises(MemoryError):
        await worker.run(jobs.swell)
    assert await worker.run(jobs.add, 1) == 2


@pytest.mark.parametrize("processes", [1, 2])
async def test_no_more_calls_at_once_than_processes(tmp_path: Path, processes: int) -> None:
    log, worker = tmp_path / "log", Worker(processes=processes)
    await asyncio.gather(*(worker.run(jobs.pair, str(log)) for _ in range(9)))
    await worker.close()
    steps = [1 if word == "begin" else -1 for word in log.read_text().split()]
    assert len(steps) == 18
    assert max(itertools.accumulate(steps)) == processes


async def test_a_process_is_begun_only_where_the_others_are_at_work() -> None:
    worker = Worker(processes=3)
    assert len({await worker.run(jobs.process_id) for _ in range(5)}) == 1
    assert len(set(await asyncio.gather(*(worker.run(jobs.slow_process_id) for _ in range(6))))) == 3
    await worker.close()


def measured(*bodies: bytes) -> list[tuple[str, int, str]]:
    return [("bytes", len(body), hashlib.sha256(body).hexdigest() + "!") for body in bodies]


@pytest.mark.parametrize("processes", [1, 2])
async def test_large_documents_arrive_whole_whatever_becomes_of_their_neighbours(processes: int) -> None:
    worker = Worker(seconds=2.0, processes=processes)
    calls = [(os.urandom(size), b"", os.urandom(1000)) for size in (65_535, 65_536, 65_537, 5_000_000, 200_000, 0)]
    killed = [asyncio.create_task(worker.run(jobs.spin_in_c)) for _ in range(processes)]
    await asyncio.sleep(0)
    found = await asyncio.gather(*(worker.run(jobs.measure, *call, word="!") for call in calls))
    assert found == [measured(*call) for call in calls]
    assert [type(one) for one in await asyncio.gather(*killed, return_exceptions=True)] == [WorkerKilled] * processes
    await worker.close()


def test_a_large_document_travels_without_a_copy() -> None:
    body = os.urandom(200_000)
    head, part = packed(jobs.measure, (b"small", body), {"word": "!"})
    assert isinstance(part, memoryview)
    assert part.obj is body
    assert len(head) < 500
    assert b"".join(pieces([head, part])).endswith(body)
    assert max(map(len, pieces([head, part]))) <= 64 * 1024


UNSENT = (AttributeError, pickle.PicklingError)  # by Python's version
KILLERS = [jobs.spin_in_c, jobs.die, jobs.swell, jobs.raise_unread, jobs.give_lambda]


@pytest.mark.parametrize("job", KILLERS)
@pytest.mark.parametrize("processes", [1, 2])
async def test_a_call_that_ends_badly_ends_no_other(processes: int, job: Callable[[], object]) -> None:
    """Neither one in another process, nor one that waits for this."""
    worker = Worker(seconds=1.0, processes=processes)
    await asyncio.gather(*(worker.run(jobs.slow_process_id) for _ in range(processes)))
    bad = asyncio.create_task(worker.run(job))
    await asyncio.sleep(0.05)
    assert await asyncio.gather(*(worker.run(jobs.add, n) for n in range(8))) == list(range(1, 9))
    with pytest.raises((WorkerKilled, MemoryError, RuntimeError, *UNSENT)):
        await bad
    await worker.close()


@pytest.mark.parametrize("processes", [1, 2])
async def test_a_cancelled_call_kills_no_neighbour(processes: int) -> None:
    worker = Worker(seconds=1.0, processes=processes)
    spinning = [asyncio.create_task(worker.run(jobs.spin)) for _ in range(processes)]
    await asyncio.sleep(0.05)
    others = [asyncio.create_task(worker.run(jobs.add, n)) for n in range(4)]
    await asyncio.sleep(0.05)
    for call in spinning:
        call.cancel()
    assert await asyncio.gather(*others) == [1, 2, 3, 4]
    await worker.close()


async def test_an_idle_worker_has_no_process(tmp_path: Path) -> None:
    worker = Worker(seconds=2, idle_seconds=0.2)
    first = await worker.run(jobs.process_id)
    await asyncio.sleep(0.1)
    assert await worker.run(jobs.process_id) == first, "a call in time keeps it"
    assert await gone(first)
    second = await worker.run(jobs.process_id)
    assert second != first
    await worker.close()
    assert await gone(second)


async def test_a_long_call_is_not_taken_for_idleness() -> None:
    worker = Worker(seconds=2, idle_seconds=0.05)
    for _ in range(3):
        await worker.run(time.sleep, 0.15)
    await worker.close()


async def test_a_process_that_was_killed_from_outside_is_replaced(worker: Worker) -> None:
    pid = await worker.run(jobs.process_id)
    os.kill(pid, signal.SIGKILL)
    assert await gone(pid)
    await asyncio.sleep(0.3)
    assert await worker.run(jobs.process_id) != pid


async def test_a_cancelled_call_ends_its_process(worker: Worker) -> None:
    pid = await worker.run(jobs.process_id)
    call = asyncio.create_task(worker.run(jobs.spin))
    await asyncio.sleep(0.1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await gone(pid)
    assert await worker.run(jobs.add, 1) == 2


async def test_closing_waits_for_nobody() -> None:
    slow = Worker(seconds=30)
    pid = await slow.run(jobs.process_id)
    calls = [asyncio.create_task(slow.run(jobs.spin)) for _ in range(3)]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    await slow.close()
    assert time.monotonic() - started < 5
    for call in calls:
        with pytest.raises(WorkerKilled):
            await call
    assert await gone(pid)
    assert await slow.run(jobs.add, 1) == 2
    await slow.close()


async def test_closing_what_never_began() -> None:
    worker = Worker()
    await worker.close()
    await worker.close()


@pytest.mark.parametrize("turns", range(1, 6))
async def test_closing_what_is_being_started(turns: int) -> None:
    worker = Worker(processes=1)
    calls = [asyncio.create_task(worker.run(jobs.spin)) for _ in range(3)]
    for _ in range(turns):
        await asyncio.sleep(0)
    await worker.close()
    assert [type(one) for one in await asyncio.gather(*calls, return_exceptions=True)] == [WorkerKilled] * 3
    assert await worker.run(jobs.add, 1) == 2
    await worker.close()


async def test_what_cannot_travel_is_an_error_and_no_hang(worker: Worker) -> None:
    with pytest.raises(UNSENT):
        await worker.run(jobs.give_lambda)
    with pytest.raises(UNSENT):
        await worker.run(jobs.give_back, lambda: None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="Unread"):
        await worker.run(jobs.raise_unread)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await worker.run(jobs.stop)
    assert await worker.run(jobs.add, 1) == 2


async def test_large_calls_and_answers_wait_for_no_one_another() -> None:
    """A document of 5 MB each way, more of them than a pipe takes, and one that waits while another is answered."""
    worker = Worker(processes=2)
    documents = [bytes([number]) * 5_000_000 for number in range(6)]
    assert await asyncio.gather(*(worker.run(jobs.give_back, document) for document in documents)) == documents
    await worker.close()


async def test_what_is_printed_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    worker = Worker(processes=1)
    assert await worker.run(jobs.read_and_print) == ("", b"")
    assert await worker.run(jobs.add, 1) == 2
    await worker.close()
    said = capfd.readouterr()
    assert (said.out, said.err.split()) == ("", ["printed", "shouted", "written"])


async def test_a_process_holds_little(worker: Worker) -> None:
    """Memory: there are up to four, beside the bot on a machine of half a gigabyte."""
    held = await worker.run(jobs.import_names)
    assert "pickle" in held
    assert held.isdisjoint({"asyncio", "multiprocessing", "socketserver", "logging", "aiohttp", "teambot.web.worker"})
    assert len(held) < 100


async def test_a_cancelled_call_is_no_one_elses(worker: Worker) -> None:
    """One that waits is left out; one at work is killed, and what waits behind it is called anew."""
    patient = Worker(seconds=30, processes=1)
    first = await patient.run(jobs.process_id)
    at_work, waits = (asyncio.create_task(patient.run(job)) for job in (jobs.spin, jobs.process_id))
    await asyncio.sleep(0.1)
    at_work.cancel()
    second = await asyncio.wait_for(waits, 20)
    assert second != first
    at_work, waits = (asyncio.create_task(patient.run(job)) for job in (jobs.slow_process_id, jobs.die))
    await asyncio.sleep(0.02)
    waits.cancel()
    assert await at_work == second
    await patient.close()


async def test_the_function_s_own_module_may_take_its_time_to_be_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a process, and not within the deadline: a busy machine would kill one process after another."""
    (tmp_path / "slowly_imported.py").write_text("import time\ntime.sleep(0.5)\ndef answer():\n    return 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    slowly_imported = importlib.import_module("slowly_imported")
    worker = Worker(seconds=0.4)
    assert await worker.run(slowly_imported.answer) == 42
    await worker.close()


async def test_without_room_for_a_process_a_call_fails_and_the_next_works(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(processes=1)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", "/nonexistent/python")
        with pytest.raises(WorkerKilled):
            await worker.run(jobs.add, 1)
    assert await worker.run(jobs.add, 1) == 2
    await worker.close()


async def test_the_loop_goes_on_while_it_works(worker: Worker) -> None:
    await worker.run(jobs.add, 1)
    call = asyncio.create_task(worker.run(time.sleep, 0.3))
    turns = 0
    while not call.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10


ORPHANING = """
import asyncio, os, signal
from teambot.web.process import packed, pieces
from teambot.web.worker import Worker
from tests.web import jobs
async def main():
    worker = Worker(seconds=0.5)
    print(await worker.run(jobs.process_id), flush=True)
    if {busy}:
        asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGKILL)
        await worker.run(jobs.spin_in_c)
    os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
async def test_it_does_not_outlive_a_bot_that_was_killed(tmp_path: Path, busy: bool) -> None:
    script = tmp_path / "orphaning.py"
    script.write_text(ORPHANING.format(busy=busy))
    root = str(Path(__file__).parents[2])
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert done.returncode == -signal.SIGKILL
    assert await gone(int(done.stdout), 5)
