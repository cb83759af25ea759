"""What somebody is shown of a motion: the card in the channel, their own ballot, a concern, the result. Facts only."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.motions import Choice, CountRule, EndedWhy, MotionKind, MotionState, NotNow, Outcome, Tally
from teambot.domain.rules import RuleName


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule, and its value before and after, as they are stored."""

    name: RuleName
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A charter's clauses before and after."""

    version: int  # that would be in force
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who would like to join, as the team reads it; the facts of a feed are beside the range of the team's."""

    membership_id: int
    name: str
    blog_url: str
    feed_title: str
    niche: str
    best_post: str
    why: str
    readers: str
    since: str | None  # ISO date: the oldest post that the feed shows
    per_month: float | None
    team_low: float | None  # posts a month of the members' feeds
    team_high: float | None
    voucher: str
    vouch_words: str


@dataclass(frozen=True, slots=True)
class MotionShown:
    """A motion as everybody of the team may see it: what, how it is counted, until when, how many have voted.

    `totals` only once it has closed, and only where they give nobody away (product.md, Voting). `proposer` is empty
    where the bot proposed. A removal's concern and answer are not in it.
    """

    motion_id: int
    team_id: int
    team_name: str
    language: str
    kind: MotionKind
    state: MotionState
    subject: str
    proposer: str
    words: str  # of a motion of another kind
    rule_change: RuleChange | None
    amendment: Amendment | None
    candidate: Candidate | None
    run: int
    rule: CountRule
    electorate: int  # as it counts now: who is away and has not voted is not in it
    quorum: int
    voted: int
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    ended_why: EndedWhy | None
    totals: Tally | None
    has_concern: bool  # a removal that is open: members may read the concern and its answer


@dataclass(frozen=True, slots=True)
class Receipt:
    """A motion as one member sees it, with their own ballot; `may_vote` is false for who is not asked."""

    motion: MotionShown
    may_vote: bool
    choice: Choice | None
    reasons: tuple[NotNow, ...]
    proposed: bool = False  # the reader's own motion, which they can take back


@dataclass(frozen=True, slots=True)
class Concern:
    """A removal's concern as its reader sees it: the person concerned, or while it is voted on a member.

    `answer_ends_at` is when the time to answer is over; `may_answer` and `may_pause` are the person's alone.
    """

    motion_id: int
    team_name: str
    subject: str
    proposer: str
    seconder: str
    concern: str
    answer: str
    state: MotionState
    answer_ends_at: datetime | None
    closes_at: datetime | None
    own: bool  # the reader is the person concerned
    may_answer: bool
    may_pause: bool
    pause_rests: bool = False  # they have ended a removal by a pause not long ago


@dataclass(frozen=True, slots=True)
class Seconding:
    """A removal that somebody is asked to second."""

    motion_id: int
    team_name: str
    subject: str
    proposer: str
    concern: str


@dataclass(frozen=True, slots=True)
class Proposable:
    """What a member may propose from, for the forms: the charter as it reads, the rules as they are, the people."""

    team_id: int
    team_name: str
    member_id: int  # the caller's own membership
    decision_days: int  # how long a vote on a steward, on closing, or on something else runs
    version: int
    charter: str
    rules: tuple[tuple[RuleName, str], ...]
    people: tuple[tuple[int, str], ...]  # members and those paused, without the caller: membership, name
    stewards: tuple[int, ...]  # memberships
    seconders: tuple[int, ...]  # of the people, who could second a removal: members
    amending: bool = False  # another amendment is voted on already
    closes_alone: bool = False  # nobody else is left to vote on closing the team


@dataclass(frozen=True, slots=True)
class MotionProposed:
    """A motion was proposed; of a removal a seconder was asked. CLOSED: it was done at once, there is no motion."""

    motion_id: int
    kind: MotionKind
    state: MotionState
    closes_at: datetime | None
    other: str  # whom it is about, or who was asked to second
    own: bool = False  # it is about the proposer, who has no vote on it


@dataclass(frozen=True, slots=True)
class BallotCast:
    """A ballot counts as it stands now; what it says is read again for its voter alone."""

    motion_id: int
    changed: bool  # it replaced another one


@dataclass(frozen=True, slots=True)
class MotionMoved:
    """A step was taken in a removal: seconded or not, answered, the pause taken; or a motion was withdrawn."""

    motion_id: int
    state: MotionState
    closes_at: datetime | None
