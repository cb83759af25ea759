"""Promise 2 while a team forms: who is asked, who is bound by which charter, and when there are enough."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from teambot.domain.members import INVITATION
from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.services.members import Accept, Join
from teambot.services.profiles import ChangeFeed
from teambot.services.teams import NameFounders, WriteCharter
from tests.services.applicants import proven
from tests.services.conftest import CHARTER, FIRST_CLOSE, NAMES, START, House
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

LATER = START + timedelta(days=10)


@pytest.fixture
async def team(store: Store) -> AsyncIterator[PlantedHouse]:
    async with planted(store) as house:
        yield house


async def name(team: PlantedHouse, *who: int, now: object = START) -> None:
    named = tuple(Founder(100 + one, NAMES[one], bot=False) for one in who)
    await team.services.teams.name_founders(team.caller(0, manage=True), NameFounders(team.team_id, named), now)


async def write_charter(team: PlantedHouse, text: str) -> int:
    said = WriteCharter(team.team_id, text)
    return (await team.services.teams.write_charter(team.caller(0, manage=True), said, START)).missing


async def test_nobody_joins_before_they_are_asked(team: PlantedHouse) -> None:
    """Three who joined while the wizard was open would have been a team that never forms."""
    team.team_id = (await team.services.teams.setup(team.caller(0, manage=True), START)).team.id
    await name(team, 0, 1, 2)
    with pytest.raises(Refusal, match="not-invited"):
        await team.join(0)
    assert not (await team.services.members.charter(team.caller(0), START)).may_join


async def test_a_team_forms_on_the_charter_that_three_have_accepted(team: PlantedHouse) -> None:
    """Who accepted the one before the edit is asked again, and counts when they have."""
    await team.set_up(4)
    await team.join(0)
    await team.join(1)
    assert await write_charter(team, CHARTER + "\nWe meet on Mondays.") == 3
    joined = await team.join(2, version=2)
    assert (joined.missing, joined.first_close) == (2, None)
    assert (await team.services.weeks.show(team.caller(0), "this", START)).missing == 2
    assert (await team.services.members.charter(team.caller(0), START)).may_accept
    await team.services.members.accept(team.caller(0), Accept(team.team_id, 2), START)
    assert await team.rows("SELECT state FROM team") == [("forming",)]
    await team.services.members.accept(team.caller(1), Accept(team.team_id, 2), START)
    assert await team.rows("SELECT state FROM team") == [("active",)]
    assert await team.rows("SELECT kind FROM outbox ORDER BY id") == [("invitation",), ("team_formed",)]
    assert (await team.services.weeks.show(team.caller(0), "next", START)).closes_at == FIRST_CLOSE


async def test_the_same_charter_written_again_asks_nobody(team: PlantedHouse) -> None:
    await team.set_up(3)
    await team.join(0)
    assert await write_charter(team, "1. " + CHARTER.replace("\n", "\n\n 2) ")) == 2
    assert await team.rows("SELECT count(*) FROM charter") == [(1,)]


async def test_the_close_is_72_hours_after_the_third_member(team: PlantedHouse) -> None:
    await team.set_up(3)
    await team.join(0)
    await team.join(1)
    within = FIRST_CLOSE - timedelta(hours=72) + timedelta(seconds=1)
    assert (await team.join(2, now=within)).first_close == FIRST_CLOSE + timedelta(weeks=1)


async def test_an_invitation_ends_after_14_days_and_naming_another_does_not_renew_it(team: PlantedHouse) -> None:
    await team.set_up(4)
    await name(team, 0, 1, 2, 3, 4, now=LATER)
    assert [await ends(team, who) for who in (0, 4)] == [START + INVITATION, LATER + INVITATION]
    with pytest.raises(Refusal, match="invitation-ended"):
        await team.join(0, now=START + INVITATION)
    await team.join(4, now=START + INVITATION)


async def test_who_is_named_again_after_the_end_is_asked_again(team: PlantedHouse) -> None:
    await team.set_up(3)
    over = START + INVITATION
    await name(team, 0, 1, now=over)
    payloads = await team.rows("SELECT payload ->> 'founders' FROM outbox ORDER BY id")
    assert [json.loads(str(said)) for (said,) in payloads] == [[100, 101, 102], [100, 101]]
    await team.join(0, now=over)
    with pytest.raises(Refusal, match="not-invited"):
        await team.join(2, now=over)


async def ends(team: PlantedHouse, who: int) -> object:
    with pytest.raises(Refusal, match="invitation-ended") as refusal:
        await team.join(who, now=START + 3 * INVITATION)
    return refusal.value.facts["ended"]


@pytest.mark.parametrize(
    ("blog", "why"),
    [("http://ana.blog.test", "the very blog"), ("http://www.ana.blog.test/notes/", "a place within it")],
)
async def test_nobody_joins_or_changes_to_a_team_mates_blog(house: House, blog: str, why: str) -> None:
    await house.set_up(3)
    await house.join(0)
    with pytest.raises(Refusal, match="blog-taken"):
        await house.services.members.join(house.caller(1), Join(house.team_id, 1, blog, ""), START)
    await house.join(1)
    claimed = await house.services.profiles.change_feed(house.caller(1), ChangeFeed(blog, ""), START)
    assert claimed.blog_url == "http://ben.blog.test", "Ana only named hers: it changes hands once it is shown whose"
    assert claimed.claim is not None
    await proven(house, 1)
    with pytest.raises(Refusal, match="blog-taken"):
        await house.services.profiles.change_feed(house.caller(1), ChangeFeed(blog, ""), START)
