"""Looking whether people are still on the server; whoever asks Discord is handed in. An outage is no leaving."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from teambot.domain.applications import ApplicationState
from teambot.domain.members import Member, Team
from teambot.domain.presence import LOOK_AGAIN, LOOK_EVERY, gone
from teambot.domain.standings import Happening, PauseReason, Standing, step
from teambot.services.applications.admissions import end_application
from teambot.services.motions.closing import close_ended
from teambot.services.standings.departures import pause
from teambot.storage import applications, members, presence, teams
from teambot.storage.presence import Sought
from teambot.storage.runner import Runner, Tx

IsHere = Callable[[int, int], Awaitable[bool | None]]  # guild, Discord id; None: nobody can tell now
_AT_ONCE = 5
log = logging.getLogger(__name__)


class PresenceService:
    """Each member is looked for about once a day; who is not found twice, an hour apart, is paused."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def look_due(self, is_here: IsHere, now: datetime) -> int:
        """Look for a few people; gives how many turned out to have gone."""
        sought = await self._db.read(_to_look_for, None, now)
        left = 0
        for one in sought:
            here = await _asked(is_here, one)
            left += await self._db.sweep(_found, (one, here), now)
        return left


async def _asked(is_here: IsHere, one: Sought) -> bool | None:
    """Ask for somebody; what goes wrong with one of them is logged, and keeps nobody else from being looked for."""
    try:
        return await is_here(one.guild_id, one.discord_id)
    except Exception:
        log.exception("presence.failed", extra={"membership": one.membership_id})
        return None


def _to_look_for(tx: Tx, _: None, now: datetime) -> list[Sought]:
    return presence.to_look_for(tx, look_before=now - LOOK_EVERY, again_before=now - LOOK_AGAIN, most=_AT_ONCE)


def _found(tx: Tx, finding: tuple[Sought, bool | None], now: datetime) -> bool:
    sought, here = finding
    team, member = teams.lock(tx, sought.team_id), members.get(tx, sought.membership_id)
    if team is None or member is None:
        return False
    left = False
    if here is None:  # asked again in an hour, as if the last look had been that much longer ago
        members.change(tx, member.id, looked_at=now - LOOK_EVERY + LOOK_AGAIN)
    elif here:
        members.change(tx, member.id, looked_at=now, missing_since=None)
    else:
        since = presence.missing_since(tx, member.id)
        left = gone(since, now)
        members.change(tx, member.id, looked_at=now, missing_since=None if left else since or now)
        if left:
            _gone(tx, team, member, now)
    tx.commit()
    return left


def _gone(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Pause a member who has left the server; an applicant's or invited person's way into the team ends."""
    team = close_ended(tx, team, now)
    member = members.get(tx, member.id) or member
    applied = applications.open_of(tx, member.id)
    if member.standing is Standing.MEMBER:
        pause(tx, team, member, PauseReason.GONE, now)
    elif applied is not None:
        end_application(tx, team, applied, ApplicationState.GONE, now)
    elif member.standing is Standing.INVITED:
        members.change(
            tx, member.id, standing=step(Standing.INVITED, Happening.INVITATION_ENDED), invitation_ends_at=None
        )
