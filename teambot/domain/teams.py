"""Setting a team up: what the wizard shows, and what may be changed without a vote. It loads nothing."""

from dataclasses import dataclass

from teambot.domain.members import FORMS_AT, NICHE_MOST, TEAM_NAME_MOST, Team, TeamState
from teambot.domain.words import check_words
from teambot.errors import Refusal

MEMBERS_MOST = 24  # product.md, The words: never over 24
LOAD_MOST = 5  # product.md, The words: load, 0 to 5


@dataclass(frozen=True, slots=True)
class TeamDefaults:
    """What a new team starts with, from the settings; texts are checked when the settings are read."""

    name: str
    niche: str
    language: str
    zone: str
    close_weekday: int
    close_minute: int
    publish_weekday: int
    publish_minute: int
    load: int
    most_members: int
    charter: str


@dataclass(frozen=True, slots=True)
class Founder:
    """Somebody named as a founder in the wizard."""

    discord_id: int
    name: str
    bot: bool


@dataclass(frozen=True, slots=True)
class FounderShown:
    """A founder, and whether they have joined."""

    discord_id: int
    name: str
    joined: bool


@dataclass(frozen=True, slots=True)
class SetupShown:
    """The wizard's screen: what stands, and how many members are missing until the team forms (0 once it has).

    `moved` is true where a team whose channel was lost has just been moved here. `suggested` are people who wait for a
    place on another team of the server and would come.
    """

    team: Team
    charter_version: int
    charter_text: str
    founders: tuple[FounderShown, ...]
    missing: int
    moved: bool = False
    suggested: tuple[FounderShown, ...] = ()


@dataclass(frozen=True, slots=True)
class SetupOpened:
    """A team's wizard was opened, or a step of it was taken; `moved` as in `SetupShown`."""

    team_id: int
    moved: bool = False


def check_manage_server(manage_server: bool) -> None:
    """Refuse the wizard to whoever lacks Discord's *Manage Server* (product.md, The commands)."""
    if not manage_server:
        raise Refusal("needs-manage-server")


def check_before_forming(team: Team) -> None:
    """Refuse to change a formed team's name, rules or charter here: that is the members' by vote (promise 2)."""
    if team.formed:
        raise Refusal("changed-by-vote", team=team.name)


def check_name(name: str) -> str:
    """Give a team's name back, or refuse an empty or over-long one."""
    return check_words(name, "team-name", TEAM_NAME_MOST)


def check_niche(niche: str) -> str:
    """Give a team's niche back, or refuse an empty or over-long one."""
    return check_words(niche, "niche", NICHE_MOST)


def check_load(load: int) -> int:
    """Give a load back, or refuse one outside 0 to 5 (product.md, The words)."""
    if not 0 <= load <= LOAD_MOST:
        raise Refusal("bad-load", most=LOAD_MOST)
    return load


def check_most_members(most: int) -> int:
    """Give a team's greatest size back, or refuse one outside 3 to 24 (product.md, The words)."""
    if not FORMS_AT <= most <= MEMBERS_MOST:
        raise Refusal("bad-most-members", least=FORMS_AT, most=MEMBERS_MOST)
    return most


def check_ready(team: Team, founders: int) -> None:
    """Refuse to invite while nobody is named, or a second time."""
    if team.state is not TeamState.SETTING_UP:
        raise Refusal("already-founded", team=team.name)
    if founders == 0:
        raise Refusal("no-founders")
