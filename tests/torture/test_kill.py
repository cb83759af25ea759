"""kill -9 in the middle of the publishing of plans: nothing lost, nothing doubled.

The plans of 50 teams of 12 are due: 100 cards and 600 direct messages. While they go out the process is killed again
and again, and Discord answers some requests with 502 or a cut connection after it has kept the message. TORTURE=ci
kills 40 times (research/reliability.md 4.10: 600 messages x 40 kills); the full run 400 times over ten times the teams.
"""

import asyncio
import os
import random
import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.world import World
from tests.benchmarks.teams import SIZE, seed
from tests.torture.bot_process import BotProcess
from tests.torture.storm import say_only_cards

FULL = os.environ.get("TORTURE", "full") == "full"
TEAMS, KILLS = (500, 400) if FULL else (50, 40)
WEEK = "2026-W03"  # of the seeded teams' first plan, whose times are moved to now
FAULTS_EVERY = 23  # one request in so many fails after its effect
MESSAGES = "/channels/{channel_id}/messages"

pytestmark = pytest.mark.torture


async def _fill(world: World, database: Path, teams: int) -> None:
    """Make guilds, channels and people in the loopback Discord, and the same in the database, with its ids."""
    made = await seed(database, teams, by_dm=True, planned=False)
    connection = sqlite3.connect(database)
    for team in made:
        owner = world.add_user("owner")
        guild = world.add_guild(f"guild {team.team}", owner.id)
        channel = world.add_channel(guild.id, "team")
        connection.execute("UPDATE team SET guild_id=?, channel_id=? WHERE id=?", (guild.id, channel.id, team.team))
        for person in team.people:
            user = world.add_user(f"user {person}")
            world.add_member(guild.id, user.id)
            connection.execute("UPDATE person SET discord_id=? WHERE discord_id=?", (user.id, person))
    now = datetime.now(UTC)
    due = (now - timedelta(minutes=5)).replace(tzinfo=None)
    times = (due - timedelta(hours=15), due, due + timedelta(days=6))
    connection.execute("UPDATE week SET closes_at=?, publishes_at=?, ends_at=?", tuple(str(time) for time in times))
    say_only_cards(connection, due)
    connection.commit()
    connection.close()


def _unsent(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        weeks = connection.execute("SELECT count(*) FROM week WHERE key=? AND state <> 'planned'", (WEEK,)).fetchone()
        rows = connection.execute("SELECT count(*) FROM outbox WHERE state <> 'sent'").fetchone()
        return int(weeks[0]) + int(rows[0])
    finally:
        connection.close()


def _plan_faults(double: LoopbackDiscord, luck: random.Random) -> None:
    """Let some messages be kept while the bot is told that they were not, or nothing at all."""
    seen = iter(range(10**9))

    def strikes(_: object) -> bool:
        return next(seen) % FAULTS_EVERY == FAULTS_EVERY - 1

    for status, reset in ((502, False), (None, True)):
        offset = luck.randrange(FAULTS_EVERY)
        for _ in range(offset):
            next(seen)
        double.faults.on("POST", MESSAGES, status=status, reset=reset, after=True, match=strikes, times=None)


async def test_kill_in_the_middle_of_the_publishing(tmp_path: Path) -> None:
    luck = random.Random(20261122)
    database = tmp_path / "teambot.db"
    double = LoopbackDiscord(lambda: datetime.now(UTC))
    await double.start()
    await _fill(double.world, database, TEAMS)
    _plan_faults(double, luck)
    bot = BotProcess(double, database)
    kills = 0
    for _ in range(KILLS):
        before = len(double.world.messages)
        await bot.start()
        # Killed once it is sending: after a few more messages, at a random instant.
        more = luck.randrange(1, 24)
        for _ in range(3000):
            if len(double.world.messages) >= before + more or not _unsent(database):
                break
            await asyncio.sleep(0.005)
        await asyncio.sleep(luck.random() * 0.02)
        kills += bool(_unsent(database))
        await bot.kill()
    await bot.start()
    for _ in range(2400):
        if not _unsent(database):
            break
        await asyncio.sleep(0.25)
    assert await bot.stop() == 0
    await double.stop()
    lost, doubled, sent = _count(double.world, database)
    faults = len(double.faults.log)
    print(f"\n{sent} messages, {kills} kills, {faults} faults after the effect: {lost} lost, {doubled} doubled")
    assert (lost, doubled) == (0, 0)
    assert sent == TEAMS * (SIZE + 2)  # twelve posts need two cards
    assert kills >= KILLS // 2, "the bot was not killed while it was sending: the test tests nothing"


def _count(world: World, database: Path) -> tuple[int, int, int]:
    """Hold the outbox against what stands in Discord: (lost, doubled, rows), by the marker of each message."""
    standing = Counter(
        (message.channel_id, message.payload["components"][0]["id"])
        for message in world.messages.values()
        if message.author_id == world.bot.id
    )
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT sent_channel_id, marker FROM outbox WHERE state = 'sent'").fetchall()
    connection.close()
    lost = sum(standing[(channel, marker)] == 0 for channel, marker in rows)
    return lost, sum(standing.values()) - len(standing), len(rows)
