"""Copies of the database: made while the bot writes, read through before they count, thinned out, and put back."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from teambot.errors import CannotStart
from teambot.storage.copies import copies_in, copy_name, is_ours, is_sound
from teambot.storage.engine import database_path
from teambot.storage.faults import Fault, fault_of
from teambot.storage.lock import held

KEPT_FOR = timedelta(days=14)  # product.md: what somebody deletes is gone from the backups within 14 days
DAYS, WEEKS = 7, 4  # one a day, then one a week


def backup(source: Engine | str | Path, folder: Path, now: datetime, *, label: str = "") -> Path:
    """Copy a database into `folder` under a name with the time; give the copy's path.

    It stands on a reading connection of its own, so that it may run in any thread or process beside a writing
    bot. The copy has its final name only once it is on the disk and sound; it can be read by its owner alone.
    Raises CannotStart (65) where the source is damaged, (78) where the copy cannot be written.
    """
    path = database_path(source)
    target = folder / copy_name(now, label)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _part_of(target) as part:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
                connection.execute("VACUUM INTO ?", (str(part),))
            if not is_sound(part):
                raise CannotStart(f"The database {path} is damaged; no backup was made.", code=65)
    except (OSError, sqlite3.Error) as error:
        code = 65 if fault_of(error) is Fault.DAMAGED else 78
        raise CannotStart(f"No backup of {path} could be made in {folder}: {error}.", code=code) from error
    return target


def prune(folder: Path, now: datetime) -> list[Path]:
    """Delete backups but the newest of each of the last 7 days and of 4 weeks, and all that are older than 14 days.

    Nothing is deleted while fewer than two are young: the clock has jumped, or the bot was away for long, and one day
    tells which. Files of other names, and copies from the future, are left alone. Gives what was deleted.
    """
    copies = [copy for copy in copies_in(folder) if copy.made_at <= now]
    if sum(now - copy.made_at <= KEPT_FOR for copy in copies) < 2:
        return []
    kept: set[Path] = set()
    days: set[str] = set()
    weeks: set[str] = set()
    gone = []
    for copy in copies:
        day, week = f"{copy.made_at:%Y-%m-%d}", f"{copy.made_at:%G-%V}"
        if now - copy.made_at <= KEPT_FOR:
            if day not in days and len(days) < DAYS:
                days.add(day)
                kept.add(copy.path)
            if week not in weeks and len(weeks) < WEEKS:
                weeks.add(week)
                kept.add(copy.path)
        if copy.path not in kept:
            copy.path.unlink(missing_ok=True)
            gone.append(copy.path)
    return gone


def restore(copy: Path, database: Path) -> Path | None:
    """Put a backup in the place of a database, which must not be in use; give where the old one was kept.

    None: there was no old one. Raises CannotStart: 75 where a bot is at work on it, 65 where the backup is not
    sound, 78 where it cannot be written.
    """
    path = database.resolve()
    if not copy.is_file():
        raise CannotStart(f"There is no file {copy}; nothing was changed.")
    with held(path):
        if path.exists() and copy.samefile(path):
            raise CannotStart(f"{copy} is the database itself; nothing was changed.")
        if not is_ours(copy) or not is_sound(copy):
            raise CannotStart(f"{copy} is not a sound backup; nothing was changed.", code=65)
        try:
            return _put_back(copy, path)
        except OSError as error:
            raise CannotStart(f"The backup could not be put in the place of {path}: {error.strerror}.") from error


def _put_back(copy: Path, path: Path) -> Path | None:
    aside = _free(path.with_name(path.name + ".replaced"))
    had_one = path.exists()
    with _part_of(path) as part:
        shutil.copyfile(copy, part)
        if had_one:
            # Kept with its log: that must not be played into the restored file, nor be lost.
            for ending in ("", "-wal"):
                _copy_if_there(path.with_name(path.name + ending), aside.with_name(aside.name + ending))
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    return aside if had_one else None


def _free(path: Path) -> Path:
    """Give a name that nothing has yet: what an earlier restore kept is not replaced."""
    names = (path if number == 1 else path.with_name(f"{path.name}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """Give an empty file to fill, which takes the target's place once it is on the disk, or goes with an exception."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")  # two backups may be made in one second
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _copy_if_there(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    if source.exists():
        shutil.copyfile(source, target)
        target.chmod(0o600)
        _sync(target)


def _sync(path: Path) -> None:
    """Have a file, or a folder's list of names, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
