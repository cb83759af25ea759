"""Whom to look for on the Discord server, and whose role differs from what it should be. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from teambot.domain.members import TeamState
from teambot.domain.standings import PauseReason, RoleState, Standing
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, person, team


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody on a server."""

    membership_id: int
    team_id: int
    guild_id: int
    discord_id: int


@dataclass(frozen=True, slots=True)
class RoleWanted:
    """Somebody whose role is to be given, or taken where it is not `wanted`."""

    membership_id: int
    team_id: int
    guild_id: int
    discord_id: int
    role_id: int
    wanted: bool
    state: RoleState


_FROM = membership.join(person, person.c.id == membership.c.person_id).join(team, team.c.id == membership.c.team_id)
_SOUGHT = (
    select(membership.c.id, membership.c.team_id, team.c.guild_id, person.c.discord_id)
    .select_from(_FROM)
    .where(
        team.c.state.in_([TeamState.ACTIVE, TeamState.SLEEPING]),
        membership.c.standing.in_([Standing.MEMBER, Standing.INVITED, Standing.APPLICANT]),
        or_(
            membership.c.looked_at.is_(None),
            membership.c.looked_at <= bindparam("look_before"),
            and_(membership.c.missing_since.is_not(None), membership.c.looked_at <= bindparam("again_before")),
        ),
    )
    .order_by(func.coalesce(membership.c.looked_at, membership.c.joined_at, membership.c.invited_at), membership.c.id)
)
_WANTED = case(
    (team.c.state == TeamState.CLOSED, False),
    (membership.c.standing == Standing.MEMBER, True),
    (
        and_(
            membership.c.standing == Standing.PAUSED,
            func.coalesce(membership.c.paused_why, "") != PauseReason.GONE,
        ),
        True,
    ),
    else_=False,
)
_ROLES = (
    select(
        membership.c.id,
        membership.c.team_id,
        team.c.guild_id,
        person.c.discord_id,
        team.c.role_id,
        _WANTED.label("wanted"),
        membership.c.role_state,
    )
    .select_from(_FROM)
    .where(
        team.c.role_id.is_not(None),
        or_(
            and_(_WANTED.is_(True), membership.c.role_state == RoleState.NONE),
            and_(_WANTED.is_(False), membership.c.role_state.in_([RoleState.GIVEN, RoleState.BLOCKED])),
        ),
    )
    .order_by(membership.c.id)
)


def to_look_for(tx: Tx, *, look_before: datetime, again_before: datetime, most: int) -> list[Sought]:
    """List whom to look for: not since `look_before`, or missed at a first look and not since `again_before`."""
    facts = {"look_before": look_before, "again_before": again_before}
    return [Sought(*row) for row in tx.execute(_SOUGHT.limit(most), facts)]


def missing_since(tx: Tx, membership_id: int) -> datetime | None:
    """Load when somebody was first not found, or None."""
    found: datetime | None = tx.scalar(select(membership.c.missing_since).where(membership.c.id == membership_id))
    return found


def roles_to_settle(tx: Tx) -> list[RoleWanted]:
    """List whose role differs from what it should be; one that could not be given waits for somebody's word."""
    return [RoleWanted(*row[:5], bool(row[5]), RoleState(row[6])) for row in tx.execute(_ROLES)]


def begin_anew(tx: Tx, team_id: int) -> None:
    """Forget who holds a team's role: it has another one now, which nobody holds yet."""
    anew = {"role_state": RoleState.NONE, "role_fault": None}
    tx.execute(update(membership).where(membership.c.team_id == team_id).values(**anew))
