"""Accepting the charter and joining; the third member forms the team."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind
from teambot.domain.applications import ApplicationState
from teambot.domain.charter import CharterAccepted, CharterShown, ClauseShown, check_version
from teambot.domain.members import FORMS_AT, Member, MemberJoined, Team, TeamState, check_may_join, forms
from teambot.domain.profiles import own_zone
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.week import first_week
from teambot.errors import Refusal
from teambot.services import acceptances, charters
from teambot.services.applications import admissions
from teambot.services.caller import Caller, enter, enter_belongs
from teambot.services.coming import coming_times, times_of
from teambot.services.feeds.polled import FeedRead, check_free, keep_feed
from teambot.services.feeds.service import FeedsService
from teambot.services.motions.closing import close_ended
from teambot.services.news import announce
from teambot.services.standings import accounts
from teambot.services.standings.team_states import settle_state
from teambot.services.typed import typed
from teambot.services.use_case import read, write
from teambot.storage import applications, members, quiet, teams, weeks
from teambot.storage import charters as charter_versions
from teambot.storage.runner import Runner, Tx

# What somebody who comes back after having left was before counts for nothing any more.
_NEW = {"invitation_ends_at": None, "left_at": None, "removed": False, "listed": False, "silent_weeks": 0}
FORMED_KEEPS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Join:
    """Accept a version of the charter with a blog and a feed; without a feed the blog's address is tried as one.

    `zone`: where they live; "" is the team's.
    """

    team_id: int
    version: int
    blog: str
    feed: str
    zone: str = ""
    known: bool = False  # blog and feed were looked at together when they applied


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept a later version of the charter, as a member."""

    team_id: int
    version: int


class MembersService:
    """What a person does about their own place in a team."""

    def __init__(self, db: Runner, feeds: FeedsService) -> None:
        self._db = db
        self._feeds = feeds

    async def charter(self, caller: Caller, now: datetime) -> CharterShown:
        """Show the team's charter, and what the caller may do with it."""
        return await read(self._db, charters.show, caller, None, now)

    async def clause(self, caller: Caller, number: int, now: datetime) -> ClauseShown | None:
        """Give a clause of the charter's template as the caller's team has it; None where it was changed."""
        return await read(self._db, charters.clause, caller, number, now)

    async def check(self, caller: Caller, command: Accept, now: datetime) -> str:
        """Refuse who could not join, or not by that version, before they write a word; gives the team's time zone."""
        return await read(self._db, _may_join, caller, command, now)

    async def join(self, caller: Caller, command: Join, now: datetime) -> MemberJoined:
        """Accept the charter and join with a blog and a feed; the third member forms the team.

        Raises what `FeedsService.read`, `Searches.of` and `own_zone` raise, and the refusals of an invitation.
        """
        own_zone(typed(command.zone), await read(self._db, _may_join, caller, command, now))
        async with self._feeds.searches.of(caller.discord_id):
            found = await self._feeds.read(command.blog, command.feed, now, known=command.known)
        joined = await write(self._db, MemberJoined, _join, caller, (command, found.feed), now)
        return replace(joined, choices=found.choices)

    async def join_admitted(self, caller: Caller, command: Accept, now: datetime) -> MemberJoined:
        """Accept the charter and join, as somebody whom the team has admitted: with the blog that they applied with.

        Raises what `join` raises.
        """
        asked = await read(self._db, _as_applied, caller, command, now)
        return await self.join(caller, asked, now)

    async def accept(self, caller: Caller, command: Accept, now: datetime) -> CharterAccepted:
        """Accept a later version of the charter; who was paused for want of it is back."""
        return await write(self._db, CharterAccepted, _accept, caller, command, now)

    async def accept_due(self, now: datetime) -> int:
        """Remind of a new version, and pause who has not accepted it in time; gives how many."""
        return await acceptances.accept_due(self._db, now)


def _as_applied(tx: Tx, caller: Caller, command: Accept, now: datetime) -> Join:
    member = members.of(tx, command.team_id, caller.discord_id)
    applied = applications.open_of(tx, member.id) if member is not None else None
    if applied is None or applied.state is not ApplicationState.ADMITTED:
        _may_join(tx, caller, command, now)
        raise Refusal("outdated-card")
    return Join(command.team_id, command.version, applied.blog_url, applied.feed_url, known=True)


def _may_join(tx: Tx, caller: Caller, command: Join | Accept, now: datetime) -> str:
    team = teams.get(tx, command.team_id)
    if team is None or team.guild_id != caller.guild_id:  # nothing is fetched for a forged id
        raise Refusal("no-such-team")
    _check_join(tx, team, members.of(tx, team.id, caller.discord_id), command.version, now)
    return team.zone


def _check_join(tx: Tx, team: Team, member: Member | None, version: int, now: datetime) -> Member:
    invited = check_may_join(member, team=team, now=now)
    check_version(version, charter_versions.current(tx, team.id).version)
    return invited


def _join(tx: Tx, caller: Caller, asked: tuple[Join, FeedRead], now: datetime) -> MemberJoined:
    command, found = asked
    here = enter(tx, caller, command.team_id)
    member = _check_join(tx, here.team, here.member, command.version, now)
    proven_at = _proven_at(tx, member, found, now)
    check_free(tx, here.team.id, member.id, found, shown=proven_at is not None)
    members.change(tx, member.id, **_NEW, standing=Standing.MEMBER, accepted_version=command.version, joined_at=now)
    members.keep_blog(tx, member.id, found.blog_url, proven_at)
    if command.zone:
        members.change_profile(tx, member.id, zone=own_zone(typed(command.zone), here.team.zone))
    keep_feed(tx, member.id, found, now)
    accounts.reopen(tx, member, now)
    admissions.joined(tx, member, now)
    settle_state(tx, here.team, now)
    first_close = _form_if_ready(tx, here.team, now)
    if here.team.formed:
        first_close = coming_times(tx, here.team, now).closes_at
    missing = 0 if first_close else max(FORMS_AT - members.ready(tx, here.team.id), 0)
    zone = quiet.hours_of(tx, [member.id])[member.id].zone
    return MemberJoined(member.id, here.team.name, found.title, len(found.items), missing, first_close, zone=zone)


def _proven_at(tx: Tx, member: Member, found: FeedRead, now: datetime) -> datetime | None:
    """Hold who was admitted to the blog that the team read about, and that they have proven; of a founder's give None.

    Whoever names founders knows them, so nobody asks them to prove it.
    """
    applied = applications.open_of(tx, member.id)
    if applied is None:
        return None
    if (applied.blog_url, applied.feed_url) != (found.blog_url, found.url):
        raise Refusal("outdated-card")
    proven_at: datetime | None = members.profile_of(tx, member.id).blog_proven_at
    return proven_at or now


def _form_if_ready(tx: Tx, team: Team, now: datetime) -> datetime | None:
    """Form the team where enough have accepted its charter: its first week, and a card. Gives the first close."""
    if not forms(team.state, members.ready(tx, team.id)):
        return None
    week = weeks.add(tx, team.id, first_week(times_of(team), now))
    teams.change(tx, team.id, state=TeamState.ACTIVE, formed_at=now)
    announce(tx, team, MessageKind.TEAM_FORMED, f"team-formed:{team.id}", {"week_id": week.id}, now + FORMED_KEEPS, now)
    return week.closes_at


def _accept(tx: Tx, caller: Caller, command: Accept, now: datetime) -> CharterAccepted:
    team, member = enter_belongs(tx, caller, command.team_id)
    if member.paused_why is PauseReason.CHARTER:  # who is back had no say any more in a vote that was over before
        close_ended(tx, team, now)
        team, member = enter_belongs(tx, caller, command.team_id)
    accepted = charters.accept(tx, team, member, command.version, now)
    _form_if_ready(tx, team, now)
    return accepted
