"""Discord's permission bits, and who may do what where: roles first, then the channel's overwrites.

Source: https://discord.com/developers/docs/topics/permissions
"""

from enum import IntFlag

from teambot.sandbox.loopback.entities import Channel, Guild


class Permission(IntFlag):
    """The bits that the loopback Discord looks at."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


P = Permission
EVERYONE = (
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS
    | P.CREATE_PRIVATE_THREADS
    | P.SEND_MESSAGES_IN_THREADS
)
BOT = EVERYONE | P.MANAGE_ROLES | P.MANAGE_MESSAGES
ALL = Permission(sum(Permission))
IN_DM = P.VIEW_CHANNEL | P.SEND_MESSAGES | P.EMBED_LINKS | P.ATTACH_FILES | P.READ_MESSAGE_HISTORY


def permissions_in(guild: Guild, user_id: int, channel: Channel | None = None) -> Permission:
    """Give what a member may do in a guild, or in one of its channels (a thread: hand in its parent)."""
    member = guild.members.get(user_id)
    if member is None:
        return Permission(0)
    held = Permission(member.permissions | guild.roles[guild.id].permissions)
    for role_id in member.roles:
        if role_id in guild.roles:
            held |= Permission(guild.roles[role_id].permissions)
    if guild.owner_id == user_id or held & P.ADMINISTRATOR:
        return ALL
    if channel is not None:
        groups = ([guild.id], member.roles, [user_id])
        for ids in groups:
            rows = [channel.overwrites[i] for i in ids if i in channel.overwrites]
            for _, deny in rows:
                held &= ~Permission(deny)
            for allow, _ in rows:
                held |= Permission(allow)
    return held


def may_use(default: str | None, held: Permission) -> bool:
    """Say whether somebody may use a command in a channel of a server; `default` is its default_member_permissions.

    "Setting it to "0" will prohibit anyone ... unless ... the user has admin permissions"; and nobody uses any without
    Use Application Commands.
    """
    if held & P.ADMINISTRATOR:
        return True
    if default is None:
        return bool(held & P.USE_APPLICATION_COMMANDS)
    bits = int(default)
    return bool(bits and held & P.USE_APPLICATION_COMMANDS and held & bits == bits)
