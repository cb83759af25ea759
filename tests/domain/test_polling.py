"""When a feed is read again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.polling import DEAD, GONE, after_failure, after_success, is_dead, is_gone

NOW = datetime(2026, 1, 5, tzinfo=UTC)
FEEDS = st.integers(1, 2**40)
MINUTES = timedelta(minutes=1)


@given(FEEDS, st.integers(1, 10_000))
def test_a_feed_that_answers_is_read_again_about_then(feed: int, minutes: int) -> None:
    every = minutes * MINUTES
    wait = after_success(feed, every, NOW) - NOW
    assert 0.9 * every <= wait <= 1.1 * every
    assert wait == after_success(feed, every, NOW) - NOW  # a restart spreads nothing anew


@given(FEEDS, st.integers(1, 10_000), st.integers(-(10**6), 10**9))
def test_a_feed_that_fails_waits_longer_and_never_less_than_it_was_asked(feed: int, fails: int, asked: int) -> None:
    wait = after_failure(feed, fails, NOW, None) - NOW
    usual = min(15 * 2 ** min(fails - 1, 20), 24 * 60) * MINUTES
    assert 0.75 * usual <= wait <= 1.25 * usual
    retry = after_failure(feed, fails, NOW, timedelta(seconds=asked)) - NOW
    assert retry == max(wait, min(timedelta(seconds=asked), timedelta(days=7)))


def test_feeds_are_spread() -> None:
    assert len({after_success(feed, timedelta(hours=1), NOW) for feed in range(1, 101)}) > 90


def test_dead_and_gone_are_said_no_moment_too_soon() -> None:
    a_moment = timedelta(microseconds=1)
    assert [is_dead(NOW, NOW + DEAD - a_moment), is_dead(NOW, NOW + DEAD)] == [False, True]
    assert [is_gone(NOW, NOW + GONE - a_moment), is_gone(NOW, NOW + GONE)] == [False, True]
