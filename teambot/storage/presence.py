"""Whom to look for on the Discord server, and whose role differs from what it should be. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, or_, select, update

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


def _wants(team: Any, membership: Any) -> ColumnElement[bool]:
    """Say whether somebody should hold the role of a team (domain.presence.wants_role)."""
    there = and_(
        membership.c.standing == Standing.PAUSED, func.coalesce(membership.c.paused_why, "") != PauseReason.GONE
    )
    return and_(team.c.state != TeamState.CLOSED, or_(membership.c.standing == Standing.MEMBER, there))


def _wanted_by_any(role_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say whether any team of the server gives somebody this role: two teams may share one."""
    other, place = team.alias("other_team"), membership.alias("other_place")
    return (
        select(place.c.id)
        .select_from(place.join(other, other.c.id == place.c.team_id))
        .where(
            place.c.person_id == membership.c.person_id,
            other.c.guild_id == team.c.guild_id,
            other.c.role_id == role_id,
            _wants(other, place),
        )
        .correlate(team, membership)
        .exists()
    )


def _roles(role_id: ColumnElement[Any], *, wanted: bool) -> Select[Any]:
    columns = (membership.c.id, membership.c.team_id, team.c.guild_id, person.c.discord_id, role_id)
    return select(*columns, literal(wanted), membership.c.role_state).select_from(_FROM).order_by(membership.c.id)


_TO_GIVE = _roles(team.c.role_id, wanted=True).where(
    team.c.role_id.is_not(None), _wants(team, membership), membership.c.role_state == RoleState.NONE
)
_TO_TAKE = _roles(team.c.role_id, wanted=False).where(
    team.c.role_id.is_not(None),
    membership.c.role_state.in_([RoleState.GIVEN, RoleState.BLOCKED]),
    ~_wants(team, membership),
    ~_wanted_by_any(team.c.role_id),
)
_OUTWORN = _roles(membership.c.held_role_id, wanted=False).where(
    membership.c.held_role_id.is_not(None),
    membership.c.held_role_id.is_distinct_from(team.c.role_id),
    ~_wanted_by_any(membership.c.held_role_id),
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
    """List whose role differs from what it should be; one that could not be given waits for somebody's word.

    Who still holds a role that the team had before loses that first, and gets the new one at the next look.
    """
    outworn = _settle(tx, _OUTWORN)
    later = {one.membership_id for one in outworn}
    differing = [one for statement in (_TO_GIVE, _TO_TAKE) for one in _settle(tx, statement)]
    return outworn + sorted((one for one in differing if one.membership_id not in later), key=_by_membership)


def _settle(tx: Tx, statement: Select[Any]) -> list[RoleWanted]:
    return [
        RoleWanted(row[0], row[1], row[2], row[3], row[4], bool(row[5]), RoleState(row[6]))
        for row in tx.execute(statement)
    ]


def _by_membership(one: RoleWanted) -> int:
    return one.membership_id


def begin_anew(tx: Tx, team_id: int) -> None:
    """Note that nobody has a team's role yet: it is another one now. Which one they hold stays written down."""
    anew = {"role_state": RoleState.NONE, "role_fault": None}
    tx.execute(update(membership).where(membership.c.team_id == team_id).values(**anew))
