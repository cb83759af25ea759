"""Ten thousand teams of twelve whose plans are due in one minute, on the real store, and who gives commands meanwhile.

First the plans alone: what one costs with all that belongs to it, loaded and stored, beside the study's planner for the
same weeks. Then the same again from a copy of the database while 32 commands are in flight: how long people wait for
the service's answer. Discord is left out, which takes fifty messages a second at the most. In full it takes five
minutes on a free machine; `many:1000` plays a thousand teams.
"""

import asyncio
import itertools
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect

from teambot.domain.rotation import Inputs, plan
from teambot.domain.year import Planner
from teambot.errors import Refusal
from teambot.services.assignments.service import AssignmentsService, PushDone
from teambot.services.caller import Caller
from teambot.services.weeks import WeeksService
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner, Tx
from tests.benchmarks.peers.study import reference
from tests.benchmarks.report import Row, bound_row
from tests.benchmarks.teams import START, Seeded, seed, seed_team
from tests.nobody import no_links

TEAMS = 10_000
EARLIER = 100  # teams that have a plan already: their members give the commands
AT_ONCE, THINKING = 32, 0.2  # people, and the seconds from an answer to their next command: over 100 commands a second
IN_A_TRANSACTION = 500
SAMPLE = 500  # weeks that both planners plan
SECOND_CLOSE, SECOND_PLAN = START + timedelta(days=13, hours=10), START + timedelta(days=14, hours=1)
MEMORY = 64.0  # MiB more, whatever the number of teams: a hundred weeks are loaded at a time


async def _made(database: Path, count: int) -> list[Seeded]:
    """Make a database where `count` teams wait for their plan; gives the teams that have one already."""
    earlier = await seed(database, EARLIER)
    engine = open_engine(database)
    runner = Runner(engine)
    joined = START + timedelta(days=7, hours=2)

    def fill(tx: Tx, numbers: range, _: object) -> None:
        for number in numbers:
            seed_team(tx, number, joined)
        tx.commit()

    for first in range(EARLIER, EARLIER + count, IN_A_TRANSACTION):
        await runner.run(fill, range(first, min(first + IN_A_TRANSACTION, EARLIER + count)), joined)
    await WeeksService(runner).close_due(SECOND_CLOSE)
    await runner.close()
    engine.dispose()
    return earlier


async def _alone(database: Path) -> tuple[float, float]:
    """Publish all that is due; gives the processor's seconds, and the MiB that the process grew by at its height."""
    engine = open_engine(database)
    runner = Runner(engine)
    await runner.read(lambda tx, _, __: None, None, START)
    Path("/proc/self/clear_refs").write_text("5")  # the height is measured from here on
    before, begun = _memory("VmRSS"), time.process_time()
    await WeeksService(runner).publish_due(SECOND_PLAN)
    took, grown = time.process_time() - begun, _memory("VmHWM") - before
    await runner.close()
    engine.dispose()
    return took, grown


def _memory(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def _planned(database: Path, planner: Planner) -> float:
    """Let a planner plan weeks of the store; the processor's seconds a plan."""
    with closing(connect(database)) as connection:
        rows = connection.execute("SELECT inputs FROM plan ORDER BY id DESC LIMIT ?", (SAMPLE,)).fetchall()
    weeks = [Inputs.from_json(json.loads(row[0])) for row in rows]
    begun = time.process_time()
    for week in weeks:
        planner(week)
    return (time.process_time() - begun) / len(weeks)


async def _meanwhile(database: Path, teams: list[Seeded]) -> tuple[list[float], float]:
    """Publish all that is due while people give commands; the seconds that each waited, and the whole's seconds."""
    engine = open_engine(database)
    runner = Runner(engine)
    waits: list[float] = []
    weeks, done = WeeksService(runner), AssignmentsService(runner, no_links)
    callers = itertools.cycle([(team, who) for who in range(12) for team in teams])
    numbers = itertools.count(1)
    asked = _asked(database)

    async def one(number: int) -> None:
        team, who = next(callers)
        if number % 2:
            await weeks.show(_caller(team, team.people[who], number), "this", SECOND_PLAN)
            return
        assignment, discord_id, guild_id, channel_id = next(asked)
        caller = Caller(number, guild_id, channel_id, None, discord_id, "Member", "en-GB", False)
        with suppress(Refusal):  # done already, once everybody had their turn
            await done.done(caller, PushDone(assignment, "", "I read it on the train."), SECOND_PLAN)

    async def people() -> None:
        while not publishing.done():
            begun = time.perf_counter()
            await one(next(numbers))
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(THINKING)

    begun = time.perf_counter()
    publishing = asyncio.ensure_future(weeks.publish_due(SECOND_PLAN))
    await asyncio.gather(*(people() for _ in range(AT_ONCE)))
    await publishing
    took = time.perf_counter() - begun
    await runner.close()
    engine.dispose()
    return waits, took


def _caller(team: Seeded, discord_id: int, number: int) -> Caller:
    return Caller(number, team.guild_id, team.channel_id, None, discord_id, "Member", "en-GB", False)


def _asked(database: Path) -> Iterator[tuple[int, int, int, int]]:
    """Give the open assignments of the teams that have a plan, again and again."""
    with closing(connect(database)) as connection:
        rows = connection.execute(
            "SELECT assignment.id, person.discord_id, guild_id, channel_id FROM assignment "
            "JOIN membership ON membership.id = pusher_id JOIN person ON person.id = person_id "
            "JOIN team ON team.id = membership.team_id WHERE assignment.state = 'asked' ORDER BY assignment.id % 24, 1"
        ).fetchall()
    return itertools.cycle(rows)


async def run(count: int = TEAMS) -> list[Row]:
    """Publish so many teams' plans, once alone and once beside commands."""
    study = reference()
    if study is None:
        print("many: the reference is not beside the project, so nothing is measured")
        return []
    with tempfile.TemporaryDirectory() as text:
        first, second = Path(text) / "first.db", Path(text) / "second.db"
        earlier = await _made(first, count)
        shutil.copy(first, second)
        took, grown = await _alone(first)
        theirs, ours = _planned(first, study), _planned(first, plan)
        waits, whole = await _meanwhile(second, earlier)
    each, ordered = took / count, sorted(waits)
    p99 = 1000 * ordered[len(ordered) * 99 // 100]
    title = f"many: {count:,} teams of 12"
    beside = f"{len(waits):,} commands in {whole:.0f} s, longest {1000 * ordered[-1]:.0f} ms"
    return [
        bound_row(
            f"{title}, a plan and its store, processor", "ms", 1000 * each, 1000 * theirs,
            "at most 5 of the reference planner alone", held=each <= 5 * theirs,
        ),
        bound_row(f"{title}, the planner's part of it", "ms", 1000 * ours, 1000 * theirs, "a hint", held=True),
        bound_row(
            f"{title}, memory more at its height", "MiB", grown, 0.0, f"at most {MEMORY:.0f}", held=grown <= MEMORY,
        ),
        bound_row(f"{title}, commands meanwhile, p99", "ms", p99, 0.0, f"at most 250 ({beside})", held=p99 <= 250),
    ]  # fmt: skip
