"""A reading and a writing command, 32 in flight: the bot's processor time for each, and how long people wait.

The bot is a process of its own; the loopback Discord and the people are this one, and its checks are off. The peer is
a bot written by hand for these two commands (`peers/handwritten.py`), whose answers must have the same parts.
"""

import json
import shutil
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.message import Message
from tests.benchmarks.crowd import Command, Crowd
from tests.benchmarks.places import settle
from tests.benchmarks.process import Process, ours, peer
from tests.benchmarks.report import Row, bound_row, ratio_row
from tests.benchmarks.teams import Seeded, seed

TEAMS = 100
AT_ONCE = 32
COMMANDS = 400  # of each kind and round, after those that warm up
WARM = 96
ROUNDS = 5
LINK, WORDS = "https://forum.example/thread/3", "I read it on the train and enjoyed it."


@dataclass(slots=True)
class Found:
    """What the rounds of one bot and one kind of command gave, in ms."""

    cpu: list[float] = field(default_factory=list)  # a command
    middle: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)
    parts: list[Counter[Any]] = field(default_factory=list)

    def note(self, cpu: float, waits: list[float], answers: list[tuple[Message, ...]]) -> None:
        ordered = sorted(1000 * wait for wait in waits)
        self.cpu.append(1000 * cpu / len(waits))
        self.middle.append(median(ordered))
        self.p99.append(ordered[len(ordered) * 99 // 100])
        self.longest.append(ordered[-1])
        self.parts.append(Counter(map(_parts, answers)))


def _parts(answer: tuple[Message, ...]) -> Any:
    """Say what an answer is made of: its first line, and the kinds of its components, nested."""

    def kinds(components: Any) -> Any:
        return tuple((part["type"], kinds(part.get("components", ())), "accessory" in part) for part in components)

    return answer[0].text.partition("\n")[0], *(kinds(message.payload["components"]) for message in answer)


Work = dict[str, list[list[Any]]]


def _work(teams: Sequence[Seeded], database: Path) -> Work:
    """Choose who gives which command: everybody reads at most once, every assignment is done at most once."""
    connection = sqlite3.connect(database)
    asked = connection.execute(
        "SELECT assignment.id, person.discord_id FROM assignment JOIN membership ON membership.id = pusher_id "
        "JOIN person ON person.id = person_id WHERE assignment.state = 'asked' ORDER BY assignment.id % 24, 1"
    ).fetchall()
    connection.close()
    places = {who: ([team.guild_id, team.channel_id], one) for team in teams for one, who in enumerate(team.people)}
    readers = sorted(places, key=lambda who: places[who][1])
    named = {who: [where, who, f"Member {one}"] for who, (where, one) in places.items()}
    most = WARM + COMMANDS
    return {
        "reading": [named[who] for who in readers[:most]],
        "writing": [[*named[who], assignment, LINK, WORDS] for assignment, who in asked[:most]],
    }


def _commands(work: Work) -> dict[str, list[Command]]:
    return {
        "reading": [Command(who, *where, "week show", {}, messages=2) for where, who, _ in work["reading"]],
        "writing": [
            Command(who, *where, "week done", {"assignment": str(key), "link": link, "words": words})
            for where, who, _, key, link, words in work["writing"]
        ],
    }


async def _give(
    bot: Process, double: LoopbackDiscord, lines: dict[str, list[Command]], found: dict[str, Found]
) -> None:
    """Start a bot and give it all the commands, one kind after the other."""
    await bot.start()
    try:
        await bot.ready(double)
        crowd = Crowd(double)
        for kind, commands in lines.items():
            await crowd.give(commands[:WARM], AT_ONCE)
            before = bot.cpu()
            waits, answers = await crowd.give(commands[WARM:], AT_ONCE)
            found[kind].note(bot.cpu() - before, waits, answers)
    finally:
        await bot.stop()


async def _round(folder: Path, name: str, first: Path, made: list[Seeded], found: dict[str, Found]) -> None:
    """Let one bot do all the work, on a copy of the database and a Discord of its own."""
    double = LoopbackDiscord(lambda: datetime.now(UTC))
    await double.start()
    place = Path(tempfile.mkdtemp(dir=folder))
    database = Path(shutil.copy(first, place / "teambot.db"))
    if name == "bare":
        bot, lines = peer(folder, double, "bare"), {"ping": _pings(settle(double.world, database, made))}
    else:
        work = _work(settle(double.world, database, made), database)
        lines = _commands(work)
        script = place / "work.json"
        script.write_text(json.dumps(work))
        hand = peer(folder, double, "handwritten", str(database), str(script))
        bot = ours(folder, double, database) if name == "ours" else hand
    await _give(bot, double, lines, found)
    await double.stop()


def _pings(teams: Sequence[Seeded]) -> list[Command]:
    everybody = [(team, who) for team in teams for who in team.people]
    return [Command(who, team.guild_id, team.channel_id, "ping", {}) for team, who in everybody[: WARM + COMMANDS]]


def _rows(kind: str, mine: Found, other: Found) -> list[Row]:
    if mine.parts != other.parts:
        raise AssertionError(f"the answers to the {kind} command are not made of the same parts as the peer's")
    name = f"commands: {kind}, {AT_ONCE} in flight"
    middle, p99, longest = min(mine.middle), min(mine.p99), max(mine.longest)  # other load on the machine only adds
    return [
        ratio_row(f"{name}, processor (peer: by hand)", "ms", mine.cpu, other.cpu, "at most 1.3", lambda r: r <= 1.3),
        bound_row(f"{name}, answered p50", "ms", middle, min(other.middle), "a hint", held=True),
        bound_row(f"{name}, answered p99", "ms", p99, min(other.p99), "at most 250 ms", held=p99 <= 250),
        bound_row(f"{name}, longest", "ms", longest, max(other.longest), "at most 3 s", held=longest <= 3000),
    ]


async def run() -> list[Row]:
    """Measure both kinds of commands in paired rounds, and a bare /ping once."""
    found = {name: defaultdict[str, Found](Found) for name in ("ours", "handwritten", "bare")}
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        first = folder / "first.db"
        made = await seed(first, TEAMS)
        for _ in range(ROUNDS):
            for name in ("ours", "handwritten"):
                await _round(folder, name, first, made, found[name])
        await _round(folder, "bare", first, made, found["bare"])
    ping = found["bare"]["ping"]
    bare = bound_row("commands: a bare /ping, processor", "ms", *ping.cpu, *ping.cpu, "a hint", held=True)
    rows = [_rows(kind, found["ours"][kind], found["handwritten"][kind]) for kind in ("reading", "writing")]
    return [*rows[0], *rows[1], bare]
