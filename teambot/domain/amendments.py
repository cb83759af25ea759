"""What changes from one text of a charter to the next, clause by clause. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\w+")
_ALIKE = 2  # at least one word of two in common: the same clause in other words, no new one


class ChangeKind(StrEnum):
    """What became of a clause."""

    KEPT = "kept"  # word for word, though its number may have changed
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One clause before and after, with its numbers (from 1); the side on which it does not stand is None."""

    kind: ChangeKind
    old_number: int | None
    old: str | None
    new_number: int | None
    new: str | None


def changes(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Change, ...]:
    """Say what became of every clause of `old`, and what is new in `new`, in the order of reading.

    Whoever takes the new sides of what is given reads `new`, and of the old sides `old`. A clause that moved past
    another is one that is removed and one that is added.
    """
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [_change(old, a + n, new, c + n) for n in range(b - a)]
        else:
            found += _replaced(old, range(a, b), new, range(c, d))
    return tuple(found)


def _replaced(old: tuple[str, ...], before: range, new: tuple[str, ...], after: range) -> list[Change]:
    """Pair each clause that is gone with the first one left that says much the same; the others come and go."""
    found: list[Change] = []
    left = after.start
    for index in before:
        twin = next((one for one in range(left, after.stop) if _alike(old[index], new[one])), None)
        if twin is None:
            found.append(_change(old, index, new, None))
            continue
        found += [_change(old, None, new, one) for one in range(left, twin)]
        found.append(_change(old, index, new, twin))
        left = twin + 1
    return [*found, *(_change(old, None, new, one) for one in range(left, after.stop))]


def _alike(one: str, other: str) -> bool:
    first, second = (Counter(_WORD.findall(text.casefold())) for text in (one, other))
    return (first & second).total() * 2 * _ALIKE >= first.total() + second.total() > 0


def _change(old: tuple[str, ...], before: int | None, new: tuple[str, ...], after: int | None) -> Change:
    was = None if before is None else old[before]
    now = None if after is None else new[after]
    if was is None:
        kind = ChangeKind.ADDED
    elif now is None:
        kind = ChangeKind.REMOVED
    else:
        kind = ChangeKind.KEPT if was == now else ChangeKind.CHANGED
    return Change(kind, None if before is None else before + 1, was, None if after is None else after + 1, now)
