"""Light weeks: proposed to the stewards once, after six full ones in a row. It makes no week light."""

from datetime import datetime

from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.domain.plans import FULL_WEEKS
from teambot.services.coming import coming_week
from teambot.services.news import tell
from teambot.storage import notices, plans, stewards, weeks
from teambot.storage.runner import Tx
from teambot.storage.weeks import StoredWeek


def ask_for_light(tx: Tx, team: Team, week: StoredWeek, now: datetime) -> None:
    """Ask the stewards, privately and once in a row of full weeks, whether the coming week should be a light one.

    Asked while the sixth runs, so that there is a week to think about it. `week`: the one whose plan was just made.
    """
    full, asked_at = plans.full_weeks(tx, team.id, week.closes_at)
    if full < FULL_WEEKS or asked_at is not None:
        return
    keeping, coming = stewards.of_team(tx, team.id), coming_week(tx, team, max(now, week.closes_at))
    if not keeping or coming.light:
        return
    weeks.change(tx, coming.id, light_asked_at=now)
    facts = {"week_id": coming.id, "team": team.name, "weeks": full, "publishes_at": coming.publishes_at.isoformat()}
    for steward in keeping:
        tell(tx, team.id, steward.membership_id, NoticeKind.LIGHT_WEEK, facts, now)


def settle_asking(tx: Tx, team: Team, now: datetime) -> None:
    """Take the question back that was not answered: its week was made light, or its plan is out."""
    notices.settle(tx, [NoticeKind.LIGHT_WEEK], now, team_id=team.id)
