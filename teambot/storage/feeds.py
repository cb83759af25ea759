"""Feeds and whom they are read for in the store, and items as their authors see them. It decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, cast, select, update

from teambot.domain.members import TeamState
from teambot.domain.posts import FeedItem, FeedState
from teambot.domain.standings import Standing
from teambot.storage.constant import constant
from teambot.storage.insert import insert_if_free
from teambot.storage.runner import Tx
from teambot.storage.subscriptions import of_a_blog
from teambot.storage.tables import Id, feed, item, membership, subscription, team

_OF = select(feed).select_from(feed.join(subscription)).where(of_a_blog(cast(bindparam("membership_id"), Id)))
_READ_FOR = (
    select(
        subscription.c.id,
        subscription.c.feed_id,
        subscription.c.kind,
        subscription.c.membership_id,
        subscription.c.created_at,
        team.c.id.label("team_id"),
    )
    .select_from(subscription.join(membership).join(team, team.c.id == membership.c.team_id))
    .where(
        team.c.state != constant(TeamState.CLOSED),
        membership.c.standing.in_([constant(one) for one in (Standing.MEMBER, Standing.PAUSED)]),
    )
)
_THESE: BindParameter[int] = bindparam("feeds", expanding=True)
_OWNERS = _READ_FOR.where(subscription.c.feed_id.in_(_THESE)).order_by(subscription.c.id)
_IS_READ = _READ_FOR.where(subscription.c.feed_id == feed.c.id).correlate(feed).exists()
_TO_ASK = (
    select(
        feed.c.id,
        feed.c.url,
        feed.c.url_original,
        feed.c.etag,
        feed.c.last_modified,
        feed.c.body_hash,
        feed.c.next_at,
        feed.c.ids_repeat,
        feed.c.pending_url,
        feed.c.pending_count,
        feed.c.pending_since,
        feed.c.state,
        feed.c.fails,
        feed.c.failing_since,
        feed.c.ok_at,
        feed.c.new_at,
        feed.c.gap_seconds,
        feed.c.asks_seconds,
    )
    .where(
        feed.c.state.in_([constant(one) for one in (FeedState.ACTIVE, FeedState.FAILING)]),
        _IS_READ,
    )
    .order_by(feed.c.next_at, feed.c.id)
    .limit(bindparam("most"))
)
_DUE = _TO_ASK.where(feed.c.next_at <= bindparam("now"))
_TOO_FAR = _TO_ASK.where(feed.c.next_at > bindparam("far"))
_STILL_READ = select(feed).where(feed.c.id.in_(_THESE), _IS_READ)
_TEAMS = (
    select(team.c.id)
    .where(
        team.c.id.in_(
            select(membership.c.team_id)
            .select_from(subscription.join(membership))
            .where(subscription.c.feed_id.in_(_THESE))
        )
    )
    .order_by(team.c.id)
    .with_for_update()
)
_BY_KEY = select(feed).where(feed.c.key == bindparam("key"))
_IDS_AT = select(feed.c.id).where(feed.c.key.in_(bindparam("keys", expanding=True)))
_STAY = (
    update(feed)
    .where(feed.c.id == bindparam("row_id"), feed.c.url == bindparam("at"), feed.c.next_at == bindparam("was_next_at"))
    .values(checked_at=bindparam("now"), ok_at=bindparam("now"), next_at=bindparam("then"))
)
_CHANGE = update(feed).where(feed.c.id == bindparam("row_id"))
_GET = select(feed).where(feed.c.id == bindparam("id"))
_OF_BLOG = (
    select(item.c.id, item.c.url, item.c.title, item.c.summary, item.c.first_seen_at)
    .select_from(item.join(subscription, subscription.c.feed_id == item.c.feed_id))
    .where(of_a_blog(cast(bindparam("membership_id"), Id)))
)
_ITEMS = _OF_BLOG.order_by(item.c.first_seen_at.desc(), item.c.published_at.desc(), item.c.id).limit(bindparam("most"))
_ITEM = _OF_BLOG.where(item.c.id == bindparam("id"))
_BY_ADDRESS = _OF_BLOG.where(item.c.address_key == bindparam("address_key"))


def of_member(tx: Tx, membership_id: int) -> Any:
    """Load the feed of a member's blog, or None."""
    return tx.execute(_OF, {"membership_id": membership_id}).one_or_none()


def due(tx: Tx, now: datetime, most: int, *, far: datetime | None = None) -> Sequence[Any]:
    """List the feeds that are to be read now, the longest waiting first: those that a member of a live team has.

    Rows of what a poll asks by, and of what an answer without news is stored by (`stay`). One whose next time lies
    after `far` is due as well: it was planned by a clock that has been put back.
    """
    rows = tx.execute(_DUE, {"now": now, "most": most}).all()
    return [*rows, *tx.execute(_TOO_FAR, {"far": far, "most": most}).all()] if far is not None else rows


def still_read(tx: Tx, feed_ids: Sequence[int]) -> Sequence[Any]:
    """Load those of the feeds that a member of a live team has, whole."""
    return tx.execute(_STILL_READ, {"feeds": list(feed_ids)}).all()


def lock_teams(tx: Tx, feed_ids: Sequence[int]) -> set[int]:
    """Lock the rows of all teams that have one of the feeds, in the order of their ids; gives these."""
    return set(tx.execute(_TEAMS, {"feeds": list(feed_ids)}).scalars())


def owners(tx: Tx, feed_ids: Sequence[int]) -> Sequence[Any]:
    """List for whom feeds are read: id (of the subscription), feed_id, kind, membership_id, created_at, team_id."""
    return tx.execute(_OWNERS, {"feeds": list(feed_ids)}).all()


def at(tx: Tx, key: str) -> Any:
    """Load the feed at an address, by its `feeds.identity.feed_key`, or None."""
    return tx.execute(_BY_KEY, {"key": key}).one_or_none()


def ids_at(tx: Tx, keys: Iterable[str]) -> Sequence[int]:
    """List the feeds that stand at addresses, by their keys."""
    wanted = list(keys)
    return tx.execute(_IDS_AT, {"keys": wanted}).scalars().all() if wanted else ()


def get(tx: Tx, feed_id: int) -> Any:
    """Load a feed, or None where it is gone meanwhile."""
    return tx.execute(_GET, {"id": feed_id}).one_or_none()


def add(tx: Tx, **values: Any) -> int | None:
    """Insert a feed and give its id; None where one stands at that address."""
    return insert_if_free(tx, feed, state=FeedState.ACTIVE, **values)


def change(tx: Tx, feed_id: int, **values: Any) -> None:
    """Change columns of a feed."""
    tx.execute(_CHANGE, {"row_id": feed_id, **values})


def change_all(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change columns of feeds at once: the same columns in each row, its id as `row_id`."""
    if rows:
        tx.execute(_CHANGE, rows)


def stay(tx: Tx, rows: Sequence[tuple[Any, datetime]], now: datetime) -> int:
    """Store of feeds, as `due` gave them, that they answered and have nothing new, and when they are read next.

    Gives of how many: not of one that has another address or next time by now.
    """
    if not rows:
        return 0
    values = [
        {"row_id": row.id, "at": row.url, "was_next_at": row.next_at, "now": now, "then": then} for row, then in rows
    ]
    return tx.execute(_STAY, values).rowcount


def newest(tx: Tx, membership_id: int, most: int) -> list[FeedItem]:
    """List a member's newest items."""
    return [FeedItem(*row) for row in tx.execute(_ITEMS, {"membership_id": membership_id, "most": most})]


def item_of(tx: Tx, membership_id: int, item_id: int) -> FeedItem | None:
    """Load one item of a member's own feed, or None."""
    row = tx.execute(_ITEM, {"id": item_id, "membership_id": membership_id}).one_or_none()
    return FeedItem(*row) if row else None


def item_at(tx: Tx, membership_id: int, address_key: str) -> FeedItem | None:
    """Load the item of a member's own feed that has an address, or None."""
    row = tx.execute(_BY_ADDRESS, {"address_key": address_key, "membership_id": membership_id}).first()
    return FeedItem(*row) if row else None
