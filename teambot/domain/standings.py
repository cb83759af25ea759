"""What a person is to a team, and what moves them from one standing to the next: one machine for all of it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SILENT_ASKED = 2  # weeks; product.md, Away, paused, leaving: after two, one private "all well?"
SILENT_PAUSED = 3  # after three, paused
PLACE_KEPT = timedelta(weeks=8)  # paused so long, the place is free
ALUMNUS_FOR = timedelta(days=30)  # listed longer only if they ask
BACK_BEFORE = timedelta(days=1)  # who is back so long before its time is over can do yet what they were asked for


class Standing(StrEnum):
    """What a person is to a team."""

    NOBODY = "nobody"  # was something once: the row holds what the ledger and the applications refer to
    APPLICANT = "applicant"
    INVITED = "invited"  # a founder who was named, or somebody whom the team admitted
    MEMBER = "member"
    AWAY = "away"  # never stored: a member within the dates that they gave
    PAUSED = "paused"
    ALUMNUS = "alumnus"  # left, or was removed


BELONGING = (Standing.MEMBER, Standing.PAUSED)  # on the team


class Happening(StrEnum):
    """What moves somebody on."""

    APPLIED = "applied"
    APPLICATION_ENDED = "application_ended"  # withdrawn, refused, lapsed, without a vouch
    ADMITTED = "admitted"
    NAMED = "named"  # as a founder
    INVITATION_ENDED = "invitation_ended"
    JOINED = "joined"
    PAUSED = "paused"
    RESUMED = "resumed"
    LEFT = "left"
    REMOVED = "removed"
    FORGOTTEN = "forgotten"  # an alumnus's days are over


class PauseReason(StrEnum):
    """Why somebody is paused; each is ended by one click."""

    ASKED = "asked"  # they wished it
    SILENT = "silent"  # three silent weeks
    CHARTER = "charter"  # a new version was not accepted in time
    GONE = "gone"  # no longer on the Discord server
    REMOVAL = "removal"  # taken in the place of a vote


class RoleState(StrEnum):
    """How far the team's Discord role has got to somebody."""

    NONE = "none"
    GIVEN = "given"
    BLOCKED = "blocked"  # Discord would not let us; the stewards were told


_STEPS: dict[tuple[Standing, Happening], Standing] = {
    (Standing.NOBODY, Happening.APPLIED): Standing.APPLICANT,
    (Standing.ALUMNUS, Happening.APPLIED): Standing.APPLICANT,
    (Standing.NOBODY, Happening.NAMED): Standing.INVITED,
    (Standing.ALUMNUS, Happening.NAMED): Standing.INVITED,
    (Standing.APPLICANT, Happening.APPLICATION_ENDED): Standing.NOBODY,
    (Standing.APPLICANT, Happening.ADMITTED): Standing.INVITED,
    (Standing.INVITED, Happening.INVITATION_ENDED): Standing.NOBODY,
    (Standing.INVITED, Happening.JOINED): Standing.MEMBER,
    (Standing.MEMBER, Happening.PAUSED): Standing.PAUSED,
    (Standing.PAUSED, Happening.RESUMED): Standing.MEMBER,
    (Standing.MEMBER, Happening.LEFT): Standing.ALUMNUS,
    (Standing.PAUSED, Happening.LEFT): Standing.ALUMNUS,
    (Standing.MEMBER, Happening.REMOVED): Standing.ALUMNUS,
    (Standing.PAUSED, Happening.REMOVED): Standing.ALUMNUS,
    (Standing.ALUMNUS, Happening.FORGOTTEN): Standing.NOBODY,
}


def step(standing: Standing, happening: Happening) -> Standing:
    """Give the standing after something happened; ValueError where it cannot happen to somebody in that standing."""
    after = _STEPS.get((standing, happening))
    if after is None:
        raise ValueError(f"{happening} cannot happen to somebody who is {standing}")
    return after


@dataclass(frozen=True, slots=True)
class Absence:
    """The dates that somebody gave: away from the first instant until the second (aware UTC)."""

    begins_at: datetime
    ends_at: datetime

    def covers(self, moment: datetime) -> bool:
        """Say whether somebody is away at a moment."""
        return self.begins_at <= moment < self.ends_at

    def misses(self, publishes_at: datetime, ends_at: datetime) -> bool:
        """Say whether a plan goes without this person: away when it is published, or for half of its week or more."""
        overlap = min(self.ends_at, ends_at) - max(self.begins_at, publishes_at)
        return self.covers(publishes_at) or overlap * 2 >= ends_at - publishes_at


def back_in_time(back_at: datetime | None, until: datetime) -> bool:
    """Say whether who is back at a moment (None: nobody knows when) can do yet what has time `until`."""
    return back_at is not None and back_at + BACK_BEFORE <= until


def holds_place(standing: Standing, paused_at: datetime | None, now: datetime) -> bool:
    """Say whether somebody takes one of the places: members, those invited, and those paused under eight weeks."""
    if standing is Standing.PAUSED:
        return paused_at is None or now < paused_at + PLACE_KEPT
    return standing in (Standing.MEMBER, Standing.INVITED)


class Silence(StrEnum):
    """What a number of silent weeks in a row asks for."""

    NOTHING = "nothing"
    ASK = "ask"
    PAUSE = "pause"


def silence(weeks: int) -> Silence:
    """Say what to do after so many silent weeks in a row (product.md, Away, paused, leaving)."""
    if weeks >= SILENT_PAUSED:
        return Silence.PAUSE
    return Silence.ASK if weeks == SILENT_ASKED else Silence.NOTHING
