"""Submissions in the store. It decides nothing."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from teambot.domain.money import OTHERS_BETWEEN
from teambot.domain.my_week import PostShown
from teambot.domain.posts import Money, PostWords, Submission, SubmissionState
from teambot.domain.readers import Hemisphere, join_places, parse_places
from teambot.domain.week import WeekState
from teambot.domain.windows import Window, parse_months, write_months
from teambot.storage import submission_keys
from teambot.storage.constant import constant
from teambot.storage.insert import insert_row, refused_as
from teambot.storage.runner import Tx
from teambot.storage.submission_keys import STANDING
from teambot.storage.tables import membership, person, slot, submission, week

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
    submission.c.months,
    submission.c.hemisphere,
    submission.c.places,
    submission.c.last_day,
    submission.c.opens_at,
)
_ALL = select(*_COLUMNS).select_from(
    submission.join(membership, membership.c.id == submission.c.membership_id).outerjoin(person).outerjoin(week)
)
_BY_ID = _ALL.where(submission.c.id == bindparam("id"))
_IS_WAITING = submission.c.state == constant(SubmissionState.WAITING)  # so that the partial index serves
_WAITING = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"),
    submission.c.week_id == bindparam("week_id"),
    _IS_WAITING,
)
_OF_TEAM_WAITING = _ALL.where(submission.c.week_id == bindparam("week_id"), _IS_WAITING).order_by(submission.c.id)
_KEPT = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"), submission.c.state == bindparam("state")
).order_by(submission.c.id)
_CHANGEABLE = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"),
    submission.c.state.in_(STANDING),
).order_by(submission.c.id.desc())
_IN_PLAN = (
    _ALL.join(slot, slot.c.submission_id == submission.c.id)
    .where(slot.c.week_id == bindparam("week_id"), submission.c.state == SubmissionState.PUSHED)
    .order_by(slot.c.id)
)
_RUNNING = _ALL.where(
    submission.c.membership_id == bindparam("membership_id"),
    submission.c.state == SubmissionState.PUSHED,
    week.c.state == WeekState.PLANNED,
    week.c.ends_at > bindparam("now"),
).order_by(submission.c.id.desc())
_OF_SLOT = _ALL.join(slot, slot.c.submission_id == submission.c.id).where(slot.c.id == bindparam("slot_id"))
_PUSHED_MONEY = (
    select(submission.c.money)
    .select_from(slot.join(submission, submission.c.id == slot.c.submission_id))
    .where(slot.c.membership_id == bindparam("membership_id"))
    .order_by(slot.c.id.desc())
    .limit(OTHERS_BETWEEN)
)
_AHEAD_MONEY = (
    select(submission.c.money)
    .select_from(submission.join(week))
    .where(
        submission.c.membership_id == bindparam("membership_id"),
        _IS_WAITING,
        submission.c.id != bindparam("but"),
        week.c.publishes_at < bindparam("before"),
    )
    .order_by(week.c.publishes_at)
)
_TEAM_OF = (
    select(membership.c.team_id).select_from(submission.join(membership)).where(submission.c.id == bindparam("id"))
)
_CHANGE = update(submission).where(submission.c.id == bindparam("row_id"))
_SHELF_SIZE = select(func.count()).where(
    submission.c.membership_id == bindparam("membership_id"),
    submission.c.state.in_([SubmissionState.SHELVED, SubmissionState.HELD]),
)


def _to_submission(row: Sequence[Any]) -> Submission:
    return Submission(
        id=row[0],
        membership_id=row[1],
        author=row[2] or "",
        state=SubmissionState(row[3]),
        week=row[4],
        url=row[5],
        title=row[6],
        reader_line=row[7],
        hook=row[8],
        money=Money(row[9]),
        created_at=row[10],
        window=window_of(*row[11:15]),
        opens_at=row[15],
    )


def window_of(months: str, hemisphere: str | None, places: str, last_day: date | None) -> Window:
    """Read a window from the columns of a submission."""
    if not (months or hemisphere or places or last_day):
        return Window.ANY
    where = Hemisphere(hemisphere) if hemisphere else None
    return Window(parse_months(months), where, parse_places(places), last_day)


def window_values(window: Window) -> dict[str, Any]:
    """Give a window as the columns of a submission."""
    return {
        "months": write_months(window.months),
        "hemisphere": window.hemisphere,
        "places": join_places(window.places),
        "last_day": window.last_day,
    }


def as_shown(post: Submission) -> PostShown:
    """Give a submission as everyone sees it in a plan."""
    return PostShown(post.author, post.title, post.url, post.reader_line, post.money, post.window)


def add(
    tx: Tx,
    membership_id: int,
    *,
    week_id: int | None,
    url: str,
    keys: Collection[str],
    words: PostWords,
    now: datetime,
    window: Window = Window.ANY,
    opens_at: datetime | None = None,
) -> int:
    """Insert a submission, waiting for a week, held until `opens_at`, or (with neither) on the shelf; gives its id.

    `keys`: by what the post is known again. Raises Refusal("one-post-a-week") where one waits for that week already:
    the schema's word is last.
    """
    away = SubmissionState.SHELVED if opens_at is None else SubmissionState.HELD
    values = {
        "membership_id": membership_id,
        "week_id": week_id,
        "state": away if week_id is None else SubmissionState.WAITING,
        "opens_at": opens_at,
        "url": url,
        "title": words.title,
        "reader_line": words.reader_line,
        "hook": words.hook,
        "money": words.money,
        "created_at": now,
    }
    with refused_as(tx, "one-post-a-week"):
        submission_id = insert_row(tx, submission, **values, **window_values(window))
    submission_keys.add(tx, submission_id, keys)
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
    return _kept(tx, membership_id, SubmissionState.SHELVED)


def held(tx: Tx, membership_id: int) -> list[Submission]:
    """List a member's posts that wait for their windows, the oldest first."""
    return _kept(tx, membership_id, SubmissionState.HELD)


def _kept(tx: Tx, membership_id: int, state: SubmissionState) -> list[Submission]:
    return [_to_submission(row) for row in tx.execute(_KEPT, {"membership_id": membership_id, "state": state})]


def changeable(tx: Tx, membership_id: int) -> list[Submission]:
    """List a member's submissions that no plan has, the newest first."""
    return [_to_submission(row) for row in tx.execute(_CHANGEABLE, {"membership_id": membership_id})]


def in_plan(tx: Tx, week_id: int) -> list[Submission]:
    """List the posts of a week's plan, without those that were taken back."""
    return [_to_submission(row) for row in tx.execute(_IN_PLAN, {"week_id": week_id}).all()]


def running(tx: Tx, membership_id: int, now: datetime) -> list[Submission]:
    """List a member's posts that are in the plan of a week that is not over, the newest first."""
    return [_to_submission(row) for row in tx.execute(_RUNNING, {"membership_id": membership_id, "now": now})]


def of_slot(tx: Tx, slot_id: int) -> Submission:
    """Load the post of a slot that exists."""
    return _to_submission(tx.execute(_OF_SLOT, {"slot_id": slot_id}).one())


def money_before(tx: Tx, membership_id: int, before: datetime, *, but: int = 0) -> list[Money]:
    """List the money of a member's last pushed posts, and of those that wait for a plan published before a moment.

    The last one last; of the pushed ones as many as may count. `but`: a submission that is not meant.
    """
    pushed = tx.execute(_PUSHED_MONEY, {"membership_id": membership_id}).scalars().all()
    ahead = tx.execute(_AHEAD_MONEY, {"membership_id": membership_id, "before": before, "but": but}).scalars()
    return [Money(money) for money in (*reversed(pushed), *ahead)]


def change(tx: Tx, submission_id: int, **values: Any) -> None:
    """Change columns of a submission; Refusal("one-post-a-week") where that would make two wait for one week."""
    with refused_as(tx, "one-post-a-week"):
        tx.execute(_CHANGE, {"row_id": submission_id, **values})


def shelf_size(tx: Tx, membership_id: int) -> int:
    """Count a member's shelf, with those that wait for their windows."""
    return int(tx.execute(_SHELF_SIZE, {"membership_id": membership_id}).scalar_one())
