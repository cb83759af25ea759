"""When requests are to be over: each as a whole, and the step that it is at. One timer watches all of them.

Most requests end long before: three timers each (the whole, connecting, reading) were a tenth of what it costs to ask
whether a feed has changed.
"""

import asyncio
from contextvars import ContextVar
from math import inf

CONNECT = 5.0  # seconds for a connection, TLS included; feeds.md, 1.1
READ = 10.0  # seconds for all of an answer's headers, and from each piece of its body to the next

_of_this: ContextVar["Deadline | None"] = ContextVar("deadline", default=None)


def connecting() -> None:
    """Say that the request under way in this task, if there is one, connects from now on."""
    if (deadline := _of_this.get()) is not None:
        deadline.step(CONNECT)


def connected() -> None:
    """Say that the request under way in this task, if there is one, is connected."""
    if (deadline := _of_this.get()) is not None:
        deadline.step(READ)


class Deadline:
    """The time of one request. What is awaited within `limit` ends with TimeoutError when it is up."""

    def __init__(self, watch: "Deadlines", seconds: float) -> None:
        self.limit = asyncio.timeout(None)
        self._watch = watch
        self._ends_at = self.late_at = watch.loop.time() + seconds
        self._outer = _of_this.set(self)

    def more(self) -> None:
        """Note that the body goes on."""
        self.step(READ)

    def step(self, seconds: float) -> None:
        """Begin the next step, which takes at most so many seconds; the whole request no longer than before."""
        self.late_at = min(self._watch.loop.time() + seconds, self._ends_at)
        self._watch.expect(self.late_at)

    def stand_still(self) -> float:
        """Stop the clock; gives what is left of it, in seconds, for `go_on`."""
        self.late_at = inf
        return self._ends_at - self._watch.loop.time()

    def go_on(self, left: float) -> None:
        """Let the clock go on, with so much left."""
        self._ends_at = self.late_at = self._watch.loop.time() + left
        self._watch.expect(self.late_at)

    def end(self) -> None:
        """Say that the request is over."""
        _of_this.reset(self._outer)
        self._watch.forget(self)


class Deadlines:
    """Watch requests, all in one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._all: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._looks_at = inf

    def begin(self, seconds: float) -> Deadline:
        """Begin a request of this task that takes at most so many seconds; it must be ended."""
        deadline = Deadline(self, seconds)
        self._all.add(deadline)
        self.expect(deadline.late_at)
        return deadline

    def expect(self, late_at: float) -> None:
        """Look no later than then. A deadline that is put off is looked at in vain once, and then again."""
        if late_at < self._looks_at:
            if self._timer is not None:
                self._timer.cancel()
            self._looks_at = late_at
            self._timer = self.loop.call_at(late_at, self._look)

    def forget(self, deadline: Deadline) -> None:
        """Watch a request no more."""
        self._all.discard(deadline)

    def close(self) -> None:
        """Watch nothing any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        now = self.loop.time()
        self._timer, self._looks_at = None, inf
        for deadline in self._all:
            if deadline.late_at <= now:
                deadline.late_at = inf
                deadline.limit.reschedule(now)
        self.expect(min((one.late_at for one in self._all), default=inf))
