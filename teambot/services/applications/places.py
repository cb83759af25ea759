"""The places that applicants wait for, in the caller's transaction. It changes nothing."""

from datetime import datetime

from teambot.domain.applications import ApplicationState, WaitsFor, free_places
from teambot.domain.members import Team
from teambot.domain.motions import MOST_OPEN, MotionState
from teambot.storage import applications, motions
from teambot.storage.runner import Tx


def places_free(tx: Tx, team: Team, now: datetime) -> int:
    """Count the places that an applicant's vote may open for; running admissions and who waits to return take one."""
    taken, returning = applications.places_taken(tx, team.id, now)
    voting = len(applications.in_state(tx, team.id, ApplicationState.VOTING))
    return free_places(team.most_members, taken=taken, voting=voting, returning=returning)


def waits_for(tx: Tx, team: Team, now: datetime) -> WaitsFor:
    """Say what somebody on a team's waiting list waits for, as things stand now."""
    if places_free(tx, team, now) <= 0:
        return WaitsFor.PLACE
    under_way = [one for one in motions.live(tx, team.id) if one.state is not MotionState.SECONDING]
    return WaitsFor.TURN if len(under_way) >= MOST_OPEN else WaitsFor.VOTERS
