"""The backup files of a folder: their names, their order, whether they are sound. It makes and deletes none."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"teambot-(\d{8}T\d{6}Z)(?:-[\w.-]+)?\.db")


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup file, and when it was made."""

    path: Path
    made_at: datetime


def copy_name(now: datetime, label: str = "") -> str:
    """Name a backup made at `now`; the label says what it was made before. Names sort by time."""
    return f"teambot-{now.astimezone(UTC).strftime(_STAMP)}{'-' if label else ''}{label}.db"


def copies_in(folder: Path) -> list[Copy]:
    """List the backups of a folder, newest first; files of other names are not ours. A missing folder holds none."""
    found = []
    for path in folder.glob("teambot-*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            found.append(Copy(path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)))
    return sorted(found, key=lambda copy: (copy.made_at, copy.path.name), reverse=True)


def newest_sound(folder: Path) -> Path | None:
    """Find the newest backup that can be read from end to end."""
    return next((copy.path for copy in copies_in(folder) if is_sound(copy.path)), None)


def is_sound(path: Path) -> bool:
    """Read a whole database file and say whether it is undamaged (`PRAGMA quick_check`)."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return quick_check(connection)
    except sqlite3.DatabaseError:
        return False


def is_ours(path: Path) -> bool:
    """Say whether a file is a database that our schema steps made; an empty file is sound, and is not ours."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall())
    except sqlite3.DatabaseError:
        return False


def quick_check(connection: sqlite3.Connection) -> bool:
    """Ask SQLite to look through all pages of an open database. Raises sqlite3.DatabaseError where even that fails."""
    rows: list[tuple[str]] = connection.execute("PRAGMA quick_check(1)").fetchall()
    return rows == [("ok",)]
