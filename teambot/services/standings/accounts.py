"""What leaving, coming back and the end of a week do to the ledger: functions within the transaction that brings it.

The caller has locked the team's row. What is booked is domain/ledger.py's.
"""

from datetime import datetime

from teambot.domain.ledger import left, returned, taken_back, write_off
from teambot.domain.members import Member
from teambot.domain.standings import ALUMNUS_FOR, BELONGING
from teambot.storage import ledger, members
from teambot.storage.runner import Tx


def close(tx: Tx, membership_id: int, now: datetime) -> None:
    """Move the balance of somebody who has gone to the pot, in which all share: they stand at nothing."""
    balance, times = ledger.account(tx, membership_id)
    ledger.book(tx, left(membership_id, balance, times + 1), now)


def reopen(tx: Tx, member: Member, now: datetime) -> None:
    """Let somebody who joins begin at nothing, or, within 30 days after leaving, with what they had got more then.

    Else leaving and asking to join again would be a way to be helped for nothing (rotation.md, G4). `member`: as they
    were before they joined.
    """
    if member.left_at is not None and now < member.left_at + ALUMNUS_FOR:
        ledger.book(tx, returned(member.id, ledger.left_since(tx, member.id, member.left_at)), now)


def take_back(tx: Tx, assignment_id: int, pusher_id: int, author_id: int, now: datetime) -> None:
    """Book a push back. Whoever of the two has gone since stands at nothing again: what was theirs is in the pot."""
    ledger.book(tx, taken_back(assignment_id, pusher_id, author_id), now)
    for one in (pusher_id, author_id):
        member = members.get(tx, one)
        if member is None or member.standing not in BELONGING:
            close(tx, one, now)


def share_pot(tx: Tx, team_id: int, week_id: int, now: datetime) -> None:
    """Share out, at the end of a week, what the pot holds beyond one each: among all, away and paused ones too.

    First whoever has gone, and yet stands at something, is brought to nothing: what is shared is the pot alone.
    """
    everyone = {member.id for member in members.belonging(tx, team_id)}
    theirs = ledger.balances(tx, team_id)
    for gone in sorted(one for one, balance in theirs.items() if balance and one not in everyone):
        close(tx, gone, now)
        theirs[gone] = 0
    ledger.book(tx, write_off(theirs, everyone, week_id), now)
