"""Who is still on the Discord server, and who should hold the team's role there. It asks nobody."""

from datetime import datetime, timedelta

from teambot.domain.standings import PauseReason, RoleState, Standing

LOOK_EVERY = timedelta(days=1)  # each member about once a day
LOOK_AGAIN = timedelta(hours=1)  # a finding counts when it is made twice, an hour apart
# What may pass by itself: Discord is down or shows us no such server, or the person is (still) not on it.
PASSING = frozenset({"unavailable", "not-here"})
NOT_HERE = "not-here"
ROLE_GONE = "role-gone"


def gone(missing_since: datetime | None, now: datetime) -> bool:
    """Say whether somebody whom Discord does not find counts as gone: found missing before, an hour ago or longer."""
    return missing_since is not None and now - missing_since >= LOOK_AGAIN


def wants_role(standing: Standing, paused_why: PauseReason | None) -> bool:
    """Say whether somebody should hold the team's role: members, away or not, and who is paused but still there."""
    if standing is Standing.PAUSED:
        return paused_why is not PauseReason.GONE
    return standing is Standing.MEMBER


def after_role(*, wanted: bool, fault: str | None) -> RoleState | None:
    """Say where the role has got to after one attempt to give or take it; None: as far as before, try again later."""
    if fault is None:
        return RoleState.GIVEN if wanted else RoleState.NONE
    if fault in (NOT_HERE, ROLE_GONE) and not wanted:
        return RoleState.NONE  # who is not on the server holds no role there, and nobody one that was deleted
    return None if fault in PASSING else RoleState.BLOCKED
