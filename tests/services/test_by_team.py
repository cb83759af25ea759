"""A sweep over teams: what one brings out stops no other, and leaves nothing half done."""

import logging
from datetime import datetime

import pytest

from teambot.domain.members import Team
from teambot.errors import Refusal
from teambot.services.by_team import each_team
from teambot.storage import teams
from teambot.storage.runner import Tx
from tests.services.conftest import START
from tests.services.planted import planted
from tests.stores import Store


async def test_each_team_has_a_transaction_of_its_own(
    store: Store, formed: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with planted(store, formed) as house:
        other = await house.second_team(guild=800, channel=801)

        def rename(tx: Tx, team: Team, now: datetime) -> int:
            teams.change(tx, team.id, name=f"{now:%Y}")
            if team.id == 1:
                raise ValueError("something about this team alone")
            return 1

        assert await each_team(house.db, lambda *_: [1, 99, other], rename, START) == 1
        assert await house.rows("SELECT name FROM team ORDER BY id") == [("Tea and Soup",), ("2026",)]
    [record] = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert (record.message, vars(record)["team"], vars(record)["sweep"]) == ("sweep.failed", 1, "rename")


@pytest.mark.parametrize("key", ["cannot-save", "restarting"])
async def test_what_no_team_can_help_stops_the_sweep(store: Store, formed: str, key: str) -> None:
    async with planted(store, formed) as house:
        asked = []

        def refuse(_: Tx, team: Team, __: datetime) -> int:
            asked.append(team.id)
            raise Refusal(key)

        with pytest.raises(Refusal, match=key):
            await each_team(house.db, lambda *_: [1, 1], refuse, START)
    assert asked == [1]
