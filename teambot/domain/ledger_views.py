"""A member's ledger as that member alone reads it (promise 8): every line of it, and what can be set right. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from teambot.domain.assignments import AssignmentState
from teambot.domain.ledger import Cause, Entry
from teambot.domain.link_proof import LinkState
from teambot.domain.members import Member, check_belongs
from teambot.domain.pushes import Push
from teambot.domain.standings import ALUMNUS_FOR

LINES = 6  # on a page: so many fit one message, whatever people's posts are called


class LineKind(StrEnum):
    """What a line says: recommended somebody, was recommended; either booked back; left, came back, shared by all."""

    GAVE = "gave"
    GOT = "got"
    GAVE_BACK = "gave_back"
    GOT_BACK = "got_back"
    LEFT = "left"
    RETURNED = "returned"
    SHARED = "shared"


class Way(StrEnum):
    """Where *This is wrong* leads to.

    UNDO: their own *Done* was none, and can be taken back. SEEK: whoever recommended them can be asked where it was.
    ASKED: they are asked already. ANSWERED: they have answered. SEEN: its link is on its page. LATE: the time for it is
    over. GONE: the other one has left. BACK: it is booked back already. NOT_NOW: the reader is paused or has left, or
    the team has closed. RULE: nobody's act, but a rule of the ledger.
    """

    UNDO = "undo"
    SEEK = "seek"
    ASKED = "asked"
    ANSWERED = "answered"
    SEEN = "seen"
    LATE = "late"
    GONE = "gone"
    BACK = "back"
    NOT_NOW = "not_now"
    RULE = "rule"


class Outlook(StrEnum):
    """What a balance means for the next plans: MORE was given, as much, or LESS; OVER: no plan counts it any more."""

    MORE = "more"
    EVEN = "even"
    LESS = "less"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry with what it was about: the post's `title` and the `other` one, "" where they are not kept any more."""

    id: int
    kind: LineKind
    delta: int
    at: datetime
    title: str = ""
    other: str = ""
    link: str | None = None
    link_state: LinkState | None = None
    booked_back: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """A whole ledger in numbers: pushes given and got less those booked back, and of `lines` those above a page.

    `rest`: what leaving, coming back and sharing add. The three make the balance.
    """

    gave: int
    got: int
    rest: int
    lines: int
    above: int

    @property
    def balance(self) -> int:
        """Give what was given less what was got: the sum of all entries."""
        return self.gave - self.got + self.rest


@dataclass(frozen=True, slots=True)
class LedgerShown:
    """A page of a ledger, the newest line first; the pages before and after it begin beyond its first and last line."""

    team_id: int
    team_name: str
    sums: Sums
    outlook: Outlook
    lines: tuple[LedgerLine, ...]

    @property
    def newer(self) -> bool:
        """Say whether newer lines are on other pages."""
        return bool(self.lines) and self.sums.above > 0

    @property
    def older(self) -> bool:
        """Say whether older lines are on other pages."""
        return bool(self.lines) and self.sums.above + len(self.lines) < self.sums.lines


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of which somebody says that it is wrong: where that leads, for an assignment, if it is about one.

    `may_report`: the stewards can be told of a problem.
    """

    team_id: int
    line: LedgerLine
    way: Way
    assignment_id: int | None
    may_report: bool


_OF_PUSHES = {
    (Cause.PUSH, True): LineKind.GAVE,
    (Cause.PUSH, False): LineKind.GOT,
    (Cause.TAKEN_BACK, True): LineKind.GOT_BACK,
    (Cause.TAKEN_BACK, False): LineKind.GAVE_BACK,
}
_OF_RULES = {Cause.LEFT: LineKind.LEFT, Cause.RETURNED: LineKind.RETURNED, Cause.WRITE_OFF: LineKind.SHARED}


def kind_of(entry: Entry) -> LineKind:
    """Say what an entry is to whose it is."""
    return _OF_RULES.get(entry.cause) or _OF_PUSHES[entry.cause, entry.delta > 0]


def line_of(entry_id: int, entry: Entry, at: datetime, push: Push | None) -> LedgerLine:
    """Tell an entry to whose it is; `push`: the recommendation it is about, if it is about one that is kept."""
    kind = kind_of(entry)
    if push is None:
        return LedgerLine(entry_id, kind, entry.delta, at)
    other = push.author if push.pusher.id == entry.membership_id else push.pusher
    back = push.state is AssignmentState.TAKEN_BACK
    return LedgerLine(entry_id, kind, entry.delta, at, push.title, other.name, push.link, push.link_state, back)


def way_of(kind: LineKind, push: Push | None, now: datetime, *, acts: bool) -> Way:
    """Say where *This is wrong* leads to; `acts`: whether the reader is a member who can do something just now."""
    if kind not in (LineKind.GAVE, LineKind.GOT):
        return Way.RULE
    if push is None:
        return Way.GONE
    if push.state is AssignmentState.TAKEN_BACK:
        return Way.BACK
    if kind is LineKind.GAVE:
        return _way_back(push, now, acts=acts)
    if push.sought_at is not None:
        return Way.ASKED if push.found is None else Way.ANSWERED
    if push.seen:
        return Way.SEEN
    if push.pusher.gone:
        return Way.GONE
    if not push.may_seek(now):
        return Way.LATE
    return Way.SEEK if acts else Way.NOT_NOW


def _way_back(push: Push, now: datetime, *, acts: bool) -> Way:
    if push.author.gone:
        return Way.GONE
    if not push.may_take_back(now):
        return Way.LATE
    return Way.UNDO if acts else Way.NOT_NOW


def outlook_of(balance: int, *, belongs: bool) -> Outlook:
    """Say what a balance means for the next plans; for somebody who does not belong to the team any more nothing."""
    if not belongs:
        return Outlook.OVER
    if balance == 0:
        return Outlook.EVEN
    return Outlook.MORE if balance > 0 else Outlook.LESS


def check_reader(member: Member | None, *, team_name: str, now: datetime) -> Member:
    """Give whoever has a ledger back, or refuse.

    Members and those paused have one, and who has left for 30 days, though they ask to join again meanwhile. Raises
    what `check_belongs` does.
    """
    if member is not None and member.left_at is not None and now < member.left_at + ALUMNUS_FOR:
        return member
    return check_belongs(member, team_name=team_name)
