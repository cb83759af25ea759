"""Who is on a server, and its roles, over a real socket: what Discord answers, and every way in which it may not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from teambot.chat.bot import Bot
from teambot.chat.server_people import RoleFault, ServerPeople
from teambot.locales.catalogue import Words
from teambot.sandbox.loopback import servers
from teambot.sandbox.loopback.permissions import Permission
from tests.sandbox.conftest import Club, club

__all__ = ["club"]
MEMBER = "/guilds/{guild_id}/members/{user_id}"
ROLE = f"{MEMBER}/roles/{{role_id}}"


@pytest.fixture
async def bot(club: Club) -> AsyncIterator[Bot]:
    """A bot without any use case: nobody gives it a command here."""
    double = club.double
    made = Bot(SimpleNamespace(), Words(), lambda: datetime.now(UTC), api=double.api, gateway=double.gateway)
    running = asyncio.create_task(made.start(double.token))
    await double.wait_ready()
    await made.wait_until_ready()
    yield made
    await made.close()
    await running


@pytest.fixture
def people(bot: Bot) -> ServerPeople:
    return ServerPeople(bot)


async def until(holds) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.005)


async def test_who_left_is_told_from_who_is_here(club: Club, people: ServerPeople):
    world, guild = club.double.world, club.guild.id
    assert await people.is_here(guild, club.bo.id) is True
    world.remove_member(guild, club.bo.id)
    assert await people.is_here(guild, club.bo.id) is False
    world.add_member(guild, club.bo.id)
    assert await people.is_here(guild, club.bo.id) is True
    assert await people.is_here(guild, 4711) is False, "an account that was deleted is nowhere"


async def test_the_owner_is_known_and_a_new_one_too(club: Club, bot: Bot, people: ServerPeople):
    assert await people.owner_of(club.guild.id) == club.ann.id
    servers.hand_over(club.double.world, club.guild.id, club.bo.id)
    await until(lambda: bot.get_guild(club.guild.id).owner_id == club.bo.id)
    assert await people.owner_of(club.guild.id) == club.bo.id


async def test_an_outage_of_the_server_says_nothing_about_anybody(club: Club, bot: Bot, people: ServerPeople):
    world, guild = club.double.world, club.guild.id
    role = world.add_role(guild, "team").id
    world.remove_member(guild, club.bo.id)
    servers.fall_silent(world, guild)
    await until(lambda: bot.get_guild(guild).unavailable)
    asked = len(club.double.faults.log)
    assert await people.is_here(guild, club.bo.id) is None
    assert await people.owner_of(guild) is None
    assert await people.give_role(guild, club.ann.id, role) is RoleFault.UNAVAILABLE
    assert len(club.double.faults.log) == asked
    servers.come_back(world, guild)
    await until(lambda: not bot.get_guild(guild).unavailable)
    assert await people.is_here(guild, club.bo.id) is False


async def test_a_bot_that_was_thrown_out_cannot_tell(club: Club, bot: Bot, people: ServerPeople):
    servers.throw_out_the_bot(club.double.world, club.guild.id)
    await until(lambda: bot.get_guild(club.guild.id) is None)
    assert await people.is_here(club.guild.id, club.bo.id) is None
    assert await people.owner_of(club.guild.id) is None
    assert await people.take_role(club.guild.id, club.bo.id, 4711) is RoleFault.UNAVAILABLE


async def test_a_bot_that_is_not_connected_cannot_tell(club: Club, bot: Bot, people: ServerPeople):
    await bot.close()
    assert await people.is_here(club.guild.id, club.bo.id) is None
    assert await people.owner_of(club.guild.id) is None
    assert await people.give_role(club.guild.id, club.bo.id, 4711) is RoleFault.UNAVAILABLE


OUTAGES = [
    ({"status": 503}, "Discord is down"),
    ({"status": 404}, "a 404 of something before Discord, without a code"),
    ({"status": 403}, "a 403 of something before Discord"),
    ({"status": 401}, "a token that is being changed"),
    ({"reset": True}, "the line is cut"),
    ({"status": 429, "retry_after": 90.0}, "a wait that is too long to hold anybody up"),
]


@pytest.mark.parametrize(("fault", "why"), OUTAGES, ids=[row[1] for row in OUTAGES])
async def test_no_failure_passes_for_leaving(club: Club, people: ServerPeople, fault: dict, why: str):
    club.double.world.remove_member(club.guild.id, club.bo.id)
    role = club.double.world.add_role(club.guild.id, "team").id
    for method, template in (("GET", MEMBER), ("PUT", ROLE), ("DELETE", ROLE)):
        club.double.faults.on(method, template, times=None, **fault)
    assert await people.is_here(club.guild.id, club.bo.id) is None, why
    assert await people.give_role(club.guild.id, club.bo.id, role) is RoleFault.UNAVAILABLE, why
    assert await people.take_role(club.guild.id, club.bo.id, role) is RoleFault.UNAVAILABLE, why
    assert {method for method, _, _ in club.double.faults.log} == {"GET", "PUT", "DELETE"}
    club.double.faults.clear()
    assert await people.is_here(club.guild.id, club.bo.id) is False


async def test_a_discord_that_does_not_answer_is_waited_for_so_long(
    club: Club, people: ServerPeople, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("teambot.chat.server_people._SECONDS", 0.1)
    held = asyncio.Event()
    club.double.faults.on("GET", MEMBER, hold=held)
    assert await people.is_here(club.guild.id, club.bo.id) is None
    held.set()
    assert await people.is_here(club.guild.id, club.bo.id) is True


ROLES = [
    ("below", None, "it stands below the bot's own"),
    ("above", RoleFault.TOO_HIGH, "it stands above the bot's own"),
    ("own", RoleFault.MANAGED, "it is the bot's own"),
    ("everyone", RoleFault.MANAGED, "it is everybody's"),
    ("deleted", RoleFault.GONE, "it was deleted"),
]


@pytest.mark.parametrize(("which", "fault", "why"), ROLES, ids=[row[2] for row in ROLES])
async def test_a_role_is_given_and_taken_or_it_is_said_why_not(
    club: Club, people: ServerPeople, which: str, fault: RoleFault | None, why: str
):
    world, guild = club.double.world, club.guild
    roles = {"everyone": guild.id, "deleted": 4711}
    roles["own"] = next(role.id for role in guild.roles.values() if role.managed)
    roles["below"] = world.add_role(guild.id, "team").id
    roles["above"] = world.add_role(guild.id, "chiefs", above_bot=True).id
    for _ in range(2):  # a second time changes nothing
        assert await people.give_role(guild.id, club.bo.id, roles[which]) is fault, why
        assert (roles[which] in guild.members[club.bo.id].roles) is (fault is None)
    for _ in range(2):
        assert await people.take_role(guild.id, club.bo.id, roles[which]) is fault, why
        assert guild.members[club.bo.id].roles == []


async def test_without_manage_roles_no_role_is_given(club: Club, people: ServerPeople):
    role = club.double.world.add_role(club.guild.id, "team").id
    own = next(role for role in club.guild.roles.values() if role.managed)
    own.permissions &= ~Permission.MANAGE_ROLES
    assert await people.give_role(club.guild.id, club.bo.id, role) is RoleFault.MISSING_PERMISSIONS
    club.double.faults.on("GET", "/guilds/{guild_id}", status=503)
    assert await people.give_role(club.guild.id, club.bo.id, role) is RoleFault.MISSING_PERMISSIONS, "the best guess"


async def test_nobody_who_left_gets_a_role(club: Club, people: ServerPeople):
    role = club.double.world.add_role(club.guild.id, "team").id
    club.double.world.remove_member(club.guild.id, club.bo.id)
    assert await people.give_role(club.guild.id, club.bo.id, role) is RoleFault.NOT_HERE
    assert await people.take_role(club.guild.id, club.bo.id, role) is RoleFault.NOT_HERE
