"""The week's life: what a member is shown of it, and the sweeps that close, publish, end and settle it."""

from collections.abc import Callable
from datetime import datetime

from teambot.domain.assignments import AssignmentState
from teambot.domain.charter import accept_by
from teambot.domain.members import FORMS_AT, Member, Team, TeamState
from teambot.domain.my_week import Awaited, CharterWaits, MyAssignment, OpenVote, WeekShown
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.week import Lateness, WeekState, lateness
from teambot.errors import Refusal
from teambot.services.assignments.offers import end_offers, open_to
from teambot.services.assignments.seeking import as_they_stand
from teambot.services.by_team import attempt
from teambot.services.caller import Caller, find_belongs
from teambot.services.coming import open_after
from teambot.services.news import mark_read
from teambot.services.plans.publishing import publish
from teambot.services.posts.newest import end_offers as end_newest_offers
from teambot.services.posts.shelves import close_for, would_give
from teambot.services.standings import accounts
from teambot.services.standings.silences import count_silence
from teambot.services.use_case import read
from teambot.storage import assignments, members, notices, open_votes, posts, teams, weeks
from teambot.storage.runner import Runner, Tx
from teambot.storage.weeks import StoredWeek

_BATCH = 100


class WeeksService:
    """A sweep asks what is due; run twice, late, or by two processes it does no harm: a week moves on once."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def show(self, caller: Caller, when: str, now: datetime) -> WeekShown:
        """Show a member "this" week, the "next" or the "last": their assignments, the posts, their news."""
        shown = await read(self._db, _show, caller, when, now)
        await mark_read(self._db, shown.news, now)
        return shown

    async def close_due(self, now: datetime) -> int:
        """Close submissions where it is time, and open the next week; gives how many weeks moved on."""
        return await self._sweep(WeekState.OPEN, _close, now)

    async def publish_due(self, now: datetime) -> int:
        """Publish the plans that are due, or miss their weeks; gives how many weeks moved on."""
        return await self._sweep(WeekState.CLOSED, publish, now)

    async def end_due(self, now: datetime) -> int:
        """End the weeks that are over; gives how many moved on."""
        return await self._sweep(WeekState.PLANNED, _end, now)

    async def settle_due(self, now: datetime) -> int:
        """Let lapse, quietly, what was not done seven days after its week's end; gives how many weeks were settled."""
        overdue = await self._db.read(lambda tx, _, now: assignments.overdue(tx, now, _BATCH), None, now)
        for week_id, team_id in overdue:
            await self._db.sweep(_settle, (week_id, team_id), now)
        return len(overdue)

    async def _sweep(
        self, state: WeekState, fn: Callable[[Tx, Team, StoredWeek, datetime], object], now: datetime
    ) -> int:
        def one(tx: Tx, week: StoredWeek, now: datetime) -> bool:
            team = teams.lock(tx, week.team_id)
            current = weeks.get(tx, week.id)
            if team is None or current.state is not state:
                return False
            fn(tx, team, current, now)
            tx.commit()
            return True

        moved, failed = 0, set[int]()
        while due := await self._db.read(lambda tx, _, now: weeks.due(tx, state, now, _BATCH), None, now):
            before = moved
            for week in due:
                if week.id in failed:
                    continue
                went = await attempt(self._db, one, week, now, "week.failed", week=week.id, team=week.team_id)
                moved += bool(went)
                if went is None:
                    failed.add(week.id)
            if moved == before:
                break
        return moved


def _close(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    weeks.move(tx, week.id, WeekState.OPEN, WeekState.CLOSED)
    open_after(tx, team, week.closes_at)
    # A week that is missed already takes nothing from the shelf: it would come back in the place of something new.
    if lateness(weeks.as_week(week), now) is not Lateness.MISSED:
        close_for(tx, team, week, now)
    end_newest_offers(tx, team, now)


def _end(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    """End a week: what was open to anyone is open no more, its author's claim carries over; *Done* counts on."""
    weeks.move(tx, week.id, WeekState.PLANNED, WeekState.ENDED)
    end_offers(tx, team, week.id, now)
    count_silence(tx, team, week, now)
    accounts.share_pot(tx, team.id, week.id, now)


def _settle(tx: Tx, overdue: tuple[int, int], now: datetime) -> None:
    week_id, team_id = overdue
    teams.lock(tx, team_id)
    assignments.end_all(tx, week_id, AssignmentState.ASKED, AssignmentState.LAPSED, now)
    tx.commit()


def _show(tx: Tx, caller: Caller, when: str, now: datetime) -> WeekShown:
    team, member = find_belongs(tx, caller)
    latest = weeks.latest(tx, team.id)
    open_still = [week for week in latest if week.state is WeekState.OPEN and week.closes_at > now]
    week, coming = _chosen(latest, when, now), next(reversed(open_still), None)
    return shown_to(tx, team, member, week, coming, now, earlier=when == "this")


def _chosen(latest: list[StoredWeek], when: str, now: datetime) -> StoredWeek | None:
    """Choose among a team's last weeks, the newest first: "this" is the one that runs, else the coming one."""
    ahead = [week for week in latest if _is_ahead(week, now)]
    running = [week for week in latest if week not in ahead and week.ends_at > now]
    over = [week for week in latest if week not in ahead and week not in running]
    match when:
        case "this":
            return next(iter(running or ahead[-1:]), None)
        case "next":
            return next(iter(ahead[-1:]), None)
        case "last":
            return next(iter(over), None)
        case _:
            raise Refusal("unknown-week")


def _is_ahead(week: StoredWeek, now: datetime) -> bool:
    """Say whether a week has no plan yet and may have one; a steward may have published it before its hour."""
    return week.state is WeekState.CLOSED or (week.state is WeekState.OPEN and week.publishes_at > now)


def shown_to(
    tx: Tx,
    team: Team,
    member: Member,
    week: StoredWeek | None,
    coming: StoredWeek | None,
    now: datetime,
    *,
    earlier: bool = True,
) -> WeekShown:
    """Gather what a member is shown of a week, and what is still open of those before it where `earlier`.

    `week` None: there is no such week (yet). `coming`: the week of the next close.
    """
    paused = member.standing is Standing.PAUSED
    waiting = posts.waiting(tx, member.id, coming.id) if coming else None
    gives = would_give(tx, team, coming, member.id) if coming and not waiting and not paused else None
    votes, charter = _awaiting(tx, member) if earlier else ((), None)
    out = week is not None and week.state is WeekState.PLANNED
    return WeekShown(
        team_id=team.id,
        team_name=team.name,
        key=week.key if week else "",
        state=week.state if week else None,
        closes_at=coming.closes_at if coming else None,
        publishes_at=week.publishes_at if week else None,
        ends_at=week.ends_at if week else None,
        mine=() if paused else _mine(tx, team, member, week, now, earlier=earlier),
        posts=tuple(posts.as_shown(post) for post in posts.in_plan(tx, week.id)) if week else (),
        offers=open_to(tx, member.id, week.id) if out and week and member.standing_at(now) is Standing.MEMBER else (),
        waiting=waiting,
        submitted=posts.waiting(tx, member.id, week.id) if week and week.state is WeekState.CLOSED else None,
        news=as_they_stand(tx, notices.unseen(tx, member.id), now),
        missing=0 if team.formed else max(FORMS_AT - members.ready(tx, team.id), 0),
        standing=member.standing_at(now),
        away_until=member.absence.ends_at if member.absence and member.absence.covers(now) else None,
        asleep=team.state is TeamState.SLEEPING,
        votes=votes,
        charter=charter,
        paused_why=member.paused_why,
        from_shelf=gives.title if gives else None,
        light=week is not None and week.light,
        left_out=weeks.left_out(tx, week.id, member.id) if out and week and not paused else (),
    )


def _awaiting(tx: Tx, member: Member) -> tuple[tuple[OpenVote, ...], CharterWaits | None]:
    """Gather the motions and the charter that wait for somebody; who is paused votes on nothing, but reads and answers.

    Who is away has their time for the charter from when they are back; who is paused has no deadline.
    """
    votes, found = open_votes.awaiting(tx, member.team_id, member.id)
    present = member.standing is Standing.MEMBER
    until = accept_by(found.accept_by, member.absence) if found and found.accept_by and present else None
    brings_back = member.paused_why is PauseReason.CHARTER
    charter = CharterWaits(found.version, until, brings_back) if found else None
    return tuple(one for one in votes if present or one.awaited is Awaited.CONCERN), charter


def _mine(
    tx: Tx, team: Team, member: Member, week: StoredWeek | None, now: datetime, *, earlier: bool
) -> tuple[MyAssignment, ...]:
    """Gather a week's own assignments; with `earlier`, before them those of weeks before it that still count."""
    if week is None:
        return ()
    if not earlier or week.ends_at <= now:
        return tuple(one.on(team.zone, now) for one in assignments.mine_in(tx, member.id, week.id))
    own, open_still = assignments.mine_in_or_open(tx, member.id, week.id)
    return tuple(one.on(team.zone, now) for one in (*(one for one in open_still if one.done_until > now), *own))
