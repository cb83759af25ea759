"""Why each assignment and each message of the outbox stands as it does, for the sandbox. It only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, select

from teambot.domain.assignments import DONE_COUNTS, AssignmentState
from teambot.domain.ledger import Cause
from teambot.domain.outbox import NOTHING_LEFT, QUIET_HOURS, MessageState
from teambot.domain.standings import BELONGING
from teambot.domain.week import WeekState
from teambot.storage.outbox_row import LIVE, OutboxRow, rows_where
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, ledger_entry, membership, person, slot, team, week

_pusher, _author = membership.alias("pusher"), membership.alias("author")
_pushing, _writing = person.alias("pushing"), person.alias("writing")
_successor = assignment.alias("successor")


def _entries(cause: Cause) -> ScalarSelect[int]:
    """Count the entries of an assignment in the ledger."""
    its = and_(ledger_entry.c.cause_kind == cause, ledger_entry.c.cause_id == assignment.c.id)
    return select(func.count()).select_from(ledger_entry).where(its).scalar_subquery()


_ASSIGNMENTS = (
    select(
        assignment.c.id,
        assignment.c.state,
        week.c.key,
        week.c.ends_at,
        _pushing.c.name.label("pusher"),
        _writing.c.name.label("author"),
        _pusher.c.standing,
        _entries(Cause.PUSH).label("entries"),
        _entries(Cause.TAKEN_BACK).label("opposite"),
        select(func.count())
        .select_from(_successor)
        .where(_successor.c.offered_on_from_id == assignment.c.id)
        .scalar_subquery()
        .label("successors"),
    )
    .select_from(
        assignment.join(slot, slot.c.id == assignment.c.slot_id)
        .join(week, week.c.id == slot.c.week_id)
        .join(_author, _author.c.id == slot.c.membership_id)
        .outerjoin(_writing, _writing.c.id == _author.c.person_id)
        .outerjoin(_pusher, _pusher.c.id == assignment.c.pusher_id)
        .outerjoin(_pushing, _pushing.c.id == _pusher.c.person_id)
    )
    .order_by(assignment.c.id)
)
_STEPS = {WeekState.OPEN: "close", WeekState.CLOSED: "publish", WeekState.PLANNED: "end"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """One row: `subject` says which one, in words; `explained` is None where nothing explains its state."""

    table: str
    kind: str
    subject: str
    state: str
    explained: str | None


def inspected(tx: Tx, now: datetime) -> Iterator[Inspected]:
    """Look at every assignment, then at every message of the outbox, each oldest first."""
    for row in tx.execute(_ASSIGNMENTS):
        subject = f"{row.key}: {row.pusher or 'anyone'} for {row.author or 'somebody'}"
        yield Inspected("assignment", "assignment", subject, row.state, _why_assignment(row, now))
    for message in rows_where(tx):
        yield Inspected("outbox", message.kind, message.dedup_key, message.state, _why_message(message, now))


def next_step(tx: Tx) -> tuple[datetime, str] | None:
    """Find the next moment at which a week moves, and what then happens: close, publish or end; None without a week."""
    steps = []
    for state, kind in _STEPS.items():
        column = {"close": week.c.closes_at, "publish": week.c.publishes_at, "end": week.c.ends_at}[kind]
        at = tx.scalar(select(func.min(column)).where(week.c.state == state))
        if at is not None:
            steps.append((at, kind))
    return min(steps, default=None)


def unsent(tx: Tx, now: datetime) -> tuple[str, ...]:
    """Name the messages that are being sent or could be sent now: the head of each target's line (see outbox.claim)."""
    heads: dict[tuple[int | None, int | None], OutboxRow] = {}
    for row in rows_where(tx, LIVE):
        sending = row.state is MessageState.CLAIMED
        possible = row.expires_at > now and (row.edits_id is None or row.edits is not None)
        if sending or (possible and (row.due_at <= now or row.attempts)):
            heads.setdefault((row.channel_id, row.membership_id), row)
    return tuple(row.dedup_key for row in heads.values() if row.state is MessageState.CLAIMED or row.due_at <= now)


def _why_assignment(row: Any, now: datetime) -> str | None:
    over = now >= row.ends_at
    why = {
        AssignmentState.ASKED: None if now >= row.ends_at + DONE_COUNTS else "waits for its answer",
        AssignmentState.DONE: "booked in the ledger, twice" if row.entries == 2 else None,
        AssignmentState.SKIPPED: "offered on" if row.successors == 1 else None,
        AssignmentState.OPEN: None if over else "offered to anyone",
        AssignmentState.CARRIED: "nobody took it by the week's end" if over else "nobody could take it",
        AssignmentState.LAPSED: _why_lapsed(row, now),
        AssignmentState.SWAPPED: "taken over by somebody else" if row.successors == 1 else None,
        AssignmentState.RELEASED: "offered on, for who was asked is not there" if row.successors == 1 else None,
        AssignmentState.WITHDRAWN: "its author took the post back, or who would have swapped it kept it",
        AssignmentState.TAKEN_BACK: "booked in the ledger, and booked back" if row.opposite == 2 else None,
    }
    if bool(row.entries) != (row.state in (AssignmentState.DONE, AssignmentState.TAKEN_BACK)):
        return None
    if row.state != AssignmentState.TAKEN_BACK and row.opposite:
        return None
    return why[AssignmentState(row.state)]


def _why_lapsed(row: Any, now: datetime) -> str | None:
    if now >= row.ends_at + DONE_COUNTS:
        return "not done in its time"
    return "not done, by somebody who has gone" if row.standing not in BELONGING else None


def _why_message(row: OutboxRow, now: datetime) -> str | None:
    match row.state:
        case MessageState.SENT:
            return "sent" if row.message_id and row.sent_channel_id else None
        case MessageState.SENT_DELETED:
            return "sent, and deleted by somebody"
        case MessageState.BLOCKED:
            return f"Discord does not let us: {row.fault}" if row.fault else None
        case MessageState.EXPIRED if row.expires_at > now or row.fault == NOTHING_LEFT:
            return "nothing was left to say"
        case MessageState.EXPIRED:
            return f"too late to be said: {row.fault}" if row.fault else None
        case MessageState.NEW if row.due_at > now:
            return "waits for the end of quiet hours" if row.fault == QUIET_HOURS else _why_later(row)
        case _:
            return None


def _why_later(row: OutboxRow) -> str:
    return "to be tried again" if row.attempts else "not due yet"


def team_channels(tx: Tx) -> list[tuple[int, int, str, int | None, bool]]:
    """List where the teams that have not closed live, oldest first.

    Each is (server, channel, the team's name, its role, whether it has a thread for offers).
    """
    columns = (team.c.guild_id, team.c.channel_id, team.c.name, team.c.role_id, team.c.offers_thread)
    rows = tx.execute(select(*columns).where(team.c.closed_at.is_(None)).order_by(team.c.id))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
