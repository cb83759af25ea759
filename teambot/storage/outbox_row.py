"""A row of the outbox as the one who sends it needs it, with whom it goes to and which message it draws again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from teambot.domain.outbox import MessageState
from teambot.storage.constant import constant
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, outbox, person

edited = outbox.alias("edited")
# Written out, not bound: only so can the store see that its index over the unsent rows is enough.
LIVE = outbox.c.state.in_([constant(MessageState.NEW), constant(MessageState.CLAIMED)])


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that stands in Discord, and the marker that it keeps through every edit."""

    channel_id: int
    message_id: int
    marker: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to send, or one sent message to draw again (`edits`).

    It goes to `channel_id`, or by direct message to `discord_id`, which is empty where that person's data was deleted.
    `due_at` is not before when; of a claimed row, how long nobody else may take it.
    """

    id: int
    dedup_key: str
    team_id: int
    kind: str
    channel_id: int | None
    membership_id: int | None
    discord_id: int | None
    edits_id: int | None
    edits: SentMessage | None
    payload: dict[str, Any]
    nonce: str
    marker: int
    state: MessageState
    due_at: datetime
    expires_at: datetime
    attempts: int
    first_attempt_at: datetime | None
    sent_channel_id: int | None
    message_id: int | None
    fault: str | None


_SELECT = select(
    outbox,
    person.c.discord_id,
    edited.c.sent_channel_id.label("edits_channel_id"),
    edited.c.message_id.label("edits_message_id"),
    edited.c.marker.label("edits_marker"),
).select_from(
    outbox.outerjoin(membership, membership.c.id == outbox.c.membership_id)
    .outerjoin(person, person.c.id == membership.c.person_id)
    .outerjoin(edited, edited.c.id == outbox.c.edits_id)
)


def rows_where(tx: Tx, *conditions: ColumnElement[bool]) -> list[OutboxRow]:
    """Load rows in the order of their ids."""
    return [_to_row(row) for row in tx.execute(_SELECT.where(*conditions).order_by(outbox.c.id))]


def rows_of(tx: Tx, ids: Iterable[int]) -> list[OutboxRow]:
    """Load the rows with these ids, in this order."""
    wanted = list(ids)
    found = {row.id: row for row in rows_where(tx, outbox.c.id.in_(wanted))} if wanted else {}
    return [found[one] for one in wanted]


def _to_row(row: Row[*tuple[Any, ...]]) -> OutboxRow:
    values = dict(row._mapping)
    values["state"] = MessageState(values["state"])
    sent = SentMessage(values.pop("edits_channel_id"), values.pop("edits_message_id"), values.pop("edits_marker"))
    return OutboxRow(**values, edits=None if sent.message_id is None else sent)
