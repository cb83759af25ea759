"""Where the readers of a team's members are, in the store. It decides nothing."""

from sqlalchemy import bindparam, select

from teambot.domain.readers import Hemisphere, Readers, parse_places
from teambot.domain.standings import Standing
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, profile

_OF_TEAM = (
    select(membership.c.id, profile.c.hemisphere, profile.c.places)
    .select_from(membership.join(profile))
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == Standing.MEMBER)
)


def of_team(tx: Tx, team_id: int) -> dict[int, Readers]:
    """Load where each member's readers are."""
    rows = tx.execute(_OF_TEAM, {"team_id": team_id})
    return {row[0]: Readers(Hemisphere(row[1]) if row[1] else None, parse_places(row[2])) for row in rows}
