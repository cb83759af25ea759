"""What people read of their own coming back and leaving. It stores nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

GOODBYE_MOST = 300


class Return(StrEnum):
    """What came of *I'm back*."""

    BACK = "back"
    HERE = "here"  # they were neither paused nor away
    CHARTER = "charter"  # a new version waits to be accepted first
    WAITS = "waits"  # the place was given away: they get the next free one


@dataclass(frozen=True, slots=True)
class CameBack:
    """Somebody pressed *I'm back*; `news` pieces of it wait behind *My week*."""

    team_id: int
    team_name: str
    outcome: Return
    news: int


@dataclass(frozen=True, slots=True)
class AwayShown:
    """The dates of somebody's absence, as they stand; both are empty where there is none any more.

    Its days are those of the team's time zone. `offered_on`: how many recommendations were offered on for it just now;
    `asked`: how many more will be when it begins, or, without dates, would be by a break.
    """

    team_id: int
    team_name: str
    zone: str
    begins_at: datetime | None
    ends_at: datetime | None
    offered_on: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class BreakTaken:
    """Somebody is paused, by their wish or still; until when their place is kept.

    `offered_on`: how many recommendations were offered on for it just now.
    """

    team_id: int
    team_name: str
    kept_until: datetime
    offered_on: int = 0


@dataclass(frozen=True, slots=True)
class WellSaid:
    """Somebody said that all is well."""

    team_name: str


@dataclass(frozen=True, slots=True)
class LeavingShown:
    """What follows from leaving, before it is confirmed: how many members would be left, not counting who is paused."""

    team_id: int
    team_name: str
    left: int
    asked: int  # recommendations that would be offered on
    closes: bool  # nobody else is on the team: it would close


@dataclass(frozen=True, slots=True)
class TeamLeft:
    """Somebody has left; what is theirs is forgotten at `forgotten_at`, unless they asked to stay listed."""

    team_name: str
    forgotten_at: datetime
    listed: bool
