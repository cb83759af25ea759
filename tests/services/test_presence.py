"""Who is still on the server, and who holds the team's role there; Discord is played by a few lines."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.chat.server_people import RoleFault
from teambot.domain.presence import NOT_HERE, PASSING, ROLE_GONE
from teambot.domain.standings import PauseReason, RoleState
from teambot.errors import Refusal
from teambot.services.standings.service import Leave
from teambot.services.teams import ChangeSetup
from teambot.storage import applications, members, teams
from teambot.storage.runner import Tx
from tests.services.conftest import GUILD, START, WEEK
from tests.services.decided import named
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

LATER = START + timedelta(days=3)
HOUR = timedelta(hours=1)
ROLE = 5000


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


class Server:
    """A Discord server: who is on it, who holds the role, and what is wrong with it."""

    def __init__(self) -> None:
        self.here = {100 + who for who in range(10)}
        self.outage = False
        self.fault: dict[int, str] = {}
        self.holds: set[int] = set()
        self.asked: list[int] = []
        self.changed: list[tuple[str, int]] = []

    async def is_here(self, guild_id: int, discord_id: int) -> bool | None:
        assert guild_id == GUILD
        self.asked.append(discord_id)
        return None if self.outage else discord_id in self.here

    async def give(self, guild_id: int, discord_id: int, role_id: int) -> str | None:
        assert (guild_id, role_id) == (GUILD, ROLE)
        self.changed.append(("give", discord_id))
        if discord_id in self.fault:
            return self.fault[discord_id]
        self.holds.add(discord_id)
        return None

    async def take(self, guild_id: int, discord_id: int, role_id: int) -> str | None:
        assert (guild_id, role_id) == (GUILD, ROLE)
        self.changed.append(("take", discord_id))
        if discord_id in self.fault:
            return self.fault[discord_id]
        self.holds.discard(discord_id)
        return None


@pytest.fixture
def server() -> Server:
    return Server()


async def look(team: PlantedHouse, server: Server, now: datetime, times: int = 3) -> int:
    return sum([await team.services.presence.look_due(server.is_here, now) for _ in range(times)])


async def standings(team: PlantedHouse) -> list[object]:
    return [row[0] for row in await team.rows("SELECT standing FROM membership ORDER BY id")]


async def test_each_is_looked_for_about_once_a_day_a_few_at_a_time(team: PlantedHouse, server: Server) -> None:
    assert await look(team, server, LATER, times=1) == 0
    assert len(server.asked) == 5
    assert await look(team, server, LATER) == 0
    assert sorted(server.asked) == [100, 101, 102, 103, 104, 105]
    await look(team, server, LATER + timedelta(hours=23))
    assert len(server.asked) == 6
    await look(team, server, LATER + timedelta(hours=24))
    assert len(server.asked) == 12


async def test_two_findings_an_hour_apart_count_and_then_they_are_paused(team: PlantedHouse, server: Server) -> None:
    server.here.discard(100)
    assert await look(team, server, LATER) == 0
    assert await look(team, server, LATER + timedelta(minutes=59)) == 0
    assert await look(team, server, LATER + HOUR) == 1
    assert (await standings(team))[:2] == ["paused", "member"]
    assert await team.rows("SELECT paused_why FROM membership WHERE id = 1") == [(str(PauseReason.GONE),)]
    asked = len(server.asked)
    await look(team, server, LATER + 2 * HOUR)
    assert len(server.asked) == asked, "nobody looks for who is known to be gone"


async def test_who_is_found_in_between_was_never_gone(team: PlantedHouse, server: Server) -> None:
    server.here.discard(100)
    await look(team, server, LATER)
    server.here.add(100)
    await look(team, server, LATER + HOUR)
    server.here.discard(100)
    assert await look(team, server, LATER + timedelta(days=2)) == 0
    assert "paused" not in await standings(team)


async def test_an_outage_is_no_leaving(team: PlantedHouse, server: Server) -> None:
    server.here.discard(100)
    await look(team, server, LATER)
    server.outage = True
    for hours in range(1, 60):
        assert await look(team, server, LATER + hours * HOUR) == 0
    assert "paused" not in await standings(team)
    server.outage = False
    assert await look(team, server, LATER + 61 * HOUR) == 1


async def test_who_comes_back_and_presses_something_is_a_member_again(team: PlantedHouse, server: Server) -> None:
    server.here.discard(100)
    for hours in (0, 1):
        await look(team, server, LATER + hours * HOUR)
    team.services.signs.saw(GUILD, 100, LATER + WEEK)
    await team.services.signs.write_down(LATER + WEEK)
    assert "paused" not in await standings(team)


async def test_somebody_invited_who_left_is_invited_no_more(team: PlantedHouse, server: Server) -> None:
    await team.do("UPDATE membership SET standing = 'invited', invitation_ends_at = :at WHERE id = 6", at=LATER + WEEK)
    server.here.discard(105)
    for hours in (0, 1):
        await look(team, server, LATER + hours * HOUR)
    assert (await standings(team))[5] == "nobody"


async def roles(team: PlantedHouse, server: Server, now: datetime = LATER) -> int:
    return await team.services.roles.settle_due(server.give, server.take, now)


async def states(team: PlantedHouse) -> list[object]:
    return [row[0] for row in await team.rows("SELECT role_state FROM membership ORDER BY id")]


async def test_without_a_role_nothing_is_done(team: PlantedHouse, server: Server) -> None:
    assert await roles(team, server) == 0
    assert server.changed == []


async def test_members_hold_the_role_and_who_leaves_does_not(team: PlantedHouse, server: Server) -> None:
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    assert await roles(team, server) == 6
    assert await roles(team, server) == 0
    assert server.holds == {100, 101, 102, 103, 104, 105}
    await team.services.standings.take_break(team.caller(0), team.team_id, LATER)
    leave = Leave(team.team_id, listed=True, goodbye=False, words="")
    await team.services.standings.leave(team.caller(1), leave, LATER)
    assert await roles(team, server) == 1
    assert server.holds == {100, 102, 103, 104, 105}, "a break is no leaving"
    await team.do("UPDATE team SET state = 'closed', closed_at = :now", now=LATER)
    await roles(team, server)
    assert server.holds == set()
    assert set(await states(team)) == {"none"}


async def test_what_discord_forbids_is_told_to_the_stewards_once(team: PlantedHouse, server: Server) -> None:
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    await team.do("UPDATE membership SET steward_since = :at WHERE id IN (2, 3)", at=LATER)
    server.fault[100] = RoleFault.TOO_HIGH
    for hours in range(0, 50, 5):
        await roles(team, server, LATER + hours * HOUR)
    assert await states(team) == ["blocked", *["given"] * 5]
    assert server.changed.count(("give", 100)) == 1
    told = "SELECT membership_id, facts FROM notice WHERE kind = 'role_blocked' ORDER BY id"
    facts = '{"name": "Ana", "fault": "role-too-high", "wanted": "yes"}'
    assert await team.rows(told) == [(2, facts), (3, facts)]
    await team.do("UPDATE membership SET role_state = 'none', role_fault = NULL WHERE id = 1")  # Try again
    server.fault.clear()
    assert await team.services.roles.settle_due(server.give, server.take, LATER + 60 * HOUR) == 1
    assert await states(team) == ["given"] * 6


@pytest.mark.parametrize("fault", sorted(PASSING))
async def test_what_passes_by_itself_is_tried_again_in_an_hour(team: PlantedHouse, server: Server, fault: str) -> None:
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    server.fault[100] = fault
    for minutes in range(0, 59, 10):
        await roles(team, server, LATER + timedelta(minutes=minutes))
    assert server.changed.count(("give", 100)) == 1
    assert (await states(team))[0] == "none"
    server.fault.clear()
    assert await roles(team, server, LATER + HOUR) == 1
    assert await team.rows("SELECT count(*) FROM notice") == [(0,)]


async def test_who_is_no_longer_there_holds_no_role(team: PlantedHouse, server: Server) -> None:
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    await roles(team, server)
    server.fault[100] = NOT_HERE
    gone = "UPDATE membership SET standing = 'paused', paused_why = 'gone', paused_at = :at WHERE id = 1"
    await team.do(gone, at=LATER)
    await roles(team, server)
    assert await states(team) == ["none", *["given"] * 5]


async def test_a_role_that_could_not_be_taken_is_tried_daily(team: PlantedHouse, server: Server) -> None:
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    await roles(team, server)
    server.fault[100] = RoleFault.MISSING_PERMISSIONS
    leave = Leave(team.team_id, listed=False, goodbye=False, words="")
    await team.services.standings.leave(team.caller(0), leave, LATER)
    for hours in range(0, 24, 2):
        await roles(team, server, LATER + hours * HOUR)
    assert server.changed.count(("take", 100)) == 1
    assert (await states(team))[0] == RoleState.BLOCKED
    server.fault.clear()
    await roles(team, server, LATER + 24 * HOUR)
    assert 100 not in server.holds


def test_faults_are_told_apart_by_the_words_that_chat_gives_them() -> None:
    assert {RoleFault.UNAVAILABLE, RoleFault.NOT_HERE} == PASSING
    assert (RoleFault.NOT_HERE, RoleFault.GONE) == (NOT_HERE, ROLE_GONE)


async def test_another_role_is_given_anew_after_the_team_has_formed(team: PlantedHouse, server: Server) -> None:
    await team.do("UPDATE team SET role_id = 1")
    await team.do("UPDATE membership SET role_state = 'blocked', role_fault = 'role-gone' WHERE id = 1")
    await team.do("UPDATE membership SET role_state = 'given' WHERE id > 1")
    setup = team.services.teams.change
    with pytest.raises(Refusal) as rules:
        await setup(team.caller(0, manage=True), ChangeSetup(team.team_id, role_id=ROLE, load=3), LATER)
    assert rules.value.key == "changed-by-vote"
    shown = await setup(team.caller(0, manage=True), ChangeSetup(team.team_id, role_id=ROLE), LATER)
    assert shown.team.role_id == ROLE
    assert await roles(team, server) == 6
    await setup(team.caller(0, manage=True), ChangeSetup(team.team_id, role_id=ROLE), LATER)
    assert await states(team) == ["given"] * 6, "the same role again changes nothing"
    with pytest.raises(Refusal) as stranger:
        await setup(team.caller(0), ChangeSetup(team.team_id, role_id=0), LATER)
    assert stranger.value.key == "needs-manage-server"


async def test_one_who_cannot_be_asked_for_keeps_nobody_else_from_being_looked_for(
    team: PlantedHouse, server: Server
) -> None:
    async def is_here(guild_id: int, discord_id: int) -> bool | None:
        if discord_id == 100:
            raise RuntimeError("an answer that nobody foresaw")
        return await server.is_here(guild_id, discord_id)

    server.here = {100}
    for hours in (0, 1, 2):
        for _ in range(3):
            await team.services.presence.look_due(is_here, LATER + hours * HOUR)
    assert await standings(team) == ["member", *["paused"] * 5]


class Roles:
    """Who holds which roles of a server."""

    def __init__(self) -> None:
        self.holds: set[tuple[int, int]] = set()
        self.fault: str | None = None

    async def give(self, guild_id: int, discord_id: int, role_id: int) -> str | None:
        assert guild_id == GUILD
        self.holds.add((discord_id, role_id))
        return None

    async def take(self, guild_id: int, discord_id: int, role_id: int) -> str | None:
        assert guild_id == GUILD
        if self.fault is None:
            self.holds.discard((discord_id, role_id))
        return self.fault

    async def settle(self, team: PlantedHouse, now: datetime = LATER) -> None:
        for _ in range(4):
            await team.services.roles.settle_due(self.give, self.take, now)


async def test_a_role_that_two_teams_share_stays_until_the_last_of_them_is_left(team: PlantedHouse) -> None:
    roles = Roles()
    other = await team.second_team(guild=GUILD, channel=777)
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    await roles.settle(team)
    leave = Leave(team.team_id, listed=False, goodbye=False, words="")
    await team.services.standings.leave(team.caller(0), leave, LATER)
    await roles.settle(team)
    assert (100, ROLE) in roles.holds, "the second team's people hold it, too"
    leave = Leave(other, listed=False, goodbye=False, words="")
    await team.services.standings.leave(team.caller(0, channel=777), leave, LATER)
    await roles.settle(team)
    assert (100, ROLE) not in roles.holds
    assert await team.rows("SELECT DISTINCT role_state FROM membership WHERE person_id = 1") == [("none",)]
    assert (101, ROLE) in roles.holds


@pytest.mark.parametrize("new", [ROLE + 1, 0])
async def test_the_role_that_a_team_had_before_is_taken(team: PlantedHouse, new: int) -> None:
    roles = Roles()
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    await roles.settle(team)
    await team.services.teams.change(team.caller(0, manage=True), ChangeSetup(team.team_id, role_id=new), LATER)
    await roles.settle(team)
    assert roles.holds == ({(100 + who, new) for who in range(6)} if new else set())
    assert await team.rows("SELECT DISTINCT held_role_id FROM membership") == [(new or None,)]


async def test_an_old_role_that_cannot_be_taken_keeps_nobody_from_the_new_one(team: PlantedHouse) -> None:
    roles = Roles()
    await named(team, 1, LATER)
    await team.do("UPDATE team SET role_id = :role", role=ROLE)
    await roles.settle(team)
    roles.fault = RoleFault.MISSING_PERMISSIONS
    await team.services.teams.change(team.caller(0, manage=True), ChangeSetup(team.team_id, role_id=ROLE + 1), LATER)
    await roles.settle(team)
    assert {(100 + who, ROLE + 1) for who in range(6)} <= roles.holds
    assert await team.rows("SELECT DISTINCT role_state FROM membership") == [("given",)]
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'role_blocked'") == [(6,)]


async def test_the_application_of_who_left_the_server_ends(team: PlantedHouse, server: Server) -> None:
    def apply(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, team.team_id)
        membership_id = applications.place(tx, team.team_id, members.remember(tx, 300, "Gil", None), now)
        values = {"blog_url": "http://gil.test", "feed_url": "http://gil.test/feed", "token": "t", "facts": {}}
        applications.add(tx, membership_id, now, **values)
        tx.commit()

    await team.db.run(apply, None, LATER)
    for hours in (0, 1, 2):
        await look(team, server, LATER + hours * HOUR)
    assert (await standings(team))[6] == "nobody"
    assert await team.rows("SELECT state, ended_at IS NULL FROM application") == [("gone", False)]
