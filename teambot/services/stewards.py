"""Who is steward: named and released by votes, and looked after, so that no team goes long without one.

The functions with a `tx` are for the transaction of whoever has locked the team's row.
"""

from datetime import datetime

from teambot.domain.members import Team
from teambot.domain.motions import MotionKind
from teambot.domain.notices import NoticeKind
from teambot.domain.stewards import (
    FIRST_TERM,
    NAMING_EVERY,
    QUIET,
    ActKind,
    Stewardship,
    to_name,
    unattended,
)
from teambot.errors import Refusal
from teambot.services.by_team import each_team
from teambot.services.motions.opening import open_motion
from teambot.services.news import tell
from teambot.storage import members, motions, notices, standings, stewards
from teambot.storage.runner import Runner, Tx


def named(tx: Tx, team: Team, membership_id: int, now: datetime) -> None:
    """Make somebody steward, as a vote decided: a team's first for 12 weeks, any other until a vote releases them.

    Whoever was none before is told what a steward does.
    """
    before = members.get(tx, membership_id)
    first = not stewards.had_one(tx, team.id)
    members.change(tx, membership_id, steward_since=now, steward_until=now + FIRST_TERM if first else None)
    stewards.note(tx, team.id, membership_id, ActKind.NAMED, {}, now)
    if before is not None and not before.steward:
        tell(tx, team.id, membership_id, NoticeKind.NAMED_STEWARD, {"team": team.name}, now)


def released(tx: Tx, team: Team, membership_id: int, now: datetime) -> None:
    """End somebody's stewardship, as a vote decided or because their term is over."""
    members.change(tx, membership_id, steward_since=None, steward_until=None)
    notices.settle(tx, [NoticeKind.LIGHT_WEEK], now, team_id=team.id, membership_id=membership_id)
    stewards.note(tx, team.id, membership_id, ActKind.RELEASED, {}, now)


async def watch_due(db: Runner, now: datetime) -> int:
    """See to it that each team at work has a steward; gives how many motions were opened and terms ended.

    A first steward whose 12 weeks are over is put to the vote again, and stays until it closes. Where there is no
    steward, or none has given a sign of life for three weeks, somebody else is proposed, at most every four weeks.
    """
    return await each_team(db, _due, _watch, now)


def _due(tx: Tx, now: datetime) -> list[int]:
    return stewards.watched(tx, now, now - QUIET, now - NAMING_EVERY)


def _watch(tx: Tx, team: Team, now: datetime) -> int:
    done = sum(_at_term(tx, team, one, now) for one in stewards.of_team(tx, team.id))
    if not unattended(stewards.of_team(tx, team.id), now):
        return done
    last = stewards.last_naming(tx, team.id)
    if last is not None and now < last + NAMING_EVERY:
        return done
    absences = standings.absences(tx, team.id)
    away = {one for one, absence in absences.items() if absence.covers(now)}
    candidates = tuple(one for one in stewards.may_be_named(tx, team.id) if one.membership_id not in away)
    chosen = to_name(candidates)
    return done + (chosen is not None and _put_to_vote(tx, team, chosen, now))


def _at_term(tx: Tx, team: Team, steward: Stewardship, now: datetime) -> bool:
    """Put a first steward whose weeks are over to the vote again; where that did not carry, release them."""
    if steward.until is None or now < steward.until:
        return False
    if stewards.rejected_since(tx, steward.membership_id, steward.until):
        released(tx, team, steward.membership_id, now)
        return True
    return _put_to_vote(tx, team, steward.membership_id, now)


def _put_to_vote(tx: Tx, team: Team, membership_id: int, now: datetime) -> bool:
    """Open the motion, unless one to name a steward runs; where none can open now, a later look tries again."""
    if any(one.kind is MotionKind.NAME_STEWARD for one in motions.live(tx, team.id)):
        return False
    try:
        open_motion(tx, team, MotionKind.NAME_STEWARD, now, subject_id=membership_id)
    except Refusal:
        return False
    return True
