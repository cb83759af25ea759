"""One thing that always holds in the store, as a value. It asks nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that always holds: in words, and a statement that lists the ids of the rows where it does not."""

    name: str
    rule: str
    broken: str
