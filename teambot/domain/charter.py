"""The team's social contract: numbered clauses in plain words, versioned. It stores nothing."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.amendments import Change, ChangeKind, changes
from teambot.domain.standings import Absence
from teambot.errors import Refusal

MOST_CHARACTERS = 3000  # a charter and its buttons fit one Discord message of 4,000 characters
MOST_CLAUSES = 20
ACCEPT_WITHIN = timedelta(days=14)  # product.md, Charter and rules; who has not accepted by then is paused
REMIND_BEFORE = timedelta(days=3)
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class CharterShown:
    """A team's charter for one reader: its clauses, the version, and what the reader may do with it.

    `changes` are those since the version that the reader accepted, where that is an earlier one.
    """

    team_id: int
    team_name: str
    version: int
    clauses: tuple[str, ...]
    accepted_version: int | None
    may_join: bool  # invited, and has not accepted
    may_accept: bool  # a member, or somebody paused, who accepted an earlier version
    changes: tuple[Change, ...] = ()
    accept_by: datetime | None = None  # else they are paused
    may_propose: bool = False
    admitted: bool = False  # may join by a vote: with the blog that they applied with
    belongs: bool = False  # a member, or paused: may report a problem, and leave
    waited_for: bool = False  # paused for want of accepting
    may_apply: bool = False  # not on the team, which has formed: may ask to join
    applied: bool = False  # has asked already, and that stands
    full: bool = False  # who would apply now, or has, waits for a place


@dataclass(frozen=True, slots=True)
class CharterAccepted:
    """A version was accepted; `resumed` where somebody had been paused for want of it and is back.

    `waits` where their place was given on meanwhile: they come back to the next free one.
    """

    version: int
    resumed: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """One clause as a team's charter has it now."""

    number: int
    words: str


def still_stands(number: int, template: tuple[str, ...], present: tuple[str, ...]) -> ClauseShown | None:
    """Find a clause of the template that a team began with in its present charter; None once it reads otherwise."""
    kept = (one for one in changes(template, present) if one.kind is ChangeKind.KEPT)
    found = next((one for one in kept if one.old_number == number), None)
    if found is None or found.new_number is None or found.new is None:
        return None
    return ClauseShown(found.new_number, found.new)


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


def accept_by(charter_accept_by: datetime, absence: Absence | None) -> datetime:
    """Say by when somebody has to accept a version: who is away has their 14 days from when they are back."""
    if absence is None or absence.begins_at >= charter_accept_by:
        return charter_accept_by
    return max(charter_accept_by, absence.ends_at + ACCEPT_WITHIN)
