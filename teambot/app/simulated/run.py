"""Play a made-up team's year, tell it, and write the files that were asked for, all of them or none."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from teambot import pictures
from teambot.app.simulated.files import as_csv, as_json
from teambot.app.simulated.picture import picture_of
from teambot.app.simulated.words import told
from teambot.domain.world import Attendance, World
from teambot.domain.year import live
from teambot.domain.year_figures import figures
from teambot.errors import CannotStart

_BAD_COMMAND = 2  # exit code


@dataclass(frozen=True, slots=True)
class Simulation:
    """What is to be played, and the files it is to be written to, if any."""

    members: int
    weeks: int
    seed: int
    load: int
    attendance: Attendance
    json: Path | None = None
    csv: Path | None = None
    png: Path | None = None
    dark: bool = False


def simulate(asked: Simulation) -> str:
    """Play a year and write its files; gives what is to be printed.

    Raises CannotStart with exit code 2 for a dark picture without a file, and for a file that cannot be written, before
    the year is played where that can be known, and with 78 where a picture cannot be drawn; then no file is
    written at all.
    """
    if asked.dark and asked.png is None:
        raise CannotStart("--dark is for a picture: name its file with --png.", code=_BAD_COMMAND)
    files = [path for path in (asked.json, asked.csv, asked.png) if path is not None]
    if len({path.resolve() for path in files}) < len(files):
        raise CannotStart("Two of the files have the same name: each needs its own.", code=_BAD_COMMAND)
    for path in files:
        _check(path)
    year = live(World(asked.members, asked.seed, asked.load, asked.attendance), asked.weeks)
    found = figures(year)
    contents: dict[Path, bytes] = {}
    if asked.json is not None:
        contents[asked.json] = as_json(year, found, asked.seed, asked.attendance).encode()
    if asked.csv is not None:
        contents[asked.csv] = as_csv(year).encode()
    if asked.png is not None:
        look = pictures.Look.DARK if asked.dark else pictures.Look.LIGHT
        try:
            contents[asked.png] = asyncio.run(pictures.draw(picture_of(year, asked.seed, asked.attendance), look))
        except pictures.CannotDraw as error:
            raise CannotStart(str(error)) from error
    _write(contents)
    written = f"\n\nWritten: {', '.join(map(str, contents))}." if contents else ""
    return told(year, found, asked.seed, asked.attendance) + written


def _check(path: Path) -> None:
    """Refuse what cannot be written, as far as that can be seen before."""
    if path.is_dir():
        raise CannotStart(f"{path} is a folder: name a file.", code=_BAD_COMMAND)
    if not path.parent.is_dir():
        raise CannotStart(f"{path} cannot be written: there is no folder {path.parent}.", code=_BAD_COMMAND)
    if _is_plain(path):
        beside = _beside(path)
        try:
            beside.touch()
            beside.unlink()
        except OSError as error:
            raise _cannot(path, error) from error


def _is_plain(path: Path) -> bool:
    """Say whether a file can be put in a path's place; a terminal or a pipe is written to as it is."""
    return not path.is_relative_to("/dev") and (path.is_file() or not path.exists())


def _beside(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f".{real.name}.new")


def _write(contents: dict[Path, bytes]) -> None:
    """Write every file beside its place, and put them there once all are whole."""
    made: list[Path] = []
    try:
        for path, content in contents.items():
            try:
                if _is_plain(path):
                    made.append(_beside(path))
                    made[-1].write_bytes(content)
                else:
                    with path.open("ab") as file:
                        file.write(content)
            except OSError as error:
                raise _cannot(path, error) from error
        for path in filter(_is_plain, contents):
            try:
                _beside(path).replace(path.resolve())
            except OSError as error:
                raise _cannot(path, error) from error
    finally:
        for path in made:
            path.unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> CannotStart:
    return CannotStart(f"{path} cannot be written: {error.strerror}.", code=_BAD_COMMAND)
