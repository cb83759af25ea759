"""What a member answers to an assignment: done, skipped and offered on, swapped, taken; and what comes after."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.assignments import (
    WORDS_MOST,
    Assignment,
    AssignmentSkipped,
    AssignmentState,
    AssignmentTaken,
    PushBooked,
    SwapAsked,
    SwapKept,
    check_answerable,
    check_skippable,
    check_takeable,
    parse_skip_reason,
)
from teambot.domain.ledger import booked
from teambot.domain.members import NAME_MOST, Member, Team
from teambot.domain.my_week import MyAssignment
from teambot.domain.notices import NoticeKind
from teambot.domain.pushes import FoundAnswered, LinkGiven, PushSought, PushTakenBack
from teambot.domain.reasons import Reason, ReasonKind
from teambot.errors import Refusal
from teambot.services.assignments import seeking, swaps
from teambot.services.assignments.link_checks import Look, check_links
from teambot.services.assignments.offers import close_offer, end_swap, may_take, offer_on
from teambot.services.assignments.seeking import AnswerFound, GiveLink
from teambot.services.by_team import attempt
from teambot.services.caller import Caller, enter_member, see_member, typing_member
from teambot.services.news import tell
from teambot.services.typed import typed, web_address
from teambot.services.use_case import read, write
from teambot.storage import assignments, ledger, members, pushes
from teambot.storage.runner import Runner, Tx

_CHOICES = 25
_BATCH = 100


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

    def __init__(self, db: Runner, look: Look) -> None:
        """`look`: how the pages are looked at that go with recommendations (`FeedsService.links`)."""
        self._db = db
        self._look = look

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

    async def swap(self, caller: Caller, assignment_id: int, now: datetime) -> SwapAsked:
        """Ask whether somebody else would like it, on a card that names neither asker nor post."""
        return await write(self._db, SwapAsked, _swap, caller, assignment_id, now)

    async def keep(self, caller: Caller, assignment_id: int, now: datetime) -> SwapKept:
        """Keep what a swap was asked for."""
        return await write(self._db, SwapKept, _keep, caller, assignment_id, now)

    async def check_link(self, caller: Caller, assignment_id: int, now: datetime) -> None:
        """Refuse who could not give a link for what they did, before they write it."""
        await read(self._db, seeking.check_link, caller, assignment_id, now)

    async def give_link(self, caller: Caller, command: GiveLink, now: datetime) -> LinkGiven:
        """Keep where something was recommended, said after *Done*; its author is told."""
        return await write(self._db, LinkGiven, seeking.give_link, caller, command, now)

    async def seek(self, caller: Caller, assignment_id: int, now: datetime) -> PushSought:
        """Ask for the author, who cannot find it: its pusher alone is asked, and has seven days to answer."""
        return await write(self._db, PushSought, seeking.seek, caller, assignment_id, now)

    async def check_found(self, caller: Caller, assignment_id: int, now: datetime) -> None:
        """Refuse who could not answer an author's "I can't find it", before they write a word."""
        await read(self._db, seeking.check_found, caller, assignment_id, now)

    async def answer_found(self, caller: Caller, command: AnswerFound, now: datetime) -> FoundAnswered:
        """Answer an author who could not find it: here is the link, it cannot be linked, or it was not done."""
        return await write(self._db, FoundAnswered, seeking.answer, caller, command, now)

    async def take_back(self, caller: Caller, assignment_id: int, now: datetime) -> PushTakenBack:
        """Take one's own *Done* back that was none: it is booked back, and its author is told."""
        return await write(self._db, PushTakenBack, seeking.take_back, caller, assignment_id, now)

    async def check_links_due(self, now: datetime) -> int:
        """Look at the links of recommendations that are due; gives how many were looked at."""
        return await check_links(self._db, self._look, now)

    async def found_due(self, now: datetime) -> int:
        """Book back what an author could not find and nobody answered in seven days; gives how many were settled."""
        due = await self._db.read(lambda tx, _, now: pushes.sought(tx, now, _BATCH), None, now)
        settled = 0
        for push in due:
            settled += bool(await attempt(self._db, seeking.end_question, push, now, "question.failed", push=push.id))
        return settled

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
    end_swap(tx, assignment, now)
    of_link = seeking.of_link(link, now) if link is not None else {}
    values = {"ended_at": now, "words": words or None, "told_at": now, **of_link}
    assignments.change(tx, assignment.id, state=AssignmentState.DONE, **values)
    ledger.book(tx, booked(assignment.id, member.id, assignment.author_id), now)
    said = {"title": assignment.title, "link": link, "words": words or None}
    facts = {"assignment_id": assignment.id, "pusher": typed(caller.name)[:NAME_MOST], **said}
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
    swaps.check_not_own(tx, assignment, member.id)
    check_takeable(assignment, now, may=may_take(tx, team, assignment, member.id, now))
    why = [Reason(ReasonKind.TOOK_IT, {}).as_json()]
    assignments.change(tx, assignment.id, pusher_id=member.id, state=AssignmentState.ASKED, reasons=why)
    close_offer(tx, team, assignment.id, now)
    swaps.hand_over(tx, team, assignment, now)
    return AssignmentTaken(assignment.id, assignment.author, assignment.title)


def _swap(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> SwapAsked:
    team, member, assignment = _enter(tx, caller, assignment_id)
    return swaps.ask_swap(tx, team, assignment, member.id, now)


def _keep(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> SwapKept:
    _, member, assignment = _enter(tx, caller, assignment_id)
    return swaps.keep(tx, assignment, member.id, now)
