"""What stands in the loopback Discord, and who may do what where. It changes nothing, and tells of changes."""

from collections.abc import Callable

from teambot.sandbox.loopback import channel_shapes
from teambot.sandbox.loopback.entities import Channel, Guild, Kind, User
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.permissions import IN_DM, Permission, permissions_in
from teambot.sandbox.loopback.snowflake import Clock, Snowflakes
from teambot.sandbox.loopback.wire import Json

OnChange = Callable[[str, Json], None]
Dispatch = Callable[[str, Json, int | None], None]


class Rooms:
    """Users, guilds, channels and messages by their ids. `Channels` and `World` change them."""

    bot: User

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.files: dict[int, bytes] = {}
        self.listeners: list[OnChange] = []
        self.dispatch: Dispatch = lambda _name, _payload, _guild_id: None

    def changed(self, what: str, **facts: object) -> None:
        """Tell the listeners what changed."""
        for listener in list(self.listeners):
            listener(what, facts)

    def tell(self, event: str, channel: Channel, shape: Json) -> None:
        """Dispatch an event of a channel; of a thread only where the bot sees it.

        "Clients will not be informed of a thread ... if they do not have permission to view that thread".
        """
        if not channel.is_thread or self.sees(channel):
            self.dispatch(event, shape, channel.guild_id)

    def messages_in(self, channel_id: int) -> list[Message]:
        """Give a channel's messages, oldest first, private answers included.

        Those of a deleted channel are gone (KeyError).
        """
        return [self.messages[key] for key in self.channels[channel_id].messages if key in self.messages]

    def channel_shape(self, channel: Channel) -> Json:
        """Give a channel as the API does to the bot: its own thread with its membership."""
        shape = channel_shapes.channel(channel, self.users[channel.recipient_id] if channel.recipient_id else None)
        own = channel.is_thread and channel.owner_id == self.bot.id
        return shape | ({"member": channel_shapes.thread_member(channel)} if own else {})

    def allowed(self, channel: Channel, user_id: int) -> Permission:
        """Give what a user may do in a channel; a thread follows its parent, a private one is not everybody's."""
        if channel.guild_id is None:
            return IN_DM if user_id in (channel.recipient_id, self.bot.id) else Permission(0)
        ruling = self.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
        held = permissions_in(self.guilds[channel.guild_id], user_id, ruling)
        # "You must be invited to the thread to be able to view or participate in it, or be a moderator"
        invited = channel.kind != Kind.PRIVATE_THREAD or user_id == channel.owner_id or held & Permission.MANAGE_THREADS
        return held if invited else Permission(0)

    def sees(self, channel: Channel) -> bool:
        """Say whether the bot sees a channel."""
        return bool(self.allowed(channel, self.bot.id) & Permission.VIEW_CHANNEL)
