"""The clock of a life, and its sweeps."""

from datetime import timedelta

from hypothesis import strategies as st
from sqlalchemy import select

from teambot.domain.motions import EndedWhy, MotionKind, MotionState, Outcome
from teambot.storage.tables import motion
from tests.services.lives.ground import ANY, SELDOM, Ground, move, pick
from tests.services.lives.parts import DAY, Poll


class Clock(Ground):
    """Time passes, the bot starts anew, the sweeps ring: each a step of its own.

    A fault that lives between two of them is invisible where they are one: a ballot is late only while nobody swept.
    """

    @move(times=1, hours=st.sampled_from([1, 1, 25, 24 * 8]))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @move(
        times=7,
        when=lambda self: self.model.live(),
        which=ANY,
        after=st.sampled_from([-1, 0, 0, 1, 3_600_000_000]),
        early=st.integers(0, 3),
    )
    def pass_time_until(self, which: int, after: int, early: int) -> None:
        """Go on to a moment that matters, or a microsecond to a side of it."""
        poll = pick(self.model.live(), which)
        moments = [poll.closes_at, poll.answer_ends_at, poll.proposed_at + 7 * DAY]
        moment = next(moment for moment in moments if moment is not None)
        if poll.opened_at is not None and not early:
            moment = poll.opened_at + 3 * DAY
        self.now = max(self.now, moment + timedelta(microseconds=after))

    @move(times=1, really=SELDOM)
    def restart(self, really: bool) -> None:
        if really:
            self._shut()
            self._open()
            self.touched = True

    @move(times=6)
    def sweep_closing(self) -> None:
        due = self.model.due(self.now)
        assert self.run(self.voting.close_due(self.now)) == self._close(due)
        self._nothing_is_overdue()

    def count_ended(self) -> None:
        """Who drops out does so after what was over is counted."""
        self._close([poll for poll in self.model.due(self.now) if poll.closes_at and poll.closes_at <= self.now])

    def _close(self, due: list[Poll]) -> int:
        done = 0
        for poll in due:
            if poll.state is MotionState.OPEN:  # another one that was due may have ended it
                done += 1
                if self.model.closes(poll, self.now) is Outcome.CARRIED:
                    self.model.carries_out(poll, self.now)
                elif poll.kind is MotionKind.ADMIT:
                    self.model.not_admitted(poll, self.now)
                    self.second_run()
        return done

    @move(times=3)
    def sweep_moving(self) -> None:
        self.run(self.voting.move_due(self.now))
        for poll in sorted(self.removals(), key=lambda poll: poll.id):
            over = poll.answer_ends_at
            if poll.state is MotionState.SECONDING and self.now >= poll.proposed_at + 7 * DAY:
                self.model.ends(poll, EndedWhy.NOT_SECONDED)
            elif poll.state is MotionState.READING and over is not None and self.now >= over:
                self._opens_removal(poll)

    @move(times=1)
    def sweep_reminding(self) -> None:
        self.run(self.voting.remind_due(self.now))

    def _nothing_is_overdue(self) -> None:
        found = self._read(
            lambda tx: list(
                tx.scalars(select(motion.c.id).where(motion.c.state == "open", motion.c.closes_at <= self.now))
            )
        )
        assert found == [], "a vote is open past its end, after a sweep"

    def _opens_removal(self, poll: Poll) -> None:
        if self.model.enough(MotionKind.REMOVE, poll.subject):
            self.model.opens(poll, self.now)
        else:
            self.model.ends(poll, EndedWhy.TOO_FEW)
