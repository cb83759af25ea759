"""The sample team's place in the loopback world: a server, two channels, six people. The bot is asked for nothing."""

from dataclasses import dataclass

from teambot.sandbox.cast import Blogger, Cast, DirectMessages
from teambot.sandbox.loopback.world import World


@dataclass(frozen=True, slots=True)
class SampleTeam:
    """The sample team in the loopback world; `ids` maps each blogger's name to their user id."""

    cast: Cast
    guild_id: int
    channel_id: int
    lounge_id: int
    ids: dict[str, int]

    def id_of(self, blogger: Blogger) -> int:
        """Give a blogger's user id."""
        return self.ids[blogger.name]

    def blogger(self, user_id: int) -> Blogger:
        """Give the blogger with a user id; KeyError for anybody else."""
        return next(one for one in self.cast.bloggers if self.ids[one.name] == user_id)


def build_world(world: World, cast: Cast) -> SampleTeam:
    """Add the sample team's server, channels and people; the first blogger owns the server."""
    ids = {blogger.name: world.add_user(blogger.name, locale=blogger.locale).id for blogger in cast.bloggers}
    owner = ids[cast.bloggers[0].name]
    guild = world.add_guild(cast.server, owner)
    for blogger in cast.bloggers[1:]:
        world.add_member(guild.id, ids[blogger.name])
        if blogger.direct_messages is DirectMessages.CLOSED:
            world.close_dms(ids[blogger.name])
    channel = world.add_channel(guild.id, cast.channel)
    lounge = world.add_channel(guild.id, cast.lounge)
    return SampleTeam(cast, guild.id, channel.id, lounge.id, ids)
