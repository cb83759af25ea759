"""Why somebody is asked to recommend a post, or is not: facts, worded for that person when they are shown.

A reason uses the reader's own balance and what they did themselves, and nobody else's numbers (promise 8). It never
says whose place somebody took, nor why (promise 5), and nobody can read from it who would rather not be matched with
them. Every number can be recomputed from the plan's stored inputs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from teambot.domain.fit import Facts
from teambot.domain.rotation import Inputs, Plan
from teambot.domain.shares import carry, turns

MOST_REASONS = 3
A_WHILE_WEEKS = 2  # recommending somebody again after one week is no reason


class ReasonKind(StrEnum):
    """What a reason says, with its facts.

    TOOK_OVER: you had room for one more. TOOK_IT: it was open to anyone, and you took it yourself. TOPIC: you write
    about `topic` too. SEASON: it is that `season` (fit.Season) where your readers are. FIRST_TIME: you have never
    recommended this author. WEEKS_SINCE: `weeks` since you last did. RAREST_PAIR: you did so `times`, and `others`
    times or more for everyone else with a post this week. EVEN_SHARE: your `balance`, what you gave less what you got,
    is to stay near zero.
    """

    TOOK_OVER = "took_over"
    TOOK_IT = "took_it"
    TOPIC = "topic"
    SEASON = "season"
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
    facts = inputs.facts.get((pusher, author), Facts())
    if facts.topic is not None:
        found.append(Reason(ReasonKind.TOPIC, {"topic": facts.topic}))
    if facts.season is not None:
        found.append(Reason(ReasonKind.SEASON, {"season": facts.season.value}))
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


class LeftOutKind(StrEnum):
    """Why a post has no turn (POST_...), or its author is asked for less than they have room for (ASKED_...).

    POST_LATER: by your `balance` you were recommended more often than you recommended; once you have recommended
    `more` times your post has its turn again. With `late`, so many recommendations of earlier posts may yet be made,
    and count first. POST_NOBODY: nobody could be asked for it this week. ASKED_FEW_POSTS: only so many `posts` of
    others are in the plan. ASKED_AFTER: by your `balance` you gave more than you got, so you are asked for less until
    your own posts caught up. ASKED_ENOUGH: the week needed no more.
    """

    POST_LATER = "post_later"
    POST_NOBODY = "post_nobody"
    ASKED_FEW_POSTS = "asked_few_posts"
    ASKED_AFTER = "asked_after"
    ASKED_ENOUGH = "asked_enough"


OF_A_POST = (LeftOutKind.POST_LATER, LeftOutKind.POST_NOBODY)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Say to one member alone why they have no turn, or less to do than they have room for, and the numbers by name.

    POST_NOBODY and ASKED_ENOUGH stand for whatever must not be told apart, such as who would rather not be matched.
    """

    membership_id: int
    kind: LeftOutKind
    facts: Mapping[str, int]

    def as_json(self) -> list[Any]:
        """Give the value as JSON."""
        return [self.membership_id, self.kind.value, dict(self.facts)]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> "LeftOut":
        """Read what `as_json` gave. Raises ValueError for anything else."""
        membership_id, kind, facts = stored
        return cls(membership_id, LeftOutKind(kind), dict(facts))


def left_out(inputs: Inputs, plan: Plan) -> tuple[LeftOut, ...]:
    """Say why, for every author whose post has no turn and every member asked for less than their room."""
    found: list[LeftOut] = []
    having_turn = frozenset(turns(inputs))
    pushed = {a for a, pushers in plan.pushers.items() if pushers}
    for a in sorted(inputs.posts - pushed):
        # What they can give themselves this week is no more than there are posts of others.
        allowance = inputs.allowance(a) - max(0, inputs.trusted_room(a) - len(having_turn - {a}))
        if allowance > 0:
            found.append(LeftOut(a, LeftOutKind.POST_NOBODY, {}))
        else:
            facts = {"balance": inputs.balance_of(a), "more": 1 - allowance}
            facts |= {"late": inputs.late[a]} if inputs.late.get(a) else {}
            found.append(LeftOut(a, LeftOutKind.POST_LATER, facts))
    limit = carry(inputs)
    for i, room in sorted(inputs.room.items()):
        gives, posts = plan.gives.get(i, 0), len(pushed - {i})
        if gives >= room:
            continue
        if gives == posts:
            found.append(LeftOut(i, LeftOutKind.ASKED_FEW_POSTS, {"posts": posts}))
        elif inputs.balance_of(i) > 0 and gives >= limit - inputs.balance_of(i) + plan.gets.get(i, 0):
            found.append(LeftOut(i, LeftOutKind.ASKED_AFTER, {"balance": inputs.balance_of(i)}))
        else:
            found.append(LeftOut(i, LeftOutKind.ASKED_ENOUGH, {}))
    return tuple(found)
