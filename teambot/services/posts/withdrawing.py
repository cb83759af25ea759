"""Taking a post back: before a plan has it, or out of the plan of a week that runs. What was done for it stands."""

from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.post_answers import PostWithdrawing, PostWithdrawn
from teambot.domain.posts import NO_REPEAT, Submission, SubmissionState, check_withdrawable
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.services.assignments import midweek
from teambot.services.caller import Caller, find_member, see_member, typing_member
from teambot.services.posts.offers_thread import redraw_post
from teambot.services.posts.submissions import enter_post
from teambot.storage import asks, outbox, posts, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek

_CHOICES = 25  # as many as Discord's autocomplete shows


def withdraw(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawn:
    """Take a post back: of a plan to come, which goes without one of theirs where its close is over, or that runs.

    A plan that runs keeps its place: no second post of theirs is in it (promise 1).
    """
    team, member, post = enter_post(tx, caller, submission_id)
    week = _week_of(tx, team, post, member, now)
    posts.change(tx, post.id, state=SubmissionState.WITHDRAWN, opens_at=None)
    redraw_post(tx, team, post.id, now)
    if post.state is SubmissionState.PUSHED and week is not None:
        midweek.end_asks(tx, team, asks.for_post(tx, post.id), now)
        _redraw_card(tx, team, week, now)
        return PostWithdrawn(post.id, post.title, ran=True, again=_again(week, asks.done_for(tx, post.id)))
    return PostWithdrawn(post.id, post.title, week.publishes_at if week and week.closes_at <= now else None)


def withdrawing(tx: Tx, caller: Caller, submission_id: int, now: datetime) -> PostWithdrawing | None:
    """Show what follows from taking a post out of a plan that runs, before it is done; None: no plan has it."""
    team_id, post = posts.team_of(tx, submission_id), posts.get(tx, submission_id)
    if team_id is None or post is None:
        find_member(tx, caller)  # a stranger is told so first
        raise Refusal("no-such-post")
    team, member = see_member(tx, caller, team_id)
    week = _week_of(tx, team, post, member, now)
    if post.state is not SubmissionState.PUSHED or week is None:
        return None
    asked = sum(ask.pusher_id is not None for ask in asks.for_post(tx, post.id))
    done = asks.done_for(tx, post.id)
    return PostWithdrawing(post.id, post.title, asked, done, _again(week, done))


def _again(week: StoredWeek, done: int) -> datetime | None:
    """Say from when on a post can come again that was in a week's plan: at once (None) where nobody recommended it."""
    return week.publishes_at + NO_REPEAT if done else None


def withdrawable(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[Submission, ...]:
    """List the caller's posts that can be taken back and have what was typed; nothing for who is no member."""
    member = typing_member(tx, caller)
    if member is None:
        return ()
    own = (*posts.running(tx, member.id, now), *posts.changeable(tx, member.id))
    return tuple(post for post in own if text.casefold() in post.title.casefold())[:_CHOICES]


def _week_of(tx: Tx, team: Team, post: Submission, member: Member, now: datetime) -> StoredWeek | None:
    """Give the week of the plan that a post is in or waits for; refuses whoever may not take it back."""
    planned = post.state in (SubmissionState.PUSHED, SubmissionState.WAITING)
    week = weeks.named(tx, team.id, post.week) if planned and post.week else None
    runs = week is not None and week.state is WeekState.PLANNED and now < week.ends_at
    check_withdrawable(post, member.id, runs=runs)
    return week


def _redraw_card(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    """Draw the week's card again, without the post."""
    made = weeks.plan_in(tx, week.id)
    for row in outbox.numbered(tx, f"week-card:{made.id}:"):
        outbox.redraw(
            tx,
            dedup_key=row.dedup_key,
            team_id=team.id,
            kind=row.kind,
            payload=row.payload,
            now=now,
            expires_at=week.ends_at,
        )
