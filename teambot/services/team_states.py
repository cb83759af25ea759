"""The states of a team that follow from who is in it: it sleeps, wakes and closes, in the caller's transaction."""

from datetime import datetime

from teambot.domain.members import FORMS_AT, Team, TeamState
from teambot.domain.week import WeekState
from teambot.storage import members, standings, teams, weeks
from teambot.storage.runner import Tx


def settle_state(tx: Tx, team: Team, now: datetime) -> None:
    """Let a team sleep with fewer than three members who are not paused, wake with three, close without anybody.

    Called wherever somebody joins, pauses, comes back or leaves (product.md, Setting up).
    """
    present = members.count(tx, team.id)
    if team.formed and not standings.belonging(tx, team.id):
        close_team(tx, team, now)
    elif present < FORMS_AT:
        standings.set_state(tx, team.id, TeamState.ACTIVE, TeamState.SLEEPING, sleeping_since=now)
    else:
        nothing = {"sleeping_since": None, "asked_to_close_at": None}
        standings.set_state(tx, team.id, TeamState.SLEEPING, TeamState.ACTIVE, **nothing)


def close_team(tx: Tx, team: Team, now: datetime) -> None:
    """Close a team: no week of it goes on, and what is its own goes 30 days later. Harmless when it is closed."""
    current = teams.get(tx, team.id)
    if current is None or current.state is TeamState.CLOSED:
        return
    standings.set_state(tx, team.id, current.state, TeamState.CLOSED, closed_at=now)
    for week in weeks.latest(tx, team.id):
        weeks.move(tx, week.id, WeekState.OPEN, WeekState.MISSED)
        weeks.move(tx, week.id, WeekState.CLOSED, WeekState.MISSED)
        weeks.move(tx, week.id, WeekState.PLANNED, WeekState.ENDED)
