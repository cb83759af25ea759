"""Months of feeds whose hosts do anything: whatever they do, nothing breaks and no post is offered twice.

A life is drawn from its number, so that one that fails is lived again by its id.
"""

import logging
import os
import random
from datetime import datetime, timedelta
from html import escape

import pytest
from sqlalchemy import func, select

from teambot.feeds.addresses import canonical
from teambot.storage.tables import item, notice
from tests.feeds.bad_inputs.documents import HOST, rss
from tests.feeds.bad_inputs.net import http, to
from tests.feeds.bad_inputs.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELSEWHERE = "elsewhere.test/feed"
HOSTS = ("ana.blog.test/feed", "ben.blog.test/feed", "ana.blog.test/tag", ELSEWHERE)
AGAIN = timedelta(days=150)  # keys are kept for longer
MORE = 40 if os.environ.get("TORTURE", "full") == "full" else 8
LIVES = [*range(4), *(pytest.param(number, marks=pytest.mark.torture) for number in range(1000, 1000 + MORE))]
HOURS = (0.5, 2, 8, 30, 9 * 24)


def drawn_item(life: random.Random) -> str:
    """Draw an item of eight posts, whose parts may be another's, or missing, or nonsense."""
    number, other = life.randrange(8), life.randrange(8)
    links = [f"{HOST}/{number}"] * 3 + [f"https://www.ana.blog.test/{number}/?utm_source=x", f"/{number}/amp"]
    parts = {
        "title": life.choice([f"t{number}", f"t{other}", "", "<b>x</b> & y", "\u202ez", None]),
        "link": life.choice([*links, f"{HOST}/{other}", f"http://elsewhere.test/{number}", "javascript:x", None]),
        "guid": life.choice([f"id-{number}", f"id-{other}", f"{HOST}/{number}", "same", None]),
        "pubDate": life.choice(["03 Jan 2026 08:00:00 GMT", "01 Jan 2023 00:00:00 GMT", "garbage", "1 Jan 2099", None]),
        "description": life.choice(["d1", "d2", None]),
    }
    said = (f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text is not None)
    return f"<item>{''.join(said)}</item>"


def drawn_feed(life: random.Random) -> str:
    return rss(*(drawn_item(life) for _ in range(life.choice([0, 1, 2, 3, 6, 14, 40]))))


def drawn_answer(life: random.Random) -> bytes:
    """Draw what a host says from now on; as often as not it is a feed."""
    body = drawn_feed(life)
    tag = f'"{life.random()}"'
    good = [http(body), http(body, ETag=tag), http(body, ETag=tag, Cache_Control="max-age=7200")]
    away = [to(f"http://{ELSEWHERE}", status) for status in (301, 301, 302)]
    bad = [http(body[: int(len(body) * life.random())]), http(status=304), http(status=500)]
    wait = http(status=429, Retry_After=str(life.choice([60, 4000, 10**9])))
    return life.choice([*good, *good, *away, *bad, wait, to("http://www.ana.blog.test/feed/", 308)])


async def live(scene: Scene, life: random.Random, caplog: pytest.LogCaptureFixture) -> None:
    await scene.join(0, drawn_feed(life))
    await scene.join(1, drawn_feed(life).replace("ana.", "ben."))
    await scene.plant(f"http://{ELSEWHERE}", f"{HOST}/tag")
    caplog.set_level(logging.ERROR)
    for _ in range(30):
        for where in life.sample(HOSTS, life.randrange(1, 5)):
            said = drawn_answer(life)
            scene.serve(said.replace(b"ana.", b"ben.") if where.startswith("ben.") else said, where)
        scene.serve(http(drawn_feed(life)), "www.ana.blog.test/feed/")
        for _ in range(life.choice([1, 1, 8])):
            await scene.poll(timedelta(hours=life.choice(HOURS)))
        if life.random() < 0.1:
            await scene.poll(-timedelta(days=life.choice([1, 40])))
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("number", LIVES)
async def test_a_life(scene: Scene, number: int, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    await live(scene, random.Random(number), caplog)
    offered: dict[tuple[int, str], datetime] = {}
    for one in await scene.read(select(notice).where(notice.c.kind == "new_item").order_by(notice.c.created_at)):
        post = (one.membership_id, canonical(one.facts["url"]))
        assert post not in offered or one.created_at - offered[post] > AGAIN, "offered twice"
        offered[post] = one.created_at
    assert offered or number >= 1000, "a life in which nothing comes is a life too, but tries nothing"
    counts = select(func.count(item.c.id)).group_by(item.c.feed_id)
    assert max(count for (count,) in await scene.read(counts)) <= 50
