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

    @property
    def kept_name(self) -> str:
        """The name as it is stored."""
        return typed(self.name)[:NAME_MOST]

    @property
    def kept_locale(self) -> str:
        """The locale as it is stored."""
        return typed(self.locale)[:_LOCALE_MOST]


@dataclass(frozen=True, slots=True)
class Here:
    """The team that a command means, and the caller's place in it."""

    team: Team
    member: Member | None

    def of_member(self) -> tuple[Team, Member]:
        """Give the team and the caller as its member, or refuse; a team that has closed, too."""
        check_open(self.team)
        return self.team, check_member(self.member, team_name=self.team.name)

    def of_belonging(self) -> tuple[Team, Member]:
        """Give the team and the caller as a member of it or somebody paused, or refuse; a team that has closed, too."""
        check_open(self.team)
        return self.team, check_belongs(self.member, team_name=self.team.name)


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
    return find(tx, caller).of_member()


def find_belongs(tx: Tx, caller: Caller) -> tuple[Team, Member]:
    """Find the team and the caller as a member of it or somebody paused, or refuse."""
    return find(tx, caller).of_belonging()


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
    if here.member is not None and (here.member.name, here.member.locale) != (caller.kept_name, caller.kept_locale):
        remember(tx, caller)
    return here


def remember(tx: Tx, caller: Caller) -> int:
    """Keep the caller's name and locale as Discord tells them now; gives the person's id."""
    return members.remember(tx, caller.discord_id, caller.kept_name, caller.kept_locale)


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
    return see(tx, caller, team_id).of_member()


def see_belongs(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Load a team and the caller as a member of it or somebody paused, or refuse; it locks nothing."""
    return see(tx, caller, team_id).of_belonging()


def enter_member(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Lock a team's row and load the caller as its member, or refuse."""
    return enter(tx, caller, team_id).of_member()


def enter_belongs(tx: Tx, caller: Caller, team_id: int) -> tuple[Team, Member]:
    """Lock a team's row and load the caller as a member or somebody paused, or refuse."""
    return enter(tx, caller, team_id).of_belonging()


def need_formed(tx: Tx, team: Team) -> None:
    """Refuse the week's work while the team has not formed."""
    if team.state is not TeamState.ACTIVE:  # a team that works is not counted each time
        check_active(team, members.ready(tx, team.id))
