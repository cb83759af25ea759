"""News that is no longer so: nobody is asked, weeks later, for a vote that has closed or a version they accepted."""

from datetime import datetime, timedelta

import pytest
from aiohttp import web

from teambot.domain.notices import NoticeKind
from teambot.services.members import Accept
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.proposals import ProposeAmendment, ProposeOther, ProposeRemoval
from teambot.services.motions.removals import Second
from teambot.services.profiles import ChangeFeed
from tests.services.conftest import CHARTER, START, House
from tests.services.test_newest import do

DAY = timedelta(days=1)
NOW = START + DAY
ANA, BEN, CHIDI, DORA = range(4)


async def waiting(house: House, who: int) -> set[str]:
    """Give the kinds of news that wait for somebody."""
    rows = await house.rows(
        "SELECT n.kind FROM notice n JOIN membership m ON m.id = n.membership_id JOIN person p ON p.id = m.person_id"
        " WHERE p.discord_id = :who AND n.seen_at IS NULL",
        who=100 + who,
    )
    return {str(row[0]) for row in rows}


async def turned(house: House, now: datetime) -> None:
    await house.services.voting.close_due(now)
    await house.services.voting.remind_due(now)


@pytest.fixture
async def team(house: House) -> House:
    await house.form(6)
    return house


async def test_a_reminder_goes_with_the_ballot_and_with_the_close(team: House) -> None:
    voting = team.services.voting
    made = await voting.propose(team.caller(ANA), ProposeOther(team.team_id, "Shall we meet?"), NOW)
    other = await voting.propose(team.caller(BEN), ProposeOther(team.team_id, "Shall we write?"), NOW)
    await voting.cast(team.caller(ANA), CastBallot(made.motion_id, "yes"), NOW)
    await turned(team, NOW + 4 * DAY)
    assert await waiting(team, CHIDI) == await waiting(team, DORA) == {NoticeKind.MOTION_REMINDER}
    for motion_id in (made.motion_id, other.motion_id):
        assert await waiting(team, CHIDI) == {NoticeKind.MOTION_REMINDER}, "of the other vote it is still so"
        await voting.cast(team.caller(CHIDI), CastBallot(motion_id, "no"), NOW + 4 * DAY)
    assert await waiting(team, CHIDI) == set()
    assert await waiting(team, DORA) == {NoticeKind.MOTION_REMINDER}
    await turned(team, NOW + 5 * DAY)
    assert await waiting(team, DORA) == set()


async def test_what_a_removal_asked_for_goes_when_it_is_taken_back(team: House) -> None:
    voting = team.services.voting
    ids = {
        int(str(row[0])): int(str(row[1]))
        for row in await team.rows("SELECT p.discord_id, m.id FROM membership m JOIN person p ON p.id = m.person_id")
    }
    command = ProposeRemoval(team.team_id, ids[100 + BEN], "We hear nothing.", ids[100 + CHIDI])
    made = await voting.propose(team.caller(ANA), command, NOW)
    assert await waiting(team, CHIDI) == {NoticeKind.SECOND_WANTED}
    await voting.second(team.caller(CHIDI), Second(made.motion_id, agreed=True), NOW)
    assert await waiting(team, BEN) == {NoticeKind.CONCERN}
    await voting.withdraw(team.caller(ANA), made.motion_id, NOW)
    assert await waiting(team, BEN) == await waiting(team, CHIDI) == {NoticeKind.REMOVAL_ENDED}


async def test_a_version_waits_only_for_who_has_not_accepted_it_and_only_the_newest(team: House) -> None:
    voting, now = team.services.voting, NOW
    for version in (1, 2):
        command = ProposeAmendment(team.team_id, version, f"{CHARTER}\nWe meet in month {version}.")
        made = await voting.propose(team.caller(ANA), command, now)
        for who in range(4):
            await voting.cast(team.caller(who), CastBallot(made.motion_id, "yes"), now)
        now += 5 * DAY
        await turned(team, now)
    rows = await team.rows("SELECT count(*) FROM notice WHERE kind = 'charter_new' AND seen_at IS NULL")
    assert rows == [(6,)], "one each, of the newest"
    await team.services.members.accept(team.caller(BEN), Accept(team.team_id, 3), now)
    assert await waiting(team, BEN) == set()
    assert await waiting(team, ANA) == {NoticeKind.CHARTER_NEW}


async def shown(house: House, now: datetime) -> list[NoticeKind]:
    """Give the kinds of news that Ana has behind My week, and let her see them."""
    return [one.kind for one in (await house.services.weeks.show(house.caller(ANA), "this", now)).news]


async def test_a_new_post_stays_until_it_is_put_forward_or_a_week_old(team: House) -> None:
    team.blogs.posts["ana"] = 5
    await team.services.feeds.poll_due(NOW)
    for _ in range(2):
        assert await shown(team, NOW) == [NoticeKind.NEW_ITEM] * 2
    await team.submit(ANA, 5)
    assert await shown(team, NOW) == [NoticeKind.NEW_ITEM]
    assert await shown(team, NOW + 8 * DAY) == [NoticeKind.NEW_ITEM], "shown once more"
    assert await shown(team, NOW + 8 * DAY) == []


async def dead(_: web.Request) -> web.Response:
    return web.Response(status=404)


@pytest.mark.parametrize("mended", ["named again", "answers again"])
async def test_a_dead_feed_stays_until_it_is_named_or_answers_again(team: House, mended: str) -> None:
    team.blogs.instead["ana"] = dead
    for now in (NOW, later := NOW + 8 * DAY):
        await team.services.feeds.poll_due(now)
    for _ in range(2):
        assert await shown(team, later) == [NoticeKind.FEED_DEAD]
    del team.blogs.instead["ana"]
    if mended == "named again":
        command = ChangeFeed("ana.blog.test", "http://ana.blog.test/feed")
        await team.services.profiles.change_feed(team.caller(ANA), command, later)
    else:
        await team.services.feeds.poll_due(later + 2 * DAY)
    assert await shown(team, later) == []


async def test_of_a_feed_that_moved_and_then_died_the_old_address_is_named(team: House) -> None:
    await do(team, "UPDATE feed SET url_original = 'http://old.test/feed'")
    team.blogs.instead["ana"] = dead
    for now in (NOW, NOW + 8 * DAY):
        await team.services.feeds.poll_due(now)
    told = (await team.services.weeks.show(team.caller(ANA), "this", NOW + 8 * DAY)).news
    assert [one.facts["before"] for one in told] == ["http://old.test/feed"]
