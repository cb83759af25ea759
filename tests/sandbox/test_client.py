"""The real discord.py over a real socket: what a bot does, answered as Discord answers it."""

import asyncio

import discord
import pytest
from discord import app_commands

from teambot.sandbox.loopback.people.person import Message
from tests.sandbox.conftest import Bot, Club


async def test_a_command_with_options_of_every_kind(club: Club, start_bot) -> None:
    bot = Bot()
    got = {}

    @bot.tree.command(name="try", description="Try all")
    @app_commands.choices(pick=[app_commands.Choice(name="One", value=1), app_commands.Choice(name="Two", value=2)])
    async def try_all(
        act: discord.Interaction,
        text: str,
        number: app_commands.Range[int, 1, 10],
        who: discord.Member,
        where: discord.TextChannel,
        role: discord.Role,
        pick: app_commands.Choice[int],
        yes: bool = False,
        real: float = 0.5,
    ) -> None:
        got.update(text=text, number=number, who=who.id, where=where.id, role=role.id, pick=pick.value, yes=yes)
        await act.response.send_message(f"{who.mention} said {text} in {act.locale}", ephemeral=True)

    await start_bot(bot)
    role = club.double.world.add_role(club.guild.id, "bloggers")
    options = {"text": "tea", "number": 3, "who": club.bo.id, "where": club.room.id, "role": role.id, "pick": "Two"}
    answer = await club.bo.command(club.room.id, "try", **options, yes=True)
    assert answer.failed is None
    assert answer.text == f"<@{club.bo.id}> said tea in de"
    assert got == {**options, "pick": 2, "yes": True}
    assert [row.id for row in club.bo.sees(club.room.id)] == [answer.message.id]
    assert club.ann.sees(club.room.id) == []
    for bad, error in (
        ({"number": 11}, ValueError),
        ({"pick": "Three"}, ValueError),
        ({"text": ""}, ValueError),
        ({"nothing": 1}, LookupError),
    ):
        with pytest.raises(error):
            await club.bo.command(club.room.id, "try", **(options | bad))
    with pytest.raises(ValueError, match="needs"):
        await club.bo.command(club.room.id, "try")
    with pytest.raises(LookupError):
        await club.bo.command(club.room.id, "tri")


async def test_ids_of_commands_are_kept_when_they_are_registered_again(club: Club, start_bot) -> None:
    bot = Bot()

    @bot.tree.command(description="One")
    async def one(act: discord.Interaction) -> None: ...

    await start_bot(bot)
    first = await bot.tree.sync()
    bot.tree.get_command("one").description = "Another"
    second = await bot.tree.sync()
    assert [row.id for row in first] == [row.id for row in second]
    assert (await bot.tree.fetch_commands())[0].description == "Another"


async def test_a_deferred_answer_is_filled_and_followed(club: Club, start_bot) -> None:
    bot = Bot()
    group = app_commands.Group(name="week", description="The week")

    @group.command(description="Show it")
    async def show(act: discord.Interaction) -> None:
        await act.response.defer(ephemeral=True)
        await asyncio.sleep(0.05)
        await act.edit_original_response(content="first")
        await act.edit_original_response(content="second")
        await act.followup.send("third", ephemeral=True)

    @group.command(description="Fill by a follow-up")
    async def follow(act: discord.Interaction) -> None:
        await act.response.defer(ephemeral=True)
        await act.followup.send("filled")

    bot.tree.add_command(group)
    await start_bot(bot)
    answer = await club.ann.command(club.room.id, "week show")
    assert answer.acknowledged
    for _ in range(50):
        if answer.followups:
            break
        await asyncio.sleep(0.02)
    assert answer.text == "second"
    assert answer.message.ephemeral_for == club.ann.id
    assert [row.text for row in answer.followups] == ["third"]
    filled = await club.ann.command(club.room.id, "week follow")
    assert (filled.text, filled.followups, filled.message.ephemeral_for) == ("filled", [], club.ann.id)
    with pytest.raises(LookupError, match="only the beginning"):
        await club.ann.command(club.room.id, "week")


async def test_autocomplete(club: Club, start_bot) -> None:
    bot = Bot()

    @bot.tree.command(description="Find")
    async def find(act: discord.Interaction, what: str, other: str = "") -> None: ...

    @find.autocomplete("what")
    async def offer(act: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current}{n} {act.namespace.other}", value=str(n)) for n in range(3)]

    await start_bot(bot)
    offered = await club.ann.autocomplete(club.room.id, "find", "what", "te", other="x")
    assert offered == [("te0 x", "0"), ("te1 x", "1"), ("te2 x", "2")]
    with pytest.raises(LookupError):
        await club.ann.autocomplete(club.room.id, "find", "other", "te")


async def test_context_menus(club: Club, start_bot) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Read this")
    async def read(act: discord.Interaction, message: discord.Message) -> None:
        await act.response.send_message(message.content, ephemeral=True)

    @bot.tree.context_menu(name="Who is it")
    async def who(act: discord.Interaction, member: discord.Member) -> None:
        await act.response.send_message(member.display_name, ephemeral=True)

    await start_bot(bot)
    said = club.bo.say(club.room.id, "Tea is ready")
    assert (await club.ann.use_message_menu(said.id, "Read this")).text == "Tea is ready"
    assert (await club.ann.use_user_menu(club.room.id, club.bo.id, "Who is it")).text == "Bo"


async def test_direct_messages_open_and_closed(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    user = await bot.fetch_user(club.bo.id)
    await user.send("psst")
    assert [row.text for row in club.bo.inbox()] == ["psst"]
    club.double.world.close_dms(club.bo.id)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("psst")
    assert (refused.value.status, refused.value.code) == (403, 50007)
    club.double.world.open_dms(club.bo.id)
    club.double.world.remove_member(club.guild.id, club.bo.id)
    with pytest.raises(discord.Forbidden):
        await user.send("no server in common")
    assert len(club.bo.inbox()) == 1


async def test_a_nonce_gives_one_message(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    room = bot.get_channel(club.room.id)
    first = await room.send("once", nonce="tb1")
    again = await room.send("once", nonce="tb1")
    assert first.id == again.id
    await first.delete()
    with pytest.raises(discord.NotFound) as gone:
        await room.send("once", nonce="tb1")
    assert gone.value.code == 10008
    club.double.posting.nonce_seconds = 0.0
    await asyncio.sleep(0.001)
    assert (await room.send("once", nonce="tb1")).id != first.id


async def test_allowed_mentions_decide_who_is_pinged(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    room = bot.get_channel(club.room.id)
    text = f"<@{club.ann.id}> <@{club.bo.id}> @everyone"
    cases = (
        (discord.AllowedMentions.none(), set()),
        (discord.AllowedMentions(users=[discord.Object(club.bo.id)], everyone=False, roles=False), {club.bo.id}),
        (discord.AllowedMentions(users=True, everyone=False, roles=False), {club.ann.id, club.bo.id}),
        (discord.AllowedMentions.all(), {club.ann.id, club.bo.id, club.double.world.bot.id}),
    )
    for allowed, pinged in cases:
        sent = await room.send(text, allowed_mentions=allowed)
        assert set(club.double.world.messages[sent.id].mentions) == pinged


async def test_history_threads_and_files(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    room = bot.get_channel(club.room.id)
    sent = [await room.send(f"n{number}") for number in range(5)]
    assert [row.content async for row in room.history(limit=2)] == ["n4", "n3"]
    assert [row.content async for row in room.history(after=sent[1], oldest_first=True)] == ["n2", "n3", "n4"]
    assert [row.content async for row in room.history(before=sent[2])] == ["n1", "n0"]
    assert [row.content async for row in room.history(around=sent[2], limit=3)] == ["n3", "n2", "n1"]
    assert (await room.fetch_message(sent[0].id)).content == "n0"
    thread = await sent[0].create_thread(name="Offers")
    await thread.send("in it")
    other = await room.create_thread(name="Alone", type=discord.ChannelType.public_thread)
    await other.edit(archived=True)
    assert [row.text for row in club.ann.sees(thread.id)] == ["in it"]
    assert club.double.world.channels[other.id].archived
    file = discord.File(__file__, filename="code.py", description="this")
    with_file = await room.send("look", file=file)
    assert with_file.attachments[0].filename == "code.py"
    key = with_file.attachments[0].id
    assert club.double.world.files[key].startswith(b'"""The real discord.py')
    kept = await with_file.edit(content="no file", attachments=[])
    assert kept.attachments == []
    async with room.typing():
        pass


async def test_members_and_roles(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    guild = bot.get_guild(club.guild.id)
    world = club.double.world
    low, high = world.add_role(guild.id, "team"), world.add_role(guild.id, "chiefs", above_bot=True)
    assert (await guild.fetch_member(club.bo.id)).name == "bo"
    assert {row.id for row in await guild.query_members(user_ids=[club.bo.id, 1])} == {club.bo.id}
    assert {row.id for row in await guild.query_members("an")} == {club.ann.id}
    member = await guild.fetch_member(club.bo.id)
    await member.add_roles(discord.Object(low.id))
    assert world.guilds[guild.id].members[club.bo.id].roles == [low.id]
    await member.remove_roles(discord.Object(low.id))
    assert world.guilds[guild.id].members[club.bo.id].roles == []
    with pytest.raises(discord.Forbidden) as refused:
        await member.add_roles(discord.Object(high.id))
    assert refused.value.code == 50013
    world.remove_member(guild.id, club.bo.id)
    with pytest.raises(discord.NotFound) as gone:
        await guild.fetch_member(club.bo.id)
    assert gone.value.code == 10007
    assert len(await guild.fetch_channels()) == 1
    assert {row.name for row in await guild.fetch_roles()} >= {"@everyone", "team", "chiefs"}
    assert (await bot.application_info()).flags.gateway_guild_members_limited is False


async def test_channels_that_cannot_be_used(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    room = bot.get_partial_messageable(club.room.id, guild_id=club.guild.id)
    sent = await room.send("hello")
    world = club.double.world

    async def code_of(call) -> int:
        with pytest.raises(discord.HTTPException) as refused:
            await call
        return refused.value.code

    world.mute_channel(club.room.id)
    assert await code_of(room.send("x")) == 50013
    world.hide_channel(club.room.id)
    assert await code_of(room.send("x")) == 50001
    world.overwrite(club.room.id, world.bot.id)
    said = club.bo.say(club.room.id, "mine")
    assert await code_of(room.get_partial_message(said.id).edit(content="yours")) == 50005
    assert await code_of(room.fetch_message(1)) == 10008
    world.delete_channel(club.room.id)
    assert await code_of(room.send("x")) == 10003
    assert await code_of(room.get_partial_message(sent.id).edit(content="x")) == 10003
    assert isinstance(said, Message)
