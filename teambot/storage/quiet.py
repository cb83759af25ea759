"""When somebody's phone is not to ring, in the store. It decides nothing."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select

from teambot.domain.quiet import QUIET_FROM, QUIET_UNTIL, QuietHours
from teambot.storage.runner import Tx
from teambot.storage.tables import membership, profile, team

_HOURS_OF = (
    select(
        membership.c.id,
        func.coalesce(profile.c.zone, team.c.zone),
        func.coalesce(profile.c.quiet_from, QUIET_FROM),
        func.coalesce(profile.c.quiet_until, QUIET_UNTIL),
    )
    .select_from(membership.join(team, team.c.id == membership.c.team_id).outerjoin(profile))
    .where(membership.c.id.in_(bindparam("of", expanding=True)))
)


def hours_of(tx: Tx, membership_ids: Collection[int]) -> dict[int, QuietHours]:
    """Load people's quiet hours: of who has said nothing of them the usual ones, where their team lives."""
    if not membership_ids:
        return {}
    rows = tx.execute(_HOURS_OF, {"of": list(membership_ids)})
    return {row[0]: QuietHours(row[1], row[2], row[3]) for row in rows}
