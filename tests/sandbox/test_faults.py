"""Planned faults under the real discord.py, and the 3 seconds, the 15 minutes and the limits."""

import asyncio
import time

import aiohttp
import discord
import pytest
from discord import app_commands

from teambot.sandbox.loopback.discord import LoopbackDiscord
from tests.sandbox.conftest import Bot, Club

SEND = ("POST", "/channels/{channel_id}/messages")


async def test_a_502_after_the_effect_leaves_one_message(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    club.double.faults.on(*SEND, status=502, after=True)
    sent = await bot.get_channel(club.room.id).send("once", nonce="tb1")
    assert [row.id for row in club.ann.sees(club.room.id)] == [sent.id]
    assert club.double.faults.log == [(*SEND, "502 after")]


async def test_a_502_before_the_effect_is_tried_again(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    club.double.faults.on(*SEND, status=502)
    sent = await bot.get_channel(club.room.id).send("once")
    assert [row.id for row in club.ann.sees(club.room.id)] == [sent.id]


async def test_a_503_is_raised_at_once(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    club.double.faults.on(*SEND, status=503)
    with pytest.raises(discord.DiscordServerError):
        await bot.get_channel(club.room.id).send("lost")
    assert club.ann.sees(club.room.id) == []


@pytest.mark.parametrize("after", [True, False])
async def test_a_reset_is_raised_whether_or_not_the_message_exists(club: Club, start_bot, after: bool) -> None:
    bot = await start_bot(Bot())
    club.double.faults.on(*SEND, reset=True, after=after)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await bot.get_channel(club.room.id).send("perhaps")
    assert len(club.ann.sees(club.room.id)) == after


async def test_an_answer_can_be_held(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    free = asyncio.Event()
    fault = club.double.faults.on(*SEND, hold=free, match=lambda call: call.json()["content"] == "held")
    room = bot.get_channel(club.room.id)
    await room.send("not this")
    sending = asyncio.create_task(room.send("held"))
    while not fault.hits:
        await asyncio.sleep(0.01)
    assert [row.text for row in club.ann.sees(club.room.id)] == ["not this", "held"]
    assert not sending.done()
    free.set()
    assert (await sending).content == "held"


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_429_is_waited_out(club: Club, start_bot, scope: str) -> None:
    bot = await start_bot(Bot())
    club.double.faults.on(*SEND, status=429, retry_after=0.3, scope=scope)
    begun = time.monotonic()
    await bot.get_channel(club.room.id).send("later")
    assert time.monotonic() - begun >= 0.3
    assert len(club.ann.sees(club.room.id)) == 1


async def test_small_buckets_are_met_and_waited_for(checker, point_discord) -> None:
    now = lambda: discord.utils.utcnow()  # noqa: E731
    double = LoopbackDiscord(now, limits=True, observe=checker)
    double.limits.sizes["POST /channels/{channel_id}/messages"] = (2, 0.4)
    ann = double.world.add_user("Ann")
    room = double.world.add_channel(double.world.add_guild("Club", ann.id).id, "blogs")
    await double.start()
    point_discord(double)
    bot = Bot()
    task = asyncio.create_task(bot.start(double.token))
    await double.wait_ready()
    await bot.wait_until_ready()
    begun = time.monotonic()
    await asyncio.gather(*[bot.get_channel(room.id).send(str(n)) for n in range(5)])
    assert time.monotonic() - begun >= 0.8
    assert len(double.person(ann.id).sees(room.id)) == 5
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {double.token}"}) as session:
        url = f"{double.api}/channels/{room.id}/messages"
        answers = [await session.post(url, json={"content": "x"}) for _ in range(4)]
        refused = [row for row in answers if row.status == 429]
        assert refused
        assert refused[0].headers["Via"]
        assert refused[0].headers["X-RateLimit-Remaining"] == "0"
        assert abs(float(refused[0].headers["X-RateLimit-Reset"]) - time.time()) < 5
        body = await refused[0].json()
        assert 0 < body["retry_after"] <= 0.4
        assert body["global"] is False
    await bot.close()
    await task
    await double.stop()


async def test_the_limits_of_an_answer(club: Club, start_bot) -> None:
    """Late is 10062, twice is 40060, after 15 minutes 50027; what was never opened is 10062 and 10015."""
    codes: dict[str, int] = {}
    bot = Bot()

    async def code_of(name: str, call) -> None:
        with pytest.raises(discord.HTTPException) as refused:
            await call
        codes[name] = refused.value.code

    @bot.tree.command(description="Answer")
    async def answer(act: discord.Interaction, how: str) -> None:
        if how == "late":
            await asyncio.sleep(0.4)
            await code_of("late", act.response.send_message("late"))
            return
        await act.response.send_message("one", ephemeral=True)
        act.response._response_type = None
        await code_of("twice", act.response.send_message("two"))
        club.double.interactions.token_seconds = 0.0
        await code_of("expired", act.followup.send("old"))
        club.double.interactions.token_seconds = 900.0
        await act.delete_original_response()
        await code_of("deleted", act.edit_original_response(content="gone"))

    await start_bot(bot)
    club.double.interactions.answer_seconds = 0.2
    assert (await club.ann.command(club.room.id, "answer", how="late")).failed == "no answer in 0.2 s"
    await club.ann.command(club.room.id, "answer", how="well")
    async with asyncio.timeout(5):
        while len(codes) < 4:
            await asyncio.sleep(0.02)
    assert codes == {"late": 10062, "twice": 40060, "expired": 50027, "deleted": 10008}


async def test_a_deferral_that_is_never_filled_fails(club: Club, start_bot) -> None:
    bot = Bot()

    @bot.tree.command(description="Only think")
    async def think(act: discord.Interaction) -> None:
        await act.response.defer(ephemeral=True)

    await start_bot(bot)
    club.double.acts.fill_seconds = 0.2
    answer = await club.ann.command(club.room.id, "think")
    assert answer.acknowledged
    assert answer.failed == "acknowledged, and no answer in 0.2 s after it"
    assert answer.message is None


async def test_commands_are_offered_by_permission_and_place(club: Club, start_bot) -> None:
    bot = Bot()

    @bot.tree.command(description="Set up")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(act: discord.Interaction) -> None:
        await act.response.send_message("yes", ephemeral=True)

    await start_bot(bot)
    with pytest.raises(LookupError):
        await club.bo.command(club.room.id, "setup")
    club.double.world.add_member(club.guild.id, club.bo.id, manage_guild=True)
    assert (await club.bo.command(club.room.id, "setup")).text == "yes"
    with pytest.raises(LookupError):
        await club.bo.command(club.double.world.dm_channel(club.bo.id).id, "setup")
