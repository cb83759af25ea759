"""The announcer against everything Discord does to it: nothing lost, nothing doubled, nothing that ends it."""

import asyncio
import logging
from datetime import timedelta
from types import SimpleNamespace

import discord
import pytest

from teambot.chat.delivery import Outcome, outcome_of
from teambot.chat.render.blocks import Button, Page, Row
from teambot.sandbox.permissions import Permission
from tests.chat.conftest import START, Stage, button

CREATE = ("POST", "/channels/{channel_id}/messages")


async def states(stage: Stage, kind: str = "invitation") -> list[tuple[str, str | None]]:
    def rows(tx, _, __):
        return [
            tuple(row)
            for row in tx.exec_driver_sql(f"SELECT state, fault FROM outbox WHERE kind = '{kind}' ORDER BY id")
        ]

    return await stage.db.read(rows, None, stage.now)


async def retried(stage: Stage, seconds: float = 30) -> None:
    """Let the wait before the next attempt pass."""
    stage.now += timedelta(seconds=seconds)
    await stage.quiet()


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


async def test_where_discord_has_forgotten_the_nonce_the_history_is_looked_through(stage: Stage):
    stage.discord.faults.on(*CREATE, reset=True, after=True)
    await stage.set_up(3)
    assert len(stage.cards) == 1
    for number in range(60):
        stage.manager.say(stage.channel, f"chatter {number}")
    await retried(stage, 3600)
    await retried(stage, 3600)
    assert len([card for card in stage.cards if "invited" in card.text]) == 1
    assert (await states(stage))[0][0] == "sent"


async def test_an_unreadable_history_blocks_instead_of_guessing(stage: Stage):
    stage.discord.faults.on(*CREATE, reset=True, after=True)
    await stage.set_up(3)
    bot = stage.bot.user.id
    stage.discord.world.overwrite(stage.channel, bot, deny=Permission.READ_MESSAGE_HISTORY)
    await retried(stage, 3600)
    assert len(stage.cards) == 1
    assert await states(stage) == [("blocked", "history")]


async def test_a_deleted_message_is_not_sent_again(stage: Stage):
    stage.discord.faults.on(*CREATE, reset=True, after=True)
    await stage.set_up(3)
    stage.discord.posting.delete(stage.card())
    await retried(stage)
    assert stage.cards == []
    assert (await states(stage))[0][0] == "sent_deleted"


@pytest.mark.parametrize("how", ["deleted", "hidden"])
async def test_a_lost_channel_blocks_and_the_wizard_brings_it_back(stage: Stage, how: str):
    await stage.form()
    world = stage.discord.world
    elsewhere = world.add_channel(stage.guild.id, "tea-again").id
    if how == "deleted":
        world.delete_channel(stage.channel)
    else:
        world.hide_channel(stage.channel)
    for who in range(6):
        await _submitted_elsewhere(stage, who, elsewhere)
    await stage.turn(START + timedelta(days=6, hours=10))
    await stage.turn(START + timedelta(days=7, hours=1))
    assert [state for state, _ in await states(stage, "week_card")] == ["blocked"]
    told = (await stage.person(0).command(elsewhere, "week show")).text
    assert "may no longer write in the channel" in told
    answer = await stage.manager.command(elsewhere, "teambot setup")
    await stage.quiet()
    assert "lives here now" in answer.text
    assert any("week of" in seen.text for seen in world.messages_in(elsewhere))
    assert (await states(stage, "week_card"))[0][0] == "sent"


async def _submitted_elsewhere(stage: Stage, who: int, channel: int) -> None:
    name = stage.person(who)
    choices = await name.autocomplete(channel, "post submit", "url", "")
    form = (await name.command(channel, "post submit", url=choices[0].value)).form
    await name.fill(form, {"reader_line": "You learn to brew it slowly."})


async def test_closed_direct_messages_are_told_once_behind_my_week(stage: Stage):
    await stage.form()
    screen = (await stage.person(0).command(stage.channel, "me settings")).message
    await stage.person(0).press(screen, button(screen, "Turn direct messages on"))
    stage.discord.world.close_dms(stage.ids[0])
    stage.blogs.posts["ana"] = 4
    await stage.turn(START + timedelta(hours=3))
    assert stage.person(0).inbox() == []
    assert await states(stage, "news") == [("blocked", "50007")]
    shown = (await stage.person(0).command(stage.channel, "week show")).text
    assert "would not let us send you a direct message" in shown
    assert "New on your blog: ana 4" in shown
    again = (await stage.person(0).command(stage.channel, "week show")).text
    assert "would not let us" not in again


async def test_what_discord_refuses_for_what_it_says_is_dead_and_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    twice = Page((Row((Button("One", "tb:week"),)), Row((Button("Two", "tb:week"),))), 7)
    monkeypatch.setattr("teambot.chat.delivery.page_of", lambda *_: twice)
    await stage.set_up(3)
    assert (await states(stage))[0][0] == "dead"
    assert [record.levelno for record in caplog.records if record.getMessage() == "outbox.dead"] == [logging.ERROR]


@pytest.mark.parametrize(
    ("status", "code", "outcome", "reason"),
    [
        (404, 10008, Outcome.DELETED, "somebody deleted the message"),
        (404, 10003, Outcome.BLOCKED, "the channel is gone"),
        (404, 0, Outcome.BLOCKED, "something is gone"),
        (403, 50001, Outcome.BLOCKED, "we do not see the channel"),
        (403, 50013, Outcome.BLOCKED, "we may not write"),
        (403, 50007, Outcome.BLOCKED, "direct messages are closed"),
        (400, 50007, Outcome.BLOCKED, "the same by another status"),
        (403, 0, Outcome.BLOCKED, "a 403 again and again leads to a ban"),
        (400, 50035, Outcome.DEAD, "what we say is malformed"),
        (413, 40005, Outcome.DEAD, "what we say is too large"),
        (401, 0, Outcome.LATER, "a token that is being changed"),
        (429, 0, Outcome.LATER, "too many"),
        (500, 0, Outcome.LATER, "theirs"),
        (503, 0, Outcome.LATER, "theirs"),
    ],
)
def test_each_of_discords_answers_means_one_thing(status: int, code: int, outcome: Outcome, reason: str):
    error = discord.HTTPException(SimpleNamespace(status=status, reason=""), {"code": code, "message": ""})
    assert outcome_of(error)[0] is outcome, reason


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
