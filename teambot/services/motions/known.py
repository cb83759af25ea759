"""Loading a motion that somebody names by its id, where it is theirs to know of and not over. It changes nothing."""

from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.motions import MotionKind
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter
from teambot.storage import members, motions
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx


def loaded(tx: Tx, motion_id: int) -> Motion:
    """Load a motion, or refuse an id that is none (any more)."""
    motion = motions.get(tx, motion_id)
    if motion is None:
        raise Refusal("no-such-motion")
    return motion


def known(tx: Tx, caller: Caller, motion_id: int) -> Motion:
    """Load a motion as `loaded` does; of a removal that was never voted on nobody else hears: an id can be forged.

    It is known to its proposer, to whom they asked to second it, and to the person once they were told.
    """
    motion = loaded(tx, motion_id)
    if motion.kind is not MotionKind.REMOVE or motion.opened_at is not None:
        return motion
    people = {motion.proposer_id, motion.seconder_id, motion.subject_id if motion.told_at is not None else None}
    reader = members.of(tx, motion.team_id, caller.discord_id)
    if reader is None or reader.id not in people:
        raise Refusal("no-such-motion")
    return motion


def enter_motion(tx: Tx, caller: Caller, motion_id: int) -> tuple[Team, Member | None, Motion]:
    """Lock the team of a motion, and load it and the caller's place anew; the id came from a button."""
    here = enter(tx, caller, known(tx, caller, motion_id).team_id)
    return here.team, here.member, loaded(tx, motion_id)


def check_not_over(motion: Motion, now: datetime) -> None:
    """Refuse to change a vote that has reached its end: what was voted stands, counted yet or not."""
    if motion.closes_at is not None and now >= motion.closes_at:
        raise Refusal("vote-over", ended=motion.closes_at)
