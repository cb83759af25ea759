"""The week's life when the bells ring late, twice, in any order, or not at all for weeks."""

import json
import logging
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from teambot.domain.announcements import WeekCard
from teambot.domain.assignments import OfferedOn
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.storage.invariants import broken
from teambot.storage.outbox_row import rows_where
from teambot.storage.tables import outbox
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, Rows, planted
from tests.stores import Store


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
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
        await team.do("UPDATE assignment SET state = 'lapsed'")  # nothing of it may come late and count
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


async def test_bells_in_any_order_and_number_leave_the_same_rows(team: PlantedHouse, store: Store) -> None:
    """What is due at an instant is done once, whoever rings first and how often."""
    bells = ("close_due", "publish_due", "end_due", "settle_due")
    instants = [FIRST_CLOSE, FIRST_PLAN, FIRST_PLAN + timedelta(days=2), FIRST_CLOSE + WEEK, FIRST_PLAN + WEEK]
    instants += [FIRST_PLAN + 5 * WEEK, FIRST_PLAN + 5 * WEEK + timedelta(hours=60), FIRST_PLAN + 7 * WEEK]
    await team.services.posts.submit(team.caller(0), team.post(0, 1), START)
    await team.services.posts.submit(team.caller(0), team.post(0, 2), START)
    for who in range(1, 5):
        await team.submit(who)
    await team.db.checkpoint(START)
    await team.db.close()  # nobody may have open what is copied
    team.db._engine.dispose()
    ended = []
    for number in range(4):  # once each, and three times in an order that was drawn
        drawn = random.Random(number)
        async with planted(store, team.address) as other:
            for now in instants:
                for bell in drawn.choices(bells, k=12 * (number > 0)):
                    await getattr(other.services.weeks, bell)(now)
                await other.ring(now)
            ended.append(_known(await other.dump()))
    assert ended[1:] == ended[:1] * 3


def _known(rows: Rows) -> dict[str, set[tuple[object, ...]]]:
    """Give rows without the ids and names that are made of the order in which they came."""
    return {
        "week": {(row[2], row[3]) for row in rows["week"]},
        "slot": {row[2:] for row in rows["slot"]},
        "submission": {(row[0], row[2], row[3]) for row in rows["submission"]},
        "assignment": {(row[1], row[2], row[4]) for row in rows["assignment"]},
        "outbox": {(row[1].split(":")[0], row[3]) for row in rows["outbox"]},
        "notice": {(row[1], row[2], str(row[3])) for row in rows["notice"]},
        "ledger": set(rows["ledger_entry"]),
    }


async def test_a_plan_late_but_within_half_of_its_week_says_so(team: PlantedHouse) -> None:
    for who in range(6):
        await team.submit(who)
    late = FIRST_PLAN + timedelta(days=3)
    await team.ring(late)
    assert await states(team) == [("2026-W03", "planned"), ("2026-W04", "open")]
    (row,) = await team.db.read(lambda tx, _, __: rows_where(tx, outbox.c.kind == "week_card"), None, START)
    card = await team.services.outbox.facts(row, late)
    assert isinstance(card, WeekCard)
    assert card.late


async def test_no_post_means_no_plan_and_no_ping(team: PlantedHouse) -> None:
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await states(team) == [("2026-W03", "planned"), ("2026-W04", "open")]
    assert await team.rows("SELECT count(*) FROM plan") == [(0,)]
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'week_card'") == [(0,)]
    assert await team.rows("SELECT count(*) FROM notice") == [(0,)]


async def test_one_post_is_recommended_and_the_card_says_that_less_is_asked(team: PlantedHouse) -> None:
    await team.plan(posts=1)
    assert await team.rows("SELECT DISTINCT s.membership_id FROM assignment a JOIN slot s ON s.id = a.slot_id") == [
        (1,)
    ]
    assert await team.rows("SELECT count(*) FROM assignment GROUP BY pusher_id HAVING count(*) > 1") == []
    cards = await team.rows("SELECT payload FROM outbox WHERE kind = 'week_card'")
    assert [json.loads(str(said))["few"] for (said,) in cards] == [True]


async def test_who_takes_none_is_asked_for_none_and_reached_by_none(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET load = 0 WHERE membership_id IN (1, 2)")
    await team.plan()
    assert await team.rows("SELECT DISTINCT pusher_id FROM assignment ORDER BY 1") == [(3,), (4,), (5,), (6,)]
    cards = await team.rows("SELECT payload FROM outbox WHERE kind = 'week_card'")
    assert [json.loads(str(said))["pings"] for (said,) in cards] == [[102, 103, 104, 105]]


async def test_a_post_that_nobody_has_room_for_waits_and_its_author_alone_is_told(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET load = 0")
    await team.submit(0)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT membership_id, kind, facts FROM notice") == [
        (1, NoticeKind.NOT_THIS_WEEK, '{"title": "ana 1", "why": [1, "post_nobody", {}]}')
    ]
    shown = await team.services.weeks.show(team.caller(0), "next", FIRST_PLAN)
    assert shown.waiting is not None
    assert shown.waiting.title == "ana 1"


async def test_the_ledger_sums_to_nothing_through_many_weeks(team: PlantedHouse) -> None:
    drawn = random.Random(7)
    for week in range(8):
        for who in drawn.sample(range(6), 5):
            await team.submit(who, 10 + week, now=FIRST_CLOSE + (week - 1) * WEEK + timedelta(hours=1))
        await team.ring(FIRST_CLOSE + week * WEEK)
        now = FIRST_PLAN + week * WEEK
        await team.ring(now)
        for one, who in await team.rows("SELECT id, pusher_id - 1 FROM assignment WHERE state = 'asked'"):
            caller = team.caller(int(str(who)))
            if drawn.random() < 0.6:
                await team.services.assignments.done(caller, PushDone(int(str(one)), "", ""), now)
            elif await team.rows(
                "SELECT 1 FROM assignment WHERE id = :id AND asked_at > :old", id=one, old=now - timedelta(days=1)
            ):
                await team.services.assignments.skip(caller, SkipAssignment(int(str(one)), "busy"), now)
        assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []
    assert await team.rows("SELECT sum(delta) FROM ledger_entry") == [(0,)]
    assert await team.rows("SELECT count(*) > 30 FROM ledger_entry") == [(1,)]


async def test_a_skip_shows_nowhere_but_to_who_skipped(team: PlantedHouse) -> None:
    """Promise 5: no row that another person is shown tells of it; promise 8: nor anybody's numbers."""
    await team.plan(posts=2)
    ((one, who),) = await team.rows("SELECT id, pusher_id - 1 FROM assignment ORDER BY id LIMIT 1")
    skip = SkipAssignment(int(str(one)), "conflict")
    await team.services.assignments.skip(team.caller(int(str(who))), skip, FIRST_PLAN)
    for other in set(range(6)) - {who}:
        shown = await team.services.weeks.show(team.caller(other), "this", FIRST_PLAN)
        own = await team.rows("SELECT id FROM assignment WHERE pusher_id = :id", id=other + 1)
        assert {(mine.id,) for mine in shown.mine} == set(own)
        for said in (repr(shown), repr(await team.services.posts.list(team.caller(other), "team", FIRST_PLAN))):
            assert "conflict" not in said
            assert "skip" not in said.casefold()
    assert await team.rows("SELECT count(*) FROM outbox WHERE CAST(payload AS TEXT) LIKE '%conflict%'") == [(0,)]
    assert await team.rows("SELECT count(*) FROM notice WHERE CAST(facts AS TEXT) LIKE '%conflict%'") == [(0,)]


async def test_nobody_is_asked_beyond_the_load_they_take_today(team: PlantedHouse) -> None:
    await team.plan(posts=2)
    await team.do("UPDATE profile SET load = 0")
    ((one, who),) = await team.rows("SELECT id, pusher_id - 1 FROM assignment ORDER BY id LIMIT 1")
    skip = SkipAssignment(int(str(one)), "busy")
    answer = await team.services.assignments.skip(team.caller(int(str(who))), skip, FIRST_PLAN)
    assert answer.offered is OfferedOn.OPEN


async def test_nothing_that_people_wrote_is_logged(team: PlantedHouse, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Zyzzyva"
    for who in range(6):
        said = team.post(who, title=f"{secret} title", reader_line=f"{secret} reader line", hook=f"{secret} hook")
        await team.services.posts.submit(team.caller(who), said, START)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    for who in range(6):
        shown = await team.services.weeks.show(team.caller(who), "this", FIRST_PLAN)
        done = PushDone(shown.mine[0].id, "", f"{secret} words")
        await team.services.assignments.done(team.caller(who), done, FIRST_PLAN)
        skip = SkipAssignment(shown.mine[1].id, "conflict")
        await team.services.assignments.skip(team.caller(who), skip, FIRST_PLAN)
    with pytest.raises(Refusal):
        await team.services.posts.submit(team.caller(0), team.post(0, title=secret * 99), FIRST_PLAN)
    await team.do("DROP TABLE interaction")
    with pytest.raises(DBAPIError) as error:
        await team.services.posts.submit(team.caller(0), team.post(0, 2, title=secret), FIRST_PLAN)
    await team.ring(FIRST_CLOSE + 3 * WEEK)
    assert secret not in caplog.text + str(error.value)
    assert "conflict" not in caplog.text
    assert not any(name in caplog.text for name in ("Ana", "Chidi", "blog.test"))
