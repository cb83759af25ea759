"""Even over eight weeks, or not yet: nothing else is said about anybody's numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.domain.evenness import Evenness, even

COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@pytest.mark.parametrize(
    ("counts", "load", "expected", "why"),
    [
        ([], 2, Evenness.EVEN, "nothing was planned yet"),
        ([(0, 0), (16, 16)], 2, Evenness.EVEN, "as much given as got, however much it is"),
        ([(16, 10), (10, 16)], 2, Evenness.EVEN, "three weeks' worth, either way"),
        ([(16, 9)], 2, Evenness.NOT_YET, "one more given"),
        ([(9, 16), (16, 16)], 2, Evenness.NOT_YET, "one more got, by one of them"),
        ([(16, 9)], 3, Evenness.EVEN, "the team's load says how much three weeks' worth is"),
    ],
)
def test_even_or_not_yet(counts: list[tuple[int, int]], load: int, expected: Evenness, why: str) -> None:
    assert even(counts, load) is expected, why


@settings(deadline=None)
@given(COUNTS, st.integers(1, 5))
def test_neither_names_nor_sides_count(counts: list[tuple[int, int]], load: int) -> None:
    said = even(counts, load)
    assert even(reversed(counts), load) is said
    assert even([(got, gave) for gave, got in counts], load) is said
    assert said is Evenness.NOT_YET or even(counts, load + 1) is Evenness.EVEN
