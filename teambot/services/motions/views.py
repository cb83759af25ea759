"""What people are shown of motions. It changes nothing, and gives no choice but a voter's own to that voter."""

from datetime import datetime

from teambot.domain.members import Member, Team
from teambot.domain.motion_views import (
    Amendment,
    Candidate,
    Concern,
    MotionShown,
    Proposable,
    Receipt,
    RuleChange,
    Seconding,
)
from teambot.domain.motions import (
    REMOVAL_REST,
    Choice,
    MotionKind,
    MotionState,
    Tally,
    may_pause,
    quorum,
    shows_totals,
    tally,
)
from teambot.domain.rules import RuleName
from teambot.domain.standings import Standing
from teambot.services.applications.cards import candidate
from teambot.services.motions.rule_values import values_of
from teambot.services.standings.team_states import closes_alone
from teambot.storage import charters, members, motions, teams
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx


def shown(tx: Tx, team: Team, motion: Motion) -> MotionShown:
    """Gather what everybody of the team may see of a motion."""
    closed = motion.state is MotionState.CLOSED
    count = _closed(tx, motion) if closed else tally(one.vote() for one in motions.electors(tx, motion.id))
    proposal = motion.proposal
    return MotionShown(
        motion_id=motion.id,
        team_id=team.id,
        team_name=team.name,
        language=team.language,
        kind=motion.kind,
        state=motion.state,
        subject=members.name_of(tx, motion.subject_id),
        proposer=members.name_of(tx, motion.proposer_id),
        words=str(proposal.get("words", "")),
        rule_change=_rule_change(motion),
        amendment=_amendment(tx, team, motion),
        candidate=_candidate(tx, motion),
        run=motion.run,
        rule=motion.rule,
        electorate=count.electorate,
        quorum=quorum(count.electorate),
        voted=count.voted,
        opened_at=motion.opened_at,
        closes_at=motion.closes_at,
        closed_at=motion.closed_at,
        outcome=motion.outcome,
        ended_why=motion.ended_why,
        totals=count if closed and shows_totals(count) else None,
        has_concern=motion.kind is MotionKind.REMOVE and motion.state is MotionState.OPEN,
    )


def _closed(tx: Tx, motion: Motion) -> Tally:
    """Count a closed motion again, from the slips: the choices that counted, without names."""
    slips = motions.slips(tx, motion.id)
    counts = (slips.count(choice) for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    return Tally(motion.electorate or 0, *counts)


def _rule_change(motion: Motion) -> RuleChange | None:
    if motion.kind is not MotionKind.RULE:
        return None
    proposal = motion.proposal
    return RuleChange(RuleName(proposal["rule"]), str(proposal["before"]), str(proposal["value"]))


def _amendment(tx: Tx, team: Team, motion: Motion) -> Amendment | None:
    if motion.kind is not MotionKind.AMEND:
        return None
    version = int(motion.proposal["version"])
    before = charters.version(tx, team.id, version)
    clauses = before.clauses if before is not None else ()
    return Amendment(version + 1, clauses, tuple(str(motion.proposal["text"]).split("\n")))


def _candidate(tx: Tx, motion: Motion) -> Candidate | None:
    if motion.application_id is None:
        return None
    return candidate(tx, motion.application_id)


def receipt(tx: Tx, team: Team, motion: Motion, member: Member) -> Receipt:
    """Gather a motion with the reader's own ballot."""
    own = next((one for one in motions.electors(tx, motion.id) if one.membership_id == member.id), None)
    may_vote = own is not None and motion.state is MotionState.OPEN and member.standing is Standing.MEMBER
    choice, reasons = (own.choice, own.reasons) if own is not None else (None, ())
    proposed = motion.proposer_id == member.id and motion.state is not MotionState.CLOSED
    return Receipt(shown(tx, team, motion), may_vote, choice, reasons, proposed)


def concern(tx: Tx, team: Team, motion: Motion, reader: Member) -> Concern:
    """Gather a removal's concern for the person concerned, or for a member once it is voted on."""
    own = reader.id == motion.subject_id
    reading = motion.state is MotionState.READING
    rests = pause_rests(tx, motion) if own else None
    return Concern(
        motion_id=motion.id,
        team_name=team.name,
        subject=members.name_of(tx, motion.subject_id),
        proposer=members.name_of(tx, motion.proposer_id),
        seconder=members.name_of(tx, motion.seconder_id),
        concern=motion.concern or "",
        answer=motion.answer or "",
        state=motion.state,
        answer_ends_at=motion.answer_ends_at if own and reading else None,
        closes_at=motion.closes_at,
        own=own,
        may_answer=own and reading,
        may_pause=own and may_pause(motion.state, reader.standing) and rests is None,
        pause_rests=rests is not None,
    )


def pause_rests(tx: Tx, motion: Motion) -> datetime | None:
    """Say until when a removal offers no pause, as one about the same person was ended by it; None: it offers one.

    Once in 90 days, as a removal that failed: else no vote on who comes back the next second would ever be counted.
    """
    taken_at = motions.last_pause_taken(tx, motion.subject_id) if motion.subject_id is not None else None
    rests = taken_at is not None and motion.told_at is not None and motion.told_at < taken_at + REMOVAL_REST
    return taken_at + REMOVAL_REST if rests and taken_at is not None else None


def seconding(tx: Tx, team: Team, motion: Motion) -> Seconding:
    """Gather what somebody reads before they second a removal."""
    subject, proposer = members.name_of(tx, motion.subject_id), members.name_of(tx, motion.proposer_id)
    return Seconding(motion.id, team.name, subject, proposer, motion.concern or "")


def proposable(tx: Tx, team: Team, member: Member, now: datetime) -> Proposable:
    """Gather what a member may propose from."""
    charter = charters.current(tx, team.id)
    people = members.belonging(tx, team.id)
    voting = teams.voting_rules(tx, team.id)
    return Proposable(
        team_id=team.id,
        team_name=team.name,
        member_id=member.id,
        decision_days=voting.decision_days,
        version=charter.version,
        charter=charter.text,
        rules=tuple(values_of(team, voting).items()),
        people=tuple((one.id, one.name or "") for one in people if one.id != member.id),
        stewards=tuple(one.id for one in people if one.steward),
        seconders=tuple(one.id for one in people if one.id != member.id and one.standing is Standing.MEMBER),
        amending=any(one.kind is MotionKind.AMEND for one in motions.live(tx, team.id)),
        closes_alone=closes_alone(tx, team, now),
    )
