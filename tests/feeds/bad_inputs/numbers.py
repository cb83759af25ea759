"""Which bad input a test is about: its number is its id."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

ALL = frozenset(range(1, 81))
BOTH = ("sqlite", "postgresql")


def bad_input(number: int, cases: Sequence[Any] = (), *, first: int = 1, both: bool = False) -> Callable[[Any], Any]:
    """Make a test the one of a number: its id is `07`, or `07-1`, `07-2` where there are cases, in the argument `case`.

    `first`: where the cases of a number stand in several tests, the number of the first one here.
    `both`: it runs on both stores; else SQLite alone is enough, since what is tested happens before the store, or is
    one row changed by the code that other numbers run on both.
    """
    name = f"{number:02}"
    ids = [f"{name}-{at}" for at in range(first, first + len(cases))] or [name]

    def mark(test: Any) -> Any:
        test.bad_input = number
        if cases:
            rows = [(number, case) for case in cases]
            test = pytest.mark.parametrize(("number", "case"), rows, ids=ids)(test)
        else:
            test = pytest.mark.parametrize("number", [number], ids=ids)(test)
        return pytest.mark.parametrize("kind", BOTH)(test) if both else test

    return mark
