"""Proposing, seconding, reading, answering: the steps of a motion before anybody votes, each in a transaction."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.charter import parse_clauses
from teambot.domain.members import Member, Team, check_belongs
from teambot.domain.motion_views import MotionMoved, MotionProposed
from teambot.domain.motions import (
    CONCERN_MOST,
    LIVE,
    OTHER_MOST,
    REMOVAL_REST,
    SECOND_TIME,
    EndedWhy,
    MotionKind,
    MotionState,
)
from teambot.domain.notices import NoticeKind
from teambot.domain.rules import RuleName
from teambot.domain.standings import PauseReason, Standing
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter, enter_member, need_formed
from teambot.services.departures import pause
from teambot.services.motion_views import time_to_answer
from teambot.services.motions import (
    check_electors,
    check_room,
    electorate,
    end,
    name_of,
    open_motion,
    open_removal,
    rule_of,
)
from teambot.services.news import tell
from teambot.services.rule_values import check_value, values_of
from teambot.services.typed import typed
from teambot.storage import members, motions, teams
from teambot.storage.motions import Motion
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


@dataclass(frozen=True, slots=True)
class Second:
    """Whether the one who was asked seconds a removal."""

    motion_id: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class AnswerConcern:
    """What the person concerned answers; the vote opens with it."""

    motion_id: int
    words: str


Proposal = ProposeAmendment | ProposeRule | ProposeSteward | ProposeClosing | ProposeOther | ProposeRemoval


def propose(tx: Tx, caller: Caller, command: Proposal, now: datetime) -> MotionProposed:
    """Put something to the team."""
    team, member = enter_member(tx, caller, command.team_id)
    need_formed(tx, team)
    match command:
        case ProposeAmendment():
            return _amend(tx, team, member, command, now)
        case ProposeRule():
            return _rule(tx, team, member, command, now)
        case ProposeSteward():
            return _steward(tx, team, member, command, now)
        case ProposeClosing():
            motion_id = open_motion(tx, team, MotionKind.CLOSE_TEAM, now, proposer_id=member.id)
            return _proposed(tx, motion_id, "")
        case ProposeOther():
            words = _said(command.words, "motion-words", OTHER_MOST)
            motion_id = open_motion(tx, team, MotionKind.OTHER, now, proposer_id=member.id, proposal={"words": words})
            return _proposed(tx, motion_id, "")
        case ProposeRemoval():
            return _remove(tx, team, member, command, now)


def _amend(tx: Tx, team: Team, member: Member, command: ProposeAmendment, now: datetime) -> MotionProposed:
    version, standing = teams.current_charter(tx, team.id)
    if command.version != version:
        raise Refusal("charter-changed-meanwhile", version=version)
    text = "\n".join(parse_clauses("\n".join(typed(line) for line in command.text.splitlines())))
    if text == standing:
        raise Refusal("nothing-changes")
    proposal = {"text": text, "version": version}
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
    return _proposed(tx, motion_id, subject.name or "")


def _remove(tx: Tx, team: Team, member: Member, command: ProposeRemoval, now: datetime) -> MotionProposed:
    subject = _on_team(tx, team, command.membership_id)
    if subject.id == member.id:
        raise Refusal("leave-yourself", team=team.name)
    seconder = _on_team(tx, team, command.seconder_id)
    if seconder.id in (member.id, subject.id) or seconder.standing is not Standing.MEMBER:
        raise Refusal("cannot-second")
    concern = _said(command.concern, "concern", CONCERN_MOST)
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
    if found is None or found.team_id != team.id or found.standing not in (Standing.MEMBER, Standing.PAUSED):
        raise Refusal("not-on-the-team")
    return found


def _said(text: str, field: str, most: int) -> str:
    words = typed(text)
    if not words:
        raise Refusal("empty-field", field=field)
    if len(words) > most:
        raise Refusal("too-long", field=field, most=most, length=len(words))
    return words


def _proposed(tx: Tx, motion_id: int, other: str) -> MotionProposed:
    motion = loaded(tx, motion_id)
    return MotionProposed(motion.id, motion.kind, motion.state, motion.closes_at, other)


def loaded(tx: Tx, motion_id: int) -> Motion:
    """Load a motion, or refuse an id that is none (any more)."""
    motion = motions.get(tx, motion_id)
    if motion is None:
        raise Refusal("no-such-motion")
    return motion


def enter_motion(tx: Tx, caller: Caller, motion_id: int) -> tuple[Team, Member | None, Motion]:
    """Lock the team of a motion, and load it and the caller's place anew; the id came from a button."""
    here = enter(tx, caller, loaded(tx, motion_id).team_id)
    return here.team, here.member, loaded(tx, motion_id)


def second(tx: Tx, caller: Caller, command: Second, now: datetime) -> MotionMoved:
    """Second a removal, or not: then it ends. Seconded, the person concerned is told first, and alone."""
    team, found, motion = enter_motion(tx, caller, command.motion_id)
    if found is None or found.id != motion.seconder_id:
        raise Refusal("not-asked-to-second")
    if motion.state is not MotionState.SECONDING:
        raise Refusal("seconding-over")
    if not command.agreed:
        end(tx, team, motion, EndedWhy.NOT_SECONDED, now)
        return MotionMoved(motion.id, MotionState.CLOSED, None)
    if check_belongs(found, team_name=team.name).standing is Standing.PAUSED:
        raise Refusal("you-are-paused", team=team.name)
    check_room(tx, team)
    motions.change(tx, motion.id, state=MotionState.READING, told_at=now)
    facts = {
        "motion_id": motion.id,
        "proposer": name_of(tx, motion.proposer_id),
        "seconder": name_of(tx, motion.seconder_id),
    }
    if motion.subject_id is not None:
        tell(tx, team.id, motion.subject_id, NoticeKind.CONCERN, facts, now)
    return MotionMoved(motion.id, MotionState.READING, None)


def _enter_own(tx: Tx, caller: Caller, motion_id: int) -> tuple[Team, Member, Motion]:
    """Load a live removal for the person whom it concerns, or refuse everybody else."""
    team, found, motion = enter_motion(tx, caller, motion_id)
    if found is None or motion.kind is not MotionKind.REMOVE or found.id != motion.subject_id:
        raise Refusal("not-about-you")
    if motion.state not in LIVE or motion.state is MotionState.SECONDING:
        raise Refusal("motion-closed")
    return team, found, motion


def open_concern(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
    """Note that the person concerned has opened the concern: the two days to answer start."""
    _, subject, motion = _enter_own(tx, caller, motion_id)
    if motion.read_at is None and motion.state is MotionState.READING:
        motions.change(tx, motion.id, read_at=now)
    return MotionMoved(motion.id, motion.state, time_to_answer(loaded(tx, motion.id), subject))


def answer(tx: Tx, caller: Caller, command: AnswerConcern, now: datetime) -> MotionMoved:
    """Take the answer; the vote opens with it."""
    team, _, motion = _enter_own(tx, caller, command.motion_id)
    if motion.state is not MotionState.READING:
        raise Refusal("answer-time-over")
    motions.change(tx, motion.id, answer=_said(command.words, "answer", CONCERN_MOST), read_at=motion.read_at or now)
    closes_at = open_removal(tx, team, motion, now)
    return MotionMoved(motion.id, MotionState.OPEN if closes_at else MotionState.CLOSED, closes_at)


def take_pause(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
    """Take the pause that is offered: it ends the motion, unless its vote is over and waits to be counted."""
    team, subject, motion = _enter_own(tx, caller, motion_id)
    _check_not_over(motion, now)
    end(tx, team, motion, EndedWhy.PAUSED, now)
    if subject.standing is Standing.MEMBER:
        pause(tx, team, subject, PauseReason.REMOVAL, now)
    return MotionMoved(motion.id, MotionState.CLOSED, None)


def withdraw(tx: Tx, caller: Caller, motion_id: int, now: datetime) -> MotionMoved:
    """Take an own motion back."""
    team, found, motion = enter_motion(tx, caller, motion_id)
    member = check_belongs(found, team_name=team.name)
    if motion.proposer_id != member.id:
        raise Refusal("not-your-motion")
    if motion.state not in LIVE:
        raise Refusal("motion-closed")
    _check_not_over(motion, now)
    end(tx, team, motion, EndedWhy.WITHDRAWN, now)
    return MotionMoved(motion.id, MotionState.CLOSED, None)


def _check_not_over(motion: Motion, now: datetime) -> None:
    """Refuse to end a vote that has reached its end: what was voted stands, counted yet or not."""
    if motion.closes_at is not None and now >= motion.closes_at:
        raise Refusal("vote-over", ended=motion.closes_at)


def move_on(tx: Tx, team: Team, motion: Motion, now: datetime) -> bool:
    """Move a removal on whose time has come: not seconded in seven days it ends, unanswered it is voted on."""
    if motion.state is MotionState.SECONDING:
        if now < motion.proposed_at + SECOND_TIME:
            return False
        end(tx, team, motion, EndedWhy.NOT_SECONDED, now)
        return True
    subject = members.get(tx, motion.subject_id) if motion.subject_id is not None else None
    over = time_to_answer(motion, subject) if subject is not None else None
    if motion.state is not MotionState.READING or over is None or now < over:
        return False
    open_removal(tx, team, motion, now)
    return True
