"""What `check` and `doctor` find."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, and a sentence; where it is not, how to mend it."""

    well: bool
    text: str
