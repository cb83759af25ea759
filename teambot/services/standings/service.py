"""What somebody does about their own place in a team: away, a break, back again, leaving; and what time brings."""

from datetime import datetime

from teambot.domain.departures import AwayShown, BreakTaken, CameBack, LeavingShown, TeamLeft, WellSaid
from teambot.domain.farewells import Farewell
from teambot.domain.members import CLOSED_KEPT, FORGOTTEN, SLEEP_ASKED, SLEEP_ENDS, Team, TeamState
from teambot.domain.standings import ALUMNUS_FOR
from teambot.services.assignments import midweek
from teambot.services.by_team import each_team
from teambot.services.caller import Caller, see_member
from teambot.services.motions.closing import close_ended
from teambot.services.news import mark_read
from teambot.services.standings import farewells, leaving, returns
from teambot.services.standings.leaving import Leave
from teambot.services.standings.returns import TOLD_WITHIN, GoAway
from teambot.services.standings.team_states import ask_to_close, close_abandoned
from teambot.services.use_case import read, write
from teambot.storage import erasing, hosts, standings, subscriptions, teams
from teambot.storage.runner import Runner, Tx

__all__ = ["GoAway", "Leave", "StandingsService"]


class StandingsService:
    """Use cases of one's own place, and sweeps that do no harm when they are run twice, or late."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def away(self, caller: Caller, command: GoAway, now: datetime) -> AwayShown:
        """Note the dates of a member's absence, as they were typed. Raises what `absence_of` raises."""
        return await write(self._db, AwayShown, returns.away, caller, command, now)

    async def absence(self, caller: Caller, now: datetime) -> AwayShown:
        """Show a member the dates that they gave."""
        return await read(self._db, returns.absence, caller, None, now)

    async def check_away(self, caller: Caller, team_id: int, now: datetime) -> None:
        """Refuse who gives no dates here, before they write any: only members are away."""
        await read(self._db, lambda tx, caller, team_id, _: see_member(tx, caller, team_id), caller, team_id, now)

    async def days(self, caller: Caller, text: str, now: datetime) -> tuple[str, ...]:
        """Propose days while somebody types; nothing for who is no member."""
        return await read(self._db, returns.days, caller, text, now)

    async def take_break(self, caller: Caller, team_id: int, now: datetime) -> BreakTaken:
        """Pause a member who does not know until when."""
        return await write(self._db, BreakTaken, returns.take_break, caller, team_id, now)

    async def come_back(self, caller: Caller, team_id: int, now: datetime) -> CameBack:
        """Bring somebody back who is paused or away."""
        return await write(self._db, CameBack, returns.come_back, caller, team_id, now)

    async def longer(self, caller: Caller, team_id: int, now: datetime) -> BreakTaken:
        """Leave somebody paused as they are."""
        return await write(self._db, BreakTaken, returns.longer, caller, team_id, now)

    async def well(self, caller: Caller, team_id: int, now: datetime) -> WellSaid:
        """Take a member's word that all is well."""
        return await write(self._db, WellSaid, returns.well, caller, team_id, now)

    async def leaving(self, caller: Caller, team_id: int | None, now: datetime) -> LeavingShown:
        """Show what follows from leaving; without a team it is the one that a command here means."""
        return await read(self._db, leaving.leaving, caller, team_id, now)

    async def leave(self, caller: Caller, command: Leave, now: datetime) -> TeamLeft:
        """Leave a team."""
        return await write(self._db, TeamLeft, leaving.leave, caller, command, now)

    async def farewell(self, caller: Caller, now: datetime) -> Farewell | None:
        """Show who left or was removed within their 30 days how it ended and what is theirs; None for anybody else."""
        shown = await read(self._db, farewells.farewell, caller, None, now)
        if shown is not None:
            await mark_read(self._db, shown.news, now)
        return shown

    async def settle_due(self, now: datetime) -> int:
        """Give free places to who wants to be back, and tell who is back what waits; gives how many.

        What those are asked for whose absence has begun is offered on. Teams asleep are asked whether to close, and
        closed where nobody has been active since.
        """
        settled = await each_team(
            self._db, lambda tx, now: standings.teams_to_settle(tx, now, now - TOLD_WITHIN), _settle, now
        )
        settled += await each_team(self._db, midweek.teams_to_release, midweek.release_away, now)
        settled += await each_team(
            self._db, lambda tx, now: standings.teams_asleep(tx, now - SLEEP_ASKED), ask_to_close, now
        )
        return settled + await each_team(
            self._db, lambda tx, now: standings.teams_abandoned(tx, now - SLEEP_ENDS), close_abandoned, now
        )

    async def forget_due(self, now: datetime) -> int:
        """Forget who left 30 days ago, founders who never answered, and teams that closed 30 days ago; gives how many.

        With a team goes all that was its own.
        """
        forgotten = await each_team(
            self._db, lambda tx, now: standings.teams_with_alumni(tx, now - ALUMNUS_FOR), leaving.forget_alumni, now
        )
        forgotten += await each_team(
            self._db, lambda tx, now: erasing.teams_with_unanswered(tx, now - FORGOTTEN), leaving.forget_unanswered, now
        )
        closed = await self._db.read(lambda tx, _, now: standings.teams_closed(tx, now - CLOSED_KEPT), None, now)
        for team_id in closed:
            for table in erasing.OF_TEAMS:  # a transaction each: a team may have many rows, and people wait behind
                await self._db.sweep(_erase, (team_id, table), now)
        if forgotten or closed:
            await self._db.checkpoint(now)
        return forgotten + len(closed)


def _settle(tx: Tx, team: Team, now: datetime) -> int:
    team = close_ended(tx, team, now)  # who is back had no say any more in a vote that was over before
    if team.state is TeamState.CLOSED:
        return 0
    return returns.give_places(tx, team, now) + returns.tell_returned(tx, team, now)


def _erase(tx: Tx, asked: tuple[int, str], now: datetime) -> None:
    """Delete a closed team's rows of one table; with the team itself go people and feeds that no other has."""
    team_id, table = asked
    team = teams.lock(tx, team_id)
    if team is None or team.closed_at is None or team.closed_at > now - CLOSED_KEPT:
        return
    erasing.erase_of_team(tx, team_id, table)
    if table == erasing.OF_TEAMS[-1]:
        erasing.forget_strangers(tx)
        subscriptions.forget_nobodys(tx)
        hosts.forget_nobodys(tx)
    tx.commit()
