"""A sister team: where three wait for a place, the bot says how another team is started, and by whom."""

from datetime import datetime

from teambot.domain.application_views import ApplicationChanged, SisterGuide
from teambot.domain.applications import ApplicationState
from teambot.domain.teams import FounderShown
from teambot.errors import Refusal
from teambot.services.applications.applying import mine
from teambot.services.caller import Caller, enter, see
from teambot.storage import applications, members
from teambot.storage.runner import Tx


def guide(tx: Tx, caller: Caller, team_id: int, now: datetime) -> SisterGuide:  # noqa: ARG001
    """Say how a sister team of a team is started, and who of those who wait would join it; for anybody there."""
    team = see(tx, caller, team_id).team
    waiting = applications.in_state(tx, team.id, ApplicationState.WAITING)
    return SisterGuide(team.name, len(waiting), tuple(one.name for one in waiting if one.sister_at is not None))


def would_join(tx: Tx, caller: Caller, team_id: int, now: datetime) -> ApplicationChanged:
    """Note that somebody who waits would join a sister team; pressed again, that they would not."""
    here = enter(tx, caller, team_id)
    applied = mine(tx, here.team, here.member)
    if applied.state is not ApplicationState.WAITING:
        raise Refusal("not-waiting", team=here.team.name)
    applications.change(tx, applied.id, sister_at=None if applied.sister_at is not None else now)
    return ApplicationChanged(here.team.id, applied.id, applied.state)


def suggested_founders(tx: Tx, guild_id: int, team_id: int) -> tuple[FounderShown, ...]:
    """List who waits for a place on another team of the server and would join this one; each once."""
    found: dict[int, FounderShown] = {}
    for applied, _ in applications.sisters(tx, guild_id):
        if applied.team_id != team_id and applied.discord_id is not None:
            found.setdefault(applied.discord_id, FounderShown(applied.discord_id, applied.name, joined=False))
    return tuple(shown for one, shown in found.items() if members.of(tx, team_id, one) is None)
