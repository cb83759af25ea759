"""What an applicant is shown: the application as it stands, the news about it, and the form as it was left."""

from datetime import datetime

from teambot.domain.application_views import ApplicationForm, ApplicationShown
from teambot.domain.applications import BEFORE_THE_VOTE, ApplicationState, check_outside
from teambot.domain.members import Member, Team
from teambot.domain.motions import NotNow
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.applications.admissions import position
from teambot.services.applications.applying import mine
from teambot.services.applications.may_apply import here_or_of
from teambot.services.caller import Caller
from teambot.services.places import places_free
from teambot.storage import applications, members, motions, notices
from teambot.storage.applications import Application
from teambot.storage.runner import Tx


def show(tx: Tx, caller: Caller, team_id: int | None, now: datetime) -> ApplicationShown:
    """Show somebody their application, the one that stands or the last one.

    Raises Refusal("already-a-member" | "you-are-paused" | "no-application").
    """
    here = here_or_of(tx, caller, team_id)
    team, member = here.team, here.member
    check_outside(team, member)
    applied = applications.last_of(tx, member.id) if member is not None else None
    # Forgotten after 60 days; and of who joined and left again it is over.
    old = applied is None or not applied.blog_url or applied.state is ApplicationState.JOINED
    if member is None or applied is None or old:
        raise Refusal("no-application", team=team.name)
    return _shown(tx, team, member, applied, now)


def _shown(tx: Tx, team: Team, member: Member, applied: Application, now: datetime) -> ApplicationShown:
    place, waiting = position(tx, team.id, applied.id)
    by_dm = members.has_profile(tx, member.id) and bool(members.profile_of(tx, member.id).by_dm)
    return ApplicationShown(
        team_id=team.id,
        team_name=team.name,
        discord_id=member.discord_id or 0,
        state=applied.state,
        blog_url=applied.blog_url,
        feed_url=applied.feed_url,
        feed_title=applied.feed_title,
        since=applied.facts.get("since"),
        per_month=applied.facts.get("per_month"),
        token=applied.token,
        proof=applied.proof,
        answers=applied.answers,
        by_dm=by_dm,
        voucher=members.name_of(tx, applied.voucher_id),
        vouch_words=applied.vouch_words,
        place=place,
        waiting=waiting,
        ends_at=_ends_at(tx, member, applied),
        again_from=applied.again_from,
        sister=applied.sister_at is not None,
        reasons=_reasons(tx, member.id) if applied.state is ApplicationState.REFUSED else (),
        news=tuple(notices.unseen(tx, member.id)),
        full=applied.state in BEFORE_THE_VOTE and places_free(tx, team, now) <= 0,
    )


def _reasons(tx: Tx, membership_id: int) -> tuple[NotNow, ...]:
    told = notices.last(tx, membership_id, NoticeKind.NOT_THIS_TIME)
    return tuple(NotNow(one) for one in told.facts["reasons"]) if told is not None else ()


def _ends_at(tx: Tx, member: Member, applied: Application) -> datetime | None:
    """Give the next moment that counts for an application."""
    match applied.state:
        case ApplicationState.SENT:
            return applied.vouch_by
        case ApplicationState.ADMITTED:
            return member.invitation_ends_at
        case ApplicationState.VOTING:
            votes = (motions.get(tx, one) for one in applications.motions_about(tx, applied.id))
            return next((one.closes_at for one in votes if one is not None), None)
        case _:
            return None


def form(tx: Tx, caller: Caller, team_id: int, now: datetime) -> ApplicationForm:  # noqa: ARG001
    """Give what the form of the caller's application holds. Raises Refusal("application-settled")."""
    here = here_or_of(tx, caller, team_id)
    applied = mine(tx, here.team, here.member)
    if applied.state not in BEFORE_THE_VOTE:
        raise Refusal("application-settled", team=here.team.name)
    by_dm = bool(members.profile_of(tx, applied.membership_id).by_dm)
    return ApplicationForm(here.team.id, here.team.name, here.team.niche, applied.blog_url, applied.answers, by_dm)
