"""*Not with …*: who would rather not be matched with whom, in the store. It is told to nobody. It decides nothing."""

from sqlalchemy import bindparam, select

from teambot.storage.runner import Tx
from teambot.storage.tables import apart, membership

_IN_TEAM = (
    select(apart.c.membership_id, apart.c.other_id)
    .select_from(apart.join(membership, membership.c.id == apart.c.membership_id))
    .where(membership.c.team_id == bindparam("team_id"))
)


def in_team(tx: Tx, team_id: int) -> set[tuple[int, int]]:
    """Load who in a team said it of whom; it holds both ways."""
    return {(row[0], row[1]) for row in tx.execute(_IN_TEAM, {"team_id": team_id})}
