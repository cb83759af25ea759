"""A plan's slots and assignments, and what earlier plans say about the next one, in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from teambot.domain.assignments import AssignmentState
from teambot.domain.posts import Submission, SubmissionState
from teambot.storage.insert import refused_as
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, plan, slot, submission, week


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment of a plan: who is asked for a slot's post, why (as JSON), and on what day it may suit them."""

    slot_id: int
    pusher_id: int
    reasons: list[Mapping[str, Any]]
    suggested_on: date


_PUSHED = update(submission).where(submission.c.id == bindparam("row_id")).values(state=SubmissionState.PUSHED)
_ADD_SLOTS = insert(slot).returning(slot.c.membership_id, slot.c.id)
_ASK = insert(assignment)
_done = (
    select(assignment.c.pusher_id.label("pusher_id"), func.count().label("times"))
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(
        week.c.team_id == bindparam("team_id"),
        assignment.c.state == AssignmentState.DONE,
        assignment.c.sought_at.is_(None) | assignment.c.found.is_not(None),
    )
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


def add_slots(
    tx: Tx, plan_id: int, week_id: int, posts: Sequence[Submission], again_at: Mapping[int, datetime | None]
) -> dict[int, int]:
    """Insert a plan's slots, one a post, in one go; gives the slot of each author.

    Their posts are pushed from now on; `again_at`, by author: when each is offered again. Raises
    Refusal("one-post-a-week") where the schema knows of a slot of the member's in this week.
    """
    rows = [
        {"plan_id": plan_id, "week_id": week_id, "membership_id": post.membership_id, "submission_id": post.id}
        for post in posts
    ]
    tx.execute(_PUSHED, [{"row_id": post.id, "opens_at": again_at[post.membership_id]} for post in posts])
    with refused_as(tx, "one-post-a-week"):
        return {row[0]: row[1] for row in tx.execute(_ADD_SLOTS, rows)}


def ask(tx: Tx, asked: Sequence[Asked], now: datetime) -> None:
    """Insert a plan's assignments in one go."""
    rows = [
        {
            "slot_id": one.slot_id,
            "pusher_id": one.pusher_id,
            "state": AssignmentState.ASKED,
            "reasons": one.reasons,
            "asked_at": now,
            "suggested_on": one.suggested_on,
        }
        for one in asked
    ]
    tx.execute(_ASK, rows)


def most_done(tx: Tx, team_id: int) -> dict[int, int]:
    """Load how many recommendations each member made in the week in which they made the most.

    Without those of which nobody can say yet whether they were made: their author asks, and there is no answer.
    """
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
