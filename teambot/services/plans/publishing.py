"""Publishing a week's plan: its slots, its assignments with their reasons, the card, and what is told to whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from teambot.domain.announcements import MessageKind, card_parts
from teambot.domain.members import Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.plans import few_posts
from teambot.domain.posts import Submission
from teambot.domain.readers import join_places
from teambot.domain.reasons import OF_A_POST, left_out, reasons
from teambot.domain.rotation import Plan, plan
from teambot.domain.suggested_days import suggested_days, week_days
from teambot.domain.week import Lateness, WeekState, lateness, week_after
from teambot.services.coming import times_of
from teambot.services.news import announce, tell
from teambot.services.plans.gathering import Gathered, gather, room_in, weeks_between
from teambot.services.plans.light_weeks import ask_for_light, settle_asking
from teambot.services.posts.moved_on import move_on, not_this_week
from teambot.services.posts.placing import offered_again_at
from teambot.storage import members, outbox, plans, posts, weeks
from teambot.storage.plans import Asked
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def publish(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> WeekState:
    """Publish a closed week's plan and move the week on; or miss it, and say so, where less than half of it is left.

    In the transaction of whoever has locked the team's row. Without a post, or with nobody to recommend one, there is
    no plan and no ping: what was put forward moves on to the next week. Gives the state that the week is in now.
    """
    state = _plan(tx, team, week, now)
    weeks.move(tx, week.id, WeekState.CLOSED, state)
    if state is WeekState.MISSED:
        _say_missed(tx, team, week, now)
    return state


def _plan(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> WeekState:
    waiting = {post.membership_id: post for post in posts.waiting_for(tx, week.id)}
    missed = lateness(weeks.as_week(week), now) is Lateness.MISSED
    # A plan or a slot that is there already was brought in by another hand: promise 1 holds for that as well.
    planned = weeks.plan_in(tx, week.id) is not None
    none = missed or planned or team.state is TeamState.SLEEPING
    room = {} if none else room_in(tx, team, week)
    had = set(waiting) if none else weeks.authors_in(tx, week.id) | (set(waiting) - room.keys())
    for author in had.intersection(waiting):
        move_on(tx, team, waiting.pop(author), now)
    if none:
        return WeekState.MISSED if missed and not planned else WeekState.PLANNED
    found = gather(tx, team, week, waiting, room, now)
    for post in found.unfit:
        not_this_week(tx, team, post, now)
    for post in found.unread:
        _wait_for_readers(tx, team, post, now)
    made = plan(found.inputs)
    if any(made.gets.values()):
        _publish(tx, team, week, found, made, now)
        if week.light_asked_at is not None:
            settle_asking(tx, team, now)
        ask_for_light(tx, team, week, now)
    why = {one.membership_id: one for one in left_out(found.inputs, made) if one.kind in OF_A_POST}
    for author, post in found.posts.items():
        if not made.gets.get(author):
            not_this_week(tx, team, post, now, why.get(author))
    return WeekState.PLANNED


def _say_missed(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    """Say that the week is missed; of several missed in a row, for the last alone."""
    following = week_after(times_of(team), week.closes_at)
    if lateness(following, now) is Lateness.MISSED:
        return
    announce(tx, team, MessageKind.WEEK_MISSED, f"week-missed:{week.id}", {"week_id": week.id}, following.ends_at, now)


def _wait_for_readers(tx: Tx, team: Team, post: Submission, now: datetime) -> None:
    """Let a post wait that names places where nobody's readers are, and tell its author until when."""
    placed, following = move_on(tx, team, post, now)
    if placed.in_reach:
        where = {"places": join_places(post.window.places), "publishes_at": following.publishes_at.isoformat()}
        facts = {"submission_id": post.id, "title": post.title, **where}
        tell(tx, team.id, post.membership_id, NoticeKind.NO_READERS_THERE, facts, now)


def _publish(tx: Tx, team: Team, week: StoredWeek, found: Gathered, made: Plan, now: datetime) -> None:
    inputs, waiting = found.inputs, found.posts
    kept_out = [one.as_json() for one in left_out(inputs, made)]
    plan_id = weeks.add_plan(tx, team.id, week.id, inputs.as_json(), kept_out, now)
    days = week_days(team.zone, max(now, week.publishes_at), week.ends_at)
    last_days = {author: post.window.last_day for author, post in waiting.items()}
    suggested = suggested_days(inputs, made.pushers, days, last_days)
    inside = sorted((waiting[author] for author, pushers in made.pushers.items() if pushers), key=lambda post: post.id)
    again_at = {post.membership_id: offered_again_at(team, post.window, now) for post in inside}
    slots = plans.add_slots(tx, plan_id, week.id, inside, again_at)
    asked: list[Asked] = []
    for author in (post.membership_id for post in inside):
        for pusher in made.pushers[author]:
            before = found.pairs.get((pusher, author))
            ago = weeks_between(before[1], week.publishes_at) if before else None
            why: list[Mapping[str, Any]] = [reason.as_json() for reason in reasons(inputs, made, pusher, author, ago)]
            asked.append(Asked(slots[author], pusher, why, suggested[pusher, author]))
    plans.ask(tx, asked, now)
    _announce(tx, team, week, plan_id, made, now, few=few_posts(inputs, made))


def _announce(tx: Tx, team: Team, week: StoredWeek, plan_id: int, made: Plan, now: datetime, *, few: bool) -> None:
    shown = tuple(posts.as_shown(post) for post in posts.in_plan(tx, week.id))
    asked = {pusher for pushers in made.pushers.values() for pusher in pushers}
    reached = members.reached(tx, team.id)
    pings = [row.discord_id for row in reached if row.id in asked and row.ping]
    parts = len(card_parts(shown))
    for part in range(parts):
        announce(
            tx,
            team,
            MessageKind.WEEK_CARD,
            f"week-card:{plan_id}:{part}",
            {"plan_id": plan_id, "part": part, "pings": pings if part == 0 else [], "few": few},
            week.ends_at,
            now,
        )
    for row in reached:
        if row.by_dm and row.id in asked:
            outbox.put(
                tx,
                dedup_key=f"my-week:{plan_id}:{row.id}",
                team_id=team.id,
                kind=MessageKind.MY_WEEK,
                payload={"week_id": week.id},
                due_at=now,
                expires_at=week.ends_at,
                membership_id=row.id,
            )
