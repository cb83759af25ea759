"""The whole way of a poll: a blog on a real socket, the guard, the unpacking, the parse in its process."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from teambot.feeds.items import NotAFeed, Reason
from teambot.feeds.parse import parse_feed
from teambot.web.fetch import Fetcher
from teambot.web.worker import Worker
from tests.web.conftest import Canary, Site

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = "http://blog.test/feed"
SAMPLE = (Path(__file__).parents[1] / "data" / "feeds" / "atom10.xml").read_bytes()


async def test_a_poll_then_a_poll_that_finds_nothing_new(site: Site, fetcher: Fetcher) -> None:
    async def blog(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304, headers={"ETag": '"1"'})
        headers = {"ETag": '"1"', "Content-Encoding": "gzip", "Content-Type": "text/html; charset=iso-8859-1"}
        return web.Response(body=gzip.compress(SAMPLE), headers=headers)

    site.answer = blog
    worker = Worker()
    got = await fetcher.get(FEED)
    found = await worker.run(parse_feed, got.body, got.content_type, got.url, NOW)
    assert [item.title for item in found.items] == ["The <dialog> element", "Markup in a title"]
    assert found.whole
    assert (await fetcher.get(FEED, etag=got.etag)).status == 304
    await worker.close()


async def test_a_body_that_is_an_address_is_read_by_nobody(site: Site, fetcher: Fetcher, canary: Canary) -> None:
    worker = Worker()
    for body in (f"http://127.0.0.1:{canary.port}/feed".encode(), b"/etc/hostname", b"file:///etc/hostname"):
        site.answer = site.say(body, Content_Type="application/rss+xml")
        got = await fetcher.get(FEED)
        with pytest.raises(NotAFeed) as raised:
            await worker.run(parse_feed, got.body, got.content_type, got.url, NOW)
        assert raised.value.reason is Reason.NOT_A_FEED
    assert canary.hits == 0
    await worker.close()


async def test_packed_twice_under_one_name_is_no_feed(site: Site, fetcher: Fetcher) -> None:
    site.answer = site.say(gzip.compress(gzip.compress(SAMPLE)), Content_Encoding="gzip")
    got = await fetcher.get(FEED)
    with pytest.raises(NotAFeed):
        parse_feed(got.body, got.content_type, got.url, NOW)
