"""Whose a feed is: subscriptions in the store. A feed that nobody has any more goes with its last one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, select, update

from teambot.domain.posts import SubscriptionKind
from teambot.storage.constant import constant
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import feed, item, seen_key, subscription

_BLOG = constant(SubscriptionKind.BLOG)  # so that the partial index serves
_OF = select(subscription).where(subscription.c.membership_id == bindparam("membership_id"))
_OF_FEED = select(subscription).where(subscription.c.feed_id == bindparam("feed_id")).order_by(subscription.c.id)
_CHANGE = update(subscription).where(subscription.c.id == bindparam("row_id"))
_END = delete(subscription).where(subscription.c.id == bindparam("row_id"))
_IS_NOBODYS = select(feed.c.id).where(~exists().where(subscription.c.feed_id == feed.c.id))
_LOCK_NOBODYS = _IS_NOBODYS.order_by(feed.c.id).with_for_update()
_LOCK_IF_NOBODYS = _IS_NOBODYS.where(feed.c.id == bindparam("feed_id")).with_for_update()
_FORGET = tuple(
    delete(column.table).where(column.in_(_IS_NOBODYS.where(feed.c.id == bindparam("feed_id"))))
    for column in (item.c.feed_id, seen_key.c.feed_id, feed.c.id)
)


def of_a_blog(membership_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Give the condition that a subscription is the one to a member's own blog."""
    return and_(subscription.c.membership_id == membership_id, subscription.c.kind == _BLOG)


def of_member(tx: Tx, membership_id: int) -> Sequence[Any]:
    """List a member's subscriptions."""
    return tx.execute(_OF, {"membership_id": membership_id}).all()


def of_feed(tx: Tx, feed_id: int) -> Sequence[Any]:
    """List the subscriptions to a feed, whoever has them."""
    return tx.execute(_OF_FEED, {"feed_id": feed_id}).all()


def change(tx: Tx, subscription_id: int, **values: Any) -> None:
    """Change columns of a subscription."""
    tx.execute(_CHANGE, {"row_id": subscription_id, **values})


def add(tx: Tx, feed_id: int, membership_id: int, kind: SubscriptionKind, now: datetime) -> int:
    """Insert a subscription; gives its id."""
    return insert_row(tx, subscription, feed_id=feed_id, membership_id=membership_id, kind=kind, created_at=now)


def end(tx: Tx, subscription_id: int, feed_id: int) -> None:
    """Delete a subscription, and its feed with keys and items where nobody else has it."""
    tx.execute(_END, {"row_id": subscription_id})
    if tx.scalar(_LOCK_IF_NOBODYS, {"feed_id": feed_id}) is not None:
        _forget(tx, feed_id)


def end_all(tx: Tx, membership_id: int) -> None:
    """Delete a member's subscriptions."""
    for row in of_member(tx, membership_id):
        end(tx, row.id, row.feed_id)


def forget_nobodys(tx: Tx) -> None:
    """Delete the feeds that nobody has any more, with their keys and items."""
    for feed_id in tx.scalars(_LOCK_NOBODYS).all():
        _forget(tx, feed_id)


def _forget(tx: Tx, feed_id: int) -> None:
    """Delete a feed whose row is locked, unless somebody took it before that; from then on nobody can."""
    for statement in _FORGET:
        tx.execute(statement, {"feed_id": feed_id})
