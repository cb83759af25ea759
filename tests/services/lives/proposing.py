"""What members propose in a life."""

from typing import Any

from hypothesis import strategies as st

from teambot.domain.motions import EndedWhy, MotionKind, MotionState
from teambot.domain.standings import Standing
from teambot.services.motions.proposals import (
    ProposeAmendment,
    ProposeClosing,
    ProposeOther,
    ProposeRemoval,
    ProposeRule,
    ProposeSteward,
)
from tests.services.lives.ground import ANY, KINDS, RULES, SELDOM, TEAM, WHO, Ground, move, pick
from tests.services.lives.parts import Poll


class Proposing(Ground):
    """Members put something to the team."""

    @move(times=5, kind=st.sampled_from(KINDS), by=ANY, of=ANY, anyone=SELDOM)
    def propose(self, kind: str, by: int, of: int, anyone: bool) -> None:
        who = self.somebody(by, anyone=anyone)
        subject = pick(sorted(self.model.people), of)
        name, value = pick(RULES, of)
        text = f"We recommend only what we have read.\nVersion {self.interactions}."
        steward = kind in ("steward", "release")
        command: Any = {
            "other": lambda: (MotionKind.OTHER, ProposeOther(TEAM, "Shall we meet?")),
            "amend": lambda: (MotionKind.AMEND, ProposeAmendment(TEAM, self.model.version, text)),
            "rule": lambda: (MotionKind.RULE, ProposeRule(TEAM, name, value)),
            "steward": lambda: (MotionKind.NAME_STEWARD, ProposeSteward(TEAM, subject, release=False)),
            "release": lambda: (MotionKind.RELEASE_STEWARD, ProposeSteward(TEAM, subject, release=True)),
            "close": lambda: (MotionKind.CLOSE_TEAM, ProposeClosing(TEAM)),
        }
        what, said = command[kind]()
        proposal = {"rule": name, "value": value} if kind == "rule" else {}
        about = subject if steward else None
        answer = self.tried(
            self.voting.propose(self.caller(who), said, self.now), self._may_propose(what, who, about, proposal)
        )
        if answer is not None:
            poll = Poll(answer.motion_id, what, MotionState.OPEN, self.now, who, about, proposal=proposal)
            self.model.polls[poll.id] = poll
            self.model.opens(poll, self.now)

    def somebody(self, which: int, *, anyone: bool) -> int:
        """Pick somebody who could propose something, or anyone at all."""
        busy = {poll.proposer for poll in self.model.live()}
        able = [who for who in self.model.members() if who not in busy and self.may_bring(who)]
        return which if anyone or not able else int(pick(able, which))

    def may_bring(self, who: int) -> bool:
        return self.model.may_bring(who, self.now)

    def _may_propose(self, kind: MotionKind, who: int, subject: int | None, proposal: dict[str, str]) -> bool:
        model = self.model
        if model.closed or who not in model.members() or model.taken(kind, subject, who) or not self.may_bring(who):
            return False
        if subject is not None:
            person = model.people[subject]
            if person.steward is (kind is MotionKind.NAME_STEWARD):
                return False
            on_team = (Standing.MEMBER,) if kind is MotionKind.NAME_STEWARD else (Standing.MEMBER, Standing.PAUSED)
            if person.standing not in on_team:
                return False
        if kind is MotionKind.RULE:
            same = [poll for poll in model.live() if poll.proposal.get("rule") == proposal["rule"]]
            if same or model.rules[proposal["rule"]] == proposal["value"]:
                return False
        return model.room() and model.enough(kind, subject)

    @move(times=2, one=ANY, step=st.integers(1, 2), of=WHO, anyone=SELDOM)
    def propose_removal(self, one: int, step: int, of: int, anyone: bool) -> None:
        model = self.model
        who = self.somebody(one, anyone=anyone)
        by = pick([one for one in model.people if one not in (who, of)] if not anyone else [of, who], one + step)
        person, seconder = model.people.get(of), model.people.get(by)
        allowed = (
            not model.closed
            and who in model.members()
            and not model.taken(MotionKind.REMOVE, of, who)
            and person is not None
            and person.standing in (Standing.MEMBER, Standing.PAUSED)
            and seconder is not None
            and seconder.standing is Standing.MEMBER
            and len({who, of, by}) == 3
            and self.now >= model.rests.get(of, self.now)
            and model.room()
            and self.may_bring(who)
            and model.enough(MotionKind.REMOVE, of)
        )
        said = ProposeRemoval(TEAM, of, "Never reads what is sent.", by)
        answer = self.tried(self.voting.propose(self.caller(who), said, self.now), allowed)
        if answer is not None:
            model.polls[answer.motion_id] = Poll(
                answer.motion_id, MotionKind.REMOVE, MotionState.SECONDING, self.now, who, of, by
            )

    @move(times=1, when=lambda self: self.model.live(), which=ANY, own=SELDOM, other=WHO)
    def withdraw(self, which: int, own: bool, other: int) -> None:
        poll = pick(self.model.live(), which)
        who = poll.proposer if own and poll.proposer else other
        person = self.model.people.get(who)
        there = person is not None and person.standing in (Standing.MEMBER, Standing.PAUSED)
        running = poll.state is not MotionState.OPEN or self._runs(poll)
        allowed = there and who == poll.proposer and running
        if self.tried(self.voting.withdraw(self.caller(who), poll.id, self.now), allowed) is not None:
            self.model.ends(poll, EndedWhy.WITHDRAWN)
