"""A plan's assignments, and what earlier plans say about the next one, in the store: what was carried, full weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from teambot.domain.assignments import AssignmentState
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, plan, slot, week


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment of a plan: who is asked for a slot's post, why (as JSON), and on what day it may suit them."""

    slot_id: int
    pusher_id: int
    reasons: list[Mapping[str, Any]]
    suggested_on: date


_ASK = insert(assignment)
_done = (
    select(assignment.c.pusher_id.label("pusher_id"), func.count().label("times"))
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(week.c.team_id == bindparam("team_id"), assignment.c.state == AssignmentState.DONE)
    .group_by(assignment.c.pusher_id, slot.c.week_id)
    .subquery()
)
_MOST_DONE = select(_done.c.pusher_id, func.max(_done.c.times)).group_by(_done.c.pusher_id)
_LAST_PLANS = (
    select(week.c.id)
    .select_from(week.join(plan))
    .where(week.c.team_id == bindparam("team_id"))
    .order_by(week.c.closes_at.desc())
    .limit(bindparam("most"))
)
_DONE_IN = (
    select(slot.c.week_id, assignment.c.pusher_id, slot.c.membership_id)
    .select_from(slot.join(assignment, assignment.c.slot_id == slot.c.id))
    .where(slot.c.week_id.in_(bindparam("weeks", expanding=True)), assignment.c.state == AssignmentState.DONE)
)
# A row of full weeks is broken by a light one, and by one in which nobody was asked for anything.
_broken_at = (
    select(func.max(week.c.closes_at))
    .select_from(week.outerjoin(plan))
    .where(
        week.c.team_id == bindparam("team_id"),
        week.c.closes_at <= bindparam("closes_at"),
        week.c.light | plan.c.id.is_(None),
    )
    .scalar_subquery()
)
_FULL_WEEKS = (
    select(func.count(plan.c.id), func.max(week.c.light_asked_at))
    .select_from(week.outerjoin(plan))
    .where(
        week.c.team_id == bindparam("team_id"),
        week.c.closes_at > func.coalesce(_broken_at, bindparam("always", type_=week.c.closes_at.type)),
    )
)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # before any team


def ask(tx: Tx, asked: Sequence[Asked], now: datetime) -> None:
    """Insert a plan's assignments in one go."""
    same = {"state": AssignmentState.ASKED, "asked_at": now}
    tx.execute(_ASK, [same | asdict(one) for one in asked])


def most_done(tx: Tx, team_id: int) -> dict[int, int]:
    """Load how many recommendations each member made in the week in which they made the most."""
    return {row[0]: int(row[1]) for row in tx.execute(_MOST_DONE, {"team_id": team_id})}


def done_lately(tx: Tx, team_id: int, most: int) -> list[list[tuple[int, int]]]:
    """List the recommendations made, (pusher, author), of each of a team's last weeks with a plan, the newest first."""
    found: dict[int, list[tuple[int, int]]] = {
        week_id: [] for week_id in tx.execute(_LAST_PLANS, {"team_id": team_id, "most": most}).scalars()
    }
    for week_id, pusher, author in tx.execute(_DONE_IN, {"weeks": list(found)}):
        found[week_id].append((pusher, author))
    return list(found.values())


def full_weeks(tx: Tx, team_id: int, closes_at: datetime) -> tuple[int, datetime | None]:
    """Count the full weeks in a row up to the one that closed then; and say when in this row a light one was proposed.

    A week is full that had a plan and was not light.
    """
    values = {"team_id": team_id, "closes_at": closes_at, "always": _ALWAYS}
    count, asked_at = tx.execute(_FULL_WEEKS, values).one()
    return int(count), asked_at
