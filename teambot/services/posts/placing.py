"""Where a post goes, in the transaction that asks: into a week's plan, on the shelf, or held until its window opens.

Everything that moves a post asks here, so that its window and the rule of money hold whoever moves it.
"""

from datetime import date, datetime
from typing import Any

from teambot.domain.members import Team
from teambot.domain.money import counts, may_follow
from teambot.domain.placing import Placed, offered_again_on, place
from teambot.domain.posts import Money, Submission, SubmissionState
from teambot.domain.week import begin_of, local_day
from teambot.domain.windows import Window
from teambot.services.coming import coming_week
from teambot.services.posts.offers_thread import redraw_post
from teambot.storage import posts
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek

_NEW = 0  # the id of a submission that is not stored yet


def plan_day(team: Team, week: StoredWeek) -> date:
    """Give the day, where the team lives, on which a week's plan is published."""
    return local_day(team.zone, week.publishes_at)


def decide(
    tx: Tx,
    team: Team,
    week: StoredWeek,
    membership_id: int,
    window: Window,
    money: Money,
    *,
    post_id: int = _NEW,
    free: bool = False,
) -> Placed:
    """Say what becomes of a member's post for the plan of a week; `free`: the place there is, or will be, its own."""
    standing = None if free else posts.waiting(tx, membership_id, week.id)
    taken = standing is not None and standing.id != post_id
    pushed = posts.money_before(tx, membership_id, week.publishes_at, but=post_id) if counts(money) else []
    return place(window, plan_day(team, week), pushed, money, taken=taken)


def may_stay(tx: Tx, week: StoredWeek, post: Submission, day: date) -> bool:
    """Tell whether a post that waits for a week's plan may be in it where it is published on a day."""
    if not post.window.is_open(day):
        return False
    return not counts(post.money) or may_follow(
        posts.money_before(tx, post.membership_id, week.publishes_at, but=post.id), post.money
    )


def values_of(team: Team, week: StoredWeek, window: Window, placed: Placed, now: datetime) -> dict[str, Any]:
    """Give where a post goes as the columns of a submission, but for its state: `week_id` and `opens_at`."""
    match placed.state:
        case SubmissionState.WAITING:
            return {"week_id": week.id, "opens_at": None}
        case SubmissionState.HELD if placed.opens_on is not None:
            return {"week_id": None, "opens_at": begin_of(team.zone, placed.opens_on)}
        case SubmissionState.EXPIRED:
            return {"week_id": None, "opens_at": offered_again_at(team, window, now)}
        case _:
            return {"week_id": None, "opens_at": None}


def put(tx: Tx, team: Team, week: StoredWeek, post: Submission, placed: Placed, now: datetime) -> None:
    """Move a post where it goes."""
    values = values_of(team, week, post.window, placed, now)
    posts.change(tx, post.id, state=placed.state, **values)
    if placed.state is SubmissionState.EXPIRED:
        redraw_post(tx, team, post.id, now)


def put_again(tx: Tx, team: Team, post: Submission, now: datetime) -> tuple[Placed, StoredWeek]:
    """Move a post to where it goes for the plan of the first close after now; gives where, and that week."""
    week = coming_week(tx, team, now)
    placed = decide(tx, team, week, post.membership_id, post.window, post.money, post_id=post.id)
    put(tx, team, week, post, placed, now)
    return placed, week


def offered_again_at(team: Team, window: Window, now: datetime) -> datetime | None:
    """Say when a post that is pushed, or comes to its end, now is offered to its author again; None: never."""
    day = offered_again_on(window, local_day(team.zone, now))
    return None if day is None else begin_of(team.zone, day)
