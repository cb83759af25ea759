"""The sandbox's parts, put together by `app` and handed to the page or the story. It starts nothing."""

from dataclasses import dataclass

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import Cast
from teambot.sandbox.clock import StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.port import Port
from teambot.sandbox.sample_team import SampleTeam


@dataclass(frozen=True, slots=True)
class Parts:
    """All that the sandbox plays with; each is started, and the bot behind `port` is connected."""

    clock: StoryClock
    discord: LoopbackDiscord
    blogs: SampleBlogs
    port: Port
    team: SampleTeam

    @property
    def cast(self) -> Cast:
        """Give the sample team as it stands in the file."""
        return self.team.cast
