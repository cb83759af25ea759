"""What one member is asked to do with one post, and what they may answer. It books nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teambot.errors import Refusal

DONE_COUNTS = timedelta(days=7)  # product.md, Pushing: Done counts until seven days after the week's end
WORDS_MOST = 500


class AssignmentState(StrEnum):
    """Where an assignment is.

    `open` is offered to anyone who wants it; `carried` found nobody by the week's end. `swapped`: somebody else took it
    over. `released`: who was asked is away, paused or gone, and it was offered on. `withdrawn`: its author took the
    post back, or of a card that asks for a swap: it was kept. `taken_back`: it was booked as done, and booked back.
    """

    ASKED = "asked"
    DONE = "done"
    SKIPPED = "skipped"
    OPEN = "open"
    CARRIED = "carried"
    LAPSED = "lapsed"
    SWAPPED = "swapped"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"


_NOT_ASKED_ANY_MORE = (
    AssignmentState.SWAPPED,
    AssignmentState.RELEASED,
    AssignmentState.WITHDRAWN,
    AssignmentState.TAKEN_BACK,
)


class SkipReason(StrEnum):
    """Why somebody said no; told to nobody (promise 5)."""

    READERS = "readers"
    SEASON = "season"
    VOUCH = "vouch"
    BUSY = "busy"
    CONFLICT = "conflict"


class Found(StrEnum):
    """What became of an author's "I can't find it": its pusher gave a link, said that it cannot be linked, or took it
    back; without any answer in seven days it is booked back, too (product.md, Pushing).

    `gone`: one of the two has left the team meanwhile. It stands where that is the author, else it is booked back.
    """

    LINK = "link"
    UNLINKED = "unlinked"
    NOT_DONE = "not_done"
    NO_ANSWER = "no_answer"
    GONE = "gone"


class OfferedOn(StrEnum):
    """What became of a skipped assignment."""

    STAND_IN = "stand_in"
    OPEN = "open"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment with its post and its people, as the rules see it; ids are memberships."""

    id: int
    team_id: int
    week_id: int
    week: str
    week_ends_at: datetime
    slot_id: int
    pusher_id: int | None
    author_id: int
    author: str
    state: AssignmentState
    title: str
    url: str
    swap_asked_at: datetime | None = None  # whoever is asked would like, or once liked, somebody else to take it
    offered_on_from_id: int | None = None  # the one that this one took over, or is open in the place of
    swapping: bool = False  # a swap was asked for, and somebody may take it still


@dataclass(frozen=True, slots=True)
class PushBooked:
    """A recommendation was made; its author hears of it by name."""

    assignment_id: int
    author: str
    title: str


@dataclass(frozen=True, slots=True)
class AssignmentSkipped:
    """Somebody said no; nobody is told who or why. `left` more are open for them this week."""

    assignment_id: int
    title: str
    offered: OfferedOn
    left: int


@dataclass(frozen=True, slots=True)
class AssignmentTaken:
    """Somebody took an open assignment of their own will."""

    assignment_id: int
    author: str
    title: str


@dataclass(frozen=True, slots=True)
class SwapAsked:
    """Somebody would like another one to take it; until one does it is theirs, and nobody reads whose it is."""

    assignment_id: int
    title: str


@dataclass(frozen=True, slots=True)
class SwapKept:
    """Whoever asked for a swap keeps it."""

    assignment_id: int
    title: str


def parse_skip_reason(choice: str) -> SkipReason | None:
    """Read why somebody said no; None where they did not say (charter, clause 6). Refusal("unknown-skip-reason")."""
    try:
        return SkipReason(choice) if choice else None
    except ValueError:
        raise Refusal("unknown-skip-reason") from None


def check_answerable(assignment: Assignment, membership_id: int, now: datetime) -> None:
    """Refuse *Done* or *Skip* on somebody else's assignment, on one that is settled, or after its time.

    Raises Refusal("not-your-assignment" | "already-done" | "already-skipped" | "not-asked-any-more" |
    "assignment-over").
    """
    if assignment.pusher_id != membership_id:
        raise Refusal("not-your-assignment")
    if assignment.state is AssignmentState.DONE:
        raise Refusal("already-done", title=assignment.title)
    if assignment.state is AssignmentState.SKIPPED:
        raise Refusal("already-skipped", title=assignment.title)
    if assignment.state in _NOT_ASKED_ANY_MORE:
        raise Refusal("not-asked-any-more", title=assignment.title)
    if assignment.state is not AssignmentState.ASKED or now >= assignment.week_ends_at + DONE_COUNTS:
        raise Refusal("assignment-over", title=assignment.title)


def check_skippable(assignment: Assignment, membership_id: int, now: datetime) -> None:
    """Refuse a *Skip* as `check_answerable` does, and one after the week's end: then it lapses by itself, quietly."""
    check_answerable(assignment, membership_id, now)
    if now >= assignment.week_ends_at:
        raise Refusal("week-over-no-need-to-skip", title=assignment.title)


def check_swappable(assignment: Assignment, membership_id: int, now: datetime) -> None:
    """Refuse a *Swap* as `check_skippable` does, and a second one, also after *Keep it*: each is a card for everybody.

    Raises Refusal("swap-asked-already" | "swap-kept").
    """
    check_skippable(assignment, membership_id, now)
    if assignment.swap_asked_at is not None:
        raise Refusal("swap-asked-already" if assignment.swapping else "swap-kept", title=assignment.title)


def check_keepable(assignment: Assignment, membership_id: int, now: datetime) -> None:
    """Refuse *Keep it* as `check_skippable` does, and where no swap is asked for. Raises Refusal("no-swap-asked")."""
    check_skippable(assignment, membership_id, now)
    if not assignment.swapping:
        raise Refusal("no-swap-asked", title=assignment.title)


def check_takeable(assignment: Assignment, now: datetime, *, may: bool) -> None:
    """Refuse *Take it* on what is not open any more, after the week's end, or by whom it may not be asked of (`may`).

    All in the same words, which name no post: nobody reads that theirs was skipped, or of whom they are kept apart, and
    who presses a card again and again does not learn when it ended. Raises Refusal("already-taken").
    """
    if assignment.state is not AssignmentState.OPEN or now >= assignment.week_ends_at or not may:
        raise Refusal("already-taken")
