"""People, their places in teams, and what they say about themselves, in the store. It decides nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from teambot.domain.members import Member, Team
from teambot.domain.readers import Hemisphere
from teambot.domain.standings import BELONGING, Absence, PauseReason, Standing
from teambot.storage.insert import insert_row
from teambot.storage.runner import Tx
from teambot.storage.tables import charter, membership, person, profile, team
from teambot.storage.teams import COLUMNS as TEAM_COLUMNS
from teambot.storage.teams import to_team

_COLUMNS: tuple[Any, ...] = (
    membership.c.id,
    membership.c.team_id,
    membership.c.standing,
    person.c.discord_id,
    person.c.name,
    membership.c.accepted_version,
    membership.c.invitation_ends_at,
    person.c.locale,
    membership.c.away_from,
    membership.c.away_until,
    membership.c.paused_at,
    membership.c.paused_why,
    membership.c.steward_since,
    membership.c.left_at,
    membership.c.removed,
    membership.c.wants_back_at,
)
_JOINED = membership.outerjoin(person)
_OF = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(membership.c.team_id == bindparam("team_id"), person.c.discord_id == bindparam("discord_id"))
)
_ALL = (
    select(*_COLUMNS)
    .select_from(_JOINED)
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == bindparam("standing"))
    .order_by(membership.c.id)
)
_COUNT = (
    select(func.count())
    .select_from(membership)
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == Standing.MEMBER)
)
_READY = _COUNT.where(
    membership.c.accepted_version
    == select(func.max(charter.c.version)).where(charter.c.team_id == bindparam("team_id")).scalar_subquery()
)
_CHANGE = update(membership).where(membership.c.id == bindparam("row_id"))
_PERSON = select(person.c.id, person.c.locale).where(person.c.discord_id == bindparam("discord_id"))
_CHANGE_PERSON = update(person).where(person.c.id == bindparam("row_id"))
_CHANGE_PROFILE = update(profile).where(profile.c.membership_id == bindparam("row_id"))
_ALL_PLACES = select(*TEAM_COLUMNS, *_COLUMNS).select_from(
    team.outerjoin(
        _JOINED,
        (membership.c.team_id == team.c.id) & (person.c.discord_id == bindparam("discord_id")),
    )
)
_HERE = _ALL_PLACES.where(team.c.guild_id == bindparam("guild_id"))
_IN_CHANNELS = _HERE.where(team.c.channel_id.in_(bindparam("channels", expanding=True)))
# Who was something to a team once and is nothing to it now does not mean that team.
_ELSEWHERE = _HERE.where(membership.c.standing != Standing.NOBODY).order_by(team.c.id)
_BY_DM = _ALL_PLACES.where(membership.c.standing != Standing.NOBODY).order_by(team.c.id)


def _to_member(row: Sequence[Any]) -> Member:
    return Member(
        id=row[0],
        team_id=row[1],
        standing=Standing(row[2]),
        discord_id=row[3],
        name=row[4],
        accepted_version=row[5],
        invitation_ends_at=row[6],
        locale=row[7],
        absence=Absence(row[8], row[9]) if row[8] and row[9] else None,
        paused_at=row[10],
        paused_why=PauseReason(row[11]) if row[11] else None,
        steward=row[12] is not None,
        left_at=row[13],
        removed=row[14],
        wants_back_at=row[15],
    )


def _to_place(row: Sequence[Any]) -> tuple[Team, Member | None]:
    values = row[len(TEAM_COLUMNS) :]
    return to_team(row), _to_member(values) if values[0] is not None else None


def places(tx: Tx, guild_id: int, channels: Sequence[int], discord_id: int) -> list[tuple[Team, Member | None]]:
    """List the teams that a command can mean: the channel's, else those the person is in on that server.

    In a direct message (`guild_id` 0) those the person is in anywhere. Each with their membership, None for a stranger.
    """
    if guild_id == 0:
        return [_to_place(row) for row in tx.execute(_BY_DM, {"discord_id": discord_id})]
    facts = {"guild_id": guild_id, "discord_id": discord_id}
    here = tx.execute(_IN_CHANNELS, facts | {"channels": list(channels)}).all()
    return [_to_place(row) for row in here or tx.execute(_ELSEWHERE, facts).all()]


def of(tx: Tx, team_id: int, discord_id: int) -> Member | None:
    """Load a person's place in a team, or None."""
    row = tx.execute(_OF, {"team_id": team_id, "discord_id": discord_id}).one_or_none()
    return _to_member(row) if row else None


_ONE = select(*_COLUMNS).select_from(_JOINED).where(membership.c.id == bindparam("id"))


def get(tx: Tx, membership_id: int | None) -> Member | None:
    """Load somebody's place in a team by its own id; None where there is no such place, or no id."""
    row = tx.execute(_ONE, {"id": membership_id}).one_or_none() if membership_id is not None else None
    return _to_member(row) if row else None


def all_of(tx: Tx, team_id: int, standing: Standing) -> list[Member]:
    """List a team's people in one standing, in the order in which they came."""
    return [_to_member(row) for row in tx.execute(_ALL, {"team_id": team_id, "standing": standing})]


def count(tx: Tx, team_id: int) -> int:
    """Count a team's members."""
    return int(tx.execute(_COUNT, {"team_id": team_id}).scalar_one())


def ready(tx: Tx, team_id: int) -> int:
    """Count a team's members who have accepted its charter as it reads now: with enough of them it forms."""
    return int(tx.execute(_READY, {"team_id": team_id}).scalar_one())


def remember(tx: Tx, discord_id: int, name: str, locale: str | None) -> int:
    """Insert a person or bring their name and locale up to date; gives the person's id."""
    row = tx.execute(_PERSON, {"discord_id": discord_id}).one_or_none()
    if row is None:
        values = {"discord_id": discord_id, "name": name, "locale": locale}
        return insert_row(tx, person, **values)
    tx.execute(_CHANGE_PERSON, {"row_id": row.id, "name": name, "locale": locale or row.locale})
    return int(row.id)


def invite(tx: Tx, team_id: int, person_id: int, now: datetime, ends_at: datetime | None) -> int:
    """Insert an invited person's place in a team; gives the membership's id."""
    values = {"team_id": team_id, "person_id": person_id, "standing": Standing.INVITED}
    return insert_row(tx, membership, **values, invited_at=now, invitation_ends_at=ends_at)


def uninvite(tx: Tx, membership_id: int) -> None:
    """Take back an invitation that nobody has answered."""
    tx.execute(delete(membership).where(membership.c.id == membership_id, membership.c.standing == Standing.INVITED))


def invitations_end(tx: Tx, membership_ids: Sequence[int], ends_at: datetime) -> None:
    """Set when the invitations of these people end; of those among them who have not joined."""
    tx.execute(
        update(membership)
        .where(membership.c.id.in_(membership_ids), membership.c.standing == Standing.INVITED)
        .values(invitation_ends_at=ends_at)
    )


def change(tx: Tx, membership_id: int, **values: Any) -> None:
    """Change columns of a membership."""
    tx.execute(_CHANGE, {"row_id": membership_id, **values})


def belonging(tx: Tx, team_id: int) -> list[Member]:
    """List a team's people: its members, then those who are paused."""
    return [member for standing in BELONGING for member in all_of(tx, team_id, standing)]


def name_of(tx: Tx, membership_id: int | None) -> str:
    """Load the name of somebody in a team, or "" where there is none (any more)."""
    member = get(tx, membership_id)
    return (member.name or "") if member is not None else ""


def keep_blog(tx: Tx, membership_id: int, blog_url: str, proven_at: datetime | None) -> None:
    """Note somebody's blog in their profile, which begins with it; `proven_at`: it is known to be theirs since.

    What they named before it is over.
    """
    values = {"blog_url": blog_url, "blog_proven_at": proven_at, "blog_claim": None}
    if has_profile(tx, membership_id):
        change_profile(tx, membership_id, **values)
    else:
        tx.execute(insert(profile).values(membership_id=membership_id, **values))


def has_profile(tx: Tx, membership_id: int) -> bool:
    """Say whether somebody has a profile: members do, and applicants from their application on."""
    return tx.execute(_PROFILE, {"membership_id": membership_id}).one_or_none() is not None


def change_profile(tx: Tx, membership_id: int, **values: Any) -> None:
    """Change columns of a profile."""
    if values:
        tx.execute(_CHANGE_PROFILE, {"row_id": membership_id, **values})


_PROFILE = select(profile).where(profile.c.membership_id == bindparam("membership_id"))


def profile_of(tx: Tx, membership_id: int) -> Any:
    """Load a member's or an applicant's profile; every one of them has one."""
    return tx.execute(_PROFILE, {"membership_id": membership_id}).one()


_LOADS = (
    select(membership.c.id, func.coalesce(profile.c.load, team.c.load))
    .select_from(membership.join(profile).join(team))
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == Standing.MEMBER)
)
_REACHED = (
    select(membership.c.id, person.c.discord_id, profile.c.by_dm, profile.c.ping)
    .select_from(membership.join(profile).join(person))
    .where(membership.c.team_id == bindparam("team_id"), membership.c.standing == Standing.MEMBER)
    .order_by(membership.c.id)
)


def loads(tx: Tx, team_id: int) -> dict[int, int]:
    """Load how many assignments a week each member takes: their own number, else the team's."""
    return {row[0]: row[1] for row in tx.execute(_LOADS, {"team_id": team_id})}


def reached(tx: Tx, team_id: int) -> Sequence[Any]:
    """List how each member wants to be reached: id, discord_id, by_dm, ping."""
    return tx.execute(_REACHED, {"team_id": team_id}).all()


def hemisphere(row: Any) -> Hemisphere | None:
    """Read a profile's hemisphere."""
    return Hemisphere(row.hemisphere) if row.hemisphere else None
