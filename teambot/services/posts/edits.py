"""Changing a post that no plan has: its words or its window. What changes may move it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from teambot.domain.members import Member, Team
from teambot.domain.post_answers import PostEdited
from teambot.domain.posts import Submission, SubmissionState, check_shelf, check_words
from teambot.domain.week import local_day
from teambot.domain.windows import Window, parse_months, parse_window, write_months
from teambot.services.caller import Caller
from teambot.services.coming import coming_week
from teambot.services.posts.offers_thread import redraw_post
from teambot.services.posts.placing import decide, put
from teambot.services.posts.shelves import has_readers
from teambot.services.posts.submissions import check_placed, own_post
from teambot.services.typed import typed
from teambot.storage import members, posts, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


@dataclass(frozen=True, slots=True)
class EditPost:
    """A filled form of `/post edit`, as it was typed; `months` None: as they were."""

    submission_id: int
    title: str
    reader_line: str
    hook: str
    money: str
    months: str | None = None


@dataclass(frozen=True, slots=True)
class SetWindow:
    """A filled form of *Season and place*, as it was typed (see `domain.windows.parse_window`); `months` as in Edit."""

    submission_id: int
    hemisphere: str
    places: str
    last_day: str
    months: str | None = None


def edit(tx: Tx, caller: Caller, command: EditPost, now: datetime) -> PostEdited:
    """Change a post's words and months; where it cannot stay with them, it moves."""
    team, member, post = own_post(tx, caller, command.submission_id)
    words = check_words(
        title=typed(command.title),
        reader_line=typed(command.reader_line),
        hook=typed(command.hook),
        money=command.money,
    )
    window = post.window
    if command.months is not None:
        window = _in_months(tx, member, window, typed(command.months))
    said = {"title": words.title, "reader_line": words.reader_line, "hook": words.hook, "money": words.money}
    posts.change(tx, post.id, **said)
    redraw_post(tx, team, post.id, now)
    new = replace(post, title=words.title, money=words.money)
    if (window, words.money) == (post.window, post.money):
        return _stays(tx, team, new, _week_of(tx, team, post, now), now)
    return _settle(tx, team, new, window, now)


def set_window(tx: Tx, caller: Caller, command: SetWindow, now: datetime) -> PostEdited:
    """Change when and where a post makes sense; where it cannot stay with that, it moves."""
    team, member, post = own_post(tx, caller, command.submission_id)
    months = write_months(post.window.months) if command.months is None else typed(command.months)
    own = members.hemisphere(members.profile_of(tx, member.id))
    today = local_day(team.zone, now)
    window = parse_window(months, typed(command.hemisphere), typed(command.places), typed(command.last_day), today, own)
    return _settle(tx, team, post, window, now)


def _in_months(tx: Tx, member: Member, window: Window, typed_months: str) -> Window:
    """Give a window other months; a season that is new is the author's own hemisphere's, one that goes is nobody's."""
    months = parse_months(typed_months)
    if bool(months) == bool(window.months):
        return replace(window, months=months)
    own = members.hemisphere(members.profile_of(tx, member.id))
    return replace(window, months=months, hemisphere=(window.hemisphere or own) if months else None)


def _settle(tx: Tx, team: Team, post: Submission, window: Window, now: datetime) -> PostEdited:
    """Store a post's window and move it where it goes with that: what lies on the shelf stays there."""
    if window != post.window:
        posts.change(tx, post.id, **posts.window_values(window))
        redraw_post(tx, team, post.id, now)
    post = replace(post, window=window)
    week = _week_of(tx, team, post, now)
    placed = check_placed(decide(tx, team, week, post.membership_id, window, post.money, post_id=post.id), week)
    if post.state is SubmissionState.SHELVED:
        return _stays(tx, team, post, week, now, others=placed.others)
    if placed.state is post.state and placed.state is not SubmissionState.HELD:
        return _stays(tx, team, post, week, now)
    if post.state is SubmissionState.WAITING:
        check_shelf(posts.shelf_size(tx, post.membership_id))
    before = _opens_on(team, post)
    put(tx, team, week, post, placed, now)
    moved = placed.state is not post.state or placed.opens_on != before
    there = _stays(tx, team, replace(post, state=placed.state), week, now, others=placed.others)
    return replace(there, moved=moved, opens_on=placed.opens_on)


def _week_of(tx: Tx, team: Team, post: Submission, now: datetime) -> StoredWeek:
    """Give the week that a post is looked at for: what waits for a plan whose week has closed, for that one."""
    return weeks.named(tx, team.id, post.week) if post.week is not None else coming_week(tx, team, now)


def _opens_on(team: Team, post: Submission) -> date | None:
    if post.state is not SubmissionState.HELD or post.opens_at is None:
        return None
    return local_day(team.zone, post.opens_at)


def _stays(tx: Tx, team: Team, post: Submission, week: StoredWeek, now: datetime, *, others: int = 0) -> PostEdited:
    """Say where a post is."""
    waits = post.state is SubmissionState.WAITING
    return PostEdited(
        post.id,
        post.title,
        post.state,
        others=others,
        opens_on=_opens_on(team, post),
        closes_at=week.closes_at if waits and week.closes_at > now else None,
        publishes_at=week.publishes_at if waits else None,
        nobody_there=not has_readers(tx, team, week, post.window, post.membership_id),
    )
