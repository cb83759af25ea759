"""What follows in the store when somebody pauses, is away, leaves or comes back. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from teambot.domain.assignments import AssignmentState
from teambot.domain.members import TeamState
from teambot.domain.posts import SubmissionState
from teambot.domain.standings import Absence, Standing
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, membership, profile, slot, submission, team

_ABSENCES = select(membership.c.id, membership.c.away_from, membership.c.away_until).where(
    membership.c.team_id == bindparam("team_id"),
    membership.c.standing == Standing.MEMBER,
    membership.c.away_until.is_not(None),
)
_REACH = (
    select(profile.c.by_dm, membership.c.standing, membership.c.away_from, membership.c.away_until)
    .select_from(membership.outerjoin(profile))
    .where(membership.c.id == bindparam("id"))
)
_ASKED_FOR_POSTS_OF = (
    select(assignment.c.id, assignment.c.pusher_id, submission.c.title)
    .select_from(assignment.join(slot).join(submission, submission.c.id == slot.c.submission_id))
    .where(
        slot.c.membership_id == bindparam("author_id"),
        assignment.c.state.in_([AssignmentState.ASKED, AssignmentState.OPEN]),
    )
    .order_by(assignment.c.id)
)
_WITHDRAW = (
    update(submission)
    .where(
        submission.c.membership_id == bindparam("of"),
        submission.c.state.in_([SubmissionState.WAITING, SubmissionState.SHELVED]),
    )
    .values(state=SubmissionState.WITHDRAWN)
)
_HELD = select(func.count()).where(
    membership.c.team_id == bindparam("team_id"), membership.c.standing.in_([Standing.MEMBER, Standing.PAUSED])
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person may be reached unasked; `by_dm` is False where they have no profile."""

    by_dm: bool
    standing: Standing
    absence: Absence | None

    def quiet(self, now: datetime) -> bool:
        """Say whether nothing is sent to them: they are paused, or away at this moment."""
        return self.standing is Standing.PAUSED or (self.absence is not None and self.absence.covers(now))


def absences(tx: Tx, team_id: int) -> dict[int, Absence]:
    """Load the dates that a team's members gave, over or to come: {membership: dates}."""
    return {row[0]: Absence(row[1], row[2]) for row in tx.execute(_ABSENCES, {"team_id": team_id})}


def reach_of(tx: Tx, membership_id: int) -> Reach:
    """Load how a person may be reached."""
    row = tx.execute(_REACH, {"id": membership_id}).one()
    return Reach(bool(row[0]), Standing(row[1]), Absence(row[2], row[3]) if row[2] and row[3] else None)


def asks_for_posts_of(tx: Tx, author_id: int) -> list[tuple[int, int | None, str]]:
    """List the assignments on somebody's posts that wait for an answer: id, pusher (None: open to anyone), title."""
    return [(row[0], row[1], row[2]) for row in tx.execute(_ASKED_FOR_POSTS_OF, {"author_id": author_id})]


def withdraw_all(tx: Tx, membership_id: int) -> int:
    """Take back all of somebody's submissions that no plan has; gives how many."""
    return tx.execute(_WITHDRAW, {"of": membership_id}).rowcount


def belonging(tx: Tx, team_id: int) -> int:
    """Count a team's people: its members and those who are paused."""
    return int(tx.execute(_HELD, {"team_id": team_id}).scalar_one())


def set_state(tx: Tx, team_id: int, before: TeamState, after: TeamState, **values: datetime | None) -> bool:
    """Move a team on from one state to another; False where it was not in that state."""
    statement = update(team).where(team.c.id == team_id, team.c.state == before).values(state=after, **values)
    return tx.execute(statement).rowcount == 1
