"""Which week is next: the one of the first close after a moment. It moves no week on."""

from datetime import datetime

from teambot.domain.members import Team
from teambot.domain.week import Week, WeekState, WeekTimes, week_after
from teambot.storage import weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def times_of(team: Team) -> WeekTimes:
    """Give the times of a team's week."""
    return WeekTimes(team.zone, team.close_weekday, team.close_minute, team.publish_weekday, team.publish_minute)


def coming_week(tx: Tx, team: Team, now: datetime) -> StoredWeek:
    """Give the week of the first close after `now`: a submission belongs to it, whoever asks and whatever swept.

    It is stored where it was not yet: for a writing use case that has locked its team.
    """
    return weeks.coming(tx, team.id, now) or open_after(tx, team, now)


def coming_times(tx: Tx, team: Team, now: datetime) -> Week:
    """Give the instants of the week of the first close after `now`, for a use case that only reads."""
    stored = weeks.coming(tx, team.id, now)
    return weeks.as_week(stored) if stored else week_after(times_of(team), now)


def open_after(tx: Tx, team: Team, after: datetime) -> StoredWeek:
    """Store the first week that closes after a moment and is not over by its key, and give it.

    Where a team's times or zone were changed, the next close can fall into a calendar week that has had its plan: that
    week is not opened again, and the one after it is.
    """
    new = week_after(times_of(team), after)
    while (stored := weeks.add(tx, team.id, new)).state is not WeekState.OPEN or stored.closes_at <= after:
        new = week_after(times_of(team), new.closes_at)
    return stored
