"""Proposing something to the team, and taking it back: each in a transaction."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.charter import check_version, parse_clauses
from teambot.domain.members import Member, Team, check_belongs
from teambot.domain.motion_views import MotionMoved, MotionProposed
from teambot.domain.motions import (
    CONCERN_MOST,
    LIVE,
    OTHER_MOST,
    REMOVAL_REST,
    EndedWhy,
    MotionKind,
    MotionState,
)
from teambot.domain.notices import NoticeKind
from teambot.domain.rules import RuleName
from teambot.domain.standings import BELONGING, Standing
from teambot.domain.words import check_words
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter_member, need_formed
from teambot.services.motions.known import check_not_over, enter_motion, loaded
from teambot.services.motions.opening import (
    check_brought,
    check_electors,
    check_room,
    electorate,
    end,
    open_motion,
    rule_of,
)
from teambot.services.motions.rule_values import check_value, values_of
from teambot.services.news import tell
from teambot.services.standings.team_states import close_team, closes_alone
from teambot.services.typed import typed
from teambot.storage import charters, members, motions, teams
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class ProposeAmendment:
    """The charter is to read so; `version` is the one that was before the proposer's eyes."""

    team_id: int
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class ProposeRule:
    """A rule is to have this value."""

    team_id: int
    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class ProposeSteward:
    """Somebody is to be steward, or no longer."""

    team_id: int
    membership_id: int
    release: bool


@dataclass(frozen=True, slots=True)
class ProposeClosing:
    """The team is to be closed."""

    team_id: int


@dataclass(frozen=True, slots=True)
class ProposeOther:
    """Something in the proposer's own words."""

    team_id: int
    words: str


@dataclass(frozen=True, slots=True)
class ProposeRemoval:
    """Somebody is to leave the team; another member is asked to second it before anybody else hears of it."""

    team_id: int
    membership_id: int
    concern: str
    seconder_id: int


Proposal = ProposeAmendment | ProposeRule | ProposeSteward | ProposeClosing | ProposeOther | ProposeRemoval


def propose(tx: Tx, caller: Caller, command: Proposal, now: datetime) -> MotionProposed:
    """Put something to the team."""
    team, member = enter_member(tx, caller, command.team_id)
    need_formed(tx, team)
    check_none_of_own(tx, team, member)
    check_brought(tx, member.id, now)
    match command:
        case ProposeAmendment():
            return _amend(tx, team, member, command, now)
        case ProposeRule():
            return _rule(tx, team, member, command, now)
        case ProposeSteward():
            return _steward(tx, team, member, command, now)
        case ProposeClosing():
            if closes_alone(tx, team, now):
                close_team(tx, team, now)
                return MotionProposed(0, MotionKind.CLOSE_TEAM, MotionState.CLOSED, None, "")
            motion_id = open_motion(tx, team, MotionKind.CLOSE_TEAM, now, proposer_id=member.id)
            return _proposed(tx, motion_id, "")
        case ProposeOther():
            words = check_words(typed(command.words), "motion-words", OTHER_MOST)
            motion_id = open_motion(tx, team, MotionKind.OTHER, now, proposer_id=member.id, proposal={"words": words})
            return _proposed(tx, motion_id, "")
        case ProposeRemoval():
            return _remove(tx, team, member, command, now)


def check_none_of_own(tx: Tx, team: Team, member: Member) -> None:
    """Refuse who has a motion under way. Raises Refusal("own-motion-private" | "motion-open-already")."""
    mine = next((one for one in motions.live(tx, team.id) if one.proposer_id == member.id), None)
    if mine is None:
        return
    if mine.state is MotionState.OPEN:
        raise Refusal("motion-open-already")
    raise Refusal("own-motion-private", name=members.name_of(tx, mine.subject_id))


def _amend(tx: Tx, team: Team, member: Member, command: ProposeAmendment, now: datetime) -> MotionProposed:
    charter = charters.current(tx, team.id)
    check_version(command.version, charter.version)
    text = "\n".join(parse_clauses("\n".join(typed(line) for line in command.text.splitlines())))
    if text == charter.text:
        raise Refusal("nothing-changes")
    proposal = {"text": text, "version": charter.version}
    motion_id = open_motion(tx, team, MotionKind.AMEND, now, proposer_id=member.id, proposal=proposal)
    return _proposed(tx, motion_id, "")


def _rule(tx: Tx, team: Team, member: Member, command: ProposeRule, now: datetime) -> MotionProposed:
    try:
        name = RuleName(command.rule)
    except ValueError:
        raise Refusal("unknown-rule") from None
    value = check_value(team, name, command.value)
    before = values_of(team, teams.voting_rules(tx, team.id))[name]
    if value == before:
        raise Refusal("nothing-changes")
    if any(one.kind is MotionKind.RULE and one.proposal["rule"] == name for one in motions.live(tx, team.id)):
        raise Refusal("motion-open-already")
    proposal = {"rule": str(name), "before": before, "value": value}
    motion_id = open_motion(tx, team, MotionKind.RULE, now, proposer_id=member.id, proposal=proposal)
    return _proposed(tx, motion_id, "")


def _steward(tx: Tx, team: Team, member: Member, command: ProposeSteward, now: datetime) -> MotionProposed:
    subject = _on_team(tx, team, command.membership_id)
    if command.release and not subject.steward:
        raise Refusal("no-steward", name=subject.name or "")
    if not command.release and subject.steward:
        raise Refusal("steward-already", name=subject.name or "")
    if not command.release and subject.standing is not Standing.MEMBER:
        raise Refusal("not-on-the-team")
    kind = MotionKind.RELEASE_STEWARD if command.release else MotionKind.NAME_STEWARD
    motion_id = open_motion(tx, team, kind, now, subject_id=subject.id, proposer_id=member.id)
    return _proposed(tx, motion_id, subject.name or "", own=subject.id == member.id)


def _remove(tx: Tx, team: Team, member: Member, command: ProposeRemoval, now: datetime) -> MotionProposed:
    subject = _on_team(tx, team, command.membership_id)
    if subject.id == member.id:
        raise Refusal("leave-yourself", team=team.name)
    seconder = _on_team(tx, team, command.seconder_id)
    if seconder.id in (member.id, subject.id) or seconder.standing is not Standing.MEMBER:
        raise Refusal("cannot-second")
    concern = check_words(typed(command.concern), "concern", CONCERN_MOST)
    failed_at = motions.last_failed_removal(tx, subject.id)
    if failed_at is not None and now < failed_at + REMOVAL_REST:
        raise Refusal("removal-rests", again=failed_at + REMOVAL_REST, name=subject.name or "")
    check_room(tx, team)
    rule = rule_of(tx, team.id, MotionKind.REMOVE, 1)
    check_electors(rule, len(electorate(tx, team.id, subject.id, now)))
    motion_id = motions.add(
        tx,
        team.id,
        MotionKind.REMOVE,
        MotionState.SECONDING,
        rule,
        now,
        subject_id=subject.id,
        proposer_id=member.id,
        seconder_id=seconder.id,
        concern=concern,
    )
    facts = {"motion_id": motion_id, "proposer": member.name or "", "subject": subject.name or ""}
    tell(tx, team.id, seconder.id, NoticeKind.SECOND_WANTED, facts, now)
    return _proposed(tx, motion_id, seconder.name or "")


def _on_team(tx: Tx, team: Team, membership_id: int) -> Member:
    found = members.get(tx, membership_id)
    if found is None or found.team_id != team.id or found.standing not in BELONGING:
        raise Refusal("not-on-the-team")
    return found


def _proposed(tx: Tx, motion_id: int, other: str, *, own: bool = False) -> MotionProposed:
    motion = loaded(tx, motion_id)
    return MotionProposed(motion.id, motion.kind, motion.state, motion.closes_at, other, own)


def withdraw(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
    """Take an own motion back."""
    team, found, motion = enter_motion(tx, caller, motion_id)
    member = check_belongs(found, team_name=team.name)
    if motion.proposer_id != member.id:
        raise Refusal("not-your-motion")
    if motion.state not in LIVE:
        raise Refusal("motion-closed")
    check_not_over(motion, now)
    end(tx, team, motion, EndedWhy.WITHDRAWN, now)
    return MotionMoved(motion.id, MotionState.CLOSED, None)
