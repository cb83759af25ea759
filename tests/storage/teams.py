"""The least rows that a message can be about: a team with members."""

from datetime import datetime

from teambot.storage.runner import Tx
from teambot.storage.tables import membership, person, team


def a_team(tx: Tx, now: datetime, *, channel_id: int = 500) -> int:
    """Write a team and give its id."""
    return tx.execute(
        team.insert().returning(team.c.id),
        {
            "guild_id": 1,
            "channel_id": channel_id,
            "name": "Slow gardeners",
            "niche": "gardens",
            "language": "en",
            "state": "active",
            "zone": "Europe/Berlin",
            "close_weekday": 6,
            "close_minute": 1080,
            "publish_weekday": 0,
            "publish_minute": 540,
            "load": 2,
            "most_members": 12,
            "created_at": now,
        },
    ).scalar_one()


def a_member(tx: Tx, team_id: int, discord_id: int) -> int:
    """Write a member and give the membership's id."""
    who = tx.execute(
        person.insert().returning(person.c.id), {"discord_id": discord_id, "name": f"blogger {discord_id}"}
    ).scalar_one()
    return tx.execute(
        membership.insert().returning(membership.c.id), {"team_id": team_id, "person_id": who, "standing": "active"}
    ).scalar_one()
