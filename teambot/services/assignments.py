"""What a member answers to an assignment: done, skipped and offered on, taken."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind
from teambot.domain.assignments import (
    WORDS_MOST,
    Assignment,
    AssignmentSkipped,
    AssignmentState,
    AssignmentTaken,
    OfferedOn,
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
from teambot.domain.rotation import Inputs, stand_in
from teambot.domain.standings import Standing
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter_member, typing_member
from teambot.services.news import announce, tell
from teambot.services.typed import typed, web_address
from teambot.services.use_case import read, write
from teambot.services.weeks import close_offer
from teambot.storage import assignments, ledger, members, weeks
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
    offered = _offer_on(tx, team, assignment, now)
    left = sum(one.done_until > now for one in assignments.mine_open(tx, member.id))
    return AssignmentSkipped(assignment.id, assignment.title, offered, left)


def _offer_on(tx: Tx, team: Team, skipped: Assignment, now: datetime) -> OfferedOn:
    """Ask somebody with room instead (rotation.md, mid-week decline: nobody else's task changes), else anyone."""
    plan = weeks.plan_in(tx, skipped.week_id)
    if plan is None:
        raise Refusal("no-such-assignment")
    pushers: dict[int, list[int]] = {}
    taken: dict[int, int] = {}
    declined: set[int] = set()
    for _, _, author, pusher, state in assignments.in_week(tx, skipped.week_id):
        if pusher is None:
            continue
        if state is AssignmentState.SKIPPED:
            declined.add(pusher)  # who said no to something this week is not asked for more
        else:
            pushers.setdefault(author, []).append(pusher)
            taken[pusher] = taken.get(pusher, 0) + 1
    inputs = Inputs.from_json(plan.inputs)
    # Nobody is given more than their load, as it is today: it may have changed since the plan.
    loads = members.loads(tx, team.id)
    room = {member: min(room, loads.get(member, 0)) for member, room in inputs.room.items()}
    inputs = replace(inputs, room=room)
    pusher = stand_in(inputs, pushers, taken, skipped.author_id, frozenset(declined))
    if pusher is None:
        return _offer_to_all(tx, team, skipped, now)
    why = [Reason(ReasonKind.TOOK_OVER, {}).as_json()]
    assignments.add(tx, skipped.slot_id, pusher, why, now, offered_on_from_id=skipped.id)
    tell(tx, team.id, pusher, NoticeKind.TOOK_OVER, {"author": skipped.author, "title": skipped.title}, now)
    return OfferedOn.STAND_IN


def _asked_for(tx: Tx, assignment: Assignment) -> set[int | None]:
    """Give everyone who was ever asked to recommend an assignment's post."""
    week = assignments.in_week(tx, assignment.week_id)
    return {pusher for _, slot, _, pusher, _ in week if slot == assignment.slot_id}


def _offer_to_all(tx: Tx, team: Team, skipped: Assignment, now: datetime) -> OfferedOn:
    """Offer it to anyone who wants it; where nobody could take it, carry it over and say nothing: a card would point at
    who passed.
    """
    on_it = _asked_for(tx, skipped)
    open_id = assignments.add(tx, skipped.slot_id, None, [], now, offered_on_from_id=skipped.id)
    if not {member.id for member in members.all_of(tx, team.id, Standing.MEMBER)} - on_it - {skipped.author_id}:
        assignments.change(tx, open_id, state=AssignmentState.CARRIED, ended_at=now)
        return OfferedOn.CARRIED
    announce(
        tx,
        team,
        MessageKind.OFFER,
        f"offer:{open_id}",
        {"assignment_id": open_id},
        skipped.week_ends_at - timedelta(hours=1),
        now,
    )
    return OfferedOn.OPEN


def _one(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> MyAssignment:  # noqa: ARG001
    for _, member in members.places(tx, caller.guild_id, (), caller.discord_id):
        mine = assignments.mine_one(tx, member.id, assignment_id) if member is not None else None
        if mine is not None:
            return mine
    raise Refusal("no-such-assignment")


def _take(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> AssignmentTaken:
    team, member, assignment = _enter(tx, caller, assignment_id)
    check_takeable(assignment, member.id, now, has_it=member.id in _asked_for(tx, assignment))
    why = [Reason(ReasonKind.TOOK_IT, {}).as_json()]
    assignments.change(tx, assignment.id, pusher_id=member.id, state=AssignmentState.ASKED, reasons=why)
    close_offer(tx, team, assignment.id, now)
    return AssignmentTaken(assignment.id, assignment.author, assignment.title)
