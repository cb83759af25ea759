"""How many statements a command runs: each costs the bot's CPU, and none may come with every member or week."""

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from teambot.services.assignments import PushDone
from tests.services.conftest import FIRST_PLAN
from tests.services.planted import PlantedHouse, planted


async def count(team: PlantedHouse, use: Awaitable[Any]) -> int:
    """Count the statements of a use case, without BEGIN and COMMIT."""
    ran: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        ran.append(statement)

    event.listen(team.db._engine, "before_cursor_execute", note)
    await use
    event.remove(team.db._engine, "before_cursor_execute", note)
    return sum(not statement.startswith("BEGIN") for statement in ran)


@pytest.mark.parametrize("older_weeks", [0, 6])
async def test_commands_run_few_statements_however_long_the_team_lives(
    tmp_path: Path, formed_file: Path, older_weeks: int
) -> None:
    async with planted(tmp_path, formed_file) as team:
        await team.plan()
        for week in range(2, 2 + older_weeks):
            await team.do(
                "INSERT INTO week SELECT id + :n * 100, team_id, 'W' || :n, 'ended', datetime(closes_at, :back),"
                " datetime(publishes_at, :back), datetime(ends_at, :back) FROM week WHERE id = 1",
                n=week,
                back=f"-{week * 7} days",
            )
        services = team.services
        assert await count(team, services.weeks.show(team.caller(0), "this", FIRST_PLAN)) == 7
        assert await count(team, services.posts.submit(team.caller(0), team.post(0, 2), FIRST_PLAN)) == 11
        mine = (await services.weeks.show(team.caller(0), "this", FIRST_PLAN)).mine
        done = services.assignments.done(team.caller(0), PushDone(mine[0].id, "", ""), FIRST_PLAN)
        assert await count(team, done) == 10
        assert await count(team, services.weeks.close_due(FIRST_PLAN)) == 1  # a bell that finds nothing due
