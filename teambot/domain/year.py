"""A made-up team's year with the real planner and the real ledger: every plan, and what became of it.

What it gives holds all that its figures are made of (`year_figures.py`). Weeks and members are counted from 1.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from teambot.domain.ledger import Entry, booked, left, write_off
from teambot.domain.rotation import Inputs, Plan, RotationRules, plan, stand_in
from teambot.domain.world import Habit, World

Pair = tuple[int, int]  # (pusher, author)
Planner = Callable[[Inputs], Plan]
Deputy = Callable[[Inputs, Mapping[int, list[int]], Mapping[int, int], int, frozenset[int]], int | None]


@dataclass(frozen=True, slots=True)
class Push:
    """One recommendation of somebody's post: finished, or lapsed."""

    week: int
    pusher: int
    author: int


@dataclass(frozen=True, slots=True)
class Skip:
    """One that was skipped in time, and who was asked instead; None: nobody could be, and the author's claim stays."""

    week: int
    pusher: int
    author: int
    stand_in: int | None


@dataclass(frozen=True, slots=True)
class YearMember:
    """Somebody who was on the team, from the week they joined up to, not with, the one in which they were gone."""

    id: int
    habit: Habit
    load: int
    joined: int
    left: int | None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """One week's plan and what it was made from. `room`: of all on the team, 0 for who was away.

    `trusted`: what of a room above the team's load counted; where it is missing, all. `pushers`: by author with a post.
    """

    week: int
    room: Mapping[int, int]
    trusted: Mapping[int, int]
    balance: Mapping[int, int]
    pushers: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Year:
    """A team's year. `parted`: pairs that are never matched; `entries`: by week, the ledger."""

    load: int
    weeks: int
    members: tuple[YearMember, ...]
    plans: tuple[YearPlan, ...]
    pushes: tuple[Push, ...]
    skipped: tuple[Skip, ...]
    lapsed: tuple[Push, ...]
    parted: frozenset[Pair]
    entries: tuple[tuple[Entry, ...], ...]


def live(world: World, weeks: int, planner: Planner = plan, deputy: Deputy = stand_in) -> Year:
    """Let a team live for so many weeks; `planner` and `deputy` (who stands in) are the product's, or others."""
    life = _Life(world, planner, deputy)
    for week in range(weeks):
        life.week(week)
    members = tuple(
        YearMember(one.id, one.habit, one.load, one.joined + 1, None if one.left is None else one.left + 1)
        for one in world.inhabitants
    )
    done = tuple(life.pushes), tuple(life.skipped), tuple(life.lapsed)
    return Year(world.load, weeks, members, tuple(life.plans), *done, frozenset(world.parted), tuple(life.entries))


class _Life:
    """A team in the middle of its year."""

    def __init__(self, world: World, planner: Planner, deputy: Deputy) -> None:
        self._world, self._planner, self._deputy = world, planner, deputy
        self._balance: dict[int, int] = {}
        self._pair: Counter[Pair] = Counter()
        self._most: dict[int, int] = {}  # the most that somebody did in one week
        self._turn: dict[int, int] = {}  # the week of somebody's last slot
        self.plans: list[YearPlan] = []
        self.pushes: list[Push] = []
        self.skipped: list[Skip] = []
        self.lapsed: list[Push] = []
        self.entries: list[tuple[Entry, ...]] = []

    def week(self, week: int) -> None:
        """Play a week: plan it, do or not do what was asked, book it, and share out what those who left took along."""
        now = self._world.week(week)
        for one in now.room:
            self._balance.setdefault(one, 0)
        gone = [entry for one in now.left for entry in left(one, self._balance[one], 1)]
        self._book(gone)
        # Who is away has no slot: their post waits for them.
        inputs = self._inputs(week, now.room, frozenset(one for one in now.posts if now.room[one]))
        made = self._planner(inputs)
        self.plans.append(YearPlan(week + 1, now.room, inputs.trusted, inputs.balance, made.pushers))
        self._turn |= {author: week for author, gets in made.gets.items() if gets}
        pushes = self._play(week, inputs, made)
        entries = [e for key, one in enumerate(pushes, len(self.pushes)) for e in booked(key, one.pusher, one.author)]
        self.pushes += pushes
        self._book(entries)
        self._pair.update((one.pusher, one.author) for one in pushes)
        for one, times in Counter(one.pusher for one in pushes).items():
            self._most[one] = max(times, self._most.get(one, 0))
        shared = write_off(self._balance, list(now.room), week)
        self._book(shared)
        self.entries.append((*gone, *entries, *shared))

    def _book(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._balance[entry.membership_id] += entry.delta

    def _inputs(self, week: int, room: Mapping[int, int], posts: frozenset[int]) -> Inputs:
        load = self._world.load
        return Inputs(
            team=self._world.seed,
            week=str(week),
            room=room,
            posts=posts,
            balance={one: self._balance[one] for one in room},
            waited={one: week - self._turn[one] for one in posts if one in self._turn},
            pair=self._pair,
            fit=self._world.fit(week, posts),
            never=frozenset(self._world.parted),
            rules=RotationRules(load),
            trusted={one: min(can, max(load, self._most.get(one, 0))) for one, can in room.items() if can > load},
        )

    def _play(self, week: int, inputs: Inputs, made: Plan) -> list[Push]:
        """Let everybody do, skip or forget what they were asked; what is skipped is offered on at once."""
        pushers = {author: list(asked) for author, asked in made.pushers.items()}
        taken = Counter(made.gives)
        asked = {author: set(pushers[author]) for author in pushers}
        unwilling: set[int] = set()  # who said no to something this week is not asked for more
        pairs = [(i, author) for author in pushers for i in pushers[author]]
        waiting = deque(sorted(pairs, key=lambda pair: self._world.draw("when", week, *pair)))
        done = []
        while waiting:
            pusher, author = waiting.popleft()
            if self._world.does(week, pusher, author):
                done.append(Push(week + 1, pusher, author))
            elif not self._world.says_so(week, pusher, author):
                self.lapsed.append(Push(week + 1, pusher, author))
            else:
                unwilling.add(pusher)
                pushers[author].remove(pusher)
                taken[pusher] -= 1
                instead = self._deputy(inputs, pushers, taken, author, frozenset(unwilling | asked[author]))
                self.skipped.append(Skip(week + 1, pusher, author, instead))
                if instead is not None:
                    pushers[author].append(instead)
                    taken[instead] += 1
                    asked[author].add(instead)
                    waiting.append((instead, author))
        return done
