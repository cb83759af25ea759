"""What becomes of an assignment that was given back: somebody with room is asked, else anyone who wants it."""

from dataclasses import replace
from datetime import datetime, timedelta

from teambot.domain.announcements import MessageKind
from teambot.domain.assignments import Assignment, AssignmentState, OfferedOn
from teambot.domain.members import Team
from teambot.domain.notices import NoticeKind
from teambot.domain.reasons import Reason, ReasonKind
from teambot.domain.rotation import Inputs, stand_in
from teambot.domain.standings import Standing
from teambot.errors import Refusal
from teambot.services.news import announce, tell
from teambot.storage import assignments, members, outbox, standings, weeks
from teambot.storage.runner import Tx

_CARD_KEEPS = timedelta(days=3)


def offer_on(tx: Tx, team: Team, skipped: Assignment, now: datetime) -> OfferedOn:
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
    # Nobody is given more than their load, as it is today: it may have changed since the plan. Who is away gets none.
    loads = members.loads(tx, team.id)
    for away in _away(tx, team, now):
        loads.pop(away, None)
    room = {member: min(room, loads.get(member, 0)) for member, room in inputs.room.items()}
    inputs = replace(inputs, room=room)
    pusher = stand_in(inputs, pushers, taken, skipped.author_id, frozenset(declined))
    if pusher is None:
        return _offer_to_all(tx, team, skipped, now)
    why = [Reason(ReasonKind.TOOK_OVER, {}).as_json()]
    assignments.add(tx, skipped.slot_id, pusher, why, now, offered_on_from_id=skipped.id)
    tell(tx, team.id, pusher, NoticeKind.TOOK_OVER, {"author": skipped.author, "title": skipped.title}, now)
    return OfferedOn.STAND_IN


def asked_for(tx: Tx, assignment: Assignment) -> set[int | None]:
    """Give everyone who was ever asked to recommend an assignment's post."""
    week = assignments.in_week(tx, assignment.week_id)
    return {pusher for _, slot, _, pusher, _ in week if slot == assignment.slot_id}


def _away(tx: Tx, team: Team, now: datetime) -> set[int]:
    return {member for member, absence in standings.absences(tx, team.id).items() if absence.covers(now)}


def _offer_to_all(tx: Tx, team: Team, skipped: Assignment, now: datetime) -> OfferedOn:
    """Offer it to anyone who wants it; where nobody could take it, carry it over and say nothing: a card would point at
    who passed.
    """
    on_it = asked_for(tx, skipped)
    open_id = assignments.add(tx, skipped.slot_id, None, [], now, offered_on_from_id=skipped.id)
    present = {member.id for member in members.all_of(tx, team.id, Standing.MEMBER)} - _away(tx, team, now)
    if not present - on_it - {skipped.author_id}:
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


def end_offers(tx: Tx, team: Team, week_id: int, now: datetime) -> None:
    """End what is still open to anyone in a week that is over; its authors' claims carry over."""
    for assignment_id in assignments.end_all(tx, week_id, AssignmentState.OPEN, AssignmentState.CARRIED, now):
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
