"""Submissions in the store. It decides nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, select, update

from teambot.domain.my_week import PostShown
from teambot.domain.posts import Money, PostWords, Submission, SubmissionState
from teambot.storage.insert import insert_row, refused_as
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, person, slot, submission, submission_key, week

_COLUMNS = (
    submission.c.id,
    submission.c.membership_id,
    person.c.name,
    submission.c.state,
    week.c.key,
    submission.c.url,
    submission.c.title,
    submission.c.reader_line,
    submission.c.hook,
    submission.c.money,
    submission.c.created_at,
)
_ALL = select(*_COLUMNS).select_from(
    submission.join(membership, membership.c.id == submission.c.membership_id).outerjoin(person).outerjoin(week)
)
_BY_ID = _ALL.where(submission.c.id == bindparam("id"))
_WAITING = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"),
    submission.c.week_id == bindparam("week_id"),
    submission.c.state == SubmissionState.WAITING,
)
_OF_TEAM_WAITING = _ALL.where(
    submission.c.week_id == bindparam("week_id"), submission.c.state == SubmissionState.WAITING
).order_by(submission.c.id)
_SHELF = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"), submission.c.state == SubmissionState.SHELVED
).order_by(submission.c.id)
_CHANGEABLE = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"),
    submission.c.state.in_((SubmissionState.WAITING, SubmissionState.SHELVED)),
).order_by(submission.c.id.desc())
_IN_PLAN = (
    _ALL.join(slot, slot.c.submission_id == submission.c.id)
    .where(slot.c.week_id == bindparam("week_id"))
    .order_by(slot.c.id)
)
_has_key = (
    exists()
    .where(submission_key.c.submission_id == submission.c.id, submission_key.c.key == bindparam("address_key"))
    .correlate(submission)
)
_PUSHED_AS = (
    select(submission.c.title, week.c.publishes_at)
    .select_from(submission.join(week))
    .where(
        submission.c.membership_id == bindparam("membership_id"),
        _has_key,
        submission.c.state == SubmissionState.PUSHED,
        week.c.publishes_at > bindparam("since"),
    )
    .limit(1)
)
_TEAM_OF = (
    select(membership.c.team_id).select_from(submission.join(membership)).where(submission.c.id == bindparam("id"))
)
_CHANGE = update(submission).where(submission.c.id == bindparam("row_id"))
_SHELF_SIZE = select(func.count()).where(
    submission.c.membership_id == bindparam("membership_id"), submission.c.state == SubmissionState.SHELVED
)
_SAME = _CHANGEABLE.where(_has_key)


def _to_submission(row: Sequence[Any]) -> Submission:
    return Submission(
        row[0],
        row[1],
        row[2] or "",
        SubmissionState(row[3]),
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        Money(row[9]),
        row[10],
    )


def as_shown(post: Submission) -> PostShown:
    """Give a submission as everyone sees it in a plan."""
    return PostShown(post.author, post.title, post.url, post.reader_line, post.money)


def add(
    tx: Tx,
    membership_id: int,
    *,
    week_id: int | None,
    url: str,
    address_key: str,
    words: PostWords,
    now: datetime,
) -> int:
    """Insert a submission, waiting for a week or (without one) on the shelf; gives its id.

    Raises Refusal("one-post-a-week") where one waits for that week already: the schema's word is last.
    """
    values = {
        "membership_id": membership_id,
        "week_id": week_id,
        "state": SubmissionState.SHELVED if week_id is None else SubmissionState.WAITING,
        "url": url,
        "title": words.title,
        "reader_line": words.reader_line,
        "hook": words.hook,
        "money": words.money,
        "created_at": now,
    }
    with refused_as(tx, "one-post-a-week"):
        submission_id = insert_row(tx, submission, **values)
    tx.execute(insert(submission_key), {"submission_id": submission_id, "key": address_key})
    return submission_id


def get(tx: Tx, submission_id: int) -> Submission | None:
    """Load a submission, or None."""
    row = tx.execute(_BY_ID, {"id": submission_id}).one_or_none()
    return _to_submission(row) if row else None


def team_of(tx: Tx, submission_id: int) -> int | None:
    """Give the id of the team that a submission was made in, or None."""
    return tx.execute(_TEAM_OF, {"id": submission_id}).scalar_one_or_none()


def waiting(tx: Tx, membership_id: int, week_id: int) -> Submission | None:
    """Load the one submission of a member that waits for a week, or None."""
    row = tx.execute(_WAITING, {"membership_id": membership_id, "week_id": week_id}).one_or_none()
    return _to_submission(row) if row else None


def waiting_for(tx: Tx, week_id: int) -> list[Submission]:
    """List the submissions that wait for a week, in the order in which they came."""
    return [_to_submission(row) for row in tx.execute(_OF_TEAM_WAITING, {"week_id": week_id})]


def shelf(tx: Tx, membership_id: int) -> list[Submission]:
    """List a member's shelf, the oldest first."""
    return [_to_submission(row) for row in tx.execute(_SHELF, {"membership_id": membership_id})]


def changeable(tx: Tx, membership_id: int) -> list[Submission]:
    """List a member's submissions that no plan has, the newest first."""
    return [_to_submission(row) for row in tx.execute(_CHANGEABLE, {"membership_id": membership_id})]


def in_plan(tx: Tx, week_id: int) -> list[Submission]:
    """List the posts of a week's plan."""
    return [_to_submission(row) for row in tx.execute(_IN_PLAN, {"week_id": week_id}).all()]


def pushed_since(tx: Tx, membership_id: int, address_key: str, since: datetime) -> datetime | None:
    """Load when the same post of a member was last in a plan published after `since`, or None."""
    facts = {"membership_id": membership_id, "address_key": address_key, "since": since}
    row = tx.execute(_PUSHED_AS, facts).one_or_none()
    return row.publishes_at if row else None


def same(tx: Tx, membership_id: int, address_key: str) -> Submission | None:
    """Load a submission of the same post that waits or lies on the shelf, or None."""
    row = tx.execute(_SAME, {"membership_id": membership_id, "address_key": address_key}).first()
    return _to_submission(row) if row else None


def change(tx: Tx, submission_id: int, **values: Any) -> None:
    """Change columns of a submission; Refusal("one-post-a-week") where that would make two wait for one week."""
    with refused_as(tx, "one-post-a-week"):
        tx.execute(_CHANGE, {"row_id": submission_id, **values})


def shelf_size(tx: Tx, membership_id: int) -> int:
    """Count a member's shelf."""
    return int(tx.execute(_SHELF_SIZE, {"membership_id": membership_id}).scalar_one())
