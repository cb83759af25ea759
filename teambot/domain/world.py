"""A blogger team as teams are, made up: who is there, who has a post, who does what they are asked, who comes and goes.

The world of the study in which the rotation was measured (rotation.md, section 4), with its very draws: each is made
from the seed, the week, the member and what it is for, so every planner faces the same world. Members have a number
from 1; weeks are counted from 0. It plans nothing and books nothing (`year.py`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

LANGUAGES, REGIONS, TOPICS, PLATFORMS = 3, 4, 8, 3
SOUTH = 3  # of the regions
LEAVING, JOINING = 0.01, 0.008  # a week: of each member who is not of the core; of the first members' number
PARTED = 0.02  # of all pairs are never matched
SAYING_SO = 0.5  # of what is not done is skipped in time; the rest lapses


class Habit(StrEnum):
    """What somebody is like.

    STEADY: there every week, does all. CASUAL: away now and then, skips one in ten. HALF: does every second. NEVER:
    does nothing.
    """

    STEADY = "steady"
    CASUAL = "casual"
    HALF = "half"
    NEVER = "never"


_UP_TO = ((0.60, Habit.STEADY), (0.82, Habit.CASUAL), (0.95, Habit.HALF), (1.0, Habit.NEVER))
_UNDONE = {Habit.STEADY: 0.0, Habit.CASUAL: 0.10, Habit.HALF: 0.5, Habit.NEVER: 1.0}


@dataclass(frozen=True, slots=True)
class Attendance:
    """How a team attends. `real`: as teams do, with habits, people who leave and people who join.

    Otherwise all are steady, each is there in `there` of the weeks (0 to 1), and always has a post where that is all.
    `posting`: how many have a post, of those who are there; None: as the study has it.
    """

    real: bool
    there: float = 1.0
    posting: float | None = None

    def __str__(self) -> str:
        """Name it as it is asked for: "real", "full", "80%"."""
        if self.real:
            return "real"
        return "full" if self.there == 1 else f"{self.there:.0%}"

    @property
    def post_share(self) -> float:
        """How many have a post in a week, of those who are there."""
        return self.posting if self.posting is not None else 1.0 if not self.real and self.there == 1 else 0.9


REAL = Attendance(real=True)
FULL = Attendance(real=False)


class Profile(NamedTuple):
    """What somebody blogs in, for, about and where."""

    language: int
    region: int
    first_topic: int
    second_topic: int
    platform: int


@dataclass(slots=True)
class Inhabitant:
    """One member, from the week in which they joined to the one in which they were gone, None: they are there."""

    id: int
    habit: Habit
    load: int
    profile: Profile
    joined: int
    left: int | None = None
    away_until: int = -1


@dataclass(frozen=True, slots=True)
class WorldWeek:
    """One week: `room` of every member, 0 for who is away; who has a post; who came and went when it began."""

    room: Mapping[int, int]
    posts: frozenset[int]
    left: tuple[int, ...]


class World:
    """One team and its weeks, which are asked for one after the other."""

    def __init__(self, members: int, seed: int, load: int, attendance: Attendance = REAL) -> None:
        self.size, self.seed, self.load, self.attendance = members, seed, load, attendance
        self.inhabitants: list[Inhabitant] = []
        self.parted: set[tuple[int, int]] = set()
        for place in range(members):
            self._join(0, (place + 0.5) / members)

    def draw(self, *key: object) -> float:
        """Draw from 0 up to 1, for this world and what the key names."""
        drawn = blake2b(repr((self.seed, *key)).encode(), digest_size=8).digest()
        return float(int.from_bytes(drawn, "big") / 2**64)

    def _join(self, week: int, place: float | None = None) -> None:
        """Let somebody join; the first members have every habit in its share by their place, later ones by lot."""
        n = len(self.inhabitants)
        drawn = self.draw("kind", n) if place is None else place
        real = self.attendance.real
        habit = next(habit for up_to, habit in _UP_TO if drawn < up_to) if real else Habit.STEADY
        load = self.load
        if real and habit in (Habit.STEADY, Habit.CASUAL) and self.draw("cap", n) < 0.15:
            load = 1 if self.draw("cap2", n) < 0.6 else self.load + 2
        self.inhabitants.append(Inhabitant(n + 1, habit, load, self._profile(n), week))
        if real:
            for other in range(n):
                if self.draw("conf", other, n) < PARTED:
                    self.parted |= {(other + 1, n + 1), (n + 1, other + 1)}

    def _profile(self, n: int) -> Profile:
        return Profile(
            int(self.draw("l", n) ** 2 * LANGUAGES),
            int(self.draw("r", n) * REGIONS),
            int(self.draw("t1", n) * TOPICS),
            int(self.draw("t2", n) * TOPICS),
            int(self.draw("p", n) * PLATFORMS),
        )

    def there(self) -> list[Inhabitant]:
        """Give who is on the team, away or not."""
        return [one for one in self.inhabitants if one.left is None]

    def week(self, week: int) -> WorldWeek:
        """Let a week begin: some leave, some join, some are away, most have a post."""
        gone = self._come_and_go(week) if self.attendance.real and week else ()
        room, posts = {}, set()
        for one in self.there():
            away = self._is_away(one, week)
            room[one.id] = 0 if away else one.load
            if self.draw("post", week, one.id - 1) < self.attendance.post_share * (0.25 if away else 1):
                posts.add(one.id)
        return WorldWeek(room, frozenset(posts), gone)

    def _come_and_go(self, week: int) -> tuple[int, ...]:
        gone = []
        for one in self.there():
            if one.habit is not Habit.STEADY and self.draw("leave", week, one.id - 1) < LEAVING:
                one.left = week
                gone.append(one.id)
        expected = JOINING * self.size
        for _ in range(int(expected) + (self.draw("join", week) < expected - int(expected))):
            self._join(week)
        return tuple(gone)

    def _is_away(self, one: Inhabitant, week: int) -> bool:
        n = one.id - 1
        if not self.attendance.real:
            return self.draw("abs", week, n) >= self.attendance.there
        if one.habit is Habit.CASUAL and week >= one.away_until and self.draw("abs", week, n) < 0.10:
            one.away_until = week + 1 + int(3 * self.draw("len", week, n))
        return week < one.away_until

    def does(self, week: int, pusher: int, author: int) -> bool:
        """Say whether somebody does what they are asked."""
        return self.draw("does", week, pusher, author) >= _UNDONE[self.inhabitants[pusher - 1].habit]

    def says_so(self, week: int, pusher: int, author: int) -> bool:
        """Say of what somebody does not do whether they skip it in time; otherwise it lapses."""
        return self.draw("says", week, pusher, author) < SAYING_SO

    def fit(self, week: int, authors: Collection[int]) -> dict[tuple[int, int], int]:
        """Give how well posts fit whom, (pusher, author) to 0 best .. 9 worst: language 4, season 3, topic 2."""
        posts = {author: self._post(week, author) for author in authors}
        seen: dict[Profile, dict[int, int]] = {}
        for one in self.there():
            if one.profile not in seen:
                seen[one.profile] = {author: _cost(one.profile, *post) for author, post in posts.items()}
        return {
            (one.id, author): cost
            for one in self.there()
            for author, cost in seen[one.profile].items()
            if author != one.id
        }

    def _post(self, week: int, author: int) -> tuple[Profile, bool | None, int]:
        """Make up a post: its author, whether it is for the south or the north, None: for all, and its topic."""
        n, profile = author - 1, self.inhabitants[author - 1].profile
        south = profile.region == SOUTH if self.draw("seas", week, n) < 0.4 else None
        first = self.draw("tt", week, n) < 0.7
        return profile, south, profile.first_topic if first else profile.second_topic


def _cost(pusher: Profile, author: Profile, south: bool | None, topic: int) -> int:
    cost = 4 if pusher.language != author.language else 0
    if south is not None and south != (pusher.region == SOUTH):
        cost += 3
    if topic in (pusher.first_topic, pusher.second_topic):
        return cost
    return cost + (2 if pusher.platform != author.platform else 1)
