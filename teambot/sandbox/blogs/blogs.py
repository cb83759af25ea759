"""The sample blogs: one web server on 127.0.0.1 that answers for every sample host by its name.

Posts appear as the story's clock passes them. It knows the bot only as a reader of feeds.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from aiohttp import web

from teambot.sandbox.blogs.life import BlogLife, Down, Trouble
from teambot.sandbox.blogs.syndication import CONTENT_TYPES, feed_text
from teambot.sandbox.blogs.writing import BlogPost, posts_of
from teambot.sandbox.cast import Blogger


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that a blog answered; for tests and for who wonders whether a poll was conditional."""

    host: str
    path: str
    status: int


class SampleBlogs:
    """Serve all sample blogs; `opened` maps their host names to the port, for the bot's address guard.

    What happens to one blog goes through `of`; a host that is none of ours is a KeyError everywhere.
    """

    def __init__(self, bloggers: Sequence[Blogger], clock: Callable[[], datetime], *, seed: int = 1) -> None:
        self._clock = clock
        self._lives = {one.host: BlogLife(one, posts_of(one, seed), clock) for one in bloggers}
        self._by_name = self._lives | {life.new_host: life for life in self._lives.values()}
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
        self.opened.update(dict.fromkeys(self._by_name, bound))

    async def stop(self) -> None:
        """Stop listening; harmless when it was never started."""
        if self._runner is not None:
            await self._runner.cleanup()

    def of(self, host: str) -> BlogLife:
        """Give one blog, by its own name."""
        return self._lives[host]

    def kill(
        self, host: str, how: Down = Down.HANGS_UP, *, retry_after: int | None = None, feed_only: bool = False
    ) -> None:
        """Make one blog dead until `revive`, or its feeds alone; `retry_after` seconds are told with a 429 or 503."""
        self.of(host).trouble = Trouble(how, retry_after, feed_only)

    def revive(self, host: str) -> None:
        """Make a dead blog answer again."""
        self.of(host).trouble = None

    def is_down(self, host: str) -> bool:
        """Say whether a blog is dead, or its feeds are."""
        return self.of(host).trouble is not None

    def about(self, host: str) -> str:
        """Give what a blog says of itself on its front page and in its feed."""
        return self.of(host).blogger.about

    def write_about(self, host: str, text: str) -> None:
        """Change what a blog says of itself, as its owner does."""
        self.of(host).write_about(text)

    def link_me(self, host: str, address: str) -> None:
        """Link a blog's front page to an account of its owner's elsewhere, with `rel="me"`."""
        self.of(host).me = address

    def published(self, host: str) -> tuple[BlogPost, ...]:
        """Give the posts of one blog that the story's clock has reached, newest first."""
        return self.of(host).published()

    def page(self, host: str, path: str) -> str | None:
        """Give a page of a blog as a browser shows it, for who cannot reach its name; None where there is none.

        A browser follows where a blog moved to.
        """
        life = self._by_name.get(host)
        if life is None or (life.trouble and not life.trouble.feed_only) or (host == life.new_host and not life.moved):
            return None
        return life.page(path)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host = (request.headers.get("Host") or "").partition(":")[0].lower()
        life = self._by_name.get(host)
        if life is None:
            raise web.HTTPMisdirectedRequest(text="No sample blog has this name.")
        response = _dead(life, request) or _away(life, host, request) or _alive(life, request)
        # Both would tell when the story was played, or with what: nothing of that may reach the store.
        response.headers["Server"] = "sample-blogs"
        response.headers["Date"] = _http_date(self._clock())
        self.asked.append(Asked(host, request.path, response.status))
        return response


def _dead(life: BlogLife, request: web.Request) -> web.Response | None:
    """Answer as a dead blog does; None where it lives."""
    trouble = life.trouble
    if trouble is None or (trouble.feed_only and request.path not in (feed.path for feed in life.feeds)):
        return None
    if trouble.how is Down.HANGS_UP:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # goes nowhere: the connection is gone
    told = {} if trouble.retry_after is None else {"Retry-After": str(trouble.retry_after)}
    return web.Response(status=int(trouble.how), text="Nothing here.", headers=told)


def _away(life: BlogLife, host: str, request: web.Request) -> web.Response | None:
    """Answer for a name at which the blog is not: the old one leads to the new one, which is nothing before."""
    if host == life.new_host:
        return None if life.moved else web.Response(status=404, text="There is no blog here yet.")
    if life.moved is None:
        return None
    there = f"http://{life.new_host}{request.path_qs}"
    return web.Response(status=life.moved, text="It moved.", headers={"Location": there})


def _alive(life: BlogLife, request: web.Request) -> web.Response:
    feed = next((feed for feed in life.feeds if feed.path == request.path), None)
    if feed is not None:
        text = feed_text(feed, life.blogger, life.entries(feed.path))
        return _conditional(request, text, CONTENT_TYPES[feed.kind], life.changed_at)
    page = life.page(request.path)
    plain = request.path.rstrip("/")
    if page is None and plain and life.page(plain) is not None:  # as most blog software leads to the one way of writing
        return web.Response(status=301, text="Without the stroke.", headers={"Location": plain})
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
