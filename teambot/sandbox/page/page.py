"""The sandbox's page on 127.0.0.1: static files, one state endpoint, one event stream, the verbs of a person.

Only this page may press the buttons: another web page in the same browser is refused by its Origin, and a name that was
pointed at this machine (DNS rebinding) by its Host. It holds no truth of its own: the loopback Discord does.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.loopback.wire import Json
from teambot.sandbox.page.stage import Stage
from teambot.sandbox.page.verbs import Verbs

FILES = Path(__file__).parent / "static"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
# Scripts and styles come from here alone, so that people's words stay words even if one was drawn wrongly.
SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOOK = '<link rel="stylesheet" href="/page/blog.css">'
QUIET_SECONDS = 15  # how often a silent event stream says that it is alive


class Page:
    """Serve the page; `url` is its address once it is started."""

    def __init__(self, stage: Stage, verbs: Verbs, blogs: SampleBlogs) -> None:
        self._blogs = blogs
        self._stage = stage
        self._verbs = verbs
        self._bells: set[asyncio.Event] = set()
        self._runner: web.AppRunner | None = None
        self._hosts: frozenset[str] = frozenset()
        self.url = ""

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1, on a free port unless one is named; OSError where that one is taken."""
        app = web.Application(middlewares=[self._guard], client_max_size=64 * 1024)
        app.router.add_get("/", _file("index.html"))
        for path in sorted(FILES.iterdir()):
            app.router.add_get(f"/page/{path.name}", _file(path.name))
        app.router.add_get("/state", self._state)
        app.router.add_get("/events", self._events)
        app.router.add_get("/blog/{host}{path:/.*}", self._blog)
        app.router.add_get(r"/file/{message:\d{1,20}}/{file:\d{1,20}}", self._file)
        app.router.add_post("/do/{verb}", self._do)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        bound = self._runner.addresses[0][1]
        self._hosts = frozenset(f"{name}:{bound}" for name in ("127.0.0.1", "localhost"))
        self.url = f"http://127.0.0.1:{bound}/"

    async def stop(self) -> None:
        """Close the streams and stop listening; harmless when it was never started."""
        runner, self._runner = self._runner, None
        if runner is not None:
            self.ring()
            await runner.cleanup()

    def ring(self) -> None:
        """Tell every open page that something changed."""
        for bell in self._bells:
            bell.set()

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        # A browser sends Origin with every POST (Fetch standard, 3.2); a GET of our own page comes without one.
        foreign = origin != f"http://{host}" if origin is not None else request.method != "GET"
        # The page itself holds nothing: a link from elsewhere may lead to it.
        site = "none" if request.path == "/" else request.headers.get("Sec-Fetch-Site", "none")
        if host not in self._hosts or foreign or site not in ("same-origin", "none"):
            return _refused(403, "Only the sandbox's own page may do this.")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = _refused(error.status, error.reason)
        if not response.prepared:
            response.headers.update(SAFE)
        return response

    async def _state(self, request: web.Request) -> web.Response:
        person = self._verbs.person_id(request.query.get("as", ""))
        return _json({**self._stage.seen_by(person), **self._verbs.story()})

    async def _do(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return _refused(415, "Only JSON is understood here.")
        try:
            facts = json.loads(await request.text())
        except (ValueError, RecursionError):
            facts = None
        if not isinstance(facts, dict):
            return _refused(400, "That was no JSON object.")
        return _json(await self._verbs.do(request.match_info["verb"], facts))

    async def _file(self, request: web.Request) -> web.Response:
        """Give a file of a message to who sees it; to be saved, never to be opened as a page of ours."""
        person = self._verbs.person_id(request.query.get("as", ""))
        try:
            found = self._stage.file(person, int(request.match_info["message"]), int(request.match_info["file"]))
        except LookupError as error:
            return _refused(404, str(error.args[0]))
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
        return web.Response(body=found.data, content_type="application/octet-stream", headers=headers)

    async def _blog(self, request: web.Request) -> web.Response:
        """Show a page of a sample blog: its name is known to the bot alone, the browser cannot find it."""
        host = request.match_info["host"]
        page = self._blogs.page(host, request.match_info["path"])
        if page is None:
            return _refused(404, "That blog does not answer, or has no such page.")
        text = page.replace('href="/', f'href="/blog/{host}/').replace("</head>", f"{LOOK}</head>")
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Stream one line whenever anything changed; what it is, the page then asks for by itself."""
        stream = web.StreamResponse(headers={**SAFE, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            while self._runner is not None:
                try:
                    await asyncio.wait_for(bell.wait(), QUIET_SECONDS)
                    line = b"data: changed\n\n"
                except TimeoutError:
                    line = b": quiet\n\n"
                bell.clear()
                await stream.write(line)
        except ConnectionError:
            return stream  # the page was closed
        finally:
            self._bells.discard(bell)
        return stream


def _file(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    path = FILES / name

    async def serve(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8")

    return serve


def _json(body: Json, status: int = 200) -> web.Response:
    return web.json_response(body, status=status)


def _refused(status: int, why: str) -> web.Response:
    return web.json_response({"failed": why}, status=status, headers=SAFE)
