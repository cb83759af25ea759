"""The ground that the steps of a life stand on."""

import functools
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import event

from teambot.domain.motions import Choice, MotionKind, MotionState
from teambot.errors import Refusal
from teambot.services.applications.service import ApplicationsService
from teambot.services.caller import Caller
from teambot.services.members import MembersService
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.service import VotingService
from teambot.services.standings.presence import PresenceService
from teambot.services.standings.service import StandingsService
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner, Tx
from tests.services.conftest import CHANNEL, GUILD, NAMES
from tests.services.lives.model import Model
from tests.services.lives.parts import Poll
from tests.services.locks import hold_to_the_lock

TEAM = 1
WHO = st.integers(1, 7)  # memberships; the seventh is an applicant, once there is one
ANY = st.integers(0, 9)  # picks one of what there is
CHOICE = st.sampled_from(Choice)
SELDOM = st.sampled_from([False, False, False, True])
KINDS = ["other", "other", "amend", "rule", "steward", "release", "close"]
RULES = [
    ("load", "1"),
    ("load", "3"),
    ("decision_days", "4"),
    ("decision_days", "6"),
    ("removal_days", "3"),
    ("charter_share", "half"),
    ("charter_share", "three_quarters"),
    ("removal_share", "three_quarters"),
]
NO_WEB: Any = None  # what would be read of it is handed over
MOVES: list[str] = []
DRAWN: dict[str, st.SearchStrategy[tuple[str, dict[str, Any]]]] = {}


def move(
    *, times: int, when: Callable[[Any], object] = lambda _: True, **drawn: st.SearchStrategy[Any]
) -> Callable[[Any], Any]:
    """Make a method a step of its own, drawn so many times as often as another; `when` not, it does nothing.

    Not a rule each: of those, Hypothesis leaves out a half or more in most lives, and little happens in these.
    """

    def keep(method: Any) -> Any:
        @functools.wraps(method)
        def guarded(self: Any, **said: Any) -> None:
            if when(self):
                method(self, **said)

        MOVES.extend([method.__name__] * times)
        DRAWN[method.__name__] = st.tuples(st.just(method.__name__), st.fixed_dictionaries(drawn))
        return guarded

    return keep


class Ground(RuleBasedStateMachine):
    """What all steps stand on: services on a copy of a formed team's store, the clock, the model beside them."""

    model: Model
    now: datetime
    count_ended: Callable[[], None]

    def _open(self) -> None:
        self.engine = open_engine(self.address)
        if self.engine.dialect.name == "sqlite":  # nothing here has to outlive a power cut
            event.listen(self.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        self.db = Runner(self.engine)
        hold_to_the_lock(self.engine)
        self.voting = VotingService(self.db)
        self.standings = StandingsService(self.db)
        self.members = MembersService(self.db, NO_WEB)
        self.presence = PresenceService(self.db)
        self.applications = ApplicationsService(self.db, NO_WEB, NO_WEB, NO_WEB)

    def _shut(self) -> None:
        self.loop.run(self.db.close())
        self.engine.dispose()

    def caller(self, who: int) -> Caller:
        self.interactions += 1
        name = NAMES[who - 1] if who <= len(NAMES) else f"Stranger {who}"
        return Caller(self.interactions, GUILD, CHANNEL, None, 99 + who, name, "en-GB", False)

    def run(self, use: Awaitable[Any]) -> Any:
        """Do something that may change the store."""
        self.touched = True
        return self.loop.run(use)

    def tried(self, use: Awaitable[Any], allowed: bool) -> Any:
        """Await what the model says is let through, or refused."""

        async def run() -> Any:
            try:
                return await use
            except Refusal as refusal:
                return refusal

        answer = self.run(run())
        refused = isinstance(answer, Refusal)
        assert refused is not allowed, f"refused: {answer}" if refused else f"let through: {answer}"
        return None if refused else answer

    def _read(self, fn: Callable[[Tx], Any]) -> Any:
        return self.loop.run(self.db.read(lambda tx, _, __: fn(tx), None, self.now))

    def cast_one(self, poll: Poll, who: int, choice: Choice) -> bool:
        reasons = ("niche",) if poll.kind is MotionKind.ADMIT and choice is Choice.NO else ()
        allowed = self.model.may_cast(poll, who, self.now)
        said = CastBallot(poll.id, str(choice), reasons)
        answer = self.tried(self.voting.cast(self.caller(who), said, self.now), allowed)
        if answer is None:
            return False
        assert answer.changed is (who in poll.ballots)
        poll.ballots[who] = choice
        return True

    def hindered(self, who: int) -> bool:
        """Say whether a vote that is over and not counted takes from somebody what they are about to do."""
        return any(poll.kind is MotionKind.CLOSE_TEAM or poll.subject == who for poll in self._over())

    def amended(self) -> bool:
        """Say whether a vote on the charter is over and not counted: what is accepted may be another one by then."""
        return any(poll.kind is MotionKind.AMEND for poll in self._over())

    def _over(self) -> list[Poll]:
        return [poll for poll in self.model.open() if poll.closes_at is not None and poll.closes_at <= self.now]

    def _runs(self, poll: Poll) -> bool:
        return poll.state is MotionState.OPEN and poll.closes_at is not None and self.now < poll.closes_at


def pick(things: Any, which: int) -> Any:
    """Pick one of what there is."""
    return things[which % len(things)]
