"""The line of use cases that wait for the database threads: people first, then sweeps, which do not wait for ever.

It runs nothing itself.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition
from typing import Any, Generic, TypeVar

from teambot.errors import Busy, Refusal

R = TypeVar("R")
MOST_PEOPLE = 200  # with about 850 transactions a second the last in a full line waits a quarter of a second
SWEEP_PATIENCE = 1.0  # seconds; at a tenth people wait twice as long while many plans are due (measured)

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job(Generic[R]):
    """One use case on its way: what to run, and whom to tell."""

    fn: Callable[[Any, Any, datetime], R]
    command: Any
    now: datetime
    reading: bool
    answer: asyncio.Future[R]
    queued_at: float = field(default_factory=time.perf_counter)
    left: bool = False  # nobody waits for the answer any more

    def tell(self, result: Any, error: BaseException | None, then: Callable[[], object] | None = None) -> None:
        """Hand the answer over, from whatever thread, and call `then` in the waiter's loop after it.

        That the waiter has gone is no fault; nothing happens where the loop has ended.
        """
        with suppress(RuntimeError):
            self.answer.get_loop().call_soon_threadsafe(self._settle, result, error, then)

    def _settle(self, result: Any, error: BaseException | None, then: Callable[[], object] | None) -> None:
        try:
            self._answer(result, error)
        finally:
            if then is not None:
                then()

    def _answer(self, result: Any, error: BaseException | None) -> None:
        if error is None:
            self.answer.set_result(result)
        elif not self.left:
            self.answer.set_exception(error)
        else:
            self.answer.cancel()
            if not isinstance(error, Refusal):
                log.error("a use case failed after its caller had gone", exc_info=error)


class Line:
    """Two queues and one head: `take` gives a person's job while there is one, else a sweep's.

    A sweep's that has waited for SWEEP_PATIENCE comes first: as long as people asked without a pause no plan would come
    out, measured with 32 of them. They lose a few milliseconds in a second by it.
    """

    def __init__(self) -> None:
        self._people: deque[Job[Any]] = deque()
        self._sweeps: deque[Job[Any]] = deque()
        self._changed = Condition()
        self._closed = False

    def __len__(self) -> int:
        return len(self._people) + len(self._sweeps)

    def put(self, job: Job[Any], *, sweep: bool = False) -> None:
        """Queue a job. Raises Busy where 200 people wait already, and Refusal("restarting") once the line is closed."""
        with self._changed:
            if self._closed:
                raise Refusal("restarting")
            if not sweep and len(self._people) >= MOST_PEOPLE:
                raise Busy
            (self._sweeps if sweep else self._people).append(job)
            self._changed.notify()

    def take(self) -> Job[Any] | None:
        """Wait for the next job; None: the line is closed and empty."""
        with self._changed:
            while not len(self) and not self._closed:
                self._changed.wait()
            queue = self._sweeps if self._is_sweep_late() else self._people or self._sweeps
            return queue.popleft() if queue else None

    def _is_sweep_late(self) -> bool:
        return bool(self._sweeps) and time.perf_counter() - self._sweeps[0].queued_at > SWEEP_PATIENCE

    def close(self) -> None:
        """Let nobody join any more; those in the line are still served."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def clear(self) -> list[Job[Any]]:
        """Send home who still waits: they were not served, and nothing of theirs was begun."""
        with self._changed:
            waiting = [*self._people, *self._sweeps]
            self._people.clear()
            self._sweeps.clear()
            return waiting
