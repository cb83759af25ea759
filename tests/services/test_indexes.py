"""What people wait for is found by indexes: no statement of theirs looks through a table that grows with all teams."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from teambot.domain.reminders import BEFORE_END
from teambot.services.assignments.seeking import AnswerFound
from teambot.services.assignments.service import PushDone
from teambot.services.ledger import LedgerPage
from teambot.services.profiles import ChangeSettings
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES, WEEK
from tests.services.decided import named
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

TO_REMIND = FIRST_CLOSE + WEEK - BEFORE_END
_GROWS = "assignment feed item ledger_entry membership notice person seen_key slot submission submission_key week"
_LOOKS_THROUGH = re.compile(rf"^SCAN ({_GROWS.replace(' ', '|')})(?! USING (COVERING )?INDEX)")


@contextmanager
def statements(team: PlantedHouse) -> Iterator[dict[str, Any]]:
    """Note what is run meanwhile, with values for it."""
    ran: dict[str, Any] = {}

    def note(_: Any, __: Any, statement: str, values: Any, *rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            ran.setdefault(statement, values[0] if isinstance(values, list) else values)

    event.listen(team.db._engine, "before_cursor_execute", note)
    yield ran
    event.remove(team.db._engine, "before_cursor_execute", note)


@pytest.mark.sqlite_only
async def test_no_command_and_no_frequent_bell_looks_through_a_whole_table(store: Store, formed: str) -> None:
    async with planted(store, formed) as team:
        await team.plan()
        await named(team, 0, FIRST_PLAN)
        services = team.services
        with statements(team) as ran:
            week = await services.weeks.show(team.caller(0), "this", FIRST_PLAN)
            pushed = week.mine[0]
            link = f"http://{pushed.author.lower()}.blog.test/"
            await services.assignments.done(team.caller(0), PushDone(pushed.id, link, ""), FIRST_PLAN)
            await services.assignments.swap(team.caller(0), week.mine[1].id, FIRST_PLAN)
            await services.assignments.keep(team.caller(0), week.mine[1].id, FIRST_PLAN)
            author = NAMES.index(pushed.author)
            await services.weeks.show(team.caller(author), "this", FIRST_PLAN)
            await services.assignments.seek(team.caller(author), pushed.id, FIRST_PLAN)
            await services.assignments.check_links_due(FIRST_PLAN)
            await services.assignments.found_due(FIRST_PLAN)
            await services.assignments.answer_found(team.caller(0), AnswerFound(pushed.id, "unlinked"), FIRST_PLAN)
            line = (await services.ledger.mine(team.caller(0), FIRST_PLAN)).lines[0].id
            for below in (True, False):
                await services.ledger.page(team.caller(0), LedgerPage(1, line + below, below), FIRST_PLAN)
            await services.ledger.wrong(team.caller(0), line, FIRST_PLAN)
            await services.posts.submit(team.caller(0), team.post(0, 2), FIRST_PLAN)
            await services.posts.list(team.caller(0), "mine", FIRST_PLAN)
            await services.posts.newest(team.caller(0), "", FIRST_PLAN)
            await services.profiles.settings(team.caller(0), FIRST_PLAN)
            await services.plans.preview(team.caller(0), None, FIRST_PLAN)
            await services.plans.method(team.caller(0), FIRST_PLAN)
            await services.weeks.close_due(FIRST_PLAN)
            await services.weeks.publish_due(FIRST_PLAN)
            await services.weeks.end_due(FIRST_PLAN)
            await services.feeds.poll_due(FIRST_PLAN)
            await services.seasons.settle_due(FIRST_PLAN)
            await services.newest.offer_due(FIRST_PLAN)
            await services.reminders.remind_due(FIRST_PLAN)
            await services.profiles.change_settings(team.caller(1), ChangeSettings(by_dm=True, apart=(3,)), FIRST_PLAN)
            await services.reminders.remind_due(TO_REMIND)
            while rows := await services.outbox.claim(TO_REMIND):
                for row in rows:
                    await services.outbox.facts(row, TO_REMIND)
                    await services.outbox.sent(row, 55, 9000 + row.id, TO_REMIND)
        assert any(statement.startswith('UPDATE "plan"') for statement in ran), "the reminder was rung in vain"
        assert len(ran) > 30
        found = {}
        with team.db._engine.connect() as tx:
            for statement, values in ran.items():
                plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
                for row in plan:
                    if _LOOKS_THROUGH.match(row[3]):
                        found.setdefault(row[3], statement)
        assert found == {}
