"""A team's people as their team mates see them, and as whoever keeps the team running does. It loads nothing."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.readers import Hemisphere
from teambot.domain.standings import PauseReason, RoleState, Standing


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody of a team. `away_until` is set within the dates that they gave; why somebody is paused is not told."""

    name: str
    standing: Standing
    blog_url: str
    hemisphere: Hemisphere | None = None
    away_until: datetime | None = None
    steward: bool = False


@dataclass(frozen=True, slots=True)
class Buddies:
    """A newcomer, and the member who vouched and helps them through their first weeks."""

    newcomer: str
    buddy: str
    until: datetime


@dataclass(frozen=True, slots=True)
class FeedShown:
    """A blog's feed, for a feed reader."""

    title: str
    feed_url: str
    blog_url: str


@dataclass(frozen=True, slots=True)
class PeopleShown:
    """A team's people, by name: members and those on a break in `people`, alumni who asked to stay listed."""

    team_id: int
    team_name: str
    most_members: int
    steward: bool  # the reader is one
    people: tuple[PersonShown, ...]
    alumni: tuple[PersonShown, ...]
    invited: tuple[str, ...]
    waiting: int  # applicants on the waiting list
    buddies: tuple[Buddies, ...]
    feeds: tuple[FeedShown, ...]


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Somebody as whoever keeps the team running sees them; `standing` is None where that is not for the reader.

    `role_wanted` of members and those on a break; it may have stayed with somebody who left. `held_by` where a steward
    could not bring somebody paused back, who does that themself: by accepting the charter, or by being on the server.
    """

    membership_id: int
    name: str
    standing: Standing | None
    role_wanted: bool
    role_state: RoleState
    role_fault: str | None
    held_by: PauseReason | None = None


@dataclass(frozen=True, slots=True)
class KeepingShown:
    """What is needed to keep a team running: who is in it, the places, and where the team's role did not get to."""

    team_id: int
    team_name: str
    taken: int
    most_members: int
    steward: bool  # the reader is one; else somebody with Manage Server
    people: tuple[KeptPerson, ...]
