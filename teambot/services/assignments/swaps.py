"""Swapping: somebody would like another one to take what they are asked for. In the caller's transaction.

The card is the one of any open offer: nobody can tell whether somebody passed or would swap (product.md, Pushing).
Until it is taken the assignment stays with whoever was asked. It is asked for once an assignment.
"""

from datetime import datetime

from teambot.domain.assignments import (
    Assignment,
    AssignmentState,
    SwapAsked,
    SwapKept,
    check_keepable,
    check_swappable,
)
from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.assignments.offers import end_swap, open_offer
from teambot.services.news import tell
from teambot.storage import assignments
from teambot.storage.runner import Tx


def ask_swap(tx: Tx, team: Team, asked: Assignment, member_id: int, now: datetime) -> SwapAsked:
    """Offer to anyone what a member is asked for; raises what `offers.open_offer` does where nobody could take it."""
    check_swappable(asked, member_id, now)
    open_offer(tx, team, asked, now)
    assignments.change(tx, asked.id, swap_asked_at=now)
    return SwapAsked(asked.id, asked.title)


def keep(tx: Tx, asked: Assignment, member_id: int, now: datetime) -> SwapKept:
    """Let whoever asked for a swap keep it; nobody can take it any more."""
    check_keepable(asked, member_id, now)
    end_swap(tx, asked, now)
    return SwapKept(asked.id, asked.title)


def check_not_own(tx: Tx, offered: Assignment, member_id: int) -> None:
    """Remind whoever presses their own card of it; nobody else is told whose it is. Raises Refusal("your-own-swap")."""
    asked = assignments.get(tx, offered.offered_on_from_id) if offered.offered_on_from_id is not None else None
    if asked is not None and asked.swapping and asked.pusher_id == member_id:
        raise Refusal("your-own-swap", title=asked.title)


def hand_over(tx: Tx, team: Team, taken: Assignment, now: datetime) -> None:
    """Let go of whoever asked for the swap that was just taken, and tell them, without a name; of a skip nobody."""
    asked = assignments.get(tx, taken.offered_on_from_id) if taken.offered_on_from_id is not None else None
    if asked is None or asked.state is not AssignmentState.ASKED or asked.pusher_id is None:
        return
    assignments.change(tx, asked.id, state=AssignmentState.SWAPPED, ended_at=now)
    tell(tx, team.id, asked.pusher_id, NoticeKind.SWAP_TAKEN, {"title": asked.title}, now)
