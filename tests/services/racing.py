"""What the races of ballots against the close run in processes of their own: `python -m tests.services.racing ROLE …`.

`vote ADDRESS WHO,WHO SEED FIRST COUNT GAP` casts ballots within some milliseconds around the end of each motion, and
says in JSON what was acknowledged; `close ADDRESS SEED COUNT GAP` sweeps as near to it. Both say "ready", and begin
when they read the moment of the first end.
"""

import asyncio
import json
import random
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from teambot.domain.motions import Choice
from teambot.errors import Refusal
from teambot.services.caller import Caller
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.service import VotingService
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from tests.services.conftest import CHANNEL, GUILD

AROUND = 0.003  # seconds before and after the end
BEFORE = 0.03  # some come a little earlier: of those that have to wait for the file, too, some are in time


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def now() -> datetime:
    return datetime.now(UTC)


def told(first: datetime, number: int, gap: str) -> datetime:
    """Give the end of a motion."""
    return first + timedelta(seconds=number * float(gap))


async def ready(address: str) -> tuple[Runner, VotingService, datetime]:
    """Open the store, say so, and wait to be told when the first motion ends."""
    runner = Runner(open_engine(address))
    voting = VotingService(runner)
    await voting.remind_due(now() - timedelta(days=1))  # connected, and its statements known
    say("ready")
    line = await asyncio.to_thread(sys.stdin.readline)
    return runner, voting, datetime.fromisoformat(line.strip())


async def vote(address: str, people: str, seed: str, first_id: str, count: str, gap: str) -> None:
    """Cast one ballot, or two after each other, for each of these people on each motion."""
    runner, voting, first = await ready(address)
    drawn, interactions = random.Random(int(seed)), iter(range(int(seed) * 10**6, 10**9))
    cast: list[tuple[int, int, str, str]] = []
    refused: dict[str, int] = {}

    async def votes(who: int, number: int, waits: list[float], choices: list[str]) -> None:
        for wait, choice in zip(waits, choices, strict=True):
            await asyncio.sleep((told(first, number, gap) - now()).total_seconds() + wait)
            caller = Caller(next(interactions), GUILD, CHANNEL, None, 99 + who, f"Member {who}", "en-GB", False)
            at, motion_id = now(), int(first_id) + number
            try:
                await voting.cast(caller, CastBallot(motion_id, choice), at)
            except Refusal as refusal:
                refused[refusal.key] = refused.get(refusal.key, 0) + 1
            else:
                cast.append((motion_id, who, choice, at.isoformat()))

    tasks = []
    for number in range(int(count)):
        for who in map(int, people.split(",")):
            times = drawn.randint(1, 2)
            waits = sorted(drawn.uniform(-drawn.choice([AROUND, BEFORE]), AROUND) for _ in range(times))
            tasks.append(votes(who, number, waits, drawn.choices([str(one) for one in Choice], k=times)))
    await asyncio.gather(*tasks)
    await runner.close()
    say(json.dumps({"cast": cast, "refused": refused}))


async def close(address: str, seed: str, count: str, gap: str) -> None:
    """Sweep about the end of each motion, and once more after all; says how many were closed here."""
    runner, voting, first = await ready(address)
    drawn, closed = random.Random(int(seed)), 0
    for number in range(int(count) + 1):
        wait = drawn.uniform(-AROUND, AROUND) if number < int(count) else 1
        await asyncio.sleep((told(first, number, gap) - now()).total_seconds() + wait)
        with suppress(Refusal):  # the file was held by the other for too long
            closed += await voting.close_due(now())
    await runner.close()
    say(json.dumps({"closed": closed}))


if __name__ == "__main__":
    asyncio.run({"vote": vote, "close": close}[sys.argv[1]](*sys.argv[2:]))
