"""At the close: what waits for the plan is held to its window and to money's rule, and shelves fill what is free."""

from collections.abc import Sequence
from datetime import datetime

from teambot.domain.members import Team, TeamState
from teambot.domain.money import counts
from teambot.domain.placing import from_shelf
from teambot.domain.posts import Submission, SubmissionState
from teambot.domain.standings import Standing
from teambot.domain.windows import Window
from teambot.services.audience import Audience
from teambot.services.feeds.whose import disputed
from teambot.services.posts.moved_on import not_this_week
from teambot.services.posts.placing import may_stay, plan_day
from teambot.storage import blogs, members, posts, standings
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
    audience, elsewhere = Audience(tx, team.id), disputed(blogs.known(tx, team.id))
    for member in members.all_of(tx, team.id, Standing.MEMBER):
        kept = posts.shelf(tx, member.id) if member.id in room and member.id not in elsewhere else []
        if not kept or posts.waiting(tx, member.id, week.id) is not None:
            continue
        chosen = _chosen(tx, team, week, kept, room, audience)
        if chosen is not None:
            posts.change(tx, chosen.id, state=SubmissionState.WAITING, week_id=week.id)


def would_give(tx: Tx, team: Team, week: StoredWeek, membership_id: int) -> Submission | None:
    """Say what the shelf of a member gives at a week's close as things stand; None where nothing, or it need not."""
    kept = posts.shelf(tx, membership_id)
    if not kept or team.state is TeamState.SLEEPING or posts.waiting(tx, membership_id, week.id) is not None:
        return None
    room = present(tx, team.id, week)
    if membership_id not in room or membership_id in disputed(blogs.known(tx, team.id)):
        return None
    return _chosen(tx, team, week, kept, room, Audience(tx, team.id))


def has_readers(tx: Tx, team: Team, week: StoredWeek, window: Window, author_id: int) -> bool:
    """Tell whether somebody may be asked for an author's post in a week, as things stand, where it names places."""
    return not window.places or bool(Audience(tx, team.id).of(window, _asked(present(tx, team.id, week)), author_id))


def without_readers(tx: Tx, team: Team, week: StoredWeek, kept: Sequence[Submission]) -> frozenset[int]:
    """Give the ids of those posts for which nobody may be asked in a week, as `has_readers` tells."""
    placed = [post for post in kept if post.window.places]
    if not placed:
        return frozenset()
    audience, asked = Audience(tx, team.id), _asked(present(tx, team.id, week))
    return frozenset(post.id for post in placed if not audience.of(post.window, asked, post.membership_id))


def _asked(room: dict[int, int]) -> list[int]:
    return [member for member, load in room.items() if load]


def _chosen(
    tx: Tx, team: Team, week: StoredWeek, shelf: list[Submission], room: dict[int, int], audience: Audience
) -> Submission | None:
    asked = _asked(room)
    kept = [post for post in shelf if not post.window.places or audience.of(post.window, asked, post.membership_id)]
    matters = any(counts(post.money) for post in kept)
    pushed = posts.money_before(tx, shelf[0].membership_id, week.publishes_at) if matters else []
    return from_shelf(kept, plan_day(team, week), pushed)
