"""Who may apply, where, and with which blog. It changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.applications import ApplicationState, check_may_apply
from teambot.domain.members import Team, check_active
from teambot.errors import Refusal
from teambot.feeds.identity import overlap
from teambot.services.caller import Caller, Here, find, see
from teambot.services.feeds.polled import FeedRead, check_free
from teambot.services.places import places_free
from teambot.storage import applications, members, teams
from teambot.storage.applications import Application
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody applies; `token` is the one they were given before, if they were, `best_post` what they gave."""

    team_id: int
    token: str | None
    best_post: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Whether somebody may ask to join a team, has asked already, and would wait for a place."""

    may_apply: bool
    applied: bool
    full: bool


def find_for_anyone(tx: Tx, caller: Caller) -> Here:
    """Find the team that anybody means: the channel's, their only one, else the only one of the server.

    Raises Refusal("no-team-here" | "which-team" | "which-team-to-join").
    """
    try:
        return find(tx, caller)
    except Refusal as refusal:
        here = teams.on_server(tx, caller.guild_id) if refusal.key == "no-team-here" else []
        if not here:
            raise
        if len(here) > 1:
            raise Refusal("which-team-to-join", teams=", ".join(team.name for team in here)) from None
        return Here(here[0], members.of(tx, here[0].id, caller.discord_id))


def here_or_of(tx: Tx, caller: Caller, team_id: int | None) -> Here:
    """Find the team that a command means, or that a button names, and the caller's place in it; it locks nothing."""
    if team_id is None:
        return find_for_anyone(tx, caller)
    return see(tx, caller, team_id)


def welcome(tx: Tx, here: Here, now: datetime) -> Welcome:
    """Say what somebody who reads the team's charter could do to join it."""
    try:
        draft = check_here(tx, here, now)
    except Refusal as refusal:
        applied = refusal.key == "application-open"
        return Welcome(may_apply=False, applied=applied, full=applied and places_free(tx, here.team, now) <= 0)
    full = places_free(tx, here.team, now) <= 0
    return Welcome(may_apply=draft is None, applied=draft is not None, full=full)


def may_apply(tx: Tx, caller: Caller, team_id: int | None, now: datetime) -> Asked:
    """Check that the caller may apply here, or to the team that a button names, before anything is fetched."""
    here = here_or_of(tx, caller, team_id)
    draft = check_here(tx, here, now)
    return Asked(here.team.id, draft.token, draft.answers.best_post) if draft else Asked(here.team.id, None)


def check_here(tx: Tx, here: Here, now: datetime) -> Application | None:
    """Refuse who may not apply with a blog now; gives their draft, if they have one."""
    team, member = here.team, here.member
    check_active(team, members.ready(tx, team.id))
    last = applications.ended_of(tx, member.id) if member is not None else None
    check_may_apply(team, member, members.count(tx, team.id), last, now)
    mine = applications.open_of(tx, member.id) if member is not None else None
    if mine is not None and mine.state is not ApplicationState.DRAFT:
        raise Refusal("application-open", team=team.name)
    return mine


def check_blog(tx: Tx, team: Team, member_id: int, found: FeedRead) -> None:
    """Refuse a blog that a member or another applicant has proven: what is only claimed keeps nobody out."""
    check_free(tx, team.id, member_id, found, shown=True)
    check_unclaimed(tx, team, member_id, found.blog_url)


def check_unclaimed(tx: Tx, team: Team, member_id: int, blog_url: str) -> None:
    """Refuse a blog that another applicant has proven. Raises Refusal("blog-applied")."""
    for other in applications.proven(tx, team.id):
        if other.membership_id != member_id and overlap(other.blog_url, blog_url):
            raise Refusal("blog-applied", blog=blog_url)
