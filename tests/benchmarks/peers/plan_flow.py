"""Plans matched by OR-Tools, in a process of its environment: `python plan_flow.py < JOB`; what it found is JSON.

The job: a list of weeks, each with `pairs` [[post, giver, cost], ...] and `gets`, `gives` [[id, count], ...], which can
all be placed. Found: the least `cost` and the `seconds` of processor of each week, and `memory`, MB at its height. With
the argument `mutual` also the fewest mutual pairs at that cost, by its solver for constraints.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from ortools.graph.python import min_cost_flow  # type: ignore[import-not-found]  # of its own environment


def _matched(week: dict[str, Any]) -> tuple[int, float]:
    begun = time.process_time()
    flow = min_cost_flow.SimpleMinCostFlow()
    posts = {post: number for number, (post, _) in enumerate(week["gets"])}
    givers = {giver: len(posts) + number for number, (giver, _) in enumerate(week["gives"])}
    for post, giver, cost in week["pairs"]:
        flow.add_arc_with_capacity_and_unit_cost(givers[giver], posts[post], 1, cost)
    for giver, count in week["gives"]:
        flow.set_node_supply(givers[giver], count)
    for post, count in week["gets"]:
        flow.set_node_supply(posts[post], -count)
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit("a week cannot be placed")
    return flow.optimal_cost(), time.process_time() - begun


def _fewest_mutual(week: dict[str, Any], least: int) -> int:
    from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # it takes its time and memory

    model = cp_model.CpModel()
    placed = {(giver, post): model.new_bool_var("") for post, giver, _ in week["pairs"]}
    for post, count in week["gets"]:
        model.add(sum(one for (_, its), one in placed.items() if its == post) == count)
    for giver, count in week["gives"]:
        model.add(sum(one for (its, _), one in placed.items() if its == giver) == count)
    model.add(sum(cost * placed[giver, post] for post, giver, cost in week["pairs"]) == least)
    mutual = []
    for (giver, post), one in placed.items():
        if giver < post and (post, giver) in placed:
            mutual.append(model.new_bool_var(""))
            model.add(mutual[-1] >= one + placed[post, giver] - 1)
    model.minimize(sum(mutual))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        raise SystemExit("the fewest mutual pairs of a week are not found")
    return round(solver.objective_value)


def main(weeks: list[dict[str, Any]], *, mutual: bool) -> dict[str, Any]:
    found = [_matched(week) for week in weeks]
    status = Path("/proc/self/status").read_text().splitlines()
    memory = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024
    said = {"cost": [cost for cost, _ in found], "seconds": [seconds for _, seconds in found], "memory": memory}
    if mutual:
        said["mutual"] = [_fewest_mutual(week, cost) for week, (cost, _) in zip(weeks, found, strict=True)]
    return said


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin), mutual="mutual" in sys.argv)))
