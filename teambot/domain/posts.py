"""Feeds and submissions: what a post put forward must have. It fetches and stores nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teambot.domain.windows import Window
from teambot.errors import Refusal

TITLE_MOST = 256
READER_LINE_MOST = 200
READER_LINE_LEAST = 10
HOOK_MOST = 300
SHELF_MOST = 25  # as many as one Discord menu shows; those that are held are among them
NO_REPEAT = timedelta(weeks=26)  # product.md, Submitting: the same post is not pushed again within 26 weeks


class FeedState(StrEnum):
    """How a feed fares: one that is gone, or suspended after months, is read again when its owner names it."""

    ACTIVE = "active"
    FAILING = "failing"
    GONE = "gone"
    SUSPENDED = "suspended"


class SubscriptionKind(StrEnum):
    """What somebody has a feed for: it is their blog's, or it looks out for what is written about them."""

    BLOG = "blog"
    ALERT = "alert"


class SubmissionState(StrEnum):
    """Where a submission is.

    It waits for its week's close, lies on the shelf, is held until its window opens, was put in a plan, was taken back,
    or its last day has passed.
    """

    WAITING = "waiting"
    SHELVED = "shelved"
    HELD = "held"
    PUSHED = "pushed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Money(StrEnum):
    """Money in a post, declared by its author at submission (promise 7)."""

    NONE = "none"
    AFFILIATE = "affiliate"
    SPONSORED = "sponsored"
    OWN_PRODUCT = "own_product"


@dataclass(frozen=True, slots=True)
class PostWords:
    """What an author says about a post; checked and cleaned words, ready to be stored."""

    title: str
    reader_line: str
    hook: str
    money: Money


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a member's feed, as it is offered to its author."""

    id: int
    url: str
    title: str
    summary: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """A post put forward. `week` is the key of the week it is for, empty on the shelf.

    `opens_at`: a held one is held until then; one that was pushed or expired is offered to its author again then.
    """

    id: int
    membership_id: int
    author: str
    state: SubmissionState
    week: str | None
    url: str
    title: str
    reader_line: str
    hook: str
    money: Money
    created_at: datetime
    window: Window = Window.ANY
    opens_at: datetime | None = None


def check_words(*, title: str, reader_line: str, hook: str, money: str) -> PostWords:
    """Check a form's fields, already cleaned to plain text, and give them back.

    Raises Refusal("no-title" | "no-reader-line" | "reader-line-short" | "too-long" | "unknown-money"). A submission is
    not complete without its reader line (product.md, The words).
    """
    if not title:
        raise Refusal("no-title")
    if not reader_line:
        raise Refusal("no-reader-line")
    if len(reader_line) < READER_LINE_LEAST:
        raise Refusal("reader-line-short", least=READER_LINE_LEAST)
    for field, text, most in (
        ("title", title, TITLE_MOST),
        ("reader-line", reader_line, READER_LINE_MOST),
        ("hook", hook, HOOK_MOST),
    ):
        if len(text) > most:
            raise Refusal("too-long", field=field, most=most, length=len(text))
    try:
        declared = Money(money)
    except ValueError:
        raise Refusal("unknown-money") from None
    return PostWords(title, reader_line, hook, declared)


def check_changeable(submission: Submission, membership_id: int) -> None:
    """Refuse to edit, move or withdraw somebody else's submission, or one that a plan has, or that has ended."""
    if submission.membership_id != membership_id:
        raise Refusal("not-your-post")
    if submission.state is SubmissionState.PUSHED:
        raise Refusal("post-already-in-a-plan", title=submission.title)
    if submission.state is SubmissionState.WITHDRAWN:
        raise Refusal("post-already-withdrawn", title=submission.title)
    if submission.state is SubmissionState.EXPIRED:
        raise Refusal("post-expired", title=submission.title)


def check_withdrawable(submission: Submission, membership_id: int, *, runs: bool) -> None:
    """Refuse to take back somebody else's submission, one that has ended, or one whose plan's week is over.

    `runs`: the week of the plan that has it is not over. Raises what `check_changeable` does, and
    Refusal("post-week-over").
    """
    if submission.membership_id == membership_id and submission.state is SubmissionState.PUSHED:
        if not runs:
            raise Refusal("post-week-over", title=submission.title)
        return
    check_changeable(submission, membership_id)


def check_not_repeated(pushed: tuple[str, datetime] | None, standing: str | None) -> None:
    """Refuse a post that was in a plan within 26 weeks (as what, and when), or is put forward (`standing`: as what)."""
    if pushed is not None:
        title, at = pushed
        raise Refusal("pushed-before", title=title, pushed=at, again=at + NO_REPEAT)
    if standing is not None:
        raise Refusal("already-put-forward", title=standing)


def check_shelf(kept: int) -> None:
    """Refuse one more on a full shelf."""
    if kept >= SHELF_MOST:
        raise Refusal("shelf-full", most=SHELF_MOST)
