"""The sample blogs: one web server on 127.0.0.1 that answers for every sample host by its name.

Posts appear as the story's clock passes them. It knows the bot only as a reader of feeds.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum

from aiohttp import web

from teambot.sandbox.blogs.syndication import CONTENT_TYPES, feed_of, front_page, post_page
from teambot.sandbox.blogs.writing import BlogPost, posts_of
from teambot.sandbox.cast import Blogger

SHOWN = 10  # posts in a feed and on a front page: what most blog software shows


class Down(StrEnum):
    """The ways in which a sample blog can be dead."""

    HANGS_UP = "hangs up"  # the connection is cut without an answer
    UNAVAILABLE = "503"
    GONE = "410"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that a blog answered; for tests and for who wonders whether a poll was conditional."""

    host: str
    path: str
    status: int


class SampleBlogs:
    """Serve all sample blogs; `opened` maps their host names to the port, for the bot's address guard."""

    def __init__(self, bloggers: Sequence[Blogger], clock: Callable[[], datetime], *, seed: int = 1) -> None:
        self._clock = clock
        self._bloggers = {blogger.host: blogger for blogger in bloggers}
        self._posts = {blogger.host: posts_of(blogger, seed) for blogger in bloggers}
        self._changed: dict[str, datetime] = {}
        self._me: dict[str, str] = {}
        self._down: dict[str, Down] = {}
        self._runner: web.AppRunner | None = None
        self.opened: dict[str, int] = {}
        self.asked: list[Asked] = []

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; `opened` is filled afterwards."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        bound = self._runner.addresses[0][1]
        self.opened.update(dict.fromkeys(self._bloggers, bound))

    async def stop(self) -> None:
        """Stop listening; harmless when it was never started."""
        if self._runner is not None:
            await self._runner.cleanup()

    def kill(self, host: str, how: Down = Down.HANGS_UP) -> None:
        """Make one blog dead until `revive`; raises KeyError for a host that is none of ours."""
        self._down[self._bloggers[host].host] = how

    def revive(self, host: str) -> None:
        """Make a dead blog answer again."""
        self._down.pop(host, None)

    def is_down(self, host: str) -> bool:
        """Say whether a blog is dead."""
        return host in self._down

    def about(self, host: str) -> str:
        """Give what a blog says of itself on its front page and in its feed."""
        return self._bloggers[host].about

    def write_about(self, host: str, text: str) -> None:
        """Change what a blog says of itself, as its owner does; raises KeyError for a host that is none of ours."""
        self._bloggers[host] = replace(self._bloggers[host], about=text)
        self._changed[host] = self._clock()

    def link_me(self, host: str, address: str) -> None:
        """Link a blog's front page to an account of its owner's elsewhere, with `rel="me"`."""
        self._me[self._bloggers[host].host] = address

    def published(self, host: str) -> tuple[BlogPost, ...]:
        """Give the posts of one blog that the story's clock has reached, newest first."""
        now = self._clock()
        return tuple(post for post in reversed(self._posts[host]) if post.published_at <= now)

    def page(self, host: str, path: str) -> str | None:
        """Give a page of a blog as a browser shows it, for who cannot reach its name; None where there is none."""
        blogger = self._bloggers.get(host)
        if blogger is None or host in self._down:
            return None
        posts = self.published(host)
        if path == "/":
            return front_page(blogger, posts[:SHOWN], self._me.get(host, ""))
        return next((post_page(blogger, post) for post in posts if post.path == path), None)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host = (request.headers.get("Host") or "").partition(":")[0].lower()
        blogger = self._bloggers.get(host)
        if blogger is None:
            raise web.HTTPMisdirectedRequest(text="No sample blog has this name.")
        response = self._dead(host, request) or self._alive(blogger, request)
        # Both would tell when the story was played, or with what: nothing of that may reach the store.
        response.headers["Server"] = "sample-blogs"
        response.headers["Date"] = _http_date(self._clock())
        self.asked.append(Asked(host, request.path, response.status))
        return response

    def _dead(self, host: str, request: web.Request) -> web.Response | None:
        how = self._down.get(host)
        if how is Down.HANGS_UP and request.transport is not None:
            request.transport.abort()
        if how is None:
            return None
        return web.Response(status=410 if how is Down.GONE else 503, text="Nothing here.")

    def _alive(self, blogger: Blogger, request: web.Request) -> web.Response:
        posts = self.published(blogger.host)
        if request.path == blogger.feed_url.removeprefix(f"http://{blogger.host}"):
            kind = CONTENT_TYPES[blogger.feed]
            changed = max(posts[0].published_at, self._changed.get(blogger.host, posts[0].published_at))
            return _conditional(request, feed_of(blogger, posts[:SHOWN]), kind, changed)
        page = self.page(blogger.host, request.path)
        if page is None:
            return web.Response(status=404, text="There is no such page here.")
        return web.Response(text=page, content_type="text/html", charset="utf-8")


def _conditional(request: web.Request, text: str, content_type: str, changed: datetime) -> web.Response:
    """Answer 304 to who has this version already (RFC 9110, 13.2.2: a tag outweighs a date), else the whole of it."""
    body = text.encode()
    tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    known = {"ETag": tag, "Last-Modified": _http_date(changed), "Vary": "Accept-Encoding"}
    if _has_it(request, tag, changed):
        return web.Response(status=304, headers=known)
    headers = {**known, "Content-Type": f"{content_type}; charset=utf-8"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, mtime=0)
    return web.Response(body=body, headers=headers)


def _has_it(request: web.Request, tag: str, changed: datetime) -> bool:
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return tag in (one.strip().removeprefix("W/") for one in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return changed.replace(microsecond=0) <= since.replace(tzinfo=since.tzinfo or UTC)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
