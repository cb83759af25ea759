"""A removal before its vote is nobody's to know of but those concerned: a forged id is answered as one that is none."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from teambot.domain.motions import MotionState
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.removals import AnswerConcern, Second
from tests.services.conftest import GUILD
from tests.services.test_voting import ANA, BEN, CHIDI, FINN, YES, Team, refused, team

__all__ = ["team"]
STRANGER = 50
Asked = Callable[[Team, Any, int], Awaitable[Any]]

WAYS: dict[str, Asked] = {
    "second": lambda t, who, one: t.voting.second(who, Second(one, agreed=True), t.at),
    "seconding": lambda t, who, one: t.voting.seconding(who, one, t.at),
    "withdraw": lambda t, who, one: t.voting.withdraw(who, one, t.at),
    "answer": lambda t, who, one: t.voting.answer(who, AnswerConcern(one, "Hm."), t.at),
    "look at the answer": lambda t, who, one: t.voting.check_own(who, one, t.at, answering=True),
    "take the pause": lambda t, who, one: t.voting.take_pause(who, one, t.at),
    "read the concern": lambda t, who, one: t.voting.concern(who, one, t.at),
    "vote": lambda t, who, one: t.voting.cast(who, CastBallot(one, YES), t.at),
    "look at the vote": lambda t, who, one: t.voting.receipt(who, one, t.at),
}


@pytest.mark.parametrize("way", WAYS)
async def test_nobody_else_can_tell_that_there_is_a_removal(team: Team, way: str) -> None:
    """While its second is asked, while the person reads, and once it was taken back."""
    motion_id = await team.remove(ANA, FINN, BEN)
    house = team.house
    for guild in (GUILD, GUILD + 1, 0):
        await refused(WAYS[way](team, house.caller(STRANGER, guild=guild), motion_id), "no-such-motion")
    for who in (CHIDI, FINN):
        await refused(WAYS[way](team, house.caller(who), motion_id), "no-such-motion")
    await team.voting.second(house.caller(BEN), Second(motion_id, agreed=True), team.at)
    for who in (CHIDI, STRANGER):
        await refused(WAYS[way](team, house.caller(who), motion_id), "no-such-motion")
    await team.voting.withdraw(house.caller(ANA), motion_id, team.at)
    assert (await team.motion(motion_id)).state is MotionState.CLOSED
    for who in (CHIDI, STRANGER):
        await refused(WAYS[way](team, house.caller(who), motion_id), "no-such-motion")
