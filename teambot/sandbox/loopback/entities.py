"""What a Discord is made of: users, guilds, roles, members, channels. Values only; `World` changes them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class Kind(IntEnum):
    """The kinds of channel that exist here.

    Https://discord.com/developers/docs/resources/channel#channel-object-channel-types.
    """

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREADS = (10, Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD)


@dataclass(slots=True)
class User:
    """A person or a bot; `dms_open` is False while they let nobody write to them."""

    id: int
    name: str
    locale: str = "en-GB"
    bot: bool = False
    dms_open: bool = True


@dataclass(slots=True)
class Role:
    """A role; a higher `position` stands above."""

    id: int
    guild_id: int
    name: str
    permissions: int = 0
    position: int = 0
    managed: bool = False


@dataclass(slots=True)
class Member:
    """A user in a guild; `permissions` are those they hold besides their roles' (whoever gave them)."""

    user_id: int
    guild_id: int
    joined_at: datetime
    roles: list[int] = field(default_factory=list)
    nick: str | None = None
    permissions: int = 0


@dataclass(slots=True)
class Guild:
    """A server; `roles` holds @everyone under the guild's own id; `channels` keeps the ids in their order.

    `unavailable` is an outage of Discord's: the gateway says nothing of the server until it is over.
    """

    id: int
    name: str
    owner_id: int
    joined_at: datetime
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: list[int] = field(default_factory=list)
    locale: str = "en-GB"
    unavailable: bool = False


@dataclass(slots=True)
class Channel:
    """A channel, thread or direct message channel; `overwrites` maps a role or user id to (allow, deny).

    Of a thread: when it was last archived or woken, when somebody last did something in it (None: when it was made),
    and how many messages it ever had.
    """

    id: int
    guild_id: int | None
    name: str
    kind: int
    created_at: datetime
    position: int = 0
    topic: str | None = None
    parent_id: int | None = None
    owner_id: int | None = None
    recipient_id: int | None = None
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    messages: list[int] = field(default_factory=list)
    archived: bool = False
    archive_changed_at: datetime | None = None
    active_at: datetime | None = None
    sent: int = 0
    locked: bool = False
    auto_archive_minutes: int = 4320
    slow_seconds: int = 0

    @property
    def is_thread(self) -> bool:
        """Say whether this is a thread."""
        return self.kind in THREADS
