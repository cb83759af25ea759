"""The sample blogs as somebody applies with them: found by their bare names, and proven or not, over real HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from teambot.domain.ownership import Proof
from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import Blogger, Cast, read_cast
from teambot.sandbox.clock import START, StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.sample_team import SampleTeam, build_world, link_accounts
from teambot.services.feeds.blogs import BlogFinder
from teambot.services.feeds.documents import Documents
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from teambot.web.worker import Worker

FILE = Path(__file__).parents[2] / "config" / "sandbox.toml"
TOKEN = "teambot-k7m2p9w4xz"


@pytest.fixture
def cast() -> Cast:
    return read_cast(FILE)


@pytest.fixture
async def blogs(cast: Cast) -> AsyncIterator[SampleBlogs]:
    blogs = SampleBlogs(cast.blogs, StoryClock())
    await blogs.start()
    yield blogs
    await blogs.stop()


@pytest.fixture
async def finder(blogs: SampleBlogs) -> AsyncIterator[BlogFinder]:
    fetcher, worker = Fetcher(user_agent="teambot/test", guard=Guard(opened=blogs.opened)), Worker()
    yield BlogFinder(Documents(fetcher, worker, every=timedelta(hours=1)))
    await fetcher.close()
    await worker.close()


@pytest.fixture
def team(cast: Cast, blogs: SampleBlogs) -> SampleTeam:
    team = build_world(LoopbackDiscord(StoryClock()).world, cast)
    link_accounts(team, blogs)
    return team


async def test_every_feed_is_found_by_the_blogs_bare_name(cast: Cast, finder: BlogFinder) -> None:
    for blogger in cast.blogs:
        found = await finder.find(blogger.host, START)
        assert (found.feed.url, found.choices) == (blogger.feed_url, ()), blogger.name


async def test_a_blog_is_proven_by_its_link_or_by_what_its_owner_puts_on_it(
    cast: Cast, blogs: SampleBlogs, team: SampleTeam, finder: BlogFinder
) -> None:
    async def proof(blogger: Blogger, by: Blogger) -> Proof | None:
        return await finder.proof(blogger.blog_url, blogger.feed_url, TOKEN, team.id_of(by), START)

    for blogger in cast.outsiders:
        assert await proof(blogger, blogger) == (Proof.REL_ME if blogger.rel_me else None), blogger.name
    hanne, *others = cast.outsiders
    blogs.write_about(hanne.host, f"{hanne.about}\n{TOKEN}")
    assert await proof(hanne, hanne) is Proof.PAGE_TOKEN
    for blogger in (*others, cast.stranger):
        assert await proof(blogger, hanne) is None, "not hers"
