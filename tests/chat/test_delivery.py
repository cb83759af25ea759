"""Each way in which a message may end: found in the history, deleted, its channel lost, an inbox closed, refused."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import discord
import pytest

from teambot.chat.delivery import Outcome, outcome_of
from teambot.chat.render.blocks import Button, Page, Row
from teambot.sandbox.loopback.permissions import Permission
from tests.chat.conftest import START, Stage, button
from tests.chat.sending import CREATE, retried, states


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


async def test_a_direct_message_too_is_looked_for_before_it_is_sent_again(stage: Stage):
    await stage.form()
    screen = (await stage.person(0).command(stage.channel, "me settings")).message
    await stage.person(0).press(screen, button(screen, "Turn direct messages on"))
    stage.discord.faults.on(*CREATE, reset=True, after=True)
    stage.blogs.posts["ana"] = 4
    await stage.turn(START + timedelta(hours=3))
    assert (await states(stage, "news"))[0][0] == "new"
    await retried(stage, 3600)
    assert len(stage.person(0).inbox()) == 1
    assert (await states(stage, "news"))[0][0] == "sent"


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
    await name.fill(form, {"reader_line": "You learn to brew it slowly.", "money": "none"})


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
    assert "New on your blog: “ana 4”" in shown
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
        (404, 0, Outcome.LATER, "no code of Discord's: from a proxy before it"),
        (403, 50001, Outcome.BLOCKED, "we do not see the channel"),
        (403, 50013, Outcome.BLOCKED, "we may not write"),
        (403, 50007, Outcome.BLOCKED, "direct messages are closed"),
        (400, 50007, Outcome.BLOCKED, "the same by another status"),
        (403, 0, Outcome.LATER, "no code of Discord's: Cloudflare, for a while"),
        (403, 40001, Outcome.BLOCKED, "Discord's own 403 again and again leads to a ban"),
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


async def test_people_can_name_a_team_so_that_nobody_is_pinged(stage: Stage):
    screen = (await stage.manager.command(stage.channel, "teambot setup")).message
    form = (await stage.manager.press(screen, button(screen, "Name and niche"))).form
    stranger = stage.ids[6]
    await stage.manager.fill(
        form, {"name": f"@everyone <@{stranger}>", "niche": f"@here <@{stranger}> # [x](http://y)"}
    )
    await stage.form(3)
    assert [set(card.mentions) for card in stage.cards] == [set(stage.ids[:3]), set()]
    assert not any("mention_everyone" in card.payload and card.payload["mention_everyone"] for card in stage.cards)


async def test_a_thread_of_the_teams_channel_means_the_team(stage: Stage):
    await stage.form(3)
    world = stage.discord.world
    thread = world.add_thread(world.channels[stage.channel], "aside", 11, stage.ids[0]).id
    assert "your week" in (await stage.person(0).command(thread, "week show")).text


@pytest.mark.parametrize("ahead", [10, -10], ids=["our clock is ahead", "our clock is behind"])
async def test_a_wrong_clock_of_ours_does_not_hide_what_was_sent(stage: Stage, ahead: int):
    """Discord's times are Discord's: what we look for may lie before or long after when we think that we sent it."""
    stage.now += timedelta(hours=1)
    ours = stage.discord.world.snowflakes._clock
    stage.discord.world.snowflakes._clock = lambda: ours() - timedelta(minutes=ahead)
    stage.discord.faults.on(*CREATE, reset=True, after=True)
    for number in range(120):
        stage.manager.say(stage.channel, f"chatter before {number}")
    await stage.set_up(3)
    await stage.quiet()
    for number in range(120):
        stage.manager.say(stage.channel, f"chatter after {number}")
    await retried(stage, 3600)
    assert stage.discord.faults.log
    assert len([one for one in stage.cards if "invited" in one.text]) == 1
    assert (await states(stage))[0][0] == "sent"
