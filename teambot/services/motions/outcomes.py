"""What follows from a motion that was counted, in the transaction of its close. It counts nothing."""

from datetime import datetime

from teambot.domain.members import Team
from teambot.domain.motions import MotionKind, NotNow, Outcome
from teambot.domain.rules import RuleName
from teambot.domain.standings import BELONGING, Happening, Standing
from teambot.errors import Refusal
from teambot.services import charters, stewards
from teambot.services.applications.admissions import decided
from teambot.services.motions.rule_values import check_value, put_in_force
from teambot.services.standings.departures import depart
from teambot.services.standings.team_states import close_team
from teambot.storage import members
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx


def can_be_carried_out(tx: Tx, team: Team, motion: Motion) -> bool:
    """Say whether what a motion decided still can be.

    A rule's value may not go with one that was changed meanwhile, and who is paused by now can keep nothing running.
    """
    if motion.kind is MotionKind.NAME_STEWARD:
        subject = members.get(tx, motion.subject_id)
        return subject is not None and subject.standing is Standing.MEMBER
    if motion.kind is not MotionKind.RULE:
        return True
    try:
        check_value(team, RuleName(motion.proposal["rule"]), str(motion.proposal["value"]))
    except Refusal:
        return False
    return True


def carry_out(tx: Tx, team: Team, motion: Motion, result: Outcome, reasons: tuple[NotNow, ...], now: datetime) -> None:
    """Carry out what a motion decided; of an admission also that it was not carried or lapsed."""
    if motion.kind is MotionKind.ADMIT:
        decided(tx, team, motion, result, reasons, now)
        return
    if result is not Outcome.CARRIED:
        return
    match motion.kind:
        case MotionKind.REMOVE:
            _remove(tx, team, motion, now)
        case MotionKind.AMEND:
            charters.put_in_force(tx, team, str(motion.proposal["text"]), now)
        case MotionKind.RULE:
            put_in_force(tx, team, RuleName(motion.proposal["rule"]), str(motion.proposal["value"]), now)
        case MotionKind.NAME_STEWARD if motion.subject_id is not None:
            stewards.named(tx, team, motion.subject_id, now)
        case MotionKind.RELEASE_STEWARD if motion.subject_id is not None:
            stewards.released(tx, team, motion.subject_id, now)
        case MotionKind.CLOSE_TEAM:
            close_team(tx, team, now)
        case _:
            return  # something in words: the team's to do


def _remove(tx: Tx, team: Team, motion: Motion, now: datetime) -> None:
    subject = members.get(tx, motion.subject_id)
    if subject is not None and subject.standing in BELONGING:
        depart(tx, team, subject, Happening.REMOVED, now)
