"""Who takes the places of a team, in the store. It decides nothing."""

from datetime import datetime

from sqlalchemy import bindparam, select

from teambot.domain.members import invitation_over
from teambot.domain.standings import Standing, holds_place
from teambot.storage.runner import Tx
from teambot.storage.tables import membership

_PLACES = select(
    membership.c.standing, membership.c.paused_at, membership.c.invitation_ends_at, membership.c.wants_back_at
).where(
    membership.c.team_id == bindparam("team_id"),
    membership.c.standing.in_([Standing.MEMBER, Standing.INVITED, Standing.PAUSED]),
)


def taken(tx: Tx, team_id: int, now: datetime) -> tuple[int, int]:
    """Count the places that are taken, and those paused so long that they wait for the next free one."""
    held = returning = 0
    for row in tx.execute(_PLACES, {"team_id": team_id}):
        standing = Standing(row.standing)
        if standing is Standing.INVITED and invitation_over(row.invitation_ends_at, now):
            continue
        if holds_place(standing, row.paused_at, now):
            held += 1
        elif row.wants_back_at is not None:
            returning += 1
    return held, returning
