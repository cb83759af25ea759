"""What becomes of a post that was to be in a plan and is not, and what its author is told of that."""

from datetime import datetime

from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.domain.placing import Placed
from teambot.domain.posts import Submission, SubmissionState
from teambot.domain.reasons import LeftOut
from teambot.services.news import tell
from teambot.services.posts.placing import put_again
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def move_on(tx: Tx, team: Team, post: Submission, now: datetime) -> tuple[Placed, StoredWeek]:
    """Let a post wait for the next plan; where its author has one for that, it goes to the shelf.

    It is held where its window has closed meanwhile, and ends where its last day passes first; its author is told so,
    and where money keeps it on the shelf. Gives where it went, and the week that was looked at.
    """
    placed, week = put_again(tx, team, post, now)
    tell_kept_back(tx, team, post, placed, now)
    return placed, week


def not_this_week(tx: Tx, team: Team, post: Submission, now: datetime, why: LeftOut | None = None) -> None:
    """Move a post on that a plan has no room for, or may not have on its day, and tell its author, and why."""
    placed, _ = move_on(tx, team, post, now)
    if placed.in_reach:
        facts = {"title": post.title} | ({"why": why.as_json()} if why is not None else {})
        tell(tx, team.id, post.membership_id, NoticeKind.NOT_THIS_WEEK, facts, now)


def tell_kept_back(tx: Tx, team: Team, post: Submission, placed: Placed, now: datetime) -> bool:
    """Tell an author that their post's window, or money, keeps it from the plan; False where neither does."""
    match placed:
        case Placed(SubmissionState.EXPIRED):
            facts = {"submission_id": post.id, "title": post.title}
            tell(tx, team.id, post.membership_id, NoticeKind.LAST_DAY_PAST, facts, now)
        case Placed(SubmissionState.HELD, opens_on) if opens_on is not None:
            facts = {"submission_id": post.id, "title": post.title, "opens_on": opens_on.isoformat()}
            tell(tx, team.id, post.membership_id, NoticeKind.SEASON_OVER, facts, now)
        case Placed(SubmissionState.SHELVED, _, others) if others:
            facts = {"submission_id": post.id, "title": post.title, "others": others}
            tell(tx, team.id, post.membership_id, NoticeKind.MONEY_WAITS, facts, now)
        case _:
            return False
    return True
