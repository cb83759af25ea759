"""What is to be said in Discord: written in the transaction of what happened, and sent after it, by others."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update

from teambot.domain.outbox import NOTHING_LEFT, QUIET_HOURS, MessageState
from teambot.storage.nonces import fresh_names
from teambot.storage.outbox_row import LIVE, OutboxRow, edited, rows_of, rows_where
from teambot.storage.runner import Tx
from teambot.storage.tables import outbox, team

_GONE = (MessageState.SENT_DELETED, MessageState.EXPIRED, MessageState.DEAD)
_TARGET = select(outbox.c.channel_id, outbox.c.membership_id, outbox.c.edits_id).where(outbox.c.id == bindparam("id"))


def put(
    tx: Tx,
    *,
    dedup_key: str,
    team_id: int,
    kind: str,
    payload: Mapping[str, Any],
    due_at: datetime,
    expires_at: datetime,
    channel_id: int | None = None,
    membership_id: int | None = None,
    edits_id: int | None = None,
) -> int | None:
    """Write down what is to be sent, and give the row's id; None: there is a row with this key already.

    Name one of a channel, a membership (by direct message), and the row whose message is to be drawn again: an
    edit goes where that one went. Raises ValueError for none or several of them, and LookupError where the edited
    row is missing or an edit itself.
    """
    if [channel_id, membership_id, edits_id].count(None) != 2:
        raise ValueError("a message goes to a channel, or to a member, or edits another")
    if edits_id is not None:
        target = tx.execute(_TARGET, {"id": edits_id}).one_or_none()
        if target is None or target.edits_id is not None:
            raise LookupError(f"no message {edits_id} to edit")
        channel_id, membership_id = target.channel_id, target.membership_id
    names = fresh_names(tx, dedup_key)
    if names is None:
        return None
    values = {
        "dedup_key": dedup_key,
        "team_id": team_id,
        "kind": str(kind),
        "channel_id": channel_id,
        "membership_id": membership_id,
        "edits_id": edits_id,
        "payload": dict(payload),
        "nonce": names[0],
        "marker": names[1],
        "state": MessageState.NEW,
        "due_at": due_at,
        "expires_at": expires_at,
    }
    row_id: int = tx.execute(outbox.insert().returning(outbox.c.id), values).scalar_one()
    return row_id


def by_key(tx: Tx, dedup_key: str) -> OutboxRow | None:
    """Find a row by the key it was put with."""
    return next(iter(rows_where(tx, outbox.c.dedup_key == dedup_key)), None)


def numbered(tx: Tx, key: str) -> list[OutboxRow]:
    """Find the rows that were put with a key and a number behind it, in that order: from 0 on, without a gap."""
    found: list[OutboxRow] = []
    while (row := by_key(tx, f"{key}{len(found)}")) is not None:
        found.append(row)
    return found


_EDITS = select(func.count(), func.count(case((outbox.c.state == MessageState.NEW, 1)))).where(
    outbox.c.edits_id == bindparam("edits_id")
)


def redraw(
    tx: Tx, *, dedup_key: str, team_id: int, kind: str, payload: Mapping[str, Any], now: datetime, expires_at: datetime
) -> None:
    """Have the message that was put with a key drawn again, as things stand when that is sent.

    Where it waits to be drawn again already, that is enough. Nothing happens where there is no such message.
    """
    row = by_key(tx, dedup_key)
    if row is None or row.state in _GONE:
        return
    edits, waiting = tx.execute(_EDITS, {"edits_id": row.id}).one()
    if not waiting:
        put(
            tx,
            dedup_key=f"{dedup_key}:{edits + 1}",
            team_id=team_id,
            kind=kind,
            payload=payload,
            due_at=now,
            expires_at=expires_at,
            edits_id=row.id,
        )


def claim(tx: Tx, now: datetime, *, limit: int, lease: timedelta = timedelta(seconds=120)) -> list[OutboxRow]:
    """Take up to `limit` due rows for sending, oldest first, at most one of each target; commit before sending.

    A target (a channel, or a member) is served in the order of the ids: a row waits for an earlier one that is
    due, being sent or to be tried again, but not for one that is planned for later. An edit waits until its
    message is sent. A claimed row that was neither marked nor put back within the lease may be claimed again; the
    lease is longer than a send with all the library's retries (25 s) and its longest wait for a rate limit (60
    s).
    """
    in_flight = and_(outbox.c.state == MessageState.CLAIMED, outbox.c.due_at > now)
    begun = or_(outbox.c.due_at <= now, outbox.c.attempts > 0)
    possible = or_(outbox.c.edits_id.is_(None), edited.c.state == MessageState.SENT)
    place = func.row_number().over(
        partition_by=(outbox.c.channel_id, outbox.c.membership_id),
        order_by=(case((in_flight, 0), else_=1), outbox.c.id),
    )
    line = (
        select(outbox.c.id, outbox.c.due_at, place.label("place"))
        .select_from(outbox.outerjoin(edited, edited.c.id == outbox.c.edits_id))
        .where(LIVE, or_(in_flight, and_(outbox.c.expires_at > now, begun, possible)))
        .cte("line")
    )
    heads = select(line.c.id).where(line.c.place == 1, line.c.due_at <= now).order_by(line.c.due_at, line.c.id)
    ids = list(tx.scalars(heads.limit(limit)))
    if ids and tx.dialect.name == "postgresql":
        # Another sender may be at it: what it holds is left to it, and what it has taken is not due any more.
        mine = select(outbox.c.id).where(outbox.c.id.in_(ids), LIVE, outbox.c.due_at <= now)
        locked = set(tx.scalars(mine.with_for_update(skip_locked=True)))
        ids = [one for one in ids if one in locked]
    if ids:
        tx.execute(
            update(outbox)
            .where(outbox.c.id.in_(ids))
            .values(
                state=MessageState.CLAIMED,
                attempts=outbox.c.attempts + 1,
                first_attempt_at=func.coalesce(outbox.c.first_attempt_at, bindparam("now", now, outbox.c.due_at.type)),
                due_at=now + lease,
            )
        )
    return rows_of(tx, ids)


def postpone(tx: Tx, row_id: int, due_at: datetime) -> None:
    """Let a row that was just claimed wait for the end of quiet hours at `due_at`, as if it had not been claimed."""
    untried = outbox.c.attempts <= 1
    values = {
        "state": MessageState.NEW,
        "due_at": due_at,
        "attempts": outbox.c.attempts - 1,
        "first_attempt_at": case((untried, None), else_=outbox.c.first_attempt_at),
        "fault": QUIET_HOURS,
    }
    tx.execute(update(outbox).where(outbox.c.id == row_id, outbox.c.state == MessageState.CLAIMED).values(**values))


def release_claims(tx: Tx) -> int:
    """Make every claimed row due again, at the start of the only process: who claimed it is dead. Gives how many."""
    claimed = update(outbox).where(outbox.c.state == MessageState.CLAIMED)
    return tx.execute(claimed.values(state=MessageState.NEW, due_at=outbox.c.first_attempt_at)).rowcount


def release_channel(tx: Tx, team_id: int, now: datetime) -> int:
    """Make a team's blocked rows for its channel due again, for the channel that it has now. Gives how many."""
    channel = select(team.c.channel_id).where(team.c.id == team_id).scalar_subquery()
    blocked = update(outbox).where(
        outbox.c.team_id == team_id, outbox.c.state == MessageState.BLOCKED, outbox.c.channel_id.is_not(None)
    )
    here = case((outbox.c.edits_id.is_(None), channel), else_=outbox.c.channel_id)
    return tx.execute(blocked.values(state=MessageState.NEW, due_at=now, channel_id=here, fault=None)).rowcount


def release_kind(tx: Tx, team_id: int, kind: str, now: datetime) -> int:
    """Make a team's blocked rows of one kind due again. Gives how many."""
    blocked = update(outbox).where(
        outbox.c.team_id == team_id, outbox.c.state == MessageState.BLOCKED, outbox.c.kind == str(kind)
    )
    return tx.execute(blocked.values(state=MessageState.NEW, due_at=now, fault=None)).rowcount


def park_channel(tx: Tx, team_id: int, fault: str) -> int:
    """Block all that waits for a team's channel, until `release_channel`. Gives how many."""
    return _park(tx, fault, outbox.c.team_id == team_id, outbox.c.channel_id.is_not(None))


def park_direct(tx: Tx, membership_id: int, fault: str) -> int:
    """Block all that waits for a member whose direct messages are closed. Gives how many."""
    return _park(tx, fault, outbox.c.membership_id == membership_id)


def park_kinds(tx: Tx, team_id: int, kinds: Collection[str], fault: str) -> int:
    """Block all of a team's that waits and is of these kinds, until `release_kind`. Gives how many."""
    return _park(tx, fault, outbox.c.team_id == team_id, outbox.c.kind.in_([str(kind) for kind in kinds]))


def mark_sent(tx: Tx, row_id: int, channel_id: int, message_id: int, now: datetime) -> bool:
    """Note where a message stands now, and as its `due_at` when it was sent.

    This and the next five give False, and change nothing, where the row was not under way any more.
    """
    return _end(
        tx, row_id, MessageState.SENT, sent_channel_id=channel_id, message_id=message_id, due_at=now, fault=None
    )


def mark_deleted(tx: Tx, row_id: int) -> bool:
    """Note that a message was sent and then deleted by somebody; of an edit, that the message it edits was."""
    edits = select(outbox.c.edits_id).where(outbox.c.id == row_id).scalar_subquery()
    message = update(outbox).where(outbox.c.id.in_([row_id, edits]), outbox.c.state == MessageState.SENT)
    found = tx.execute(message.values(state=MessageState.SENT_DELETED)).rowcount
    return _end(tx, row_id, MessageState.SENT_DELETED) or found > 0


def mark_blocked(tx: Tx, row_id: int, fault: str) -> bool:
    """Park a row that we are not allowed to send, until somebody mends it; no retries (a 403 counts to a ban)."""
    return _end(tx, row_id, MessageState.BLOCKED, fault=fault)


def mark_dead(tx: Tx, row_id: int, fault: str) -> bool:
    """Give up a row that Discord refuses for what it says."""
    return _end(tx, row_id, MessageState.DEAD, fault=fault)


def mark_expired(tx: Tx, row_id: int) -> bool:
    """End a row that has nothing to say any more."""
    return _end(tx, row_id, MessageState.EXPIRED, fault=NOTHING_LEFT)


def put_back(tx: Tx, row_id: int, due_at: datetime, fault: str) -> bool:
    """Have a row tried again at `due_at`, with the same nonce; its target's later rows wait for it."""
    return _end(tx, row_id, MessageState.NEW, due_at=due_at, fault=fault)


def expire(tx: Tx, now: datetime) -> list[OutboxRow]:
    """End the unsent rows whose time has passed and that nobody is sending, and edits whose message will never stand.

    Gives them, for the team to be told; one with `attempts` may have arrived all the same.
    """
    idle = or_(outbox.c.state == MessageState.NEW, outbox.c.due_at <= now)
    ids = [row.id for row in rows_where(tx, LIVE, idle, or_(outbox.c.expires_at <= now, edited.c.state.in_(_GONE)))]
    if ids:
        tx.execute(update(outbox).where(outbox.c.id.in_(ids)).values(state=MessageState.EXPIRED))
    return rows_of(tx, ids)


def _park(tx: Tx, fault: str, *conditions: ColumnElement[bool]) -> int:
    waiting = update(outbox).where(outbox.c.state == MessageState.NEW, *conditions)
    return tx.execute(waiting.values(state=MessageState.BLOCKED, fault=fault)).rowcount


def _end(tx: Tx, row_id: int, state: MessageState, **values: Any) -> bool:
    under_way = update(outbox).where(outbox.c.id == row_id, LIVE)
    return tx.execute(under_way.values(state=state, **values)).rowcount == 1
