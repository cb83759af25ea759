"""A blog and a feed that are typed together: the blog is looked at too, and says whose the feed is."""

import pytest
from aiohttp import web

from teambot.errors import Refusal
from tests.services.conftest import START, House

pytestmark = pytest.mark.sqlite_only

ANA, BEN = "http://ana.blog.test", "http://ben.blog.test"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Tea</title></channel></rss>'
ANNOUNCED = f'<link rel="alternate" type="application/rss+xml" href="{BEN}/ana.xml">'


def serve(house: House, page: str, status: int = 200) -> None:
    """Have Ana's pages say this, and what is called as feeds are be one."""

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith(("feed", ".xml")):
            return web.Response(text=RSS, content_type="application/rss+xml")
        text = f"<!doctype html><html><head><title>Ana</title></head><body>{page}</body></html>"
        return web.Response(text=text, status=status, content_type="text/html")

    house.blogs.instead["ana"] = answer


# The blog, the feed, what the blog's page says and with which status, what comes of it.
NAMED = [
    (ANA, f"{ANA}/feed", "", 200, ANA, "it stands under the blog"),
    ("ana.blog.test", f"{ANA}/feed", "", 200, ANA, "as people type it"),
    (f"{ANA}/notes/", f"{ANA}/notes/tags/tea.xml", "", 200, f"{ANA}/notes/", "under the part that is the blog"),
    (f"{ANA}/notes/", f"{ANA}/feed.xml", "", 200, f"{ANA}/notes/", "at a usual address of its host"),
    (f"{ANA}/notes/", f"{ANA}/shop/feed", "", 200, "feed-of-elsewhere", "beside it"),
    (f"{ANA}/~ana/", f"{ANA}/~ben/feed", "", 200, "feed-of-elsewhere", "another user's"),
    (ANA, f"{ANA}/~ben/feed", "", 200, "feed-of-elsewhere", "a user's of its host"),
    (ANA, f"{ANA}/~ben/feed", f'<a href="{ANA}/~ben/feed">RSS</a>', 200, ANA, "which its page links"),
    (ANA, f"{BEN}/ana.xml", "", 200, "feed-of-elsewhere", "on another host, of which it says nothing"),
    (ANA, f"{BEN}/ana.xml", ANNOUNCED, 200, ANA, "which its page announces"),
    (ANA, f"{BEN}/ana.xml", f'<a href="{BEN}/ana.xml">RSS</a>', 200, ANA, "or links"),
    (ANA, f"{ANA}/feed", "", 403, ANA, "robots are kept from the page, and not from the feed"),
    (ANA, f"{BEN}/ana.xml", ANNOUNCED, 403, "blog-unreadable", "then nobody can tell what the page says"),
    (f"{ANA}/notse", f"{ANA}/notes/feed", "", 404, "blog-unreadable", "mistyped"),
    ("http://nobody.blog.test", f"{ANA}/feed", "", 200, "blog-unreadable", "no such host"),
]


@pytest.mark.parametrize(("blog", "feed", "page", "status", "expected", "why"), NAMED)
async def test_the_blog_says_whose_the_feed_is(
    house: House, blog: str, feed: str, page: str, status: int, expected: str, why: str
) -> None:
    serve(house, page, status)
    try:
        found = (await house.services.feeds.read(blog, feed, START)).feed.blog_url
    except Refusal as refusal:
        found = refusal.key
    assert found == expected, why


async def test_what_is_refused_is_named(house: House) -> None:
    serve(house, "", 404)
    with pytest.raises(Refusal) as caught:
        await house.services.feeds.read(f"{ANA}/notse", f"{ANA}/notes/feed", START)
    assert caught.value.facts == {"url": f"{ANA}/notse", "fault": "not_found"}
    serve(house, "")
    with pytest.raises(Refusal) as caught:
        await house.services.feeds.read(ANA, f"{BEN}/ana.xml", START)
    assert caught.value.facts == {"blog": ANA, "url": f"{BEN}/ana.xml"}


async def test_what_was_looked_at_before_is_not_again(house: House) -> None:
    serve(house, "")
    found = await house.services.feeds.read(ANA, f"{BEN}/ana.xml", START, known=True)
    assert found.blog_url == ANA
