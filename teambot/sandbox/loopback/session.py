"""A bot's gateway session: what it may see, what was sent to it, and what it missed while it was away.

Source: https://discord.com/developers/docs/topics/gateway and .../gateway-events
"""

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from teambot.sandbox.loopback.wire import Json

GUILDS, MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | MESSAGE_CONTENT
KEPT = 2_000  # events kept for a RESUME; Discord's own number is not published

# Events that need no entry need no intent.
INTENT_OF = {
    **dict.fromkeys(("GUILD_CREATE", "GUILD_UPDATE", "GUILD_ROLE_CREATE", "GUILD_DELETE"), GUILDS),
    **dict.fromkeys(("CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"), GUILDS),
    **dict.fromkeys(("THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC"), GUILDS),
    **dict.fromkeys(("GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE", "GUILD_MEMBER_UPDATE"), MEMBERS),
}


class Line:
    """One websocket: frames leave in order, compressed as asked (`zlib`: one stream for the connection)."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.BaseTransport | None, *, zlib_stream: bool
    ) -> None:
        self.socket = socket
        self._transport = transport
        self._press = zlib.compressobj() if zlib_stream else None
        self._frames: asyncio.Queue[Json | int] = asyncio.Queue()

    def send(self, frame: Json) -> None:
        """Queue a frame."""
        self._frames.put_nowait(frame)

    def hang_up(self, code: int) -> None:
        """Close with a code once everything before it has left."""
        self._frames.put_nowait(code)

    def cut(self) -> None:
        """Cut the TCP connection without a word."""
        if isinstance(self._transport, asyncio.Transport):
            self._transport.abort()

    async def write(self) -> None:
        """Send what is queued until the line is closed."""
        while not self.socket.closed:
            frame = await self._frames.get()
            if isinstance(frame, int):
                await self.socket.close(code=frame)
                return
            text = json.dumps(frame, separators=(",", ":"))
            try:
                if self._press is None:
                    await self.socket.send_str(text)
                else:
                    data = self._press.compress(text.encode()) + self._press.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
            except ConnectionError:
                return  # the other end is gone: what was missed is replayed after a RESUME


@dataclass(slots=True)
class Session:
    """A session; `line` is None while the bot is away. `shard` is (number, of how many)."""

    id: str
    intents: int
    shard: tuple[int, int]
    line: Line | None
    seq: int = 0
    sent: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT))

    def wants(self, event: str, payload: Json, guild_id: int | None) -> bool:
        """Say whether this session gets an event: by its shard and its intents."""
        if (guild_id >> 22) % self.shard[1] != self.shard[0] if guild_id else self.shard[0] != 0:
            return False
        if event.startswith("MESSAGE_"):
            return bool(self.intents & (GUILD_MESSAGES if payload.get("guild_id") else DIRECT_MESSAGES))
        needed = INTENT_OF.get(event, 0)
        return self.intents & needed == needed

    def push(self, event: str, payload: Json) -> None:
        """Send an event, and keep it for a RESUME."""
        self.seq += 1
        frame = {"op": 0, "t": event, "s": self.seq, "d": payload}
        self.sent.append(frame)
        if self.line is not None:
            self.line.send(frame)

    def can_resume(self, seq: int) -> bool:
        """Say whether everything after `seq` is still there."""
        first = self.sent[0]["s"] if self.sent else self.seq + 1
        return 0 <= seq <= self.seq and seq >= first - 1

    def replay(self, seq: int) -> None:
        """Send everything after `seq` again, in order."""
        if self.line is not None:
            for frame in self.sent:
                if frame["s"] > seq:
                    self.line.send(frame)
