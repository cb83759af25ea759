"""What a vote decided, without the vote: done in a transaction of its own, as the close of a motion does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from teambot.domain.members import Team
from teambot.domain.standings import PauseReason
from teambot.services import charters, stewards
from teambot.services.standings import departures
from teambot.storage import members, teams
from teambot.storage.runner import Tx
from tests.services.planted import PlantedHouse


async def decided(house: PlantedHouse, now: datetime, fn: Callable[[Tx, Team], Any]) -> Any:
    """Do something to the team under its lock, and commit."""

    def transaction(tx: Tx, _: None, __: datetime) -> Any:
        team = teams.lock(tx, house.team_id)
        assert team is not None
        done = fn(tx, team)
        tx.commit()
        return done

    return await house.db.run(transaction, None, now)


async def amended(house: PlantedHouse, text: str, now: datetime) -> int:
    """Carry an amendment; gives the version."""
    return int(await decided(house, now, lambda tx, team: charters.put_in_force(tx, team, text, now)))


async def named(house: PlantedHouse, who: int, now: datetime) -> None:
    """Make the n-th member steward."""
    await decided(house, now, lambda tx, team: stewards.named(tx, team, who + 1, now))


async def paused(house: PlantedHouse, who: int, now: datetime, why: PauseReason = PauseReason.ASKED) -> None:
    """Pause the n-th member."""

    def pause(tx: Tx, team: Team) -> None:
        member = members.get(tx, who + 1)
        assert member is not None
        departures.pause(tx, team, member, why, now)

    await decided(house, now, pause)


async def away(house: PlantedHouse, who: int, begins_at: datetime, ends_at: datetime) -> None:
    """Let the n-th member be away."""
    statement = "UPDATE membership SET away_from = :begins_at, away_until = :ends_at WHERE id = :id"
    await house.do(statement, begins_at=begins_at, ends_at=ends_at, id=who + 1)


async def told(house: PlantedHouse, who: int) -> list[str]:
    """List the kinds of the n-th member's news, the oldest first."""
    found = await house.rows("SELECT kind FROM notice WHERE membership_id = :id ORDER BY id", id=who + 1)
    return [str(row[0]) for row in found]
