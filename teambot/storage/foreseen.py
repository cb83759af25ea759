"""What moves by itself in the days to come, for the sandbox: when, and what then happens in words. It only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select

from teambot.domain.applications import ApplicationState
from teambot.domain.charter import REMIND_BEFORE as CHARTER_REMIND
from teambot.domain.charter import accept_by
from teambot.domain.members import CLOSED_KEPT, SLEEP_ASKED, TeamState
from teambot.domain.motions import (
    EARLIEST,
    LIVE,
    READ_TIME,
    REMIND_BEFORE,
    SECOND_TIME,
    MotionKind,
    MotionState,
)
from teambot.domain.newest import BEFORE_CLOSE, OLDEST
from teambot.domain.outbox import QUIET_HOURS, MessageState
from teambot.domain.reminders import BEFORE_END, RUN_FOR
from teambot.domain.standings import ALUMNUS_FOR, PLACE_KEPT, Absence, Standing
from teambot.domain.week import WeekState, local_day
from teambot.storage import motions, newest, reminders
from teambot.storage.runner import Tx
from teambot.storage.tables import (
    application,
    ballot,
    charter,
    elector,
    membership,
    motion,
    outbox,
    person,
    plan,
    team,
    week,
)

_VOTES = {
    MotionKind.ADMIT: "the vote on admitting {name}",
    MotionKind.REMOVE: "the vote on removing {name}",
    MotionKind.AMEND: "the vote on the charter",
    MotionKind.RULE: "the vote on a rule",
    MotionKind.NAME_STEWARD: "the vote on {name} as steward",
    MotionKind.RELEASE_STEWARD: "the vote on releasing {name} as steward",
    MotionKind.CLOSE_TEAM: "the vote on closing the team",
    MotionKind.OTHER: "a vote",
}
_NAMED = membership.join(team, team.c.id == membership.c.team_id).outerjoin(person)
_MOTIONS = (
    select(motion.c.id, person.c.name)
    .select_from(
        motion.outerjoin(membership, membership.c.id == motion.c.subject_id).outerjoin(
            person, person.c.id == membership.c.person_id
        )
    )
    .where(motion.c.state.in_(LIVE))
)
_SILENT = exists().where(
    elector.c.motion_id == motion.c.id,
    membership.c.id == elector.c.membership_id,
    membership.c.standing == Standing.MEMBER,
    ~exists().where(ballot.c.motion_id == elector.c.motion_id, ballot.c.membership_id == elector.c.membership_id),
)
_ALL_VOTED = select(motion.c.id).where(motion.c.state == MotionState.OPEN, ~_SILENT)
_APPLICATIONS = (
    select(application.c.state, application.c.vouch_by, person.c.name)
    .select_from(application.join(membership, membership.c.id == application.c.membership_id).outerjoin(person))
    .where(application.c.ended_at.is_(None))
)
_PEOPLE = select(
    person.c.name,
    membership.c.standing,
    membership.c.invitation_ends_at,
    membership.c.away_from,
    membership.c.away_until,
    membership.c.paused_at,
    membership.c.steward_until,
    membership.c.left_at,
).select_from(_NAMED)
_UNREMINDED = (
    select(week.c.team_id, week.c.id.label("week_id"), week.c.ends_at, plan.c.published_at, team.c.zone)
    .select_from(plan.join(week, week.c.id == plan.c.week_id).join(team, team.c.id == week.c.team_id))
    .where(week.c.state == WeekState.PLANNED, plan.c.reminded_at.is_(None))
)
_ASLEEP = (
    select(outbox.c.due_at, person.c.name)
    .distinct()
    .select_from(outbox.join(membership, membership.c.id == outbox.c.membership_id).outerjoin(person))
    .where(outbox.c.state == MessageState.NEW, outbox.c.fault == QUIET_HOURS, outbox.c.due_at < outbox.c.expires_at)
)
_newer = charter.alias("newer")
_BEHIND = (
    select(person.c.name, charter.c.version, charter.c.accept_by, membership.c.away_from, membership.c.away_until)
    .select_from(_NAMED.join(charter, charter.c.team_id == membership.c.team_id))
    .where(
        membership.c.standing == Standing.MEMBER,
        charter.c.accept_by.is_not(None),
        or_(membership.c.accepted_version.is_(None), membership.c.accepted_version < charter.c.version),
        ~exists().where(and_(_newer.c.team_id == charter.c.team_id, _newer.c.version > charter.c.version)),
    )
)
_OPEN = select(week.c.team_id, week.c.closes_at).where(week.c.state == WeekState.OPEN).order_by(week.c.id)
_TEAMS = select(team.c.name, team.c.state, team.c.sleeping_since, team.c.asked_to_close_at, team.c.closed_at)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Something that the clock alone brings about: when (aware UTC), of which kind, and in words."""

    at: datetime
    kind: str  # vote | removal | application | charter | absence | standing | message | team | post
    what: str


def foreseen(tx: Tx, now: datetime) -> list[Foreseen]:
    """List what the clock alone will bring about, the soonest first; the weeks' own steps are not among it."""
    of_people = (_charters(tx), _people(tx), _reminders(tx), _mornings(tx))
    sources = (_votes(tx), _applications(tx), *of_people, _teams(tx), _newest(tx, now))
    found = (one for source in sources for one in source if one.at > now)
    return sorted(found, key=lambda one: (one.at, one.kind, one.what))


def _absence(begins_at: datetime | None, ends_at: datetime | None) -> Absence | None:
    return Absence(begins_at, ends_at) if begins_at is not None and ends_at is not None else None


def _votes(tx: Tx) -> Iterator[Foreseen]:
    all_voted = set(tx.scalars(_ALL_VOTED))
    for row in tx.execute(_MOTIONS):
        stored = motions.get(tx, row.id)
        if stored is None:
            continue
        name = row.name or "somebody"
        if stored.state is MotionState.SECONDING:
            what = f"the proposal to remove {name} ends, unless somebody has seconded it"
            yield Foreseen(stored.proposed_at + SECOND_TIME, "removal", what)
        elif stored.state is MotionState.READING and stored.told_at is not None:
            if stored.read_at is None:
                at, what = stored.told_at + READ_TIME, f"{name}'s two days to answer the concern begin by themselves"
                yield Foreseen(at, "removal", what)
            if stored.answer_ends_at is not None:
                yield Foreseen(stored.answer_ends_at, "removal", f"the vote on removing {name} opens")
        elif stored.closes_at is not None and stored.opened_at is not None:
            vote = _VOTES[stored.kind].format(name=name)
            early = stored.kind is not MotionKind.REMOVE and stored.id in all_voted
            ends_at = min(stored.opened_at + EARLIEST, stored.closes_at) if early else stored.closes_at
            yield Foreseen(ends_at, "vote", f"{vote} ends")
            if stored.reminded_at is None and not early:
                yield Foreseen(ends_at - REMIND_BEFORE, "vote", f"who has not voted is reminded of {vote}")


def _applications(tx: Tx) -> Iterator[Foreseen]:
    for row in tx.execute(_APPLICATIONS):
        if row.state == ApplicationState.SENT and row.vouch_by is not None:
            yield Foreseen(row.vouch_by, "application", f"{row.name}'s application ends, unless somebody has vouched")


def _charters(tx: Tx) -> Iterator[Foreseen]:
    for row in tx.execute(_BEHIND):
        until = accept_by(row.accept_by, _absence(row.away_from, row.away_until))
        version = f"version {row.version} of the charter"
        yield Foreseen(until - CHARTER_REMIND, "charter", f"{row.name} is reminded of {version}")
        yield Foreseen(until, "charter", f"{row.name} is paused, unless {version} is accepted")


def _people(tx: Tx) -> Iterator[Foreseen]:
    for row in tx.execute(_PEOPLE):
        standing = Standing(row.standing)
        if standing is Standing.INVITED and row.invitation_ends_at is not None:
            yield Foreseen(row.invitation_ends_at, "standing", f"{row.name}'s invitation ends")
        if standing is Standing.MEMBER and row.away_from is not None and row.away_until is not None:
            yield Foreseen(row.away_from, "absence", f"{row.name} goes away")
            yield Foreseen(row.away_until, "absence", f"{row.name} is back")
        if standing is Standing.MEMBER and row.steward_until is not None:
            yield Foreseen(row.steward_until, "standing", f"{row.name}'s weeks as steward are over")
        if standing is Standing.PAUSED and row.paused_at is not None:
            yield Foreseen(row.paused_at + PLACE_KEPT, "standing", f"the place that was kept for {row.name} is free")
        if standing is Standing.ALUMNUS and row.left_at is not None:
            yield Foreseen(row.left_at + ALUMNUS_FOR, "standing", f"{row.name or 'somebody who left'} is forgotten")


def _reminders(tx: Tx) -> Iterator[Foreseen]:
    for row in tx.execute(_UNREMINDED):
        at = max(row.ends_at - BEFORE_END, row.published_at + RUN_FOR)
        if at < row.ends_at and reminders.waiting(tx, row.team_id, row.week_id, local_day(row.zone, at), at):
            yield Foreseen(at, "message", "who has something open is reminded of it")


def _mornings(tx: Tx) -> Iterator[Foreseen]:
    for row in tx.execute(_ASLEEP):
        yield Foreseen(row.due_at, "message", f"{row.name or 'somebody'} is awake, and reads what waited for it")


def _teams(tx: Tx) -> Iterator[Foreseen]:
    for row in tx.execute(_TEAMS):
        if row.state == TeamState.SLEEPING and row.sleeping_since is not None and row.asked_to_close_at is None:
            yield Foreseen(row.sleeping_since + SLEEP_ASKED, "team", f"{row.name} is asked whether to close")
        if row.state == TeamState.CLOSED and row.closed_at is not None:
            yield Foreseen(row.closed_at + CLOSED_KEPT, "team", f"all that is kept of {row.name} is deleted")


def _newest(tx: Tx, now: datetime) -> Iterator[Foreseen]:
    for row in tx.execute(_OPEN):
        at = row.closes_at - BEFORE_CLOSE
        bounds = {"now": at, "until": row.closes_at, "since": at - BEFORE_CLOSE, "oldest": at - OLDEST}
        if at > now and newest.items_for(tx, row.team_id, **bounds):
            yield Foreseen(at, "post", "who wants it, and has put nothing forward, is offered their newest post")
