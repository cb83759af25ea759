"""What a week's plan is made from, as things stand now. It only reads: a preview gathers as the publishing does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.fit import Blogger, Pair, fits, unmatched
from teambot.domain.members import Team
from teambot.domain.posts import Submission
from teambot.domain.rotation import Inputs, RotationRules
from teambot.domain.week import local_day
from teambot.services.audience import Audience
from teambot.services.posts.placing import may_stay
from teambot.services.posts.shelves import present
from teambot.storage import apart, asks, assignments, ledger, plans, pushes, readers, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek

WEEK = timedelta(weeks=1)
LIGHT_LOAD = 1  # product.md, Planning: in a light week everybody's load is at most one


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a plan is made from, and the posts that are not for it.

    `posts`: by author. `unfit`: their window or money keeps them out. `unread`: nobody has readers in their places.
    `pairs`: to how often, and in the plan of when the last time.
    """

    inputs: Inputs
    posts: Mapping[int, Submission]
    unfit: tuple[Submission, ...]
    unread: tuple[Submission, ...]
    pairs: Mapping[Pair, tuple[int, datetime]]


def weeks_between(before: datetime, after: datetime) -> int:
    """Count the weeks between two plans; the clocks of a zone may make one an hour longer or shorter."""
    return round((after - before) / WEEK)


def room_in(tx: Tx, team: Team, week: StoredWeek) -> dict[int, int]:
    """Give how many recommendations a week may ask of each member who is there."""
    loads = present(tx, team.id, week)
    return {member: min(load, LIGHT_LOAD) for member, load in loads.items()} if week.light else loads


def gather(
    tx: Tx, team: Team, week: StoredWeek, waiting: Mapping[int, Submission], room: dict[int, int], now: datetime
) -> Gathered:
    """Gather a plan that is published now, or at its hour where that is still to come; `waiting`: by author.

    A last day, the months and money are asked once more: the plan may come late, and what was before it have changed.
    """
    day = local_day(team.zone, max(now, week.publishes_at))
    audience = Audience(tx, team.id)
    asked = [member for member, load in room.items() if load]
    kept, unfit, unread = dict[int, Submission](), list[Submission](), list[Submission]()
    never: set[Pair] = set()
    for author, post in waiting.items():
        if not may_stay(tx, week, post, day):
            unfit.append(post)
            continue
        may = audience.of(post.window, asked, author)
        if post.window.places and not may:
            unread.append(post)
            continue
        kept[author] = post
        never |= {(member, author) for member in asked if member != author and member not in may}
    bloggers = readers.bloggers(tx, team.id)
    never |= unmatched(bloggers, apart.in_team(tx, team.id), asked, kept)
    pairs = assignments.pairs(tx, team.id)
    late = {author: times for author, times in asks.late(tx, week.id, team.id, now).items() if author in kept}
    inputs = _inputs(tx, team, week, room, kept, bloggers, pairs, frozenset(never), late)
    return Gathered(inputs, kept, tuple(unfit), tuple(unread), pairs)


def _inputs(
    tx: Tx,
    team: Team,
    week: StoredWeek,
    room: dict[int, int],
    posts: Mapping[int, Submission],
    bloggers: Mapping[int, Blogger],
    pairs: Mapping[Pair, tuple[int, datetime]],
    never: frozenset[Pair],
    late: Mapping[int, int],
) -> Inputs:
    balance = _balances(tx, team)
    last = weeks.last_slots(tx, team.id)
    taking_part = {member: bloggers.get(member, Blogger()) for member in {*room, *posts}}
    windows = {author: post.window for author, post in posts.items()}
    fit = fits(taking_part, windows, local_day(team.zone, week.publishes_at))
    return Inputs(
        team=team.id,
        week=week.key,
        room=room,
        posts=frozenset(posts),
        balance={member: balance.get(member, 0) for member in room},
        waited={author: weeks_between(last[author], week.publishes_at) for author in sorted(posts) if author in last},
        pair={pair: times for pair, (times, _) in pairs.items() if pair[0] in room},
        fit=fit.costs,
        never=never,
        rules=RotationRules(load=team.load),
        trusted=_trusted(tx, team, room),
        build=week.build,
        facts=fit.facts,
        late=late,
    )


def _balances(tx: Tx, team: Team) -> dict[int, int]:
    """Give the balances that a plan goes by: what an author cannot find counts as not yet given until it is answered.

    Else whoever only says *Done* would be in front of others until all of it is booked back (rotation.md, G4).
    """
    open_questions = pushes.asked_about(tx, team.id)
    booked = ledger.balances(tx, team.id)
    return {member: balance - open_questions.get(member, 0) for member, balance in booked.items()}


def _trusted(tx: Tx, team: Team, room: dict[int, int]) -> dict[int, int]:
    """Give how much counts of a load above the team's: as much as was carried once (rotation.md, G4)."""
    above = {member: load for member, load in room.items() if load > team.load}
    carried = plans.most_done(tx, team.id) if above else {}
    return {member: min(load, max(team.load, carried.get(member, 0))) for member, load in above.items()}
