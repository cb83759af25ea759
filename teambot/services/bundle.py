"""All use cases in one value, for whoever converses or rings; a new service is added here alone."""

from dataclasses import dataclass

from teambot.domain.teams import TeamDefaults
from teambot.services.applications.service import ApplicationsService
from teambot.services.assignments.service import AssignmentsService
from teambot.services.exports import ExportsService
from teambot.services.feeds.service import FeedsService
from teambot.services.ledger import LedgerService
from teambot.services.members import MembersService
from teambot.services.motions.service import VotingService
from teambot.services.outbox import OutboxService
from teambot.services.people import PeopleService
from teambot.services.plans.service import PlansService
from teambot.services.posts.newest import NewestService
from teambot.services.posts.seasons import SeasonsService
from teambot.services.posts.service import PostsService
from teambot.services.posts.thread_offers import ThreadOffersService
from teambot.services.profiles import ProfilesService
from teambot.services.reminders import RemindersService
from teambot.services.reports import ReportsService
from teambot.services.standings.presence import PresenceService
from teambot.services.standings.roles import RolesService
from teambot.services.standings.service import StandingsService
from teambot.services.standings.signs import SignsService
from teambot.services.teams import TeamsService
from teambot.services.weeks import WeeksService
from teambot.storage.runner import Runner


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, a class a noun."""

    teams: TeamsService
    members: MembersService
    people: PeopleService
    profiles: ProfilesService
    feeds: FeedsService
    posts: PostsService
    newest: NewestService
    thread_offers: ThreadOffersService
    seasons: SeasonsService
    weeks: WeeksService
    plans: PlansService
    applications: ApplicationsService
    assignments: AssignmentsService
    ledger: LedgerService
    voting: VotingService
    reports: ReportsService
    standings: StandingsService
    signs: SignsService
    presence: PresenceService
    roles: RolesService
    exports: ExportsService
    outbox: OutboxService
    reminders: RemindersService


def services_on(db: Runner, defaults: TeamDefaults, feeds: FeedsService) -> Services:
    """Make the services on one store; `feeds` is the one way out to the web."""
    return Services(
        teams=TeamsService(db, defaults),
        members=MembersService(db, feeds),
        people=PeopleService(db),
        profiles=ProfilesService(db, feeds),
        feeds=feeds,
        posts=PostsService(db, feeds.pages.look),
        newest=NewestService(db),
        thread_offers=ThreadOffersService(db),
        seasons=SeasonsService(db),
        weeks=WeeksService(db),
        plans=PlansService(db),
        applications=ApplicationsService(db, feeds.blogs, feeds.read, feeds.searches),
        assignments=AssignmentsService(db, feeds.links.look),
        ledger=LedgerService(db),
        voting=VotingService(db),
        reports=ReportsService(db),
        standings=StandingsService(db),
        signs=SignsService(db),
        presence=PresenceService(db),
        roles=RolesService(db),
        exports=ExportsService(db),
        outbox=OutboxService(db),
        reminders=RemindersService(db),
    )
