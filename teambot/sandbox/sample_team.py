"""The sample team's place in the loopback world: server, channels, role and people. The bot is asked for nothing."""

from dataclasses import dataclass

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import Blogger, Cast, DirectMessages
from teambot.sandbox.loopback.world import World

ACCOUNT = "https://discord.com/users/{id}"  # how a blog names somebody's Discord account


@dataclass(frozen=True, slots=True)
class SampleTeam:
    """The sample team in the loopback world; `ids` maps the name of everybody on the server to their user id.

    `second_id` is a channel for a second team, `role_id` a role that the bot can give.
    """

    cast: Cast
    guild_id: int
    channel_id: int
    lounge_id: int
    second_id: int
    role_id: int
    ids: dict[str, int]

    def id_of(self, blogger: Blogger) -> int:
        """Give the user id of a blogger or outsider."""
        return self.ids[blogger.name]

    def blogger(self, user_id: int) -> Blogger:
        """Give the blogger or outsider with a user id; KeyError for anybody else."""
        names = {number: name for name, number in self.ids.items()}
        return next(one for one in self.cast.people if one.name == names[user_id])


def build_world(world: World, cast: Cast) -> SampleTeam:
    """Add the sample team's server, channels, role and people; the first blogger owns the server."""
    ids = {blogger.name: world.add_user(blogger.name, locale=blogger.locale).id for blogger in cast.bloggers}
    owner = ids[cast.bloggers[0].name]
    guild = world.add_guild(cast.server, owner)
    for blogger in cast.bloggers[1:]:
        _let_in(world, guild.id, blogger, ids)
    channel = world.add_channel(guild.id, cast.channel)
    lounge = world.add_channel(guild.id, cast.lounge)
    second = world.add_channel(guild.id, cast.second)
    role = world.add_role(guild.id, cast.role)
    for blogger in cast.outsiders:
        ids[blogger.name] = world.add_user(blogger.name, locale=blogger.locale).id
        _let_in(world, guild.id, blogger, ids)
    return SampleTeam(cast, guild.id, channel.id, lounge.id, second.id, role.id, ids)


def link_accounts(team: SampleTeam, blogs: SampleBlogs) -> None:
    """Link the blogs of those who have it so to their Discord accounts: proof of whose they are."""
    for blogger in team.cast.people:
        if blogger.rel_me:
            blogs.link_me(blogger.host, ACCOUNT.format(id=team.id_of(blogger)))


def _let_in(world: World, guild_id: int, blogger: Blogger, ids: dict[str, int]) -> None:
    world.add_member(guild_id, ids[blogger.name])
    if blogger.direct_messages is DirectMessages.CLOSED:
        world.close_dms(ids[blogger.name])
