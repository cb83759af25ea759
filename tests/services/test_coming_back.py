"""Times that wait for somebody who is away: coming back early, or staying longer, takes nothing of them away."""

from datetime import timedelta

import pytest

from teambot.domain.departures import Return
from teambot.domain.motions import Choice, MotionState
from teambot.domain.standings import PauseReason, Standing
from teambot.services.members import Accept
from teambot.services.motions.removals import Second
from teambot.services.standings.service import GoAway
from tests.services import applicants
from tests.services.conftest import START, House
from tests.services.test_voting import ANA, BEN, CHIDI, DAY, DORA, EMI, FINN, YES, Team, refused, team

__all__ = ["team"]


async def away(team: Team, who: int, days: int) -> None:
    until = (team.at + timedelta(days=days - 1)).date().isoformat()
    await team.house.services.standings.away(team.house.caller(who), GoAway(until, ""), team.at)


async def back(team: Team, who: int) -> Return:
    house = team.house
    return (await house.services.standings.come_back(house.caller(who), house.team_id, team.at)).outcome


async def seconded(team: Team) -> int:
    """Propose that Finn is removed, with Ben as the second."""
    motion_id = await team.remove(ANA, FINN, BEN)
    await team.voting.second(team.house.caller(BEN), Second(motion_id, agreed=True), team.at)
    return motion_id


@pytest.mark.parametrize(
    ("dates", "outcome", "reason"),
    [
        (30, Return.BACK, "back before the dates were over"),
        (20, Return.HERE, "back when they were, and said so"),
    ],
)
async def test_two_days_to_answer_start_when_one_is_back(team: Team, dates: int, outcome: Return, reason: str) -> None:
    await away(team, FINN, dates)
    motion_id = await seconded(team)
    await team.pass_time(days=20)
    assert await back(team, FINN) is outcome, reason
    await team.pass_time(days=1)
    assert (await team.motion(motion_id)).state is MotionState.READING
    await team.pass_time(days=1)
    assert (await team.motion(motion_id)).state is MotionState.OPEN


async def test_who_stays_away_longer_keeps_the_two_days(team: Team) -> None:
    await away(team, FINN, 30)
    motion_id = await seconded(team)
    await team.pass_time(days=20)
    await away(team, FINN, 20)
    await team.pass_time(days=20)
    assert (await team.motion(motion_id)).state is MotionState.READING
    await team.pass_time(days=2)
    assert (await team.motion(motion_id)).state is MotionState.OPEN


async def test_who_is_back_early_has_14_days_for_a_new_charter(team: Team) -> None:
    house = team.house
    await away(team, FINN, 40)
    motion_id = await team.amend(ANA)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA, EMI)
    await team.pass_time(days=5)
    for who in (ANA, BEN, CHIDI, DORA, EMI):
        await house.services.members.accept(house.caller(who), Accept(house.team_id, 2), team.at)
    team.at += timedelta(days=25)
    assert await back(team, FINN) is Return.BACK
    await house.services.members.accept_due(team.at + timedelta(days=13))
    assert await team.standing(FINN) == Standing.MEMBER
    await house.services.members.accept_due(team.at + timedelta(days=14))
    assert await team.standing(FINN) == Standing.PAUSED


async def test_a_place_that_is_voted_on_is_not_given_to_who_comes_back(house: House) -> None:
    await house.form(5)
    team = Team(house)
    team.at = START + DAY
    await team.change(EMI, "pause", why=PauseReason.ASKED)
    rule = await team.rule(ANA, "most_members", "5")
    await team.vote(rule, YES, ANA, BEN, CHIDI, DORA)
    await team.pass_time(weeks=9)
    application_id = await applicants.send(house, FINN, team.at)
    await applicants.vouch(house, ANA, application_id, team.at)
    assert await back(team, EMI) is Return.WAITS
    await house.services.standings.settle_due(team.at)
    assert await team.standing(EMI) == Standing.PAUSED
    motion_id = await applicants.motion_of(house, application_id)
    for who in (ANA, BEN, CHIDI):
        await applicants.cast(house, who, motion_id, Choice.YES, now=team.at)
    await applicants.settle(house, team.at + 3 * DAY)
    await applicants.join(house, FINN, team.at + 4 * DAY)
    assert await team.standing(FINN) == Standing.MEMBER


async def test_nobody_stalls_a_removal_by_being_away_again_and_again(team: Team) -> None:
    motion_id = await seconded(team)
    for _ in range(30):
        await away(team, FINN, 30)
        await team.pass_time(days=2)
        if (await team.motion(motion_id)).state is not MotionState.READING:
            break
    assert (await team.motion(motion_id)).opened_at == START + DAY + timedelta(weeks=8)


async def test_a_pause_counts_as_away_for_eight_weeks(team: Team) -> None:
    motion_id = await seconded(team)
    await team.pause(FINN)
    await team.pass_time(days=55.9)
    assert (await team.motion(motion_id)).state is MotionState.READING
    await team.pass_time(days=0.1)
    assert (await team.motion(motion_id)).state is MotionState.OPEN


async def test_who_is_back_from_a_pause_has_two_days(team: Team) -> None:
    await team.pause(FINN)
    motion_id = await seconded(team)
    await team.pass_time(days=30)
    assert await back(team, FINN) is Return.BACK
    seen = await team.voting.concern(team.house.caller(FINN), motion_id, team.at)
    assert seen.answer_ends_at == team.at + 2 * DAY
    await team.pass_time(days=1.9)
    assert (await team.motion(motion_id)).state is MotionState.READING
    await team.pass_time(days=0.1)
    assert (await team.motion(motion_id)).state is MotionState.OPEN


async def test_a_pause_ends_a_removal_once_in_90_days(team: Team) -> None:
    """Taken a minute before the close, and back the next second: the next vote on it is counted."""
    finn = team.house.caller
    first = await team.removal(ANA, FINN, BEN)
    team.at += timedelta(days=6.9)
    await team.voting.take_pause(finn(FINN), first, team.at)
    taken_at = team.at
    assert await back(team, FINN) is Return.BACK
    second = await team.removal(ANA, FINN, BEN)
    assert not (await team.voting.concern(finn(FINN), second, team.at)).may_pause
    told = await team.house.rows("SELECT facts FROM notice WHERE kind = 'concern' ORDER BY id")
    assert ['"rests"' in str(one[0]).replace("'", '"') for one in told] == [False, True]
    again = await refused(team.voting.take_pause(finn(FINN), second, team.at), "pause-rests")
    assert again.facts["again"] == taken_at + 90 * DAY
    await refused(team.voting.check_own(finn(FINN), second, team.at, answering=False), "pause-rests")
    await team.vote(second, YES, ANA, BEN, CHIDI, DORA, EMI)
    await team.pass_time(days=7)
    assert await team.standing(FINN) == Standing.ALUMNUS


async def test_after_90_days_a_removal_offers_a_pause_again(team: Team) -> None:
    finn = team.house.caller
    await team.voting.take_pause(finn(FINN), await team.removal(ANA, FINN, BEN), team.at)
    assert await back(team, FINN) is Return.BACK
    team.at += 90 * DAY
    second = await team.removal(ANA, FINN, BEN)
    assert (await team.voting.concern(finn(FINN), second, team.at)).may_pause
    await team.voting.take_pause(finn(FINN), second, team.at)
    assert await team.standing(FINN) == Standing.PAUSED
