"""Teams and who is in them: states, and who may do what in which standing. It loads nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teambot.domain.blog_facts import FeedChoice
from teambot.domain.standings import BELONGING, Absence, PauseReason, Standing
from teambot.errors import Refusal

CLOSED_KEPT = timedelta(days=30)  # product.md, Setting up: data of a team that has closed goes after 30 days
SLEEP_ASKED = timedelta(weeks=8)  # product.md, Setting up: after eight weeks of sleep it is asked whether to close
SLEEP_ENDS = timedelta(weeks=8)  # after that, with nobody active since: as long as the place of who is paused is kept
FORMS_AT = 3  # product.md, The life of a team: at three members the team forms
INVITATION = timedelta(days=14)  # product.md: an unanswered invitation ends after 14 days
FORGOTTEN = timedelta(days=60)  # who never answered an invitation: as long after its end as a refused applicant
NAME_MOST = 100  # of a person
TEAM_NAME_MOST = 80
NICHE_MOST = 200


class TeamState(StrEnum):
    """Where a team stands in its life."""

    SETTING_UP = "setting_up"  # the wizard is open, nobody was invited yet
    FORMING = "forming"  # founders are invited; until three have joined nothing is planned
    ACTIVE = "active"
    SLEEPING = "sleeping"  # fewer than three active members: no plans
    CLOSED = "closed"  # by a motion; everything of it goes 30 days after


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
    closed_at: datetime | None = None
    channel_fault: str | None = None
    offers_thread: bool = False  # a rule: the team wants a thread for offers
    offers_thread_id: int | None = None
    thread_fault: str | None = None  # domain.thread_offers.ThreadFault

    @property
    def formed(self) -> bool:
        """Say whether three members came together once: from then on they decide by vote."""
        return self.state not in (TeamState.SETTING_UP, TeamState.FORMING)


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in one team; `discord_id` and `name` are empty once the person was deleted.

    `absence` are the dates that they gave, over or to come.
    """

    id: int
    team_id: int
    standing: Standing
    discord_id: int | None
    name: str | None
    accepted_version: int | None
    invitation_ends_at: datetime | None
    locale: str | None = None  # the one that Discord told last
    absence: Absence | None = None
    paused_at: datetime | None = None
    paused_why: PauseReason | None = None
    steward: bool = False
    left_at: datetime | None = None
    removed: bool = False  # left by a vote
    wants_back_at: datetime | None = None  # paused so long that the place was given on: since when they wait for one

    def standing_at(self, now: datetime) -> Standing:
        """Give the standing as people are told it: a member within their dates is away."""
        away = self.standing is Standing.MEMBER and self.absence is not None and self.absence.covers(now)
        return Standing.AWAY if away else self.standing


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody accepted the charter; `missing` more are needed for the team to form, 0 once it has.

    `choices`: what else their blog announces, where its feed was looked for.
    """

    membership_id: int
    team_name: str
    feed_title: str
    items: int
    missing: int
    first_close: datetime | None
    choices: tuple[FeedChoice, ...] = ()
    zone: str = ""  # by whose clocks their quiet hours are, theirs or the team's


def check_member(member: Member | None, *, team_name: str) -> Member:
    """Give a member back, away or not, or refuse everybody else: what the team does is for its members."""
    belongs = check_belongs(member, team_name=team_name)
    if belongs.standing is Standing.PAUSED:
        if belongs.paused_why is PauseReason.CHARTER:
            raise Refusal("you-are-paused-charter", team=team_name)
        raise Refusal("you-are-paused", team=team_name)
    return belongs


def check_belongs(member: Member | None, *, team_name: str) -> Member:
    """Give a member or somebody paused back, or refuse: what is a person's own is theirs while paused, too."""
    if member is None or member.standing is Standing.NOBODY:
        raise Refusal("not-a-member", team=team_name)
    refused = _NOT_YET.get(member.standing)
    if refused is not None:
        raise Refusal(refused, team=team_name)
    return member


_NOT_YET = {
    Standing.APPLICANT: "still-an-applicant",
    Standing.INVITED: "not-joined-yet",
    Standing.ALUMNUS: "you-have-left",
}


def check_open(team: Team) -> None:
    """Refuse what is done in a team once it has closed."""
    if team.state is TeamState.CLOSED:
        raise Refusal("team-closed", team=team.name)


def check_active(team: Team, members: int) -> None:
    """Refuse the team's work before it has formed and after it has closed; `members` have accepted its charter so far.

    A team that sleeps goes on with everything but plans.
    """
    check_open(team)
    if not team.formed:
        raise Refusal("team-not-formed", team=team.name, missing=max(FORMS_AT - members, 0))


def invitation_over(ends_at: datetime | None, now: datetime) -> bool:
    """Say whether an invitation has ended; one of a founder who was named and not asked yet has no end."""
    return ends_at is not None and ends_at <= now


def check_may_join(member: Member | None, *, team: Team, now: datetime) -> Member:
    """Give the invited person back, or refuse: no invitation, one that has ended, a member already.

    An invitation holds its place (`standings.holds_place`): who has one is let in, though the team takes fewer now.
    """
    check_open(team)
    if member is not None and member.standing in BELONGING:
        raise Refusal("already-a-member", team=team.name)
    # SETTING_UP: named in the wizard, and not asked yet.
    if member is None or member.standing is not Standing.INVITED or team.state is TeamState.SETTING_UP:
        raise Refusal("not-invited", team=team.name)
    if invitation_over(member.invitation_ends_at, now):
        raise Refusal("invitation-ended", team=team.name, ended=member.invitation_ends_at)
    return member


def check_founders(team: Team, *, already: int, more: int) -> None:
    """Refuse founders once the team has formed, or more of them than the team has places."""
    if team.formed:
        raise Refusal("founders-only-before-forming", team=team.name)
    if already + more > team.most_members:
        raise Refusal("too-many-founders", most=team.most_members, already=already)


def forms(state: TeamState, ready: int) -> bool:
    """Say whether the team forms now that `ready` members have accepted its charter as it reads now."""
    return state is TeamState.FORMING and ready >= FORMS_AT
