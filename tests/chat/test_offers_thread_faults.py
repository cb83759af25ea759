"""What befalls the offers' thread: a lost answer, a kill, a missing permission, somebody who deletes or locks it."""

import asyncio

import pytest

from teambot.sandbox.loopback.entities import Kind
from teambot.sandbox.loopback.permissions import Permission
from tests.chat.conftest import Stage, button
from tests.chat.sending import CREATE, retried, states
from tests.chat.threads import offered, threads, vote_for_thread, with_thread, written

START_THREAD = ("POST", "/channels/{channel_id}/messages/{message_id}/threads")
CARD = "a thread for offers"


def cards(stage: Stage) -> list[int]:
    return [seen.id for seen in stage.cards if CARD in seen.text]


async def formed(stage: Stage, members: int = 3) -> None:
    stage.names = stage.names[:members]
    await stage.form(members)


async def do(stage: Stage, sql: str) -> None:
    def fn(tx, _, __) -> None:
        tx.exec_driver_sql(sql)
        tx.commit()

    await stage.db.run(fn, None, stage.now)


def let(stage: Stage, deny: int) -> None:
    stage.discord.world.overwrite(stage.channel, stage.bot.user.id, deny=deny)


@pytest.mark.parametrize("seconds", [30, 3600], ids=["Discord knows the nonce", "Discord has forgotten it"])
@pytest.mark.parametrize("what", [CREATE, START_THREAD], ids=["of its message", "of the thread"])
@pytest.mark.parametrize("how", [{"reset": True}, {"status": 502}], ids=["cut", "a proxy's no"])
async def test_a_lost_answer_makes_no_second_thread(stage: Stage, what, how, seconds: int):
    await formed(stage)
    stage.discord.faults.on(
        *what, after=True, match=lambda call: what is START_THREAD or CARD in str(call.json()), **how
    )
    await vote_for_thread(stage)
    await retried(stage, seconds)
    await retried(stage, seconds)
    assert len(stage.discord.faults.log) == 1
    [thread] = threads(stage)
    assert cards(stage) == [thread.id]
    assert await states(stage, "thread_opened") == [("sent", None)]
    await offered(stage, await stage.submit(0))
    assert len(written(stage, thread)) == 1


@pytest.mark.parametrize("what", [CREATE, START_THREAD], ids=["after its message", "after the thread"])
async def test_a_bot_that_dies_while_it_opens_the_thread_opens_no_second(stage: Stage, what):
    await formed(stage)
    never = asyncio.Event()
    stage.discord.faults.on(
        *what, hold=never, match=lambda call: what is START_THREAD or CARD in str(call.json()), times=1
    )
    opening = asyncio.create_task(vote_for_thread(stage))
    async with asyncio.timeout(10):
        while not stage.discord.faults.log:
            await asyncio.sleep(0.01)
    await stage.stop(0)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    never.set()
    await stage.start()
    await retried(stage, 3600)
    [thread] = threads(stage)
    assert cards(stage) == [thread.id]
    await offered(stage, await stage.submit(0))
    assert len(written(stage, thread)) == 1


@pytest.mark.parametrize(
    ("denied", "words"),
    [
        (Permission.CREATE_PUBLIC_THREADS, "lacks Create Public Threads"),
        (Permission.SEND_MESSAGES_IN_THREADS, "lacks Send Messages in Threads"),
    ],
)
async def test_without_a_permission_no_thread_is_opened_until_an_offer_after_it_is_given(
    stage: Stage, denied: Permission, words: str
):
    await formed(stage)
    await do(stage, "UPDATE membership SET steward_since = '2026-01-05' WHERE id = 2")
    let(stage, denied)
    await vote_for_thread(stage)
    assert (threads(stage), cards(stage)) == ([], []), "nothing is announced that is not there"
    told = (await stage.person(1).command(stage.channel, "week show")).text
    assert words in told
    assert "It is tried again with the next offer." in told
    assert words not in (await stage.person(2).command(stage.channel, "week show")).text, "stewards alone"
    waits = await offered(stage, await stage.submit(0))
    assert "It is tried again now, and with every next offer." in waits.text
    assert threads(stage) == []
    assert words not in (await stage.person(1).command(stage.channel, "week show")).text, "they are told once"
    let(stage, 0)
    await offered(stage, await stage.submit(1), 1)
    [thread] = threads(stage)
    assert cards(stage) == [thread.id]
    assert ["by Ana" in seen.text for seen in written(stage, thread)] == [True, False], "nothing was lost meanwhile"
    assert "tried again" not in (await offered(stage, await stage.submit(2), 2)).text


async def test_where_discord_alone_knows_that_it_may_not_it_is_told_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    await formed(stage)
    await do(stage, "UPDATE membership SET steward_since = '2026-01-05' WHERE id = 2")
    with monkeypatch.context() as patched:
        patched.setattr("teambot.chat.offers_thread.check_may_open", lambda *_: None)
        let(stage, Permission.CREATE_PUBLIC_THREADS)
        await vote_for_thread(stage)
    let(stage, 0)
    assert "Create Public Threads" in (await stage.person(1).command(stage.channel, "week show")).text
    [card] = cards(stage)
    await offered(stage, await stage.submit(0))
    [thread] = threads(stage)
    assert thread.id == card, "the message of before is found again"
    assert cards(stage) == [card]
    assert len(written(stage, thread)) == 1


async def test_where_writing_is_forbidden_later_offers_wait_for_the_next(stage: Stage):
    thread = await with_thread(stage)
    await do(stage, "UPDATE membership SET steward_since = '2026-01-05' WHERE id = 2")
    let(stage, Permission.SEND_MESSAGES_IN_THREADS)
    await offered(stage, await stage.submit(0))
    assert await states(stage, "thread_offer") == [("blocked", "may-not-write")]
    assert "Send Messages in Threads" in (await stage.person(1).command(stage.channel, "week show")).text
    assert await states(stage, "motion") == [("sent", None)]
    let(stage, 0)
    await offered(stage, await stage.submit(1), 1)
    assert len(written(stage, thread)) == 2
    assert await states(stage, "thread_offer") == [("sent", None), ("sent", None)]


@pytest.mark.parametrize("asleep", [False, True])
async def test_a_locked_thread_stays_locked_and_the_stewards_hear_of_it(stage: Stage, asleep: bool):
    thread = await with_thread(stage)
    await do(stage, "UPDATE membership SET steward_since = '2026-01-05' WHERE id = 2")
    first = await stage.submit(0)
    await offered(stage, first)
    thread.locked, thread.archived = True, asleep
    await offered(stage, await stage.submit(1), 1)
    assert await states(stage, "thread_offer") == [("sent", None), ("blocked", "locked")]
    assert "it is locked" in (await stage.person(1).command(stage.channel, "week show")).text
    assert len(written(stage, thread)) == 1
    thread.locked = False
    await offered(stage, await stage.submit(2), 2)
    assert len(written(stage, thread)) == 3


@pytest.mark.parametrize("asleep", [False, True])
async def test_what_is_taken_back_goes_as_soon_as_a_locked_thread_lets_it(stage: Stage, asleep: bool):
    thread = await with_thread(stage)
    answer = await stage.submit(0)
    await offered(stage, answer)
    thread.locked, thread.archived = True, asleep
    await stage.person(0).press(answer.message, button(answer, "Withdraw"))
    await stage.quiet()
    assert await states(stage, "thread_offer") == [("sent", None), ("blocked", "locked")]
    thread.locked = False
    await stage.later(days=20)
    await offered(stage, await stage.submit(1), 1)
    assert [seen.text == "This is no longer on offer." for seen in written(stage, thread)] == [True, False]


async def test_a_deleted_thread_is_opened_again_at_the_next_offer(stage: Stage):
    old = await with_thread(stage)
    first = await stage.submit(0)
    await offered(stage, first)
    stage.discord.world.delete_channel(old.id)
    await stage.later(hours=1)
    assert threads(stage) == [], "nobody opens it again for nothing"
    await stage.person(0).press(first.message, button(first, "Withdraw"))
    await stage.quiet()
    assert await states(stage, "thread_offer") == [("sent_deleted", None), ("sent_deleted", None)]
    await offered(stage, await stage.submit(1), 1)
    [thread] = threads(stage)
    assert cards(stage) == [old.id, thread.id]
    assert ["by Ben" in seen.text for seen in written(stage, thread)] == [True]
    await offered(stage, await stage.submit(2), 2)
    assert threads(stage) == [thread]
    assert len(written(stage, thread)) == 2


async def test_a_channel_that_was_hidden_for_a_while_keeps_its_thread(stage: Stage):
    thread = await with_thread(stage)
    answer = await stage.submit(0)
    let(stage, Permission.VIEW_CHANNEL)
    await offered(stage, answer)
    assert await states(stage, "thread_offer") == [("blocked", "50001")]
    assert "may no longer write in the channel" in (await stage.person(1).command(stage.channel, "week show")).text
    let(stage, 0)
    await stage.manager.command(stage.channel, "teambot setup")
    await stage.quiet()
    assert threads(stage) == [thread]
    assert len(written(stage, thread)) == 1


async def test_where_the_server_is_full_of_threads_it_waits_for_room(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    await formed(stage)
    with monkeypatch.context() as full:
        full.setattr("teambot.sandbox.loopback.rest.threads.MOST_ACTIVE", 0)
        await vote_for_thread(stage)
    assert await states(stage, "thread_opened") == [("blocked", "too-many")]
    await offered(stage, await stage.submit(0))
    [thread] = threads(stage)
    assert cards(stage) == [thread.id]
    assert len(written(stage, thread)) == 1


async def test_in_an_announcement_channel_the_thread_is_of_its_kind(stage: Stage):
    stage.discord.world.channels[stage.channel].kind = int(Kind.ANNOUNCEMENT)
    thread = await with_thread(stage)
    assert thread.kind == 10
    await offered(stage, await stage.submit(0))
    assert len(written(stage, thread)) == 1


async def test_where_the_channel_is_lost_the_thread_is_opened_in_the_new_one(stage: Stage):
    old = await with_thread(stage)
    world = stage.discord.world
    await stage.submit(0)
    elsewhere = world.add_channel(stage.guild.id, "tea-again").id
    world.delete_channel(stage.channel)
    stage.channel = elsewhere
    await offered(stage, await stage.person(0).command(elsewhere, "post list"))
    assert "may no longer write in the channel" in (await stage.person(1).command(elsewhere, "week show")).text
    await stage.manager.command(elsewhere, "teambot setup")
    await stage.quiet()
    await offered(stage, await stage.submit(1), 1)
    [thread] = threads(stage)
    assert thread.parent_id == elsewhere
    assert thread.id != old.id
    assert ["by Ana" in seen.text for seen in written(stage, thread)] == [True, False]
