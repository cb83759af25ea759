"""The kinds of settings: each turns what a file or a variable says into a value, or says why it cannot.

A kind never repeats an address or a token in its words: either may hold a password.
"""

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from teambot.domain.week import parse_time, parse_zone
from teambot.errors import Refusal
from teambot.settings.secret import Secret

Read = Callable[[object], Any]
_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


class Unreadable(Exception):
    """Say what is wrong with a value and how to mend it; the caller adds where it stands."""


def text(most: int, *, empty: bool = False) -> Read:
    """Read a line of at most `most` characters."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Unreadable('this is no text: put it in quotes, as in key = "value"')
        if len(value) > most or not value.isprintable():
            raise Unreadable(f"this must be one line of at most {most} characters")
        if not value.strip() and not empty:
            raise Unreadable("this is empty: give it a value, or take the line out for the default")
        return value.strip()

    return read


def number(least: int, most: int) -> Read:
    """Read a whole number between two bounds, both allowed."""

    def read(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Unreadable(f"this must be a whole number from {least} to {most}")
        return value

    return read


def one_of(*names: str) -> Read:
    """Read one of some words, whatever its case."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value.strip().lower() not in names:
            raise Unreadable(f"this must be one of: {', '.join(names)}")
        return value.strip().lower()

    return read


def address(*schemes: str) -> Read:
    """Read an address with a host and one of these schemes, the best one first; it keeps its path."""

    def read(value: object) -> str:
        line: str = text(2000)(value)
        try:
            parts = urlsplit(line)
            whole = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            whole = False
        if not whole or parts.query or parts.fragment:
            raise Unreadable(f"this is no address: it begins with {schemes[0]}:// and a host, and has no ? or #")
        if parts.username or parts.password:
            raise Unreadable("this address holds a name or a password: take both out")
        return line

    return read


def database(value: object) -> Secret:
    """Read the store's address: SQLite's is sqlite:/// and a path, PostgreSQL's may hold a password."""
    line: str = text(2000)(value)
    path = line.removeprefix("sqlite:///")
    file = path != line and path not in ("", ":memory:") and "?" not in path
    if not file and not _is_postgresql(line):
        raise Unreadable(
            "this is no database that teambot knows: write sqlite:/// and the path of a file, as in "
            "sqlite:///var/teambot.db (a path from the root has four strokes), or "
            "postgresql://USER:PASSWORD@HOST/NAME"
        )
    return Secret(line)


def _is_postgresql(line: str) -> bool:
    try:
        parts = urlsplit(line)
        name = parts.path.removeprefix("/")
        known = parts.scheme in ("postgresql", "postgres") and (parts.port or 1) > 0
    except ValueError:
        return False
    return known and bool(name) and "/" not in name and not parts.fragment


def contact(value: object) -> str:
    """Read how the owner of a feed reaches the operator: nothing, a mail address, or a page's address."""
    line: str = text(200, empty=True)(value)
    if line and not re.fullmatch(r"https?://[^\s()<>]+|[^\s()<>@]+@[^\s()<>@]+", line):
        raise Unreadable("this must be a mail address or the address of a page, so that feed owners can reach you")
    return line


def zone(value: object) -> str:
    """Read the name of a time zone."""
    try:
        return parse_zone(text(100)(value))
    except Refusal:
        raise Unreadable("this time zone is not known: write its IANA name, as in Europe/Paris") from None


def weekly(value: object) -> tuple[int, int]:
    """Read a weekday and a time as (weekday, minutes after midnight)."""
    try:
        return parse_time(text(100)(value))
    except Refusal:
        raise Unreadable("this is no time of the week: write a weekday and a time, as in Sunday 18:00") from None


def token(value: str, where: str) -> Secret:
    """Read Discord's token; `where` says where it stood, for the words of a fault."""
    bare = re.sub(r"^Bot(\s+|$)", "", value.strip())
    if not _TOKEN.fullmatch(bare) or bare[0] in "\"'":
        raise Unreadable(f"{where} holds no token: write the one word that Discord's developer portal shows, no quotes")
    return Secret(bare)


def token_in(path: Path) -> Secret:
    """Read Discord's token from a file that only its owner may read (reliability.md, threat 70)."""
    try:
        mode = path.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise Unreadable(f"{path} holds the token and others may read it: chmod 600 {path}, and reset the token")
        return token(path.read_text("utf-8"), str(path))
    except UnicodeDecodeError:
        raise Unreadable(f"{path} holds no token: it is not text") from None
    except OSError as fault:
        raise Unreadable(f"the token's file {path} cannot be read ({fault.strerror})") from None
