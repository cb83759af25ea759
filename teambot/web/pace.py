"""What may hold a request up on our side, and how its clock stands still meanwhile."""

from collections.abc import Awaitable
from typing import Protocol

from teambot.web.deadlines import Deadline

LARGE = 256 * 1024  # bytes of a body, unpacked: so many every request may take at once


class Pace(Protocol):
    """Hold a request up for reasons of our own: what it waits here is not counted in its time."""

    async def before(self, url: str) -> None:
        """Wait until a redirect may be followed to an address; what this raises ends the request."""

    async def large(self) -> None:
        """Wait until there is room for a large body: called once, where more than 256 KB come."""


class Held:
    """Stop a request's clock while its pace holds it up."""

    def __init__(self, pace: Pace | None, deadline: Deadline) -> None:
        self._pace = pace
        self._deadline = deadline
        self._is_large = False

    async def before(self, url: str) -> None:
        """Wait as `Pace.before` says."""
        if self._pace is not None:
            await self._wait(self._pace.before(url))

    async def reached(self, size: int) -> None:
        """Note that a body goes on and how much of it there is, and wait for room once it is large."""
        if size > LARGE and not self._is_large:
            self._is_large = True
            if self._pace is not None:
                await self._wait(self._pace.large())
        self._deadline.more()

    async def _wait(self, turn: Awaitable[None]) -> None:
        left = self._deadline.stand_still()
        await turn
        self._deadline.go_on(left)
