"""Making and publishing a week's plan: slots, assignments with their reasons, the card, and what is told to whom."""

from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind, card_parts
from teambot.domain.members import Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import Submission, SubmissionState
from teambot.domain.readers import join_places
from teambot.domain.reasons import reasons
from teambot.domain.rotation import Inputs, Plan, RotationRules, plan
from teambot.domain.week import Lateness, WeekState, lateness, local_day
from teambot.services.audience import Audience
from teambot.services.news import announce, tell
from teambot.services.posts.moved_on import move_on, not_this_week
from teambot.services.posts.placing import may_stay, offered_again_at
from teambot.services.posts.shelves import present
from teambot.storage import assignments, ledger, members, outbox, posts, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek

WEEK = timedelta(weeks=1)
Pair = tuple[int, int]  # (pusher, author)
Pairs = dict[Pair, tuple[int, datetime]]  # to how often, and when the last time


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
    room = {} if none else present(tx, team.id, week)
    had = set(waiting) if none else weeks.authors_in(tx, week.id) | (set(waiting) - room.keys())
    for author in had.intersection(waiting):
        move_on(tx, team, waiting.pop(author), now)
    if none:
        return WeekState.MISSED if missed and not planned else WeekState.PLANNED
    never = _kept_back(tx, team, week, waiting, room, now)
    pairs = assignments.pairs(tx, team.id)
    inputs = _inputs(tx, team, week, room, frozenset(waiting), pairs, never, now)
    made = plan(inputs)
    if any(made.gets.values()):
        _publish(tx, team, week, inputs, made, waiting, pairs, now)
    for author, post in waiting.items():
        if not made.gets.get(author):
            not_this_week(tx, team, post, now)
    return WeekState.PLANNED


def _kept_back(
    tx: Tx, team: Team, week: StoredWeek, waiting: dict[int, Submission], room: dict[int, int], now: datetime
) -> frozenset[Pair]:
    """Take out of `waiting` what may not be in this plan, and move it on; gives who is not asked for the posts left.

    A last day, the months and money are asked once more: the plan may come late, and what was before it have changed.
    Who is not asked is a public fact: their readers are elsewhere.
    """
    never: set[Pair] = set()
    audience = Audience(tx, team.id)
    asked = [member for member, load in room.items() if load]
    today = local_day(team.zone, now)
    for author, post in list(waiting.items()):
        if not may_stay(tx, week, post, today):
            not_this_week(tx, team, waiting.pop(author), now)
            continue
        may = audience.of(post.window, asked, author)
        if post.window.places and not may:
            _wait_for_readers(tx, team, waiting.pop(author), now)
            continue
        never |= {(member, author) for member in asked if member != author and member not in may}
    return frozenset(never)


def _wait_for_readers(tx: Tx, team: Team, post: Submission, now: datetime) -> None:
    """Let a post wait that names places where nobody's readers are, and tell its author until when."""
    placed, following = move_on(tx, team, post, now)
    if placed.in_reach:
        where = {"places": join_places(post.window.places), "publishes_at": following.publishes_at.isoformat()}
        facts = {"submission_id": post.id, "title": post.title, **where}
        tell(tx, team.id, post.membership_id, NoticeKind.NO_READERS_THERE, facts, now)


def _inputs(
    tx: Tx,
    team: Team,
    week: StoredWeek,
    room: dict[int, int],
    authors: frozenset[int],
    pairs: Pairs,
    never: frozenset[Pair],
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
        never=never,
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
        again_at = offered_again_at(team, waiting[author].window, now)
        posts.change(tx, waiting[author].id, state=SubmissionState.PUSHED, opens_at=again_at)
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
