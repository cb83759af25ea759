"""Motions, their electors and ballots in the store. It decides nothing, and counts nothing but rows."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from teambot.domain.motions import LIVE, Choice, CountRule, EndedWhy, MotionKind, MotionState, NotNow, Outcome, Vote
from teambot.domain.standings import Standing
from teambot.storage.constant import constant
from teambot.storage.insert import insert_row, refused_as
from teambot.storage.runner import Tx
from teambot.storage.tables import ballot, elector, interaction, membership, motion, slip

_shuffler = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion as it is stored; `subject_id` is the person concerned, `proposer_id` empty where the bot proposed."""

    id: int
    team_id: int
    kind: MotionKind
    state: MotionState
    subject_id: int | None
    proposer_id: int | None
    seconder_id: int | None
    application_id: int | None
    proposal: Mapping[str, Any]
    concern: str | None
    answer: str | None
    run: int
    rule: CountRule
    proposed_at: datetime
    told_at: datetime | None
    read_at: datetime | None
    answer_ends_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    reminded_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    ended_why: EndedWhy | None
    electorate: int | None


@dataclass(frozen=True, slots=True)
class Elector:
    """Somebody of the electorate: away at the opening, and their vote as it stands."""

    membership_id: int
    away: bool
    standing: Standing
    choice: Choice | None
    reasons: tuple[NotNow, ...]

    def vote(self) -> Vote:
        """Give what the count needs: who is no member at this moment is not present."""
        return Vote(self.away, self.standing is Standing.MEMBER, self.choice)


_LIVE = motion.c.state.in_([constant(state) for state in LIVE])
_ALL = select(motion)
_BY_ID = _ALL.where(motion.c.id == bindparam("id"))
_OF_TEAM = _ALL.where(motion.c.team_id == bindparam("team_id"), _LIVE).order_by(motion.c.id)
_BROUGHT = select(motion.c.proposed_at).where(
    motion.c.proposer_id == bindparam("proposer_id"), motion.c.proposed_at > bindparam("since")
)
_CHANGE = update(motion).where(motion.c.id == bindparam("row_id"))
_ELECTORS = (
    select(elector.c.membership_id, elector.c.away, membership.c.standing, ballot.c.choice, ballot.c.reasons)
    .select_from(
        elector.join(membership, membership.c.id == elector.c.membership_id).outerjoin(
            ballot,
            (ballot.c.motion_id == elector.c.motion_id) & (ballot.c.membership_id == elector.c.membership_id),
        )
    )
    .where(elector.c.motion_id == bindparam("motion_id"))
    .order_by(elector.c.membership_id)
)


def _to_motion(row: Any) -> Motion:
    values = dict(row._mapping)
    values["kind"] = MotionKind(values["kind"])
    values["state"] = MotionState(values["state"])
    values["rule"] = CountRule.from_json(values.pop("rules"))
    values["outcome"] = Outcome(values["outcome"]) if values["outcome"] else None
    values["ended_why"] = EndedWhy(values["ended_why"]) if values["ended_why"] else None
    return Motion(**values)


def add(
    tx: Tx,
    team_id: int,
    kind: MotionKind,
    state: MotionState,
    rule: CountRule,
    now: datetime,
    *,
    proposal: Mapping[str, Any] | None = None,
    **values: Any,
) -> int:
    """Insert a motion; gives its id.

    Raises Refusal("motion-open-already") where the schema knows of a live one of this kind about this person, of an
    amendment, or of one by this proposer.
    """
    with refused_as(tx, "motion-open-already"):
        return insert_row(
            tx,
            motion,
            team_id=team_id,
            kind=kind,
            state=state,
            rules=rule.as_json(),
            proposed_at=now,
            proposal=dict(proposal or {}),
            **values,
        )


def get(tx: Tx, motion_id: int) -> Motion | None:
    """Load a motion, or None."""
    row = tx.execute(_BY_ID, {"id": motion_id}).one_or_none()
    return _to_motion(row) if row else None


def live(tx: Tx, team_id: int) -> list[Motion]:
    """List a team's motions that have not closed, the oldest first."""
    return [_to_motion(row) for row in tx.execute(_OF_TEAM, {"team_id": team_id})]


def brought(tx: Tx, proposer_id: int, since: datetime) -> list[datetime]:
    """List when somebody proposed their motions after a moment, however those ended."""
    facts = {"proposer_id": proposer_id, "since": since}
    return list(tx.scalars(_BROUGHT, facts))


def change(tx: Tx, motion_id: int, **values: Any) -> None:
    """Change columns of a motion."""
    tx.execute(_CHANGE, {"row_id": motion_id, **values})


def last_failed_removal(tx: Tx, subject_id: int) -> datetime | None:
    """Load when the last vote on removing somebody closed without carrying, or None."""
    moment: datetime | None = tx.scalar(
        select(func.max(motion.c.closed_at)).where(
            motion.c.subject_id == subject_id,
            motion.c.kind == MotionKind.REMOVE,
            motion.c.outcome.in_([Outcome.NOT_CARRIED, Outcome.NO_QUORUM]),
        )
    )
    return moment


def last_pause_taken(tx: Tx, subject_id: int) -> datetime | None:
    """Load when somebody last ended a removal by taking the pause, or None."""
    moment: datetime | None = tx.scalar(
        select(func.max(motion.c.closed_at)).where(
            motion.c.subject_id == subject_id,
            motion.c.kind == MotionKind.REMOVE,
            motion.c.ended_why == EndedWhy.PAUSED,
        )
    )
    return moment


def freeze(tx: Tx, motion_id: int, electors: Iterable[tuple[int, bool]]) -> None:
    """Insert the electorate: membership, and whether they are away at the opening."""
    rows = [{"motion_id": motion_id, "membership_id": one, "away": away} for one, away in electors]
    if rows:
        tx.execute(insert(elector), rows)


def electors(tx: Tx, motion_id: int) -> list[Elector]:
    """List the electorate with how each stands now and what each has chosen so far."""
    return [
        Elector(row[0], row[1], Standing(row[2]), Choice(row[3]) if row[3] else None, _reasons(row[4]))
        for row in tx.execute(_ELECTORS, {"motion_id": motion_id})
    ]


def _reasons(stored: Sequence[str] | None) -> tuple[NotNow, ...]:
    return tuple(NotNow(one) for one in stored or ())


_CAST = update(ballot).where(ballot.c.motion_id == bindparam("of_motion"), ballot.c.membership_id == bindparam("of"))


def cast(tx: Tx, motion_id: int, membership_id: int, choice: Choice, reasons: Sequence[NotNow]) -> bool:
    """Insert an elector's ballot, or replace it in place; gives whether there was one before.

    For a use case that has locked the team: two devices come one after the other.
    """
    said = {"choice": choice, "reasons": [str(one) for one in reasons]}
    replaced = tx.execute(_CAST, {"of_motion": motion_id, "of": membership_id, **said}).rowcount == 1
    if not replaced:
        tx.execute(insert(ballot).values(motion_id=motion_id, membership_id=membership_id, **said))
    return replaced


def erase_choices(tx: Tx, motion_id: int, *, keep: Sequence[Choice]) -> None:
    """Keep of a closing motion the counted choices alone: nameless slips, shuffled and with ids of their own.

    The ballots, the electors, the concern and its answer, and the stored answers to who voted go, in the caller's
    transaction (product.md, promise 3).
    """
    choices = list(keep)
    _shuffler.shuffle(choices)
    for table in (ballot, elector, interaction):
        tx.execute(delete(table).where(table.c.motion_id == motion_id))
    if choices:
        tx.execute(insert(slip), [{"motion_id": motion_id, "choice": choice} for choice in choices])
    change(tx, motion_id, concern=None, answer=None)


def slips(tx: Tx, motion_id: int) -> list[Choice]:
    """List what is left of a closed motion's ballots."""
    return [Choice(one) for one in tx.scalars(select(slip.c.choice).where(slip.c.motion_id == motion_id))]


def drop_elector(tx: Tx, membership_id: int) -> list[int]:
    """Take somebody who leaves out of every electorate, with their ballots; gives the motions."""
    ids = list(tx.scalars(select(elector.c.motion_id).where(elector.c.membership_id == membership_id)))
    for table in (ballot, elector):
        tx.execute(delete(table).where(table.c.membership_id == membership_id))
    return ids
