"""What the model of a team is made of: people, motions, an application."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from teambot.domain.motions import Choice, EndedWhy, MotionKind, MotionState, Outcome
from teambot.domain.rules import Share
from teambot.domain.standings import Standing

DAY = timedelta(days=1)
LIVE = (MotionState.SECONDING, MotionState.READING, MotionState.OPEN)
DEFAULTS = {
    "load": "2",
    "admission_days": "3",
    "decision_days": "5",
    "removal_days": "7",
    "admission_share": "two_thirds",
    "charter_share": "two_thirds",
    "removal_share": "two_thirds",
}


@dataclass
class Someone:
    """A person on the team, or who was."""

    standing: Standing = Standing.MEMBER
    away: tuple[datetime, datetime] | None = None
    paused_at: datetime | None = None
    steward: bool = False
    removed: bool = False
    rests_until: datetime | None = None  # removed: until when they cannot ask to join again
    accepted: int = 1  # the version of the charter
    for_the_charter: bool = False  # paused for want of accepting it

    def is_away(self, now: datetime) -> bool:
        return self.away is not None and self.away[0] <= now < self.away[1]


@dataclass
class Poll:
    """A motion."""

    id: int
    kind: MotionKind
    state: MotionState
    proposed_at: datetime
    proposer: int | None = None
    subject: int | None = None
    seconder: int | None = None
    proposal: dict[str, str] = field(default_factory=dict)
    run: int = 1
    share: Share = Share.HALF
    told_at: datetime | None = None
    read_at: datetime | None = None
    answer_ends_at: datetime | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    electors: dict[int, bool] = field(default_factory=dict)  # who may vote, and who of them was away
    ballots: dict[int, Choice] = field(default_factory=dict)
    outcome: Outcome | None = None
    why: EndedWhy | None = None
    electorate: int | None = None
    slips: Counter[Choice] = field(default_factory=Counter)

    @property
    def live(self) -> bool:
        return self.state in LIVE


@dataclass
class Applying:
    """The one application that is open."""

    id: int
    vouch_by: datetime
    state: str = "sent"
    voucher: int | None = None
    invited_until: datetime | None = None
