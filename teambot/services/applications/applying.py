"""The applicant's steps, each in a transaction: the blog, the proof, the answers, and taking it all back."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.application_views import ApplicationChanged
from teambot.domain.applications import (
    BEFORE_THE_VOTE,
    VOUCH_WITHIN,
    Answers,
    ApplicationState,
    check_answers,
    check_lengths,
    check_outside,
)
from teambot.domain.members import Member, Team, TeamState
from teambot.domain.ownership import Proof
from teambot.domain.standings import Happening, Standing, step
from teambot.errors import Refusal
from teambot.feeds.identity import same_blog
from teambot.services.applications.admissions import end_application
from teambot.services.applications.cards import put_card, redraw_cards
from teambot.services.applications.may_apply import check_blog, check_here, check_unclaimed
from teambot.services.blog_claims import tell_those_who_named
from teambot.services.caller import Caller, Here, enter, remember
from teambot.services.feeds.polled import FeedRead
from teambot.services.motions.closing import close_ended
from teambot.services.typed import typed, typed_address
from teambot.storage import applications, members, teams
from teambot.storage.applications import Application
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class SaveBlog:
    """What was found at the address that an applicant gave; `held`: the best post of the draft cannot be read there."""

    team_id: int
    feed: FeedRead
    facts: dict[str, str | float | None]
    token: str
    proof: Proof | None
    held: bool = False


@dataclass(frozen=True, slots=True)
class SaveProof:
    """A look at the blog of an application found this; `held` as in `SaveBlog`."""

    team_id: int
    application_id: int
    blog_url: str
    proof: Proof | None
    held: bool = False


@dataclass(frozen=True, slots=True)
class FillIn:
    """The form of an application as it was sent."""

    team_id: int
    niche: str
    best_post: str
    why: str
    readers: str
    by_dm: bool

    def answers(self) -> Answers:
        """Give what was written, cleaned."""
        return Answers(typed(self.niche), typed_address(self.best_post), typed(self.why), typed(self.readers))


def save_blog(tx: Tx, caller: Caller, command: SaveBlog, now: datetime) -> ApplicationChanged:
    """Keep an applicant's blog and feed: a new draft, or another blog for the one that stands."""
    here = enter(tx, caller, command.team_id)
    draft = check_here(tx, here, now)
    found = command.feed
    member_id = here.member.id if here.member is not None else 0
    check_blog(tx, here.team, member_id, found)
    if here.member is None or draft is None:
        member_id = _begin(tx, caller, here, now)
    token = draft.token if draft is not None else command.token
    # A token that another application of theirs got meanwhile was not the one looked for.
    proof = command.proof if command.proof is Proof.REL_ME or token == command.token else None
    members.keep_blog(tx, member_id, found.blog_url, now if proof is not None else None)
    if proof is not None:
        tell_those_who_named(tx, here.team.id, member_id, found.blog_url, now)
    facts = {"facts": command.facts, "proof": proof, "token": token}
    blog = {"blog_url": found.blog_url, "feed_url": found.url, "feed_title": found.title[:256]}
    if draft is None:
        application_id = applications.add(tx, member_id, now, **blog, **facts)
    else:
        application_id = draft.id
        applications.change(tx, draft.id, **blog, **facts)
    return _send_if_ready(tx, here.team, application_id, now, held=command.held)


def _begin(tx: Tx, caller: Caller, here: Here, now: datetime) -> int:
    """Make somebody an applicant; gives the membership."""
    if here.member is not None:
        before = here.member.standing
        if before is Standing.INVITED:  # a founder's invitation that has ended
            before = step(before, Happening.INVITATION_ENDED)
        values = {"invited_at": None, "invitation_ends_at": None, "accepted_version": None}
        members.change(tx, here.member.id, standing=step(before, Happening.APPLIED), **values)
        return here.member.id
    return applications.place(tx, here.team.id, remember(tx, caller), now)


def mine(tx: Tx, team: Team, member: Member | None) -> Application:
    """Load the caller's open application. Raises Refusal("no-application") and what `check_outside` raises."""
    check_outside(team, member)
    found = applications.open_of(tx, member.id) if member is not None else None
    if found is None:
        raise Refusal("no-application", team=team.name)
    return found


def save_proof(tx: Tx, caller: Caller, command: SaveProof, now: datetime) -> ApplicationChanged:
    """Keep what a look at the blog found; an application that moved on meanwhile stays as it is."""
    here = enter(tx, caller, command.team_id)
    applied = mine(tx, here.team, here.member)
    same = (applied.id, applied.blog_url) == (command.application_id, command.blog_url)
    if applied.state is ApplicationState.DRAFT and same and command.proof is not None:
        check_unclaimed(tx, here.team, applied.membership_id, applied.blog_url)
        applications.change(tx, applied.id, proof=command.proof)
        members.change_profile(tx, applied.membership_id, blog_proven_at=now)
        tell_those_who_named(tx, here.team.id, applied.membership_id, applied.blog_url, now)
    return _send_if_ready(tx, here.team, applied.id, now, held=command.held)


def fill_in(tx: Tx, caller: Caller, asked: tuple[FillIn, Refusal | None], now: datetime) -> ApplicationChanged:
    """Keep the answers. Of a draft they are kept as they are, wrong ones too: whoever asks checks them afterwards.

    What the team has before it is changed only by answers that are right. With a Refusal, a look at the best post
    came to that: nothing is sent with it.
    """
    command, wrong = asked
    here = enter(tx, caller, command.team_id)
    applied = mine(tx, here.team, here.member)
    if applied.state not in BEFORE_THE_VOTE:
        raise Refusal("application-settled", team=here.team.name)
    answers = command.answers()
    check_lengths(answers)
    if applied.state is ApplicationState.SENT:
        check_answers(answers, own=_own(answers, applied.blog_url))
        if wrong is not None:
            raise wrong
    said = {one: getattr(answers, one) for one in ("niche", "best_post", "why", "readers")}
    applications.change(tx, applied.id, **said)
    members.change_profile(tx, applied.membership_id, by_dm=command.by_dm, dm_closed_at=None)
    redraw_cards(tx, here.team.id, applied.id, now)
    return _send_if_ready(tx, here.team, applied.id, now, held=wrong is not None)


def check_filled_in(tx: Tx, caller: Caller, command: FillIn, now: datetime) -> None:  # noqa: ARG001
    """Refuse what of the kept answers is wrong, for whoever has just sent them."""
    team = teams.get(tx, command.team_id)
    member = members.of(tx, command.team_id, caller.discord_id)
    if team is not None:
        applied = mine(tx, team, member)
        check_answers(applied.answers, own=_own(applied.answers, applied.blog_url))


def _own(answers: Answers, blog_url: str) -> bool:
    return same_blog(answers.best_post, blog_url)


def _send_if_ready(tx: Tx, team: Team, application_id: int, now: datetime, *, held: bool) -> ApplicationChanged:
    """Show a draft to the team once it is proven and filled in, unless held; gives how the application stands."""
    applied = applications.get(tx, application_id)
    if applied is None:
        raise Refusal("no-application", team=team.name)
    state = applied.state
    if state is ApplicationState.DRAFT and team.state is not TeamState.CLOSED and _ready(applied) and not held:
        state = ApplicationState.SENT
        applications.change(tx, application_id, state=state, sent_at=now, vouch_by=now + VOUCH_WITHIN)
        put_card(tx, team, applied, now)
    return ApplicationChanged(team.id, application_id, state)


def _ready(applied: Application) -> bool:
    return applied.proof is not None and not applied.answers.missing() and _own(applied.answers, applied.blog_url)


def withdraw(tx: Tx, caller: Caller, team_id: int, now: datetime) -> ApplicationChanged:
    """Take an application back, at any time before joining; a vote on it ends."""
    here = enter(tx, caller, team_id)
    close_ended(tx, here.team, now)
    here = enter(tx, caller, team_id)
    applied = mine(tx, here.team, here.member)
    end_application(tx, here.team, applied, ApplicationState.WITHDRAWN, now)
    return ApplicationChanged(here.team.id, applied.id, ApplicationState.WITHDRAWN)
