"""A storm: the cards of many teams come due in one second while people give commands, so many in flight.

The bot is a process of its own on the machine's clock; the loopback Discord and the people are this one.
"""

import asyncio
import json
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from teambot.sandbox.loopback.components import BUTTON
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.interactions import Act, Interaction
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.options import filled, find_command
from teambot.sandbox.loopback.world import World
from teambot.services.weeks import WeeksService
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from tests.benchmarks.places import settle
from tests.benchmarks.teams import Seeded, seed

CARDS = 2  # a team: twelve posts need two


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member, their assignments that nobody has answered, and where they are."""

    user: int
    guild: int
    channel: int
    asked: list[int]


async def prepare(double: LoopbackDiscord, database: Path, teams: int, due: datetime) -> list[Somebody]:
    """Make the teams, and by the real service their plans, whose cards are all due at one moment."""
    made = settle(double.world, database, await seed(database, teams, planned=False))
    with closing(sqlite3.connect(database)) as connection:
        times = (due - timedelta(hours=15), due, due + timedelta(days=6))
        changed = "UPDATE week SET closes_at=?, publishes_at=?, ends_at=?"
        connection.execute(changed, tuple(str(time.replace(tzinfo=None)) for time in times))
        say_only_cards(connection, due.replace(tzinfo=None))
        connection.commit()
    engine = open_engine(database)
    runner = Runner(engine)
    service = WeeksService(runner)
    await service.close_due(due)
    assert await service.publish_due(due) == teams
    await runner.close()
    engine.dispose()
    asked: dict[int, list[int]] = defaultdict(list)
    sql = (
        "SELECT discord_id, assignment.id FROM assignment JOIN membership ON membership.id = pusher_id"
        " JOIN person ON person.id = person_id"
    )
    for user, assignment in read(database, sql):
        asked[user].append(assignment)
    return [Somebody(user, team.guild_id, team.channel_id, asked[user]) for team in made for user in team.people]


def say_only_cards(connection: sqlite3.Connection, due: datetime) -> None:
    """Make everybody a steward who was here today: the bot then has nobody to propose, and says nothing else."""
    connection.execute("UPDATE membership SET steward_since=?, active_at=?", (str(due - timedelta(hours=15)), str(due)))


def place(world: World, database: Path, made: Sequence[Seeded]) -> None:
    """Make guilds, channels and people of these teams in the loopback Discord, and keep their ids in the store."""
    with closing(sqlite3.connect(database)) as connection:
        for team in made:
            guild = world.add_guild(f"guild {team.team}", world.add_user("owner").id)
            channel = world.add_channel(guild.id, "team")
            connection.execute("UPDATE team SET guild_id=?, channel_id=? WHERE id=?", (guild.id, channel.id, team.team))
            for one, person in enumerate(team.people):
                user = world.add_user(f"Member {one}")
                world.add_member(guild.id, user.id)
                connection.execute("UPDATE person SET discord_id=? WHERE discord_id=?", (user.id, person))
        connection.commit()


def read(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


@dataclass(slots=True)
class Crowd:
    """People who give commands, one after the other, until they are told to stop; and how long each waited."""

    double: LoopbackDiscord
    people: list[Somebody]
    seed: int
    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    booked: list[int] = field(default_factory=list)  # interactions that were told "it is booked"
    stopped: bool = False
    _begun: dict[int, float] = field(default_factory=dict)

    async def go(self, at_once: int) -> None:
        self.double.world.listeners.append(self._heard)
        luck = random.Random(self.seed)
        await asyncio.gather(*(self._one(random.Random(luck.random())) for _ in range(at_once)))

    async def _one(self, luck: random.Random) -> None:
        while not self.stopped:
            somebody = luck.choice(self.people)
            match luck.randrange(4):
                case 0:
                    await self._command(somebody, "week show")
                case 1:
                    await self._command(somebody, "post list")
                case 2 if somebody.asked:
                    assignment = str(somebody.asked.pop())
                    act = await self._command(somebody, "week done", assignment=assignment, words="I liked it.")
                    if act is not None and "hears today that you recommended" in self._text(act):
                        self.booked.append(act.id)
                case _:
                    await self._settings(somebody)

    async def _settings(self, somebody: Somebody) -> None:
        act = await self._command(somebody, "me settings")
        if act is None or act.original_id is None:
            return
        screen = self.double.world.messages[act.original_id]
        button = next((one for one in screen.buttons if (one.custom_id or "").startswith("tb:ping:")), None)
        if button is None:
            self.failed.append(f"no settings: {screen.text[:80]}")
            return
        data = {"custom_id": button.custom_id, "component_type": BUTTON, "id": 1}
        await self._act(somebody, "a settings button", Act.COMPONENT, data, screen)

    async def _command(self, somebody: Somebody, name: str, **options: str) -> Interaction | None:
        found = find_command(self.double.commands.visible_in(somebody.guild), name)
        return await self._act(somebody, name, Act.COMMAND, filled(*found, options))

    async def _act(
        self, somebody: Somebody, what: str, kind: Act, data: Any, source: Message | None = None
    ) -> Interaction | None:
        if self.stopped:
            return None
        begun = time.perf_counter()
        act = self.double.acts.open(kind, somebody.user, somebody.channel, data, source=source)
        self._begun[act.id] = begun
        fault = await self.double.acts.settled(act)
        self.kinds[what] += 1
        if fault:
            self.failed.append(f"{what}: {fault}")
            return None
        self.answered.append(time.perf_counter() - begun)
        return act

    def _text(self, act: Interaction) -> str:
        return self.double.world.messages[act.original_id or 0].text

    def _heard(self, what: str, facts: dict[str, Any]) -> None:
        if what == "answer" and facts["interaction_id"] in self._begun:
            self.acknowledged.append(time.perf_counter() - self._begun.pop(facts["interaction_id"]))


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]


def unsent(database: Path) -> int:
    return int(read(database, "SELECT count(*) FROM outbox WHERE state <> 'sent'")[0][0])


def wrong(double: LoopbackDiscord, database: Path) -> list[str]:
    """Hold what stands in the channels against the outbox: each once, in the order in which it was written down."""
    stands: dict[int, list[int]] = defaultdict(list)
    for message in sorted(double.world.messages.values(), key=lambda message: message.id):
        if message.author_id == double.world.bot.id and message.ephemeral_for is None:
            stands[message.channel_id].append(message.payload["components"][0]["id"])
    expected: dict[int, list[int]] = defaultdict(list)
    for channel, marker in read(
        database, "SELECT sent_channel_id, marker FROM outbox WHERE state = 'sent' ORDER BY id"
    ):
        expected[channel].append(marker)
    return [
        f"{channel}: {stands[channel]} for {expected[channel]}"
        for channel in stands | expected
        if stands[channel] != expected[channel]
    ]


def complaints(log: Path) -> list[str]:
    """Lines of the bot's log that tell of an error or of a lock."""
    lines = [
        json.loads(line) if line.startswith("{") else {"level": "error", "event": line}
        for line in log.read_text().splitlines()
    ]
    return [str(line)[:1500] for line in lines if line["level"] in ("error", "critical") or "lock" in line["event"]]


def memory(pid: int) -> float:
    """The most MiB that were ever resident."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) / 1024


def soon(seconds: float) -> datetime:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).replace(microsecond=0)
