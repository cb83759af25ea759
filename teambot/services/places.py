"""The places of a team: who can have one at once, and what those wait for who can not. It changes nothing.

In the caller's transaction.
"""

from datetime import datetime

from teambot.domain.applications import ApplicationState, WaitsFor
from teambot.domain.members import Member, Team
from teambot.domain.standings import holds_place
from teambot.errors import Refusal
from teambot.services.motions.opening import check_room
from teambot.storage import applications, places
from teambot.storage.runner import Tx


def _counted(tx: Tx, team: Team, now: datetime) -> tuple[int, int]:
    """Count the places that are taken, or voted on, and those who wait to return to one."""
    taken, returning = places.taken(tx, team.id, now)
    return taken + len(applications.in_state(tx, team.id, ApplicationState.VOTING)), returning


def places_held(tx: Tx, team: Team, now: datetime) -> int:
    """Count the places that are taken, and those for which a vote on an applicant runs."""
    return _counted(tx, team, now)[0]


def places_free(tx: Tx, team: Team, now: datetime) -> int:
    """Count the places that nobody has, that no vote runs for, and that nobody waits to return to."""
    held, returning = _counted(tx, team, now)
    return team.most_members - held - returning


def has_place(tx: Tx, team: Team, member: Member, now: datetime) -> bool:
    """Say whether somebody paused can be back at once: their place is kept, or there is one that nobody waits for."""
    if holds_place(member.standing, member.paused_at, now):
        return True
    waits = member.wants_back_at is not None  # they are among those who wait to return
    return places_free(tx, team, now) + waits > 0


def waits_for(tx: Tx, team: Team, now: datetime) -> WaitsFor:
    """Say what somebody on a team's waiting list waits for, as things stand now."""
    if places_free(tx, team, now) <= 0:
        return WaitsFor.PLACE
    try:
        check_room(tx, team)
    except Refusal:
        return WaitsFor.TURN
    return WaitsFor.VOTERS
