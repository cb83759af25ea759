"""How many statements a command runs: each costs the bot's CPU, and none may come with every member or week."""

from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy import event

from teambot.services.assignments.service import PushDone
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

_NOT_COUNTED = ("BEGIN", "SELECT pg_advisory_xact_lock", "SAVEPOINT", "RELEASE SAVEPOINT")


async def count(team: PlantedHouse, use: Awaitable[Any]) -> int:
    """Count the statements of a use case, without those that PostgreSQL alone needs: a lock, savepoints."""
    ran: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        ran.append(statement)

    event.listen(team.db._engine, "before_cursor_execute", note)
    await use
    event.remove(team.db._engine, "before_cursor_execute", note)
    return sum(not statement.startswith(_NOT_COUNTED) for statement in ran)


@pytest.mark.parametrize("older_weeks", [0, 6])
async def test_commands_run_few_statements_however_long_the_team_lives(
    store: Store, formed: str, older_weeks: int
) -> None:
    async with planted(store, formed) as team:
        await team.plan()
        for week in range(2, 2 + older_weeks):
            await team.do(
                "INSERT INTO week (id, team_id, key, state, closes_at, publishes_at, ends_at)"
                " SELECT id + :n * 100, team_id, :key, 'ended', :closes, :publishes, :ends"
                " FROM week WHERE id = 1",
                n=week,
                key=f"W{week}",
                closes=FIRST_CLOSE - week * WEEK,
                publishes=FIRST_PLAN - week * WEEK,
                ends=FIRST_CLOSE - (week - 1) * WEEK,
            )
        services = team.services
        assert await count(team, services.weeks.show(team.caller(0), "this", FIRST_PLAN)) == 10
        assert await count(team, services.posts.submit(team.caller(0), team.post(0, 2), FIRST_PLAN)) == 17
        mine = (await services.weeks.show(team.caller(0), "this", FIRST_PLAN)).mine
        done = services.assignments.done(team.caller(0), PushDone(mine[0].id, "", ""), FIRST_PLAN)
        assert await count(team, done) == 10
        assert await count(team, services.weeks.close_due(FIRST_PLAN)) == 1  # a bell that finds nothing due
        assert await count(team, services.newest.offer_due(FIRST_PLAN)) == 1
        assert await count(team, services.assignments.check_links_due(FIRST_PLAN)) == 1
        assert await count(team, services.assignments.found_due(FIRST_PLAN)) == 1


@pytest.mark.parametrize("members", [3, 6])
async def test_a_plan_costs_as_many_statements_however_many_posts_it_has(
    store: Store, formed: str, members: int
) -> None:
    async with planted(store, formed) as team:
        await team.do("UPDATE membership SET standing = 'nobody' WHERE id > :most", most=members)
        for who in range(members):
            await team.submit(who)
        await team.services.weeks.close_due(FIRST_CLOSE)
        ran = await count(team, team.services.weeks.publish_due(FIRST_PLAN))
        assert ran == 27
