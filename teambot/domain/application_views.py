"""What people are shown of an application: the applicant at any time, the team on its card, whoever vouches."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.applications import Answers, ApplicationState, WaitsFor
from teambot.domain.blog_facts import FeedChoice
from teambot.domain.motion_views import Candidate
from teambot.domain.motions import NotNow
from teambot.domain.my_week import News


@dataclass(frozen=True, slots=True)
class ApplicationShown:
    """An application as its applicant sees it, at any time.

    `news` are shown here, for there is no *My week* yet. `place` is the number on the waiting list, 0 where on none.
    `ends_at` is the next moment that counts: of the search for a vouch, of the vote, of the invitation. `voucher` is ""
    while there is none. `just_looked` is true after a look for the proof.
    """

    team_id: int
    team_name: str
    discord_id: int
    state: ApplicationState
    blog_url: str
    feed_url: str
    feed_title: str
    since: str | None  # ISO date: the oldest post that the feed shows
    per_month: float | None
    token: str
    proof: str | None  # domain.ownership.Proof
    answers: Answers
    by_dm: bool
    voucher: str
    vouch_words: str
    place: int
    waiting: int
    ends_at: datetime | None
    again_from: datetime | None
    sister: bool
    reasons: tuple[NotNow, ...] = ()  # why not now, of who was refused
    news: tuple[News, ...] = ()
    just_looked: bool = False
    full: bool = False  # before the vote: all places are taken, so whoever is vouched for waits
    choices: tuple[FeedChoice, ...] = ()  # what else the blog announces, just after its feed was looked for


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """What the form holds when it opens."""

    team_id: int
    team_name: str
    niche: str  # the team's
    blog_url: str
    answers: Answers
    by_dm: bool


@dataclass(frozen=True, slots=True)
class ApplicationChanged:
    """An application was saved, proven, filled in, sent or ended; what stands is read again."""

    team_id: int
    application_id: int
    state: ApplicationState


@dataclass(frozen=True, slots=True)
class VouchAsked:
    """An applicant for whom somebody may vouch, with what the team knows."""

    application_id: int
    team_name: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody vouches for an applicant, whose vote opened until `closes_at`, or waits for a place or for its turn."""

    application_id: int
    applicant: str
    closes_at: datetime | None
    place: int  # on the waiting list
    waits_for: WaitsFor = WaitsFor.PLACE


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """The team's card of an applicant; `candidate` is None once the vote has its own card, or it has ended.

    `vouch_by` is there while nobody vouches; `full` where whoever is vouched for waits then. `waits_for` of who is on
    the waiting list. `voucher` is set while the vote is open.
    """

    application_id: int
    team_name: str
    language: str
    candidate: Candidate | None
    vouch_by: datetime | None
    full: bool = False
    waits_for: WaitsFor = WaitsFor.PLACE
    voucher: str | None = None


@dataclass(frozen=True, slots=True)
class SisterOffer:
    """A full team is asked whether it helps those who wait to start a sister team."""

    team_id: int
    team_name: str
    language: str
    waiting: int


@dataclass(frozen=True, slots=True)
class SisterGuide:
    """How a sister team is started, and who of those who wait would join it."""

    team_name: str
    waiting: int
    ready: tuple[str, ...]
