"""What the process tests run in a process of its own: `python -m tests.storage.child ROLE DATABASE …`."""

import asyncio
import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from teambot.errors import CannotStart, Refusal
from teambot.storage.backup import backup
from teambot.storage.engine import check_whole, open_engine
from teambot.storage.lock import held
from teambot.storage.runner import Runner, Tx
from teambot.storage.tables import meta


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def hold(database: Path) -> None:
    """Hold the lock until the process is ended."""
    started = time.monotonic()
    try:
        with held(database):
            say("held")
            time.sleep(60)
    except CannotStart as error:
        say(f"{time.monotonic() - started:.3f} {error}")
        sys.exit(error.code)


def count(database: Path, times: str) -> None:
    """Add to a counter by reading and writing it, against another process that does the same."""

    def add(tx: Tx, _: None, __: datetime) -> None:
        value = tx.scalar(select(meta.c.value).where(meta.c.key == "counter"))
        tx.execute(meta.update().where(meta.c.key == "counter").values(value=str(int(value or 0) + 1)))
        tx.commit()

    async def run() -> int:
        runner, done = Runner(open_engine(database)), 0
        for _ in range(int(times)):
            with suppress(Refusal):  # held by the other for too long: nothing was changed
                await runner.run(add, None, datetime.now(UTC))
                done += 1
        await runner.close()
        return done

    say(asyncio.run(run()))


def write(database: Path) -> None:
    """Commit numbers and acknowledge each, until the process is killed."""

    def note(tx: Tx, n: int, _: datetime) -> None:
        tx.execute(meta.insert(), [{"key": f"{n}-{part}", "value": "x" * 300} for part in range(3)])
        tx.commit()

    async def run() -> None:
        runner, n = Runner(open_engine(database)), 0
        while True:
            await runner.run(note, n, datetime.now(UTC))
            say(n)
            n += 1

    asyncio.run(run())


def read_only(database: Path) -> None:
    """Use a file that may be read and not written, by somebody whom file modes bind, then start anew on it."""
    if os.geteuid() == 0:
        become_nobody(database.parent)
    database.chmod(0o444)
    engine = open_engine(database)

    def note(tx: Tx, _: None, __: datetime) -> None:
        tx.execute(meta.insert().values(key="b", value=""))
        tx.commit()

    async def run() -> None:
        runner = Runner(engine)
        try:
            await runner.run(note, None, datetime.now(UTC))
        except Refusal as refusal:
            say(refusal.key, refusal.facts["fault"])
        say(await runner.read(lambda tx, _, __: tx.scalars(select(meta.c.key)).all(), None, datetime.now(UTC)))
        await runner.close()

    asyncio.run(run())
    try:
        check_whole(engine, database.parent)
    except CannotStart as error:
        say(error.code, error)
    engine.dispose()
    for path in database.parent.iterdir():
        path.chmod(0o444)
    database.parent.chmod(0o555)
    try:
        with held(database.with_name("other.db")):
            say("held")
    except CannotStart as error:
        say(error.code, error)


def become_nobody(folder: Path) -> None:
    """Give up root's rights, after everything that is imported late was imported."""

    async def warm() -> None:
        runner = Runner(open_engine(folder / "warm.db"))
        await runner.run(lambda tx, _, __: tx.execute(select(1)) and None, None, datetime.now(UTC))
        await runner.close()

    asyncio.run(warm())
    for path in (folder, *folder.iterdir()):
        os.chown(path, 65534, 65534)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def look(database: Path, folder: str) -> None:
    """Look at the file and copy it beside a running bot."""
    with open_engine(database, read_only=True).connect() as tx:
        say(tx.scalar(select(meta.c.value)))
    say(backup(database, Path(folder), datetime.now(UTC)))


if __name__ == "__main__":
    role, database, *rest = sys.argv[1:]
    roles = {"hold": hold, "count": count, "write": write, "read_only": read_only, "look": look}
    roles[role](Path(database), *rest)
