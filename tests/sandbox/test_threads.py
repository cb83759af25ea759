"""Threads: opened by the bot, written in, put to sleep and woken, locked, deleted; by the real discord.py and bare."""

import asyncio

import discord
import pytest

from teambot.sandbox.loopback.permissions import Permission
from tests.sandbox.conftest import Bot, Club, Http
from tests.sandbox.threads import PUBLIC, later, started, until


async def test_the_bot_opens_a_thread_and_writes_cards_into_it(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    room = bot.get_channel(club.room.id)
    thread = await room.create_thread(
        name="Offers", type=discord.ChannelType.public_thread, auto_archive_duration=10080, slowmode_delay=5
    )
    await until(lambda: bot.get_channel(thread.id))
    heard = bot.get_channel(thread.id)
    assert (heard.name, heard.parent_id, heard.auto_archive_duration, heard.slowmode_delay) == (
        "Offers",
        room.id,
        10080,
        5,
    )
    assert (heard.owner_id, heard.me.id, heard.archived, heard.locked) == (bot.user.id, bot.user.id, False, False)
    view = discord.ui.LayoutView(timeout=None)
    button = discord.ui.Button(label="Read it", custom_id="tb:x")
    view.add_item(
        discord.ui.Container(discord.ui.TextDisplay(f"<@{club.bo.id}> offers Soup"), discord.ui.ActionRow(button))
    )
    sent = await thread.send(view=view, nonce="tb1", allowed_mentions=discord.AllowedMentions.none())
    assert (await thread.send(view=view, nonce="tb1")).id == sent.id
    assert [row.text for row in club.ann.sees(thread.id)] == [f"<@{club.bo.id}> offers Soup"]
    assert club.double.world.messages[sent.id].mentions == ()
    assert [row.id async for row in thread.history()] == [sent.id]
    assert (await bot.fetch_channel(thread.id)).message_count == 1
    await sent.delete()
    fetched = await bot.fetch_channel(thread.id)
    assert (fetched.message_count, fetched.total_message_sent) == (0, 1)


async def test_its_channel_tells_that_a_public_thread_was_opened_and_pings_nobody(club: Club, http: Http) -> None:
    thread = await started(club, http, name=f"Offers for <@{club.bo.id}> @everyone")
    (line,) = club.ann.sees(club.room.id)
    assert (line.text, line.payload["type"], line.mentions) == (f"started a thread: {thread.name}", 18, ())
    assert line.payload["message_reference"]["channel_id"] == str(thread.id)
    await started(club, http, type=12)
    assert len(club.ann.sees(club.room.id)) == 1


async def test_a_button_and_a_command_in_a_thread(club: Club, start_bot) -> None:
    bot = Bot()
    where: list[tuple[int, int]] = []

    @bot.tree.command(description="Say where")
    async def here(act: discord.Interaction) -> None:
        where.append((act.channel.id, act.channel.parent_id))
        await act.response.send_message("here", ephemeral=True)

    @bot.event
    async def on_interaction(act: discord.Interaction) -> None:
        if act.type is discord.InteractionType.component:
            where.append((act.channel.id, act.channel.parent_id))
            await act.response.send_message("pressed")

    await start_bot(bot)
    thread = await bot.get_channel(club.room.id).create_thread(name="Offers", type=discord.ChannelType.public_thread)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Read it", custom_id="x"))
    card = await thread.send("Soup", view=view)
    assert (await club.bo.command(thread.id, "here")).text == "here"
    assert (await club.bo.press(club.double.world.messages[card.id], "x")).text == "pressed"
    assert where == [(thread.id, club.room.id)] * 2
    assert [row.text for row in club.ann.sees(thread.id)] == ["Soup", "pressed"]


async def test_a_thread_is_there_again_when_the_bot_comes_back(club: Club, start_bot) -> None:
    world = club.double.world
    active, asleep = (world.add_thread(club.room, name) for name in ("Offers", "Old"))
    world.archive_thread(asleep.id)
    side = world.add_channel(club.guild.id, "hidden")
    unseen = world.add_thread(side, "Unseen")
    world.hide_channel(side.id)
    bot = await start_bot(Bot())
    assert [row.id for row in bot.get_guild(club.guild.id).threads] == [active.id]
    assert bot.get_channel(asleep.id) is None
    assert (await bot.fetch_channel(asleep.id)).archived
    assert [row.id for row in await bot.get_guild(club.guild.id).active_threads()] == [active.id]
    assert [row.id async for row in bot.get_channel(club.room.id).archived_threads()] == [asleep.id]
    with pytest.raises(discord.Forbidden) as refused:
        await bot.fetch_channel(unseen.id)
    assert refused.value.code == 50001


async def test_a_thread_falls_asleep_and_a_message_wakes_it(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    thread = await bot.get_channel(club.room.id).create_thread(
        name="Offers", type=discord.ChannelType.public_thread, auto_archive_duration=1440
    )
    card = await thread.send("Soup")
    later(club, hours=23)
    assert not (await bot.fetch_channel(thread.id)).archived
    later(club, hours=25)
    fetched = await bot.fetch_channel(thread.id)
    assert fetched.archived
    assert fetched.archive_timestamp > thread.archive_timestamp
    await until(lambda: bot.get_channel(thread.id) is None)  # the library forgets what is archived
    place = bot.get_partial_messageable(thread.id, guild_id=club.guild.id)
    with pytest.raises(discord.HTTPException) as refused:
        await place.get_partial_message(card.id).edit(content="Soup, edited")
    assert refused.value.code == 50083
    assert [row.content async for row in place.history()] == ["Soup"]
    await place.send("Bread")
    assert not club.double.world.channels[thread.id].archived
    await until(lambda: "THREAD_UPDATE" in bot.seen and bot.get_channel(thread.id) is not None)
    await place.get_partial_message(card.id).edit(content="Soup, edited")


async def test_threads_are_told_again_when_the_bot_comes_to_see_their_channel(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    world = club.double.world
    world.hide_channel(club.room.id)
    unseen = world.add_thread(club.room, "Offers")
    asleep = world.add_thread(club.room, "Old")
    world.archive_thread(asleep.id)
    await asyncio.sleep(0.05)
    assert "THREAD_CREATE" not in bot.seen
    assert bot.get_channel(unseen.id) is None
    world.overwrite(club.room.id, world.bot.id)
    await until(lambda: bot.get_channel(unseen.id) is not None)
    assert bot.get_channel(unseen.id).me.id == bot.user.id
    assert bot.get_channel(asleep.id) is None
    world.hide_channel(club.room.id)
    world.delete_channel(unseen.id)
    await asyncio.sleep(0.05)
    assert "THREAD_DELETE" not in bot.seen


async def test_commands_are_not_used_in_a_thread_that_is_asleep(club: Club, start_bot) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Read this")
    async def read(act: discord.Interaction, message: discord.Message) -> None:
        await act.response.send_message(message.content, ephemeral=True)

    await start_bot(bot)
    thread = club.double.world.add_thread(club.room, "Offers")
    said = club.ann.say(thread.id, "Soup")
    assert (await club.bo.use_message_menu(said.id, "Read this")).text == "Soup"
    later(club, days=4)
    with pytest.raises(LookupError):
        await club.bo.use_message_menu(said.id, "Read this")
    assert thread.archived
    club.bo.say(thread.id, "Still there?")
    assert (await club.bo.use_message_menu(said.id, "Read this")).text == "Soup"


async def test_a_person_wakes_a_thread_and_may_not_write_in_a_locked_one(club: Club, http: Http) -> None:
    thread = await started(club, http)
    club.double.world.archive_thread(thread.id)
    club.bo.say(thread.id, "Anybody here?")
    assert not thread.archived
    club.double.world.archive_thread(thread.id, locked=True)
    with pytest.raises(LookupError, match="locked"):
        club.bo.say(thread.id, "Anybody here?")
    club.ann.say(thread.id, "the owner may")
    assert not thread.archived
    club.double.world.overwrite(club.room.id, club.guild.id, deny=Permission.SEND_MESSAGES_IN_THREADS)
    thread.locked = False
    with pytest.raises(LookupError, match="may not write"):
        club.bo.say(thread.id, "Anybody here?")


async def test_a_thread_is_opened_once_though_the_answer_is_lost(club: Club, http: Http) -> None:
    """There is no nonce for it: who lost the answer finds the thread among the active ones."""
    club.double.faults.on("POST", "/channels/{channel_id}/threads", status=502, after=True)
    assert (await http("POST", f"/channels/{club.room.id}/threads", PUBLIC))[0] == 502
    (found,) = (await http("GET", f"/guilds/{club.guild.id}/threads/active"))[1]["threads"]
    assert (found["name"], found["parent_id"], found["owner_id"]) == ("Offers", str(club.room.id), str(http.app_id))


async def test_a_moderator_deletes_a_thread(club: Club, start_bot, http: Http) -> None:
    bot = Bot()
    gone: list[tuple[int, int]] = []

    @bot.event
    async def on_raw_thread_delete(event: discord.RawThreadDeleteEvent) -> None:
        gone.append((event.thread_id, event.parent_id))

    await start_bot(bot)
    thread = await bot.get_channel(club.room.id).create_thread(name="Offers", type=discord.ChannelType.public_thread)
    card = await thread.send("Soup")
    with pytest.raises(discord.Forbidden):
        await thread.delete()
    club.double.world.delete_channel(thread.id)
    await until(lambda: gone)
    assert gone == [(thread.id, club.room.id)]
    for method, path in (
        ("GET", f"/channels/{thread.id}"),
        ("GET", f"/channels/{thread.id}/messages"),
        ("POST", f"/channels/{thread.id}/messages"),
        ("PATCH", f"/channels/{thread.id}/messages/{card.id}"),
        ("DELETE", f"/channels/{thread.id}"),
    ):
        status, body = await http(method, path, {"content": "x"} if method in ("POST", "PATCH") else None)
        assert (status, body["code"]) == (404, 10003), path
    assert card.id not in club.double.world.messages


async def test_archived_threads_are_listed_newest_first_page_by_page(club: Club, http: Http) -> None:
    world = club.double.world
    made = [await started(club, http, name=f"Offers {number}") for number in range(3)]
    for number, thread in enumerate(made):
        later(club, minutes=number)
        world.archive_thread(thread.id)
    path = f"/channels/{club.room.id}/threads/archived/public"
    status, body = await http("GET", f"{path}?limit=2")
    assert (status, body["has_more"]) == (200, True)
    assert [row["name"] for row in body["threads"]] == ["Offers 2", "Offers 1"]
    assert [row["user_id"] for row in body["members"]] == [str(http.app_id)] * 2
    before = body["threads"][-1]["thread_metadata"]["archive_timestamp"]
    status, body = await http("GET", path, params={"limit": "2", "before": before})
    assert ([row["name"] for row in body["threads"]], body["has_more"]) == (["Offers 0"], False)
    world.overwrite(club.room.id, world.bot.id, deny=Permission.READ_MESSAGE_HISTORY)
    assert (await http("GET", path))[1]["code"] == 50013
