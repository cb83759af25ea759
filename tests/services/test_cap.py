"""Promise 1: one post a week is pushed per member. Every door there is, on a real file."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from teambot.domain.post_answers import PostShelved, PostSubmitted
from teambot.errors import Refusal
from teambot.services.posts.service import PostsService
from teambot.services.weeks import WeeksService
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from tests.nobody import unlooked
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

A_DAY = timedelta(days=1)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house
        await hold_to_the_cap(house)


async def hold_to_the_cap(team: PlantedHouse) -> None:
    """Assert promise 1 of all rows: one slot, and one post that waits, per member and week."""
    doubled = "SELECT membership_id, week_id FROM {} GROUP BY 1, 2 HAVING count(*) > 1"
    assert await team.rows(doubled.format("slot")) == []
    assert await team.rows(doubled.format("submission WHERE state = 'waiting'")) == []
    assert await team.rows("SELECT 1 FROM submission WHERE state = 'waiting' AND week_id IS NULL") == []
    pushed = "SELECT id FROM submission WHERE state = 'pushed'"
    assert await team.rows(pushed + " EXCEPT SELECT submission_id FROM slot") == []


async def waiting(team: PlantedHouse) -> list[tuple[object, ...]]:
    return await team.rows("SELECT title FROM submission WHERE state = 'waiting' ORDER BY id")


async def test_twenty_at_the_same_moment(team: PlantedHouse) -> None:
    answers = await asyncio.gather(*(team.submit(0, number) for number in range(1, 21)))
    assert sum(isinstance(answer, PostSubmitted) for answer in answers) == 1
    assert sum(isinstance(answer, PostShelved) for answer in answers) == 19
    assert len(await waiting(team)) == 1


async def test_the_same_interaction_again(team: PlantedHouse) -> None:
    caller = team.caller(0)
    answers = [await team.services.posts.submit(caller, team.post(0), START) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert await team.rows("SELECT count(*) FROM submission") == [(1,)]


async def test_the_same_interaction_at_the_same_moment(team: PlantedHouse) -> None:
    caller = team.caller(0)
    posts = team.services.posts
    first, second = await asyncio.gather(*(posts.submit(caller, team.post(0), START) for _ in range(2)))
    assert first == second
    assert await team.rows("SELECT count(*) FROM submission") == [(1,)]


async def test_replace_pressed_twice_at_once(team: PlantedHouse) -> None:
    for number in (1, 2, 3):
        await team.submit(0, number)
    posts = team.services.posts
    await asyncio.gather(*(posts.use_this_week(team.caller(0), one, START) for one in (2, 3, 2, 3, 1)))
    assert len(await waiting(team)) == 1


SLOT = "INSERT INTO slot (plan_id, membership_id, week_id, submission_id) VALUES (1, 1, {}, {})"
POST = (
    "INSERT INTO submission (membership_id, week_id, state, url, title, reader_line, money, created_at)"
    " VALUES (1, {}, '{}', 'u', 't', 'r', 'none', '2026-01-06 00:00:00.000000')"
)
RAW = [
    ("a second slot for another post of the member", SLOT.format(1, 7), "slot.membership_id, slot.week_id"),
    ("a slot for a post that has one, in another week", SLOT.format(2, 1), "slot.submission_id"),
    ("the slot moved into the week", "UPDATE slot SET membership_id = 2 WHERE id = 1", "slot.membership_id"),
    (
        "a second plan",
        "INSERT INTO plan (team_id, week_id, published_at, inputs) VALUES (1, 1, '2026-01-12 00:00', '{}')",
        "plan",
    ),
    (
        "a second week of the key",
        "INSERT INTO week (id, team_id, key, state, closes_at, publishes_at, ends_at) "
        "SELECT 99, team_id, key, 'open', closes_at, publishes_at, ends_at FROM week LIMIT 1",
        "week.",
    ),
    ("a second post that waits", POST.format(2, "waiting"), "submission.membership_id, submission.week_id"),
    ("a shelved post made to wait", "UPDATE submission SET state='waiting', week_id=2 WHERE id = 7", "submission."),
    (
        "a pushed post made to wait again",
        "UPDATE submission SET state='waiting', week_id=2 WHERE id = 1",
        "submission.",
    ),
]


def _said(columns: str, *, by_file: bool) -> str:
    """Give what a store says of a constraint: SQLite names its columns, PostgreSQL its name, which is made of them."""
    if by_file:
        return f"UNIQUE constraint failed: {columns}"
    table = columns.split(".")[0]
    names = "_".join(part.split(".")[1] for part in columns.split(", ") if "." in part)
    waiting = table == "submission"  # its index has a name of its own
    return f'violates unique constraint "uq_{table}_{"waiting" if waiting else names}'


@pytest.mark.parametrize(("sql", "named"), [row[1:] for row in RAW], ids=[row[0] for row in RAW])
async def test_an_import_beside_the_bot(team: PlantedHouse, sql: str, named: str) -> None:
    """Raw statements on a connection of their own, past every service and lock."""
    for who in range(6):
        await team.submit(who)
    await team.submit(0, 2)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    await team.submit(0, 3, now=FIRST_PLAN)
    before = await team.dump()
    said = _said(named, by_file=team.address.startswith("sqlite"))
    beside = open_engine(team.address)
    with beside.connect() as tx, pytest.raises(IntegrityError, match=said):
        tx.exec_driver_sql(sql)
    beside.dispose()
    assert await team.dump() == before


async def test_a_slot_that_was_brought_in_before_the_plan(team: PlantedHouse) -> None:
    """The plan is made around it: that member's own post moves on, and the week is not stuck."""
    for who in range(6):
        await team.submit(who)
    await team.ring(FIRST_CLOSE)
    await team.do("INSERT INTO plan (team_id, week_id, published_at, inputs) VALUES (1, 2, '2026-01-12 00:00', '{}')")
    await team.do(POST.format("NULL", "shelved"))
    await team.do(SLOT.format(1, 7))
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT state FROM week ORDER BY id") == [("planned",), ("open",)]
    assert await team.rows("SELECT count(*) FROM slot WHERE week_id = 1") == [(6,)]
    assert await waiting(team) == [("ana 1",)]
    assert await team.rows("SELECT week_id FROM submission WHERE title = 'ana 1'") == [(2,)]


async def test_a_plan_that_was_brought_in(team: PlantedHouse) -> None:
    for who in range(6):
        await team.submit(who)
    await team.ring(FIRST_CLOSE)
    await team.do("INSERT INTO plan (team_id, week_id, published_at, inputs) VALUES (1, 1, '2026-01-12 00:00', '{}')")
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT state FROM week ORDER BY id") == [("planned",), ("open",)]
    assert await team.rows("SELECT count(*) FROM slot") == [(0,)]
    assert await team.rows("SELECT count(*) FROM submission WHERE week_id = 2 AND state = 'waiting'") == [(6,)]


async def test_published_by_many_sweeps_at_once_and_again(team: PlantedHouse) -> None:
    for who in range(6):
        await team.submit(who)
    await team.ring(FIRST_CLOSE)
    once = None
    for _ in range(2):
        await asyncio.gather(*(team.services.weeks.publish_due(FIRST_PLAN) for _ in range(5)))
        once = once or await team.dump()
    assert await team.dump() == once
    assert await team.rows("SELECT count(*) FROM slot") == [(6,)]


async def test_published_again_after_a_restart(team: PlantedHouse) -> None:
    for who in range(6):
        await team.submit(who)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    before = await team.dump()
    engine = open_engine(team.address)
    anew = Runner(engine)
    weeks = WeeksService(anew)
    for bell in (weeks.close_due, weeks.publish_due, weeks.end_due):
        assert await bell(FIRST_PLAN) == 0
    await anew.close()
    engine.dispose()
    assert await team.dump() == before


async def test_manage_server_sets_up_again_in_the_middle(team: PlantedHouse) -> None:
    await team.submit(0)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    before = await team.rows("SELECT * FROM slot UNION ALL SELECT id, team_id, week_id, 0, 0 FROM plan")
    await team.services.teams.setup(team.caller(0, manage=True), FIRST_PLAN)
    await team.do("UPDATE week SET state = 'closed' WHERE id = 1")  # the boldest steward: plan that week once more
    await team.submit(0, 2, now=FIRST_PLAN)
    await team.services.weeks.publish_due(FIRST_PLAN)
    assert await team.rows("SELECT * FROM slot UNION ALL SELECT id, team_id, week_id, 0, 0 FROM plan") == before


CLOCKS = [
    ("back before the close, and submitted again", FIRST_PLAN, FIRST_CLOSE - A_DAY),
    ("back to before the team formed", FIRST_PLAN, START - A_DAY),
    ("a week forward, and back", FIRST_PLAN + WEEK, FIRST_PLAN),
    ("a year forward, and back", FIRST_PLAN + 52 * WEEK, FIRST_PLAN),
]


@pytest.mark.parametrize(("wrong", "then"), [row[1:] for row in CLOCKS], ids=[row[0] for row in CLOCKS])
async def test_a_clock_that_jumps(team: PlantedHouse, wrong: datetime, then: datetime) -> None:
    await team.submit(0, 1)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    await team.ring(wrong)
    for number in (2, 3):
        await team.submit(0, number, now=then)
    await team.ring(then)
    for week in range(60):
        await team.ring(then + week * A_DAY)
        await hold_to_the_cap(team)
    slots = await team.rows("SELECT w.key FROM slot JOIN week w ON w.id = week_id WHERE membership_id = 1")
    assert len(slots) == len(set(slots)) >= 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_a_zone_a_day_away(team: PlantedHouse, zone: str) -> None:
    await team.submit(0, 1)
    await team.ring(FIRST_CLOSE)
    await team.do("UPDATE team SET zone = :zone", zone=zone)
    for hours in range(0, 24 * 16, 6):
        now = FIRST_CLOSE + timedelta(hours=hours)
        await team.services.posts.submit(team.caller(0), team.post(0, 10 + hours), now) if hours < 72 else None
        await team.ring(now)
        await team.do("UPDATE assignment SET state = 'lapsed' WHERE state = 'asked'")  # none may come late
    keys = await team.rows("SELECT key FROM week JOIN slot ON slot.week_id = week.id WHERE membership_id = 1")
    assert len(keys) == len(set(keys)) == 3


async def test_two_teams_have_a_week_each(team: PlantedHouse) -> None:
    other = await team.second_team(guild=800, channel=801)
    there = team.post(0)
    await team.submit(0)
    elsewhere = team.caller(0, guild=800, channel=801)
    there = type(there)(other, there.url, there.title, there.reader_line, "", "none")
    assert isinstance(await team.services.posts.submit(elsewhere, there, START), PostSubmitted)
    assert await team.rows("SELECT membership_id, week_id FROM submission ORDER BY id") == [(1, 1), (7, 2)]


async def test_a_missed_week_s_post_meets_a_new_one(team: PlantedHouse) -> None:
    await team.submit(0, 1)
    awake = FIRST_PLAN + timedelta(days=4)
    await team.submit(0, 2, now=awake)  # before the sweeps know that a week was missed
    await team.ring(awake)
    assert await team.rows("SELECT title, state FROM submission ORDER BY id") == [
        ("ana 1", "shelved"),
        ("ana 2", "waiting"),
    ]


async def test_an_author_who_is_not_planned_for_keeps_one_post(team: PlantedHouse) -> None:
    """Nobody has room: the post moves on each week, beside one that was submitted meanwhile."""
    await team.do("UPDATE profile SET load = 0")
    await team.submit(0, 1)
    await team.ring(FIRST_CLOSE)
    await team.submit(0, 2, now=FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT title, state, week_id FROM submission ORDER BY id") == [
        ("ana 1", "shelved", None),
        ("ana 2", "waiting", 2),
    ]


def race(address: str, week: int, first_post: int, asked: Any, answers: Any) -> None:
    """Insert a slot and posts that wait, in a process of its own, on its own connection, without our lock."""
    engine = open_engine(address)
    asked.wait()
    won = 0
    for post in range(first_post, first_post + 20):
        for sql in (SLOT.format(week, post), POST.format(week, "waiting")):
            with engine.connect() as tx, suppress(IntegrityError):
                tx.exec_driver_sql(sql)
                tx.commit()
                won += 1
    answers.put(won)
    engine.dispose()


async def test_two_processes_on_connections_of_their_own(team: PlantedHouse) -> None:
    await team.do("INSERT INTO plan (team_id, week_id, published_at, inputs) VALUES (1, 1, '2026-01-12 00:00', '{}')")
    for _ in range(40):
        await team.do(POST.format("NULL", "shelved"))
    context = multiprocessing.get_context("spawn")
    start, answers = context.Event(), context.Queue()
    racers = [
        context.Process(target=race, args=(team.address, 1, first, start, answers), daemon=True) for first in (1, 21)
    ]
    for racer in racers:
        racer.start()
    start.set()
    won = [await asyncio.to_thread(answers.get, timeout=60) for _ in racers]
    for racer in racers:
        await asyncio.to_thread(racer.join, 60)
    assert sum(won) == 2  # one slot and one post that waits, whoever was first
    assert await team.rows("SELECT count(*) FROM slot") == [(1,)]
    await team.do("UPDATE submission SET state = 'pushed' WHERE id = (SELECT submission_id FROM slot)")


async def test_two_bots_on_one_file_without_the_lock(team: PlantedHouse) -> None:
    """Two whole bots at once: one post waits, one is planned; nothing is doubled."""
    engine = open_engine(team.address)
    other = Runner(engine)
    second = PostsService(other, unlooked)
    answers = await asyncio.gather(
        *(
            posts.submit(team.caller(0), team.post(0, n), START)
            for n, posts in enumerate([team.services.posts, second] * 5)
        ),
        return_exceptions=True,
    )
    assert [answer for answer in answers if not isinstance(answer, PostSubmitted | PostShelved | Refusal)] == []
    assert sum(isinstance(answer, PostSubmitted) for answer in answers) == 1
    await team.ring(FIRST_CLOSE)
    await asyncio.gather(
        team.services.weeks.publish_due(FIRST_PLAN), WeeksService(other).publish_due(FIRST_PLAN), return_exceptions=True
    )
    await other.close()
    engine.dispose()
    assert await team.rows("SELECT count(*) FROM slot") == [(1,)]
