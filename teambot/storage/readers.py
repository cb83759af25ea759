"""Where the readers of a team's members are, and what its blogs are about, in the store. It decides nothing."""

from sqlalchemy import bindparam, select

from teambot.domain.fit import Blogger
from teambot.domain.readers import Hemisphere, Readers, parse_places
from teambot.domain.standings import Standing
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, profile

_OF_TEAM = (
    select(membership.c.id, profile.c.hemisphere, profile.c.places)
    .select_from(membership.join(profile))
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == Standing.MEMBER)
)
_BLOGGERS = (
    select(membership.c.id, profile.c.hemisphere, profile.c.languages, profile.c.topics)
    .select_from(membership.join(profile))
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == Standing.MEMBER)
)


def of_team(tx: Tx, team_id: int) -> dict[int, Readers]:
    """Load where each member's readers are."""
    rows = tx.execute(_OF_TEAM, {"team_id": team_id})
    return {row[0]: Readers(Hemisphere(row[1]) if row[1] else None, parse_places(row[2])) for row in rows}


def bloggers(tx: Tx, team_id: int) -> dict[int, Blogger]:
    """Load what each member says of their blog: half of the world, languages, topics."""
    rows = tx.execute(_BLOGGERS, {"team_id": team_id})
    return {row[0]: Blogger(Hemisphere(row[1]) if row[1] else None, _listed(row[2]), _listed(row[3])) for row in rows}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
