"""The JSON shapes of users, members, roles and guilds, as the REST API and the gateway give them. Pure."""

from teambot.sandbox.loopback.entities import Guild, Member, Role, User
from teambot.sandbox.loopback.permissions import Permission
from teambot.sandbox.loopback.snowflake import stamp
from teambot.sandbox.loopback.wire import Json


def user(who: User) -> Json:
    """Give a user as others see them."""
    shape: Json = {
        "id": str(who.id),
        "username": who.name.lower().replace(" ", "_"),
        "global_name": None if who.bot else who.name,
        "discriminator": "0000" if who.bot else "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }
    return shape | {"bot": True} if who.bot else shape


def bot_user(who: User) -> Json:
    """Give the bot's own user as it sees itself."""
    return user(who) | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def bare_member(member: Member) -> Json:
    """Give a member without the user, as a message's author has it."""
    return {
        "avatar": None,
        "banner": None,
        "nick": member.nick,
        "roles": [str(role) for role in member.roles],
        "joined_at": stamp(member.joined_at),
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "flags": 0,
        "mute": False,
        "deaf": False,
    }


def member(who: User, member: Member) -> Json:
    """Give a member of a guild."""
    return bare_member(member) | {"user": user(who)}


def role(row: Role) -> Json:
    """Give a role."""
    return {
        "id": str(row.id),
        "name": row.name,
        "description": None,
        "permissions": str(int(row.permissions)),
        "position": row.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": row.managed,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild(row: Guild) -> Json:
    """Give a guild as GET /guilds/{id} does."""
    return {
        "id": str(row.id),
        "name": row.name,
        "owner_id": str(row.owner_id),
        "roles": [role(each) for each in row.roles.values()],
        "preferred_locale": row.locale,
        "features": [],
        "emojis": [],
        "stickers": [],
        "afk_timeout": 300,
        "region": "rotterdam",
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 1,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
    } | dict.fromkeys(_EMPTY)


_EMPTY = [
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "max_presences",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
    "hub_type",
]


def guild_created(row: Guild, channels: list[Json], threads: list[Json], members: list[Json]) -> Json:
    """Give a GUILD_CREATE; `members` are those that the bot's intents let it see."""
    return guild(row) | {
        "joined_at": stamp(row.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(row.members),
        "members": members,
        "channels": channels,
        "threads": threads,
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application(bot: User, flags: int, guilds: int, *, private: bool) -> Json:
    """Give the bot's application; `private` adds what only its owner's endpoints show."""
    shape: Json = {"id": str(bot.id), "flags": flags, "flags_new": str(flags)}
    if not private:
        return shape
    return shape | {
        "name": bot.name,
        "description": "",
        "type": None,
        "icon": None,
        "bot": user(bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(bot),
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def permissions_text(held: Permission) -> str:
    """Write permission bits as the API does."""
    return str(int(held))
