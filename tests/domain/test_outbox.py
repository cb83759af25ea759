"""When a message is tried again, and when it must be looked for first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.outbox import backoff, doubtful

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
jitters = st.floats(0, 1)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 2), (2, 4), (3, 8), (9, 512), (10, 600), (11, 600), (10_000, 600)],  # and never over ten minutes
)
def test_the_longest_wait_after_so_many_attempts(attempts: int, seconds: int) -> None:
    assert backoff(attempts, 0) == timedelta(seconds=seconds)


@given(attempts=st.integers(1, 100_000), jitter=jitters, other=jitters)
def test_jitter_takes_a_quarter_at_most_and_more_attempts_wait_longer(
    attempts: int, jitter: float, other: float
) -> None:
    wait = backoff(attempts, jitter)
    assert backoff(attempts, 0) * 0.75 <= wait <= backoff(attempts, 0) <= timedelta(minutes=10)
    if attempts < 9:
        assert backoff(attempts + 1, other) > wait


@pytest.mark.parametrize(
    ("first", "attempts", "now", "expected"),
    [
        (None, 1, NOW, False),  # never tried
        (NOW, 1, NOW + timedelta(days=1), False),  # the first try: nothing can stand there
        (NOW, 2, NOW + timedelta(seconds=60), False),  # Discord still knows the nonce
        (NOW, 2, NOW + timedelta(seconds=61), True),
        (NOW, 7, NOW + timedelta(days=1), True),
        (NOW, 2, NOW - timedelta(hours=1), False),  # the clock was set back: the nonce is as fresh as it can be known
    ],
)
def test_when_a_message_must_be_looked_for(
    first: datetime | None, attempts: int, now: datetime, expected: bool
) -> None:
    assert doubtful(first, attempts, now) is expected
