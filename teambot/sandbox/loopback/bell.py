"""Wait until something holds: who changes anything rings, who waits looks again."""

import asyncio
from collections.abc import Callable


class Bell:
    """Wake everybody who waits, so that each can look whether what they wait for holds now."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait until `holds()` is true, at most so many seconds; say whether it is."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not holds():
            waiter = loop.create_future()
            self._waiting.add(waiter)
            try:
                await asyncio.wait([waiter], timeout=max(0.0, deadline - loop.time()))
            finally:
                self._waiting.discard(waiter)
            if loop.time() >= deadline:
                return holds()
        return True
