"""Recommendations that were made, in the store: their links, and what their authors ask. It decides nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from teambot.domain.assignments import AssignmentState, Found
from teambot.domain.link_proof import LinkDue, LinkState
from teambot.domain.pushes import ANSWER_FOR, Push, Side
from teambot.domain.standings import Absence, Standing
from teambot.storage import submission_keys
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, membership, person, profile, slot, submission, week

_pusher, _author = membership.alias("pusher"), membership.alias("author")
_pushing, _writing = person.alias("pushing"), person.alias("writing")
_FROM = (
    assignment.join(slot)
    .join(submission, submission.c.id == slot.c.submission_id)
    .join(week, week.c.id == slot.c.week_id)
    .join(_pusher, _pusher.c.id == assignment.c.pusher_id)
    .outerjoin(_pushing, _pushing.c.id == _pusher.c.person_id)
    .join(_author, _author.c.id == slot.c.membership_id)
    .outerjoin(_writing, _writing.c.id == _author.c.person_id)
)


def _side(place: Any, named: Any) -> tuple[Any, ...]:
    return place.c.id, named.c.name, place.c.standing, place.c.away_from, place.c.away_until


_SELECT = select(
    assignment.c.id,
    week.c.team_id,
    *_side(_pusher, _pushing),
    *_side(_author, _writing),
    submission.c.title,
    assignment.c.state,
    week.c.ends_at,
    assignment.c.link,
    assignment.c.link_state,
    assignment.c.told_at,
    assignment.c.sought_at,
    assignment.c.found,
    assignment.c.linked_at,
).select_from(_FROM)
_ONE = _SELECT.where(assignment.c.id == bindparam("id"))
_SEVERAL = _SELECT.where(assignment.c.id.in_(bindparam("ids", expanding=True)))
# Who is paused or away answers once they are back: they are left out here, so that they hold nobody up.
_HERE = and_(
    _pusher.c.standing != Standing.PAUSED,
    or_(
        _pusher.c.away_until.is_(None), _pusher.c.away_until <= bindparam("now"), _pusher.c.away_from > bindparam("now")
    ),
)
_SOUGHT = (
    _SELECT.where(
        assignment.c.sought_at <= bindparam("sought_by"),
        assignment.c.found.is_(None),
        assignment.c.state == AssignmentState.DONE,
        _HERE,
    )
    .order_by(assignment.c.sought_at, assignment.c.id)
    .limit(bindparam("most"))
)
_LINKS_WAITING = (
    select(assignment.c.id, assignment.c.link)
    .where(
        assignment.c.link_next_at <= bindparam("now"),
        assignment.c.link.is_not(None),
        assignment.c.state == AssignmentState.DONE,
    )
    .order_by(assignment.c.link_next_at, assignment.c.id)
    .limit(bindparam("most"))
)
_LINKS = (
    select(
        assignment.c.id,
        week.c.team_id,
        assignment.c.link,
        assignment.c.link_state,
        assignment.c.link_tries,
        submission.c.id,
        profile.c.blog_url,
        submission.c.url,
        slot.c.id,
        assignment.c.pusher_id,
    )
    .select_from(
        assignment.join(slot)
        .join(submission, submission.c.id == slot.c.submission_id)
        .join(week, week.c.id == slot.c.week_id)
        .outerjoin(profile, profile.c.membership_id == slot.c.membership_id)
    )
    .where(assignment.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(assignment.c.link_next_at, assignment.c.id)
)
_LINKS_SEEN = select(assignment.c.link).where(
    assignment.c.slot_id == bindparam("slot_id"),
    assignment.c.id != bindparam("but"),
    assignment.c.link.is_not(None),
    assignment.c.link_state == LinkState.SEEN,
)
_LOOKED = update(assignment).where(
    assignment.c.id == bindparam("row_id"),
    assignment.c.link == bindparam("looked_at"),
    assignment.c.link_next_at.is_not(None),
)
_PAUSED = select(assignment.c.id, assignment.c.sought_at).where(
    assignment.c.pusher_id == bindparam("pusher_id"),
    assignment.c.sought_at.is_not(None),
    assignment.c.found.is_(None),
)
_ASKED_ABOUT = (
    select(assignment.c.pusher_id, func.count())
    .select_from(assignment.join(slot).join(week, week.c.id == slot.c.week_id))
    .where(
        week.c.team_id == bindparam("team_id"),
        assignment.c.sought_at.is_not(None),
        assignment.c.found.is_(None),
        assignment.c.state == AssignmentState.DONE,
    )
    .group_by(assignment.c.pusher_id)
)
_CHANGE = update(assignment).where(assignment.c.id == bindparam("row_id"))


def _to_side(row: Sequence[Any]) -> Side:
    absence = Absence(row[3], row[4]) if row[3] is not None and row[4] is not None else None
    return Side(row[0], row[1] or "", Standing(row[2]), absence)


def _to_push(row: Sequence[Any]) -> Push:
    link_state, found = row[16], row[19]
    return Push(
        id=row[0],
        team_id=row[1],
        pusher=_to_side(row[2:7]),
        author=_to_side(row[7:12]),
        title=row[12],
        state=AssignmentState(row[13]),
        week_ends_at=row[14],
        link=row[15],
        link_state=LinkState(link_state) if link_state else None,
        told_at=row[17],
        sought_at=row[18],
        found=Found(found) if found else None,
        linked_at=row[20],
    )


def get(tx: Tx, assignment_id: int) -> Push | None:
    """Load an assignment with its two people, or None; one that is open to anyone has no pusher, and is None."""
    row = tx.execute(_ONE, {"id": assignment_id}).one_or_none()
    return None if row is None else _to_push(row)


def several(tx: Tx, ids: Collection[int]) -> dict[int, Push]:
    """Load some of them by their ids; without ids nothing is asked."""
    return {row[0]: _to_push(row) for row in tx.execute(_SEVERAL, {"ids": sorted(ids)})} if ids else {}


def sought(tx: Tx, now: datetime, most: int) -> list[Push]:
    """List what authors asked for and nobody answered in time, the longest waiting first.

    Where its pusher was away meanwhile it may be too early for it yet (domain.pushes.answer_until).
    """
    facts = {"now": now, "sought_by": now - ANSWER_FOR, "most": most}
    return [_to_push(row) for row in tx.execute(_SOUGHT, facts)]


def asked_about(tx: Tx, team_id: int) -> dict[int, int]:
    """Count by pusher the recommendations that their authors cannot find, and nobody has answered for yet."""
    return {row[0]: row[1] for row in tx.execute(_ASKED_ABOUT, {"team_id": team_id})}


def links_waiting(tx: Tx, now: datetime, most: int) -> list[tuple[int, str]]:
    """List the links that are to be looked at, as (assignment, link), the longest due first."""
    return [(row[0], row[1]) for row in tx.execute(_LINKS_WAITING, {"now": now, "most": most})]


def links_due(tx: Tx, ids: Collection[int]) -> list[LinkDue]:
    """Load some links with what is to be known for a look, the longest due first; without ids nothing is asked."""
    found = []
    for row in tx.execute(_LINKS, {"ids": sorted(ids)}).all() if ids else ():
        keys = frozenset(submission_keys.of(tx, row[5]))
        found.append(LinkDue(row[0], row[1], row[2], LinkState(row[3]), row[4], keys, row[6] or "", *row[7:10]))
    return found


def links_seen(tx: Tx, slot_id: int, but: int) -> list[str]:
    """List the links for a post in a week on which it was seen; `but`: without this assignment's."""
    return list(tx.execute(_LINKS_SEEN, {"slot_id": slot_id, "but": but}).scalars())


def looked(tx: Tx, due: LinkDue, **values: Any) -> bool:
    """Keep what came of a look; False where another link was given meanwhile, or none is to be looked at any more."""
    return tx.execute(_LOOKED.values(**values), {"row_id": due.id, "looked_at": due.url}).rowcount == 1


def change(tx: Tx, assignment_id: int, **values: Any) -> None:
    """Change columns of an assignment."""
    tx.execute(_CHANGE, {"row_id": assignment_id, **values})


def move_sought(tx: Tx, pusher_id: int, paused_at: datetime, now: datetime) -> None:
    """Give somebody who was paused until now as long to answer as they had when the pause began."""
    for assignment_id, sought_at in tx.execute(_PAUSED, {"pusher_id": pusher_id}).all():
        moved: timedelta = now - max(paused_at, sought_at)
        change(tx, assignment_id, sought_at=sought_at + moved)
