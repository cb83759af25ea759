"""The versions of charters in the store, and who has yet to accept the newest. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from teambot.domain.standings import Standing
from teambot.storage.runner import Tx
from teambot.storage.tables import charter, membership


@dataclass(frozen=True, slots=True)
class Charter:
    """One version; `accept_by` is empty where nobody was a member when it was made."""

    version: int
    text: str
    created_at: datetime
    accept_by: datetime | None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses, in their order."""
        return tuple(self.text.split("\n"))


_VERSIONS = (
    select(charter.c.version, charter.c.text, charter.c.created_at, charter.c.accept_by)
    .where(charter.c.team_id == bindparam("team_id"))
    .order_by(charter.c.version.desc())
)
_CURRENT = _VERSIONS.limit(1)
_VERSION = _VERSIONS.where(charter.c.version == bindparam("version"))
_newest = select(charter.c.team_id, func.max(charter.c.version).label("version")).group_by(charter.c.team_id).subquery()
_BEHIND = (
    select(membership.c.team_id)
    .distinct()
    .select_from(
        membership.join(_newest, _newest.c.team_id == membership.c.team_id).join(
            charter, (charter.c.team_id == _newest.c.team_id) & (charter.c.version == _newest.c.version)
        )
    )
    .where(
        membership.c.standing == Standing.MEMBER,
        func.coalesce(membership.c.accepted_version, 0) < charter.c.version,
        charter.c.accept_by <= bindparam("moment"),
    )
    .order_by(membership.c.team_id)
)


def current(tx: Tx, team_id: int) -> Charter:
    """Load the newest version; every team has one from its first row on."""
    return Charter(*tx.execute(_CURRENT, {"team_id": team_id}).one())


def version(tx: Tx, team_id: int, number: int) -> Charter | None:
    """Load one version, or None."""
    row = tx.execute(_VERSION, {"team_id": team_id, "version": number}).one_or_none()
    return Charter(*row) if row else None


def add(tx: Tx, team_id: int, made: Charter) -> None:
    """Insert a version; the schema refuses the same one twice."""
    values = {"text": made.text, "created_at": made.created_at, "accept_by": made.accept_by}
    tx.execute(insert(charter).values(team_id=team_id, version=made.version, **values))


def behind(tx: Tx, moment: datetime) -> list[int]:
    """List the teams with a member who has not accepted a version that is to be accepted by `moment`."""
    return list(tx.scalars(_BEHIND, {"moment": moment}))
