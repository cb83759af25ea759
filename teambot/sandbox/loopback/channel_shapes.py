"""The JSON shapes of channels and threads, as the REST API and the gateway give them. Pure."""

from teambot.sandbox.loopback.entities import Channel, User
from teambot.sandbox.loopback.shapes import user
from teambot.sandbox.loopback.snowflake import stamp
from teambot.sandbox.loopback.wire import Json


def channel(row: Channel, recipient: User | None = None) -> Json:
    """Give a channel; for a direct message channel hand in the recipient."""
    shape: Json = {
        "id": str(row.id),
        "type": int(row.kind),
        "flags": 0,
        "last_message_id": str(row.messages[-1]) if row.messages else None,
        "last_pin_timestamp": None,
    }
    if recipient is not None:
        return shape | {"recipients": [user(recipient)]}
    shape |= {
        "guild_id": str(row.guild_id),
        "name": row.name,
        "parent_id": str(row.parent_id) if row.parent_id else None,
        "rate_limit_per_user": row.slow_seconds,
    }
    if row.is_thread:
        return shape | _thread(row)
    return shape | {
        "position": row.position,
        "topic": row.topic,
        "nsfw": False,
        "permission_overwrites": [
            {"id": str(key), "type": 0 if key == row.guild_id else 1, "allow": str(int(allow)), "deny": str(int(deny))}
            for key, (allow, deny) in row.overwrites.items()
        ],
    }


def thread_member(row: Channel) -> Json:
    """Give the membership of who made a thread; nobody else joins one here."""
    return {"id": str(row.id), "user_id": str(row.owner_id), "join_timestamp": stamp(row.created_at), "flags": 1}


def _thread(row: Channel) -> Json:
    """Give what only threads have: message_count is "decremented" when one is deleted, "total_message_sent" is not."""
    return {
        "owner_id": str(row.owner_id),
        "message_count": len(row.messages),
        "member_count": 1,
        "total_message_sent": row.sent,
        "thread_metadata": {
            "archived": row.archived,
            "archive_timestamp": stamp(row.archive_changed_at or row.created_at),
            "auto_archive_duration": row.auto_archive_minutes,
            "locked": row.locked,
            "create_timestamp": stamp(row.created_at),
        },
    }
