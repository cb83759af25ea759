"""Offers in the team's thread, on both stores: one a member and week, what is said of each, what is stored."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from teambot.domain.announcements import MessageKind
from teambot.domain.rules import RuleName
from teambot.domain.thread_offers import PostOffered, ThreadFault, ThreadOffer, ThreadOpened
from teambot.errors import Refusal
from teambot.services.motions import rule_values
from teambot.services.posts import offers_thread
from teambot.services.posts.service import SetWindow
from teambot.services.standings.service import Leave
from teambot.storage import outbox as messages
from teambot.storage import posts, teams, thread_offers
from teambot.storage.invariants import broken
from teambot.storage.outbox_row import rows_where
from teambot.storage.runner import Tx
from teambot.storage.tables import outbox
from tests.services.conftest import FIRST_CLOSE, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

THREAD = 4711
HOUR = timedelta(hours=1)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house
        assert await house.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []


async def switch(team: PlantedHouse, value: str = "yes", now: datetime = START) -> None:
    def fn(tx: Tx, _: None, now: datetime) -> None:
        here = teams.lock(tx, team.team_id)
        assert here is not None
        rule_values.put_in_force(tx, here, RuleName.OFFERS_THREAD, value, now)
        tx.commit()

    await team.db.run(fn, None, now)


async def send(team: PlantedHouse, now: datetime = START, *, where: int = THREAD) -> list[object]:
    """Send what is due, as the announcer would: the thread's own message becomes the thread. Gives what is said."""
    said: list[object] = []
    while claimed := await team.services.outbox.claim(now):
        for row in claimed:
            facts = await team.services.outbox.facts(row, now)
            if row.kind not in offers_thread.OF_THE_THREAD:
                await team.services.outbox.expired(row, now)
                continue
            said.append(facts)
            if facts is None:
                await team.services.outbox.expired(row, now)
            elif isinstance(facts, ThreadOffer) and facts.thread_id is None:
                await team.services.outbox.blocked(row, ThreadFault.GONE, now)
            else:
                at = 1 if row.kind == MessageKind.THREAD_OPENED else where
                await team.services.outbox.sent(row, at, where if at == 1 else row.id, now)
    return said


async def block(team: PlantedHouse, kind: MessageKind, fault: ThreadFault, now: datetime) -> None:
    """Have Discord refuse the next message of a kind; what is before it is ended."""
    while claimed := await team.services.outbox.claim(now):
        for row in claimed:
            if row.kind == kind:
                await team.services.outbox.blocked(row, fault, now)
                return
            await team.services.outbox.expired(row, now)
    raise AssertionError(f"no {kind} is due")


async def put(team: PlantedHouse, who: int = 0, number: int = 1, now: datetime = START) -> int:
    taken = await team.services.posts.submit(team.caller(who), team.post(who, number), now)
    return taken.submission_id


async def offer(team: PlantedHouse, post: int, who: int = 0, now: datetime = START) -> PostOffered:
    return await team.services.thread_offers.offer(team.caller(who), post, now)


async def test_the_rule_opens_the_thread_and_an_offer_goes_into_it(team: PlantedHouse) -> None:
    await switch(team)
    assert await send(team) == [ThreadOpened("Tea and Soup", "en")]
    assert await team.rows("SELECT offers_thread_id, thread_fault FROM team") == [(THREAD, None)]
    post = await put(team)
    assert await offer(team, post) == PostOffered(1, "ana 1")
    [said] = await send(team)
    assert isinstance(said, ThreadOffer)
    assert (said.thread_id, said.post.title, said.post.author, said.over) == (THREAD, "ana 1", "Ana", False)


async def test_what_is_offered_while_the_thread_is_being_opened_comes_after_it(team: PlantedHouse) -> None:
    await switch(team)
    await offer(team, await put(team))
    opened, said = await send(team)
    assert isinstance(opened, ThreadOpened)
    assert isinstance(said, ThreadOffer)
    assert said.thread_id == THREAD


async def test_one_a_member_and_week_by_the_schema(team: PlantedHouse) -> None:
    await switch(team)
    first, second = await put(team), await put(team, number=2)
    results = await asyncio.gather(
        *(offer(team, post) for post in (first, second, first, second)), return_exceptions=True
    )
    refused = [one for one in results if isinstance(one, Refusal)]
    assert len([one for one in results if isinstance(one, PostOffered)]) == 1
    assert {(one.key, one.facts["again"]) for one in refused} == {("one-offer-a-week", FIRST_CLOSE)}
    assert await team.rows("SELECT count(*) FROM thread_offer") == [(1,)]
    await offer(team, await put(team, 1), 1)
    [(shelved,)] = await team.rows("SELECT id FROM submission WHERE state = 'shelved'")
    await offer(team, int(str(shelved)), now=FIRST_CLOSE)
    with pytest.raises(IntegrityError):
        await team.do(
            "INSERT INTO thread_offer (membership_id, week_id, submission_id, created_at)"
            " SELECT membership_id, week_id, submission_id, created_at FROM thread_offer WHERE id = 1"
        )


async def test_the_same_press_again_gives_the_same_answer(team: PlantedHouse) -> None:
    await switch(team)
    post = await put(team)
    caller = team.caller(0)
    answers = [await team.services.thread_offers.offer(caller, post, START) for _ in range(2)]
    assert answers == [PostOffered(1, "ana 1")] * 2


@pytest.mark.parametrize(
    ("prepare", "who", "key"),
    [
        ("UPDATE team SET offers_thread = :no", 0, "no-offers-thread"),
        ("UPDATE submission SET state = 'pushed'", 0, "post-already-in-a-plan"),
        ("UPDATE submission SET state = 'withdrawn'", 0, "post-already-withdrawn"),
        ("UPDATE submission SET state = 'expired'", 0, "post-expired"),
        (None, 1, "not-your-post"),
        (None, 6, "not-a-member"),
    ],
)
async def test_what_cannot_be_offered(team: PlantedHouse, prepare: str | None, who: int, key: str) -> None:
    await switch(team)
    post = await put(team)
    if prepare is not None:
        await team.do(prepare, **({"no": False} if ":no" in prepare else {}))
    with pytest.raises(Refusal) as refusal:
        await offer(team, post, who)
    assert refusal.value.key == key
    assert await team.rows("SELECT count(*) FROM thread_offer") == [(0,)]


async def test_a_post_that_waits_for_its_season_is_offered_once_that_has_come(team: PlantedHouse) -> None:
    await switch(team)
    taken = await team.services.posts.submit(team.caller(0), team.post(0, months="7"), START)
    with pytest.raises(Refusal) as refusal:
        await offer(team, taken.submission_id)
    assert (refusal.value.key, refusal.value.facts["opens"].month) == ("offer-out-of-season", 7)
    assert await team.rows("SELECT count(*) FROM thread_offer") == [(0,)]
    await team.services.posts.set_window(team.caller(0), SetWindow(taken.submission_id, "", "", "", ""), START)
    assert (await offer(team, taken.submission_id)).title == taken.title


async def test_an_offer_says_when_its_post_is_over(team: PlantedHouse) -> None:
    await switch(team)
    given = [await put(team, who) for who in range(4)]
    for who, post in enumerate(given):
        await offer(team, post, who)
    await send(team)
    await team.services.posts.withdraw(team.caller(0), given[0], START + HOUR)
    await team.services.standings.leave(team.caller(1), Leave(team.team_id, False, False, ""), START + HOUR)
    await team.do("UPDATE submission SET last_day = '2026-01-06' WHERE id = :id", id=given[2])
    await team.services.seasons.settle_due(START + 3 * timedelta(days=1))
    said = await send(team, START + 3 * timedelta(days=1))
    assert [(one.post.title, one.over) for one in said if isinstance(one, ThreadOffer)] == [
        ("ana 1", True),
        ("ben 1", True),
        ("chidi 1", True),
    ]
    assert await send(team, START + 4 * timedelta(days=1)) == [], "each is drawn again once"


async def test_what_was_taken_back_before_it_was_said_is_never_said(team: PlantedHouse) -> None:
    await switch(team)
    post = await put(team)
    await offer(team, post)
    await team.services.posts.withdraw(team.caller(0), post, START)
    assert await send(team) == [ThreadOpened("Tea and Soup", "en"), None]
    assert await send(team, START + WEEK) == []


async def test_a_thread_that_is_gone_is_opened_once_for_all_that_waits(team: PlantedHouse) -> None:
    await switch(team)
    await send(team)
    for who in range(3):
        await offer(team, await put(team, who), who)
    for _ in range(3):
        await block(team, MessageKind.THREAD_OFFER, ThreadFault.GONE, START)
    said = await send(team, START + HOUR, where=THREAD + 1)
    assert [type(one) for one in said] == [ThreadOpened] + [ThreadOffer] * 3
    assert {one.thread_id for one in said if isinstance(one, ThreadOffer)} == {THREAD + 1}
    assert await team.rows("SELECT offers_thread_id FROM team") == [(THREAD + 1,)]


async def test_the_stewards_are_told_once_for_each_thing_in_the_way(team: PlantedHouse) -> None:
    await team.do("UPDATE membership SET steward_since = :now WHERE id IN (2, 3)", now=START)
    await switch(team)
    faults = (ThreadFault.MAY_NOT_OPEN, ThreadFault.MAY_NOT_OPEN, ThreadFault.MAY_NOT_WRITE)
    for who, fault in enumerate(faults):
        await block(team, MessageKind.THREAD_OPENED, fault, START + who * HOUR)
        await offer(team, await put(team, who), who, START + who * HOUR)
    told = await team.rows("SELECT membership_id, facts FROM notice WHERE kind = 'thread_blocked' ORDER BY id")
    assert [(one[0], json.loads(str(one[1]))["fault"]) for one in told] == [
        (2, "may-not-open"),
        (3, "may-not-open"),
        (2, "may-not-write"),
        (3, "may-not-write"),
    ]
    assert await team.rows("SELECT thread_fault, channel_fault FROM team") == [("may-not-write", None)]
    said = await send(team, START + 4 * HOUR)
    assert [type(one) for one in said] == [ThreadOpened] + [ThreadOffer] * 3
    assert await team.rows("SELECT thread_fault FROM team") == [(None,)]


async def test_what_is_parked_is_the_threads_alone(team: PlantedHouse) -> None:
    await switch(team)
    await send(team)
    await offer(team, await put(team))
    [row] = await team.services.outbox.claim(START)

    def other(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, team.team_id)
        kind, expires_at = MessageKind.TEAM_WAKES, now + WEEK
        messages.put(
            tx, dedup_key="x", team_id=1, kind=kind, payload={}, due_at=now, expires_at=expires_at, channel_id=5
        )
        tx.commit()

    await team.db.run(other, None, START)
    await team.services.outbox.blocked(row, ThreadFault.MAY_NOT_WRITE, START)
    rows = await team.db.read(lambda tx, _, __: rows_where(tx, outbox.c.state.in_(["new", "blocked"])), None, START)
    assert [(one.kind, one.state) for one in rows] == [("thread_offer", "blocked"), ("team_wakes", "new")]


async def test_an_offer_is_theirs_to_take_along(team: PlantedHouse) -> None:
    await switch(team)
    await offer(team, await put(team))
    _, file = await team.services.exports.mine(team.caller(0), START)
    [offered] = json.loads(file)["teams"][0]["offered in the thread"]
    assert (offered["title"], offered["week"]) == ("ana 1", "2026-W03")


async def test_offers_are_found_by_post_and_by_member(team: PlantedHouse) -> None:
    await switch(team)
    one, two = await put(team), await put(team, 1)
    await offer(team, one)
    await offer(team, two, 1)

    def found(tx: Tx, _: None, __: datetime) -> tuple[object, ...]:
        missing = thread_offers.post_of(tx, 99)
        by = thread_offers.of_post(tx, one), thread_offers.of_member(tx, 2), thread_offers.of_post(tx, 99)
        return missing, thread_offers.post_of(tx, 2), *by, posts.get(tx, 99)

    assert await team.db.read(found, None, START) == (None, two, [1], [2], [], None)
