"""*Not with …*: who would rather not be matched with whom, in the store. It is told to nobody. It decides nothing."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, insert, or_, select

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


_OF = select(apart.c.other_id).where(apart.c.membership_id == bindparam("of"))
_END = delete(apart).where(apart.c.membership_id == bindparam("of"), apart.c.other_id == bindparam("other"))
_END_ALL = delete(apart).where(or_(apart.c.membership_id == bindparam("of"), apart.c.other_id == bindparam("of")))


def of(tx: Tx, membership_id: int) -> set[int]:
    """Load of whom somebody said it; who said it of them is told to nobody."""
    return set(tx.scalars(_OF, {"of": membership_id}))


def change(tx: Tx, membership_id: int, *, begun: Collection[int], ended: Collection[int]) -> None:
    """Note of whom somebody says it from now on, and of whom no longer."""
    if ended:
        tx.execute(_END, [{"of": membership_id, "other": one} for one in sorted(ended)])
    if begun:
        tx.execute(insert(apart), [{"membership_id": membership_id, "other_id": one} for one in sorted(begun)])


def forget(tx: Tx, membership_id: int) -> None:
    """Take away what somebody said, and what was said of them."""
    tx.execute(_END_ALL, {"of": membership_id})
