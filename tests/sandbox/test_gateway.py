"""The gateway under the real discord.py: cuts, resumes, lost sessions, refusals at the door."""

import asyncio
import json

import aiohttp
import discord
import pytest

from teambot.sandbox.loopback.session import MEMBERS
from tests.sandbox.conftest import Bot, Club


async def until(holds, seconds: float = 8) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


def hello_bot() -> Bot:
    bot = Bot()

    @bot.tree.command(description="Say hello")
    async def hello(act: discord.Interaction) -> None:
        await act.response.send_message("hello", ephemeral=True)

    return bot


@pytest.mark.parametrize("how", ["cut", "reconnect_request", "op9"])
async def test_a_cut_session_is_resumed_and_what_was_missed_is_replayed(club: Club, start_bot, how: str) -> None:
    bot = await start_bot(hello_bot())
    before = bot.seen.count("READY")
    if how == "op9":
        club.double.invalidate(resumable=True)
    else:
        getattr(club.double, how)()
    answer = await club.ann.command(club.room.id, "hello")
    assert answer.text == "hello"
    await until(lambda: "RESUMED" in bot.seen)
    assert bot.seen.count("READY") == before == 1
    assert bot.seen.count("INTERACTION_CREATE") == 1


async def test_an_event_can_be_delivered_twice(club: Club, start_bot) -> None:
    codes: list[int] = []
    bot = Bot()

    @bot.tree.command(description="Say hello")
    async def hello(act: discord.Interaction) -> None:
        try:
            await act.response.send_message("hello", ephemeral=True)
        except discord.HTTPException as refused:
            codes.append(refused.code)

    await start_bot(bot)
    assert (await club.ann.command(club.room.id, "hello")).text == "hello"
    club.double.deliver_again()
    await until(lambda: codes == [40060])
    assert len(club.ann.sees(club.room.id)) == 1


async def test_a_lost_session_is_begun_anew(club: Club, start_bot) -> None:
    bot = hello_bot()

    async def at_once(shard_id: int | None, *, initial: bool = False) -> None: ...

    bot.before_identify_hook = at_once
    await start_bot(bot)
    club.double.invalidate(resumable=False)
    await until(lambda: bot.seen.count("READY") == 2)
    assert (await club.ann.command(club.room.id, "hello")).text == "hello"
    assert "RESUMED" not in bot.seen


async def test_a_wrong_token_is_refused(club: Club, checker) -> None:
    bot = Bot()
    with pytest.raises(discord.LoginFailure):
        await bot.start("another-token")
    await bot.close()


async def test_privileged_intents_are_off_until_they_are_on(club: Club, start_bot) -> None:
    bot = Bot(intents=discord.Intents(guilds=True, members=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await bot.start(club.double.token)
    await bot.close()
    club.double.hub.privileged = MEMBERS
    open_bot = await start_bot(Bot(intents=discord.Intents(guilds=True, members=True)))
    assert {row.name for row in open_bot.get_guild(club.guild.id).members} == {"ann", "bo", "teambot"}
    assert len([row async for row in open_bot.get_guild(club.guild.id).fetch_members()]) == 3
    cy = club.double.world.add_user("Cy")
    club.double.world.add_member(club.guild.id, cy.id)
    club.double.world.remove_member(club.guild.id, club.bo.id)
    await until(lambda: {row.name for row in open_bot.get_guild(club.guild.id).members} == {"ann", "cy", "teambot"})


async def test_without_the_members_intent_the_list_is_closed(club: Club, http) -> None:
    status, body = await http("GET", f"/guilds/{club.guild.id}/members?limit=10")
    assert (status, body["code"]) == (403, 50001)


async def test_what_changes_in_the_server_is_told(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    world = club.double.world
    extra = world.add_channel(club.guild.id, "second")
    await until(lambda: bot.get_channel(extra.id) is not None)
    world.hide_channel(extra.id)
    own = bot.get_guild(club.guild.id).me
    await until(lambda: not bot.get_channel(extra.id).permissions_for(own).view_channel)
    world.delete_channel(extra.id)
    await until(lambda: bot.get_channel(extra.id) is None)
    other = world.add_guild("Another club", club.ann.id)
    await until(lambda: bot.get_guild(other.id) is not None)


async def test_people_s_words_are_kept_from_a_bot_without_the_content_intent(club: Club, start_bot) -> None:
    heard = []
    bot = Bot(intents=discord.Intents(guilds=True, messages=True))

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.content)

    await start_bot(bot)
    club.ann.say(club.room.id, "a secret")
    club.ann.say(club.room.id, f"<@{bot.user.id}> listen")
    await bot.get_channel(club.room.id).send("mine")
    await until(lambda: len(heard) == 3)
    assert heard == ["", f"<@{bot.user.id}> listen", "mine"]


# What a client may do wrong at the door, the code it is closed with, and why.
DOOR = [
    ("not json", 4002, "decode error"),
    ({"d": None}, 4002, "a frame without op"),
    ({"op": 8, "d": {}}, 4003, "a command before IDENTIFY"),
    ({"op": 2, "d": []}, 4002, "IDENTIFY with a list"),
    ({"op": 2, "d": {"token": "no", "intents": 0, "properties": {}}}, 4004, "a wrong token"),
    ({"op": 6, "d": {"token": "no", "session_id": "x", "seq": 1}}, 4004, "RESUME with a wrong token"),
    ({"op": 2, "d": {"token": "sandbox-token", "intents": 2, "properties": {}}}, 4014, "an intent that is off"),
    (
        {"op": 2, "d": {"token": "sandbox-token", "intents": 0, "properties": {}, "shard": [3, 2]}},
        4010,
        "no such shard",
    ),
]


@pytest.mark.parametrize(("frame", "code", "why"), DOOR, ids=[row[2] for row in DOOR])
async def test_close_codes(frame: object, code: int, why: str, loopback, checker) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(loopback.gateway) as socket:
        hello = await socket.receive_json()
        assert hello["op"] == 10
        await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
        closed = await socket.receive()
        assert closed.type is aiohttp.WSMsgType.CLOSE
        assert closed.data == code
    if checker is not None:
        checker.wrong.clear()  # the commands were meant to be wrong


async def test_a_session_that_is_unknown_cannot_be_resumed(loopback) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(loopback.gateway) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
        await socket.send_json({"op": 6, "d": {"token": loopback.token, "session_id": "gone", "seq": 3}})
        answer = await socket.receive_json()
        assert (answer["op"], answer["d"]) == (9, False)
