"""One use case, from its transaction's beginning to its end, and again where the store asks for it."""

import inspect
import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from teambot.storage import engine as engines
from teambot.storage.faults import lost, worth_again

MOST: Final = 3  # reliability.md, threat 68
_PAUSE: Final = 0.05  # seconds before the second time; then twice as long. Chance keeps two that clashed apart

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a use case: its result or an exception; whether it committed; or that nobody can know (`unsure`)."""

    result: Any = None
    error: BaseException | None = None
    committed: bool = False
    unsure: bool = False


class _Marks(threading.local):
    """How far the transaction at work in this thread has come."""

    committing = False  # a commit was sent, and nothing was begun after it
    committed = False  # a commit came back


class Attempts:
    """Run use cases on an engine, in any thread; each is run whole, up to three times.

    Again, from its beginning, after a deadlock or a clash, and where the connection was lost: before the commit nothing
    stays of it; in the middle of the commit nobody knows, and so every use case must bear being run twice, by
    `interactions.once`, a key, or a state that it looks at first. Where that fails as well, the outcome is `unsure`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._marks = _Marks()
        event.listen(engine, "begin", self._note_begin)
        event.listen(engine, "commit", self._note_commit)

    def close(self) -> None:
        """Leave the engine alone."""
        event.remove(self._engine, "begin", self._note_begin)
        event.remove(self._engine, "commit", self._note_commit)

    def run(self, fn: Callable[[Any, Any, datetime], Any], command: Any, now: datetime, *, reading: bool) -> Outcome:
        """Run a use case in a transaction of its own; an exception is given, not raised."""
        marks, unsure = self._marks, False
        for turn in range(1, MOST + 1):
            marks.committing = marks.committed = False
            try:
                result = self._once(fn, command, now, reading=reading)
            except BaseException as error:  # noqa: BLE001 - it belongs to the waiter, and the thread lives on
                again = worth_again(error) and not marks.committed
                cut = again and lost(error) and marks.committing
                unsure = unsure or cut
                if again and turn < MOST:
                    log.warning("store.again", extra={"turn": turn, "error": type(error).__name__, "cut": cut})
                    time.sleep(_PAUSE * turn * (0.5 + random.random()))  # noqa: S311 - no secret
                    continue
                done = marks.committed or (marks.committing and not again)
                return Outcome(error=error, committed=done, unsure=unsure and not done)
            return Outcome(result, committed=marks.committing or marks.committed)
        raise AssertionError("the last turn gave an outcome")

    def _once(self, fn: Callable[[Any, Any, datetime], Any], command: Any, now: datetime, *, reading: bool) -> Any:
        with self._engine.connect() as tx, engines.only_reading(tx) if reading else nullcontext():
            result = fn(tx, command, now)
        if inspect.iscoroutine(result):
            result.close()
            raise TypeError("a use case is a plain function: it must not await while it holds the database")
        return result

    def _note_begin(self, _: Connection) -> None:
        marks = self._marks
        marks.committed = marks.committed or marks.committing
        marks.committing = False

    def _note_commit(self, _: Connection) -> None:
        self._marks.committing = True
