"""A thousand feeds of real teams' members, none of them read yet: the file that the polling begins on."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

from teambot.feeds.identity import feed_key
from tests.benchmarks.feeds_made import FEEDS
from tests.benchmarks.teams import SIZE, START, seed

TEAMS = -(-FEEDS // SIZE)
WARM = TEAMS * SIZE - FEEDS  # the last team's others: their feeds are read first, and not counted
WARMED = START - timedelta(minutes=1)


def name_of(number: int) -> str:
    """Give the host of a feed, by its number among all."""
    return f"f{number:04}.feeds.example"


async def seeded(database: Path, scheme: str) -> Path:
    """Make a file in which every member has a feed on a host of its own, due at START, those that warm up before."""
    await seed(database, TEAMS, planned=False)
    connection = sqlite3.connect(database)
    for number, (row,) in enumerate(connection.execute("SELECT id FROM feed ORDER BY id").fetchall()):
        url = f"{scheme}://{name_of(number)}/{number % FEEDS:04}.xml"
        due = START if number < FEEDS else WARMED
        connection.execute(
            "UPDATE feed SET url = ?, key = ?, next_at = ?, state = 'active' WHERE id = ?",
            (url, feed_key(url), _text(due), row),
        )
    _close(connection)
    return database


def pace(database: Path, a_second: int, seconds: int) -> None:
    """Let so many feeds be due a second, one after the other; the others never."""
    connection = sqlite3.connect(database)
    for place, (row,) in enumerate(connection.execute("SELECT id FROM feed ORDER BY id").fetchall()):
        last = place >= a_second * seconds
        due = START + (timedelta(days=1) if last else timedelta(seconds=place / a_second))
        if place < FEEDS:
            connection.execute("UPDATE feed SET next_at = ? WHERE id = ?", (_text(due), row))
    _close(connection)


def items_in(database: Path) -> int:
    """Count the items that are stored of the feeds that count."""
    connection = sqlite3.connect(database)
    first = "SELECT count(*) FROM item JOIN (SELECT id FROM feed ORDER BY id LIMIT ?) AS one ON one.id = feed_id"
    found: int = connection.execute(first, (FEEDS,)).fetchone()[0]
    connection.close()
    return found


def _text(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S.%f}"


def _close(connection: sqlite3.Connection) -> None:
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
