"""Posts in the offers' thread, in the store. It decides nothing."""

from datetime import datetime

from sqlalchemy import bindparam, exists, select

from teambot.domain.week import WeekState
from teambot.storage.constant import constant
from teambot.storage.insert import insert_row, refused_as
from teambot.storage.runner import Tx
from teambot.storage.tables import thread_offer, week

_POST = select(thread_offer.c.submission_id).where(thread_offer.c.id == bindparam("id"))
_ALL = select(thread_offer.c.id).order_by(thread_offer.c.id)
_OF_POST = _ALL.where(thread_offer.c.submission_id == bindparam("submission_id"))
_OF_MEMBER = _ALL.where(thread_offer.c.membership_id == bindparam("membership_id"))

_THIS_WEEK = select(
    exists().where(
        thread_offer.c.membership_id == bindparam("membership_id"),
        week.c.id == thread_offer.c.week_id,
        week.c.state == constant(WeekState.OPEN),
    )
)


def add(tx: Tx, membership_id: int, week_id: int, submission_id: int, *, again: datetime, now: datetime) -> int:
    """Insert an offer; gives its id.

    Raises Refusal("one-offer-a-week", again) where the member has offered a post in that week: the schema's word is
    last.
    """
    values = {"membership_id": membership_id, "week_id": week_id, "submission_id": submission_id, "created_at": now}
    with refused_as(tx, "one-offer-a-week", again=again):
        return insert_row(tx, thread_offer, **values)


def post_of(tx: Tx, offer_id: int) -> int | None:
    """Load which submission was offered, or None."""
    return tx.execute(_POST, {"id": offer_id}).scalar_one_or_none()


def of_post(tx: Tx, submission_id: int) -> list[int]:
    """List the offers of a submission, the oldest first."""
    return list(tx.scalars(_OF_POST, {"submission_id": submission_id}))


def of_member(tx: Tx, membership_id: int) -> list[int]:
    """List all that a member has offered, the oldest first."""
    return list(tx.scalars(_OF_MEMBER, {"membership_id": membership_id}))


def offered_this_week(tx: Tx, membership_id: int) -> bool:
    """Say whether a member has offered a post in a week whose close is to come."""
    return bool(tx.scalar(_THIS_WEEK, {"membership_id": membership_id}))
