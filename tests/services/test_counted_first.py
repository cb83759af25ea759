"""Who drops out between a vote's end and its count changes nothing of it: it is counted first."""

from datetime import timedelta

import pytest

from teambot.domain.motions import Choice, NotNow, Outcome
from teambot.domain.standings import PauseReason, Standing
from teambot.services.members import Accept
from teambot.services.people import ResumeMember
from teambot.services.standings.leaving import Leave
from teambot.services.stewards import named
from teambot.storage import members
from tests.services import applicants
from tests.services.conftest import CHARTER, FIRST_CLOSE, FIRST_PLAN, GUILD, START, WEEK, House
from tests.services.decided import amended, decided
from tests.services.test_voting import ANA, BEN, CHIDI, DAY, DORA, EMI, FINN, NO, YES, Team, refused, team

__all__ = ["team"]


async def leaves(team: Team, who: int) -> None:
    said = Leave(team.house.team_id, listed=False, goodbye=False, words="")
    await team.house.services.standings.leave(team.house.caller(who), said, team.at)


async def breaks(team: Team, who: int) -> None:
    await team.house.services.standings.take_break(team.house.caller(who), team.house.team_id, team.at)


async def vanishes(team: Team, who: int) -> None:
    """Somebody is not found on the server, twice."""

    async def is_here(_: int, discord_id: int) -> bool:
        return discord_id != 100 + who

    for _ in range(2):
        await team.house.services.presence.look_due(is_here, team.at)
        team.at += DAY


async def falls_silent(team: Team, who: int) -> None:
    """Somebody's third silent week ends."""
    weeks = team.house.services.weeks
    for author in range(6):
        await team.house.submit(author)
    await weeks.close_due(FIRST_CLOSE)
    await weeks.publish_due(FIRST_PLAN)
    await decided(team.house, team.at, lambda tx, _: members.change(tx, who + 1, silent_weeks=2))
    await weeks.end_due(max(team.at, FIRST_CLOSE + WEEK))


async def reads_no_charter(team: Team, who: int) -> None:
    """Somebody has not accepted a version in its 14 days."""
    version = await amended(team.house, f"{CHARTER}\nWe meet.", team.at - timedelta(days=14))
    service = team.house.services.members
    for other in {*range(6)} - {who}:
        await service.accept(team.house.caller(other), Accept(team.house.team_id, version), team.at - DAY)
    await service.accept_due(team.at)


DROPPING_OUT = [(leaves, 3), (breaks, 3), (vanishes, 1), (falls_silent, 3), (reads_no_charter, 3)]


@pytest.mark.parametrize(("drops_out", "late"), DROPPING_OUT)
async def test_a_vote_that_is_over_counts_who_drops_out_after_it(team: Team, drops_out, late: int) -> None:
    motion_id = await team.rule(BEN, "load", "3")
    await team.vote(motion_id, YES, ANA, BEN)
    await team.vote(motion_id, NO, CHIDI)
    team.at += timedelta(days=5, hours=late)  # the bot was down
    await drops_out(team, ANA)
    assert await team.standing(ANA) != Standing.MEMBER
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED
    assert await team.slips(motion_id) == [Choice.NO, Choice.YES, Choice.YES]


async def comes_back(team: Team, who: int) -> None:
    await team.house.services.standings.come_back(team.house.caller(who), team.house.team_id, team.at)


async def is_brought_back(team: Team, who: int) -> None:
    await decided(team.house, team.at, lambda tx, found: named(tx, found, BEN + 1, team.at))
    command = ResumeMember(team.house.team_id, who + 1)
    await team.house.services.people.resume(team.house.caller(BEN), command, team.at)


async def is_seen_again(team: Team, who: int) -> None:
    await decided(team.house, team.at, lambda tx, _: members.change(tx, who + 1, paused_why=PauseReason.GONE))
    team.house.services.signs.saw(GUILD, 100 + who, team.at)
    await team.house.services.signs.write_down(team.at)


async def accepts(team: Team, who: int) -> None:
    version = await amended(team.house, f"{CHARTER}\nWe meet.", team.at)
    await decided(team.house, team.at, lambda tx, _: members.change(tx, who + 1, paused_why=PauseReason.CHARTER))
    await team.house.services.members.accept(team.house.caller(who), Accept(team.house.team_id, version), team.at)


async def gets_a_place(team: Team, who: int) -> None:
    long_ago = {"paused_at": team.at - 9 * WEEK, "wants_back_at": team.at}
    await decided(team.house, team.at, lambda tx, _: members.change(tx, who + 1, **long_ago))
    await team.house.services.standings.settle_due(team.at)


@pytest.mark.parametrize("returns", [comes_back, is_brought_back, is_seen_again, accepts, gets_a_place])
async def test_a_vote_that_is_over_does_not_count_who_comes_back_after_it(team: Team, returns) -> None:
    motion_id = await team.rule(BEN, "load", "3")
    await team.vote(motion_id, YES, ANA, BEN)
    await team.vote(motion_id, NO, CHIDI)
    await breaks(team, ANA)
    team.at += timedelta(days=5, hours=3)
    await returns(team, ANA)
    assert await team.standing(ANA) == Standing.MEMBER
    assert (await team.motion(motion_id)).outcome is Outcome.NO_QUORUM
    assert await team.slips(motion_id) == [Choice.NO, Choice.YES]


async def test_the_proposer_who_leaves_then_ends_nothing(team: Team) -> None:
    motion_id = await team.rule(ANA, "load", "3")
    await team.vote(motion_id, YES, *range(6))
    team.at += timedelta(days=6)
    await leaves(team, ANA)
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED
    assert await team.standing(ANA) == Standing.ALUMNUS


async def test_who_leaves_after_the_vote_on_them_was_removed_by_it(team: Team) -> None:
    motion_id = await team.removal(ANA, FINN, BEN)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA, EMI)
    team.at += timedelta(days=8)
    await leaves(team, FINN)
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED
    assert await team.house.rows("SELECT count(*) FROM membership WHERE removed") == [(1,)]


async def test_an_application_is_not_taken_back_from_a_vote_that_is_over(house: House) -> None:
    await house.form(5)
    application_id = await applicants.send(house, FINN)
    await applicants.vouch(house, ANA, application_id)
    motion_id = await applicants.motion_of(house, application_id)
    for who in (ANA, BEN, CHIDI):
        await applicants.cast(house, who, motion_id, Choice.NO, NotNow.NICHE)
    late = START + timedelta(days=5)
    await refused(house.services.applications.withdraw(house.caller(FINN), house.team_id, late), "no-application")
    await applicants.settle(house, late)
    assert await house.rows("SELECT state FROM application") == [("refused",)]
