"""Who was admitted, and who was refused by nobody: a place that is held, a vote that runs once more."""

from datetime import timedelta

from teambot.domain.motions import Choice, NotNow
from teambot.domain.standings import Standing
from tests.services import applicants
from tests.services.conftest import House
from tests.services.test_voting import ANA, BEN, CHIDI, DORA, EMI, FINN, YES, Team


async def test_who_is_admitted_joins_though_the_team_takes_fewer_by_then(house: House) -> None:
    await house.form(5)
    team = Team(house)
    team.at = applicants.SOON
    await applicants.admit(house, FINN)
    team.at += timedelta(days=3)
    motion_id = await team.rule(ANA, "most_members", "5")
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA, EMI)
    await team.pass_time(days=5)
    assert await house.rows("SELECT most_members FROM team") == [(5,)]
    await applicants.join(house, FINN, team.at)
    assert await team.standing(FINN) == Standing.MEMBER


async def test_who_was_refused_by_nobody_is_not_refused(house: House) -> None:
    """One Yes is no two, and nobody said *Not now*: the vote runs once more, and then lapses."""
    await house.form(5)
    application_id = await applicants.send(house, FINN)
    await applicants.vouch(house, ANA, application_id)
    for days in (3, 6):
        motion_id = await applicants.motion_of(house, application_id)
        await applicants.cast(house, ANA, motion_id, Choice.YES)
        for who in (BEN, CHIDI):
            await applicants.cast(house, who, motion_id, Choice.ABSTAIN)
        await applicants.settle(house, applicants.SOON + timedelta(days=days))
    assert await house.rows("SELECT run, outcome FROM motion ORDER BY id") == [(1, "no_quorum"), (2, "no_quorum")]
    assert await house.rows("SELECT state, again_from FROM application") == [("lapsed", None)]


async def test_who_is_refused_by_one_is_refused(house: House) -> None:
    await house.form(5)
    application_id = await applicants.send(house, FINN)
    await applicants.vouch(house, ANA, application_id)
    motion_id = await applicants.motion_of(house, application_id)
    await applicants.cast(house, ANA, motion_id, Choice.YES)
    await applicants.cast(house, BEN, motion_id, Choice.ABSTAIN)
    await applicants.cast(house, CHIDI, motion_id, Choice.NO, NotNow.NICHE)
    await applicants.settle(house, applicants.SOON + timedelta(days=3))
    assert await house.rows("SELECT state FROM application") == [("refused",)]


async def test_a_vote_of_one_who_is_left_refuses_nobody(house: House) -> None:
    await house.form(5)
    application_id = await applicants.send(house, FINN)
    await applicants.vouch(house, ANA, application_id)
    await applicants.cast(house, ANA, await applicants.motion_of(house, application_id), Choice.YES)
    for who in (BEN, CHIDI, DORA, EMI):
        await Team(house).pause(who)
    await applicants.settle(house, applicants.SOON + timedelta(days=3))
    assert await house.rows("SELECT outcome FROM motion") == [("no_quorum",)]
    assert await house.rows("SELECT state FROM application") == [("voting",)]
