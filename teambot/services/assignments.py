"""What a member answers to an assignment: done, skipped and offered on, taken."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.assignments import (
    WORDS_MOST,
    Assignment,
    AssignmentSkipped,
    AssignmentState,
    AssignmentTaken,
    PushBooked,
    check_answerable,
    check_skippable,
    check_takeable,
    parse_skip_reason,
)
from teambot.domain.ledger import booked
from teambot.domain.members import NAME_MOST, Member, Team
from teambot.domain.my_week import MyAssignment
from teambot.domain.notices import NoticeKind
from teambot.domain.reasons import Reason, ReasonKind
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter_member, see_member, typing_member
from teambot.services.news import tell
from teambot.services.offers import close_offer, may_take, offer_on
from teambot.services.typed import typed, web_address
from teambot.services.use_case import read, write
from teambot.storage import assignments, ledger, members
from teambot.storage.runner import Runner, Tx

_CHOICES = 25


@dataclass(frozen=True, slots=True)
class PushDone:
    """A filled form of *Done*; where it was said and the words are the pusher's to tell or not."""

    assignment_id: int
    link: str
    words: str


@dataclass(frozen=True, slots=True)
class SkipAssignment:
    """A *Skip*; its reason may be empty (clause 6: nobody need say why), and is told to nobody."""

    assignment_id: int
    reason: str


class AssignmentsService:
    """Answers to assignments."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def mine(self, caller: Caller, text: str, now: datetime) -> tuple[MyAssignment, ...]:
        """List the caller's open assignments whose title or author has what was typed."""
        return await read(self._db, _mine, caller, text, now)

    async def check(self, caller: Caller, assignment_id: int, now: datetime, *, skip: bool = False) -> None:
        """Refuse who could not answer an assignment now, before they write a word (with `skip`: could not skip it)."""
        await read(self._db, _check, caller, (assignment_id, skip), now)

    async def done(self, caller: Caller, command: PushDone, now: datetime) -> PushBooked:
        """Book a recommendation that was made, and tell its author by name."""
        return await write(self._db, PushBooked, _done, caller, command, now)

    async def skip(self, caller: Caller, command: SkipAssignment, now: datetime) -> AssignmentSkipped:
        """Say no: it is offered on at once, to somebody with room, else to anyone who wants it."""
        return await write(self._db, AssignmentSkipped, _skip, caller, command, now)

    async def take(self, caller: Caller, assignment_id: int, now: datetime) -> AssignmentTaken:
        """Take an assignment that is open to anyone; `one` shows it then."""
        return await write(self._db, AssignmentTaken, _take, caller, assignment_id, now)

    async def one(self, caller: Caller, assignment_id: int, now: datetime) -> MyAssignment:
        """Show the caller one of their own assignments."""
        return await read(self._db, _one, caller, assignment_id, now)


def _mine(tx: Tx, caller: Caller, text: str, now: datetime) -> tuple[MyAssignment, ...]:
    member = typing_member(tx, caller)
    if member is None:
        return ()
    own = [one for one in assignments.mine_open(tx, member.id) if one.done_until > now]
    typed_text = text.casefold()
    found = (one for one in own if typed_text in one.title.casefold() or typed_text in one.author.casefold())
    return tuple(found)[:_CHOICES]


def _check(tx: Tx, caller: Caller, asked: tuple[int, bool], now: datetime) -> None:
    assignment_id, skip = asked
    team_id, assignment = assignments.team_of(tx, assignment_id), assignments.get(tx, assignment_id)
    if team_id is None or assignment is None:
        raise Refusal("no-such-assignment")
    _, member = see_member(tx, caller, team_id)
    (check_skippable if skip else check_answerable)(assignment, member.id, now)


def _enter(tx: Tx, caller: Caller, assignment_id: int) -> tuple[Team, Member, Assignment]:
    """Lock the team of an assignment and load it anew; the id came from a button and may be forged."""
    team_id = assignments.team_of(tx, assignment_id)
    if team_id is None:
        raise Refusal("no-such-assignment")
    team, member = enter_member(tx, caller, team_id)
    assignment = assignments.get(tx, assignment_id)
    if assignment is None:
        raise Refusal("no-such-assignment")
    return team, member, assignment


def _done(tx: Tx, caller: Caller, command: PushDone, now: datetime) -> PushBooked:
    team, member, assignment = _enter(tx, caller, command.assignment_id)
    check_answerable(assignment, member.id, now)
    link = web_address(command.link) if typed(command.link) else None
    words = typed(command.words)
    if len(words) > WORDS_MOST:
        raise Refusal("too-long", field="words", most=WORDS_MOST, length=len(words))
    state = AssignmentState.DONE
    assignments.change(tx, assignment.id, state=state, ended_at=now, link=link, words=words or None)
    ledger.book(tx, booked(assignment.id, member.id, assignment.author_id), now)
    facts = {"pusher": typed(caller.name)[:NAME_MOST], "title": assignment.title, "link": link, "words": words or None}
    tell(tx, team.id, assignment.author_id, NoticeKind.PUSHED, facts, now)
    return PushBooked(assignment.id, assignment.author, assignment.title)


def _skip(tx: Tx, caller: Caller, command: SkipAssignment, now: datetime) -> AssignmentSkipped:
    team, member, assignment = _enter(tx, caller, command.assignment_id)
    check_skippable(assignment, member.id, now)
    reason = parse_skip_reason(command.reason)
    assignments.change(tx, assignment.id, state=AssignmentState.SKIPPED, ended_at=now, skip_reason=reason)
    offered = offer_on(tx, team, assignment, now)
    left = sum(one.done_until > now and not one.on(team.zone, now).past for one in assignments.mine_open(tx, member.id))
    return AssignmentSkipped(assignment.id, assignment.title, offered, left)


def _one(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> MyAssignment:
    for team, member in members.places(tx, caller.guild_id, (), caller.discord_id):
        mine = assignments.mine_one(tx, member.id, assignment_id) if member is not None else None
        if mine is not None:
            return mine.on(team.zone, now)
    raise Refusal("no-such-assignment")


def _take(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> AssignmentTaken:
    team, member, assignment = _enter(tx, caller, assignment_id)
    check_takeable(assignment, member.id, now, may=member.id in may_take(tx, team, assignment, now))
    why = [Reason(ReasonKind.TOOK_IT, {}).as_json()]
    assignments.change(tx, assignment.id, pusher_id=member.id, state=AssignmentState.ASKED, reasons=why)
    close_offer(tx, team, assignment.id, now)
    return AssignmentTaken(assignment.id, assignment.author, assignment.title)
