"""What follows when somebody pauses, comes back, leaves or is removed, in the transaction of what brought it."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain.members import Member, Team
from teambot.domain.motions import Choice, MotionKind
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import Happening, PauseReason
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone
from teambot.services.motions.opening import open_motion
from teambot.services.news import tell
from teambot.services.standings.departures import depart, pause, resume
from teambot.services.standings.team_states import close_team
from teambot.storage import members, teams
from teambot.storage.invariants import broken
from teambot.storage.motions import cast
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
    assert await team.rows("SELECT DISTINCT state FROM assignment WHERE pusher_id = 1") == [("released",)]
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


async def test_a_pause_offers_on_what_was_asked_and_ends_with_what_was_before(team: PlantedHouse) -> None:
    await team.plan()
    await pauses(team, 0)
    assert await team.rows("SELECT state FROM assignment WHERE pusher_id = 1") == [("released",), ("released",)]
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


async def test_what_somebody_proposed_and_what_was_about_them_ends_with_them(team: PlantedHouse) -> None:
    opened: list[int] = []

    def open_two(tx: Tx, here: Team, member: Member) -> None:
        opened.append(open_motion(tx, here, MotionKind.OTHER, MIDWEEK, proposer_id=member.id))
        opened.append(open_motion(tx, here, MotionKind.NAME_STEWARD, MIDWEEK, subject_id=member.id, proposer_id=2))
        opened.append(open_motion(tx, here, MotionKind.CLOSE_TEAM, MIDWEEK, proposer_id=3))
        cast(tx, opened[2], member.id, Choice.NO, ())

    await within(team, 0, open_two)
    await leaves(team, 0)
    mine, about_me, other = opened
    ended = await team.rows("SELECT id, ended_why FROM motion WHERE state = 'closed' ORDER BY id")
    assert ended == [(mine, "proposer_left"), (about_me, "gone")]
    assert await team.rows("SELECT membership_id FROM elector WHERE motion_id = :id ORDER BY 1", id=other) == [
        (2,),
        (3,),
        (4,),
        (5,),
        (6,),
    ]
    assert await team.rows("SELECT count(*) FROM ballot") == [(0,)]


async def test_a_team_that_sleeps_makes_no_plan_and_keeps_what_was_put_forward(team: PlantedHouse) -> None:
    await team.submit(0)
    for who in (2, 3, 4, 5):
        await pauses(team, who, START)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT count(*) FROM plan") == [(0,)]
    waits = "SELECT w.key FROM submission s JOIN week w ON w.id = s.week_id WHERE s.state = 'waiting'"
    assert await team.rows(waits) == [("2026-W04",)]
    await resumes(team, 2, FIRST_PLAN)
    await team.ring(FIRST_CLOSE + WEEK)
    await team.ring(FIRST_PLAN + WEEK)
    assert await team.rows("SELECT count(*) FROM slot") == [(1,)]


async def test_a_plan_is_made_without_who_is_away_or_paused(team: PlantedHouse) -> None:
    for who in range(6):
        await team.submit(who, 1)
        await team.submit(who, 2)  # one on the shelf: it stays there
    away = {"from": FIRST_PLAN - timedelta(days=3), "until": FIRST_PLAN + timedelta(hours=1)}
    await team.do("UPDATE membership SET away_from = :from, away_until = :until WHERE id = 1", **away)
    await pauses(team, 1, START)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT membership_id FROM slot ORDER BY 1") == [(3,), (4,), (5,), (6,)]
    assert await team.rows("SELECT DISTINCT pusher_id FROM assignment ORDER BY 1") == [(3,), (4,), (5,), (6,)]
    left = "SELECT membership_id, s.state, w.key FROM submission s LEFT JOIN week w ON w.id = s.week_id"
    assert await team.rows(f"{left} WHERE membership_id < 3 ORDER BY s.id") == [
        (1, "waiting", "2026-W04"),
        (1, "shelved", None),
        (2, "waiting", "2026-W04"),
        (2, "shelved", None),
    ]
    assert await team.rows("SELECT count(*) FROM notice WHERE membership_id < 3") == [(0,)]


async def test_news_waits_for_who_is_away_or_paused(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET by_dm = :yes", yes=True)
    await pauses(team, 0)
    away = {"from": MIDWEEK - timedelta(days=3), "until": MIDWEEK + timedelta(hours=1)}
    await team.do("UPDATE membership SET away_from = :from, away_until = :until WHERE id = 2", **away)

    def tells(tx: Tx, here: Team, _: Member) -> None:
        for one in (1, 2, 3):
            tell(tx, here.id, one, NoticeKind.NOT_THIS_WEEK, {"title": "A"}, MIDWEEK)

    await within(team, 0, tells)
    assert await team.rows("SELECT membership_id FROM notice ORDER BY 1") == [(1,), (2,), (3,)]
    assert await team.rows("SELECT membership_id FROM outbox WHERE kind = 'news'") == [(3,)]


async def test_a_closed_team_refuses_what_its_members_did(team: PlantedHouse) -> None:
    await within(team, 0, lambda tx, here, _: close_team(tx, here, MIDWEEK))
    services = team.services
    for use in (
        lambda: team.submit(0, 1, now=MIDWEEK),
        lambda: services.weeks.show(team.caller(0), "this", MIDWEEK),
        lambda: services.profiles.settings(team.caller(0), MIDWEEK),
        lambda: services.assignments.done(team.caller(0), PushDone(1, "", ""), MIDWEEK),
    ):
        with pytest.raises(Refusal) as refused:
            await use()
        assert refused.value.key in ("team-closed", "no-such-assignment")
    assert (await services.members.charter(team.caller(0), MIDWEEK)).team_id == team.team_id


async def test_who_is_away_is_not_asked_to_stand_in(team: PlantedHouse) -> None:
    await team.plan(posts=2)
    away = {"from": FIRST_PLAN, "until": FIRST_PLAN + WEEK}
    await team.do("UPDATE membership SET away_from = :from, away_until = :until WHERE id > 2", **away)
    asked = await team.rows("SELECT count(*) FROM assignment WHERE pusher_id > 2")
    await leaves(team, 2)
    await leaves(team, 3)
    assert int(str((await team.rows("SELECT count(*) FROM assignment WHERE pusher_id > 2"))[0][0])) == asked[0][0]
    assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []
