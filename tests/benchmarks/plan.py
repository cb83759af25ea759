"""One plan at growing sizes beside the measured reference planner: the same weeks, in turn, in this process.

24 members are the product's bound; the rest shows how the cost grows. The reference stands beside the project, in
`shared/`; where it is missing nothing is measured. Up to 60 members the cost of every plan is held against OR-Tools,
which has an environment and a process of its own; its time and memory are for its matching alone.
"""

import importlib.util
import json
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

from teambot.domain.rotation import Inputs, Plan, RotationRules, plan
from tests.benchmarks.environments import peer
from tests.benchmarks.process import ROOT
from tests.benchmarks.report import Row, bound_row, ratio_row

REFERENCE = ROOT.parent / "shared" / "rotation_reference.py"
LOAD = 2
# Members, rounds, weeks planned in a round; a bound for the memory in MB where there is one.
FEWEST = ((5, 50), (12, 50), (24, 30))
OPTIMUM = ((5, 200), (12, 200), (24, 100), (60, 40))  # members, weeks
SIZES = ((12, 7, 40, None), (30, 7, 15, None), (100, 5, 4, 1), (300, 5, 1, None), (1000, 3, 1, 80))


def _reference() -> ModuleType | None:
    if not REFERENCE.exists():
        return None
    spec = importlib.util.spec_from_file_location("rotation_reference", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rotation_reference"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def _week(members: int, luck: random.Random) -> Inputs:
    """A week as teams have them: nine in ten are there, eight in ten have a post, and a year lies behind them."""
    ids = range(1, members + 1)
    pairs = [(i, a) for i in ids for a in ids if i != a]
    return Inputs(
        team=luck.randrange(10**6),
        week="2026-W30",
        room={i: LOAD if luck.random() < 0.9 else 0 for i in ids},
        posts=frozenset(i for i in ids if luck.random() < 0.8),
        balance={i: luck.randint(-2, 2) for i in ids},
        waited={i: luck.randint(0, 3) for i in ids},
        pair={pair: 1 + luck.randrange(3) for pair in pairs if luck.random() < min(1.0, 100 / members)},
        never=frozenset(pair for pair in pairs if luck.random() < 0.01),
        rules=RotationRules(LOAD),
    )


def _as_theirs(reference: ModuleType, inputs: Inputs) -> Any:
    rules = reference.Rules(pushes=LOAD, spread=inputs.rules.spread, variety=inputs.rules.variety)
    values = (dict(inputs.room), set(inputs.posts), dict(inputs.balance), dict(inputs.waited), dict(inputs.pair))
    return reference.Week(inputs.team, 30, *values, dict(inputs.fit), set(inputs.never), rules)


def _seconds(planner: Callable[[Any], object], weeks: list[Any]) -> float:
    """Seconds of processor for a plan."""
    begun = time.process_time()
    for week in weeks:
        planner(week)
    return (time.process_time() - begun) / len(weeks)


def _most(planner: Callable[[Any], object], week: Any) -> float:
    """MB that planning holds at its height, beside what it was given."""
    tracemalloc.start()
    planner(week)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def _counted(inputs: Inputs, made: Plan) -> dict[str, Any]:
    """A plan's counts and all its pairs, for another solver."""
    pairs = [[a, *pair] for a in made.gets for pair in inputs.costs(a, made.gives).items()]
    return {"pairs": pairs, "gets": list(made.gets.items()), "gives": list(made.gives.items())}


def _cost(inputs: Inputs, made: Plan) -> int:
    return sum(inputs.cost(i, a) for a, pushers in made.pushers.items() for i in pushers)


def _mutual(made: Plan) -> int:
    pairs = {(i, a) for a, pushers in made.pushers.items() for i in pushers}
    return sum((a, i) in pairs for i, a in pairs) // 2


def _by_flow(weeks: list[Inputs], plans: list[Plan], *more: str) -> dict[str, Any]:
    job = json.dumps([_counted(week, made) for week, made in zip(weeks, plans, strict=True)])
    said = subprocess.run([*peer("plan_flow"), *more], input=job, capture_output=True, text=True, check=True).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def _optimum(luck: random.Random) -> list[Row]:
    """Hold the cost of every plan against OR-Tools, and how many of its pairs are mutual."""
    rows = []
    for members, count in OPTIMUM:
        weeks = [_fitted(_week(members, luck), luck) for _ in range(count)]
        plans = [plan(week) for week in weeks]
        least = _by_flow(weeks, plans)["cost"]
        mine = [_cost(week, made) for week, made in zip(weeks, plans, strict=True)]
        equal = sum(one == other for one, other in zip(mine, least, strict=True))
        title = f"plan: {members} members, plans as cheap as OR-Tools'"
        rows.append(bound_row(title, "plans", equal, count, "all", held=equal == count))
    for members, count in FEWEST:
        weeks = [_week(members, luck) for _ in range(count)]
        plans = [plan(week) for week in weeks]
        few = _by_flow(weeks, plans, "mutual")["mutual"]
        mutual = [_mutual(made) for made in plans]
        title = f"plan: {members} members, mutual pairs, all weeks (peer: CP-SAT)"
        rows.append(bound_row(title, "pairs", sum(mutual), sum(few), "equal in every week", held=mutual == few))
    return rows


def _fitted(inputs: Inputs, luck: random.Random) -> Inputs:
    return replace(inputs, fit={(i, a): luck.randint(0, 9) for a in inputs.posts for i in inputs.room if i != a})


def _beside_flow(members: int, weeks: list[Inputs]) -> Row:
    """Show what OR-Tools takes for the matching alone."""
    mine = [1000 * _seconds(plan, [week]) for week in weeks]
    found = _by_flow(weeks, [plan(week) for week in weeks])
    theirs = [1000 * seconds for seconds in found["seconds"]]
    title = f"plan: {members:,} members (beside: OR-Tools' flow, {found['memory']:.0f} MB)"
    return ratio_row(title, "ms", mine, theirs, "only shown", lambda _: True)


async def run() -> list[Row]:
    """Measure every size in paired rounds of new weeks."""
    reference = _reference()
    if reference is None:
        print(f"plan: {REFERENCE} is not there, so nothing is measured")
        return []
    luck = random.Random(20261122)
    rows: list[Row] = []
    for members, rounds, count, bound in SIZES:
        mine, theirs = [], []
        for _ in range(rounds):
            weeks = [_week(members, luck) for _ in range(count)]
            other = [_as_theirs(reference, week) for week in weeks]
            mine.append(1000 * _seconds(plan, weeks))
            theirs.append(1000 * _seconds(reference.plan, other))
        title = f"plan: {members:,} members (peer: the reference planner)"
        rows.append(ratio_row(title, "ms", mine, theirs, "at most 1.5", lambda ratio: ratio <= 1.5))
        if bound is not None:
            held = _most(plan, weeks[0])
            title = f"plan: {members:,} members, memory at its height"
            rows.append(
                bound_row(title, "MB", held, _most(reference.plan, other[0]), f"under {bound} MB", held=held < bound)
            )
        rows.append(_beside_flow(members, weeks[:5]))
    return rows + _optimum(luck)
