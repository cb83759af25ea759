"""Why somebody is asked to recommend a post: facts, worded for that person when they are shown.

A reason uses the reader's own balance and what they did themselves, and nobody else's numbers (promise 8). It never
says whose place somebody took, nor why (promise 5), and nobody can read from it who would rather not be matched with
them. Every number can be recomputed from the plan's stored inputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from teambot.domain.rotation import Inputs, Plan

MOST_REASONS = 3
A_WHILE_WEEKS = 2  # recommending somebody again after one week is no reason


class ReasonKind(StrEnum):
    """What a reason says, with its facts.

    TOOK_OVER: you had room for one more. TOOK_IT: it was open to anyone, and you took it yourself. FIRST_TIME: you have
    never recommended this author. WEEKS_SINCE: `weeks` since you last did. RAREST_PAIR: you did so `times`, and
    `others` times or more for everyone else with a post this week. EVEN_SHARE: your `balance`, what you gave less what
    you got, is to stay near zero.
    """

    TOOK_OVER = "took_over"
    TOOK_IT = "took_it"
    FIRST_TIME = "first_time"
    WEEKS_SINCE = "weeks_since"
    RAREST_PAIR = "rarest_pair"
    EVEN_SHARE = "even_share"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what kind, and its numbers by name."""

    kind: ReasonKind
    facts: Mapping[str, int | str]

    def as_json(self) -> dict[str, Any]:
        """Give the reason as JSON."""
        return {"kind": self.kind.value, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Reason":
        """Read what `as_json` gave. Raises KeyError or ValueError for anything else."""
        return cls(ReasonKind(stored["kind"]), dict(stored["facts"]))


def reasons(inputs: Inputs, plan: Plan, pusher: int, author: int, last_weeks: int | None) -> tuple[Reason, ...]:
    """Say why, in one to three reasons, the most telling first.

    `last_weeks`: weeks since this pusher last recommended this author, None if never. Somebody whom the plan did not
    name for this post is told that they took it over.
    """
    found: list[Reason] = []
    if pusher not in plan.pushers.get(author, ()):
        found.append(Reason(ReasonKind.TOOK_OVER, {}))
    times = inputs.pair.get((pusher, author), 0)
    # All other posts of the week, also those that are on a never-list: leaving them out would give the list away.
    others = [inputs.pair.get((pusher, a), 0) for a in inputs.posts - {author, pusher}]
    if times == 0:
        found.append(Reason(ReasonKind.FIRST_TIME, {}))
    elif last_weeks is not None and last_weeks >= A_WHILE_WEEKS:
        found.append(Reason(ReasonKind.WEEKS_SINCE, {"weeks": last_weeks}))
    if times and others and times < min(others):
        found.append(Reason(ReasonKind.RAREST_PAIR, {"times": times, "others": min(others)}))
    found.append(Reason(ReasonKind.EVEN_SHARE, {"balance": inputs.balance_of(pusher)}))
    return tuple(found[:MOST_REASONS])
