"""The seeded teams in a loopback Discord: guilds, channels and people there, with the same ids in the database.

The weeks are moved so that now lies in the middle of the first plan's week, and all that was to be said is said.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from teambot.sandbox.loopback.world import World
from tests.benchmarks.teams import START, Seeded

_PUBLISHED = START + timedelta(days=7, hours=1)  # when the seeded plan came out


def settle(world: World, database: Path, made: Sequence[Seeded]) -> list[Seeded]:
    """Make the world of these teams; gives them with the ids that they have in it."""
    connection = sqlite3.connect(database)
    settled = [_settle(world, connection, team) for team in made]
    ahead = datetime.now(UTC) - timedelta(days=1) - _PUBLISHED
    for row in connection.execute("SELECT id, closes_at, publishes_at, ends_at FROM week").fetchall():
        times = (str(datetime.fromisoformat(text) + ahead) for text in row[1:])
        connection.execute("UPDATE week SET closes_at=?, publishes_at=?, ends_at=? WHERE id=?", (*times, row[0]))
    connection.execute("DELETE FROM outbox")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return settled


def _settle(world: World, connection: sqlite3.Connection, team: Seeded) -> Seeded:
    guild = world.add_guild(f"guild {team.team}", world.add_user("owner").id)
    channel = world.add_channel(guild.id, "team")
    connection.execute("UPDATE team SET guild_id=?, channel_id=? WHERE id=?", (guild.id, channel.id, team.team))
    people = []
    for one, person in enumerate(team.people):
        user = world.add_user(f"Member {one}")
        world.add_member(guild.id, user.id)
        connection.execute("UPDATE person SET discord_id=? WHERE discord_id=?", (user.id, person))
        people.append(user.id)
    return replace(team, guild_id=guild.id, channel_id=channel.id, people=tuple(people))
