"""The team's card of an applicant: put, drawn again, and the facts that it is worded from."""

from datetime import datetime

from teambot.domain.announcements import MessageKind
from teambot.domain.application_views import ApplicationCard, SisterOffer
from teambot.domain.applications import VOUCH_WITHIN, ApplicationState
from teambot.domain.blog_facts import blog_facts
from teambot.domain.members import Team
from teambot.domain.motion_views import Candidate
from teambot.services.feeds.polled import FeedRead
from teambot.services.news import announce
from teambot.services.places import places_free, waits_for
from teambot.storage import applications, members, outbox
from teambot.storage.applications import Application
from teambot.storage.runner import Tx

_ON_THE_CARD = (ApplicationState.SENT, ApplicationState.WAITING)  # once it is voted on, the vote's own card says it


def put_card(tx: Tx, team: Team, applied: Application, now: datetime) -> None:
    """Tell the team of an applicant; again where somebody is to vouch anew."""
    key, payload = _key(applied.id), {"application_id": applied.id}
    key += str(len(outbox.numbered(tx, key)))
    announce(tx, team, MessageKind.APPLICATION, key, payload, now + VOUCH_WITHIN, now)


def redraw_cards(tx: Tx, team_id: int, application_id: int, now: datetime) -> None:
    """Have an applicant's cards drawn again as things stand when that is sent."""
    for row in outbox.numbered(tx, _key(application_id)):
        outbox.redraw(
            tx,
            dedup_key=row.dedup_key,
            team_id=team_id,
            kind=row.kind,
            payload=row.payload,
            now=now,
            expires_at=now + VOUCH_WITHIN,
        )


def _key(application_id: int) -> str:
    return f"application:{application_id}:card-"


def application_card(tx: Tx, team: Team, application_id: int, now: datetime) -> ApplicationCard | None:
    """Gather what the card of an applicant is worded from, as things stand now."""
    applied = applications.get(tx, application_id)
    if applied is None:
        return None
    shown = applied.state in _ON_THE_CARD
    return ApplicationCard(
        application_id=applied.id,
        team_name=team.name,
        language=team.language,
        candidate=candidate_of(tx, applied) if shown else None,
        vouch_by=applied.vouch_by if applied.state is ApplicationState.SENT else None,
        full=places_free(tx, team, now) <= 0,
        waits_for=waits_for(tx, team, now),
        voucher=members.name_of(tx, applied.voucher_id) if applied.state is ApplicationState.VOTING else None,
    )


def sister_offer(tx: Tx, team: Team) -> SisterOffer | None:
    """Gather what the offer of a sister team is worded from; None where nobody waits any more."""
    waiting = len(applications.in_state(tx, team.id, ApplicationState.WAITING))
    return SisterOffer(team.id, team.name, team.language, waiting) if waiting else None


def candidate(tx: Tx, application_id: int) -> Candidate | None:
    """Gather what the team reads about an applicant, on the card of the vote too; None where there is no such one."""
    applied = applications.get(tx, application_id)
    return candidate_of(tx, applied) if applied is not None else None


def candidate_of(tx: Tx, applied: Application) -> Candidate:
    """Gather what the team reads about an applicant: what they wrote, and their feed beside the team's range."""
    # As of the same day, so that the two can be compared.
    low, high = team_range(tx, applied.team_id, applied.sent_at or applied.created_at)
    return Candidate(
        membership_id=applied.membership_id,
        name=applied.name,
        blog_url=applied.blog_url,
        feed_title=applied.feed_title,
        niche=applied.answers.niche,
        best_post=applied.answers.best_post,
        why=applied.answers.why,
        readers=applied.answers.readers,
        since=applied.facts.get("since"),
        per_month=applied.facts.get("per_month"),
        team_low=low,
        team_high=high,
        voucher=members.name_of(tx, applied.voucher_id),
        vouch_words=applied.vouch_words,
    )


def team_range(tx: Tx, team_id: int, now: datetime) -> tuple[float | None, float | None]:
    """Give how few and how many posts a month the members' feeds bring; None where no feed says so."""
    rates = [blog_facts(dates, now).per_month for dates in applications.dates_of(tx, team_id)]
    known = [rate for rate in rates if rate is not None]
    return (min(known), max(known)) if known else (None, None)


def facts_of(feed: FeedRead, now: datetime) -> dict[str, str | float | None]:
    """Give what an applicant's feed says of its rhythm, as it is stored with the application."""
    facts = blog_facts((item.published_at for item in feed.items), now)
    return {"since": facts.since.isoformat() if facts.since else None, "per_month": facts.per_month}
