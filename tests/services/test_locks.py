"""A writing use case that forgets its team's lock is found, on the store where it would do harm."""

from datetime import datetime

import pytest
from sqlalchemy import text

from teambot.storage import members, teams
from teambot.storage.runner import Tx
from tests.services.conftest import START
from tests.services.locks import TeamNotLocked
from tests.services.planted import planted
from tests.stores import Store


@pytest.mark.parametrize("locks", [True, False])
async def test_a_use_case_that_does_not_lock_its_team_is_found(postgresql_store: Store, locks: bool) -> None:
    def changes(tx: Tx, team_id: int, _: datetime) -> None:
        if locks:
            teams.lock(tx, team_id)
        members.remember(tx, 100, "Ana Maria", None)
        tx.commit()

    async with planted(postgresql_store) as house:
        await house.set_up()
        if locks:
            await house.db.run(changes, house.team_id, START)
        else:
            with pytest.raises(TeamNotLocked):
                await house.db.run(changes, house.team_id, START)
        kept = await house.rows("SELECT name FROM person WHERE discord_id = 100")
    assert kept == [("Ana Maria" if locks else "Ana",)]


async def test_a_lock_does_not_outlive_its_transaction(postgresql_store: Store) -> None:
    def twice(tx: Tx, team_id: int, _: datetime) -> None:
        teams.lock(tx, team_id)
        tx.commit()
        tx.execute(text("DELETE FROM membership"))

    async with planted(postgresql_store) as house:
        await house.set_up()
        with pytest.raises(TeamNotLocked):
            await house.db.run(twice, house.team_id, START)
