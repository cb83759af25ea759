"""Assignments in the store. It decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select, update

from teambot.domain.assignments import DONE_COUNTS, Assignment, AssignmentState
from teambot.domain.link_proof import LinkState
from teambot.domain.my_week import MyAssignment, OpenOffer
from teambot.domain.posts import Money
from teambot.domain.reasons import Reason
from teambot.storage.insert import insert_row
from teambot.storage.posts import window_of
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, membership, person, slot, submission, week

_author = membership.alias("author")
_opened = assignment.alias("opened")
# A card that asks whether somebody else would like it can be pressed still.
_SWAPPING = exists().where(
    assignment.c.state == AssignmentState.ASKED,
    _opened.c.offered_on_from_id == assignment.c.id,
    _opened.c.state == AssignmentState.OPEN,
)
_FROM = (
    assignment.join(slot)
    .join(submission, submission.c.id == slot.c.submission_id)
    .join(week, week.c.id == slot.c.week_id)
    .join(_author, _author.c.id == slot.c.membership_id)
    .outerjoin(person, person.c.id == _author.c.person_id)
)
_ONE = (
    select(
        assignment.c.id,
        week.c.team_id,
        week.c.id,
        week.c.key,
        week.c.ends_at,
        slot.c.id,
        assignment.c.pusher_id,
        slot.c.membership_id,
        person.c.name,
        assignment.c.state,
        submission.c.title,
        submission.c.url,
        assignment.c.swap_asked_at,
        assignment.c.offered_on_from_id,
        _SWAPPING,
    )
    .select_from(_FROM)
    .where(assignment.c.id == bindparam("id"))
)
_TEAM_OF = (
    select(week.c.team_id)
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(assignment.c.id == bindparam("id"))
)
_MINE = (
    select(
        assignment.c.id,
        person.c.name,
        person.c.discord_id,
        submission.c.title,
        submission.c.url,
        submission.c.reader_line,
        submission.c.hook,
        submission.c.money,
        assignment.c.state,
        assignment.c.reasons,
        week.c.ends_at,
        submission.c.months,
        submission.c.hemisphere,
        submission.c.places,
        submission.c.last_day,
        assignment.c.suggested_on,
        _SWAPPING,
        assignment.c.swap_asked_at,
        assignment.c.link,
        assignment.c.link_state,
        assignment.c.linked_at,
    )
    .select_from(_FROM)
    .where(assignment.c.pusher_id == bindparam("pusher_id"))
    .order_by(assignment.c.id)
)
_MINE_IN = _MINE.where(week.c.id == bindparam("week_id"))
_MINE_IN_OR_OPEN = _MINE.add_columns(week.c.id).where(
    (week.c.id == bindparam("week_id")) | (assignment.c.state == AssignmentState.ASKED)
)
_MINE_OPEN = _MINE.where(assignment.c.state == AssignmentState.ASKED)
_MINE_ONE = _MINE.where(assignment.c.id == bindparam("id"))
_asked = assignment.alias("asked")
_OFFERS = (
    select(assignment.c.id)
    .select_from(assignment.join(slot).outerjoin(_asked, _asked.c.id == assignment.c.offered_on_from_id))
    .where(
        slot.c.week_id == bindparam("week_id"),
        assignment.c.pusher_id.is_(None),
        or_(_asked.c.pusher_id.is_(None), _asked.c.pusher_id != bindparam("reader_id")),
    )
    .order_by(assignment.c.id)
)
_IN_WEEK = (
    select(assignment.c.id, assignment.c.slot_id, slot.c.membership_id, assignment.c.pusher_id, assignment.c.state)
    .select_from(assignment.join(slot))
    .where(slot.c.week_id == bindparam("week_id"))
    .order_by(assignment.c.id)
)
_SUCCESSOR = select(assignment.c.id, assignment.c.state).where(assignment.c.offered_on_from_id == bindparam("id"))
_CHANGE = update(assignment).where(assignment.c.id == bindparam("row_id"))
_PAIRS = (
    select(assignment.c.pusher_id, slot.c.membership_id, func.count(), func.max(week.c.publishes_at))
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(week.c.team_id == bindparam("team_id"), assignment.c.state == AssignmentState.DONE)
    .group_by(assignment.c.pusher_id, slot.c.membership_id)
)
_OVERDUE = (
    select(week.c.id, week.c.team_id)
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(assignment.c.state == AssignmentState.ASKED, week.c.ends_at <= bindparam("ended_by"))
    .distinct()
    .order_by(week.c.id)
)


def team_of(tx: Tx, assignment_id: int) -> int | None:
    """Give the id of the team of an assignment, or None."""
    found: int | None = tx.execute(_TEAM_OF, {"id": assignment_id}).scalar_one_or_none()
    return found


def get(tx: Tx, assignment_id: int) -> Assignment | None:
    """Load an assignment, or None."""
    row = tx.execute(_ONE, {"id": assignment_id}).one_or_none()
    if row is None:
        return None
    return Assignment(*row[:8], row[8] or "", AssignmentState(row[9]), *row[10:15])


def _to_mine(row: Sequence[Any]) -> MyAssignment:
    reasons = tuple(Reason.from_json(reason) for reason in row[9])
    money, state, ends_at = Money(row[7]), AssignmentState(row[8]), row[10]
    return MyAssignment(
        row[0],
        row[1] or "",
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        money,
        state,
        reasons,
        ends_at,
        ends_at + DONE_COUNTS,
        window_of(*row[11:15]),
        row[15],
        row[16],
        row[17] is not None and not row[16] and state is AssignmentState.ASKED,
        row[18],
        LinkState(row[19]) if row[19] else None,
        row[20] is None,
    )


def mine_in(tx: Tx, pusher_id: int, week_id: int) -> list[MyAssignment]:
    """List a member's own assignments of a week."""
    return [_to_mine(row) for row in tx.execute(_MINE_IN, {"pusher_id": pusher_id, "week_id": week_id})]


def mine_in_or_open(tx: Tx, pusher_id: int, week_id: int) -> tuple[list[MyAssignment], list[MyAssignment]]:
    """List a member's own assignments of a week, and beside them those of other weeks that are not settled."""
    rows = tx.execute(_MINE_IN_OR_OPEN, {"pusher_id": pusher_id, "week_id": week_id}).all()
    inside = [_to_mine(row) for row in rows if row[-1] == week_id]
    return inside, [_to_mine(row) for row in rows if row[-1] != week_id]


def mine_open(tx: Tx, pusher_id: int) -> list[MyAssignment]:
    """List a member's own assignments that are not settled, of any week."""
    return [_to_mine(row) for row in tx.execute(_MINE_OPEN, {"pusher_id": pusher_id})]


def mine_one(tx: Tx, pusher_id: int, assignment_id: int) -> MyAssignment | None:
    """Load one of a member's own assignments, or None."""
    row = tx.execute(_MINE_ONE, {"pusher_id": pusher_id, "id": assignment_id}).one_or_none()
    return None if row is None else _to_mine(row)


def offers_to(tx: Tx, reader_id: int, week_id: int) -> list[OpenOffer]:
    """List what is, or was, open to anyone in a week, but what the reader has given back themself."""
    return [OpenOffer(*row) for row in tx.execute(_OFFERS, {"reader_id": reader_id, "week_id": week_id})]


def in_week(tx: Tx, week_id: int) -> list[tuple[int, int, int, int | None, AssignmentState]]:
    """List a week's assignments: id, slot, author, pusher (None: open), state."""
    return [(*row[:4], AssignmentState(row[4])) for row in tx.execute(_IN_WEEK, {"week_id": week_id})]


def add(
    tx: Tx,
    slot_id: int,
    pusher_id: int | None,
    reasons: Iterable[Mapping[str, Any]],
    now: datetime,
    *,
    offered_on_from_id: int | None = None,
    suggested_on: date | None = None,
) -> int:
    """Insert an assignment, asked of a member or open to all; gives its id."""
    values = {
        "slot_id": slot_id,
        "pusher_id": pusher_id,
        "offered_on_from_id": offered_on_from_id,
        "state": AssignmentState.OPEN if pusher_id is None else AssignmentState.ASKED,
        "reasons": list(reasons),
        "asked_at": now,
        "suggested_on": suggested_on,
    }
    return insert_row(tx, assignment, **values)


def successor(tx: Tx, assignment_id: int) -> tuple[int, AssignmentState] | None:
    """Give what took an assignment over, or is open in its place: id and state; None where nothing is."""
    row = tx.execute(_SUCCESSOR, {"id": assignment_id}).one_or_none()
    return None if row is None else (row[0], AssignmentState(row[1]))


def change(tx: Tx, assignment_id: int, **values: Any) -> None:
    """Change columns of an assignment."""
    tx.execute(_CHANGE, {"row_id": assignment_id, **values})


def end_all(tx: Tx, week_id: int, before: AssignmentState, after: AssignmentState, now: datetime) -> list[int]:
    """Move all of a week's assignments in one state on to another; gives their ids."""
    slots = select(slot.c.id).where(slot.c.week_id == week_id)
    chosen = select(assignment.c.id).where(assignment.c.slot_id.in_(slots), assignment.c.state == before)
    ids = list(tx.execute(chosen.order_by(assignment.c.id)).scalars())
    if ids:
        tx.execute(update(assignment).where(assignment.c.id.in_(ids)).values(state=after, ended_at=now))
    return ids


def pairs(tx: Tx, team_id: int) -> dict[tuple[int, int], tuple[int, datetime]]:
    """Load how often, and in the plan of when the last time, members recommended one another: {(pusher, author): …}."""
    return {(row[0], row[1]): (row[2], row[3]) for row in tx.execute(_PAIRS, {"team_id": team_id})}


def overdue(tx: Tx, now: datetime, most: int) -> list[tuple[int, int]]:
    """List the weeks (id, team) with assignments still asked for whose *Done* no longer counts at `now`."""
    rows = tx.execute(_OVERDUE.limit(most), {"ended_by": now - DONE_COUNTS})
    return [(row[0], row[1]) for row in rows]
