"""Motions: what can be proposed, who votes, and how ballots are counted. Integers only; it loads and stores nothing.

The numbers are product.md's, Voting and Removal; "the rules in force when a motion opens count for it", so that every
motion carries its own `CountRule`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from teambot.domain.standings import PLACE_KEPT, Absence, Standing

EARLIEST = timedelta(hours=72)  # none closes under 72 hours, and no vote changes that
MOST_OPEN = 3  # in all, at once
MOST_BROUGHT = 3  # by one member within these days: as many as run at once; each asks everybody to think
BROUGHT_WITHIN = timedelta(days=7)
LEAST_YES = 2  # every motion needs two Yes
REMOVAL_YES = 3  # a removal at least three people
ANSWER_TIME = timedelta(days=2)  # from when the person opened the concern
READ_TIME = timedelta(days=7)  # at the latest, they start by themselves
ANSWER_KEPT = PLACE_KEPT  # "paused eight weeks: the place is free": longer no answer is waited for, away or not
SECOND_TIME = timedelta(days=7)  # then the proposal of a removal that nobody seconded ends
REMOVAL_REST = timedelta(days=90)  # a removal that failed cannot be proposed again before
SECOND_RUN = timedelta(days=3)  # an admission that lapsed runs once more
REMIND_BEFORE = timedelta(hours=24)
SHOWN_FROM = 7  # totals only where seven or more voted,
SHOWN_SIDE = 2  # and each side has two
CONCERN_MOST = 1500  # characters, of a concern and of its answer
OTHER_MOST = 1500
FEWEST_ELECTORS = LEAST_YES


class MotionKind(StrEnum):
    """What can be put to the team."""

    ADMIT = "admit"
    REMOVE = "remove"
    AMEND = "amend"
    RULE = "rule"
    NAME_STEWARD = "name_steward"
    RELEASE_STEWARD = "release_steward"
    CLOSE_TEAM = "close_team"
    OTHER = "other"


class MotionState(StrEnum):
    """Where a motion stands."""

    SECONDING = "seconding"  # a removal whose seconder was asked
    READING = "reading"  # a removal that the person reads and answers first
    OPEN = "open"  # ballots are taken
    CLOSED = "closed"


LIVE = (MotionState.SECONDING, MotionState.READING, MotionState.OPEN)


class Choice(StrEnum):
    """What an elector chooses: Admit, Remove or Yes; Not now, Keep or No; Abstain."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class NotNow(StrEnum):
    """Why somebody is not admitted now; passed on without names."""

    NICHE = "niche"
    LEVEL = "level"
    SELDOM = "seldom"
    UNKNOWN = "unknown"  # don't know you yet


class Outcome(StrEnum):
    """How a motion ended."""

    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    NO_QUORUM = "no_quorum"
    ENDED = "ended"  # without a count


class EndedWhy(StrEnum):
    """Why a motion ended without a count."""

    WITHDRAWN = "withdrawn"  # by its proposer, or an applicant withdrew
    NOT_SECONDED = "not_seconded"
    PAUSED = "paused"  # the person took the pause that was offered
    GONE = "gone"  # the person concerned is no longer there
    PROPOSER_LEFT = "proposer_left"
    TOO_FEW = "too_few"  # fewer electors than could ever carry it
    OVERTAKEN = "overtaken"  # it stands already, or the team closed


@dataclass(frozen=True, slots=True)
class CountRule:
    """How a motion is counted: days it runs, and the share of Yes; `of_all`: of the whole electorate (removals).

    It carries at `yes / base >= share`, or `>` where `strictly`, with the base Yes and No, or the whole electorate.
    """

    days: int
    share_over: int
    share_of: int
    strictly: bool
    of_all: bool
    least_yes: int

    def as_json(self) -> dict[str, Any]:
        """Give what is stored with the motion."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "CountRule":
        """Read what was stored with the motion."""
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Vote:
    """One elector at this moment: away at the opening, still a member who may vote, and their ballot, if any."""

    away: bool
    present: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The count: the electorate as it counts, and the choices."""

    electorate: int
    yes: int
    no: int
    abstain: int

    @property
    def voted(self) -> int:
        """How many cast a ballot that counts."""
        return self.yes + self.no + self.abstain


def tally(votes: Iterable[Vote]) -> Tally:
    """Count. Who is not present drops out of both sides; who was away at the opening counts only by voting."""
    counted = [vote for vote in votes if vote.present and (vote.choice is not None or not vote.away)]
    chosen = [vote.choice for vote in counted]
    return Tally(len(counted), chosen.count(Choice.YES), chosen.count(Choice.NO), chosen.count(Choice.ABSTAIN))


def quorum(electorate: int) -> int:
    """Give how many must vote: half of the electorate, rounded up."""
    return (electorate + 1) // 2


def outcome(rule: CountRule, count: Tally) -> Outcome:
    """Say how a count ends: no quorum, carried, or not. Ties fail."""
    if count.electorate == 0 or count.voted < quorum(count.electorate):
        return Outcome.NO_QUORUM
    base = count.electorate if rule.of_all else count.yes + count.no
    share = count.yes * rule.share_of - base * rule.share_over
    enough = share > 0 if rule.strictly else share >= 0
    carried = enough and count.yes >= rule.least_yes and count.yes > count.no
    return Outcome.CARRIED if carried else Outcome.NOT_CARRIED


def needed(rule: CountRule, electorate: int) -> int:
    """Say how many Yes carry a motion that is counted `of_all`: its share of the electorate, and never too few."""
    share = -(-electorate * rule.share_over // rule.share_of)
    exact = electorate * rule.share_over % rule.share_of == 0
    return max(share + (rule.strictly and exact), rule.least_yes)


def decides(kind: MotionKind, rule: CountRule, count: Tally) -> Outcome:
    """Say what a count decides: an admission that nobody said No to and that does not carry lapses; it refuses nobody.

    Nobody said that they do not fit: too few were there to say that they do.
    """
    result = outcome(rule, count)
    refused_by_nobody = kind is MotionKind.ADMIT and result is Outcome.NOT_CARRIED and not count.no
    return Outcome.NO_QUORUM if refused_by_nobody else result


def shows_totals(count: Tally) -> bool:
    """Say whether totals can be told without giving anyone away: seven or more voted, and each side has two."""
    return count.voted >= SHOWN_FROM and min(count.yes, count.no) >= SHOWN_SIDE


def brings_again(brought: Sequence[datetime], now: datetime) -> datetime | None:
    """Say from when somebody may bring the next motion who brought these; None: at once. Withdrawn ones count."""
    within = sorted(one for one in brought if now < one + BROUGHT_WITHIN)
    return within[-MOST_BROUGHT] + BROUGHT_WITHIN if len(within) >= MOST_BROUGHT else None


def may_pause(state: MotionState, standing: Standing) -> bool:
    """Say whether a removal offers its person a pause: who is paused already takes none, and the vote goes on."""
    return state in (MotionState.READING, MotionState.OPEN) and standing is Standing.MEMBER


def can_carry(rule: CountRule, electors: int) -> bool:
    """Say whether so many electors could carry a motion at all: two, or for a removal three."""
    return electors >= rule.least_yes


def closes(opened_at: datetime, rule: CountRule) -> datetime:
    """Give the end of a vote: so many days after its opening, never under 72 hours."""
    return opened_at + max(timedelta(days=rule.days), EARLIEST)


def closes_early(kind: MotionKind, opened_at: datetime, *, everybody: bool, now: datetime) -> bool:
    """Say whether a vote may close now: everybody has voted and 72 hours have passed; a removal never early."""
    return kind is not MotionKind.REMOVE and everybody and now >= opened_at + EARLIEST


def answer_starts(told_at: datetime, read_at: datetime | None, absence: Absence | None) -> datetime:
    """Say when the two days to answer a concern start: when it was opened, at the latest after seven days, never while
    away.
    """
    latest = told_at + READ_TIME
    start = latest if read_at is None else min(read_at, latest)
    return absence.ends_at if absence is not None and absence.covers(start) else start


def answer_ends(starts_at: datetime, absence: Absence | None) -> datetime:
    """Say when the time to answer is over: two days in which the person was not away."""
    ends_at = starts_at + ANSWER_TIME
    if absence is not None and starts_at < absence.ends_at and absence.begins_at < ends_at:
        ends_at = absence.ends_at + (ends_at - max(absence.begins_at, starts_at))
    return ends_at


def answer_opened(stored: datetime, absence: Absence | None, now: datetime) -> datetime:
    """Say when the time to answer is over once the concern was opened: two whole days from then, or as it stood."""
    return min(stored, answer_ends(now, absence))


def answer_moved(
    told_at: datetime, read_at: datetime | None, stored: datetime, absence: Absence | None, now: datetime
) -> datetime:
    """Say when the time to answer is over now that the person's dates or pause have changed; `stored`: before that.

    It comes no closer than two whole days from now that are not away, and goes no further than eight weeks after the
    telling, or than it was: nobody loses their time by coming back, nobody stalls a vote by being away again and again.
    """
    ends_at = answer_ends(answer_starts(told_at, read_at, absence), absence)
    if ends_at < stored:
        ends_at = max(ends_at, answer_ends(now, absence))
    return min(ends_at, max(stored, told_at + ANSWER_KEPT))
