"""The week's life when the bells ring late, twice, in any order, or not at all for weeks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from teambot.domain.announcements import WeekCard
from teambot.storage.outbox_row import rows_where
from teambot.storage.tables import outbox
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted


@pytest.fixture
async def team(tmp_path: Path, formed_file: Path) -> AsyncIterator[PlantedHouse]:
    async with planted(tmp_path, formed_file) as house:
        yield house


async def states(team: PlantedHouse) -> list[tuple[object, ...]]:
    return await team.rows("SELECT key, state FROM week ORDER BY closes_at")


async def test_three_weeks_asleep_are_missed_one_by_one_and_said_once(team: PlantedHouse) -> None:
    await team.submit(0)
    awake = FIRST_PLAN + 2 * WEEK + timedelta(days=4)
    await team.ring(awake)
    await team.ring(awake)
    assert await states(team) == [
        ("2026-W03", "missed"),
        ("2026-W04", "missed"),
        ("2026-W05", "missed"),
        ("2026-W06", "open"),
    ]
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'week_missed'") == [(1,)]
    assert await team.rows("SELECT count(*) FROM plan") == [(0,)]
    await team.ring(FIRST_CLOSE + 3 * WEEK)
    await team.ring(FIRST_PLAN + 3 * WEEK)
    assert await team.rows("SELECT w.key FROM slot s JOIN week w ON w.id = s.week_id") == [("2026-W06",)]


async def test_a_missed_week_takes_nothing_from_the_shelf(team: PlantedHouse) -> None:
    """It would come back as next week's post, and something new would find its place taken."""
    await team.submit(0, 1)
    await team.submit(0, 2)
    await team.ring(FIRST_PLAN + WEEK + timedelta(days=4))
    assert await team.rows("SELECT title, state FROM submission ORDER BY id") == [
        ("ana 1", "waiting"),
        ("ana 2", "shelved"),
    ]


async def test_the_shelf_fills_an_empty_place_with_its_oldest(team: PlantedHouse) -> None:
    for number in (1, 2, 3):
        await team.submit(0, number)
    for week in range(4):
        await team.ring(FIRST_CLOSE + week * WEEK)
        await team.ring(FIRST_PLAN + week * WEEK)
    pushed = (
        "SELECT s.title, w.key FROM slot JOIN submission s ON s.id = submission_id JOIN week w ON w.id = slot.week_id"
    )
    assert await team.rows(f"{pushed} ORDER BY w.closes_at") == [
        ("ana 1", "2026-W03"),
        ("ana 2", "2026-W04"),
        ("ana 3", "2026-W05"),
    ]


async def test_times_that_change_open_no_second_week_of_one_key(team: PlantedHouse) -> None:
    """Close moved from Sunday to Tuesday: the next close would fall into the calendar week of the plan before."""
    await team.submit(0)
    await team.do("UPDATE team SET close_weekday = 1, publish_weekday = 2")
    await team.ring(FIRST_CLOSE)
    await team.submit(0, 2, now=FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await states(team) == [("2026-W03", "planned"), ("2026-W04", "open")]
    waiting = "SELECT w.key FROM submission s JOIN week w ON w.id = s.week_id WHERE s.state = 'waiting'"
    assert await team.rows(waiting) == [("2026-W04",)]


async def test_a_card_is_worded_between_the_close_and_its_sweep(team: PlantedHouse) -> None:
    """Its facts are gathered by a transaction that may only read, when the coming week is not stored yet."""
    await team.plan()
    after_close = FIRST_CLOSE + WEEK + timedelta(seconds=1)
    (row,) = await team.db.read(lambda tx, _, __: rows_where(tx, outbox.c.kind == "week_card"), None, START)
    card = await team.services.outbox.facts(row, after_close)
    assert isinstance(card, WeekCard)
    assert card.next_close == FIRST_CLOSE + 2 * WEEK


async def test_one_team_that_fails_stops_no_other(team: PlantedHouse, caplog: pytest.LogCaptureFixture) -> None:
    other = await team.second_team(guild=800, channel=801)
    await team.do("UPDATE team SET zone = 'Mars/Olympus' WHERE id <> :id", id=other)
    await team.ring(FIRST_CLOSE)
    assert await team.rows("SELECT state FROM week WHERE team_id = :id ORDER BY id", id=other) == [
        ("closed",),
        ("open",),
    ]
    assert await team.rows("SELECT state FROM week WHERE team_id <> :id", id=other) == [("open",)]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["week.failed"]
