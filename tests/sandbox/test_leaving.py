"""People and servers come and go: what the bot is told, what it is answered, and what who has left can still do."""

import asyncio

import discord
import pytest

from teambot.sandbox.loopback import servers
from teambot.sandbox.loopback.permissions import Permission
from tests.sandbox.conftest import Bot, Club


class Ping(discord.ui.View):
    @discord.ui.button(label="Ping", custom_id="ping")
    async def ping(self, act: discord.Interaction, button: discord.ui.Button) -> None:
        await act.response.send_message("pong", ephemeral=True)


async def a_bot(start_bot) -> Bot:
    bot = Bot()

    @bot.tree.command(description="Open")
    async def open_it(act: discord.Interaction) -> None:
        form = discord.ui.Modal(title="One")
        form.add_item(discord.ui.TextInput(label="A", custom_id="a"))
        await act.response.send_modal(form)

    return await start_bot(bot)


async def test_who_left_can_do_nothing_there_and_all_of_it_again_once_back(club: Club, start_bot) -> None:
    bot = await a_bot(start_bot)
    await bot.get_channel(club.room.id).send("press", view=Ping(timeout=None))
    (card,) = club.bo.sees(club.room.id)
    form = (await club.bo.command(club.room.id, "open_it")).form
    assert form is not None
    role = club.double.world.add_role(club.guild.id, "team")
    club.double.world.set_role(club.guild.id, club.bo.id, role.id, held=True)
    club.double.world.remove_member(club.guild.id, club.bo.id)
    for act in (
        club.bo.command(club.room.id, "open_it"),
        club.bo.press(card, "ping"),
        club.bo.fill(form, {"a": "x"}),
        club.bo.raw({"type": 3, "channel_id": club.room.id, "data": {"custom_id": "ping"}, "message": card}),
    ):
        with pytest.raises(LookupError):
            await act
    assert club.bo.sees(club.room.id) == []
    club.double.world.add_member(club.guild.id, club.bo.id)
    assert (await club.bo.press(card, "ping")).text == "pong"
    assert (await club.bo.fill(form, {"a": "x"})).failed is not None, "nobody waits for that form here"
    assert (await bot.get_guild(club.guild.id).fetch_member(club.bo.id)).roles[1:] == [], "who comes back has no role"


async def test_nobody_writes_to_whom_they_share_no_server_with(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    user = await bot.fetch_user(club.bo.id)
    await user.send("while here")
    club.double.world.remove_member(club.guild.id, club.bo.id)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("gone")
    assert refused.value.code == 50278
    elsewhere = club.double.world.add_guild("Elsewhere", club.bo.id)
    await user.send("met again")
    assert [row.text for row in club.bo.inbox()] == ["while here", "met again"]
    assert elsewhere.owner_id == club.bo.id


async def test_a_member_is_asked_for_by_id_without_any_privileged_intent(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    guild = bot.get_guild(club.guild.id)
    assert guild.owner_id == club.ann.id
    assert (await guild.fetch_member(club.bo.id)).id == club.bo.id
    club.double.world.remove_member(club.guild.id, club.bo.id)
    codes = []
    for user_id in (club.bo.id, 4711):
        with pytest.raises(discord.NotFound) as gone:
            await guild.fetch_member(user_id)
        codes.append(gone.value.code)
    assert codes == [10007, 10013]
    assert "GUILD_MEMBER_REMOVE" not in bot.seen, "nobody tells a bot without the intent"


ROLES = [
    ("below", 0, None, "the bot's highest role stands above it"),
    ("above", 0, 50013, "it stands above the bot's highest"),
    ("own", 0, 50013, "one that Discord manages is nobody's to give"),
    ("everyone", 0, 50013, "everybody has it"),
    ("gone", 0, 10011, "no such role"),
    ("below", int(Permission.MANAGE_ROLES), 50013, "the bot may manage no roles"),
]


@pytest.mark.parametrize(("which", "taken", "code", "why"), ROLES, ids=[row[3] for row in ROLES])
async def test_a_role_is_given_and_taken_as_the_hierarchy_allows(
    club: Club, start_bot, which: str, taken: int, code: int | None, why: str
) -> None:
    bot = await start_bot(Bot())
    world, guild = club.double.world, club.guild
    own = next(role for role in guild.roles.values() if role.managed)
    own.permissions &= ~taken
    roles = {"own": own.id, "everyone": guild.id, "gone": 4711}
    roles["below"] = world.add_role(guild.id, "team").id
    roles["above"] = world.add_role(guild.id, "chiefs", above_bot=True).id
    member = await bot.get_guild(guild.id).fetch_member(club.bo.id)
    for act in (member.add_roles, member.remove_roles):
        if code is None:
            await act(discord.Object(roles[which]))
            assert (roles[which] in guild.members[club.bo.id].roles) is (act == member.add_roles)
            continue
        with pytest.raises(discord.HTTPException) as refused:
            await act(discord.Object(roles[which]))
        assert refused.value.code == code, why
    if code is None:
        world.remove_member(guild.id, club.bo.id)
        with pytest.raises(discord.NotFound) as gone:
            await member.add_roles(discord.Object(roles[which]))
        assert gone.value.code == 10007


async def test_the_owner_hands_over_before_leaving(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    guild = bot.get_guild(club.guild.id)
    with pytest.raises(ValueError, match="owner"):
        club.double.world.remove_member(club.guild.id, club.ann.id)
    servers.hand_over(club.double.world, club.guild.id, club.bo.id)
    await until(lambda: guild.owner_id == club.bo.id)
    club.double.world.remove_member(club.guild.id, club.ann.id)
    assert club.ann.sees(club.room.id) == []


async def test_an_outage_is_no_removal(club: Club, start_bot) -> None:
    bot = await start_bot(Bot())
    guild = bot.get_guild(club.guild.id)
    servers.fall_silent(club.double.world, club.guild.id)
    await until(lambda: guild.unavailable)
    assert bot.get_guild(club.guild.id) is guild
    servers.come_back(club.double.world, club.guild.id)
    await until(lambda: not bot.get_guild(club.guild.id).unavailable)
    servers.throw_out_the_bot(club.double.world, club.guild.id)
    await until(lambda: bot.get_guild(club.guild.id) is None)
    with pytest.raises(discord.NotFound) as gone:
        await bot.fetch_guild(club.guild.id)
    assert gone.value.code == 10004


async def test_a_start_during_an_outage_knows_that_it_knows_nothing(club: Club, start_bot) -> None:
    servers.fall_silent(club.double.world, club.guild.id)
    bot = await start_bot(Bot())
    assert bot.get_guild(club.guild.id).unavailable
    assert bot.get_guild(club.guild.id).owner_id is None


async def until(holds) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.005)
