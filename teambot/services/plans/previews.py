"""A plan before it is published, for stewards: what is in it, and whether it is even. Nothing of it is stored."""

from collections.abc import Iterable
from datetime import datetime

from teambot.domain.members import Team, TeamState
from teambot.domain.plans import PlanPreview, few_posts
from teambot.domain.posts import Submission
from teambot.domain.rotation import plan
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.services.plans.evenness import before_and_after
from teambot.services.plans.gathering import gather, room_in
from teambot.services.posts.shelves import would_give
from teambot.storage import posts, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def preview(tx: Tx, team: Team, now: datetime) -> PlanPreview:
    """Make the plan that comes next as it would be now, and say what is in it; raises Refusal("no-plan-ahead")."""
    week = _next(tx, team)
    room = room_in(tx, team, week)
    waiting = {post.membership_id: post for post in posts.waiting_for(tx, week.id)}
    shelved = _from_shelves(tx, team, week, room.keys() - waiting.keys())
    there = {author: post for author, post in (waiting | shelved).items() if author in room}
    found = gather(tx, team, week, there, room, now)
    made = plan(found.inputs)
    inside = sorted(found.posts.values(), key=lambda post: post.id)
    shown = tuple(posts.as_shown(post) for post in inside if post.membership_id in waiting)
    even, even_after = before_and_after(tx, team, made)
    return PlanPreview(
        team_id=team.id,
        team_name=team.name,
        week_id=week.id,
        state=week.state,
        closes_at=week.closes_at,
        publishes_at=week.publishes_at,
        posts=shown,
        shelved=len(inside) - len(shown),
        few=few_posts(found.inputs, made),
        light=week.light,
        even=even,
        even_after=even_after,
        build=week.build,
    )


def _next(tx: Tx, team: Team) -> StoredWeek:
    """Give the week whose plan comes next: one that is closed and waits for it, else the coming one."""
    ahead = [week for week in weeks.latest(tx, team.id) if week.state in (WeekState.OPEN, WeekState.CLOSED)]
    if not ahead or team.state is not TeamState.ACTIVE:
        raise Refusal("no-plan-ahead", team=team.name)
    return ahead[-1]


def _from_shelves(tx: Tx, team: Team, week: StoredWeek, authors: Iterable[int]) -> dict[int, Submission]:
    """Give what the shelves give at the close as things stand, by author; once posts are in they gave it already."""
    if week.state is not WeekState.OPEN:
        return {}
    given = {author: would_give(tx, team, week, author) for author in sorted(authors)}
    return {author: post for author, post in given.items() if post is not None}
