"""Opening and ending motions, in the transaction of whoever decides so. It counts nothing and carries nothing out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.announcements import MessageKind
from teambot.domain.members import Team
from teambot.domain.motions import (
    BROUGHT_WITHIN,
    MOST_BROUGHT,
    MOST_OPEN,
    SECOND_RUN,
    Choice,
    CountRule,
    EndedWhy,
    MotionKind,
    MotionState,
    Outcome,
    brings_again,
    can_carry,
    closes,
)
from teambot.domain.notices import OF_A_VOTE, NoticeKind
from teambot.domain.rules import count_rule
from teambot.domain.standings import Standing
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.services.news import announce, tell
from teambot.storage import members, motions, notices, outbox, teams, weeks
from teambot.storage.motions import Motion
from teambot.storage.runner import Tx

CARD_KEEPS = timedelta(days=7)  # after its end a card that could never be sent tells nothing


def open_motion(
    tx: Tx,
    team: Team,
    kind: MotionKind,
    now: datetime,
    *,
    subject_id: int | None = None,
    proposer_id: int | None = None,
    application_id: int | None = None,
    proposal: Mapping[str, Any] | None = None,
    run: int = 1,
) -> int:
    """Open a vote: its rules and its electorate are frozen, its card goes to the channel; gives the motion's id.

    For a use case that has locked the team. Raises Refusal: "three-motions-open", "motion-open-already",
    "too-few-electors" where so few may vote that nothing could be carried.
    """
    check_room(tx, team)
    electors = electorate(tx, team.id, subject_id, now)
    rule = rule_of(tx, team.id, kind, run)
    check_electors(rule, len(electors))
    motion_id = motions.add(
        tx,
        team.id,
        kind,
        MotionState.OPEN,
        rule,
        now,
        proposal=proposal,
        subject_id=subject_id,
        proposer_id=proposer_id,
        application_id=application_id,
        run=run,
        opened_at=now,
        closes_at=closes(now, rule),
    )
    _begin(tx, team, motion_id, electors, closes(now, rule), now)
    return motion_id


def open_removal(tx: Tx, team: Team, motion: Motion, now: datetime) -> datetime | None:
    """Open the vote on a removal that its person has read and could answer; gives its end.

    Where too few are left who may vote it ends instead, and None is given.
    """
    electors = electorate(tx, team.id, motion.subject_id, now)
    rule = rule_of(tx, team.id, motion.kind, 1)
    if not can_carry(rule, len(electors)):
        end(tx, team, motion, EndedWhy.TOO_FEW, now)
        return None
    closes_at = closes(now, rule)
    state = MotionState.OPEN
    motions.change(tx, motion.id, state=state, opened_at=now, closes_at=closes_at, rules=rule.as_json())
    _begin(tx, team, motion.id, electors, closes_at, now)
    return closes_at


def _begin(
    tx: Tx, team: Team, motion_id: int, electors: list[tuple[int, bool]], closes_at: datetime, now: datetime
) -> None:
    motions.freeze(tx, motion_id, electors)
    payload = {"motion_id": motion_id}
    announce(tx, team, MessageKind.MOTION, card_key(motion_id), payload, closes_at + CARD_KEEPS, now)


def rule_of(tx: Tx, team_id: int, kind: MotionKind, run: int) -> CountRule:
    """Give how a motion that opens now is counted; an admission's second run takes three days."""
    rule = count_rule(kind, teams.voting_rules(tx, team_id))
    if run > 1:
        return CountRule(SECOND_RUN.days, rule.share_over, rule.share_of, rule.strictly, rule.of_all, rule.least_yes)
    return rule


def electorate(tx: Tx, team_id: int, subject_id: int | None, now: datetime) -> list[tuple[int, bool]]:
    """List who may vote on a motion that opens now, less the person concerned, and whether they are away."""
    people = members.all_of(tx, team_id, Standing.MEMBER)
    return [(one.id, one.standing_at(now) is Standing.AWAY) for one in people if one.id != subject_id]


def check_room(tx: Tx, team: Team) -> None:
    """Refuse a motion while three are under way (product.md, Voting).

    Raises Refusal: "three-motions-open" with when the next closes, "three-motions-under-way" where none is voted on.
    """
    under_way = [one for one in motions.live(tx, team.id) if one.state is not MotionState.SECONDING]
    if len(under_way) >= MOST_OPEN:
        ends = [one.closes_at for one in under_way if one.closes_at is not None]
        if not ends:
            raise Refusal("three-motions-under-way")
        raise Refusal("three-motions-open", most=MOST_OPEN, closes=min(ends))


def check_brought(tx: Tx, member_id: int, now: datetime) -> None:
    """Refuse who has brought three motions within a week. Raises Refusal("three-motions-brought")."""
    again = brings_again(motions.brought(tx, member_id, now - BROUGHT_WITHIN), now)
    if again is not None:
        raise Refusal("three-motions-brought", most=MOST_BROUGHT, again=again)


def check_electors(rule: CountRule, electors: int) -> None:
    """Refuse a motion that so few could never carry."""
    if not can_carry(rule, electors):
        raise Refusal("too-few-electors", least=rule.least_yes, voters=electors)


def end(tx: Tx, team: Team, motion: Motion, why: EndedWhy, now: datetime) -> None:
    """End a motion without a count: everything of who chose what goes, its card says so.

    Whom a removal was known to is told: the person once they were told of it, proposer and seconder.
    """
    conclude(tx, team, motion, Outcome.ENDED, now, why=why)
    redraw(tx, team, motion, now)
    redraw_week(tx, team, motion, now)
    if motion.kind is MotionKind.REMOVE:
        _tell_of_end(tx, team, motion, why, now)


def conclude(
    tx: Tx,
    team: Team,
    motion: Motion,
    outcome: Outcome,
    now: datetime,
    *,
    why: EndedWhy | None = None,
    electorate: int | None = None,
    counted: Sequence[Choice] = (),
) -> None:
    """Write down how a motion ended, forget who chose what, and take what was said of it as read.

    `counted` are the choices that a count stands on, `electorate` of how many; `why` it ended without one.
    """
    motions.change(
        tx,
        motion.id,
        state=MotionState.CLOSED,
        outcome=outcome,
        ended_why=why,
        closed_at=now,
        electorate=electorate,
    )
    motions.erase_choices(tx, motion.id, keep=counted)
    notices.settle(tx, OF_A_VOTE, now, team_id=team.id, motion_id=motion.id)


def _tell_of_end(tx: Tx, team: Team, motion: Motion, why: EndedWhy, now: datetime) -> None:
    subject = members.name_of(tx, motion.subject_id)
    if motion.state is MotionState.SECONDING:
        if motion.proposer_id is not None and why is EndedWhy.NOT_SECONDED:
            tell(tx, team.id, motion.proposer_id, NoticeKind.NOT_SECONDED, {"subject": subject}, now)
        return
    facts = {"motion_id": motion.id, "why": str(why)}
    if motion.subject_id is not None:
        own = {"own": "yes", "team_id": team.id}
        tell(tx, team.id, motion.subject_id, NoticeKind.REMOVAL_ENDED, facts | own, now)
    for one in dict.fromkeys((motion.proposer_id, motion.seconder_id)):
        if one is not None:
            tell(tx, team.id, one, NoticeKind.REMOVAL_ENDED, facts | {"subject": subject}, now)


def redraw(tx: Tx, team: Team, motion: Motion, now: datetime) -> None:
    """Have a motion's card drawn again as it stands when that is sent."""
    outbox.redraw(
        tx,
        dedup_key=card_key(motion.id),
        team_id=team.id,
        kind=MessageKind.MOTION_CHANGED,
        payload={"motion_id": motion.id},
        now=now,
        expires_at=max(motion.closes_at or now, now) + CARD_KEEPS,
    )


def redraw_week(tx: Tx, team: Team, motion: Motion, now: datetime) -> None:
    """Have the card of the week that runs drawn again where it lists a vote that has closed now."""
    running = next((one for one in weeks.latest(tx, team.id) if one.state is WeekState.PLANNED), None)
    made = weeks.plan_in(tx, running.id) if running is not None and now < running.ends_at else None
    if running is None or made is None or motion.opened_at is None or motion.opened_at > made.published_at:
        return
    for row in outbox.numbered(tx, f"week-card:{made.id}:")[-1:]:  # its last part lists the votes
        outbox.redraw(
            tx,
            dedup_key=row.dedup_key,
            team_id=team.id,
            kind=row.kind,
            payload=row.payload,
            now=now,
            expires_at=running.ends_at,
        )


def card_key(motion_id: int) -> str:
    """Give the key of the card of a motion in the outbox."""
    return f"motion:{motion_id}"
