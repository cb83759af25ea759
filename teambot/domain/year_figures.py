"""How even a made-up team's year came out: every figure is counted from what is in `year.Year`, and from nothing else.

*Reliable* is who did everything they were asked, of whatever habit: a post that is skipped or lapses is counted against
nobody but who let it. `shared/numbers.md` has the figures that are to be reached.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from teambot.domain.world import Habit
from teambot.domain.year import Year, YearMember, YearPlan

FIRST_WEEKS = 26  # in which newcomers are looked at


@dataclass(frozen=True, slots=True)
class Newcomers:
    """What newcomers got, and what as many members of longer standing got on average in the same weeks.

    All of both who have a post, whatever they are like. Sums, so that those of several years can be added up.
    """

    first_got: int
    first_others: float
    got: int
    others: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A year's figures. None: nobody whom it is about.

    `asked` in the plans; of all that was asked, those who stood in included: `done`, `lapsed`, and skipped in time,
    after which somebody stood in (`stood_in`) or nobody could (`carried`). `gap`: the most that what a reliable member
    gave differs from what they got. `jain`: Jain's index of got over given, reliable members of half the year or more;
    1 is perfectly even. `alike`: the most by which the pushers of two members of the same standing differed in a week.
    `pairs`: how often a member recommended another, the rarest and the most frequent pair of all who were there every
    week, did all and have the team's load. `mutual`: of all that was asked, the share that was asked both ways in one
    week. `freeloader`: the most that somebody got who never did anything. `room`: what all plans together could have
    asked for.
    """

    asked: int
    done: int
    stood_in: int
    carried: int
    lapsed: int
    room: int
    gap: int | None
    jain: float | None
    alike: int
    pairs: tuple[int, int] | None
    mutual: float
    freeloader: int | None
    newcomers: Newcomers | None


def figures(year: Year) -> Figures:
    """Count a year's figures."""
    given, got = given_and_got(year)
    reliable = reliable_in(year)
    long_there = [one for one in reliable if weeks_of(year, one) >= year.weeks / 2 and given[one.id]]
    return Figures(
        asked=sum(len(asked) for plan in year.plans for asked in plan.pushers.values()),
        done=len(year.pushes),
        stood_in=sum(skip.stand_in is not None for skip in year.skipped),
        carried=sum(skip.stand_in is None for skip in year.skipped),
        lapsed=len(year.lapsed),
        room=sum(sum(plan.room.values()) for plan in year.plans),
        gap=max((abs(given[one.id] - got[one.id]) for one in reliable), default=None),
        jain=jain([got[one.id] / given[one.id] for one in long_there]),
        alike=max((alike(plan, year.parted) for plan in year.plans), default=0),
        pairs=_pairs(year, reliable),
        mutual=mutual(plan.pushers for plan in year.plans),
        freeloader=max((got[one.id] for one in year.members if one.habit is Habit.NEVER), default=None),
        newcomers=_newcomers(year),
    )


def given_and_got(year: Year) -> tuple[Counter[int], Counter[int]]:
    """Count what every member gave and got."""
    return Counter(push.pusher for push in year.pushes), Counter(push.author for push in year.pushes)


def largest_gaps(year: Year) -> Counter[int]:
    """Give the most by which what a member gave and got ever differed at a week's end, by member."""
    gaps: Counter[int] = Counter()
    differ: Counter[int] = Counter()
    for _, pushes in groupby(sorted(year.pushes, key=lambda push: push.week), key=lambda push: push.week):
        for push in pushes:
            differ[push.pusher] += 1
            differ[push.author] -= 1
        for one, by in differ.items():
            gaps[one] = max(gaps[one], abs(by))
    return gaps


def reliable_in(year: Year) -> list[YearMember]:
    """List who did all that they were asked."""
    undone = {skip.pusher for skip in year.skipped} | {push.pusher for push in year.lapsed}
    return [one for one in year.members if one.id not in undone and one.habit is not Habit.NEVER]


def weeks_of(year: Year, one: YearMember) -> int:
    """Count the weeks in which somebody was on the team."""
    return (year.weeks + 1 if one.left is None else one.left) - one.joined


def jain(shares: Sequence[float]) -> float | None:
    """Give Jain's index of fairness: 1 where all are the same, 1/n where one has everything; None without any."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else None


def alike(plan: YearPlan, parted: frozenset[tuple[int, int]]) -> int:
    """Give the most by which the pushers of two members differ who stand alike: the same balance, the same room.

    Less those whom everybody recommends already who can: no plan gives them one more (rotation.md, G1).
    """
    posts = len(plan.pushers)
    able = [one for one, room in plan.room.items() if room]
    standing = defaultdict(list)
    for author, pushers in plan.pushers.items():
        if len(pushers) < sum(one != author and (one, author) not in parted for one in able):
            room = min(plan.trusted.get(author, posts), plan.room[author], posts - 1)
            standing[plan.balance[author], room].append(len(pushers))
    return max((max(counts) - min(counts) for counts in standing.values()), default=0)


def _pairs(year: Year, reliable: list[YearMember]) -> tuple[int, int] | None:
    ids = [one.id for one in reliable if one.load == year.load and all(plan.room.get(one.id) for plan in year.plans)]
    times = Counter((push.pusher, push.author) for push in year.pushes)
    counts = [times[pair] for pair in _both_ways(ids) if pair not in year.parted]
    return (min(counts), max(counts)) if counts else None


def _both_ways(ids: Iterable[int]) -> Iterable[tuple[int, int]]:
    for one, other in combinations(ids, 2):
        yield one, other
        yield other, one


def mutual(plans: Iterable[Mapping[int, Sequence[int]]]) -> float:
    """Give the share of what is asked that is asked both ways in the same week; `plans`: pushers by author."""
    both = asked = 0
    for pushers in plans:
        pairs = {(one, author) for author, ones in pushers.items() for one in ones}
        asked += len(pairs)
        both += sum((author, one) in pairs for one, author in pairs)
    return both / asked if asked else 0.0


def _newcomers(year: Year) -> Newcomers | None:
    joined = {one.id: one.joined for one in year.members}
    got = Counter((push.week, push.author) for push in year.pushes)
    firsts: list[tuple[int, float]] = []
    later: list[tuple[int, float]] = []
    for plan in year.plans:
        new = [one for one in plan.pushers if joined[one] > 1 and plan.week < joined[one] + FIRST_WEEKS]
        old = [got[plan.week, one] for one in plan.pushers if one not in new]
        for one in new:
            if old:
                beside = (got[plan.week, one], sum(old) / len(old))
                later.append(beside)
                if plan.week == joined[one]:
                    firsts.append(beside)
    if not firsts:
        return None
    return Newcomers(
        sum(one for one, _ in firsts), sum(old for _, old in firsts),
        sum(one for one, _ in later), sum(old for _, old in later),
    )  # fmt: skip
