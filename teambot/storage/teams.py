"""Teams in the store. It decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from teambot.domain.members import Team, TeamState
from teambot.domain.rules import VotingRules
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import team

COLUMNS: tuple[Any, ...] = (
    team.c.id,
    team.c.guild_id,
    team.c.channel_id,
    team.c.name,
    team.c.niche,
    team.c.language,
    team.c.state,
    team.c.role_id,
    team.c.zone,
    team.c.close_weekday,
    team.c.close_minute,
    team.c.publish_weekday,
    team.c.publish_minute,
    team.c.load,
    team.c.most_members,
    team.c.formed_at,
    team.c.closed_at,
    team.c.channel_fault,
    team.c.offers_thread,
    team.c.offers_thread_id,
    team.c.thread_fault,
)
_BY_ID = select(*COLUMNS).where(team.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()
_IN_CHANNEL = select(*COLUMNS).where(team.c.channel_id == bindparam("channel_id"))
_LOST = (
    select(*COLUMNS)
    .where(
        team.c.guild_id == bindparam("guild_id"),
        team.c.channel_fault.is_not(None),
        team.c.state != TeamState.CLOSED,  # it has no use for a channel, and would keep a new team out of this one
    )
    .order_by(team.c.id)
    .with_for_update()
)
_ON_SERVER = select(*COLUMNS).where(team.c.guild_id == bindparam("guild_id")).order_by(team.c.id)
_CHANGE = update(team).where(team.c.id == bindparam("row_id"))
_RULES = select(team.c.rules).where(team.c.id == bindparam("id"))


def to_team(row: Sequence[Any]) -> Team:
    """Make a Team of a row that starts with the team's columns."""
    values = list(row[: len(COLUMNS)])
    values[6] = TeamState(values[6])
    return Team(*values)


def add(tx: Tx, values: Mapping[str, Any], now: datetime) -> int:
    """Insert a team; gives its id."""
    return insert_row(tx, team, **values, created_at=now)


def get(tx: Tx, team_id: int) -> Team | None:
    """Load a team, or None."""
    row = tx.execute(_BY_ID, {"id": team_id}).one_or_none()
    return to_team(row) if row else None


def lock(tx: Tx, team_id: int) -> Team | None:
    """Load a team and lock its row until the transaction ends: the first step of every writing use case."""
    row = tx.execute(_LOCKED, {"id": team_id}).one_or_none()
    return to_team(row) if row else None


def in_channel(tx: Tx, channel_id: int) -> Team | None:
    """Load the team that lives in a channel, or None."""
    row = tx.execute(_IN_CHANNEL, {"channel_id": channel_id}).one_or_none()
    return to_team(row) if row else None


def lost_channel(tx: Tx, guild_id: int) -> Sequence[Team]:
    """List the teams of a server whose channel was lost, and lock their rows: each is moved once."""
    return [to_team(row) for row in tx.execute(_LOST, {"guild_id": guild_id})]


def on_server(tx: Tx, guild_id: int) -> list[Team]:
    """List the teams of a server, the oldest first, without those that have closed."""
    found = [to_team(row) for row in tx.execute(_ON_SERVER, {"guild_id": guild_id})]
    return [team for team in found if team.state is not TeamState.CLOSED]


def change(tx: Tx, team_id: int, **values: Any) -> None:
    """Change columns of a team."""
    tx.execute(_CHANGE, {"row_id": team_id, **values})


def leave_channel(tx: Tx, team_id: int) -> None:
    """Take a team that has closed out of its channel: no channel of Discord's has a negative id, and each team one."""
    change(tx, team_id, channel_id=-team_id)


def lose_channel(tx: Tx, team_id: int, fault: str) -> bool:
    """Note why a team's channel cannot be written in; False where it was noted before."""
    statement = update(team).where(team.c.id == team_id, team.c.channel_fault.is_(None))
    return tx.execute(statement.values(channel_fault=fault)).rowcount == 1


def voting_rules(tx: Tx, team_id: int) -> VotingRules:
    """Load a team's rules of voting."""
    return VotingRules.from_json(tx.execute(_RULES, {"id": team_id}).scalar_one())


def count(tx: Tx) -> int:
    """Count the teams."""
    return int(tx.execute(select(func.count()).select_from(team)).scalar_one())
