"""What the announcer stands on: rows to send, the facts to word them from, and what became of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.announcements import (
    Announcement,
    Invitation,
    MessageKind,
    MotionCard,
    MyWeekMessage,
    NewsMessage,
    Offer,
    TeamFormed,
    WeekCard,
    WeekMissed,
    card_parts,
)
from teambot.domain.assignments import AssignmentState
from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.domain.outbox import backoff
from teambot.domain.standings import Standing
from teambot.domain.thread_offers import ThreadFault
from teambot.domain.week import Lateness, lateness
from teambot.services import acceptances
from teambot.services.applications.cards import application_card, sister_offer
from teambot.services.assignments.seeking import as_they_stand
from teambot.services.coming import coming_times
from teambot.services.motions import views as motion_views
from teambot.services.news import without_told_alone
from teambot.services.posts import offers_thread
from teambot.services.quiet import claim_awake
from teambot.services.reminders import still_open
from teambot.services.standings import leaving, team_states
from teambot.services.weeks import shown_to
from teambot.storage import assignments, members, motions, notices, open_votes, outbox, posts, standings, teams, weeks
from teambot.storage.outbox_row import OutboxRow
from teambot.storage.runner import Runner, Tx

_BATCH = 10
_LEASE = timedelta(seconds=120)


class OutboxService:
    """The outbox as its sender sees it; each call is one transaction."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def release(self, now: datetime) -> int:
        """Make due again what a dead process had claimed; the only process calls it at its start."""

        def fn(tx: Tx, _: None, __: datetime) -> int:
            released = outbox.release_claims(tx)
            tx.commit()
            return released

        return await self._db.run(fn, None, now)

    async def claim(self, now: datetime) -> tuple[OutboxRow, ...]:
        """Take the rows that are due, one of each target at most; what is too late is ended first.

        In somebody's quiet hours nothing goes to them: it is due when those are over.
        """

        def fn(tx: Tx, _: None, now: datetime) -> tuple[OutboxRow, ...]:
            outbox.expire(tx, now)
            rows = claim_awake(tx, now, limit=_BATCH, lease=_LEASE)
            tx.commit()
            return rows

        return await self._db.sweep(fn, None, now)

    async def facts(self, row: OutboxRow, now: datetime) -> Announcement | None:
        """Gather what a row is worded from, as things stand now; None where there is nothing to say any more."""
        return await self._db.read(_facts, row, now)

    async def sent(self, row: OutboxRow, channel_id: int, message_id: int, now: datetime) -> None:
        """Note that a message arrived."""
        await self._mark(_sent, row, (channel_id, message_id), now)

    async def sent_deleted(self, row: OutboxRow, now: datetime) -> None:
        """Note that a message had arrived and was deleted by somebody: it is not sent again."""
        await self._mark(lambda tx, row, _, __: outbox.mark_deleted(tx, row.id), row, None, now)

    async def blocked(self, row: OutboxRow, fault: str, now: datetime) -> None:
        """Park what we may not send, and tell once whom it concerns, where they can still be told."""
        await self._mark(_blocked, row, fault, now)

    async def dead(self, row: OutboxRow, fault: str, now: datetime) -> None:
        """Give up what Discord refuses for what it says."""
        await self._mark(lambda tx, row, fault, __: outbox.mark_dead(tx, row.id, fault), row, fault, now)

    async def expired(self, row: OutboxRow, now: datetime) -> None:
        """End a row that has nothing to say any more."""
        await self._mark(lambda tx, row, _, __: outbox.mark_expired(tx, row.id), row, None, now)

    async def put_back(self, row: OutboxRow, fault: str, now: datetime) -> None:
        """Try again later, with the same nonce."""
        jitter = (row.marker % 1000) / 1000
        due_at = now + backoff(row.attempts, jitter)
        await self._mark(lambda tx, row, due_at, __: outbox.put_back(tx, row.id, due_at, fault), row, due_at, now)

    async def _mark(self, fn: Any, row: OutboxRow, value: Any, now: datetime) -> None:
        def transaction(tx: Tx, _: None, now: datetime) -> None:
            fn(tx, row, value, now)
            tx.commit()

        await self._db.sweep(transaction, None, now)


def _sent(tx: Tx, row: OutboxRow, where: tuple[int, int], now: datetime) -> None:
    team = teams.lock(tx, row.team_id) if row.kind in offers_thread.OF_THE_THREAD else None
    outbox.mark_sent(tx, row.id, *where, now)
    if team is not None:
        offers_thread.sent(tx, team, row, where, now)
    if row.kind in (MessageKind.NEWS, MessageKind.REMINDER):
        notices.see(tx, [row.payload["notice_id"]], now)


def _blocked(tx: Tx, row: OutboxRow, fault: str, now: datetime) -> None:
    team = teams.lock(tx, row.team_id)
    outbox.mark_blocked(tx, row.id, fault)
    if team is not None and row.kind in offers_thread.OF_THE_THREAD and fault in set(ThreadFault):
        offers_thread.blocked(tx, team, ThreadFault(fault), now)
    elif row.membership_id is not None:
        _direct_messages_closed(tx, row.membership_id, fault, now)
        if row.payload.get("reporter") is not None:  # of a report to the server's owner, by a reporter with a name
            notices.add(tx, row.payload["reporter"], NoticeKind.REPORT_UNREAD, {}, now)
    elif row.edits_id is None:
        _channel_lost(tx, row, fault, now)


def _direct_messages_closed(tx: Tx, membership_id: int, fault: str, now: datetime) -> None:
    """Go back to *My week* for somebody whose direct messages are closed, and say so there, once."""
    outbox.park_direct(tx, membership_id, fault)
    if standings.reach_of(tx, membership_id).by_dm:
        members.change_profile(tx, membership_id, by_dm=False, dm_closed_at=now)
        notices.add(tx, membership_id, NoticeKind.DM_CLOSED, {}, now)


def _channel_lost(tx: Tx, row: OutboxRow, fault: str, now: datetime) -> None:
    """Park all that the channel was to hear, and tell the members behind *My week*; `/teambot setup` mends it.

    What was under way to the channel that the team had before is sent to the one that it has now.
    """
    team = teams.get(tx, row.team_id)
    if team is None:
        return
    if row.channel_id != team.channel_id:
        outbox.release_channel(tx, team.id, now)
        return
    outbox.park_channel(tx, team.id, fault)
    if not teams.lose_channel(tx, team.id, fault):
        return
    for member in members.all_of(tx, team.id, Standing.MEMBER):
        notices.add(tx, member.id, NoticeKind.CHANNEL_LOST, {"team": team.name}, now)


def _facts(tx: Tx, row: OutboxRow, now: datetime) -> Announcement | None:
    team = teams.get(tx, row.team_id)
    if team is None:
        return None
    match MessageKind(row.kind):
        case MessageKind.INVITATION:
            ends_at = datetime.fromisoformat(row.payload["ends_at"])
            return Invitation(team.id, team.name, team.niche, team.language, tuple(row.payload["founders"]), ends_at)
        case MessageKind.TEAM_FORMED:
            week = weeks.get(tx, row.payload["week_id"])
            names = tuple(member.name or "" for member in members.all_of(tx, team.id, Standing.MEMBER))
            return TeamFormed(team.id, team.name, team.language, names, week.closes_at, week.publishes_at)
        case MessageKind.WEEK_CARD:
            return _week_card(tx, team, row, now)
        case MessageKind.WEEK_MISSED:
            missed, following = weeks.get(tx, row.payload["week_id"]), coming_times(tx, team, now)
            return WeekMissed(team.name, team.language, missed.key, following.closes_at, following.publishes_at)
        case MessageKind.OFFER | MessageKind.OFFER_CLOSED:
            return _offer(tx, team, row)
        case MessageKind.MY_WEEK:
            return _my_week(tx, team, row, now)
        case MessageKind.REMINDER:
            return still_open(tx, team, row, now)
        case (
            MessageKind.TEAM_SLEEPS | MessageKind.TEAM_WAKES | MessageKind.ASK_TO_CLOSE | MessageKind.TEAM_CLOSED
        ) as kind:
            return team_states.told(tx, team, kind)
        case MessageKind.CHARTER_WAITS:
            return acceptances.unaccepted(tx, team, row.payload["version"], now)
        case MessageKind.GOODBYE:
            return leaving.goodbye(tx, team, row.payload)
        case MessageKind.MOTION | MessageKind.MOTION_CHANGED | MessageKind.MOTION_RESULT:
            motion = motions.get(tx, row.payload["motion_id"])
            result = row.kind == MessageKind.MOTION_RESULT
            return MotionCard(motion_views.shown(tx, team, motion), result) if motion else None
        case MessageKind.APPLICATION:
            return application_card(tx, team, row.payload["application_id"], now)
        case MessageKind.SISTER_TEAM:
            return sister_offer(tx, team)
        case MessageKind.THREAD_OPENED:
            return offers_thread.opened(team)
        case MessageKind.THREAD_OFFER:
            return offers_thread.offered(tx, team, row)
        case MessageKind.NEWS:
            return _news(tx, team, row, now)


def _week_card(tx: Tx, team: Team, row: OutboxRow, now: datetime) -> WeekCard:
    plan = weeks.plan_of(tx, row.payload["plan_id"])
    week = weeks.get(tx, plan.week_id)
    parts = card_parts(tuple(posts.as_shown(post) for post in posts.in_plan(tx, week.id)))
    part = row.payload["part"]
    return WeekCard(
        team_id=team.id,
        team_name=team.name,
        language=team.language,
        key=week.key,
        publishes_at=week.publishes_at,
        ends_at=week.ends_at,
        next_close=coming_times(tx, team, now).closes_at,
        posts=parts[part] if part < len(parts) else (),  # what it held may have been taken back
        part=part,
        parts=len(parts),
        pings=tuple(row.payload["pings"]),
        few=row.payload["few"],
        late=lateness(weeks.as_week(week), plan.published_at) is Lateness.LATE,
        votes=tuple(open_votes.of_team(tx, team.id)),
        light=week.light,
    )


def _offer(tx: Tx, team: Team, row: OutboxRow) -> Offer | None:
    assignment = assignments.get(tx, row.payload["assignment_id"])
    if assignment is None:
        return None
    closed = assignment.state is not AssignmentState.OPEN
    return Offer(assignment.id, team.language, assignment.week_ends_at, closed)


def _news(tx: Tx, team: Team, row: OutboxRow, now: datetime) -> NewsMessage | None:
    """Gather a piece of news; what was asked of somebody in mid-week comes with it, or not at all once it is over."""
    news = (notices.fresh if row.edits_id is None else notices.get)(tx, row.payload["notice_id"])
    if news is None:
        return None
    mine = None
    if "assignment_id" in news.facts and news.kind is NoticeKind.TOOK_OVER and row.membership_id is not None:
        asked = assignments.mine_one(tx, row.membership_id, int(news.facts["assignment_id"]))
        if asked is None or asked.state is not AssignmentState.ASKED or asked.ends_at <= now:
            return None
        mine = asked.on(team.zone, now)
    return NewsMessage(team.language, team.name, as_they_stand(tx, [news], now)[0], mine)


def _my_week(tx: Tx, team: Team, row: OutboxRow, now: datetime) -> MyWeekMessage | None:
    member = members.of(tx, team.id, row.discord_id) if row.discord_id is not None else None
    if member is None or member.standing_at(now) is not Standing.MEMBER:
        return None  # away or paused meanwhile: nothing is sent
    shown = shown_to(tx, team, member, weeks.get(tx, row.payload["week_id"]), weeks.coming(tx, team.id, now), now)
    return MyWeekMessage(team.language, replace(shown, news=without_told_alone(tx, shown.news)))
