"""A feed that several have: who is offered what, and what becomes of it when it moves, dies and comes back."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain.posts import SubscriptionKind
from teambot.domain.teams import Founder
from teambot.feeds.identity import feed_key
from teambot.services.feeds.service import FeedsService
from teambot.services.members import Join
from teambot.services.profiles import ChangeFeed
from teambot.services.teams import NameFounders
from teambot.storage import feeds, subscriptions, teams
from teambot.storage.runner import Tx
from tests.services.conftest import START, House, by_text
from tests.services.feeding import DAY, HOUR, Page, joined, poll, rss

THERE = (910, 911)  # another team's server and channel
ANA, MOVED = "http://ana.blog.test/feed", "http://emi.blog.test/feed"
URLS = "SELECT url, url_original FROM feed ORDER BY id"
WHOSE = "SELECT feed.url, s.membership_id, s.kind FROM subscription s JOIN feed ON feed.id = s.feed_id ORDER BY s.id"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feeds lead to one host here, and nobody waits for its pause."""
    monkeypatch.setitem(FeedsService.__init__.__kwdefaults__, "host_gap", timedelta(0))


@pytest.fixture
async def ana(house: House) -> Page:
    """Ana (member 1) and Ben (2) have joined; Ana's blog answers with this page."""
    return await joined(house, members=2)


async def another_team(house: House) -> None:
    """Let Ana be invited to a second team, where she is member 4."""
    here = house.team_id
    house.team_id = (await house.services.teams.setup(_there(house), START)).team.id
    named = tuple(Founder(100 + who, f"n{who}", bot=False) for who in range(3))
    await house.services.teams.name_founders(_there(house), NameFounders(house.team_id, named), START)
    await house.services.teams.found(_there(house), house.team_id, START)
    house.team_id = here


def _there(house: House) -> Any:
    return house.caller(0, manage=True, guild=THERE[0], channel=THERE[1])


async def join_there(house: House, now: datetime) -> None:
    await house.services.members.join(_there(house), Join(2, 1, "http://ana.blog.test", ANA), now)


async def look_out(house: House, url: str, member: int = 1, now: datetime = START) -> None:
    """Give a member an alert."""

    def fn(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, 1)
        there = feeds.at(tx, feed_key(url))
        feed_id = there.id if there else feeds.add(tx, key=feed_key(url), url=url, next_at=now)
        subscriptions.add(tx, feed_id or 0, member, SubscriptionKind.ALERT, now)
        tx.commit()

    await house.db.run(fn, None, now)


async def offered(house: House, member: int) -> list[str]:
    sql = "SELECT facts FROM notice WHERE kind = 'new_item' AND membership_id = :of ORDER BY id"
    return [json.loads(str(facts))["title"] for (facts,) in await house.rows(sql, of=member)]


async def test_who_comes_later_is_offered_nothing_that_was_there_and_who_was_there_loses_nothing(
    house: House, ana: Page
) -> None:
    await another_team(house)
    ana.body = rss(*((f"ana-{n}", "") for n in range(1, 5)))  # written before, and read for nobody yet
    await join_there(house, START + 3 * HOUR)
    await poll(house, START + 3 * HOUR)
    assert [await offered(house, 1), await offered(house, 4)] == [["ana-4"], []]
    ana.body = rss(*((f"ana-{n}", "") for n in range(1, 6)))
    await poll(house, START + 6 * HOUR)
    assert [await offered(house, 1), await offered(house, 4)] == [["ana-4", "ana-5"], ["ana-5"]]
    assert ana.asked == 4, "two polls for both, and the looks at feed and blog at joining"


async def test_who_comes_to_a_feed_that_was_given_up_takes_it_up_again_for_all(house: House, ana: Page) -> None:
    await another_team(house)
    ana.status = 410
    await poll(house, START + 2 * HOUR)
    await poll(house, START + 9 * HOUR)
    ana.status = 200
    ana.body = rss(*((f"ana-{n}", "") for n in range(1, 5)))
    await join_there(house, START + DAY)
    await poll(house, START + DAY)
    assert await house.rows("SELECT state, fails, fault FROM feed WHERE id = 1") == [("active", 0, None)]
    assert [await offered(house, 1), await offered(house, 4)] == [["ana-4"], []]


async def test_ones_own_feed_named_again_is_kept_and_floods_nobody(house: House, ana: Page) -> None:
    ana.body = rss(*((f"ana-{n}", "") for n in range(1, 6)))
    await house.services.profiles.change_feed(house.caller(0), ChangeFeed("ana.blog.test", ANA), START + HOUR)
    await poll(house, START + HOUR)
    assert await offered(house, 1) == []
    assert await house.rows("SELECT count(*) FROM item WHERE feed_id = 1") == [(5,)]
    ana.body = rss(*((f"ana-{n}", "") for n in range(1, 7)))
    await poll(house, START + 5 * HOUR)
    assert await offered(house, 1) == ["ana-6"]


async def test_what_a_clock_told_that_was_ahead_counts_for_nothing_today(house: House, ana: Page) -> None:
    async def poll_with(items: int, now: datetime) -> None:
        ana.body = rss(*((f"ana-{n}", "") for n in range(1, items + 1)))
        await poll(house, now)

    def put_ahead(tx: Tx, _: None, now: datetime) -> None:
        tx.execute(by_text("UPDATE notice SET created_at = :ahead", {"ahead": now + 365 * DAY}))
        tx.commit()

    await poll_with(6, START + 9 * HOUR)
    assert len(await offered(house, 1)) == 3, "as many as are told a day"
    await house.db.run(put_ahead, None, START)
    await poll_with(7, START + 18 * HOUR)
    assert (await offered(house, 1))[3:] == ["ana-7"]


async def test_what_an_alert_shows_is_stored_and_told_to_nobody(house: House, ana: Page) -> None:
    await look_out(house, MOVED)
    await poll(house, START + 2 * HOUR)
    house.blogs.posts["emi"] = 4
    await poll(house, START + 9 * HOUR)
    assert await house.rows(
        "SELECT count(*) FROM item JOIN feed ON feed.id = feed_id WHERE feed.url = :url", url=MOVED
    ) == [(4,)]
    assert await house.rows("SELECT count(*) FROM notice") == [(0,)]


async def move(house: House, ana: Page, now: datetime, days: int = 4) -> datetime:
    """Let Ana's blog lead to Emi's address for good, with Ana's posts there."""
    ana.status, ana.headers["Location"] = 308, MOVED
    there = Page(rss(*((f"ana-{n}", "") for n in range(1, 5))))
    house.blogs.instead["emi"] = there.answer
    end = now + days * DAY
    while now < end:
        now += 8 * HOUR
        await poll(house, now)
    return now


async def test_a_feed_that_moves_to_one_that_is_there_becomes_one_with_it(house: House, ana: Page) -> None:
    """Ben, who looks out for what is written there, keeps that; Ana, who has both, has one feed of her blog."""
    await look_out(house, MOVED, member=2)
    await look_out(house, MOVED, member=1)
    now = await move(house, ana, START)
    assert await house.rows(WHOSE) == [
        ("http://ben.blog.test/feed", 2, "blog"),
        (MOVED, 2, "alert"),
        (MOVED, 1, "blog"),
    ]
    assert await house.rows("SELECT count(*) FROM feed") == [(2,)]
    assert await offered(house, 1) == ["ana-4"], "once, before they became one"
    house.blogs.instead["emi"] = Page(rss(*((f"ana-{n}", "") for n in range(1, 6)))).answer
    await poll(house, now + DAY)
    assert await offered(house, 1) == ["ana-4", "ana-5"]
    assert await offered(house, 2) == []


async def test_what_a_feed_has_shown_goes_with_it_where_it_becomes_one_with_another(house: House, ana: Page) -> None:
    """A post that the other does not show yet was offered: not once more, and it can still be put forward."""
    await look_out(house, MOVED, member=2)
    ana.body = rss(*((f"ana-{n}", "") for n in range(1, 8)))
    await poll(house, START + 2 * HOUR)
    before = await offered(house, 1)
    now = await move(house, ana, START + DAY)  # its fourth is the newest there
    house.blogs.instead["emi"] = Page(rss(*((f"ana-{n}", "") for n in range(1, 9)))).answer
    await poll(house, now + DAY)
    assert await offered(house, 1) == [*before, "ana-8"]
    newest = await house.services.posts.newest(house.caller(0), "ana-7", now + DAY)
    assert [item.title for item in newest] == ["ana-7"]


async def test_a_redirect_back_and_forth_moves_nothing(house: House, ana: Page) -> None:
    await move(house, ana, START, days=2)
    ana.status = 200
    await poll(house, START + 3 * DAY)
    await move(house, ana, START + 3 * DAY, days=2)
    assert (ANA, None) in await house.rows(URLS)


async def test_a_feed_that_moved_moves_on_and_keeps_the_name_it_was_given(house: House, ana: Page) -> None:
    now = await move(house, ana, START)
    assert (MOVED, ANA) in await house.rows(URLS)
    house.blogs.instead["emi"] = Page(status=301, Location="http://finn.blog.test/feed").answer
    house.blogs.instead["finn"] = Page(rss(*((f"ana-{n}", "") for n in range(2, 6)))).answer
    for _ in range(14):
        now += 8 * HOUR
        await poll(house, now)
    assert ("http://finn.blog.test/feed", ANA) in await house.rows(URLS)
    assert await offered(house, 1) == ["ana-4", "ana-5"]


async def test_no_redirect_makes_a_team_mates_feed_ones_own(house: House, ana: Page) -> None:
    """Ana's feed shows some of Ben's posts, and then leads to his for good."""
    bens = rss(*((f"ben-{n}", "") for n in range(1, 4))).replace("ana", "ben")
    house.blogs.instead["ben"] = Page(bens).answer
    ana.body = rss(("ben-1", ""), *((f"ana-{n}", "") for n in range(1, 4))).replace(
        "ana.blog.test/ben", "ben.blog.test/ben"
    )
    await poll(house, START + DAY)
    ana.status, ana.headers["Location"] = 301, "http://ben.blog.test/feed"
    for day in range(2, 8):
        await poll(house, START + day * DAY)
    assert await house.rows("SELECT feed_id FROM subscription ORDER BY membership_id") == [(1,), (2,)]
    assert (ANA, None) in await house.rows(URLS)
    assert await house.rows("SELECT count(*) FROM notice WHERE membership_id = 1 AND kind = 'new_item'") == [(0,)]


async def test_a_feed_that_is_silent_for_three_months_is_given_up_and_both_said_once(house: House, ana: Page) -> None:
    ana.status = 500
    now = START
    while now < START + 100 * DAY:
        now += DAY
        await poll(house, now)
    told = await house.rows("SELECT kind FROM notice WHERE membership_id = 1 ORDER BY id")
    assert told == [("feed_dead",), ("feed_suspended",)]
    assert await house.rows("SELECT state FROM feed WHERE id = 1") == [("suspended",)]
    asked = ana.asked
    await poll(house, now + 30 * DAY)
    assert ana.asked == asked
    assert asked >= 45, "by a bell that rings once a day, at least at every second one"


async def test_a_feed_made_anew_is_told_once_and_all_of_it_can_be_put_forward(house: House, ana: Page) -> None:
    for day in range(1, 4):
        ana.body = rss(*((f"day-{day}-{n}", "") for n in range(20)))
        await poll(house, START + day * DAY)
    told = await house.rows("SELECT kind, facts FROM notice WHERE membership_id = 1")
    assert [(kind, json.loads(str(facts))) for kind, facts in told] == [("feed_renewed", {"url": ANA, "count": 20})]
    newest = await house.services.posts.newest(house.caller(0), "", START + 3 * DAY)
    assert {f"day-3-{n}" for n in range(20)} <= {item.title for item in newest}
    await poll(house, START + 40 * DAY)
    ana.body = rss(*((f"again-{n}", "") for n in range(20)))
    await poll(house, START + 41 * DAY)
    assert [row[0] for row in await house.rows("SELECT kind FROM notice WHERE membership_id = 1")] == [
        "feed_renewed"
    ] * 2
