"""At the close: what waits for the plan is held to its window and to money's rule, and shelves fill what is free."""

from datetime import datetime

from teambot.domain.members import Team, TeamState
from teambot.domain.money import counts
from teambot.domain.placing import from_shelf
from teambot.domain.posts import Submission, SubmissionState
from teambot.domain.standings import Standing
from teambot.services.audience import Audience
from teambot.services.moved_on import not_this_week
from teambot.services.placing import may_stay, plan_day
from teambot.storage import members, posts, standings
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def close_for(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    """Close a week's submissions: let go what may not be in its plan, and put forward what fits from the shelves.

    A window may have been changed, or an earlier post, since it was put forward (product.md, The words: shelf).
    """
    for post in posts.waiting_for(tx, week.id):
        if not may_stay(tx, week, post, plan_day(team, week)):
            not_this_week(tx, team, post, now)
    if team.state is not TeamState.SLEEPING:
        _fill(tx, team, week)


def present(tx: Tx, team_id: int, week: StoredWeek) -> dict[int, int]:
    """Give how many assignments of a week each member takes; who is paused, or away from it, is not among them.

    Away is who is so when its plan is published, or for half of the week or more.
    """
    absences = standings.absences(tx, team_id).items()
    away = {member for member, absence in absences if absence.misses(week.publishes_at, week.ends_at)}
    return {member: load for member, load in members.loads(tx, team_id).items() if member not in away}


def _fill(tx: Tx, team: Team, week: StoredWeek) -> None:
    """Put forward one of the shelf of each member who is there and has nothing new."""
    room = present(tx, team.id, week)
    audience = Audience(tx, team.id)
    asked = [member for member, load in room.items() if load]
    for member in members.all_of(tx, team.id, Standing.MEMBER):
        kept = posts.shelf(tx, member.id) if member.id in room else []
        if not kept or posts.waiting(tx, member.id, week.id) is not None:
            continue
        chosen = _chosen(tx, team, week, [post for post in kept if _has_readers(audience, post, asked)])
        if chosen is not None:
            posts.change(tx, chosen.id, state=SubmissionState.WAITING, week_id=week.id)


def _has_readers(audience: Audience, post: Submission, asked: list[int]) -> bool:
    """Tell whether somebody may be asked for a post where it names places."""
    return not post.window.places or bool(audience.of(post.window, asked, post.membership_id))


def _chosen(tx: Tx, team: Team, week: StoredWeek, kept: list[Submission]) -> Submission | None:
    matters = any(counts(post.money) for post in kept)
    pushed = posts.money_before(tx, kept[0].membership_id, week.publishes_at) if matters else []
    return from_shelf(kept, plan_day(team, week), pushed)
