"""The weekly reminder: once a week, two days before its end, of everything that is still open for somebody."""

from datetime import datetime

from teambot.domain.announcements import MessageKind, ReminderMessage
from teambot.domain.assignments import AssignmentState
from teambot.domain.members import Team
from teambot.domain.my_week import Awaited
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import Standing
from teambot.domain.week import local_day
from teambot.services.by_team import each_team
from teambot.storage import assignments, members, notices, open_votes, outbox, reminders, weeks
from teambot.storage.outbox_row import OutboxRow
from teambot.storage.reminders import DuePlan
from teambot.storage.runner import Runner, Tx


class RemindersService:
    """A sweep: who has something open hears of it once a week, and of all of it at once."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def remind_due(self, now: datetime) -> int:
        """Remind whom something waits for, of each plan once; gives how many people.

        Not who turned it off, is away or paused: what waits for them is said when they are back.
        """
        return await each_team(self._db, reminders.teams, _remind, now)


def _remind(tx: Tx, team: Team, now: datetime) -> int:
    return sum(_remind_of(tx, team, plan, now) for plan in reminders.plans(tx, team.id, now))


def _remind_of(tx: Tx, team: Team, plan: DuePlan, now: datetime) -> int:
    reminders.mark(tx, plan.id, now)
    notices.settle(tx, (NoticeKind.REMINDER,), now, team_id=team.id)  # an earlier week's that nobody read
    reminded = 0
    for person in reminders.waiting(tx, team.id, plan.week_id, local_day(team.zone, now), now):
        if person.absence is not None and person.absence.covers(now):
            continue
        reminded += 1
        facts = {"ends_at": plan.ends_at.isoformat()}
        notice_id = notices.add(tx, person.membership_id, NoticeKind.REMINDER, facts, now)
        if person.by_dm:
            outbox.put(
                tx,
                dedup_key=f"reminder:{plan.id}:{person.membership_id}",
                team_id=team.id,
                kind=MessageKind.REMINDER,
                payload={"week_id": plan.week_id, "notice_id": notice_id},
                due_at=now,
                expires_at=plan.ends_at,
                membership_id=person.membership_id,
            )
    return reminded


def still_open(tx: Tx, team: Team, row: OutboxRow, now: datetime) -> ReminderMessage | None:
    """Gather what is open for a reminder's reader as it goes out, which may be the next morning; None for nothing.

    Nor for who has said meanwhile that they want none, or has gone on a break.
    """
    member = members.get(tx, row.membership_id)
    if member is None or member.standing_at(now) is not Standing.MEMBER or not reminders.wanted_by(tx, member.id):
        return None
    week = weeks.get(tx, row.payload["week_id"])
    mine = tuple(one.on(team.zone, now) for one in assignments.mine_in(tx, member.id, week.id))
    asked = tuple(one for one in mine if one.state is AssignmentState.ASKED and not one.past)
    votes = tuple(one for one in open_votes.awaiting(tx, team.id, member.id)[0] if one.awaited is Awaited.VOTE)
    questions = tuple(notices.unanswered(tx, member.id))
    if not (asked or votes or questions):
        return None
    return ReminderMessage(team.language, team.name, week.ends_at, asked, votes, questions)
