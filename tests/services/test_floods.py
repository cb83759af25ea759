"""Nobody can flood a team: motions, applications and reports have their measure, and each refusal says from when."""

from datetime import datetime, timedelta

import pytest

from teambot.domain.motions import brings_again
from teambot.services.motions.proposals import ProposeOther
from tests.services.conftest import START, House
from tests.services.test_voting import refused

DAY = timedelta(days=1)
ANA, BEN, EMI = 0, 1, 4


async def bring(house: House, who: int, now: datetime) -> None:
    """Propose something and take it back at once."""
    voting, said = house.services.voting, ProposeOther(house.team_id, "Shall we meet?")
    made = await voting.propose(house.caller(who), said, now)
    await voting.withdraw(house.caller(who), made.motion_id, now)


async def test_a_member_brings_three_motions_a_week_however_they_ended(house: House) -> None:
    await house.form(3)
    for day in range(3):
        await bring(house, ANA, START + DAY * day)
    now = START + DAY * 3
    no = await refused(bring(house, ANA, now), "three-motions-brought")
    assert no.facts == {"most": 3, "again": START + DAY * 7}
    await refused(house.services.voting.proposable(house.caller(ANA), now), "three-motions-brought")
    await bring(house, BEN, now)
    await bring(house, ANA, START + DAY * 7)
    no = await refused(bring(house, ANA, START + DAY * 7), "three-motions-brought")
    assert no.facts["again"] == START + DAY * 8


@pytest.mark.parametrize(
    ("days", "again"),
    [((), None), ((0, 1), None), ((0, 1, 2), 7), ((2, 0, 1), 7), ((2, 2, 2), 9), ((-4, 0, 1), None), ((0, 1, 2, 2), 8)],
)
def test_the_week_rolls(days: tuple[int, ...], again: int | None) -> None:
    expected = START + DAY * again if again is not None else None
    assert brings_again([START + DAY * day for day in days], START + DAY * 3) == expected
