"""Who asks, where, and which team is meant. Nothing is trusted but the fields that Discord itself fills in."""

from dataclasses import dataclass

from teambot.domain.members import (
    NAME_MOST,
    Member,
    Team,
    TeamState,
    check_active,
    check_belongs,
    check_member,
    check_open,
)
from teambot.domain.standings import Standing
from teambot.errors import Refusal
from teambot.services.typed import typed
from teambot.storage import members, teams
from teambot.storage.runner import Tx

DIRECT = 0  # the server of a click in a direct message
_LOCALE_MOST = 8  # characters: "en-GB", "es-419"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody's click or command as Discord told it; `parent_id` is the channel of a thread."""

    interaction_id: int
    guild_id: int
    channel_id: int
    parent_id: int | None
    discord_id: int
    name: str
    locale: str
    manage_server: bool

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels whose team a command here means."""
        return (self.channel_id,) if self.parent_id is None else (self.channel_id, self.parent_id)


@dataclass(frozen=True, slots=True)
class Here:
    """The team that a command means, and the caller's place in it."""

    team: Team
    member: Member | None


def find(tx: Tx, caller: Caller) -> Here:
    """Find the team: the channel's, else the caller's only one on this server (product.md, Several teams in a server).

    Raises Refusal("no-team-here" | "which-team").
    """
    places = members.places(tx, caller.guild_id, caller.channels, caller.discord_id)
    meant = _meant(places)
    if not meant:
        raise Refusal("no-team-here")
    if len(meant) > 1:
        channels = ",".join(str(team.channel_id) for team, _ in meant if team.channel_id > 0)
        raise Refusal("which-team", teams=", ".join(team.name for team, _ in meant), channels=channels)
    team, member = meant[0]
    return Here(team, member)


def _meant(places: list[tuple[Team, Member | None]]) -> list[tuple[Team, Member | None]]:
    """Leave those teams that somebody has a part in today; where there is none, those that they were once in.

    In a team's channel there is only that one.
    """
    if len(places) < 2:
        return places
    today = [place for place in places if _takes_part(*place)]
    return today or [(team, member) for team, member in places if member and member.standing is Standing.ALUMNUS]


def _takes_part(team: Team, member: Member | None) -> bool:
    gone = member is None or member.standing in (Standing.NOBODY, Standing.ALUMNUS)
    return not gone and team.state is not TeamState.CLOSED


def find_member(tx: Tx, caller: Caller) -> tuple[Team, Member]:
    """Find the team and the caller as its member, or refuse."""
    here = find(tx, caller)
    check_open(here.team)
    return here.team, check_member(here.member, team_name=here.team.name)


def typing_member(tx: Tx, caller: Caller) -> Member | None:
    """Find the member who is typing, or None: an empty list says it better than an error in the middle of a word."""
    try:
        return find_member(tx, caller)[1]
    except Refusal:
        return None


def enter(tx: Tx, caller: Caller, team_id: int) -> Here:
    """Lock a team's row for a writing use case and load the caller's place in it anew.

    The team must be one of the server that the click came from, or, in a direct message, one that the caller is in: a
    custom id can be forged. Keeps the caller's name and locale as Discord last told them.
    Raises Refusal("no-such-team").
    """
    here = _placed(tx, caller, team_id, teams.lock(tx, team_id))
    member = here.member
    if member is not None and (member.name, member.locale) != (caller.name, caller.locale):
        _remember(tx, caller, member)
    return here


def see(tx: Tx, caller: Caller, team_id: int) -> Here:
    """Load a team, named by something of its own, and the caller's place in it; it locks nothing.

    Which teams those can be, and what it raises, is `enter`'s.
    """
    return _placed(tx, caller, team_id, teams.get(tx, team_id))


def _placed(tx: Tx, caller: Caller, team_id: int, team: Team | None) -> Here:
    if team is None or caller.guild_id not in (team.guild_id, DIRECT):
        raise Refusal("no-such-team")
    member = members.of(tx, team_id, caller.discord_id)
    if member is None and caller.guild_id == DIRECT:
        raise Refusal("no-such-team")
    return Here(team, member)


def see_member(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Load a team, named by something of its own, and the caller as its member, or refuse; it locks nothing."""
    here = see(tx, caller, team_id)
    check_open(here.team)
    return here.team, check_member(here.member, team_name=here.team.name)


def see_belongs(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Load a team and the caller as a member of it or somebody paused, or refuse; it locks nothing."""
    here = see(tx, caller, team_id)
    check_open(here.team)
    return here.team, check_belongs(here.member, team_name=here.team.name)


def _remember(tx: Tx, caller: Caller, member: Member) -> None:
    name, locale = typed(caller.name)[:NAME_MOST], typed(caller.locale)[:_LOCALE_MOST]
    if (member.name, member.locale) != (name, locale):
        members.remember(tx, caller.discord_id, name, locale)


def enter_member(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Lock a team's row and load the caller as its member, or refuse."""
    here = enter(tx, caller, team_id)
    check_open(here.team)
    return here.team, check_member(here.member, team_name=here.team.name)


def enter_belongs(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Lock a team's row and load the caller as a member or somebody paused, or refuse."""
    here = enter(tx, caller, team_id)
    check_open(here.team)
    return here.team, check_belongs(here.member, team_name=here.team.name)


def find_belongs(tx: Tx, caller: Caller) -> tuple[Team, Member]:
    """Find the team and the caller as a member of it or somebody paused, or refuse."""
    here = find(tx, caller)
    check_open(here.team)
    return here.team, check_belongs(here.member, team_name=here.team.name)


def need_formed(tx: Tx, team: Team) -> None:
    """Refuse the week's work while the team has not formed."""
    if team.state is not TeamState.ACTIVE:  # a team that works is not counted each time
        check_active(team, members.ready(tx, team.id))
