"""The steps of the wizard, each in a transaction: a team is begun, changed, and its founders are invited."""

from dataclasses import asdict, dataclass
from datetime import datetime

from teambot.domain.announcements import MessageKind
from teambot.domain.charter import parse_clauses
from teambot.domain.members import INVITATION, NAME_MOST, Team, TeamState, check_founders, check_open, invitation_over
from teambot.domain.standings import Standing
from teambot.domain.teams import (
    Founder,
    SetupOpened,
    TeamDefaults,
    check_before_forming,
    check_load,
    check_manage_server,
    check_name,
    check_niche,
    check_ready,
)
from teambot.domain.week import WeekTimes, parse_time, parse_zone
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter
from teambot.services.news import announce
from teambot.services.typed import typed
from teambot.storage import charters, members, outbox, presence, teams
from teambot.storage.charters import Charter
from teambot.storage.runner import Tx

_DEFAULTED = (
    "name",
    "niche",
    "language",
    "zone",
    "close_weekday",
    "close_minute",
    "publish_weekday",
    "publish_minute",
    "load",
    "most_members",
)


@dataclass(frozen=True, slots=True)
class ChangeSetup:
    """What is to be changed, as it was typed; None leaves it as it is."""

    team_id: int
    name: str | None = None
    niche: str | None = None
    zone: str | None = None
    close: str | None = None
    publish: str | None = None
    load: int | None = None
    role_id: int | None = None


@dataclass(frozen=True, slots=True)
class NameFounders:
    """The founders who have not joined are to be these."""

    team_id: int
    founders: tuple[Founder, ...]


@dataclass(frozen=True, slots=True)
class WriteCharter:
    """The charter is to read so."""

    team_id: int
    text: str


def open_setup(tx: Tx, caller: Caller, defaults: TeamDefaults, now: datetime) -> SetupOpened:
    """Find the team that lives in this channel, move here one whose channel was lost, or begin one.

    A team that has closed is no longer found here: what is left of it is read by whoever was on it, elsewhere.
    """
    check_manage_server(caller.manage_server)
    channel_id = caller.parent_id or caller.channel_id
    team = _living_in(tx, channel_id)
    if team is not None:
        _release(tx, team, now)
        return SetupOpened(team.id)
    lost = teams.lost_channel(tx, caller.guild_id)
    if lost:
        teams.lock(tx, lost[0].id)
        # A thread stays in the channel in which it was opened: for the next offer one is opened here.
        teams.change(tx, lost[0].id, channel_id=channel_id, offers_thread_id=None)
        _release(tx, lost[0], now)
        return SetupOpened(lost[0].id, moved=True)
    return SetupOpened(_begin(tx, caller.guild_id, channel_id, defaults, now))


def _living_in(tx: Tx, channel_id: int) -> Team | None:
    """Find and lock the team of a channel; one that has closed gives it up, and is in no channel from then on."""
    found = teams.in_channel(tx, channel_id)
    team = teams.lock(tx, found.id) if found else None
    if found and (team is None or team.channel_id != channel_id):  # given up while its row was waited for
        found = teams.in_channel(tx, channel_id)
        return teams.lock(tx, found.id) if found else None
    if team is not None and team.state is TeamState.CLOSED:
        teams.leave_channel(tx, team.id)
        return None
    return team


def _begin(tx: Tx, guild_id: int, channel_id: int, defaults: TeamDefaults, now: datetime) -> int:
    values = {name: getattr(defaults, name) for name in _DEFAULTED}
    place = {"guild_id": guild_id, "channel_id": channel_id, "state": TeamState.SETTING_UP}
    team_id = teams.add(tx, values | place, now)
    charters.add(tx, team_id, Charter(1, "\n".join(parse_clauses(defaults.charter)), now, accept_by=None))
    return team_id


def _release(tx: Tx, team: Team, now: datetime) -> None:
    """Send what was parked while the team's channel could not be written in."""
    teams.change(tx, team.id, channel_fault=None)
    outbox.release_channel(tx, team.id, now)


def _in_setup(tx: Tx, caller: Caller, team_id: int) -> Team:
    check_manage_server(caller.manage_server)
    return enter(tx, caller, team_id).team


def change(tx: Tx, caller: Caller, command: ChangeSetup, now: datetime) -> SetupOpened:  # noqa: ARG001
    """Change what the wizard asks for."""
    team = _in_setup(tx, caller, command.team_id)
    if command != ChangeSetup(command.team_id, role_id=command.role_id):  # the role is no rule of the team's
        check_before_forming(team)
    check_open(team)
    values: dict[str, object] = _times(team, command)
    if command.name is not None:
        values["name"] = check_name(typed(command.name))
    if command.niche is not None:
        values["niche"] = check_niche(typed(command.niche))
    if command.load is not None:
        values["load"] = check_load(command.load)
    if command.role_id is not None:
        values["role_id"] = command.role_id or None
        if values["role_id"] != team.role_id:
            presence.begin_anew(tx, team.id)
    teams.change(tx, team.id, **values)
    return SetupOpened(team.id)


def _times(team: Team, command: ChangeSetup) -> dict[str, object]:
    close, publish = (team.close_weekday, team.close_minute), (team.publish_weekday, team.publish_minute)
    if command.close is not None:
        close = parse_time(typed(command.close))
    if command.publish is not None:
        publish = parse_time(typed(command.publish))
    zone = parse_zone(typed(command.zone)) if command.zone is not None else team.zone
    return asdict(WeekTimes(zone, *close, *publish))


def name_founders(tx: Tx, caller: Caller, command: NameFounders, now: datetime) -> SetupOpened:
    """Make the founders who have not joined these."""
    team = _in_setup(tx, caller, command.team_id)
    wanted = {founder.discord_id: founder for founder in command.founders}
    if any(founder.bot for founder in wanted.values()):
        raise Refusal("bots-are-no-bloggers")
    joined = {member.discord_id for member in members.all_of(tx, team.id, Standing.MEMBER)}
    invited = {member.discord_id: member for member in members.all_of(tx, team.id, Standing.INVITED)}
    new = [founder for founder in wanted.values() if founder.discord_id not in joined]
    check_founders(team, already=len(joined), more=len(new))
    for discord_id, member in invited.items():
        if discord_id not in wanted:
            members.uninvite(tx, member.id)
    asked: dict[int, int] = {}  # membership to Discord's id: who is new, or whose invitation has ended
    for founder in new:
        known = invited.get(founder.discord_id)
        if known is None:
            person_id = members.remember(tx, founder.discord_id, typed(founder.name)[:NAME_MOST], None)
            asked[members.invite(tx, team.id, person_id, now, None)] = founder.discord_id
        elif invitation_over(known.invitation_ends_at, now):
            asked[known.id] = founder.discord_id
    if team.state is TeamState.FORMING and asked:
        _invite(tx, team, asked, now, f":{caller.interaction_id}")
    return SetupOpened(team.id)


def write_charter(tx: Tx, caller: Caller, command: WriteCharter, now: datetime) -> SetupOpened:
    """Write a version of the charter."""
    team = _in_setup(tx, caller, command.team_id)
    check_before_forming(team)
    text = "\n".join(parse_clauses("\n".join(typed(line) for line in command.text.splitlines())))
    before = charters.current(tx, team.id)
    if text != before.text:
        charters.add(tx, team.id, Charter(before.version + 1, text, now, accept_by=None))
    return SetupOpened(team.id)


def found(tx: Tx, caller: Caller, team_id: int, now: datetime) -> SetupOpened:
    """Invite the founders by a card in the channel."""
    team = _in_setup(tx, caller, team_id)
    founders = members.all_of(tx, team.id, Standing.INVITED)
    check_ready(team, len(founders))
    teams.change(tx, team.id, state=TeamState.FORMING)
    _invite(tx, team, {member.id: member.discord_id for member in founders if member.discord_id}, now, "")
    return SetupOpened(team.id)


def _invite(tx: Tx, team: Team, founders: dict[int, int], now: datetime, suffix: str) -> None:
    ends_at = now + INVITATION
    members.invitations_end(tx, list(founders), ends_at)
    announce(
        tx,
        team,
        MessageKind.INVITATION,
        f"invitation:{team.id}{suffix}",
        {"founders": list(founders.values()), "ends_at": ends_at.isoformat()},
        ends_at,
        now,
    )
