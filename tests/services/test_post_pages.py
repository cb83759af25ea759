"""What a post's page says of it, over real HTTP on loopback: there or not, where it leads, what it calls itself."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from teambot.domain.post_answers import PostShelved, PostSubmitted
from teambot.errors import Refusal
from teambot.feeds.identity import address_key
from teambot.services.feeds import post_pages
from teambot.services.feeds.documents import Documents
from teambot.services.feeds.post_pages import PostPages
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from teambot.web.worker import Worker
from tests.services.conftest import START, Blogs, House, serving

ANA, BEN = "http://ana.blog.test", "http://ben.blog.test"
OWN = f"{ANA}/2026/tea"
each_row = pytest.mark.asyncio(loop_scope="module")


class Web:
    """Two blogs whose answers are set by path: a page's head, a place to be sent on to, or a status."""

    def __init__(self, blogs: Blogs) -> None:
        self.blogs = blogs
        self.answers: dict[str, str | int | web.Response] = {}
        for name in ("ana", "ben"):
            blogs.instead[name] = self.answer

    async def answer(self, request: web.Request) -> web.Response:
        said = self.answers.get(f"http://{request.host.partition(':')[0]}{request.path_qs}", 404)
        if isinstance(said, int):
            return web.Response(status=said)
        if said == "slow":
            await asyncio.sleep(60)
        if isinstance(said, str) and said.startswith(("->", "~>")):
            return web.Response(status=301 if said[0] == "-" else 302, headers={"Location": said[2:]})
        return web.Response(text=f"<html><head>{said}</head><body>Tea.</body></html>", content_type="text/html")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[tuple[Web, PostPages]]:
    async with serving() as blogs:
        fetcher = Fetcher(
            user_agent="teambot/test",
            guard=Guard(
                opened={"ana.blog.test": blogs.port, "www.ana.blog.test": blogs.port, "ben.blog.test": blogs.port}
            ),
        )
        worker = Worker()
        yield Web(blogs), PostPages(Documents(fetcher, worker, every=timedelta(hours=1)))
        await worker.close()
        await fetcher.close()


CANONICAL = '<link rel="canonical" href="{}">'
LOOKED: list[tuple[str, dict[str, str | int], str, set[str], str]] = [
    ("a page that says nothing", {OWN: ""}, OWN, {OWN}, "itself alone"),
    ("a redirect", {f"{ANA}/t": f"->{OWN}", OWN: ""}, f"{ANA}/t", {f"{ANA}/t", OWN}, "where it leads, too"),
    (
        "a redirect with tracking",
        {f"{ANA}/t": f"->{OWN}?utm_source=feed", f"{OWN}?utm_source=feed": ""},
        f"{ANA}/t",
        {f"{ANA}/t", OWN},
        "without it",
    ),
    (
        "a canonical address",
        {f"{ANA}/?p=7": CANONICAL.format(OWN)},
        f"{ANA}/?p=7",
        {f"{ANA}/?p=7", OWN},
        "what the page calls itself",
    ),
    ("a relative one", {f"{ANA}/?p=7": CANONICAL.format("/2026/tea")}, f"{ANA}/?p=7", {f"{ANA}/?p=7", OWN}, ""),
    (
        "a light page",
        {OWN: '<link rel="amphtml" href="/amp/tea">'},
        OWN,
        {OWN, f"{ANA}/amp/tea"},
        "the address of its light page",
    ),
    (
        "one on another host",
        {OWN: CANONICAL.format(f"{BEN}/tea")},
        OWN,
        {OWN, f"{BEN}/tea"},
        "where it was published first",
    ),
    ("the front page", {OWN: CANONICAL.format(f"{ANA}/")}, OWN, {OWN}, "stands for every post: for none"),
    ("the front page, tracked", {OWN: CANONICAL.format(f"{ANA}/?utm_source=x")}, OWN, {OWN}, "the same"),
    *(
        (f"the front page as {name}", {OWN: CANONICAL.format(f"{ANA}/{name}")}, OWN, {OWN}, "the same")
        for name in ("index.html", "index.php", "?")
    ),
    (
        "a redirect for now",
        {OWN: "~>/consent", f"{ANA}/consent": CANONICAL.format("/c")},
        OWN,
        {OWN},
        "not its name",
    ),
    ("for now to itself", {OWN: f"~>{OWN}/", f"{OWN}/": CANONICAL.format("/t")}, OWN, {OWN, f"{ANA}/t"}, "a slash"),
    ("a list above it", {OWN: CANONICAL.format("/2026/")}, OWN, {OWN}, "stands for a whole year"),
    ("itself with a slash", {OWN: CANONICAL.format(f"{OWN}/")}, OWN, {OWN}, "is itself"),
    ("in the body", {OWN: f"</head><body>{CANONICAL.format('/other')}"}, OWN, {OWN}, "a reader may have written it"),
    ("no address", {OWN: CANONICAL.format("javascript:x")}, OWN, {OWN}, ""),
    ("a post that is gone to the front page", {OWN: f"->{ANA}/", f"{ANA}/": ""}, OWN, {OWN}, "not known by that"),
    ("a blog that is down", {OWN: 503}, OWN, {OWN}, "stops nobody"),
    ("a blog that keeps robots out", {OWN: 403}, OWN, {OWN}, "stops nobody"),
    ("a blog that sends round and round", {OWN: f"->{OWN}"}, OWN, {OWN}, "stops nobody"),
    ("no blog at all", {}, "http://nobody.blog.test/1", {"http://nobody.blog.test/1"}, "stops nobody"),
]


@each_row
@pytest.mark.parametrize(
    ("answers", "url", "known", "why"), [row[1:] for row in LOOKED], ids=[row[0] for row in LOOKED]
)
async def test_by_what_a_post_is_known(
    pages: tuple[Web, PostPages], answers: dict[str, Any], url: str, known: set[str], why: str
) -> None:
    web_, looking = pages
    web_.answers = answers
    page = await looking.look(url)
    assert set(page.keys) == {address_key(one) for one in known}, why
    assert page.keys[0] == address_key(url)


@each_row
@pytest.mark.parametrize("status", [404, 410])
async def test_a_post_that_is_not_there_is_refused(pages: tuple[Web, PostPages], status: int) -> None:
    web_, looking = pages
    web_.answers = {OWN: status}
    with pytest.raises(Refusal) as refused:
        await looking.look(OWN)
    assert (refused.value.key, refused.value.facts) == ("no-post-there", {"url": OWN})


@each_row
async def test_a_slow_blog_stops_nobody(pages: tuple[Web, PostPages], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_pages, "MOST_SECONDS", 0.2)
    web_, looking = pages
    web_.answers = {OWN: "slow", f"{ANA}/t": f"->{OWN}"}
    assert (await looking.look(OWN)).keys == (address_key(OWN),)
    assert (await looking.look(f"{ANA}/t")).leads_to == f"{ANA}/t"


async def _submit(house: House, url: str, *, who: int = 0) -> Any:
    return await house.services.posts.submit(house.caller(who), house.post(who, url=url), START)


async def test_a_post_is_put_forward_once_whatever_leads_to_it(house: House) -> None:
    await house.form(3)
    web_ = Web(house.blogs)
    web_.answers = {
        f"{ANA}/1": "",
        f"{ANA}/b": f"->{ANA}/1",
        f"{ANA}/?p=3": CANONICAL.format("/1"),
        f"{ANA}/c": "",
        f"{ANA}/away": f"->{BEN}/1",
        f"{BEN}/1": "",
    }
    assert isinstance(await _submit(house, f"{ANA}/b"), PostSubmitted)
    for url in (f"{ANA}/1", f"{ANA}/?p=3", f"{ANA}/b?utm_source=x"):
        with pytest.raises(Refusal, match="already-put-forward"):
            await _submit(house, url)
    with pytest.raises(Refusal, match="no-post-there"):
        await _submit(house, f"{ANA}/d")
    with pytest.raises(Refusal, match="post-elsewhere"):
        await _submit(house, f"{ANA}/away")
    with pytest.raises(Refusal, match="not-your-blog"):
        await _submit(house, f"{BEN}/1")
    assert isinstance(await _submit(house, f"{ANA}/c"), PostShelved)
    assert await house.rows("SELECT url FROM submission ORDER BY id") == [(f"{ANA}/b",), (f"{ANA}/c",)]


async def test_a_blog_that_is_down_stops_no_submission(house: House) -> None:
    await house.form(3)
    house.blogs.status["ana"] = 503
    assert isinstance(await _submit(house, f"{ANA}/1"), PostSubmitted)


async def test_an_item_of_ones_feed_may_lead_anywhere(house: House) -> None:
    await house.form(3)
    elsewhere = "http://finn.blog.test/1"
    web_ = Web(house.blogs)
    house.blogs.instead["finn"] = web_.answer
    web_.answers = {f"{ANA}/1": f"->{elsewhere}", elsewhere: "", f"{ANA}/2": f"->{BEN}/1", f"{BEN}/1": ""}
    assert isinstance(await _submit(house, f"{ANA}/1"), PostSubmitted)
    assert len(await house.rows("SELECT key FROM submission_key")) == 2
    with pytest.raises(Refusal, match="post-elsewhere"):  # but not to another member's post
        await _submit(house, f"{ANA}/2")


@pytest.mark.parametrize("page", ["/consent", "/home", "/?lang=en"])
async def test_what_every_page_is_called_is_no_posts_name(house: House, page: str) -> None:
    """A blog that sends all its readers on for good, or calls every page the same, has more than one post."""
    await house.form(3)
    how = CANONICAL.format(page) if page.startswith("/?") else f"->{ANA}{page}"
    Web(house.blogs).answers = {f"{ANA}/{n}": how for n in range(1, 4)} | {f"{ANA}{page}": ""}
    for n in range(1, 4):
        await _submit(house, f"{ANA}/{n}")
    with pytest.raises(Refusal, match="already-put-forward"):
        await _submit(house, f"{ANA}/2?utm_source=x")
    assert await house.rows("SELECT count(*) FROM submission_key") == [(4,)]


async def test_a_post_that_was_put_forward_is_known_by_what_others_call_it(house: House) -> None:
    await house.form(3)
    web_ = Web(house.blogs)
    web_.answers = {f"{ANA}/{old}": f"->{ANA}/tea" for old in ("x", "y", "z")} | {f"{ANA}/tea": ""}
    await _submit(house, f"{ANA}/tea")
    for old in ("x", "y"):
        with pytest.raises(Refusal, match="already-put-forward") as refused:
            await _submit(house, f"{ANA}/{old}")
        assert refused.value.facts == {"title": "ana 1"}


async def test_a_post_of_old_is_known_by_its_name_whatever_is_asked_of_it(house: House) -> None:
    await house.form(3)
    pages = {f"{ANA}/2019/soup?v={n}": CANONICAL.format("/2019/soup") for n in range(3)}
    Web(house.blogs).answers = {**pages, f"{ANA}/old/soup": f"->{ANA}/2019/soup", f"{ANA}/2019/soup": ""}
    await _submit(house, f"{ANA}/2019/soup?v=0")
    for url in (f"{ANA}/2019/soup?v=1", f"{ANA}/2019/soup?v=2", f"{ANA}/old/soup", f"{ANA}/2019/soup"):
        with pytest.raises(Refusal, match="already-put-forward"):
            await _submit(house, url)
