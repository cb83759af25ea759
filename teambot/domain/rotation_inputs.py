"""All that a plan is made from, in one value that is stored with it: each number in a reason can be recomputed from it.

Members are named by their membership's id, and the one post of each by its author's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from teambot.domain.fit import Facts


@dataclass(frozen=True, slots=True)
class RotationRules:
    """The rotation's numbers (rotation.md, section 5): the team's load, and two that no team has to think about.

    `load`: usual assignments a member and week. `spread`: two posts may differ by 2 * spread + 1 pushers in a week, to
    repay what is owed. `variety`: what one earlier push of the same pair costs against a fit of 0 to 9; twice the 10
    of rotation.md, with which a chain of fits outweighed a repeat, so that pairs came to differ by 2 (G3: by 1).
    """

    load: int = 2
    spread: int = 1
    variety: int = 20

    @property
    def tab(self) -> int:
        """How far the team helps somebody in advance: one week's worth."""
        return self.load


@dataclass(frozen=True, slots=True)
class Inputs:
    """One team's week as the rotation sees it.

    `room`: pushes each member can do this week, 0 or missing while away. `posts`: the authors who have a post.
    `balance`: given less got. `waited`: weeks since a member's post was last pushed. `pair`: (pusher, author) to how
    often it happened so far. `fit`: (pusher, author) to 0 best .. 9 worst. `never`: (pusher, author) not to be matched.
    `trusted`: how much of a member's room counts for what their own post may get, where that is not all of it: a load
    above the team's counts once it was carried (rotation.md, G4). `build`: how often this week's plan was made anew;
    it draws other lots. `facts`: what is public and speaks for a pair, for the reasons. `late`: how many pushes of an
    author's earlier posts may yet be done, which counts against what this one may get.
    """

    team: int
    week: str
    room: Mapping[int, int]
    posts: frozenset[int]
    balance: Mapping[int, int] = field(default_factory=dict)
    waited: Mapping[int, int] = field(default_factory=dict)
    pair: Mapping[tuple[int, int], int] = field(default_factory=dict)
    fit: Mapping[tuple[int, int], int] = field(default_factory=dict)
    never: frozenset[tuple[int, int]] = frozenset()
    rules: RotationRules = RotationRules()
    trusted: Mapping[int, int] = field(default_factory=dict)
    build: int = 0
    facts: Mapping[tuple[int, int], Facts] = field(default_factory=dict)
    late: Mapping[int, int] = field(default_factory=dict)

    def balance_of(self, member: int) -> int:
        """Give a member's balance; somebody new stands at 0, as the team on average does."""
        return self.balance.get(member, 0)

    def trusted_room(self, member: int) -> int:
        """Give how much of a member's room counts for what their own post may get."""
        room = self.room.get(member, 0)
        return min(room, self.trusted.get(member, room))

    def allowance(self, author: int) -> int:
        """Give the most that an author's post may get: what is owed, what they can give this week, and the tab.

        Below 1 the post has no turn.
        """
        return self.balance_of(author) + self.trusted_room(author) + self.tab_left(author)

    def tab_left(self, author: int) -> int:
        """Give how far the team helps an author in advance, if all that is late is done yet (rotation.md, G4)."""
        return self.rules.tab - self.late.get(author, 0)

    def allows(self, pusher: int, author: int) -> bool:
        """Say whether a member may be asked to recommend an author's post."""
        return pusher != author and (pusher, author) not in self.never

    def cost(self, pusher: int, author: int) -> int:
        """Say how little a pair is wanted: repeats first, then fit."""
        return self.rules.variety * self.pair.get((pusher, author), 0) + self.fit.get((pusher, author), 0)

    def costs(self, author: int, pushers: Iterable[int]) -> dict[int, int]:
        """Give the cost of an author's pair with each of the members who may be asked, in their order."""
        pair, fit, never, variety = self.pair, self.fit, self.never, self.rules.variety
        pairs = [(i, author) for i in pushers if i != author]  # written out: a large team has a million of them
        return {one[0]: variety * pair.get(one, 0) + fit.get(one, 0) for one in pairs if one not in never}

    def draw(self, *members: int) -> int:
        """Draw a lot (64 bits) for members, this team, week and build: it settles what is equal, never an id.

        Measured in rotation.md, G6: with ties in the order of ids the last ids got a quarter fewer pushes.
        """
        week = f"{self.week}/{self.build}" if self.build else self.week
        return int.from_bytes(blake2b(repr((self.team, week, *members)).encode(), digest_size=8).digest(), "big")

    def as_json(self) -> dict[str, Any]:
        """Give the value as JSON: pairs as lists, everything sorted, so that equal inputs are equal text."""
        return {
            "team": self.team,
            "week": self.week,
            "room": sorted([member, room] for member, room in self.room.items()),
            "posts": sorted(self.posts),
            "balance": sorted([member, balance] for member, balance in self.balance.items()),
            "waited": sorted([member, weeks] for member, weeks in self.waited.items()),
            "pair": sorted([*pair, times] for pair, times in self.pair.items()),
            "fit": sorted([*pair, fit] for pair, fit in self.fit.items()),
            "never": sorted([*pair] for pair in self.never),
            "trusted": sorted([member, room] for member, room in self.trusted.items()),
            "build": self.build,
            "facts": sorted([*pair, *facts.as_json()] for pair, facts in self.facts.items()),
            "late": sorted([author, times] for author, times in self.late.items()),
            "rules": {"load": self.rules.load, "spread": self.rules.spread, "variety": self.rules.variety},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Inputs":
        """Read what `as_json` gave, now or before there were `trusted`, `build`, `facts` and `late`.

        Raises KeyError, TypeError or ValueError for anything else.
        """
        return cls(
            team=stored["team"],
            week=stored["week"],
            room=dict(stored["room"]),
            posts=frozenset(stored["posts"]),
            balance=dict(stored["balance"]),
            waited=dict(stored["waited"]),
            pair={(pusher, author): times for pusher, author, times in stored["pair"]},
            fit={(pusher, author): fit for pusher, author, fit in stored["fit"]},
            never=frozenset((pusher, author) for pusher, author in stored["never"]),
            rules=RotationRules(**stored["rules"]),
            trusted=dict(stored.get("trusted", ())),
            build=stored.get("build", 0),
            facts={(pusher, author): Facts.from_json(facts) for pusher, author, *facts in stored.get("facts", ())},
            late=dict(stored.get("late", ())),
        )
