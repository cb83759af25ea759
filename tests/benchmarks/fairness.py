"""How fair plans are, over made-up years of 52 weeks: the worst of a hundred seeds, beside three other ways to plan.

The world and what is counted are the product's (`teambot simulate`); in the same run plan the study's reference, and
who draws at random, takes turns, or is greedy. In full it takes about an hour on two free cores; `fairness:10`
plays ten seeds.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from teambot.domain.rotation import Inputs, Plan, plan
from teambot.domain.world import FULL, REAL, Attendance, World
from teambot.domain.year import Planner, Year, live
from teambot.domain.year_figures import Figures, figures, mutual
from tests.benchmarks.peers.planners import at_random, greedy, in_turn
from tests.benchmarks.peers.study import reference
from tests.benchmarks.report import Row, bound_row

SEEDS, WEEKS = 100, 52
SIZES, LOADS = (5, 12, 30, 100), (3, 2)
USUAL, FEWER = 0.9, (0.5, 0.25)  # members with a post
SMALL = 30  # members up to which all is played; beyond it what is shown already for fewer is left out
PEERS: dict[str, Planner] = {"random": at_random, "in turn": in_turn, "greedy": greedy}
Case = tuple[int, int, int]  # members, load, seed


@dataclass
class Found:
    """What one seed gave: a year's figures for every planner, and what ours and the study's made of the same weeks."""

    figures: dict[str, Figures] = field(default_factory=dict)
    full: dict[str, int] = field(default_factory=dict)  # the most by which pairs differed after any week
    placed: dict[float, tuple[int, int]] = field(default_factory=dict)  # by share with a post: ours, the reference's
    mutual: tuple[float, float] | None = None  # in weeks in which both cost the same
    changed: tuple[int, int] = (0, 0)  # by one decline: others whose task changes; and if one planned again


class _Both:
    """Plan with ours, and let the reference plan the same week."""

    def __init__(self, other: Planner) -> None:
        self._other = other
        self.weeks: list[tuple[Inputs, Plan, Plan]] = []

    def __call__(self, inputs: Inputs) -> Plan:
        ours = plan(inputs)
        self.weeks.append((replace(inputs, pair=dict(inputs.pair)), ours, self._other(inputs)))
        return ours

    def placed(self) -> tuple[int, int]:
        return sum(_many(ours) for _, ours, _ in self.weeks), sum(_many(other) for _, _, other in self.weeks)

    def mutual(self) -> tuple[float, float] | None:
        same = [(ours, other) for week, ours, other in self.weeks if _cost(week, ours) == _cost(week, other)]
        same = [(ours, other) for ours, other in same if ours.gets == other.gets and ours.gives == other.gives]
        if not same:
            return None
        return mutual(ours.pushers for ours, _ in same), mutual(other.pushers for _, other in same)

    def replanned(self) -> int:
        """Let one member of each week decline, and plan anew; the most others whose tasks change."""
        return max((_changed(week, ours) for week, ours, _ in self.weeks), default=0)


def _many(one: Plan) -> int:
    return sum(one.gets.values())


def _cost(inputs: Inputs, one: Plan) -> int:
    return sum(inputs.cost(i, a) for a, asked in one.pushers.items() for i in asked)


def _changed(week: Inputs, ours: Plan) -> int:
    pairs = [(i, a) for a, asked in ours.pushers.items() for i in asked]
    if not pairs:
        return 0
    one, author = min(pairs, key=lambda pair: week.draw(*pair))
    less = {**week.room, one: ours.gives[one] - 1}
    again = plan(replace(week, room=less, never=week.never | {(one, author)}))
    tasks = (_tasks(ours), _tasks(again))
    return sum(tasks[0][i] != tasks[1][i] for i in week.room if i != one)


def _tasks(one: Plan) -> dict[int, set[int]]:
    tasks: dict[int, set[int]] = defaultdict(set)
    for a, asked in one.pushers.items():
        for i in asked:
            tasks[i].add(a)
    return tasks


def _widest(year: Year) -> int:
    """Give the most by which ordered pairs differ after any week at full attendance."""
    ids = [one.id for one in year.members]
    times = Counter({(i, a): 0 for i in ids for a in ids if i != a})
    widest = 0
    for week in year.plans:
        times.update((i, a) for a, asked in week.pushers.items() for i in asked)
        widest = max(widest, max(times.values()) - min(times.values()))
    return widest


def play(case: Case) -> tuple[Case, Found]:
    """Play one seed with every planner."""
    members, load, seed = case
    study, found = reference(), Found()
    assert study is not None
    both = _Both(study)
    year = live(World(members, seed, load), WEEKS, planner=both)
    found.figures["ours"] = figures(year)
    found.mutual = both.mutual()
    found.changed = (max((int(skip.stand_in is not None) for skip in year.skipped), default=0), 0)
    found.placed[USUAL] = both.placed()
    found.full["ours"] = _widest(live(World(members, seed, load, FULL), WEEKS))
    if members <= SMALL:
        found.changed = (found.changed[0], both.replanned())
        for share in FEWER:
            beside = _Both(study)
            live(World(members, seed, load, Attendance(real=True, posting=share)), WEEKS, planner=beside)
            found.placed[share] = beside.placed()
    for name, planner in {"reference": study, **PEERS}.items():
        found.figures[name] = figures(live(World(members, seed, load, REAL), WEEKS, planner=planner))
        if members <= SMALL:
            found.full[name] = _widest(live(World(members, seed, load, FULL), WEEKS, planner=planner))
    return case, found


def _worst(
    found: Iterable[Found], value: Callable[[Figures], float | None], worst: Callable[[Iterable[float]], float] = max
) -> dict[str, float]:
    """Give each planner's worst figure over all seeds."""
    every: dict[str, list[float]] = defaultdict(list)
    for one in found:
        for name, year in one.figures.items():
            if (number := value(year)) is not None:
                every[name].append(number)
    return {name: worst(numbers) for name, numbers in every.items()}


def _row(title: str, unit: str, all_of_them: dict[str, Any], target: str, *, held: bool) -> Row:
    """Make a row; the peer's column is who draws at random, the others stand behind the target."""
    others = ", ".join(
        f"{name} {all_of_them[name]:.4g}" for name in ("reference", "greedy", "in turn") if name in all_of_them
    )
    beside = f"{target} (random beside it; {others})" if others else target
    return bound_row(f"fairness: {title}", unit, all_of_them["ours"], all_of_them.get("random", 0.0), beside, held)


def _rows(members: int, load: int, found: list[Found]) -> list[Row]:
    at = f"{members} members, load {load}"
    alike = _worst(found, lambda year: year.alike)
    gap = _worst(found, lambda year: year.gap)
    gaps = [one.figures["ours"].gap or 0 for one in found]
    few = sum(one <= 9 for one in gaps) / len(gaps)
    rows = [
        _row(f"{at}, same standing differs by", "pushes", alike, "at most 1", held=alike["ours"] <= 1),
        _row(f"{at}, given less got, reliable", "pushes", gap, "at most 11", held=gap["ours"] <= 11),
        bound_row(f"fairness: {at}, seeds where that is <= 9", "share", few, 0.0, "at least 0.9", held=few >= 0.9),
    ]
    jain = _worst(found, lambda year: year.jain, min)
    least = 0.995 if members == 5 else 0.999
    if jain:
        rows.append(_row(f"{at}, Jain of got/given", "index", jain, f"at least {least}", held=jain["ours"] >= least))
    pairs = _worst(found, lambda year: year.pairs and year.pairs[1] - year.pairs[0])
    most = {12: 3.0, 30: 2.0, 100: 2.0}.get(members)
    if pairs and most is not None:
        rows.append(_row(f"{at}, pairs differ by", "pushes", pairs, f"at most {most:.0f}", held=pairs["ours"] <= most))
    full = {name: max(one.full[name] for one in found) for name in found[0].full}
    rows.append(_row(f"{at}, all there, pairs differ by", "pushes", full, "at most 1", held=full["ours"] <= 1))
    free = _worst(found, lambda year: year.freeloader)
    if free:
        target = f"at most {2 * load}"
        rows.append(_row(f"{at}, who never pushes gets", "pushes", free, target, held=free["ours"] <= 2 * load))
    return [*rows, *_newcomers(at, found), *_beside(at, found)]


def _newcomers(at: str, found: list[Found]) -> list[Row]:
    first: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    for one in found:
        for name, year in one.figures.items():
            if new := year.newcomers:
                added = (new.first_got, new.first_others, new.got, new.others)
                first[name] = [have + more for have, more in zip(first[name], added, strict=True)]
    if not first["ours"][1]:
        return []
    week = {name: sums[0] / sums[1] for name, sums in first.items() if sums[1]}
    mean = {name: sums[2] / sums[3] for name, sums in first.items() if sums[3]}
    return [
        _row(f"{at}, newcomer's first week", "share", week, "at least 0.85", held=week["ours"] >= 0.85),
        _row(f"{at}, newcomer's 26 weeks", "share", mean, "0.97 to 1.05", held=0.97 <= mean["ours"] <= 1.05),
    ]


def _beside(at: str, found: list[Found]) -> list[Row]:
    """Compare with the reference in the same weeks; its figure is the peer's here."""
    pairs = [one.mutual for one in found if one.mutual]
    rows = []
    if pairs:
        ours, theirs = (sum(one[side] for one in pairs) / len(pairs) for side in (0, 1))
        title = f"fairness: {at}, mutual, at equal cost"
        rows.append(bound_row(title, "share", ours, theirs, "fewer than the reference", held=ours < theirs))
    one, again = (max(one.changed[side] for one in found) for side in (0, 1))
    title = f"fairness: {at}, others changed by a decline"
    rows.append(bound_row(title, "people", one, again, "at most 1 (peer: planned again)", held=one <= 1))
    for share in found[0].placed:
        ours, theirs = (min(_share(one, share)[side] for one in found) for side in (0, 1))
        title = f"fairness: {at}, placed, {share:.0%} with a post"
        rows.append(bound_row(title, "share", ours, theirs, "at least 0.98 of the reference", held=ours >= 0.98))
    return rows


def _share(one: Found, share: float) -> tuple[float, float]:
    ours, theirs = one.placed[share]
    return ours / theirs, 1.0


async def run(seeds: int = SEEDS) -> list[Row]:
    """Play every size and load with so many seeds, on all cores."""
    if reference() is None:
        print("fairness: the reference is not beside the project, so nothing is measured")
        return []
    rows: list[Row] = []
    begun = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for members in SIZES:
            cases = [(members, load, seed) for load in LOADS for seed in range(1, seeds + 1)]
            found = list(pool.map(play, cases))
            for load in LOADS:
                rows += _rows(members, load, [one for case, one in found if case[1] == load])
            print(f"fairness: {members} members after {time.monotonic() - begun:,.0f} s", flush=True)
    return rows
