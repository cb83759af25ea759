"""What stewards do with a plan before it is out, and how plans are made, for every member to read."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.plans import (
    TURNS_IN,
    MethodShown,
    PlanPreview,
    PlanPublished,
    PlanRebuilt,
    WeekLightened,
    check_builds,
    check_closed,
    check_turns,
    check_unpublished,
)
from teambot.domain.stewards import ActKind, check_steward
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter_member, find_belongs, find_member, need_formed, see_member
from teambot.services.plans.evenness import is_even
from teambot.services.plans.light_weeks import settle_asking
from teambot.services.plans.previews import preview
from teambot.services.plans.publishing import publish
from teambot.services.use_case import read, write
from teambot.storage import posts, stewards, weeks
from teambot.storage.runner import Runner, Tx
from teambot.storage.weeks import StoredWeek


@dataclass(frozen=True, slots=True)
class Lighten:
    """A week is to be a light one, or an ordinary one again."""

    week_id: int
    light: bool


class PlansService:
    """A steward previews, publishes and rebuilds a plan, and calls a light week; each act stands in the log for all."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def preview(self, caller: Caller, team_id: int | None, now: datetime) -> PlanPreview:
        """Show a steward the plan that comes next: what is in it, and whether it is even.

        `team_id` None: of the team that is meant where they are.
        """
        return await read(self._db, _preview, caller, team_id, now)

    async def publish(self, caller: Caller, week_id: int, now: datetime) -> PlanPublished:
        """Publish a week's plan before its hour, once posts are in."""
        return await write(self._db, PlanPublished, _publish, caller, week_id, now)

    async def rebuild(self, caller: Caller, week_id: int, now: datetime) -> PlanRebuilt:
        """Have a week's plan made anew, a few times at most: what is equally fair is drawn again."""
        return await write(self._db, PlanRebuilt, _rebuild, caller, week_id, now)

    async def lighten(self, caller: Caller, command: Lighten, now: datetime) -> WeekLightened:
        """Make a week whose plan is not out a light one, or an ordinary one again."""
        return await write(self._db, WeekLightened, _lighten, caller, command, now)

    async def method(self, caller: Caller, now: datetime) -> MethodShown:
        """Show a member, or somebody paused, how the team's plans are made."""
        return await read(self._db, _method, caller, None, now)


def _preview(tx: Tx, caller: Caller, team_id: int | None, now: datetime) -> PlanPreview:
    team, member = find_member(tx, caller) if team_id is None else see_member(tx, caller, team_id)
    check_steward(member, team_name=team.name)
    need_formed(tx, team)
    return preview(tx, team, now)


def _enter_steward(tx: Tx, caller: Caller, week_id: int) -> tuple[Team, Member, StoredWeek]:
    """Lock the team of a week and load both anew, for one of its stewards."""
    found = weeks.find(tx, week_id)
    if found is None:
        raise Refusal("outdated-card")
    team, member = enter_member(tx, caller, found.team_id)
    check_steward(member, team_name=team.name)
    return team, member, weeks.get(tx, week_id)


def _publish(tx: Tx, caller: Caller, week_id: int, now: datetime) -> PlanPublished:
    team, steward, week = _enter_steward(tx, caller, week_id)
    check_closed(week.state, week.closes_at)
    if publish(tx, team, week, now) is WeekState.MISSED:  # the bot was down, and nothing has been swept yet
        raise Refusal("outdated-card")
    published = posts.in_plan(tx, week.id)
    if not published:  # it is as before: nothing has moved on
        raise Refusal("nothing-to-plan", publishes_at=week.publishes_at)
    stewards.note(tx, team.id, steward.id, ActKind.PUBLISHED, {"week": week.key}, now)
    return PlanPublished(team.id, len(published), week.publishes_at)


def _rebuild(tx: Tx, caller: Caller, week_id: int, now: datetime) -> PlanRebuilt:
    team, steward, week = _enter_steward(tx, caller, week_id)
    check_closed(week.state, week.closes_at)
    check_builds(week.build)
    weeks.change(tx, week.id, build=week.build + 1)
    stewards.note(tx, team.id, steward.id, ActKind.REBUILT, {"week": week.key}, now)
    return PlanRebuilt(team.id, week.build + 1)


def _lighten(tx: Tx, caller: Caller, command: Lighten, now: datetime) -> WeekLightened:
    team, steward, week = _enter_steward(tx, caller, command.week_id)
    check_unpublished(week.state)
    if week.light is not command.light:
        check_turns(stewards.count(tx, team.id, (ActKind.LIGHT_WEEK, ActKind.FULL_WEEK), now - TURNS_IN))
        weeks.change(tx, week.id, light=command.light)
        kind = ActKind.LIGHT_WEEK if command.light else ActKind.FULL_WEEK
        stewards.note(tx, team.id, steward.id, kind, {"week": week.key}, now)
    settle_asking(tx, team, now)
    return WeekLightened(team.id, command.light)


def _method(tx: Tx, caller: Caller, _: None, now: datetime) -> MethodShown:  # noqa: ARG001
    team, _member = find_belongs(tx, caller)
    return MethodShown(team.id, team.name, team.load, is_even(tx, team))
