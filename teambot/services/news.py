"""Saying something, in the transaction of what happened: to the team in its channel, or to one person.

A person reads it behind *My week* always, and by direct message where they chose it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.announcements import MessageKind
from teambot.domain.members import Team
from teambot.domain.my_week import News
from teambot.domain.notices import ASKED_FOR, ASKING, NoticeKind
from teambot.domain.outbox import MessageState
from teambot.storage import notices, outbox, standings
from teambot.storage.outbox_row import OutboxRow
from teambot.storage.runner import Runner, Tx

NEWS_KEEPS = timedelta(days=3)  # a direct message later than this tells nothing new; *My week* still does


def announce(
    tx: Tx, team: Team, kind: MessageKind, key: str, payload: Mapping[str, Any], expires_at: datetime, now: datetime
) -> None:
    """Write a message to the team's channel; `key` says which one it is, so that it is said once."""
    outbox.put(
        tx,
        dedup_key=key,
        team_id=team.id,
        kind=kind,
        payload=payload,
        due_at=now,
        expires_at=expires_at,
        channel_id=team.channel_id,
    )


def tell(tx: Tx, team_id: int, membership_id: int, kind: NoticeKind, facts: Mapping[str, Any], now: datetime) -> None:
    """Write a piece of news for a person in the transaction of what happened.

    Nothing is sent to who is away or paused: there it waits behind *My week* (product.md, Away, paused, leaving).
    """
    notice_id = notices.add(tx, membership_id, kind, facts, now)
    reach = standings.reach_of(tx, membership_id)
    if reach.by_dm and not reach.quiet(now):
        outbox.put(
            tx,
            dedup_key=_key(notice_id),
            team_id=team_id,
            kind=MessageKind.NEWS,
            payload={"notice_id": notice_id},
            due_at=now,
            expires_at=now + NEWS_KEEPS,
            membership_id=membership_id,
        )


def draw_again(tx: Tx, team_id: int, notice_ids: Sequence[int], now: datetime) -> None:
    """Have the direct messages of news drawn again as things stand by now; whoever was sent none is sent none."""
    for notice_id in notice_ids:
        outbox.redraw(
            tx,
            dedup_key=_key(notice_id),
            team_id=team_id,
            kind=MessageKind.NEWS,
            payload={"notice_id": notice_id},
            now=now,
            expires_at=now + NEWS_KEEPS,
        )


def without_told_alone(tx: Tx, news: Sequence[News]) -> tuple[News, ...]:
    """Leave out what is about to come in a direct message of its own: nobody is written the same twice."""
    return tuple(one for one in news if not _is_on_its_way(outbox.by_key(tx, _key(one.id))))


def _is_on_its_way(row: OutboxRow | None) -> bool:
    return row is not None and row.state in (MessageState.NEW, MessageState.CLAIMED)


def _key(notice_id: int) -> str:
    return f"news:{notice_id}"


async def mark_read(db: Runner, news: Sequence[News], now: datetime) -> None:
    """Take news that were shown as read, in a transaction of their own; without any nothing happens.

    What asks for an answer is shown again, for a week: its button is what it is for.
    """
    read = [one.id for one in news if one.kind not in ASKING or one.created_at <= now - ASKED_FOR]

    def transaction(tx: Tx, _: None, now: datetime) -> None:
        notices.see(tx, read, now)
        tx.commit()

    if read:
        await db.run(transaction, None, now)
