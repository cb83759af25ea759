"""What one connection may bring before it is cut off, however its bytes are wrapped.

A body's bounds count the body alone: interim answers (1xx) without end, chunks of a byte, and what may stand behind a
chunk's length cost the event loop's time and come to nothing that anybody counts.
"""

import asyncio
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

MOST_BYTES = 6 * 1024 * 1024  # the largest body that is read, and a fifth for its wrapping
MOST_HEADS = 10  # the answer's own, and interim ones: servers send one or two
_AT_ONCE = 16 * 1024  # bytes that are taken apart before it is looked at what came of them


class Wire(ResponseHandler):
    """Take an answer's bytes apart, and end the connection over its bounds: ClientPayloadError for who waits for it.

    For one request: its connection is not kept.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._came = self._heads = 0
        self._is_over = False

    def data_received(self, data: bytes) -> None:
        """Take what has come, a bit at a time."""
        if not data:  # what was put off is gone on with
            super().data_received(data)
        for at in range(0, len(data), _AT_ONCE):
            piece = data[at : at + _AT_ONCE]
            self._came += len(piece)
            if self._came > MOST_BYTES:
                self._cut()
            if self._is_over:
                return
            super().data_received(piece)

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Take the head of an answer."""
        self._heads += 1
        if self._heads > MOST_HEADS:
            self._cut()
        if not self._is_over:
            super().feed_data(data, size)

    def _cut(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        error = aiohttp.ClientPayloadError("more than an answer may be")
        if self._payload is not None:
            self._payload.set_exception(error)
        self.set_exception(error)
        if self.transport is not None:
            self.transport.abort()
