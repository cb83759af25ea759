"""Silent weeks, and signs of life."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.standings import PauseReason
from teambot.services.assignments.service import SkipAssignment
from teambot.services.members import Accept
from teambot.services.standings.signs import SignsService
from tests.services.conftest import CHARTER, FIRST_CLOSE, FIRST_PLAN, WEEK
from tests.services.decided import amended, paused
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

GUILD = 900


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    """Six, of whom the first has put posts for many weeks on the shelf: a turn each week, without a click."""
    async with planted(store, formed) as house:
        for number in range(1, 8):
            await house.submit(0, number)
        yield house


async def weeks(team: PlantedHouse, first: int, last: int, *, seen: tuple[int, ...] = (1, 2, 3, 4, 5)) -> None:
    """Let weeks go by, all posting in each; `seen` give a sign of life in each. Ends with the close of the last."""
    signs = SignsService(team.db)
    for week in range(first, last):
        now = FIRST_PLAN + week * WEEK + timedelta(days=2)
        if week == 0:
            for who in seen:
                await team.submit(who, 99)
        await team.ring(FIRST_CLOSE + week * WEEK)
        await team.ring(FIRST_PLAN + week * WEEK)
        for who in seen:
            await team.submit(who, 100 + week, now=now)  # for the week after
            signs.saw(GUILD, 100 + who, now)
        await signs.write_down(now)
    await team.ring(FIRST_CLOSE + last * WEEK)


async def silent(team: PlantedHouse) -> list[tuple[object, ...]]:
    return await team.rows("SELECT id, silent_weeks FROM membership WHERE silent_weeks > 0 ORDER BY id")


async def told(team: PlantedHouse) -> list[tuple[object, ...]]:
    kinds = "'all_well', 'paused_silent', 'back', 'charter_paused'"
    return await team.rows(f"SELECT membership_id, kind FROM notice WHERE kind IN ({kinds}) ORDER BY id")


async def test_two_silent_weeks_bring_a_question_and_three_a_pause(team: PlantedHouse) -> None:
    await weeks(team, 0, 1)
    assert (await silent(team), await told(team)) == ([(1, 1)], [])
    await weeks(team, 1, 2)
    assert (await silent(team), await told(team)) == ([(1, 2)], [(1, "all_well")])
    await weeks(team, 2, 3)
    assert await told(team) == [(1, "all_well"), (1, "paused_silent")]
    assert await team.rows("SELECT standing, paused_why FROM membership WHERE id = 1") == [("paused", "silent")]
    await weeks(team, 3, 5)
    assert len(await told(team)) == 2
    asked = "SELECT count(*) FROM assignment WHERE pusher_id = 1 AND asked_at > :since"
    assert await team.rows(asked, since=FIRST_PLAN + 2 * WEEK) == [(0,)]


async def test_a_notice_goes_by_direct_message_where_that_was_chosen(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET by_dm = :yes", yes=True)
    await weeks(team, 0, 3)
    sent = "SELECT count(*) FROM outbox WHERE kind = 'news' AND membership_id = 1"
    assert await team.rows(sent) == [(2,)]


async def test_one_sign_of_life_begins_the_count_anew(team: PlantedHouse) -> None:
    await weeks(team, 0, 2)
    signs = SignsService(team.db)
    signs.saw(GUILD, 100, FIRST_PLAN + 2 * WEEK)
    await signs.write_down(FIRST_PLAN + 2 * WEEK)
    await weeks(team, 2, 3)
    assert (await silent(team), await told(team)) == ([], [(1, "all_well")])


async def test_an_answer_is_a_sign_of_life_though_the_memory_of_it_was_lost(team: PlantedHouse) -> None:
    for who in range(1, 6):
        await team.submit(who, 50, now=FIRST_CLOSE - timedelta(days=1))
    await team.ring(FIRST_PLAN)
    ((one,),) = await team.rows("SELECT min(id) FROM assignment WHERE pusher_id = 1")
    skip = SkipAssignment(int(str(one)), "")
    await team.services.assignments.skip(team.caller(0), skip, FIRST_PLAN + timedelta(days=1))
    await team.ring(FIRST_CLOSE + WEEK)
    assert (1, 1) not in await silent(team)
    assert len(await silent(team)) == 5


async def test_weeks_away_and_weeks_without_an_assignment_are_not_silent(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET load = 0 WHERE membership_id = 2")
    away = {"from": FIRST_CLOSE, "until": FIRST_CLOSE + 3 * WEEK}
    await weeks(team, 0, 1, seen=(2, 3, 4, 5))
    await team.do("UPDATE membership SET away_from = :from, away_until = :until WHERE id = 1", **away)
    await weeks(team, 1, 3, seen=(2, 3, 4, 5))
    assert await silent(team) == [(1, 1)]


async def test_signs_are_kept_to_the_day_and_written_once_a_day(team: PlantedHouse) -> None:
    signs = SignsService(team.db)
    moment = FIRST_PLAN + timedelta(hours=3)
    for hours in range(5):
        signs.saw(GUILD, 100, moment + timedelta(hours=hours))
    signs.saw(GUILD, 999, moment)  # a stranger
    signs.saw(777, 101, moment)  # on another server
    signs.saw(0, 102, moment)  # in a direct message
    assert await signs.write_down(moment) == 2
    assert await signs.write_down(moment) == 0
    signs.saw(GUILD, 100, moment + timedelta(hours=6))
    assert await signs.write_down(moment) == 0
    seen = await team.rows(
        "SELECT id, active_at = :day FROM membership WHERE active_at IS NOT NULL ORDER BY 1", day=_day()
    )
    assert seen == [(1, True), (3, True)]
    signs.saw(GUILD, 100, moment + timedelta(days=1))
    assert await signs.write_down(moment + timedelta(days=1)) == 1


def _day() -> datetime:
    return FIRST_PLAN.replace(hour=0, minute=0)


async def test_who_had_left_the_server_is_back_with_the_first_click(team: PlantedHouse) -> None:
    gone = "UPDATE membership SET standing = 'paused', paused_why = 'gone', paused_at = :at WHERE id = 1"
    await team.do(gone, at=FIRST_PLAN)
    asked = "UPDATE membership SET standing = 'paused', paused_why = 'asked', paused_at = :at WHERE id = 2"
    await team.do(asked, at=FIRST_PLAN)
    signs = SignsService(team.db)
    signs.saw(GUILD, 100, FIRST_PLAN + WEEK)
    signs.saw(GUILD, 101, FIRST_PLAN + WEEK)
    await signs.write_down(FIRST_PLAN + WEEK)
    assert await team.rows("SELECT standing FROM membership WHERE id < 3 ORDER BY id") == [("member",), ("paused",)]
    assert await team.rows("SELECT membership_id, kind FROM notice") == [(1, "back")]


async def test_who_is_back_on_the_server_accepts_the_charter_first_where_that_was_due(team: PlantedHouse) -> None:
    await paused(team, 0, FIRST_PLAN, PauseReason.GONE)
    version = await amended(team, f"{CHARTER}\nWe meet.", FIRST_PLAN)
    for who in range(1, 6):
        await team.services.members.accept(team.caller(who), Accept(team.team_id, version), FIRST_PLAN)
    due, signs = FIRST_PLAN + 2 * WEEK, SignsService(team.db)
    signs.saw(GUILD, 100, due)
    await signs.write_down(due)
    where = "SELECT standing, paused_why FROM membership WHERE id = 1"
    assert await team.rows(where) == [("paused", "charter")]
    assert (await told(team))[-1:] == [(1, "charter_paused")], "nobody is told that they are back, and paused again"
    assert await team.services.members.accept_due(due) == 0
    assert (await team.services.members.accept(team.caller(0), Accept(team.team_id, version), due)).resumed
    assert await team.rows(where) == [("member", None)]
