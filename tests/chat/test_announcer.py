"""The announcer against faults: nothing lost, nothing doubled, nothing that ends it."""

import asyncio

import pytest

from tests.chat.conftest import Stage, button
from tests.chat.sending import CREATE, retried, states


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"status": 503}, "the library does not retry a 503"),
        ({"status": 503, "after": True}, "it arrived, and nobody told us"),
        ({"reset": True}, "the library does not retry a reset on Linux"),
        ({"reset": True, "after": True}, "it arrived, and the line was cut"),
        ({"status": 502, "after": True}, "the library retries it with the same nonce"),
        ({"status": 429}, "the library waits"),
        ({"status": 429, "scope": "global"}, "the library waits with everything"),
    ],
)
async def test_a_message_that_failed_arrives_exactly_once(stage: Stage, fault: dict, reason: str):
    stage.discord.faults.on(*CREATE, **fault)
    await stage.set_up(3)
    assert stage.discord.faults.log, "the fault did not strike"
    await retried(stage)
    assert len(stage.cards) == 1, reason
    assert (await states(stage))[0][0] == "sent"


async def test_a_long_night_of_faults_loses_and_doubles_nothing(stage: Stage):
    for fault in ({"status": 503}, {"reset": True, "after": True}, {"status": 503, "after": True}, {"reset": True}):
        stage.discord.faults.on(*CREATE, **fault)
    await stage.set_up(3)
    for _ in range(6):
        await retried(stage, 40)
    assert len(stage.cards) == 1


async def test_a_bug_in_the_middle_ends_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    facts = stage.services.outbox.facts
    calls = []

    async def broken(_, row, now):
        calls.append(row.id)
        if len(calls) < 3:
            raise RuntimeError("a bug")
        return await facts(row, now)

    monkeypatch.setattr(type(stage.services.outbox), "facts", broken)
    await stage.set_up(3)
    for _ in range(4):
        await retried(stage)
    assert len(stage.cards) == 1


async def test_a_store_that_fails_at_the_claim_or_the_mark_ends_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    outbox = type(stage.services.outbox)
    claim, sent = outbox.claim, outbox.sent
    broken = {"claim": 2, "sent": 1}

    async def claiming(self, now):
        if broken["claim"]:
            broken["claim"] -= 1
            raise RuntimeError("the disk is full")
        return await claim(self, now)

    async def marking(self, *args):
        if broken["sent"]:
            broken["sent"] -= 1
            raise RuntimeError("the disk is full")
        return await sent(self, *args)

    monkeypatch.setattr(outbox, "claim", claiming)
    monkeypatch.setattr(outbox, "sent", marking)
    await stage.set_up(3)
    for _ in range(4):
        await retried(stage, 130)
    assert len(stage.cards) == 1
    assert (await states(stage))[0][0] == "sent"


async def test_a_stop_waits_for_the_message_on_its_way(stage: Stage):
    held = asyncio.Event()
    stage.discord.faults.on(*CREATE, hold=held)
    await _founded_without_waiting(stage)
    stopping = asyncio.create_task(stage.announcer.stop(8))
    await asyncio.sleep(0.1)
    assert not stopping.done()
    held.set()
    await stopping
    assert (await states(stage))[0][0] == "sent"


async def test_a_stop_that_cannot_wait_leaves_the_row_to_the_next_start_and_nothing_is_doubled(stage: Stage):
    held = asyncio.Event()
    stage.discord.faults.on(*CREATE, hold=held)
    await _founded_without_waiting(stage)
    await stage.announcer.stop(0)
    assert (await states(stage))[0][0] == "claimed"
    held.set()
    await stage.restart()
    await stage.quiet()
    assert len(stage.cards) == 1
    assert (await states(stage))[0][0] == "sent"


async def _founded_without_waiting(stage: Stage) -> None:
    answer = await stage.manager.command(stage.channel, "teambot setup")
    menu = next(each.custom_id for each in answer.message.selects if "founders" in each.custom_id)
    await stage.manager.choose(answer.message, menu, stage.ids[:3])
    await stage.manager.press(answer.message, button(answer, "Found the team"))
    async with asyncio.timeout(5):
        while not stage.cards:
            await asyncio.sleep(0.01)


async def test_an_idle_announcer_stays_idle(stage: Stage):
    await stage.set_up(3)
    done = stage.db.load.done
    await asyncio.sleep(0.5)
    assert stage.db.load.done == done
    assert stage.announcer.idle
