"""A made-up year as files: JSON with every member, plan and recommendation, and a table with a row a member and week.

Whoever has the JSON can count every figure anew: `pushes` are the recommendations that were made, each with its week,
who made it (`pusher`) and whose post it was (`author`); what was `skipped` and what `lapsed` stand in lists of their
own.
"""

import csv
import json
from collections import Counter
from dataclasses import asdict
from io import StringIO
from typing import Any

from teambot.domain.world import Attendance
from teambot.domain.year import Year, YearPlan
from teambot.domain.year_figures import Figures

COLUMNS = (
    "week", "member", "habit", "there", "load", "post", "asked", "gave", "skipped", "lapsed", "got", "balance",
)  # fmt: skip


def as_json(year: Year, found: Figures, seed: int, attendance: Attendance) -> str:
    """Write a year as JSON."""
    whole = {
        "settings": {
            "members": sum(one.joined == 1 for one in year.members),
            "weeks": year.weeks,
            "seed": seed,
            "load": year.load,
            "attendance": str(attendance),
        },
        "members": [asdict(one) for one in year.members],
        "never_matched": sorted([*pair] for pair in year.parted),
        "plans": [_plan(plan) for plan in year.plans],
        "pushes": [asdict(push) for push in year.pushes],
        "skipped": [asdict(skip) for skip in year.skipped],
        "lapsed": [asdict(push) for push in year.lapsed],
        "ledger": [
            {"week": week, "member": entry.membership_id, "delta": entry.delta, "cause": entry.cause}
            for week, entries in enumerate(year.entries, 1)
            for entry in entries
        ],
        "figures": asdict(found),
    }
    return json.dumps(whole, indent=1) + "\n"


def _plan(plan: YearPlan) -> dict[str, Any]:
    """Give a plan: `room` is what a member can be asked, 0 while away, `counts` what of it counts for their post."""
    return {
        "week": plan.week,
        "members": [
            {"id": one, "room": room, "counts": plan.trusted.get(one, room), "balance": plan.balance[one]}
            for one, room in plan.room.items()
        ],
        "posts": [{"author": author, "pushers": list(pushers)} for author, pushers in plan.pushers.items()],
    }


def as_csv(year: Year) -> str:
    """Write a year as a table: a row for each member and week in which they were on the team, away or not.

    `there`: 1, or 0 while away. `asked`: in the plan and as a stand-in. `balance`: after the week.
    """
    gave = Counter((push.week, push.pusher) for push in year.pushes)
    got = Counter((push.week, push.author) for push in year.pushes)
    skipped = Counter((skip.week, skip.pusher) for skip in year.skipped)
    lapsed = Counter((push.week, push.pusher) for push in year.lapsed)
    habits = {one.id: one.habit for one in year.members}
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    balance: Counter[int] = Counter()
    for plan, entries in zip(year.plans, year.entries, strict=True):
        for entry in entries:
            balance[entry.membership_id] += entry.delta
        for one, room in plan.room.items():
            key = (plan.week, one)
            done = (gave[key], skipped[key], lapsed[key])
            post = int(one in plan.pushers)
            table.writerow((*key, habits[one], int(room > 0), room, post, sum(done), *done, got[key], balance[one]))
    return text.getvalue()
