"""When a feed is read again, and when it is given up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain import polling
from teambot.domain.polling import (
    Pending,
    Rhythm,
    after_burst,
    after_failure,
    after_new,
    after_retry,
    after_success,
    after_trouble,
    first_rhythm,
    interval,
    is_burst,
    is_dead,
    is_gone,
    is_network_down,
    is_old,
    is_settled,
    is_suspended,
    may_be_back,
    redirected,
)

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEEDS = st.integers(1, 2**40)
GAPS = st.none() | st.timedeltas(timedelta(0), 4000 * DAYS)
AGES = st.timedeltas(-3 * DAYS, 4000 * DAYS)
ASKS = st.lists(st.none() | st.timedeltas(-DAYS, 400 * DAYS), max_size=3)
FLOORS = st.timedeltas(5 * MINUTES, DAYS)

INTERVALS = [
    ("nothing is known: as soon as we ever come", None, 0, 30 * MINUTES),
    ("several posts an hour", 10 * MINUTES, 0, 30 * MINUTES),
    ("a post in eight hours", 8 * HOURS, 0, HOURS),
    ("a post a day", DAYS, 0, 3 * HOURS),
    ("a post a week", 7 * DAYS, 0, 6 * HOURS),
    ("a post a year, and one was just written", 365 * DAYS, 0, 6 * HOURS),
    ("silent for nearly 90 days", DAYS, 90 - 1e-6, 3 * HOURS),
    ("silent for 90 days", DAYS, 90, 12 * HOURS),
    ("silent for a year", DAYS, 365, DAYS),
    ("a clock that was put back: new in the future", DAYS, -2, 3 * HOURS),
]


@pytest.mark.parametrize(("gap", "days", "every"), [row[1:] for row in INTERVALS], ids=[row[0] for row in INTERVALS])
def test_a_blog_is_read_by_its_own_rhythm(gap: timedelta | None, days: float, every: timedelta) -> None:
    assert interval(Rhythm(gap, NOW - days * DAYS), NOW) == every


@given(FEEDS, GAPS, AGES, ASKS, FLOORS)
def test_a_feed_that_answers_is_read_neither_sooner_than_asked_nor_ever_too_late(
    feed: int, gap: timedelta | None, age: timedelta, asks: list[timedelta | None], floor: timedelta
) -> None:
    rhythm = Rhythm(gap, NOW - age)
    wait = after_success(feed, rhythm, asks, floor, NOW) - NOW
    asked = min(max((one for one in asks if one), default=0 * DAYS), DAYS)
    own = interval(rhythm, NOW)
    assert wait >= max(asked, floor, 0.9 * own)
    assert wait <= 1.1 * max(asked, floor, own) + MOMENT
    assert wait < polling.TOO_FAR
    assert wait == after_success(feed, rhythm, asks, floor, NOW) - NOW  # a restart spreads nothing anew


RHYTHMS = [
    ("no item", [], None, 0),
    ("no date", [None, None], None, 0),
    ("one date", [3.0], None, 3),
    ("a post a day, in any order", [5.0, 3.0, 4.0], 1.0, 3),
    ("all at one time: the day they were imported", [2.0, 2.0, 2.0], None, 2),
    ("a date ahead is none", [-2.0, 3.0, 5.0], 2.0, 3),
    ("the newest ten count", [*map(float, range(1, 11)), 500.0, 900.0], 1.0, 1),
    ("centuries between two", [1.0, 300_000.0], 3650.0, 1),
]


@pytest.mark.parametrize(("ages", "gap", "new"), [row[1:] for row in RHYTHMS], ids=[row[0] for row in RHYTHMS])
def test_a_first_document_tells_the_rhythm(ages: list[float | None], gap: float | None, new: int) -> None:
    rhythm = first_rhythm([NOW - one * DAYS if one is not None else None for one in ages], NOW)
    assert rhythm == Rhythm(gap * DAYS if gap else None, NOW - new * DAYS)


def test_the_latest_gap_counts_most() -> None:
    assert after_new(Rhythm(None, NOW - 4 * DAYS), 2, NOW) == Rhythm(2 * DAYS, NOW)
    assert after_new(Rhythm(10 * DAYS, NOW), 1, NOW) == Rhythm(7 * DAYS, NOW)
    rhythm = Rhythm(100 * DAYS, NOW)
    for day in range(1, 31):  # somebody begins to write every day
        rhythm = after_new(rhythm, 1, NOW + day * DAYS)
    assert rhythm.gap is not None
    assert rhythm.gap < 1.01 * DAYS


@given(GAPS, AGES, st.integers(1, 500))
def test_a_rhythm_stays_within_bounds(gap: timedelta | None, age: timedelta, count: int) -> None:
    after = after_new(Rhythm(gap and min(gap, 3650 * DAYS), NOW - age), count, NOW)
    assert after.gap is not None
    assert 0 * DAYS <= after.gap <= 3650 * DAYS
    assert after.new_at == NOW


BURST_GAPS = [
    ("nothing is known of it", None, [1.0, 2.0, 4.0, 6.0, 6.0]),
    ("several posts an hour", 10 * MINUTES, [1.0, 2.0, 4.0, 6.0, 6.0]),
    ("a post a day", DAYS, [6.0, 6.0]),
    ("a post in ten days: as rarely as before", 10 * DAYS, [6.0, 6.0]),
]


@pytest.mark.parametrize(("gap", "hours"), [row[1:] for row in BURST_GAPS], ids=[row[0] for row in BURST_GAPS])
def test_a_feed_that_is_new_whole_each_time_is_read_half_as_often_each_time(
    gap: timedelta | None, hours: list[float]
) -> None:
    rhythm, waits = Rhythm(gap, NOW - DAYS), []
    for _ in hours:
        rhythm = after_burst(rhythm, NOW)
        waits.append(interval(rhythm, NOW) / HOURS)
    assert waits == hours
    assert rhythm.new_at == NOW
    assert rhythm.gap is not None
    assert rhythm.gap == max(gap or 0 * DAYS, 2 * DAYS)


@given(FEEDS, st.integers(1, 10_000), st.timedeltas(0 * DAYS, 80 * DAYS))
def test_a_feed_that_fails_waits_twice_as_long_each_time_up_to_a_day(feed: int, fails: int, since: timedelta) -> None:
    wait = after_failure(feed, fails, NOW - since, NOW) - NOW
    usual = min(15 * 2 ** min(fails - 1, 20), 24 * 60) * MINUTES if since < 14 * DAYS else DAYS
    assert 0.75 * usual <= wait <= 1.25 * usual
    assert after_failure(feed, fails, NOW - since, NOW, gone=True) - NOW == max(wait, 6 * HOURS)


@given(FEEDS)
def test_a_feed_that_waits_for_its_host_or_for_our_network_comes_soon_after(feed: int) -> None:
    assert NOW <= after_retry(feed, NOW) <= NOW + 15 * MINUTES
    assert NOW + 11 * MINUTES <= after_trouble(feed, NOW) <= NOW + 19 * MINUTES
    assert after_retry(feed, NOW + polling.LONGEST_RETRY_AFTER) - NOW < polling.TOO_FAR


def test_feeds_are_spread() -> None:
    rhythm = Rhythm(None, NOW)
    assert len({after_success(feed, rhythm, (), HOURS, NOW) for feed in range(1, 101)}) > 90


def test_what_takes_long_is_said_no_moment_too_soon() -> None:
    for said, after in ((is_dead, 7 * DAYS), (is_suspended, 90 * DAYS), (is_gone, 6 * HOURS)):
        assert [said(NOW, NOW + after - MOMENT), said(NOW, NOW + after)] == [False, True]
    assert [is_old(NOW - 183 * DAYS, NOW), is_old(NOW - 184 * DAYS, NOW), is_old(None, NOW)] == [False, True, False]


def test_a_feed_that_moved_is_looked_for_where_it_was_after_days_or_when_it_is_gone() -> None:
    for gone, after in ((False, 3 * DAYS), (True, 6 * HOURS)):
        assert [may_be_back(NOW, NOW + after - MOMENT, gone=gone), may_be_back(NOW, NOW + after, gone=gone)] == [
            False,
            True,
        ]
        assert not may_be_back(None, NOW, gone=gone), "it was well until now"


def test_a_permanent_redirect_is_believed_after_five_polls_and_three_days() -> None:
    pending: Pending | None = None
    for day in range(5):
        assert not is_settled(pending, NOW + day * DAYS)
        pending = redirected(pending, "https://new.example/feed", NOW + day * DAYS)
    assert is_settled(pending, NOW + 4 * DAYS)
    for hour in range(30):
        pending = redirected(pending if hour else None, "https://new.example/feed", NOW + hour * HOURS)
    assert not is_settled(pending, NOW + 30 * HOURS), "thirty polls within two days"
    elsewhere = redirected(pending, "https://other.example/feed", NOW)
    assert elsewhere == Pending("https://other.example/feed", 1, NOW)
    assert redirected(pending, None, NOW) is None


BURSTS = [
    (10, 11, False),
    (11, 11, True),
    (11, 36, True),
    (11, 37, False),
    (0, 0, False),
    (150, 500, False),
    (10, 10, True),  # a feed of ten, as many are, made anew whole
    (5, 5, True),
    (4, 4, False),
]


@pytest.mark.parametrize(("new", "shown", "burst"), BURSTS)
def test_more_than_ten_and_than_three_in_ten_or_all_of_five_are_a_burst(new: int, shown: int, burst: bool) -> None:
    assert is_burst(new, shown) is burst


NETWORKS = [
    ("nothing was polled", [], False),
    ("ten hosts, none reached", [(f"h{n}", False) for n in range(10)], True),
    ("nine hosts, none reached", [(f"h{n % 9}", False) for n in range(100)], False),
    ("half reached", [(f"h{n}", n % 2 == 0) for n in range(100)], False),
    ("one fewer than half reached", [(f"h{n}", n < 49) for n in range(100)], True),
]


@pytest.mark.parametrize(("polls", "down"), [row[1:] for row in NETWORKS], ids=[row[0] for row in NETWORKS])
def test_many_hosts_out_of_reach_at_once_are_our_own_trouble(polls: list[tuple[str, bool]], down: bool) -> None:
    assert is_network_down(polls) is down
