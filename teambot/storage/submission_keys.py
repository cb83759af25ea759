"""By what a post is known again: the keys of its addresses, in the store. It decides nothing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, insert, or_, select

from teambot.domain.assignments import AssignmentState
from teambot.domain.posts import SubmissionState
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, slot, submission, submission_key, subscription, week

# Those that a plan may have yet.
STANDING = (SubmissionState.WAITING, SubmissionState.SHELVED, SubmissionState.HELD)
_OWN = submission.c.membership_id == bindparam("membership_id")
_KNOWN_BY: ColumnElement[bool] = exists().where(
    submission_key.c.submission_id == submission.c.id, submission_key.c.key.in_(bindparam("keys", expanding=True))
)
_STANDING = (
    select(submission.c.title)
    .where(_OWN, submission.c.state.in_(STANDING), submission.c.id != bindparam("but"), _KNOWN_BY)
    .order_by(submission.c.id.desc())
    .limit(1)
)
# What was taken out of its plan before anybody recommended it was in none.
_STAYED: ColumnElement[bool] = or_(
    submission.c.state != SubmissionState.WITHDRAWN,
    exists().where(assignment.c.slot_id == slot.c.id, assignment.c.state == AssignmentState.DONE),
)
_PUSHED = (
    select(submission.c.title, week.c.publishes_at)
    .select_from(submission.join(slot, slot.c.submission_id == submission.c.id).join(week, week.c.id == slot.c.week_id))
    .where(_OWN, week.c.publishes_at > bindparam("since"), _KNOWN_BY, _STAYED)
    .order_by(week.c.publishes_at.desc())
    .limit(1)
)
_SHARING = (
    select(submission.c.url, submission_key.c.key)
    .select_from(submission.join(submission_key))
    .where(_OWN, submission_key.c.key.in_(bindparam("keys", expanding=True)))
)
_another = submission_key.alias()
_TO_CARRY = (
    select(submission_key.c.submission_id)
    .select_from(
        submission_key.join(submission).join(subscription, subscription.c.membership_id == submission.c.membership_id)
    )
    .where(
        subscription.c.feed_id == bindparam("feed_id"),
        submission_key.c.key == bindparam("was"),
        ~exists().where(_another.c.submission_id == submission.c.id, _another.c.key == bindparam("key")),
    )
)
_ADD = insert(submission_key)
_OF = select(submission_key.c.key).where(submission_key.c.submission_id == bindparam("submission_id"))
_NOBODY = 0


def add(tx: Tx, submission_id: int, keys: Collection[str]) -> None:
    """Insert a new submission's keys; each once."""
    tx.execute(_ADD, [{"submission_id": submission_id, "key": key} for key in sorted(set(keys))])


def of(tx: Tx, submission_id: int) -> tuple[str, ...]:
    """Load a submission's keys."""
    return tuple(tx.execute(_OF, {"submission_id": submission_id}).scalars())


def carry(tx: Tx, feed_id: int, was: str, key: str) -> None:
    """Have what a feed's owners put forward by an address known by the one that its item has now, too."""
    for submission_id in tx.execute(_TO_CARRY, {"feed_id": feed_id, "was": was, "key": key}).scalars().all():
        add(tx, submission_id, (key,))


def standing(tx: Tx, membership_id: int, keys: Collection[str], *, but: int = _NOBODY) -> str | None:
    """Load the title of a member's post of one of the keys that waits, is held or lies on the shelf, or None.

    `but`: a submission that is not meant.
    """
    facts = {"membership_id": membership_id, "keys": list(keys), "but": but}
    found: str | None = tx.execute(_STANDING, facts).scalar_one_or_none()
    return found


def pushed_since(tx: Tx, membership_id: int, keys: Collection[str], since: datetime) -> tuple[str, datetime] | None:
    """Load which post of one of the keys, by title, a member last had in a plan after `since`, and when; or None.

    What was taken out of a plan, and nobody had recommended, does not count.
    """
    facts = {"membership_id": membership_id, "keys": list(keys), "since": since}
    found = tx.execute(_PUSHED, facts).one_or_none()
    return (found[0], found[1]) if found is not None else None


def known_by(tx: Tx, membership_id: int, keys: Collection[str]) -> list[tuple[str, str]]:
    """List which of the keys a member's submissions are known by: their own addresses, and the key of each."""
    if not keys:
        return []
    rows = tx.execute(_SHARING, {"membership_id": membership_id, "keys": list(keys)})
    return [(row[0], row[1]) for row in rows]
