"""Facts of a blog from its feed's dates, with all that feeds do to dates."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.blog_facts import BlogFacts, blog_facts

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOTHING = BlogFacts(None, None, None)


def ago(*days: float) -> list[datetime | None]:
    return [NOW - day * DAY for day in days]


FACTS = [
    ("no posts", [], NOTHING),
    ("no dates", [None, None], NOTHING),
    ("one post", ago(10), BlogFacts(date(2026, 2, 19), None, date(2026, 2, 19))),
    ("weekly", ago(0, 7, 14, 21, 28), BlogFacts(date(2026, 2, 1), 4.3, date(2026, 3, 1))),
    ("the oldest first", ago(28, 21, 14, 7, 0), BlogFacts(date(2026, 2, 1), 4.3, date(2026, 3, 1))),
    ("daily, of which the newest ten are shown", ago(*range(10)), BlogFacts(date(2026, 2, 20), 30.4, date(2026, 3, 1))),
    ("asleep for two years", ago(730, 737, 744), BlogFacts(date(2024, 2, 16), 0.1, date(2024, 3, 1))),
    ("all on the day it was built", ago(3, 3, 3.1), BlogFacts(date(2026, 2, 26), None, date(2026, 2, 26))),
    ("year 1 and 1970", [datetime(1, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)], NOTHING),
    ("years ahead", [NOW + 800 * DAY, *ago(0, 30)], BlogFacts(date(2026, 1, 30), 1.0, date(2026, 3, 1))),
    (
        "a clock that is fast",
        [NOW + timedelta(hours=20), *ago(30)],
        BlogFacts(date(2026, 1, 30), 1.0, date(2026, 3, 1)),
    ),
    ("some without", [None, *ago(0, 30)], BlogFacts(date(2026, 1, 30), 1.0, date(2026, 3, 1))),
    ("most without", [None, None, None, *ago(0, 30)], BlogFacts(None, None, date(2026, 3, 1))),
    (
        "another zone's day",
        [datetime(2026, 2, 28, 23, 30, tzinfo=timezone(-5 * timedelta(hours=1)))],
        BlogFacts(date(2026, 3, 1), None, date(2026, 3, 1)),
    ),
]


@pytest.mark.parametrize(("published", "expected"), [row[1:] for row in FACTS], ids=[row[0] for row in FACTS])
def test_facts(published: list[datetime | None], expected: BlogFacts) -> None:
    assert blog_facts(published, NOW) == expected


@given(st.lists(st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))), max_size=30))
def test_facts_are_in_order_and_never_in_the_future(published: list[datetime | None]) -> None:
    facts = blog_facts(published, NOW)
    assert facts == blog_facts(reversed(published), NOW)
    assert facts.newest is None or facts.newest <= NOW.date()
    assert facts.since is None or (facts.newest is not None and facts.since <= facts.newest)
    assert facts.per_month is None or (facts.since is not None and facts.per_month >= 0)
