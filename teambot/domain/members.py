"""Teams and who is in them: states, and who may do what in which standing. It loads nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teambot.errors import Refusal

FORMS_AT = 3  # product.md, The life of a team: at three members the team forms
INVITATION = timedelta(days=14)  # product.md: an unanswered invitation ends after 14 days
NAME_MOST = 100  # of a person
TEAM_NAME_MOST = 80
NICHE_MOST = 200


class TeamState(StrEnum):
    """Where a team stands in its life."""

    SETTING_UP = "setting_up"  # the wizard is open, nobody was invited yet
    FORMING = "forming"  # founders are invited; until three have joined nothing is planned
    ACTIVE = "active"


class Standing(StrEnum):
    """What a person is to a team."""

    INVITED = "invited"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Team:
    """A team as its rules see it; times are local weekdays and minutes after midnight."""

    id: int
    guild_id: int
    channel_id: int
    name: str
    niche: str
    language: str
    state: TeamState
    role_id: int | None
    zone: str
    close_weekday: int
    close_minute: int
    publish_weekday: int
    publish_minute: int
    load: int
    most_members: int
    formed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in one team; `discord_id` and `name` are empty once the person was deleted."""

    id: int
    team_id: int
    standing: Standing
    discord_id: int | None
    name: str | None
    accepted_version: int | None
    invitation_ends_at: datetime | None
    locale: str | None = None  # the one that Discord told last


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody accepted the charter; `missing` more are needed for the team to form, 0 once it has."""

    membership_id: int
    team_name: str
    feed_title: str
    items: int
    missing: int
    first_close: datetime | None


def check_member(member: Member | None, *, team_name: str) -> Member:
    """Give the member back, or refuse who is none: a stranger, somebody invited who has not joined."""
    if member is None:
        raise Refusal("not-a-member", team=team_name)
    if member.standing is Standing.INVITED:
        raise Refusal("not-joined-yet", team=team_name)
    return member


def check_active(team: Team, members: int) -> None:
    """Refuse the week's work while the team has not formed; `members` have accepted its charter so far."""
    if team.state is not TeamState.ACTIVE:
        raise Refusal("team-not-formed", team=team.name, missing=max(FORMS_AT - members, 0))


def check_may_join(member: Member | None, *, team: Team, members: int, now: datetime) -> Member:
    """Give the invited person back, or refuse: no invitation, one that has ended, a member already, a full team."""
    if member is None or team.state is TeamState.SETTING_UP:  # named in the wizard, and not asked yet
        raise Refusal("not-invited", team=team.name)
    if member.standing is Standing.MEMBER:
        raise Refusal("already-a-member", team=team.name)
    if member.invitation_ends_at is not None and member.invitation_ends_at <= now:
        raise Refusal("invitation-ended", team=team.name, ended=member.invitation_ends_at)
    if members >= team.most_members:
        raise Refusal("team-full", team=team.name, most=team.most_members)
    return member


def check_founders(team: Team, *, already: int, more: int) -> None:
    """Refuse founders once the team has formed, or more of them than the team has places."""
    if team.state is TeamState.ACTIVE:
        raise Refusal("founders-only-before-forming", team=team.name)
    if already + more > team.most_members:
        raise Refusal("too-many-founders", most=team.most_members, already=already)


def forms(state: TeamState, ready: int) -> bool:
    """Say whether the team forms now that `ready` members have accepted its charter as it reads now."""
    return state is TeamState.FORMING and ready >= FORMS_AT
