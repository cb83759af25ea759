"""kill -9 in the middle of a poll: nothing is lost, and nothing is offered twice."""

import asyncio
import json
import os
import random
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from teambot.services.feeds import news_of
from tests.services.conftest import START, House
from tests.services.feeding import rss

ROOT = Path(__file__).parents[2]
KILLS = 40 if os.environ.get("TORTURE", "full") == "full" else 15
_SHOWN = 40  # posts in the feed: more than come between two that are stored


class Writing:
    """A blog that has one post more each time it is read."""

    def __init__(self) -> None:
        self.newest = 3

    async def answer(self, request: web.Request) -> web.Response:
        self.newest += 1
        posts = range(self.newest, max(self.newest - _SHOWN, 0), -1)
        return web.Response(text=rss(*((f"post-{n}", "") for n in posts)), content_type="text/xml")


async def live(house: House, day: int, passes: int, seconds: float) -> int:
    """Let a process poll from a day on, and kill it so long after so many passes began; gives its last day."""
    args = (house.address, str(house.blogs.port), str(day))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.services.polling_child", *args), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    said = [await process.stdout.readline() for _ in range(passes)]
    assert said[-1], "it ended by itself"
    await asyncio.sleep(seconds)
    process.kill()
    said.append(await process.stdout.read())
    assert await process.wait() == -9, "it was at work until then"
    return int(b"".join(said).split()[-1])


@pytest.mark.parametrize("kills", [3, pytest.param(KILLS, marks=[pytest.mark.torture, pytest.mark.timeout(900)])])
async def test_a_bot_that_is_killed_while_it_polls_loses_nothing_and_says_nothing_twice(
    house: House, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    monkeypatch.setattr(news_of, "_TELL_MOST", 1000)
    await house.set_up(3)
    await house.join(0)
    blog = Writing()
    blog.newest = 0  # all are new
    house.blogs.instead["ana"] = blog.answer
    chance = random.Random(kills)
    day = whole = 0
    for _ in range(kills):
        passes = chance.randint(1, 5)
        whole += passes - 1
        # A pass takes a few hundredths of a second, the first one longer: it starts the process that parses.
        day = await live(house, day + 1, passes, chance.random() * 0.06)
    await house.services.feeds.poll_due(START + timedelta(days=day + 2))
    told = await house.rows("SELECT facts FROM notice WHERE kind = 'new_item'")
    offered = Counter(json.loads(str(facts))["title"] for (facts,) in told)
    assert blog.newest >= whole
    assert offered == Counter(f"post-{n}" for n in range(1, blog.newest + 1))
    assert await house.rows("SELECT count(*) FROM seen_key WHERE key LIKE 'u%'") == [(3 + blog.newest,)]
