"""The gateway: HELLO, IDENTIFY, heartbeats, READY, GUILD_CREATE, RESUME with replay, op 7, 8 and 9, close codes.

Source: https://discord.com/developers/docs/topics/gateway
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from teambot.sandbox.loopback.bell import Bell
from teambot.sandbox.loopback.hello import members_chunk, ready
from teambot.sandbox.loopback.message import without_words
from teambot.sandbox.loopback.observer import Observer
from teambot.sandbox.loopback.session import MEMBERS, MESSAGE_CONTENT, PRIVILEGED, Line, Session
from teambot.sandbox.loopback.wire import Json
from teambot.sandbox.loopback.world import World

HEARTBEAT_MS = 41_250
# As far away as Discord is at the nearest: discord.py notes when it sent a heartbeat only afterwards, and takes an ACK
# that was there sooner for one of the heartbeat before ("websocket is 41.3s behind").
ACK_SECONDS = 0.02
(HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS_WANTED) = (1, 2, 3, 4, 6, 8)
RECONNECT, INVALID, HELLO, ACK = 7, 9, 10, 11
# Close codes: .../topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
BAD_OPCODE, BAD_PAYLOAD, NOT_YET, BAD_TOKEN, TWICE, BAD_SHARD, BAD_INTENTS = 4001, 4002, 4003, 4004, 4005, 4010, 4014


class Gateway:
    """All sessions; `privileged` are the privileged intents that are on for the application (none by default)."""

    def __init__(self, world: World, token: str, bell: Bell, observer: Observer, address: Callable[[], str]) -> None:
        self.world = world
        self.token = token
        self.bell = bell
        self.observer = observer
        self.address = address
        self.privileged = 0
        self.sessions: dict[str, Session] = {}
        self.lines: set[Line] = set()
        self._made = 0

    @property
    def reads_words(self) -> bool:
        """Say whether the application may read what people write in servers (MESSAGE_CONTENT is on for it)."""
        return bool(self.privileged & MESSAGE_CONTENT)

    @property
    def live(self) -> list[Session]:
        """Give the sessions whose bot is connected."""
        return [session for session in self.sessions.values() if session.line is not None]

    def dispatch(self, event: str, payload: Json, guild_id: int | None) -> None:
        """Send an event to every session that may see it; those away get it when they resume."""
        for session in self.sessions.values():
            if session.wants(event, payload, guild_id):
                words = event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and guild_id is not None
                strip = words and not session.intents & MESSAGE_CONTENT
                self._push(session, event, without_words(payload, self.world.bot.id) if strip else payload)

    def _push(self, session: Session, event: str, payload: Json) -> None:
        self.observer.event(event, payload)
        session.push(event, json.loads(json.dumps(payload)))

    def again(self, event: str) -> None:
        """Send the last event of a kind once more to every connected session, as Discord may after a resume."""
        for session in self.live:
            frame = next((each for each in reversed(session.sent) if each["t"] == event), None)
            if frame is not None:
                session.push(event, frame["d"])

    def cut(self) -> None:
        """Cut every connection without a word; the sessions can be resumed."""
        for line in self.lines:
            line.cut()

    def invalidate(self, *, resumable: bool) -> None:
        """Send op 9; not resumable, the sessions are forgotten and the bot must IDENTIFY again."""
        for session in self.live:
            if session.line is not None:
                session.line.send({"op": INVALID, "d": resumable, "s": None, "t": None})
        if not resumable:
            self.sessions.clear()

    def reconnect_request(self) -> None:
        """Send op 7: the bot should close and resume."""
        for session in self.live:
            if session.line is not None:
                session.line.send({"op": RECONNECT, "d": None, "s": None, "t": None})

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        line = Line(socket, request.transport, zlib_stream=request.query.get("compress") == "zlib-stream")
        self.lines.add(line)
        writer = asyncio.create_task(line.write())
        hello = {"heartbeat_interval": HEARTBEAT_MS}
        self.observer.event("HELLO", hello)
        line.send({"op": HELLO, "d": hello, "s": None, "t": None})
        try:
            await self._listen(socket, line)
        finally:
            self.lines.discard(line)
            self._left(line, gone=socket.close_code in (1000, 1001))
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    async def _listen(self, socket: web.WebSocketResponse, line: Line) -> None:
        async for message in socket:
            try:
                frame: Any = json.loads(message.data) if message.type in (WSMsgType.TEXT, WSMsgType.BINARY) else None
                op, data = frame["op"], frame.get("d")
                self.observer.sent(op, data)
                code = self._take(line, op, data)
            except (ValueError, TypeError, KeyError, AttributeError):
                code = BAD_PAYLOAD
            if code is not None:
                line.hang_up(code)

    def _left(self, line: Line, *, gone: bool) -> None:
        """Keep the session for a RESUME, unless the bot said goodbye (1000 or 1001 end a session)."""
        for session in list(self.sessions.values()):
            if session.line is line:
                session.line = None
                if gone:
                    del self.sessions[session.id]
        self.bell.ring()

    def _take(self, line: Line, op: int, data: Any) -> int | None:
        """Act on a command of the bot; give the code to close with, if so."""
        session = next((each for each in self.live if each.line is line), None)
        if op == HEARTBEAT:
            ack = {"op": ACK, "d": None, "s": None, "t": None}
            asyncio.get_running_loop().call_later(ACK_SECONDS, line.send, ack)
            return None
        if op in (IDENTIFY, RESUME):
            if session is not None:
                return TWICE
            if not isinstance(data, dict):
                return BAD_PAYLOAD
            return self._identify(line, data) if op == IDENTIFY else self._resume(line, data)
        if session is None:
            return NOT_YET
        if op == MEMBERS_WANTED:
            return self._members(session, data)
        return None if op in (PRESENCE, VOICE) else BAD_OPCODE

    def _identify(self, line: Line, data: Json) -> int | None:
        intents = int(data.get("intents", 0))
        if str(data.get("token", "")).removeprefix("Bot ") != self.token:
            return BAD_TOKEN
        if intents & PRIVILEGED & ~self.privileged:
            return BAD_INTENTS
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            return BAD_SHARD
        self._made += 1
        session = Session(f"session-{self._made}", intents, (number, count), line)
        self.sessions[session.id] = session
        own = [each for each in self.world.guilds.values() if self.world.bot.id in each.members]
        guilds = [each for each in own if (each.id >> 22) % count == number]
        self._push(session, "READY", ready(self.world, session, guilds, self.address(), data))
        if intents & 1:
            for guild in guilds:
                if not guild.unavailable:
                    whole = self.world.guild_created(guild, all_members=bool(intents & MEMBERS))
                    self._push(session, "GUILD_CREATE", whole)
        self.bell.ring()
        return None

    def _resume(self, line: Line, data: Json) -> int | None:
        if str(data.get("token", "")).removeprefix("Bot ") != self.token:
            return BAD_TOKEN
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or not session.can_resume(int(data.get("seq") or 0)):
            line.send({"op": INVALID, "d": False, "s": None, "t": None})
            return None
        if session.line is not None:
            session.line.cut()
        session.line = line
        session.replay(int(data.get("seq") or 0))
        session.push("RESUMED", {})
        self.bell.ring()
        return None

    def _members(self, session: Session, data: Json) -> int | None:
        """Answer op 8. "GUILD_MEMBERS intent is required if requesting the entire list of members"."""
        if data.get("query") == "" and int(data.get("limit") or 0) == 0 and not session.intents & MEMBERS:
            return BAD_INTENTS
        chunk = members_chunk(self.world, data)
        if chunk is not None:
            self._push(session, "GUILD_MEMBERS_CHUNK", chunk)
        return None
