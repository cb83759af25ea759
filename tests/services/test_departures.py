"""What follows when somebody pauses, comes back, leaves or is removed, in the transaction of what brought it."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain.members import Member, Team
from teambot.domain.standings import Happening, PauseReason
from teambot.services.departures import depart, pause, resume
from teambot.storage import members, teams
from teambot.storage.invariants import broken
from teambot.storage.runner import Tx
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

MIDWEEK = FIRST_PLAN + timedelta(days=1)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def within(house: PlantedHouse, who: int, fn: Callable[[Tx, Team, Member], Any], now: datetime = MIDWEEK) -> None:
    """Do something to the n-th member in one transaction, as a use case would."""

    def transaction(tx: Tx, _: None, __: datetime) -> None:
        here = teams.lock(tx, house.team_id)
        member = members.of(tx, house.team_id, 100 + who)
        assert here is not None
        assert member is not None
        fn(tx, here, member)
        tx.commit()

    await house.db.run(transaction, None, now)


async def leaves(house: PlantedHouse, who: int, now: datetime = MIDWEEK, how: Happening = Happening.LEFT) -> None:
    await within(house, who, lambda tx, team, member: depart(tx, team, member, how, now), now)


async def pauses(house: PlantedHouse, who: int, now: datetime = MIDWEEK) -> None:
    await within(house, who, lambda tx, team, member: pause(tx, team, member, PauseReason.ASKED, now), now)


async def resumes(house: PlantedHouse, who: int, now: datetime = MIDWEEK) -> None:
    await within(house, who, lambda tx, team, member: resume(tx, team, member, now), now)


async def test_who_leaves_gives_back_what_they_were_asked_and_ends_what_they_put_forward(team: PlantedHouse) -> None:
    await team.plan()
    await team.submit(0, 3, now=MIDWEEK)
    mine = await team.rows("SELECT id FROM assignment WHERE pusher_id = 1")
    await leaves(team, 0)
    assert len(mine) == 2
    assert await team.rows("SELECT DISTINCT state FROM assignment WHERE pusher_id = 1") == [("skipped",)]
    assert await team.rows("SELECT standing, removed FROM membership WHERE id = 1") in ([("alumnus", 0)],)
    assert await team.rows("SELECT count(*) FROM submission WHERE membership_id = 1 AND state = 'waiting'") == [(0,)]
    on_theirs = "SELECT count(*) FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 1"
    assert await team.rows(f"{on_theirs} AND a.state IN ('asked', 'open')") == [(0,)]
    passed_on = (
        "SELECT count(*) FROM assignment WHERE offered_on_from_id IN (SELECT id FROM assignment WHERE pusher_id = 1)"
    )
    assert await team.rows(passed_on) == [(2,)]
    assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []


async def test_who_leaves_after_the_week_has_ended_lets_it_lapse(team: PlantedHouse) -> None:
    await team.plan()
    over = FIRST_CLOSE + WEEK + timedelta(hours=1)
    await team.ring(over)
    await leaves(team, 0, over)
    assert await team.rows("SELECT DISTINCT state FROM assignment WHERE pusher_id = 1") == [("lapsed",)]


async def test_nobody_who_left_is_asked_to_stand_in(team: PlantedHouse) -> None:
    await team.plan(posts=2)
    for who in (2, 3, 4, 5):
        await leaves(team, who)
    assert await team.rows("SELECT count(*) FROM assignment WHERE state = 'asked' AND pusher_id > 2") == [(0,)]
    assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []


async def test_a_pause_keeps_what_was_asked_and_ends_with_what_was_before(team: PlantedHouse) -> None:
    await team.plan()
    await pauses(team, 0)
    assert await team.rows("SELECT count(*) FROM assignment WHERE pusher_id = 1 AND state = 'asked'") == [(2,)]
    assert await team.rows("SELECT standing, paused_why FROM membership WHERE id = 1") == [("paused", "asked")]
    await resumes(team, 0)
    assert await team.rows("SELECT standing, paused_why, paused_at FROM membership WHERE id = 1") == [
        ("member", None, None)
    ]


async def test_a_team_sleeps_below_three_and_wakes_at_three(team: PlantedHouse) -> None:
    for who in (0, 1, 2):
        await pauses(team, who)
    assert await team.rows("SELECT state FROM team") == [("active",)]
    await pauses(team, 3)
    assert await team.rows("SELECT state, sleeping_since IS NULL FROM team") in (
        [("sleeping", 0)],
        [("sleeping", False)],
    )
    await resumes(team, 0)
    assert await team.rows("SELECT state, sleeping_since FROM team") == [("active", None)]


async def test_the_last_to_leave_closes_the_team(team: PlantedHouse) -> None:
    await pauses(team, 5)
    for who in range(5):
        await leaves(team, who)
    assert await team.rows("SELECT state FROM team") == [("sleeping",)]
    await leaves(team, 5)
    assert await team.rows("SELECT state, closed_at IS NULL FROM team") in ([("closed", 0)], [("closed", False)])
    assert await team.rows("SELECT count(*) FROM week WHERE state IN ('open', 'closed', 'planned')") == [(0,)]


@pytest.mark.parametrize("happening", [Happening.PAUSED, Happening.RESUMED, Happening.LEFT])
async def test_nothing_happens_to_who_has_left_already(team: PlantedHouse, happening: Happening) -> None:
    await leaves(team, 0)
    before = await team.dump()
    again = {Happening.PAUSED: pauses, Happening.RESUMED: resumes, Happening.LEFT: leaves}[happening]
    with pytest.raises(ValueError, match="cannot happen"):
        await again(team, 0)
    assert await team.dump() == before
