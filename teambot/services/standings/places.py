"""The places of a team, in the caller's transaction. It changes nothing."""

from datetime import datetime

from teambot.domain.applications import ApplicationState
from teambot.domain.members import Member, Team
from teambot.domain.standings import holds_place
from teambot.storage import applications
from teambot.storage.runner import Tx


def has_place(tx: Tx, team: Team, member: Member, now: datetime) -> bool:
    """Say whether somebody paused can be back at once: their place is kept, or there is one that nobody waits for."""
    if holds_place(member.standing, member.paused_at, now):
        return True
    returning = applications.places_taken(tx, team.id, now)[1]
    return places_held(tx, team, now) + returning - (member.wants_back_at is not None) < team.most_members


def places_held(tx: Tx, team: Team, now: datetime) -> int:
    """Count the places that are taken, and those for which a vote on an applicant runs."""
    voting = len(applications.in_state(tx, team.id, ApplicationState.VOTING))
    return applications.places_taken(tx, team.id, now)[0] + voting
