"""The states of a team that follow from who is in it: it sleeps, wakes and closes, in the caller's transaction."""

from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind, TeamTold
from teambot.domain.members import CLOSED_KEPT, FORMS_AT, SLEEP_ENDS, Team, TeamState
from teambot.domain.motions import EndedWhy
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.week import WeekState
from teambot.services.assignments.offers import end_offers
from teambot.services.motions.opening import end
from teambot.services.news import announce, tell
from teambot.storage import members, motions, standings, teams, weeks
from teambot.storage.runner import Tx

_KEEPS = timedelta(days=7)


def settle_state(tx: Tx, team: Team, now: datetime) -> None:
    """Let a team sleep with fewer than three members who are not paused, wake with three, close without anybody.

    Called wherever somebody joins, pauses, comes back or leaves (product.md, Setting up).
    """
    present = members.count(tx, team.id)
    if team.formed and not standings.belonging(tx, team.id):
        close_team(tx, team, now)
    elif present < FORMS_AT:
        if standings.set_state(tx, team.id, TeamState.ACTIVE, TeamState.SLEEPING, sleeping_since=now):
            _announce(tx, team, MessageKind.TEAM_SLEEPS, now)
    else:
        nothing = {"sleeping_since": None, "asked_to_close_at": None}
        if standings.set_state(tx, team.id, TeamState.SLEEPING, TeamState.ACTIVE, **nothing):
            _announce(tx, team, MessageKind.TEAM_WAKES, now)


def _announce(tx: Tx, team: Team, kind: MessageKind, now: datetime) -> None:
    key = f"{kind}:{team.id}:{now:%Y%m%d%H%M%S%f}"
    announce(tx, team, kind, key.replace("_", "-"), {}, now + _KEEPS, now)


def told(tx: Tx, team: Team, kind: MessageKind) -> TeamTold | None:
    """Gather what a message about a team's state says; None where the state has changed since."""
    states = {
        MessageKind.TEAM_SLEEPS: TeamState.SLEEPING,
        MessageKind.ASK_TO_CLOSE: TeamState.SLEEPING,
        MessageKind.TEAM_WAKES: TeamState.ACTIVE,
        MessageKind.TEAM_CLOSED: TeamState.CLOSED,
    }
    if team.state is not states[kind]:
        return None
    deleted_at = team.closed_at + CLOSED_KEPT if team.closed_at is not None else None
    paused = members.all_of(tx, team.id, Standing.PAUSED) if kind is MessageKind.TEAM_SLEEPS else []
    charter = len(paused) > 1 and any(one.paused_why is PauseReason.CHARTER for one in paused)
    return TeamTold(kind, team.id, team.name, team.language, deleted_at, len(paused), charter)


def close_team(tx: Tx, team: Team, now: datetime) -> None:
    """Close a team: everybody is told and offered what is theirs, and all that was under way ends.

    What is the team's own goes 30 days later. Harmless when it is closed already. A motion that decided so is closed
    before this is called: the others end.
    """
    current = teams.get(tx, team.id)
    if current is None or current.state is TeamState.CLOSED:
        return
    standings.set_state(tx, team.id, current.state, TeamState.CLOSED, closed_at=now, sleeping_since=None)
    for motion in motions.live(tx, team.id):
        end(tx, team, motion, EndedWhy.OVERTAKEN, now)
    _end_weeks(tx, team, now)
    facts = {"team": team.name, "until": (now + CLOSED_KEPT).isoformat()}
    for member in members.belonging(tx, team.id):
        tell(tx, team.id, member.id, NoticeKind.TEAM_CLOSED, facts, now)
    _announce(tx, team, MessageKind.TEAM_CLOSED, now)


def _end_weeks(tx: Tx, team: Team, now: datetime) -> None:
    for week in weeks.latest(tx, team.id):
        weeks.move(tx, week.id, WeekState.OPEN, WeekState.MISSED)
        weeks.move(tx, week.id, WeekState.CLOSED, WeekState.MISSED)
        if weeks.move(tx, week.id, WeekState.PLANNED, WeekState.ENDED):
            end_offers(tx, team, week.id, now)


def ask_to_close(tx: Tx, team: Team, now: datetime) -> int:
    """Ask a team that has slept for eight weeks, once, whether to close; gives 1, or 0 where it need not be asked."""
    if team.state is not TeamState.SLEEPING:
        return 0
    teams.change(tx, team.id, asked_to_close_at=now)
    _announce(tx, team, MessageKind.ASK_TO_CLOSE, now)
    return 1


def closes_alone(tx: Tx, team: Team, now: datetime) -> bool:
    """Say whether the only active member may close a team without a vote, which would need two.

    Eight weeks after it was asked, all the others paused or gone: there is nobody else to ask.
    """
    asked_at = standings.asked_to_close_at(tx, team.id) if team.state is TeamState.SLEEPING else None
    return asked_at is not None and asked_at + SLEEP_ENDS <= now and members.count(tx, team.id) == 1


def close_abandoned(tx: Tx, team: Team, now: datetime) -> int:
    """Close a team that was asked whether to close, and in which nobody has been active for eight weeks since.

    Nobody is left who could vote on it, and what people wrote is not to be kept for ever. Gives 1, or 0 where somebody
    came back meanwhile.
    """
    if team.id not in standings.teams_abandoned(tx, now - SLEEP_ENDS):
        return 0
    close_team(tx, team, now)
    return 1
