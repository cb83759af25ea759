"""The rules of a team: the numbers that go with the charter, changed by a motion. It stores nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from teambot.domain.motions import LEAST_YES, REMOVAL_YES, CountRule, MotionKind
from teambot.errors import Refusal

FEWEST_DAYS = 3  # the 72 hours, which no vote changes
MOST_DAYS = 14


class Share(StrEnum):
    """How much of Yes and No has to be Yes."""

    HALF = "half"  # more than half
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"


_SHARES = {Share.HALF: (1, 2), Share.TWO_THIRDS: (2, 3), Share.THREE_QUARTERS: (3, 4)}


class RuleName(StrEnum):
    """What a motion can change; all but the voting rules are columns of the team."""

    NAME = "name"
    NICHE = "niche"
    LOAD = "load"
    MOST_MEMBERS = "most_members"
    ZONE = "zone"
    CLOSE = "close"
    PUBLISH = "publish"
    ADMISSION_DAYS = "admission_days"
    DECISION_DAYS = "decision_days"
    REMOVAL_DAYS = "removal_days"
    ADMISSION_SHARE = "admission_share"
    CHARTER_SHARE = "charter_share"
    REMOVAL_SHARE = "removal_share"
    OFFERS_THREAD = "offers_thread"


YES, NO = "yes", "no"  # the values of a rule that is one or the other
OF_TIMES = frozenset({RuleName.ZONE, RuleName.CLOSE, RuleName.PUBLISH})
OF_VOTING = frozenset(
    {
        RuleName.ADMISSION_DAYS,
        RuleName.DECISION_DAYS,
        RuleName.REMOVAL_DAYS,
        RuleName.ADMISSION_SHARE,
        RuleName.CHARTER_SHARE,
        RuleName.REMOVAL_SHARE,
    }
)


@dataclass(frozen=True, slots=True)
class VotingRules:
    """A team's rules of voting; the defaults are product.md's."""

    admission_days: int = 3
    decision_days: int = 5  # charter, rules, and the rest
    removal_days: int = 7
    admission_share: Share = Share.TWO_THIRDS
    charter_share: Share = Share.TWO_THIRDS  # charter and rules
    removal_share: Share = Share.TWO_THIRDS  # of the whole electorate; never under two thirds

    def as_json(self) -> dict[str, Any]:
        """Give what is stored with the team."""
        return {name: str(value) if isinstance(value, Share) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "VotingRules":
        """Read what is stored with a team; what it never changed is the default."""
        known = {field.name for field in fields(cls)} & stored.keys()
        values: dict[str, Any] = {name: _read(name, stored[name]) for name in known}
        return cls(**values)


def count_rule(kind: MotionKind, rules: VotingRules) -> CountRule:
    """Give how a motion of that kind is counted under a team's rules."""
    match kind:
        case MotionKind.REMOVE:
            over, of = _SHARES[rules.removal_share]
            return CountRule(rules.removal_days, over, of, strictly=False, of_all=True, least_yes=REMOVAL_YES)
        case MotionKind.ADMIT:
            return _of_votes(rules.admission_days, rules.admission_share)
        case MotionKind.AMEND | MotionKind.RULE:
            return _of_votes(rules.decision_days, rules.charter_share)
        case _:
            return _of_votes(rules.decision_days, Share.HALF)


def _of_votes(days: int, share: Share) -> CountRule:
    over, of = _SHARES[share]
    return CountRule(days, over, of, strictly=share is Share.HALF, of_all=False, least_yes=LEAST_YES)


def changed(rules: VotingRules, name: RuleName, value: str) -> VotingRules:
    """Give the voting rules with one of them changed to a value that `check_voting` gave back."""
    values: dict[str, Any] = {str(name): _read(name, value)}
    return replace(rules, **values)


def _read(name: str, value: Any) -> Share | int:
    return Share(value) if name.endswith("_share") else int(value)


def check_voting(name: RuleName, value: str) -> str:
    """Give a typed value of a voting rule back, or refuse one out of bounds.

    Raises Refusal("bad-days", fewest, most) or Refusal("bad-share").
    """
    if name.endswith("_days"):
        if not (value.isascii() and value.isdecimal() and len(value) < 4 and FEWEST_DAYS <= int(value) <= MOST_DAYS):
            raise Refusal("bad-days", fewest=FEWEST_DAYS, most=MOST_DAYS)
        return str(int(value))
    least = (Share.TWO_THIRDS, Share.THREE_QUARTERS) if name is RuleName.REMOVAL_SHARE else tuple(Share)
    if value not in least:
        raise Refusal("bad-share")
    return value


def check_yes(value: str) -> bool:
    """Read a typed value of a rule that is yes or no; Refusal("bad-yes-no") for anything else."""
    if value not in (YES, NO):
        raise Refusal("bad-yes-no")
    return value == YES
