"""A feed that moved for good and is not there any more: it is looked for where it was, and taken only if it lives."""

from datetime import datetime, timedelta

import pytest

from teambot.services.feeds.service import FeedsService
from tests.services.conftest import START, House
from tests.services.feeding import HOUR, Page, joined, poll, rss
from tests.services.test_feeds_owners import ANA, MOVED, URLS, WHOSE, look_out, move, offered

KNOWN = [(f"ana-{n}", "") for n in range(1, 5)]
NEW = ("ana-5", "")
OTHERS = [(f"pills-{n}", "") for n in range(4)]
STAYS, BACK = (MOVED, ANA), (ANA, None)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a host's pause here."""
    monkeypatch.setitem(FeedsService.__init__.__kwdefaults__, "host_gap", timedelta(0))


@pytest.fixture
async def ana(house: House) -> Page:
    """Ana (member 1) and Ben (2) have joined; Ana's blog answers with this page."""
    return await joined(house, members=2)


async def fail(house: House, status: int, now: datetime, hours: int) -> datetime:
    """Let the new address answer so for a time."""
    house.blogs.instead["emi"] = Page(status=status).answer
    end = now + hours * HOUR
    while now < end:
        now += 7 * HOUR
        await poll(house, now)
    return now


LIVES = [
    ("not there for days, and written again where it was", 404, 5 * 24, rss(NEW, *KNOWN), 200, BACK),
    ("gone, said twice", 410, 14, rss(NEW, *KNOWN), 200, BACK),
    ("not there for a day", 404, 24, rss(NEW, *KNOWN), 200, STAYS),
    ("what an old host has kept", 404, 5 * 24, rss(*KNOWN), 200, STAYS),
    ("somebody else's by now", 404, 5 * 24, rss(*OTHERS), 200, STAYS),
    ("a page", 404, 5 * 24, "<!doctype html><html></html>", 200, STAYS),
    ("it still leads on", 404, 5 * 24, "", 308, STAYS),
    ("a host that is ill", 500, 5 * 24, rss(NEW, *KNOWN), 200, STAYS),
]


@pytest.mark.parametrize(
    ("status", "hours", "old", "old_status", "there"), [row[1:] for row in LIVES], ids=[row[0] for row in LIVES]
)
async def test_a_feed_lives_again_where_it_was(
    house: House, ana: Page, status: int, hours: int, old: str, old_status: int, there: tuple[str, str | None]
) -> None:
    now = await move(house, ana, START, days=5)
    assert STAYS in await house.rows(URLS)
    ana.body, ana.status = old, old_status
    await fail(house, status, now, hours)
    assert there in await house.rows(URLS)
    came_back = there == BACK
    assert await offered(house, 1) == (["ana-4", "ana-5"] if came_back else ["ana-4"])
    assert await house.rows("SELECT count(*) FROM item WHERE title LIKE 'pills%'") == [(0,)]
    state = "active" if came_back else "failing"
    assert (state,) in await house.rows("SELECT state FROM feed WHERE url <> 'http://ben.blog.test/feed'")


async def test_where_somebody_looks_out_for_the_old_address_they_become_one(house: House, ana: Page) -> None:
    now = await move(house, ana, START, days=5)
    ana.body, ana.status = rss(NEW, *KNOWN), 200
    await look_out(house, ANA, member=2, now=now)
    await fail(house, 404, now, 5 * 24)
    assert await house.rows(WHOSE) == [
        ("http://ben.blog.test/feed", 2, "blog"),
        (ANA, 2, "alert"),
        (ANA, 1, "blog"),
    ]
    assert await offered(house, 1) == ["ana-4", "ana-5"]
