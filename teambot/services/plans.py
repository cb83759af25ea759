"""Making and publishing a week's plan: slots, assignments with their reasons, the card, and what is told to whom."""

from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind, card_parts
from teambot.domain.members import Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import Submission, SubmissionState
from teambot.domain.reasons import reasons
from teambot.domain.rotation import Inputs, Plan, RotationRules, plan
from teambot.domain.standings import Standing
from teambot.domain.week import Lateness, WeekState, lateness
from teambot.services.coming import coming_week
from teambot.services.news import announce, tell
from teambot.storage import assignments, ledger, members, outbox, posts, standings, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek

WEEK = timedelta(weeks=1)
Pairs = dict[tuple[int, int], tuple[int, datetime]]  # (pusher, author) to how often, and when the last time


def publish(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> WeekState:
    """Publish a closed week's plan, or miss the week where less than half of it is left (product.md, Planning).

    In the caller's transaction. Without a post, or with nobody to recommend one, there is no plan and no ping: what was
    put forward moves on to the next week. Gives the state that the week is in now.
    """
    waiting = {post.membership_id: post for post in posts.waiting_for(tx, week.id)}
    missed = lateness(weeks.as_week(week), now) is Lateness.MISSED
    # A plan or a slot that is there already was brought in by another hand: promise 1 holds for that as well.
    planned = weeks.plan_in(tx, week.id) is not None
    asleep = team.state is TeamState.SLEEPING
    none = missed or planned or asleep
    room = {} if none else _room(tx, team, week)
    had = set(waiting) if none else weeks.authors_in(tx, week.id) | (set(waiting) - room.keys())
    for author in had.intersection(waiting):
        _move_on(tx, team, waiting.pop(author), now)
    if none:
        return WeekState.MISSED if missed and not planned else WeekState.PLANNED
    pairs = assignments.pairs(tx, team.id)
    inputs = _inputs(tx, team, week, room, frozenset(waiting), pairs, now)
    made = plan(inputs)
    if any(made.gets.values()):
        _publish(tx, team, week, inputs, made, waiting, pairs, now)
    for author, post in waiting.items():
        if not made.gets.get(author):
            _move_on(tx, team, post, now)
            tell(tx, team.id, author, NoticeKind.NOT_THIS_WEEK, {"title": post.title}, now)
    return WeekState.PLANNED


def _room(tx: Tx, team: Team, week: StoredWeek) -> dict[int, int]:
    """Give how many assignments each member takes; who is paused, or away from this week, is not among them."""
    away = missing(tx, team.id, week)
    return {member: load for member, load in members.loads(tx, team.id).items() if member not in away}


def missing(tx: Tx, team_id: int, week: StoredWeek) -> set[int]:
    """List the members who are away when a week's plan is published, or for half of the week or more."""
    absences = standings.absences(tx, team_id).items()
    return {member for member, absence in absences if absence.misses(week.publishes_at, week.ends_at)}


def _inputs(
    tx: Tx,
    team: Team,
    week: StoredWeek,
    room: dict[int, int],
    authors: frozenset[int],
    pairs: Pairs,
    now: datetime,
) -> Inputs:
    balance = ledger.balances(tx, team.id)
    last = weeks.last_slots(tx, team.id)
    return Inputs(
        team=team.id,
        week=week.key,
        room=room,
        posts=authors,
        balance={member: balance.get(member, 0) for member in room},
        waited={author: (now - last[author]) // WEEK for author in sorted(authors) if author in last},
        pair={pair: times for pair, (times, _) in pairs.items() if pair[0] in room},
        rules=RotationRules(load=team.load),
    )


def _publish(
    tx: Tx,
    team: Team,
    week: StoredWeek,
    inputs: Inputs,
    made: Plan,
    waiting: dict[int, Submission],
    pairs: Pairs,
    now: datetime,
) -> None:
    plan_id = weeks.add_plan(tx, team.id, week.id, inputs.as_json(), now)
    for author in sorted(made.pushers, key=lambda author: waiting[author].id):
        pushers = made.pushers[author]
        if not pushers:
            continue
        posts.change(tx, waiting[author].id, state=SubmissionState.PUSHED)
        slot_id = weeks.add_slot(tx, plan_id, week.id, author, waiting[author].id)
        for pusher in pushers:
            before = pairs.get((pusher, author))
            ago = (week.publishes_at - before[1]) // WEEK if before else None
            why = reasons(inputs, made, pusher, author, ago)
            assignments.add(tx, slot_id, pusher, [reason.as_json() for reason in why], now)
    # Fewer posts than members could recommend: less is asked of somebody, and the card says so.
    few = any(made.gives.get(member, 0) < room for member, room in inputs.room.items())
    _announce(tx, team, week, plan_id, made, now, few=few)


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


def _move_on(tx: Tx, team: Team, post: Submission, now: datetime) -> None:
    """Let a post wait for the next week; where its author has one for that, it goes to the shelf."""
    following = coming_week(tx, team, now)
    if posts.waiting(tx, post.membership_id, following.id) is None:
        posts.change(tx, post.id, week_id=following.id)
    else:
        posts.change(tx, post.id, state=SubmissionState.SHELVED, week_id=None)


def fill_from_shelf(tx: Tx, team: Team, week: StoredWeek) -> None:
    """At the close, put forward the oldest of the shelf of each member who has nothing new (product.md, The words)."""
    if team.state is TeamState.SLEEPING:
        return
    away = missing(tx, team.id, week)
    for member in members.all_of(tx, team.id, Standing.MEMBER):
        if member.id in away:
            continue
        kept = posts.shelf(tx, member.id)
        if kept and posts.waiting(tx, member.id, week.id) is None:
            posts.change(tx, kept[0].id, state=SubmissionState.WAITING, week_id=week.id)
