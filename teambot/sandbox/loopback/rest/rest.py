"""The way of a REST request: who asks, what was planned to go wrong, the limits, the handler, the answer.

The handlers stand in `rest_*`; each takes a `Call` and gives a `Reply` or raises `ApiError`, and never awaits, so that
a request is whole.
"""

import asyncio
import json
import re
import socket as sockets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from teambot.sandbox.loopback.faults import Fault, Faults
from teambot.sandbox.loopback.limits import Limits, refused
from teambot.sandbox.loopback.observer import Observer
from teambot.sandbox.loopback.wire import ApiError, Call, Reply, Upload, snowflake

Handler = Callable[[Call], Reply]
PREFIX = "/api/v10"
FILE_FIELD = re.compile(r"files\[(\d{1,3})\]")
# These are authorized by the token in their path.
BY_TOKEN = ("/interactions/", "/webhooks/{webhook_id}/{webhook_token}", "/gateway")
NOT_FOUND = {"message": "404: Not Found", "code": 0}
UNAUTHORIZED = {"message": "401: Unauthorized", "code": 0}


@dataclass(frozen=True, slots=True)
class Route:
    """A method and published path template, and who handles it."""

    method: str
    template: str
    handler: Handler


class Rest:
    """The REST side of the double as routes of an aiohttp application."""

    def __init__(self, routes: list[Route], token: str, faults: Faults, limits: Limits, observer: Observer) -> None:
        self.routes = routes
        self.token = token
        self.faults = faults
        self.limits = limits
        self.observer = observer

    def add_to(self, app: web.Application) -> None:
        """Add every route, and a 404 in Discord's shape for the rest."""
        for route in self.routes:
            app.router.add_route(route.method, PREFIX + route.template, self._door(route))
        app.router.add_route("*", "/{anything:.*}", self._nowhere)

    def _door(self, route: Route) -> Callable[[web.Request], Any]:
        async def door(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return door

    async def _nowhere(self, _request: web.Request) -> web.StreamResponse:
        return _json(404, NOT_FOUND, {})

    async def _serve(self, route: Route, request: web.Request) -> web.StreamResponse:
        if not route.template.startswith(BY_TOKEN) and request.headers.get("Authorization") != f"Bot {self.token}":
            return _json(401, UNAUTHORIZED, {})
        try:
            call = await read(route, request)
        except ApiError as error:
            return _json(error.status, error.body(), {})
        fault = self.faults.take(call)
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if not fault.after and (fault.reset or fault.status):
                return self._fail(fault, call, request)
        verdict = self.limits.ask(call)
        if verdict.retry_after is not None:
            return self._limited(call, verdict.retry_after, "global" if verdict.everywhere else "user", verdict.headers)
        reply = _handled(route.handler, call)
        if fault is not None and fault.hold is not None:
            await fault.hold.wait()
        if fault is not None and fault.after and (fault.reset or fault.status):
            return self._fail(fault, call, request)
        self._seen(call, reply.status, reply.json)
        return _json(reply.status, reply.json, verdict.headers)

    def _fail(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse:
        if fault.reset:
            reset(request.transport)
            return web.Response(status=500)  # goes nowhere: the connection is gone
        if fault.status == 429:
            return self._limited(call, fault.retry_after, fault.scope, {})
        self._seen(call, fault.status or 500, None)
        return web.Response(
            status=fault.status or 500, text="<html>an error of the edge</html>", content_type="text/html"
        )

    def _limited(self, call: Call, retry_after: float, scope: str, headers: dict[str, str]) -> web.StreamResponse:
        extra, body = refused(retry_after, scope)
        self._seen(call, 429, body)
        return _json(429, body, headers | extra)

    def _seen(self, call: Call, status: int, answer: Any) -> None:
        self.observer.exchange(call.method, call.template, call.path, call.query, call.body, status, answer)


def _handled(handler: Handler, call: Call) -> Reply:
    try:
        return handler(call)
    except ApiError as error:
        return Reply(error.status, error.body())


async def read(route: Route, request: web.Request) -> Call:
    """Read a request: ids of the path, query, JSON or multipart body.

    ApiError 50035 for a bad id, 50109 for bad JSON.
    """
    path: dict[str, Any] = dict(request.match_info)
    for name in path:
        if name.endswith("_id"):
            path[name] = snowflake(path[name], name)
    body: Any = None
    files: dict[int, Upload] = {}
    if request.content_type == "multipart/form-data":
        body, files = await _multipart(request)
    elif request.can_read_body:
        body = _parsed(await request.text())
    return Call(route.method, route.template, path, dict(request.query), body, files)


async def _multipart(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    for name, part in (await request.post()).items():
        found = FILE_FIELD.fullmatch(name)
        if isinstance(part, web.FileField) and found:
            files[int(found[1])] = Upload(part.filename, part.content_type, part.file.read())
        elif name == "payload_json" and isinstance(part, str):
            body = _parsed(part)
    return body, files


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise ApiError(50109) from None


def _json(status: int, value: Any, headers: dict[str, str]) -> web.Response:
    """Answer with JSON as Discord does: the content type has no charset (discord.py compares it exactly)."""
    if value is None:
        return web.Response(status=status, headers=headers)
    body = json.dumps(value, separators=(",", ":")).encode()
    return web.Response(status=status, body=body, headers=headers | {"Content-Type": "application/json"})


def reset(transport: asyncio.Transport | None) -> None:
    """Cut a connection so that the other end sees a reset, not an end."""
    if transport is None:
        return
    socket = transport.get_extra_info("socket")
    if socket is not None:
        socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
