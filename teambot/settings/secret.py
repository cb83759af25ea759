"""A secret that cannot be printed: neither shown, formatted, logged, copied nor pickled, only revealed by name.

This module imports nothing of teambot's.
"""

from typing import Final, NoReturn

MASK: Final = "********"


class Secret:
    """Hold a text that nobody may see by accident; `reveal()` is the one way to it, and can be searched for."""

    __slots__ = ("_hidden",)

    def __init__(self, value: str) -> None:
        self._hidden = value

    def reveal(self) -> str:
        """Give the text itself, for the one place that sends it."""
        return self._hidden

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._hidden == self._hidden

    def __hash__(self) -> int:
        return hash(self._hidden)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret cannot be copied or pickled")
