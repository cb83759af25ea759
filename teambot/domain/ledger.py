"""The ledger: what members gave and received, in double entry. Effort is counted (pushes), never reach or likes.

A finished push moves one from its author to its pusher; nothing is ever changed or taken out, a correction is an
opposite entry. A balance is what somebody gave less what they got. What those who left had given or got more is in the
pot: all balances and the pot sum to zero, whatever happened (rotation.md, section 2, ledger update).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """What an entry stands for, and whose id its `cause_id` is.

    PUSH: an assignment that was done. TAKEN_BACK: the opposite of both entries of a PUSH, the same assignment's id.
    LEFT: somebody left, their balance went to the pot; the how-manieth of their own entries of this kind, from 1, since
    one may leave often. RETURNED: they came back soon, and what they had got beyond what they gave came with them; the
    number of the last LEFT that it answers, which therefore comes back once. WRITE_OFF: what those who left had got or
    given more is shared by all; the id of the week after which it was.
    """

    PUSH = "push"
    TAKEN_BACK = "taken_back"
    LEFT = "left"
    RETURNED = "returned"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a member's ledger: `delta` over 0 gave, under 0 got. (cause, cause_id, membership_id) is unique."""

    membership_id: int
    delta: int
    cause: Cause
    cause_id: int


def booked(assignment_id: int, pusher_id: int, author_id: int) -> tuple[Entry, Entry]:
    """Book a finished push: its pusher gave one, its author got one. Nobody pushes their own post (ValueError)."""
    return _moved(Cause.PUSH, assignment_id, to=pusher_id, from_=author_id)


def taken_back(assignment_id: int, pusher_id: int, author_id: int) -> tuple[Entry, Entry]:
    """Book a push back that was not made after all: the opposite of both of its entries, which stay."""
    return _moved(Cause.TAKEN_BACK, assignment_id, to=author_id, from_=pusher_id)


def _moved(cause: Cause, assignment_id: int, *, to: int, from_: int) -> tuple[Entry, Entry]:
    if to == from_:
        raise ValueError(f"membership {to} cannot push its own post")
    return Entry(to, 1, cause, assignment_id), Entry(from_, -1, cause, assignment_id)


def left(membership_id: int, balance: int, number: int) -> tuple[Entry, ...]:
    """Move the balance of somebody who has gone to the pot: they stand at 0 then. Nothing where they did already.

    `number`: the how-manieth such entry of theirs it is, from 1.
    """
    return (Entry(membership_id, -balance, Cause.LEFT, number),) if balance else ()


def returned(membership_id: int, gone: Collection[Entry]) -> tuple[Entry, ...]:
    """Give somebody who came back in time what they had got more than they gave; what they had given more is not kept.

    `gone`: their LEFT entries since they went, the last one last.
    """
    debt = -sum(entry.delta for entry in gone)
    number = max((entry.cause_id for entry in gone), default=0)
    return (Entry(membership_id, debt, Cause.RETURNED, number),) if debt < 0 else ()


def pot(balances: Mapping[int, int]) -> int:
    """Say what the pot holds, by the balances of everyone who is or was on the team: what they and it sum to is 0.

    Below 0 those who left had got more than they gave.
    """
    return -sum(balances.values())


def write_off(balances: Mapping[int, int], members: Collection[int], week_id: int) -> tuple[Entry, ...]:
    """Share the pot out where it holds one or more for each of the `members`: to each alike, so that no order changes.

    Less than one a member stays in it. `members`: all who are on the team, away and paused ones too.
    """
    if not members:
        return ()
    held = pot(balances)
    each = abs(held) // len(members) * (1 if held > 0 else -1)
    return tuple(Entry(one, each, Cause.WRITE_OFF, week_id) for one in sorted(members)) if each else ()


def balances(entries: Iterable[Entry]) -> dict[int, int]:
    """Sum entries to balances, given less got, for every member that has any."""
    sums: dict[int, int] = {}
    for entry in entries:
        sums[entry.membership_id] = sums.get(entry.membership_id, 0) + entry.delta
    return sums
