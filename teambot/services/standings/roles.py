"""The team's Discord role, brought in line with who is in the team; whoever changes roles is handed in."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from teambot.domain.notices import NoticeKind
from teambot.domain.presence import PASSING, after_role
from teambot.domain.standings import RoleState, Standing
from teambot.services.news import tell
from teambot.storage import members, presence, teams
from teambot.storage.presence import RoleWanted
from teambot.storage.runner import Runner, Tx

Change = Callable[[int, int, int], Awaitable[str | None]]  # guild, Discord id, role; None, or the name of a fault
_AT_ONCE = 10
_AGAIN_AFTER = timedelta(hours=1)
_TAKE_AGAIN_AFTER = timedelta(days=1)
log = logging.getLogger(__name__)


class RolesService:
    """Give and take the team's role, as often as it needs; what Discord forbids is told to the stewards, once."""

    def __init__(self, db: Runner) -> None:
        self._db = db
        # By the state that an attempt left: what a steward has tried again waits for nothing. In memory: a new
        # process may try at once.
        self._later: dict[tuple[int, RoleState], datetime] = {}

    async def settle_due(self, give: Change, take: Change, now: datetime) -> int:
        """Give or take a few roles; gives how many came out as they should."""
        differing = await self._db.read(lambda tx, _, __: presence.roles_to_settle(tx), None, now)
        self._later = {one: when for one, when in self._later.items() if when > now}
        waiting = [one for one in differing if (one.membership_id, one.state) not in self._later]
        settled = 0
        for one in waiting[:_AT_ONCE]:
            change = give if one.wanted else take
            fault = await change(one.guild_id, one.discord_id, one.role_id)
            if fault is not None:
                left = after_role(wanted=one.wanted, fault=fault) or one.state
                self._later[one.membership_id, left] = now + (_AGAIN_AFTER if fault in PASSING else _TAKE_AGAIN_AFTER)
            settled += await self._db.sweep(_changed, (one, fault), now)
        return settled


def _changed(tx: Tx, attempt: tuple[RoleWanted, str | None], now: datetime) -> bool:
    tried, fault = attempt
    team = teams.lock(tx, tried.team_id)
    if team is None:
        return False
    if team.role_id != tried.role_id:  # another role by now: it is given at the next sweep
        return not tried.wanted and _outworn(tx, tried, fault, now)
    # Whoever came or went meanwhile: what is written down is what Discord did, and the next sweep sees the difference.
    state = after_role(wanted=tried.wanted, fault=fault)
    if state is None:
        return False
    if state is RoleState.BLOCKED and tried.state is not RoleState.BLOCKED:
        _tell_stewards(tx, tried, str(fault), now)
    values: dict[str, object] = {"role_state": state, "role_fault": fault if state is RoleState.BLOCKED else None}
    if state is not RoleState.BLOCKED:
        values["held_role_id"] = tried.role_id if state is RoleState.GIVEN else None
    members.change(tx, tried.membership_id, **values)
    tx.commit()
    return state is not RoleState.BLOCKED


def _outworn(tx: Tx, tried: RoleWanted, fault: str | None, now: datetime) -> bool:
    """Note that somebody no longer holds the role that the team had before; where Discord forbids it, tell, once."""
    state = after_role(wanted=False, fault=fault)
    if state is None:
        return False
    if state is RoleState.BLOCKED:
        _tell_stewards(tx, tried, str(fault), now)
    members.change(tx, tried.membership_id, held_role_id=None)
    tx.commit()
    return state is RoleState.NONE


def _tell_stewards(tx: Tx, tried: RoleWanted, fault: str, now: datetime) -> None:
    name = members.name_of(tx, tried.membership_id)
    facts = {"name": name, "fault": fault, "wanted": "yes" if tried.wanted else "no"}
    for member in members.all_of(tx, tried.team_id, Standing.MEMBER):
        if member.steward:
            tell(tx, tried.team_id, member.id, NoticeKind.ROLE_BLOCKED, facts, now)
