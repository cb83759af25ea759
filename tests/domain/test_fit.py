"""How well a post fits a member's readers, and what of it can be told."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain.fit import Blogger, Facts, Season, fit_of, fits, may_share_readers
from teambot.domain.readers import Hemisphere
from teambot.domain.windows import Window

NORTH, SOUTH = Hemisphere.NORTH, Hemisphere.SOUTH
JULY = date(2026, 7, 6)
SUMMER = Window(frozenset({6, 7, 8}), NORTH)
TEA = Blogger(NORTH, ("English", "Deutsch"), ("Tea", "travel"))
SAME = Blogger(NORTH, ("english",), ("TEA",))

BLOGGERS = st.builds(
    Blogger,
    st.none() | st.sampled_from(Hemisphere),
    st.lists(st.sampled_from(["en", "EN", "de", "fr"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["tea", "Tea", "soup", "maps"]), max_size=3).map(tuple),
)
WINDOWS = st.builds(Window, st.frozensets(st.integers(1, 12)), st.none() | st.sampled_from(Hemisphere))
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("pusher", "author", "window", "cost", "facts", "why"),
    [
        (SAME, TEA, SUMMER, 0, Facts(Season.SUMMER, "TEA"), "all is the same; the topic as its reader wrote it"),
        (SAME, TEA, Window.ANY, 0, Facts(None, "TEA"), "a post for any time says nothing of seasons"),
        (Blogger(SOUTH, ("English",), ("tea",)), TEA, SUMMER, 4, Facts(None, "tea"), "it is winter there"),
        (Blogger(None, ("English",), ("tea",)), TEA, SUMMER, 2, Facts(None, "tea"), "some of the readers are there"),
        (Blogger(NORTH, ("English",), ("maps",)), TEA, SUMMER, 3, Facts(Season.SUMMER), "no topic in common"),
        (Blogger(NORTH, ("English",)), TEA, SUMMER, 2, Facts(Season.SUMMER), "topics not said"),
        (SAME, Blogger(NORTH, ("English",)), SUMMER, 2, Facts(Season.SUMMER), "the author's topics not said"),
        (Blogger(NORTH, ("Deutsch",), ("tea",)), TEA, SUMMER, 2, Facts(Season.SUMMER, "tea"), "not their first one"),
        (Blogger(NORTH, (), ("tea",)), TEA, SUMMER, 1, Facts(Season.SUMMER, "tea"), "languages not said"),
        (Blogger(SOUTH, ("fr",), ("maps",)), TEA, SUMMER, 9, Facts(), "nothing fits"),
        (Blogger(SOUTH, ("fr",), ("maps",)), TEA, Window(frozenset({7})), 5, Facts(), "July, wherever: no season"),
        (Blogger.UNKNOWN, Blogger.UNKNOWN, Window.ANY, 3, Facts(), "nothing is known of anybody"),
        (
            Blogger(NORTH, ("en",), ("travel", "tea")),
            TEA,
            Window.ANY,
            2,
            Facts(None, "tea"),
            "the author's first",
        ),
    ],
)
def test_fit_by_hand(pusher: Blogger, author: Blogger, window: Window, cost: int, facts: Facts, why: str) -> None:
    assert fit_of(pusher, author, window, JULY) == (cost, facts), why


@pytest.mark.parametrize(
    ("months", "half", "day", "season", "why"),
    [
        ({6, 7, 8}, NORTH, date(2026, 6, 1), Season.SUMMER, "the first day"),
        ({6, 7, 8}, SOUTH, date(2026, 8, 31), Season.WINTER, "the same months are winter in the south"),
        ({12}, SOUTH, date(2026, 12, 7), Season.SUMMER, "December"),
        ({1, 2, 12}, NORTH, date(2026, 1, 5), Season.WINTER, "over the year's end"),
        ({3, 4}, NORTH, date(2026, 4, 6), Season.SPRING, "a part of spring"),
        ({9, 10, 11}, NORTH, date(2026, 9, 7), Season.AUTUMN, "autumn"),
        ({3}, SOUTH, date(2026, 3, 2), Season.AUTUMN, "autumn in the south"),
        ({11, 12, 1, 2}, NORTH, date(2026, 11, 2), Season.IN_SEASON, "more than a season: which one is not said"),
        ({5, 6}, NORTH, date(2026, 6, 1), Season.IN_SEASON, "two seasons"),
        (set(), NORTH, JULY, Season.THEIR_HALF, "no months"),
        (set(range(1, 13)), SOUTH, JULY, Season.THEIR_HALF, "all months are none"),
    ],
)
def test_the_season_that_is_named(months: set[int], half: Hemisphere, day: date, season: Season, why: str) -> None:
    readers = Blogger(half)
    assert fit_of(readers, Blogger.UNKNOWN, Window(frozenset(months), half), day)[1].season is season, why


@settings(deadline=None)
@given(BLOGGERS, BLOGGERS, WINDOWS, DAYS)
def test_a_fit_is_from_0_to_9_and_what_is_told_is_true(
    pusher: Blogger, author: Blogger, window: Window, day: date
) -> None:
    cost, facts = fit_of(pusher, author, window, day)
    assert 0 <= cost <= 9
    if facts.season is not None:
        assert pusher.hemisphere is window.hemisphere is not None
    if facts.topic is not None:
        assert facts.topic in pusher.topics
        assert facts.topic.casefold() in [topic.casefold() for topic in author.topics]
    assert Facts.from_json(facts.as_json()) == facts


@settings(deadline=None)
@given(st.dictionaries(st.integers(1, 5), BLOGGERS), st.dictionaries(st.integers(1, 5), WINDOWS), DAYS)
def test_all_pairs_are_fitted_but_with_oneself(
    bloggers: dict[int, Blogger], windows: dict[int, Window], day: date
) -> None:
    found = fits(bloggers, windows, day)
    assert set(found.costs) == {(i, a) for i in bloggers for a in windows if i != a}
    for (i, a), cost in found.costs.items():
        facts = found.facts.get((i, a), Facts())
        assert (cost, facts) == fit_of(bloggers[i], bloggers.get(a, Blogger.UNKNOWN), windows[a], day)
    assert Facts() not in found.facts.values(), "only what speaks for a pair is kept"


@pytest.mark.parametrize(
    ("one", "other", "may", "why"),
    [
        (("en",), ("EN", "de"), True, "one in common, whatever its case"),
        (("en",), ("de",), False, "none in common"),
        ((), ("de",), True, "who named none is nobody's obstacle"),
        ((), (), True, "nobody said anything"),
    ],
)
def test_a_language_in_common(one: tuple[str, ...], other: tuple[str, ...], may: bool, why: str) -> None:
    for first, second in ((one, other), (other, one)):
        assert may_share_readers(Blogger(languages=first), Blogger(languages=second)) is may, why


def test_an_unknown_season_is_refused() -> None:
    with pytest.raises(ValueError, match="monsoon"):
        Facts.from_json(["monsoon", None])
