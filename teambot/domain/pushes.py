"""A recommendation that was made: what its author may ask about it, and what its pusher answers. It books nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.assignments import DONE_COUNTS, AssignmentState, Found
from teambot.domain.link_proof import LinkState
from teambot.domain.standings import BELONGING, Absence, Standing
from teambot.errors import Refusal

SEEK_FOR = timedelta(days=7)  # after being told of it an author may ask; product.md, Pushing
# A Done that was none is taken back as long as it counts, and as its author may ask for it; then plans rest on it.
TAKE_BACK_FOR = DONE_COUNTS + SEEK_FOR
ANSWER_FOR = timedelta(days=7)  # so long its pusher has to answer, while they are not away


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who has a part in a recommendation, as they stand in the team now."""

    id: int
    name: str
    standing: Standing
    absence: Absence | None = None

    @property
    def gone(self) -> bool:
        """Say whether they are no longer on the team."""
        return self.standing not in BELONGING


@dataclass(frozen=True, slots=True)
class Push:
    """A recommendation with its two people; `told_at` is when its author was told, `sought_at` when they asked.

    `linked_at`: when a link was given after *Done*.
    """

    id: int
    team_id: int
    pusher: Side
    author: Side
    title: str
    state: AssignmentState
    week_ends_at: datetime
    link: str | None
    link_state: LinkState | None
    told_at: datetime | None
    sought_at: datetime | None
    found: Found | None
    linked_at: datetime | None = None

    @property
    def asked_for(self) -> bool:
        """Say whether its author waits for an answer."""
        return self.state is AssignmentState.DONE and self.sought_at is not None and self.found is None

    @property
    def seen(self) -> bool:
        """Say whether a link to the post was seen where it was recommended: then there is nothing to be asked."""
        return self.link_state is LinkState.SEEN

    def may_seek(self, now: datetime) -> bool:
        """Say whether its author may ask where it is to be found; who has left cannot be asked."""
        done = self.state is AssignmentState.DONE and self.told_at is not None
        asks = self.sought_at is None and not self.seen
        return done and asks and not self.pusher.gone and now < seek_until(self)

    def may_link(self, now: datetime) -> bool:
        """Say whether its pusher may give a link still: as long as *Done* counts, once, and until one was seen.

        Each is news for its author: more than one, and an answer, would be a way to write to them without end.
        """
        open_still = self.state is AssignmentState.DONE and now < self.week_ends_at + DONE_COUNTS
        return open_still and not self.seen and (self.linked_at is None or self.asked_for)

    def may_take_back(self, now: datetime) -> bool:
        """Say whether its pusher may take it back still: a plan that has counted on it is not undone."""
        return now < self.week_ends_at + TAKE_BACK_FOR


@dataclass(frozen=True, slots=True)
class PushSought:
    """An author asked; its pusher alone is told."""

    assignment_id: int
    title: str


@dataclass(frozen=True, slots=True)
class FoundAnswered:
    """A pusher answered; the author is told."""

    assignment_id: int
    author: str
    title: str
    found: Found


@dataclass(frozen=True, slots=True)
class LinkGiven:
    """A pusher said afterwards where it was; the author is told, and the link is looked at."""

    assignment_id: int
    author: str
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class PushTakenBack:
    """A pusher took their own *Done* back; the author is told."""

    assignment_id: int
    author: str
    title: str


def seek_until(push: Push) -> datetime:
    """Give the end of the time in which its author may ask, from when they were told; days away do not count."""
    return _until(push.told_at or push.week_ends_at, SEEK_FOR, push.author.absence)


def check_seekable(push: Push, membership_id: int, now: datetime) -> None:
    """Refuse an author's question on another's post, on one not done, asked before, seen on its page, or too late.

    The first two are refused alike: no author learns by it what was asked of whom, or skipped. Raises Refusal(
    "not-your-push" | "push-taken-back" | "already-sought" | "push-seen" | "pusher-has-left" | "seek-time-over").
    """
    if push.author.id != membership_id or push.state not in (AssignmentState.DONE, AssignmentState.TAKEN_BACK):
        raise Refusal("not-your-push")
    _check_stands(push)
    if push.sought_at is not None:
        raise Refusal("already-sought", title=push.title)
    if push.seen:
        raise Refusal("push-seen", title=push.title)
    if push.pusher.gone:
        raise Refusal("pusher-has-left", pusher=push.pusher.name, title=push.title)
    if now >= seek_until(push):
        raise Refusal("seek-time-over", pusher=push.pusher.name, title=push.title)


def check_answering(push: Push, membership_id: int) -> None:
    """Refuse an answer by anybody but its pusher, to what nobody asked, a second one, or to an author who has left.

    Raises Refusal("not-your-assignment" | "push-taken-back" | "already-answered" | "author-has-left").
    """
    if push.pusher.id != membership_id:
        raise Refusal("not-your-assignment")
    _check_stands(push)
    if push.sought_at is None or push.found is not None:
        raise Refusal("already-answered", title=push.title)
    if push.author.gone:
        raise Refusal("author-has-left", title=push.title)


def check_linkable(push: Push, membership_id: int, now: datetime) -> None:
    """Refuse a link on somebody else's, on one that does not count any more, or in the place of one that was seen.

    And a second one after *Done*, but as the answer to an author who asks. Raises Refusal("not-your-assignment" |
    "push-taken-back" | "link-seen-already" | "link-given-already" | "assignment-over").
    """
    if push.pusher.id != membership_id:
        raise Refusal("not-your-assignment")
    _check_stands(push)
    if push.seen:
        raise Refusal("link-seen-already", title=push.title)
    if push.linked_at is not None and not push.asked_for:
        raise Refusal("link-given-already", author=push.author.name, title=push.title)
    if not push.may_link(now):
        raise Refusal("assignment-over", title=push.title)


def check_own_done(push: Push, membership_id: int, now: datetime) -> None:
    """Refuse to take back somebody else's *Done*, one taken back before, from long ago, or whose author has left.

    Raises Refusal("not-your-assignment" | "push-taken-back" | "author-has-left" | "take-back-time-over").
    """
    if push.pusher.id != membership_id:
        raise Refusal("not-your-assignment")
    _check_stands(push)
    if push.author.gone:
        raise Refusal("author-has-left", title=push.title)
    if not push.may_take_back(now):
        raise Refusal("take-back-time-over", author=push.author.name, title=push.title)


def _check_stands(push: Push) -> None:
    if push.state is AssignmentState.TAKEN_BACK:
        raise Refusal("push-taken-back", title=push.title)
    if push.state is not AssignmentState.DONE:
        raise Refusal("no-such-assignment")


def answer_until(push: Push) -> datetime:
    """Give the end of the time that its pusher has to answer; days that they are away do not count."""
    return _until(push.sought_at or push.week_ends_at, ANSWER_FOR, push.pusher.absence)


def _until(begins_at: datetime, lasts: timedelta, absence: Absence | None) -> datetime:
    ends_at = begins_at + lasts
    if absence is None or absence.ends_at <= begins_at or absence.begins_at >= ends_at:
        return ends_at
    return ends_at + (absence.ends_at - max(absence.begins_at, begins_at))
