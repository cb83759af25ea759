"""The supervisor: back to Discord after a growing wait, but not for what no new attempt can mend."""

import asyncio
from datetime import timedelta

import pytest

from teambot.app.supervisor import FIRST_WAIT, LONGEST_WAIT, STEADY, next_wait, supervise
from teambot.errors import CannotStart


def test_waits_grow_to_a_quarter_of_an_hour_and_begin_anew_after_a_steady_connection() -> None:
    waits, wait = [], timedelta()
    for _ in range(12):
        wait = next_wait(wait, timedelta(seconds=1))
        waits.append(wait)
    assert waits[0] == FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert next_wait(LONGEST_WAIT, STEADY) == FIRST_WAIT


async def test_the_supervisor_connects_again_until_it_is_hopeless(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [RuntimeError("a parser"), None, OSError(104, "reset"), LookupError("hopeless")]
    slept: list[float] = []

    async def connect() -> None:
        end = ends.pop(0)
        if end is not None:
            raise end

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(CannotStart, match="no use"):
        await supervise(connect, lambda error: CannotStart("no use") if isinstance(error, LookupError) else None)
    assert slept == [2, 4, 8]
    assert ends == []
