"""What becomes of an assignment that was given back: somebody with room is asked, else anyone who wants it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind
from teambot.domain.assignments import Assignment, AssignmentState, OfferedOn
from teambot.domain.fit import Pair, unmatched
from teambot.domain.members import Team
from teambot.domain.my_week import OpenOffer
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import Submission
from teambot.domain.reasons import Reason, ReasonKind
from teambot.domain.rotation import Inputs, stand_in
from teambot.domain.standings import Standing
from teambot.domain.week import local_day
from teambot.errors import Refusal
from teambot.services.audience import Audience
from teambot.services.news import announce, tell
from teambot.storage import apart, assignments, members, outbox, posts, readers, standings, weeks
from teambot.storage.runner import Tx
from teambot.storage.seasons import offers_past

_CARD_KEEPS = timedelta(days=3)
_GIVEN_BACK = (AssignmentState.SKIPPED, AssignmentState.SWAPPED, AssignmentState.TAKEN_BACK)
_THEIRS = (AssignmentState.ASKED, AssignmentState.DONE)  # of all others nothing is left for who was asked


def offer_on(tx: Tx, team: Team, skipped: Assignment, now: datetime) -> OfferedOn:
    """Ask somebody with room instead (rotation.md, mid-week decline: nobody else's task changes), else anyone.

    After the post's last day nobody is asked any more.
    """
    post = posts.of_slot(tx, skipped.slot_id)
    if post.window.ended_by(local_day(team.zone, now)):
        return _carry_over(tx, skipped, now)
    plan = weeks.plan_in(tx, skipped.week_id)
    if plan is None:
        raise Refusal("no-such-assignment")
    pushers: dict[int, list[int]] = {}
    taken: dict[int, int] = {}
    without: set[int] = set()
    for _, slot, author, pusher, state in assignments.in_week(tx, skipped.week_id):
        if pusher is None:
            continue
        if state in _GIVEN_BACK or slot == skipped.slot_id:
            without.add(pusher)  # who gave something back this week is not asked for more, nor anybody twice
        if state in _THEIRS:
            pushers.setdefault(author, []).append(pusher)
            taken[pusher] = taken.get(pusher, 0) + 1
    inputs = Inputs.from_json(plan.inputs)
    # Nobody is given more than their load, as it is today: it may have changed since the plan. Who is away gets none.
    loads = members.loads(tx, team.id)
    for away in _away(tx, team, now):
        loads.pop(away, None)
    room = {member: min(room, loads.get(member, 0)) for member, room in inputs.room.items()}
    # And what was said of languages and *not with* since.
    never = inputs.never | _unmatched(tx, team, loads, skipped.author_id)
    inputs = replace(inputs, room=room, never=never)
    pusher = stand_in(inputs, pushers, taken, skipped.author_id, frozenset(without))
    if pusher is None:
        return _offer_to_all(tx, team, skipped, post, now)
    end_swap(tx, skipped, now)
    why = [Reason(ReasonKind.TOOK_OVER, {}).as_json()]
    added = assignments.add(tx, skipped.slot_id, pusher, why, now, offered_on_from_id=skipped.id)
    facts = {"assignment_id": added, "author": skipped.author, "title": skipped.title}
    tell(tx, team.id, pusher, NoticeKind.TOOK_OVER, facts, now)
    return OfferedOn.STAND_IN


def asked_for(tx: Tx, assignment: Assignment) -> set[int | None]:
    """Give everyone who was ever asked to recommend an assignment's post."""
    week = assignments.in_week(tx, assignment.week_id)
    return {pusher for _, slot, _, pusher, _ in week if slot == assignment.slot_id}


def _away(tx: Tx, team: Team, now: datetime) -> set[int]:
    return {member for member, absence in standings.absences(tx, team.id).items() if absence.covers(now)}


def may_take(tx: Tx, team: Team, assignment: Assignment, member_id: int, now: datetime) -> bool:
    """Say whether a member may take an assignment that is open to anyone, while its post's last day is not over.

    Whoever is there, whom its post is for and who was not asked for it before; but for the author's languages, and
    whom either would rather not be matched with, as in every plan.
    """
    post = posts.of_slot(tx, assignment.slot_id)
    if post.window.ended_by(local_day(team.zone, now)):
        return False
    if member_id not in _takers(tx, team, assignment, post, _members(tx, team)):
        return False
    return not _unmatched(tx, team, {member_id}, assignment.author_id)


def open_to(tx: Tx, member_id: int, week_id: int) -> tuple[OpenOffer, ...]:
    """List a week's open cards as the channel shows them, to whoever asks, but for what they gave back themself.

    Whether one can be taken is said to who presses it, alike for every reason: were any left out here, its author could
    read that somebody gave it back, and everybody when.
    """
    cards = (offer for offer in assignments.offers_to(tx, member_id, week_id))
    return tuple(offer for offer in cards if outbox.by_key(tx, f"offer:{offer.assignment_id}") is not None)


def end_past_last_day(tx: Tx, team: Team, now: datetime) -> int:
    """End what is open to anyone and whose post's last day has passed; its author's claim carries over."""
    ended = offers_past(tx, team.id, local_day(team.zone, now))
    for assignment_id in ended:
        assignments.change(tx, assignment_id, state=AssignmentState.CARRIED, ended_at=now)
    return len(ended)


def _unmatched(tx: Tx, team: Team, among: Collection[int], author_id: int) -> set[Pair]:
    return unmatched(readers.bloggers(tx, team.id), apart.in_team(tx, team.id), among, (author_id,))


def _members(tx: Tx, team: Team) -> set[int]:
    return {member.id for member in members.all_of(tx, team.id, Standing.MEMBER)}


def _takers(tx: Tx, team: Team, assignment: Assignment, post: Submission, among: set[int]) -> frozenset[int]:
    """Give who could take it by what everybody knows: who is told whether anybody could learns nothing else by it."""
    there = Audience(tx, team.id).of(post.window, among, assignment.author_id)
    return there - {one for one in asked_for(tx, assignment) if one is not None}


def _carry_over(tx: Tx, skipped: Assignment, now: datetime) -> OfferedOn:
    """Ask nobody, and say nothing: a card would point at who passed."""
    end_swap(tx, skipped, now)
    open_id = assignments.add(tx, skipped.slot_id, None, [], now, offered_on_from_id=skipped.id)
    assignments.change(tx, open_id, state=AssignmentState.CARRIED, ended_at=now)
    return OfferedOn.CARRIED


def _offer_to_all(tx: Tx, team: Team, skipped: Assignment, post: Submission, now: datetime) -> OfferedOn:
    """Offer it to anyone who wants it; where nobody could take it, carry it over."""
    if skipped.swapping:
        return OfferedOn.OPEN  # a swap was asked for: its card is there already
    if not _takers(tx, team, skipped, post, _members(tx, team) - _away(tx, team, now)):
        return _carry_over(tx, skipped, now)
    end_swap(tx, skipped, now)
    _open(tx, team, skipped, now)
    return OfferedOn.OPEN


def open_offer(tx: Tx, team: Team, asked: Assignment, now: datetime) -> None:
    """Offer to anyone what a member is asked for and would swap; it stays theirs until somebody takes it.

    Raises Refusal("last-day-over" | "nobody-to-swap-with").
    """
    post = posts.of_slot(tx, asked.slot_id)
    if post.window.ended_by(local_day(team.zone, now)):
        raise Refusal("last-day-over")
    if not _takers(tx, team, asked, post, _members(tx, team) - _away(tx, team, now)):
        raise Refusal("nobody-to-swap-with")
    _open(tx, team, asked, now)


def _open(tx: Tx, team: Team, asked: Assignment, now: datetime) -> None:
    """Open it to anyone, with its card. Of a skip and of a swap all is alike: nobody can tell which it is."""
    open_id = assignments.add(tx, asked.slot_id, None, [], now, offered_on_from_id=asked.id)
    announce(
        tx,
        team,
        MessageKind.OFFER,
        f"offer:{open_id}",
        {"assignment_id": open_id},
        asked.week_ends_at - timedelta(hours=1),
        now,
    )


def end_swap(tx: Tx, asked: Assignment, now: datetime) -> None:
    """End what a swap opened to anyone, where there is one: it is kept, done, or asked of somebody else.

    Its card stands until the week's end, as one does that nobody took: were it drawn again now, an author who reads in
    the same minute who recommended them would read who had asked.
    """
    offered = assignments.successor(tx, asked.id) if asked.swap_asked_at is not None else None
    if offered is None:
        return
    open_id, state = offered
    # It stands for nothing any more: whoever takes the assignment over in another way comes after it instead.
    ended = {"state": AssignmentState.WITHDRAWN, "ended_at": now} if state is AssignmentState.OPEN else {}
    assignments.change(tx, open_id, offered_on_from_id=None, **ended)


def end_offers(tx: Tx, team: Team, week_id: int, now: datetime) -> None:
    """End what is still open to anyone in a week that is over; its authors' claims carry over.

    All cards close that nobody took, also of what ended before: none tells when.
    """
    assignments.end_all(tx, week_id, AssignmentState.OPEN, AssignmentState.CARRIED, now)
    for assignment_id, _, _, pusher, _ in assignments.in_week(tx, week_id):
        if pusher is None:
            close_offer(tx, team, assignment_id, now)


def close_offer(tx: Tx, team: Team, assignment_id: int, now: datetime) -> None:
    """Draw the card of an open assignment again, without its button, in the caller's transaction."""
    offer = outbox.by_key(tx, f"offer:{assignment_id}")
    if offer is None:
        return
    outbox.put(
        tx,
        dedup_key=f"offer-closed:{assignment_id}",
        team_id=team.id,
        kind=MessageKind.OFFER_CLOSED,
        payload={"assignment_id": assignment_id},
        due_at=now,
        expires_at=now + _CARD_KEEPS,
        edits_id=offer.id,
    )
