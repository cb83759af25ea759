"""Applications: who may ask to join, what they have to say, and every way in which that can end. It loads nothing.

The numbers are product.md's, Joining.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teambot.domain.members import NICHE_MOST, Member, Team, invitation_over
from teambot.domain.motions import FEWEST_ELECTORS, NotNow
from teambot.domain.standings import ALUMNUS_FOR, BELONGING, Standing
from teambot.errors import Refusal

VOUCH_WITHIN = timedelta(days=14)  # then it is closed, kindly
BUDDY_FOR = timedelta(weeks=4)  # from joining on
CHARTER_WITHIN = timedelta(days=14)  # for who was admitted
AGAIN_AFTER = timedelta(days=60)  # refused: "you're welcome to ask again from ..."
WITHDRAWN_RESTS = timedelta(days=1)  # taken back after the team saw it: its card and news are not to come by the hour
KEPT = timedelta(days=60)  # what a refused applicant wrote; a draft that nobody goes on with as long
SISTER_AT = 3  # waiting
BEST_POST_MOST = 2000  # characters, as the four below
WHY_MOST = 1000
READERS_MOST = 500
VOUCH_MOST = 500


class ApplicationState(StrEnum):
    """Where an application stands; from JOINED on it has ended."""

    DRAFT = "draft"  # not proven, or not filled in
    SENT = "sent"  # the team sees it; somebody has to vouch
    WAITING = "waiting"  # vouched for; no place is free, or three votes are under way
    VOTING = "voting"
    ADMITTED = "admitted"  # and asked to accept the charter
    JOINED = "joined"
    REFUSED = "refused"
    LAPSED = "lapsed"  # too few voted, twice: no refusal
    UNVOUCHED = "unvouched"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"  # admitted, and did not accept the charter in time
    GONE = "gone"  # left the server
    CLOSED = "closed"  # the team closed


BEFORE_THE_VOTE = (ApplicationState.DRAFT, ApplicationState.SENT)  # answers can be changed


class WaitsFor(StrEnum):
    """What the vote on somebody waits for, for whom a member vouches."""

    PLACE = "place"  # the team is full
    TURN = "turn"  # three votes are open
    VOTERS = "voters"  # too few could vote


class Answer(StrEnum):
    """What an applicant is asked."""

    NICHE = "niche"
    BEST_POST = "best_post"
    WHY = "why"
    READERS = "readers"  # what my readers come for


ANSWER_MOST = {
    Answer.NICHE: NICHE_MOST,
    Answer.BEST_POST: BEST_POST_MOST,
    Answer.WHY: WHY_MOST,
    Answer.READERS: READERS_MOST,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What an applicant wrote, cleaned; "" for what is missing."""

    niche: str
    best_post: str
    why: str
    readers: str

    def missing(self) -> tuple[Answer, ...]:
        """List what is not answered yet."""
        return tuple(one for one in Answer if not getattr(self, one))


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last application of somebody ended: state, and from when they may ask again."""

    state: ApplicationState
    again_from: datetime | None


def check_outside(team: Team, member: Member | None) -> None:
    """Refuse who is on the team: they ask for no place. Raises Refusal("already-a-member" | "you-are-paused")."""
    if member is not None and member.standing in BELONGING:
        paused = member.standing is Standing.PAUSED
        raise Refusal("you-are-paused" if paused else "already-a-member", team=team.name)


def check_may_apply(team: Team, member: Member | None, members: int, last: Ended | None, now: datetime) -> None:
    """Refuse who is on the team, paused or invited, who was refused less than 60 days ago or took an application back
    today, and a team of under two.

    `members` are the team's. Whether the team has formed is checked before (`check_active`).
    Raises Refusal("not-joined-yet" | "removed-not-long-ago" | "too-few-to-admit" | "asked-too-soon" |
    "withdrawn-just-now") and what `check_outside` raises.
    """
    check_outside(team, member)
    standing = member.standing if member is not None else Standing.NOBODY
    if standing is Standing.INVITED and (member is None or not invitation_over(member.invitation_ends_at, now)):
        raise Refusal("not-joined-yet", team=team.name)
    if member is not None and member.removed and member.left_at is not None:
        again = member.left_at + ALUMNUS_FOR
        if standing is Standing.ALUMNUS and now < again:
            raise Refusal("removed-not-long-ago", team=team.name, again=again)
    if members < FEWEST_ELECTORS:
        raise Refusal("too-few-to-admit", team=team.name, least=FEWEST_ELECTORS)
    if last is not None and last.again_from is not None and now < last.again_from:
        refused = last.state is ApplicationState.REFUSED
        raise Refusal("asked-too-soon" if refused else "withdrawn-just-now", team=team.name, again=last.again_from)


def again_from(before: ApplicationState, after: ApplicationState, now: datetime) -> datetime | None:
    """Say from when somebody may ask again whose application ends so; None: at once.

    A draft that is taken back, nobody has seen.
    """
    if after is ApplicationState.REFUSED:
        return now + AGAIN_AFTER
    seen = before is not ApplicationState.DRAFT
    return now + WITHDRAWN_RESTS if after is ApplicationState.WITHDRAWN and seen else None


def check_answers(answers: Answers, *, own: bool) -> None:
    """Refuse answers that cannot be sent; `own`: the best post stands on the applicant's blog.

    Raises Refusal("no-answer", field) for the first that is missing, Refusal("best-post-elsewhere").
    """
    for one in answers.missing():
        raise Refusal("no-answer", field=str(one).replace("_", "-"))
    if not own:
        raise Refusal("best-post-elsewhere")


def check_lengths(answers: Answers) -> None:
    """Refuse what no form of ours lets anybody type. Raises Refusal("too-long", field, length, most)."""
    for one, most in ANSWER_MOST.items():
        length = len(getattr(answers, one))
        if length > most:
            raise Refusal("too-long", field=str(one).replace("_", "-"), length=length, most=most)


def check_vouch(words: str) -> str:
    """Give a voucher's words back. Raises Refusal("no-vouch-words") or Refusal("too-long")."""
    if not words:
        raise Refusal("no-vouch-words")
    if len(words) > VOUCH_MOST:
        raise Refusal("too-long", field="words", length=len(words), most=VOUCH_MOST)
    return words


def reasons_given(reasons: Iterable[NotNow]) -> tuple[NotNow, ...]:
    """Give the reasons of all who said *Not now*, each once and in a fixed order: neither who nor how many shows."""
    given = set(reasons)
    return tuple(one for one in NotNow if one in given)
