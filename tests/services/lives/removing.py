"""The steps of a removal in a life."""

from teambot.domain.motions import EndedWhy, MotionKind, MotionState
from teambot.domain.standings import Standing
from teambot.services.motions.removals import AnswerConcern, Second
from tests.services.lives.ground import ANY, SELDOM, WHO, Ground, move, pick
from tests.services.lives.parts import DAY, Poll


class Removing(Ground):
    """A removal before its vote."""

    def removals(self) -> list[Poll]:
        return [poll for poll in self.model.live() if poll.kind is MotionKind.REMOVE]

    @move(times=6, when=lambda self: self.removals(), which=ANY, skip=SELDOM)
    def move_removal(self, which: int, skip: bool) -> None:
        """The right person takes the next step."""
        poll = pick(self.removals(), which)
        if poll.state is MotionState.SECONDING:
            self.second(which=which, agreed=True, other=0)
        elif poll.read_at is None and not skip:
            self.read_concern(which=which)
        elif poll.state is MotionState.READING:
            self.answer(which=which, other=0)

    @move(times=1, when=lambda self: self.removals(), which=ANY, agreed=SELDOM, other=WHO)
    def second(self, which: int, agreed: bool, other: int | None) -> None:
        poll = pick(self.removals(), which)
        who = other or poll.seconder or 0
        person = self.model.people.get(who)
        allowed = who == poll.seconder and poll.state is MotionState.SECONDING
        if agreed:
            there = person is not None and person.standing is Standing.MEMBER
            allowed = allowed and there and self.model.room()
        answer = self.tried(self.voting.second(self.caller(who), Second(poll.id, agreed), self.now), allowed)
        if answer is not None and agreed:
            self.model.told(poll, self.now)
        elif answer is not None:
            self.model.ends(poll, EndedWhy.NOT_SECONDED)

    @move(times=1, when=lambda self: self.removals(), which=ANY, other=WHO)
    def answer(self, which: int, other: int | None) -> None:
        poll = pick(self.removals(), which)
        who = other or poll.subject or 0
        allowed = who == poll.subject and poll.state is MotionState.READING
        said = AnswerConcern(poll.id, "I was ill, and am back.")
        if self.tried(self.voting.answer(self.caller(who), said, self.now), allowed) is not None:
            self._opens_removal(poll)

    @move(times=1, when=lambda self: self.removals(), which=ANY)
    def read_concern(self, which: int) -> None:
        poll = pick(self.removals(), which)
        assert poll.subject is not None
        allowed = poll.state in (MotionState.READING, MotionState.OPEN)
        self.tried(self.voting.concern(self.caller(poll.subject), poll.id, self.now), allowed)
        self.model.reads(poll, self.now)

    @move(times=1, when=lambda self: self.removals(), which=ANY, own=SELDOM, other=WHO)
    def take_the_pause(self, which: int, own: bool, other: int) -> None:
        poll = pick(self.removals(), which)
        who = poll.subject if own and poll.subject else other
        if self.hindered(who):
            return
        running = poll.state is MotionState.READING or self._runs(poll)
        person = self.model.people.get(who)
        begins = person is not None and person.standing is Standing.MEMBER  # who is paused takes none in a vote's place
        told, rests = poll.told_at, self.model.pause_rests.get(who)
        begins = begins and (rests is None or (told is not None and told >= rests))
        answer = self.tried(
            self.voting.take_pause(self.caller(who), poll.id, self.now), who == poll.subject and running and begins
        )
        if answer is not None:
            self.count_ended()
            self.model.ends(poll, EndedWhy.PAUSED)
            self.model.pause_rests[who] = self.now + 90 * DAY
            self.model.pauses(who, self.now)
