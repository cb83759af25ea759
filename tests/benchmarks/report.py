"""What a benchmark found, and how it is printed: a figure, its peer's, the ratio, and what it should be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report. `ours` and `peer` are in `unit`; `target` is the sentence of what was to be reached."""

    what: str
    unit: str
    ours: float
    peer: float
    target: str
    held: bool
    ratio: float

    def __str__(self) -> str:
        mark = "reached" if self.held else "MISSED"
        return (
            f"{self.what:<58} {self.ours:>9.3f} {self.peer:>9.3f} {self.unit:<6} {self.ratio:>6.2f}  "
            f"{self.target} ... {mark}"
        )


def ratio_row(
    what: str,
    unit: str,
    ours: Sequence[float],
    peer: Sequence[float],
    target: str,
    holds: Callable[[float], bool],
) -> Row:
    """Make a row of paired rounds: the medians, and the median of the rounds' ratios (a noisy machine drifts)."""
    ratio = median(one / other for one, other in zip(ours, peer, strict=True))
    return Row(what, unit, median(ours), median(peer), target, holds(ratio), ratio)


def bound_row(what: str, unit: str, ours: float, peer: float, target: str, held: bool) -> Row:
    """Make a row that is bound by a number of its own; the ratio is only shown."""
    return Row(what, unit, ours, peer, target, held, ours / peer if peer else 0.0)


def header() -> str:
    """Give the line over the rows."""
    return f"{'what':<58} {'ours':>9} {'peer':>9} {'unit':<6} {'ratio':>6}  target"
