"""News for one person in the store. It decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from teambot.domain.my_week import News
from teambot.domain.notices import UNTIL_ANSWERED, NoticeKind
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, membership, notice, slot

_COLUMNS = (notice.c.id, notice.c.kind, notice.c.facts, notice.c.created_at)
_UNSEEN = (
    select(*_COLUMNS)
    .where(notice.c.membership_id == bindparam("membership_id"), notice.c.seen_at.is_(None))
    .order_by(notice.c.id)
)
_ONE = select(*_COLUMNS, notice.c.membership_id).where(notice.c.id == bindparam("id"))
_FRESH = _ONE.where(notice.c.seen_at.is_(None))


def _to_news(row: Sequence[Any]) -> News:
    return News(row[0], NoticeKind(row[1]), row[2], row[3])


def add(tx: Tx, membership_id: int, kind: NoticeKind, facts: Mapping[str, Any], now: datetime) -> int:
    """Insert a piece of news for a member; gives its id."""
    values = {"membership_id": membership_id, "kind": kind, "facts": dict(facts), "created_at": now}
    return insert_row(tx, notice, **values)


def unseen(tx: Tx, membership_id: int) -> list[News]:
    """List what a member has not been shown, the oldest first."""
    return [_to_news(row) for row in tx.execute(_UNSEEN, {"membership_id": membership_id})]


def get(tx: Tx, notice_id: int) -> News | None:
    """Load one piece of news, or None."""
    row = tx.execute(_ONE, {"id": notice_id}).one_or_none()
    return _to_news(row) if row else None


def fresh(tx: Tx, notice_id: int) -> News | None:
    """Load one piece of news that still holds and that its reader has not been shown, or None."""
    row = tx.execute(_FRESH, {"id": notice_id}).one_or_none()
    return _to_news(row) if row else None


def of_assignment(tx: Tx, assignment_id: int, kinds: Iterable[NoticeKind]) -> list[int]:
    """List the ids of the news of some kinds that the author of its post was told of an assignment, shown or not."""
    author = select(slot.c.membership_id).join(assignment).where(assignment.c.id == assignment_id).scalar_subquery()
    about = notice.c.facts["assignment_id"].as_integer() == assignment_id
    statement = select(notice.c.id).where(notice.c.membership_id == author, notice.c.kind.in_(kinds), about)
    return list(tx.scalars(statement.order_by(notice.c.id)))


def last(tx: Tx, membership_id: int, kind: NoticeKind) -> News | None:
    """Load the newest piece of news of one kind, shown or not, or None."""
    statement = select(*_COLUMNS).where(notice.c.membership_id == membership_id, notice.c.kind == kind)
    row = tx.execute(statement.order_by(notice.c.id.desc())).first()
    return _to_news(row) if row else None


def told_since(tx: Tx, membership_id: int, kind: NoticeKind, since: datetime, *, until: datetime | None = None) -> int:
    """Count what a member was told of one kind since a moment; `until`: not what a clock told that was ahead."""
    statement = select(func.count()).where(
        notice.c.membership_id == membership_id, notice.c.kind == kind, notice.c.created_at > since
    )
    if until is not None:
        statement = statement.where(notice.c.created_at <= until)
    return int(tx.execute(statement).scalar_one())


def see(tx: Tx, notice_ids: Sequence[int], now: datetime) -> None:
    """Mark news as shown to its reader, but for what stands until it is answered: `settle` ends that."""
    shown = notice.c.id.in_(notice_ids), notice.c.seen_at.is_(None), notice.c.kind.not_in(UNTIL_ANSWERED)
    tx.execute(update(notice).where(*shown).values(seen_at=now))


def unanswered(tx: Tx, membership_id: int) -> list[News]:
    """List what a member was asked and has not answered, the oldest first."""
    return [one for one in unseen(tx, membership_id) if one.kind in UNTIL_ANSWERED]


def settle(
    tx: Tx,
    kinds: Iterable[NoticeKind],
    now: datetime,
    *,
    team_id: int,
    membership_id: int | None = None,
    motion_id: int | None = None,
    assignment_id: int | None = None,
) -> None:
    """Take news that nobody was shown and that no longer holds as shown: of some kinds, in a team, to one or to all.

    With a motion, or an assignment, only what was said of that one.
    """
    team = select(membership.c.id).where(membership.c.team_id == team_id)
    statement = update(notice).where(notice.c.kind.in_(kinds), notice.c.seen_at.is_(None))
    to = notice.c.membership_id.in_(team) if membership_id is None else notice.c.membership_id == membership_id
    named = {"motion_id": motion_id, "assignment_id": assignment_id}
    about = [notice.c.facts[name].as_integer() == one for name, one in named.items() if one is not None]
    tx.execute(statement.where(to, *about).values(seen_at=now))
