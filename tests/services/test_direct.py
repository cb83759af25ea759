"""A click in a direct message names its team by an id that can be forged: a stranger learns nothing of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from teambot.services.caller import DIRECT, Caller
from teambot.services.motions.proposals import ProposeRemoval
from teambot.services.motions.removals import AnswerConcern, Second
from teambot.services.reports import Report
from tests.services.conftest import FIRST_PLAN
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

NOW = FIRST_PLAN
MOTION = 1
Use = Callable[[PlantedHouse, Caller], Awaitable[object]]


async def nobody(guild_id: int) -> int | None:
    raise AssertionError(f"the owner of {guild_id} was looked up for a stranger")


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    """The six, with a removal that its person reads."""
    async with planted(store, formed) as house:
        said = ProposeRemoval(1, 2, "Never reads what is sent.", 3)
        motion_id = (await house.services.voting.propose(house.caller(0), said, NOW)).motion_id
        assert motion_id == MOTION
        await house.services.voting.second(house.caller(2), Second(MOTION, agreed=True), NOW)
        yield house


USES: dict[str, Use] = {
    "a member's screen": lambda t, by: t.services.standings.check_away(by, 1, NOW),
    "of who belongs": lambda t, by: t.services.standings.leaving(by, 1, NOW),
    "before a report": lambda t, by: t.services.reports.check(by, 1, NOW),
    "a report": lambda t, by: t.services.reports.report(by, Report(1, None, "Look!", named=False), nobody, NOW),
    "asking to join": lambda t, by: t.services.applications.check_may_apply(by, 1, NOW),
    "an application": lambda t, by: t.services.applications.show(by, 1, NOW),
    "its form": lambda t, by: t.services.applications.form(by, 1, NOW),
    "a sister team": lambda t, by: t.services.applications.sister_guide(by, 1, NOW),
    "a vote": lambda t, by: t.services.voting.receipt(by, MOTION, NOW),
    "a concern": lambda t, by: t.services.voting.concern(by, MOTION, NOW),
    "seconding": lambda t, by: t.services.voting.seconding(by, MOTION, NOW),
    "before an answer": lambda t, by: t.services.voting.check_own(by, MOTION, NOW, answering=True),
    "an answer": lambda t, by: t.services.voting.answer(by, AnswerConcern(MOTION, "I do."), NOW),
    "a pause": lambda t, by: t.services.voting.take_pause(by, MOTION, NOW),
    "a break": lambda t, by: t.services.standings.take_break(by, 1, NOW),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
async def test_a_stranger_reads_no_team_s_name_in_a_direct_message(team: PlantedHouse, use: Use) -> None:
    stranger = replace(team.caller(9), guild_id=DIRECT)
    no = await refused(team, lambda: use(team, stranger))
    assert (no.key in {"no-such-team", "no-such-motion"}, no.facts) == (True, {}), "neither says what there is"


async def test_who_is_on_the_team_can_do_so_there(team: PlantedHouse) -> None:
    ben = replace(team.caller(1), guild_id=DIRECT)
    assert (await team.services.voting.concern(ben, MOTION, NOW)).own
    assert (await team.services.standings.leaving(replace(team.caller(1), guild_id=DIRECT), 1, NOW)).team_id == 1
