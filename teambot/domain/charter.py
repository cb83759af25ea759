"""The team's social contract: numbered clauses in plain words, versioned. It stores nothing."""

import re
from dataclasses import dataclass

from teambot.errors import Refusal

MOST_CHARACTERS = 3000  # a charter and its buttons fit one Discord message of 4,000 characters
MOST_CLAUSES = 20
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class CharterShown:
    """A team's charter for one reader: its clauses, the version, and what the reader may do with it."""

    team_id: int
    team_name: str
    version: int
    clauses: tuple[str, ...]
    accepted_version: int | None
    may_join: bool  # invited, and has not accepted
    may_accept: bool  # a member who accepted an earlier version


def parse_clauses(text: str) -> tuple[str, ...]:
    """Read clauses, one a line, numbered or not; blank lines and lines that begin with # are passed over.

    Raises Refusal("charter-empty" | "charter-too-long").
    """
    lines = (line.strip() for line in text.splitlines())
    clauses = tuple(_NUMBER.sub("", line) for line in lines if line and not line.startswith("#"))
    if not clauses:
        raise Refusal("charter-empty")
    if len(clauses) > MOST_CLAUSES or sum(len(clause) for clause in clauses) > MOST_CHARACTERS:
        raise Refusal("charter-too-long", clauses=MOST_CLAUSES, characters=MOST_CHARACTERS)
    return clauses


def check_version(shown: int, current: int) -> None:
    """Refuse to accept a version that is no longer the team's: what was read must be what is accepted."""
    if shown != current:
        raise Refusal("charter-changed-meanwhile", version=current)
