"""Bad inputs 10 to 12: where redirects lead for days, and when that is believed."""

import pytest
from sqlalchemy import select

from teambot.domain.notices import NoticeKind
from teambot.storage.tables import feed, subscription
from tests.feeds.bad_inputs.documents import BASE, HOST, item, rss
from tests.feeds.bad_inputs.net import to
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import DAY, FEED, HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELSEWHERE = "elsewhere.test/feed"
NEW = rss(item("new"), *BASE)


@bad_input(10, both=True)
async def test_a_permanent_redirect_to_somebody_elses_feed(ana: Scene) -> None:
    """Nothing of it is taken for hers, and after a week she hears that her feed cannot be read."""
    ana.serve(to(f"http://{ELSEWHERE}", 301))
    for number in range(28):
        others = (item(f"{n}", f"http://elsewhere.test/{n}", f"other-{n}") for n in range(number, number + 12))
        ana.serve(rss(*others), ELSEWHERE, ETag=f'"{number}"')
        if number:
            await ana.poll(12 * HOUR)
        else:
            await ana.fails("redirect")
    row = await ana.feed()
    assert (row.url, row.url_original, row.state) == (f"{HOST}/feed", None, "failing")
    assert await ana.titles() == []
    assert await ana.told() == [(NoticeKind.FEED_DEAD, None)]
    ana.serve(NEW)
    await ana.reads("new")


@bad_input(10, ["nothing"], first=2)
async def test_a_permanent_redirect_of_a_feed_that_has_shown_nothing(scene: Scene, case: str) -> None:
    await scene.join(body=rss())
    scene.serve(to(f"http://{ELSEWHERE}", 301))
    scene.serve(NEW, ELSEWHERE)
    await scene.poll_for(14 * DAY)
    assert ((await scene.feed()).url, (await scene.feed()).url_original) == (f"{HOST}/feed", None)


@bad_input(11, [302, 303, 307])
async def test_a_redirect_for_now_is_for_now_after_a_month_too(ana: Scene, case: int) -> None:
    ana.serve(to(f"http://{ELSEWHERE}", case))
    ana.serve(rss(*BASE), ELSEWHERE)
    await ana.poll_for(31 * DAY, 12 * HOUR)
    row = await ana.feed()
    assert (row.state, row.url, row.url_original, row.pending_url) == ("active", f"{HOST}/feed", None, None)
    ana.serve(NEW)
    await ana.reads("new", after=12 * HOUR)


@bad_input(12, both=True, cases=["another host", "the same host", "another spelling", "by two hops"])
async def test_a_permanent_redirect_that_stays_is_followed_once(ana: Scene, case: str) -> None:
    target = {
        "another host": ELSEWHERE,
        "the same host": "ana.blog.test/posts.xml",
        "another spelling": "www.ana.blog.test/feed/",  # the same feed to us, and a redirect to be spared
        "by two hops": ELSEWHERE,
    }[case]
    ana.serve(to(f"http://{target}", 308))
    if case == "by two hops":
        ana.serve(to("http://ana.blog.test/hop", 301))
        ana.serve(to(f"http://{target}", 308), "ana.blog.test/hop")
    ana.serve(NEW, target, ETag='"moved"')
    await ana.poll_for(3 * DAY)
    assert (await ana.feed()).url == f"{HOST}/feed"
    await ana.poll_for(DAY)
    row = await ana.feed()
    assert (row.url, row.url_original, row.pending_url) == (f"http://{target}", f"{HOST}/feed", None)
    assert await ana.offered() == ["new"], "when it was new, and never again"
    ana.net.asked.clear()
    ana.serve(rss(item("newer"), item("new"), *BASE), target)
    await ana.reads("newer", after=6 * HOUR)
    assert [asked.where for asked in ana.net.asked] == [target]
    assert len(await ana.read(select(feed.c.id))) == 1


@bad_input(12, first=5, cases=["too soon", "now and then for now", "to and fro", "to a page", "to a feed of nothing"])
async def test_a_permanent_redirect_that_is_not_believed(ana: Scene, case: str) -> None:
    ana.serve(to(f"http://{ELSEWHERE}", 308))
    body = {"to a page": "<!doctype html><html></html>", "to a feed of nothing": rss()}.get(case, rss(*BASE))
    ana.serve(body, ELSEWHERE)
    ana.serve(rss(*BASE), "portal.test/feed")
    others = {"now and then for now": to(f"http://{ELSEWHERE}", 307), "to and fro": to("http://portal.test/feed", 308)}
    for _ in range(2 if case == "too soon" else 8):
        await ana.poll_for(DAY)
        if case in others:
            ana.serve(others[case])
            await ana.poll(6 * HOUR)
            ana.serve(to(f"http://{ELSEWHERE}", 308))
    row = await ana.feed()
    assert (row.url, row.url_original) == (f"{HOST}/feed", None)
    assert await ana.offered() == []
    ana.serve(NEW)
    await ana.reads("new", after=DAY)


@bad_input(12, first=10, cases=["another's", "their own alert"], both=True)
async def test_a_permanent_redirect_to_a_feed_that_is_there_makes_them_one(ana: Scene, case: str) -> None:
    """Nobody is told twice, and nobody has a feed twice."""
    if case == "another's":
        await ana.second_team()
        await ana.join(1, url=f"http://{ELSEWHERE}", team=2)
    else:
        await ana.plant(f"http://{ELSEWHERE}")
    ana.serve(to(f"http://{ELSEWHERE}", 308))
    ana.serve(NEW, ELSEWHERE, ETag='"moved"')
    await ana.poll_for(4 * DAY)
    (row,) = await ana.read(select(feed))
    assert row.url == f"http://{ELSEWHERE}"
    whose = select(subscription.c.membership_id, subscription.c.kind).order_by(subscription.c.membership_id)
    both = [(1, "blog"), (5, "blog")]
    assert await ana.read(whose) == (both if case == "another's" else both[:1])
    assert await ana.offered() == ["new"]
    ana.net.asked.clear()
    ana.serve(rss(item("newer"), item("new"), *BASE), ELSEWHERE, ETag='"newer"')
    await ana.reads("newer", after=6 * HOUR)
    assert len(ana.net.asked) == 1
    if case == "another's":
        assert await ana.offered(4) == ["new", "newer"]


@bad_input(12, ["a post that went before and comes back after"], first=12, both=True)
async def test_two_feeds_that_become_one_know_what_each_has_shown(ana: Scene, case: str) -> None:
    ana.serve(rss(item("new"), *BASE), ETag='"2"')
    await ana.reads("new")
    await ana.second_team()
    await ana.join(1, url=f"http://{ELSEWHERE}", team=2)
    ana.serve(to(f"http://{ELSEWHERE}", 308))
    await ana.poll_for(4 * DAY)
    assert (await ana.feed()).id == (await ana.feed(4)).id
    ana.serve(rss(item("newer"), item("new"), *BASE), ELSEWHERE, ETag='"3"')
    await ana.reads("newer", after=6 * HOUR)
    assert await ana.offered(4) == ["newer"], "to the blog it is not new"


@bad_input(12, ["both of one owner", "of two"], first=13, both=True)
async def test_two_feeds_that_move_to_one_address_at_once(ana: Scene, case: str) -> None:
    if case == "of two":
        await ana.second_team()
        await ana.join(1, team=2)
        other = "ben.blog.test/feed"
    else:
        await ana.plant("http://portal.test/feed")
        other = "portal.test/feed"
        ana.serve(rss(*BASE), other)
        await ana.poll()
    for where in (FEED, other):
        ana.serve(to(f"http://{ELSEWHERE}", 301), where)
    ana.serve(NEW, ELSEWHERE, ETag='"moved"')
    await ana.poll_for(5 * DAY)
    (row,) = await ana.read(select(feed))
    assert (row.url, row.state) == (f"http://{ELSEWHERE}", "active")
    assert await ana.offered() == ["new"]
    assert await ana.offered(4) == (["new"] if case == "of two" else [])
    assert await ana.read(select(subscription.c.membership_id, subscription.c.kind).order_by(subscription.c.id)) == (
        [(1, "blog"), (5, "blog")] if case == "of two" else [(1, "blog")]
    )
