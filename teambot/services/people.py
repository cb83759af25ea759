"""Who is on a team: for its members, and for whoever keeps it running, who does nothing to people without a vote."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.applications import ApplicationState
from teambot.domain.members import Member, Team, check_open, invitation_over
from teambot.domain.notices import NoticeKind
from teambot.domain.people import Buddies, FeedShown, KeepingShown, KeptPerson, PeopleShown, PersonShown
from teambot.domain.presence import wants_role
from teambot.domain.standings import BELONGING, PauseReason, RoleState, Standing
from teambot.domain.stewards import ACTS_SHOWN, ActKind, ActsShown, check_may_resume, check_steward
from teambot.errors import Refusal
from teambot.services import charters
from teambot.services import stewards as stewardship
from teambot.services.caller import Caller, enter_member, find, find_belongs
from teambot.services.motions.closing import close_ended
from teambot.services.news import tell
from teambot.services.places import has_place
from teambot.services.standings.departures import resume
from teambot.services.use_case import read, write
from teambot.storage import applications, members, people, places, stewards
from teambot.storage.people import StoredPerson
from teambot.storage.runner import Runner, Tx


@dataclass(frozen=True, slots=True)
class ResumeMember:
    """Somebody paused asked a steward to be brought back."""

    team_id: int
    membership_id: int


@dataclass(frozen=True, slots=True)
class TryRole:
    """The team's Discord role is to be tried again for somebody."""

    team_id: int
    membership_id: int


@dataclass(frozen=True, slots=True)
class MemberResumed:
    """Somebody is back, and was told by whom."""

    name: str


@dataclass(frozen=True, slots=True)
class RoleTried:
    """The role is tried again within a minute or so."""

    name: str


class PeopleService:
    """A team's people, and its stewards' few acts about them, each of which stands in a log that members can read."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def members(self, caller: Caller, now: datetime) -> PeopleShown:
        """Show a member, or somebody paused, who is on the team."""
        return await read(self._db, _members, caller, None, now)

    async def acts(self, caller: Caller, now: datetime) -> ActsShown:
        """Show a member, or somebody paused, what the team's stewards did last."""
        return await read(self._db, _acts, caller, None, now)

    async def keeping(self, caller: Caller, now: datetime) -> KeepingShown:
        """Show a steward, or somebody with Manage Server, what is needed to keep the team running."""
        return await read(self._db, _keeping, caller, None, now)

    async def resume(self, caller: Caller, command: ResumeMember, now: datetime) -> MemberResumed:
        """Bring somebody paused back, as a steward whom they asked."""
        return await write(self._db, MemberResumed, _resume, caller, command, now)

    async def try_role(self, caller: Caller, command: TryRole, now: datetime) -> RoleTried:
        """Try the team's role again for somebody, as a steward."""
        return await write(self._db, RoleTried, _try_role, caller, command, now)

    async def watch_due(self, now: datetime) -> int:
        """See to it that each team has a steward; gives how many motions were opened and terms ended."""
        return await stewardship.watch_due(self._db, now)


def _by_name(found: list[StoredPerson]) -> list[StoredPerson]:
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _members(tx: Tx, caller: Caller, _: None, now: datetime) -> PeopleShown:
    team, member = find_belongs(tx, caller)
    found = _by_name(people.of_team(tx, team.id))
    present = [one for one in found if one.standing in BELONGING]
    return PeopleShown(
        team_id=team.id,
        team_name=team.name,
        most_members=team.most_members,
        steward=member.steward,
        people=tuple(_shown(one, now) for one in present),
        alumni=tuple(_shown(one, now) for one in found if one.standing is Standing.ALUMNUS and one.listed),
        invited=tuple(one.name for one in found if _is_invited(one, now)),
        waiting=people.waiting(tx, team.id),
        buddies=_buddies(present, now),
        feeds=tuple(
            FeedShown(one.feed_title or one.name, one.feed_url, one.blog_url) for one in present if one.feed_url
        ),
    )


def _shown(one: StoredPerson, now: datetime) -> PersonShown:
    away = one.away_from is not None and one.away_until is not None and one.away_from <= now < one.away_until
    until = one.away_until if away and one.standing is Standing.MEMBER else None
    return PersonShown(one.name, one.standing, one.blog_url, one.hemisphere, until, one.steward)


def _is_invited(one: StoredPerson, now: datetime) -> bool:
    return one.standing is Standing.INVITED and not invitation_over(one.invitation_ends_at, now)


def _buddies(present: list[StoredPerson], now: datetime) -> tuple[Buddies, ...]:
    names = {one.id: one.name for one in present}
    return tuple(
        Buddies(one.name, names[one.buddy_id], one.buddy_until)
        for one in present
        if one.buddy_id in names and one.buddy_until is not None and now < one.buddy_until
    )


def _acts(tx: Tx, caller: Caller, _: None, now: datetime) -> ActsShown:  # noqa: ARG001
    team, _member = find_belongs(tx, caller)
    return ActsShown(team.name, tuple(stewards.acts(tx, team.id, ACTS_SHOWN)))


def _keeping(tx: Tx, caller: Caller, _: None, now: datetime) -> KeepingShown:
    here = find(tx, caller)
    check_open(here.team)
    steward = here.member is not None and here.member.standing is Standing.MEMBER and here.member.steward
    if not (steward or caller.manage_server):
        raise Refusal("stewards-only", team=here.team.name)
    drafts = {one.membership_id for one in applications.in_state(tx, here.team.id, ApplicationState.DRAFT)}
    held = _held(tx, here.team, now) if steward else {}
    return KeepingShown(
        team_id=here.team.id,
        team_name=here.team.name,
        taken=places.taken(tx, here.team.id, now)[0],
        most_members=here.team.most_members,
        steward=steward,
        people=tuple(
            KeptPerson(
                one.id,
                one.name,
                one.standing if steward else None,
                one.standing in BELONGING,
                one.role_state,
                one.role_fault,
                held.get(one.id),
            )
            for one in _by_name(people.of_team(tx, here.team.id))
            if one.standing in BELONGING
            or one.role_state is RoleState.BLOCKED
            or (steward and _comes(one, now) and one.id not in drafts)  # which nobody on the team reads
        ),
    )


def _held(tx: Tx, team: Team, now: datetime) -> dict[int, PauseReason]:
    """List those paused whom no steward could bring back, by what they wait for."""
    held: dict[int, PauseReason] = {}
    for one in members.all_of(tx, team.id, Standing.PAUSED):
        if charters.waits_for(tx, team, one, now):
            held[one.id] = PauseReason.CHARTER
        elif one.paused_why is PauseReason.GONE:
            held[one.id] = PauseReason.GONE
    return held


def _comes(one: StoredPerson, now: datetime) -> bool:
    return one.standing is Standing.APPLICANT or _is_invited(one, now)


def _enter_steward(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    team, member = enter_member(tx, caller, team_id)
    return team, check_steward(member, team_name=team.name)


def _of_team(tx: Tx, team: Team, membership_id: int) -> Member:
    found = members.get(tx, membership_id)
    if found is None or found.team_id != team.id:
        raise Refusal("outdated-card")
    return found


def _resume(tx: Tx, caller: Caller, command: ResumeMember, now: datetime) -> MemberResumed:
    team, _ = _enter_steward(tx, caller, command.team_id)
    close_ended(tx, team, now)  # who is back had no say any more in a vote that was over before
    team, steward = _enter_steward(tx, caller, command.team_id)
    asked = _of_team(tx, team, command.membership_id)
    member = check_may_resume(asked, waited_for=charters.waits_for(tx, team, asked, now))
    if not has_place(tx, team, member, now):
        raise Refusal("no-place-free", name=member.name or "")
    resume(tx, team, member, now)
    stewards.note(tx, team.id, steward.id, ActKind.RESUMED, {"about": member.id}, now)
    tell(tx, team.id, member.id, NoticeKind.RESUMED_BY, {"steward": steward.name or ""}, now)
    return MemberResumed(member.name or "")


def _try_role(tx: Tx, caller: Caller, command: TryRole, now: datetime) -> RoleTried:
    team, steward = _enter_steward(tx, caller, command.team_id)
    member = _of_team(tx, team, command.membership_id)
    # As if nothing had been tried: who is to have it has it not, who is to lose it has it still.
    state = RoleState.NONE if wants_role(member.standing, member.paused_why) else RoleState.GIVEN
    members.change(tx, member.id, role_state=state, role_fault=None)
    stewards.note(tx, team.id, steward.id, ActKind.ROLE_TRIED, {"about": member.id}, now)
    return RoleTried(member.name or "")
