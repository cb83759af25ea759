"""The ledger: what members gave and received, in double entry. Effort is counted (pushes), never reach or likes.

A finished push moves one from its author to its pusher; nothing is ever changed or taken out. A balance is what
somebody gave less what they got, so all entries sum to zero, whatever happened (rotation.md, section 2, ledger update).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """What an entry stands for, and whose id its `cause_id` is.

    PUSH: an assignment that was done. TAKEN_BACK: the opposite of both entries of a PUSH, the same assignment's id.
    LEFT: somebody left, their balance went out of the team's sums. RETURNED: they came back soon, and what they had got
    beyond what they gave came with them. WRITE_OFF: what those who left had got or given more is shared by all, one
    each; the id of the week after which it was.
    """

    PUSH = "push"
    TAKEN_BACK = "taken_back"
    LEFT = "left"
    RETURNED = "returned"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a member's ledger: `delta` +1 gave, -1 got. (cause, cause_id, membership_id) is unique."""

    membership_id: int
    delta: int
    cause: Cause
    cause_id: int


def booked(assignment_id: int, pusher_id: int, author_id: int) -> tuple[Entry, Entry]:
    """Book a finished push: its pusher gave one, its author got one. Nobody pushes their own post (ValueError)."""
    if pusher_id == author_id:
        raise ValueError(f"membership {pusher_id} cannot push its own post")
    return Entry(pusher_id, 1, Cause.PUSH, assignment_id), Entry(author_id, -1, Cause.PUSH, assignment_id)


def balances(entries: Iterable[Entry]) -> dict[int, int]:
    """Sum entries to balances, given less got, for every member that has any."""
    sums: dict[int, int] = {}
    for entry in entries:
        sums[entry.membership_id] = sums.get(entry.membership_id, 0) + entry.delta
    return sums
