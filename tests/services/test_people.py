"""Who is on the team, as a team mate sees it: what is for all, and nothing of what is not."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.people import FeedShown
from teambot.domain.standings import PauseReason, Standing
from teambot.errors import Refusal
from tests.services.conftest import START
from tests.services.decided import away, named, paused
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

BACK = START + timedelta(days=9)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def test_everybody_by_name_with_blog_and_part(team: PlantedHouse) -> None:
    await named(team, 3, START)
    await away(team, 1, START, BACK)
    await paused(team, 2, START, PauseReason.SILENT)
    await team.do("UPDATE profile SET hemisphere = 'south' WHERE membership_id = 1")
    shown = await team.services.people.members(team.caller(2), START)
    seen = [(one.name, one.standing, one.hemisphere, one.away_until, one.steward) for one in shown.people]
    assert seen == [
        ("Ana", Standing.MEMBER, "south", None, False),
        ("Ben", Standing.MEMBER, None, BACK, False),
        ("Chidi", Standing.PAUSED, None, None, False),
        ("Dora", Standing.MEMBER, None, None, True),
        ("Emi", Standing.MEMBER, None, None, False),
        ("Finn", Standing.MEMBER, None, None, False),
    ]
    assert not shown.steward
    assert (await team.services.people.members(team.caller(3), START)).steward
    back = (await team.services.people.members(team.caller(0), BACK)).people[1]
    assert back.away_until is None


async def test_alumni_are_shown_where_they_asked_for_it_alone(team: PlantedHouse) -> None:
    await team.do("UPDATE membership SET standing = 'alumnus', left_at = :now WHERE id IN (5, 6)", now=START)
    await team.do("UPDATE membership SET listed = true WHERE id = 6")
    shown = await team.services.people.members(team.caller(0), START)
    assert [one.name for one in shown.people] == ["Ana", "Ben", "Chidi", "Dora"]
    assert [one.name for one in shown.alumni] == ["Finn"]
    assert [one.title for one in shown.feeds] == ["ana", "ben", "chidi", "dora"]


async def test_feeds_that_are_read_are_given_for_a_feed_reader(team: PlantedHouse) -> None:
    whose = "WHERE id IN (SELECT feed_id FROM subscription WHERE membership_id = :member)"
    await team.do(f"UPDATE feed SET state = 'gone' {whose}", member=1)
    await team.do(f"UPDATE feed SET title = '' {whose}", member=2)
    feeds = (await team.services.people.members(team.caller(0), START)).feeds
    assert len(feeds) == 5
    assert feeds[0] == FeedShown("Ben", "http://ben.blog.test/feed", "http://ben.blog.test")


@pytest.mark.parametrize(("ends", "named_still"), [(BACK, ["Finn"]), (START, []), (None, ["Finn"])])
async def test_who_is_invited_until_the_invitation_ends(
    team: PlantedHouse, ends: datetime | None, named_still: list[str]
) -> None:
    await team.do("UPDATE membership SET standing = 'invited', invitation_ends_at = :ends WHERE id = 6", ends=ends)
    assert list((await team.services.people.members(team.caller(0), START)).invited) == named_still


async def test_a_newcomer_and_their_buddy_for_as_long_as_it_lasts(team: PlantedHouse) -> None:
    await team.do("UPDATE membership SET buddy_id = 1, buddy_until = :until WHERE id = 4", until=BACK)
    [pair] = (await team.services.people.members(team.caller(5), START)).buddies
    assert (pair.newcomer, pair.buddy, pair.until) == ("Dora", "Ana", BACK)
    assert (await team.services.people.members(team.caller(5), BACK)).buddies == ()
    await team.do("UPDATE membership SET standing = 'alumnus' WHERE id = 1")
    assert (await team.services.people.members(team.caller(5), START)).buddies == ()


@pytest.mark.parametrize("standing", ["applicant", "invited", "alumnus", "nobody"])
async def test_it_is_for_the_team_alone(team: PlantedHouse, standing: str) -> None:
    await team.do("UPDATE membership SET standing = :standing WHERE id = 6", standing=standing)
    for use in (team.services.people.members, team.services.people.acts):
        for who in (5, 9):
            with pytest.raises(Refusal):
                await use(team.caller(who), START)


@pytest.mark.parametrize("why", PauseReason)
async def test_why_somebody_is_paused_is_told_to_them_alone(team: PlantedHouse, why: PauseReason) -> None:
    await paused(team, 2, START, why)
    mine = await team.services.weeks.show(team.caller(2), "this", START)
    assert (mine.standing, mine.paused_why) == (Standing.PAUSED, why)
    assert (await team.services.weeks.show(team.caller(1), "this", START)).paused_why is None
    assert str(why) not in str(await team.services.people.members(team.caller(1), START))
