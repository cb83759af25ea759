"""Weeks, plans and slots in the store. It decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from teambot.domain.reasons import LeftOut
from teambot.domain.week import Week, WeekState
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import plan, slot, week


@dataclass(frozen=True, slots=True)
class StoredWeek:
    """A team's week as it is stored.

    `light`: nobody is asked for more than one; `light_asked_at`: the stewards were asked whether it should be.
    `build`: how often its plan was made anew.
    """

    id: int
    team_id: int
    key: str
    state: WeekState
    closes_at: datetime
    publishes_at: datetime
    ends_at: datetime
    light: bool = False
    build: int = 0
    light_asked_at: datetime | None = None


_COLUMNS = (
    week.c.id,
    week.c.team_id,
    week.c.key,
    week.c.state,
    week.c.closes_at,
    week.c.publishes_at,
    week.c.ends_at,
    week.c.light,
    week.c.build,
    week.c.light_asked_at,
)
_OF_TEAM = select(*_COLUMNS).where(week.c.team_id == bindparam("team_id"))
_COMING = (
    _OF_TEAM.where(week.c.state == WeekState.OPEN, week.c.closes_at > bindparam("now"))
    .order_by(week.c.closes_at)
    .limit(1)
)
_BY_KEY = _OF_TEAM.where(week.c.key == bindparam("key"))
_LATEST = _OF_TEAM.order_by(week.c.closes_at.desc()).limit(4)
_CHANGE = update(week).where(week.c.id == bindparam("row_id"))
_BY_ID = select(*_COLUMNS).where(week.c.id == bindparam("id"))
_DUE_COLUMN = {
    WeekState.OPEN: week.c.closes_at,
    WeekState.CLOSED: week.c.publishes_at,
    WeekState.PLANNED: week.c.ends_at,
}
_DUE = {
    state: select(*_COLUMNS)
    .where(week.c.state == state, column <= bindparam("now"))
    .order_by(column, week.c.id)
    .limit(bindparam("most"))
    for state, column in _DUE_COLUMN.items()
}


def _to_week(row: Sequence[Any]) -> StoredWeek:
    return StoredWeek(row[0], row[1], row[2], WeekState(row[3]), *row[4:10])


def as_week(stored: StoredWeek) -> Week:
    """Give a stored week as the rules see it."""
    return Week(key=stored.key, closes_at=stored.closes_at, publishes_at=stored.publishes_at, ends_at=stored.ends_at)


def add(tx: Tx, team_id: int, new: Week) -> StoredWeek:
    """Insert an open week, or give the one that has its key already (one week of a key a team, by the schema)."""
    row = tx.execute(_BY_KEY, {"team_id": team_id, "key": new.key}).one_or_none()
    if row is None:
        values = {"key": new.key, "closes_at": new.closes_at, "publishes_at": new.publishes_at, "ends_at": new.ends_at}
        tx.execute(insert(week).values(team_id=team_id, state=WeekState.OPEN, **values))
        row = tx.execute(_BY_KEY, {"team_id": team_id, "key": new.key}).one()
    return _to_week(row)


def coming(tx: Tx, team_id: int, now: datetime) -> StoredWeek | None:
    """Load the open week whose close is next after `now`, or None."""
    row = tx.execute(_COMING, {"team_id": team_id, "now": now}).one_or_none()
    return _to_week(row) if row else None


def latest(tx: Tx, team_id: int) -> list[StoredWeek]:
    """List a team's last four weeks, the newest first."""
    return [_to_week(row) for row in tx.execute(_LATEST, {"team_id": team_id})]


def get(tx: Tx, week_id: int) -> StoredWeek:
    """Load a week that exists."""
    return _to_week(tx.execute(_BY_ID, {"id": week_id}).one())


def find(tx: Tx, week_id: int) -> StoredWeek | None:
    """Load a week, or None."""
    row = tx.execute(_BY_ID, {"id": week_id}).one_or_none()
    return _to_week(row) if row else None


def named(tx: Tx, team_id: int, key: str) -> StoredWeek:
    """Load a team's week, which exists, by its key."""
    return _to_week(tx.execute(_BY_KEY, {"team_id": team_id, "key": key}).one())


def due(tx: Tx, state: WeekState, now: datetime, most: int) -> list[StoredWeek]:
    """List the weeks whose time in `state` is over: open past the close, closed past the plan, planned past the end."""
    return [_to_week(row) for row in tx.execute(_DUE[state], {"now": now, "most": most})]


def move(tx: Tx, week_id: int, before: WeekState, after: WeekState) -> bool:
    """Move a week on; False where somebody else has."""
    statement = update(week).where(week.c.id == week_id, week.c.state == before).values(state=after)
    return tx.execute(statement).rowcount == 1


def retime(tx: Tx, week_id: int, new: Week) -> None:
    """Give a week that is still open other moments, under its own key."""
    moments = {"closes_at": new.closes_at, "publishes_at": new.publishes_at, "ends_at": new.ends_at}
    tx.execute(update(week).where(week.c.id == week_id, week.c.state == WeekState.OPEN).values(**moments))


def change(tx: Tx, week_id: int, **values: Any) -> None:
    """Change columns of a week: `light`, `build` or `light_asked_at`."""
    tx.execute(_CHANGE, {"row_id": week_id, **values})


def add_plan(
    tx: Tx, team_id: int, week_id: int, inputs: Mapping[str, Any], left_out: Sequence[Any], now: datetime
) -> int:
    """Insert a week's one plan with what it was made from, and who has no turn in it and why; gives its id."""
    values = {"team_id": team_id, "week_id": week_id, "published_at": now, "inputs": inputs}
    return insert_row(tx, plan, **values, left_out=list(left_out))


def plan_of(tx: Tx, plan_id: int) -> Any:
    """Load a plan: id, team_id, week_id, published_at, inputs, left_out."""
    return tx.execute(select(plan).where(plan.c.id == plan_id)).one()


def plan_in(tx: Tx, week_id: int) -> Any:
    """Load a week's plan, or None."""
    return tx.execute(select(plan).where(plan.c.week_id == week_id)).one_or_none()


_AUTHORS_IN = select(slot.c.membership_id).where(slot.c.week_id == bindparam("week_id"))


def authors_in(tx: Tx, week_id: int) -> set[int]:
    """List the members who have a slot in a week."""
    return set(tx.execute(_AUTHORS_IN, {"week_id": week_id}).scalars())


_LEFT_OUT = select(plan.c.left_out).where(plan.c.week_id == bindparam("week_id"))


def left_out(tx: Tx, week_id: int, membership_id: int) -> tuple[LeftOut, ...]:
    """Load why a member has no turn in a week's plan, or is asked for less than they have room for."""
    stored: Sequence[Any] = tx.execute(_LEFT_OUT, {"week_id": week_id}).scalar_one_or_none() or ()
    return tuple(found for found in map(LeftOut.from_json, stored) if found.membership_id == membership_id)


_LAST_SLOTS = (
    select(slot.c.membership_id, week.c.publishes_at)
    .select_from(slot.join(week))
    .where(week.c.team_id == bindparam("team_id"))
    .order_by(week.c.publishes_at)
)


def last_slots(tx: Tx, team_id: int) -> dict[int, datetime]:
    """Load when each member's post was last in a plan."""
    return {row[0]: row[1] for row in tx.execute(_LAST_SLOTS, {"team_id": team_id})}
