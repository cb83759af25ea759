"""Silent weeks: counted when a week ends, in its transaction; after two a question, after three a pause."""

from datetime import datetime

from teambot.domain.members import Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.signs import day_of
from teambot.domain.standings import PauseReason, Silence, silence
from teambot.services.motions.closing import close_ended
from teambot.services.news import tell
from teambot.services.standings.departures import pause
from teambot.storage import members, signs
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def count_silence(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    """Count a week that has ended for each member who was asked to recommend something in it.

    Silent is who gave not one sign of life since it was published (product.md, Away, paused, leaving); a week that
    somebody was away from counts neither way, and nor does a light one.
    """
    team = close_ended(tx, team, now)  # who is paused by this had their say in a vote that was over before
    if team.state is TeamState.CLOSED or week.light:
        return
    for asked in signs.asked_in(tx, week.id, week.publishes_at):
        if asked.absence is not None and asked.absence.misses(week.publishes_at, week.ends_at):
            continue
        # Signs are kept to the day, so that the day of the plan counts whole.
        seen = asked.active_at is not None and asked.active_at >= day_of(week.publishes_at)
        silent = not seen and not asked.answered
        weeks = asked.silent_weeks + 1 if silent else 0
        if weeks != asked.silent_weeks:
            members.change(tx, asked.membership_id, silent_weeks=weeks)
        if silent:
            _answer(tx, team, asked.membership_id, weeks, now)


def _answer(tx: Tx, team: Team, membership_id: int, weeks: int, now: datetime) -> None:
    match silence(weeks):
        case Silence.ASK:
            tell(tx, team.id, membership_id, NoticeKind.ALL_WELL, {"team_id": team.id}, now)
        case Silence.PAUSE:
            member = members.get(tx, membership_id)
            if member is not None:  # told first: who is paused is sent nothing
                tell(tx, team.id, membership_id, NoticeKind.PAUSED_SILENT, {"team_id": team.id}, now)
                pause(tx, team, member, PauseReason.SILENT, now)
