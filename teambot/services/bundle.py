"""All use cases in one value, for whoever converses or rings."""

from dataclasses import dataclass

from teambot.services.assignments import AssignmentsService
from teambot.services.feeds import FeedsService
from teambot.services.members import MembersService
from teambot.services.outbox import OutboxService
from teambot.services.posts import PostsService
from teambot.services.profiles import ProfilesService
from teambot.services.teams import TeamsService
from teambot.services.weeks import WeeksService


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, a class a noun."""

    teams: TeamsService
    members: MembersService
    profiles: ProfilesService
    feeds: FeedsService
    posts: PostsService
    weeks: WeeksService
    assignments: AssignmentsService
    outbox: OutboxService
