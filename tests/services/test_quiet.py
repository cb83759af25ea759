"""Quiet hours through the outbox: what would ring at night comes in the morning, once and in order; nothing is lost."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.notices import NoticeKind
from teambot.services.news import tell
from teambot.services.profiles import ChangeSettings
from teambot.storage import teams
from teambot.storage.runner import Tx
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START
from tests.services.planted import PlantedHouse, planted
from tests.services.test_outbox import send_all
from tests.stores import Store

ANA = 1  # Ana's membership
NIGHT = START.replace(hour=23)
MORNING = (START + timedelta(days=1)).replace(hour=8)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    """The six, of whom Ana chose direct messages; what was written before is sent."""
    async with planted(store, formed) as house:
        await house.services.profiles.change_settings(house.caller(0), ChangeSettings(by_dm=True), START)
        await send_all(house, START)
        yield house


async def told(team: PlantedHouse, now: datetime, *titles: str) -> None:
    def fn(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, 1)
        for title in titles:
            tell(tx, 1, ANA, NoticeKind.NOT_THIS_WEEK, {"title": title}, now)
        tx.commit()

    await team.db.run(fn, None, now)


async def sent(team: PlantedHouse, now: datetime) -> list[str]:
    """Send what is due, and give the titles of what went to Ana."""
    rows = [row for row in await send_all(team, now) if row.membership_id == ANA]
    told = await team.rows("SELECT id, facts FROM notice ORDER BY id")
    titles = {row[0]: row[1] for row in told}
    return [titles[row.payload["notice_id"]].split('"')[-2] for row in rows]


async def test_what_is_told_at_night_comes_in_the_morning_in_its_order(team: PlantedHouse) -> None:
    await told(team, NIGHT, "One", "Two", "Three")
    assert await sent(team, NIGHT) == []
    assert await sent(team, MORNING - timedelta(seconds=1)) == []
    assert {row[0] for row in await team.rows("SELECT attempts FROM outbox WHERE membership_id = 1")} == {0}
    assert await sent(team, MORNING) == ["One", "Two", "Three"]
    assert await sent(team, MORNING + timedelta(hours=1)) == []


async def test_by_day_nothing_waits(team: PlantedHouse) -> None:
    await told(team, START.replace(hour=20, minute=59), "Now")
    assert await sent(team, START.replace(hour=20, minute=59)) == ["Now"]


async def test_what_the_evening_could_not_send_does_not_ring_at_night(team: PlantedHouse) -> None:
    evening = START.replace(hour=20, minute=58)
    await told(team, evening, "Late")
    (row,) = await team.services.outbox.claim(evening)
    await team.services.outbox.put_back(row, "503", evening)
    assert await sent(team, NIGHT) == []
    assert await sent(team, MORNING) == ["Late"]


async def test_the_team_s_channel_and_the_others_do_not_wait_for_who_sleeps(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(1), ChangeSettings(by_dm=True, quiet=("none", "0")), START)
    for who in range(6):
        await team.submit(who)
    await team.ring(FIRST_CLOSE)
    await team.services.profiles.change_settings(team.caller(0), ChangeSettings(quiet=("8", "20")), START)
    await team.ring(FIRST_PLAN)
    rows = await send_all(team, FIRST_PLAN)
    assert {(row.kind, row.membership_id) for row in rows} == {("week_card", None), ("my_week", 2)}
    later = await send_all(team, FIRST_PLAN.replace(hour=20))
    assert [(row.kind, row.membership_id) for row in later] == [("my_week", ANA)]


async def test_each_sleeps_by_their_own_clocks(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(0), ChangeSettings(zone="asia/tokyo"), START)
    await told(team, START.replace(hour=13), "Ten in the evening in Tokyo")
    assert await sent(team, START.replace(hour=13)) == []
    assert await sent(team, NIGHT.replace(minute=15)) == ["Ten in the evening in Tokyo"]


async def test_a_zone_that_is_none_any_more_holds_nobody_up(team: PlantedHouse) -> None:
    """A zone's name may go with a newer list of zones: by UTC it is night for Ana then."""
    await team.do("UPDATE profile SET zone = 'Mars/Base' WHERE membership_id = :ana", ana=ANA)
    await told(team, NIGHT, "One")
    assert await sent(team, NIGHT) == []
    assert await sent(team, MORNING) == ["One"]


async def test_news_that_was_read_meanwhile_is_not_told_again(team: PlantedHouse) -> None:
    await told(team, NIGHT, "Read at night")
    assert await sent(team, NIGHT) == []
    await team.services.weeks.show(team.caller(0), "this", NIGHT)
    (row,) = await team.services.outbox.claim(MORNING)
    assert await team.services.outbox.facts(row, MORNING) is None


async def test_a_process_that_died_does_not_wake_anybody(team: PlantedHouse) -> None:
    evening = START.replace(hour=20, minute=59)
    await told(team, evening, "Under way")
    assert await team.services.outbox.claim(evening)
    assert await team.services.outbox.release(NIGHT) == 1
    assert await sent(team, NIGHT) == []
    (row,) = await team.services.outbox.claim(MORNING)
    assert row.first_attempt_at == evening, "it may have arrived: it is looked for first"
