"""Bad input 75: what a page can do to who looks for its feed. What an address can do is among those of fetching."""

import pytest

from tests.feeds.bad_inputs.documents import BASE, HOST, item, rss
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

POSTS = rss(item("new"), *BASE, title="Posts")
COMMENTS = rss(item("Re: soup"), title="Comments on: ana")


def announced(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def page(*links: str, base: str = "") -> str:
    return f"<!doctype html><html><head>{base}{''.join(links)}</head><body>Soup</body></html>"


PAGES = [
    ("comments first", page(announced("/comments/feed/", title="Comments"), announced("/posts.xml")), "/posts.xml"),
    ("comments that are called otherwise", page(announced("/c.xml"), announced("/posts.xml")), "/posts.xml"),
    (
        "WordPress's programming interface",
        page(announced("/wp-json/wp/v2/posts/7", "application/json"), announced("/posts.xml")),
        "/posts.xml",
    ),
    ("a relative address", page(announced("deep/posts.xml")), "/deep/posts.xml"),
    ("a base", page(announced("posts.xml"), base='<base href="/deep/">'), "/deep/posts.xml"),
    (
        "a base elsewhere",
        page(announced(f"{HOST}/posts.xml"), base='<base href="http://elsewhere.test/">'),
        "/posts.xml",
    ),
    (
        "the feed of posts behind dead ones",
        page(announced("/a"), announced("/b"), announced("/posts.xml")),
        "/posts.xml",
    ),
    ("behind what was meant for the server", page("<?php wp_head() ?>", announced("/posts.xml")), "/posts.xml"),
    ("200 that are none", page(*(announced(f"/dead/{number}") for number in range(200))), None),
    ("200 of comments", page(*(announced(f"/{number}/comments/feed/") for number in range(200))), None),
    ("200 inside", page(*(announced(f"http://127.0.0.1/{number}") for number in range(200))), None),
]


@bad_input(75, PAGES)
async def test_a_page_that_announces_feeds(ana: Scene, case: tuple[str, str, str | None]) -> None:
    _, body, expected = case
    ana.net.clear()
    ana.serve(body, "ana.blog.test/")
    for path in ("/posts.xml", "/deep/posts.xml"):
        ana.serve(POSTS, f"ana.blog.test{path}")
    for path in ("/comments/feed/", "/c.xml"):
        ana.serve(COMMENTS, f"ana.blog.test{path}")
    if expected is None:
        key, _ = await ana.refused(HOST)
        assert key == "no-feed-found"
    else:
        await ana.change_feed(HOST)
        assert (await ana.feed()).url == f"{HOST}{expected}"
    assert len(ana.net.asked) <= 8
    assert {asked.host for asked in ana.net.asked} == {"ana.blog.test"}
