"""Stewards, what they did, and whom the bot may propose as one, in the store. It decides nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from teambot.domain.members import TeamState
from teambot.domain.motions import MotionKind, Outcome
from teambot.domain.standings import Standing
from teambot.domain.stewards import Act, ActKind, MayBeNamed, Stewardship
from teambot.storage.constant import constant
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, motion, person, steward_act, team

_ACTS = (
    select(steward_act.c.kind, steward_act.c.membership_id, steward_act.c.facts, steward_act.c.at)
    .where(steward_act.c.team_id == bindparam("team_id"))
    .order_by(steward_act.c.id.desc())
    .limit(bindparam("most"))
)
_COUNT = (
    select(func.count())
    .select_from(steward_act)
    .where(
        steward_act.c.team_id == bindparam("team_id"),
        steward_act.c.kind.in_(bindparam("kinds", expanding=True)),
        steward_act.c.at > bindparam("since"),
    )
)
_NAMES = (
    select(membership.c.id, person.c.name)
    .select_from(membership.join(person))
    .where(membership.c.id.in_(bindparam("ids", expanding=True)))
)
_NAMED_ONCE = (
    select(func.count())
    .select_from(steward_act)
    .where(steward_act.c.team_id == bindparam("team_id"), steward_act.c.kind == ActKind.NAMED)
)
_STEWARDS = select(
    membership.c.id, membership.c.steward_since, membership.c.steward_until, membership.c.active_at
).where(membership.c.team_id == bindparam("team_id"), membership.c.steward_since.is_not(None))
_naming = (motion.c.kind == MotionKind.NAME_STEWARD, motion.c.subject_id == membership.c.id)
_asked_at = select(func.max(motion.c.proposed_at)).where(*_naming).correlate(membership).scalar_subquery()
_MAY_BE_NAMED = select(membership.c.id, func.coalesce(membership.c.joined_at, team.c.created_at), _asked_at).where(
    membership.c.team_id == bindparam("team_id"),
    team.c.id == membership.c.team_id,
    membership.c.standing == Standing.MEMBER,
    membership.c.steward_since.is_(None),
)
_steward = (membership.c.team_id == team.c.id, membership.c.steward_since.is_not(None))
_at_term = exists().where(*_steward, membership.c.steward_until <= bindparam("now"))
_seen = exists().where(
    *_steward,
    (membership.c.steward_since > bindparam("quiet_since")) | (membership.c.active_at > bindparam("quiet_since")),
)
_named_lately = exists().where(
    motion.c.team_id == team.c.id,
    motion.c.kind == MotionKind.NAME_STEWARD,
    motion.c.proposer_id.is_(None),
    motion.c.proposed_at > bindparam("named_since"),
)
_WATCHED = (
    select(team.c.id)
    .where(
        team.c.state == TeamState.ACTIVE,
        team.c.formed_at <= bindparam("quiet_since"),
        _at_term | (~_seen & ~_named_lately),
    )
    .order_by(team.c.id)
)
_LAST_NAMING = select(func.max(motion.c.proposed_at)).where(
    motion.c.team_id == bindparam("team_id"),
    motion.c.kind == MotionKind.NAME_STEWARD,
    motion.c.proposer_id.is_(None),
)
_REJECTED = (
    select(func.count())
    .select_from(motion)
    .where(
        motion.c.kind == MotionKind.NAME_STEWARD,
        motion.c.subject_id == bindparam("membership_id"),
        motion.c.closed_at >= bindparam("since"),
        motion.c.outcome.in_([constant(one) for one in (Outcome.NOT_CARRIED, Outcome.NO_QUORUM)]),
    )
)


def note(tx: Tx, team_id: int, membership_id: int, kind: ActKind, facts: Mapping[str, Any], now: datetime) -> None:
    """Write a line in the log of a team's stewards."""
    insert_row(tx, steward_act, team_id=team_id, membership_id=membership_id, kind=kind, facts=dict(facts), at=now)


def acts(tx: Tx, team_id: int, most: int) -> list[Act]:
    """List the newest lines of the log, the newest first."""
    rows = tx.execute(_ACTS, {"team_id": team_id, "most": most}).all()
    ids = {row[1] for row in rows} | {int(row[2]["about"]) for row in rows if "about" in row[2]}
    names = {row[0]: row[1] for row in tx.execute(_NAMES, {"ids": sorted(ids)})}
    return [Act(ActKind(row[0]), names.get(row[1], ""), names.get(row[2].get("about"), ""), row[3]) for row in rows]


def count(tx: Tx, team_id: int, kinds: Iterable[ActKind], since: datetime) -> int:
    """Count the lines of some kinds in the log after a moment."""
    return int(tx.execute(_COUNT, {"team_id": team_id, "kinds": sorted(kinds), "since": since}).scalar_one())


def had_one(tx: Tx, team_id: int) -> bool:
    """Say whether a team ever had a steward."""
    return bool(tx.execute(_NAMED_ONCE, {"team_id": team_id}).scalar_one())


def of_team(tx: Tx, team_id: int) -> tuple[Stewardship, ...]:
    """List a team's stewards."""
    return tuple(Stewardship(*row) for row in tx.execute(_STEWARDS, {"team_id": team_id}))


def may_be_named(tx: Tx, team_id: int) -> tuple[MayBeNamed, ...]:
    """List the members who are no stewards, away or not."""
    return tuple(MayBeNamed(*row) for row in tx.execute(_MAY_BE_NAMED, {"team_id": team_id}))


def watched(tx: Tx, now: datetime, quiet_since: datetime, named_since: datetime) -> list[int]:
    """List the teams at work that may need a steward.

    A first one's term is over; or none gave a sign of life after `quiet_since`, and the bot proposed none after
    `named_since`.
    """
    return list(tx.scalars(_WATCHED, {"now": now, "quiet_since": quiet_since, "named_since": named_since}))


def last_naming(tx: Tx, team_id: int) -> datetime | None:
    """Load when the bot last proposed a steward, or None."""
    moment: datetime | None = tx.scalar(_LAST_NAMING, {"team_id": team_id})
    return moment


def rejected_since(tx: Tx, membership_id: int, since: datetime) -> bool:
    """Say whether a vote to name somebody closed since a moment without carrying."""
    return bool(tx.execute(_REJECTED, {"membership_id": membership_id, "since": since}).scalar_one())
