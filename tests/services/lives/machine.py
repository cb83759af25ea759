"""A team's life step by step through the real services, each step held against the model."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from teambot.storage.invariants import broken
from teambot.storage.runner import Tx
from teambot.storage.tables import (
    ballot,
    charter,
    elector,
    interaction,
    membership,
    motion,
    slip,
    team,
)
from tests.services.conftest import NAMES, START
from tests.services.lives.clock import Clock
from tests.services.lives.ground import ANY, DRAWN, KINDS, MOVES, TEAM
from tests.services.lives.joining import Joining
from tests.services.lives.model import Model
from tests.services.lives.parts import DAY, DEFAULTS
from tests.services.lives.presence import Presence
from tests.services.lives.proposing import Proposing
from tests.services.lives.removing import Removing
from tests.services.lives.standings import Standings
from tests.services.lives.voting import Voting


class Life(Clock, Proposing, Removing, Voting, Standings, Presence, Joining):
    """Six members; where `opened` leads (a copy of their store) is told by the test that runs this."""

    opened: Callable[[], str]

    @initialize(kind=st.sampled_from(["removal"] * 4 + KINDS), of=ANY, far=st.integers(0, 3), paused=st.booleans())
    def begin(self, kind: str, of: int, far: int, paused: bool) -> None:
        self.loop = asyncio.Runner()
        self.address = type(self).opened()
        self.interactions = 10_000
        self.now = START + DAY
        self.model = Model(range(1, len(NAMES) + 1))
        self.touched = True
        self._open()
        if paused:  # who comes back finds votes that they are not asked in
            self.take_a_break(who=1 + (of + 3) % 6, few=True)
        if kind == "removal":
            self.propose_removal(one=of + 1, step=1, of=1 + of % 6, anyone=False)
            for _ in range(far):  # seconded, read, answered
                self.move_removal(which=0, skip=False)
        else:
            self.propose(kind=kind, by=of, of=of, anyone=False)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            found = self._read(lambda tx: list(broken(tx)))
            self._shut()
            self.loop.close()
            assert found == []

    @rule(step=st.sampled_from(MOVES).flatmap(DRAWN.__getitem__))
    def step(self, step: tuple[str, dict[str, Any]]) -> None:
        """One step, whichever."""
        name, said = step
        getattr(self, name)(**said)

    @invariant()
    def the_store_is_the_model(self) -> None:
        if not hasattr(self, "db") or not self.touched:
            return
        self.touched = False
        model, found = self.model, self._read(everything)
        polls = {poll.id: poll for poll in model.polls.values()}
        assert found["motions"] == {
            poll.id: (poll.kind, poll.state, poll.subject, poll.outcome, poll.why, poll.electorate, poll.closes_at)
            for poll in polls.values()
        }
        assert found["electors"] == {
            (poll.id, who, away) for poll in polls.values() for who, away in poll.electors.items()
        }
        assert found["ballots"] == {
            (poll.id, who): choice for poll in polls.values() for who, choice in poll.ballots.items()
        }
        assert found["slips"] == Counter(
            (poll.id, choice) for poll in polls.values() for choice in poll.slips.elements()
        )
        assert found["people"] == {
            who: (person.standing, person.steward, person.removed) for who, person in model.people.items()
        }
        assert found["team"] == model.state()
        assert found["version"] == model.version
        assert found["rules"] == model.rules
        closed = {poll.id for poll in polls.values() if not poll.live}
        assert not closed & found["answered"], "an answer to a ballot is kept after the close"
        assert not closed & found["words"], "a concern or its answer is kept after the close"


def everything(tx: Tx) -> dict[str, Any]:
    """Read what the model knows, too, by statements of our own."""
    m = motion.c
    columns = (
        m.id,
        m.kind,
        m.state,
        m.subject_id,
        m.outcome,
        m.ended_why,
        m.electorate,
        m.closes_at,
        m.concern,
        m.answer,
    )
    motions = list(tx.execute(select(*columns)))
    here = tx.execute(select(team.c.state, team.c.rules, team.c.load).where(team.c.id == TEAM)).one()
    rules = dict(DEFAULTS) | {name: str(value) for name, value in here[1].items()} | {"load": str(here[2])}
    people = select(membership.c.id, membership.c.standing, membership.c.steward_since, membership.c.removed)
    return {
        "motions": {row[0]: tuple(row[1:8]) for row in motions},
        "words": {row[0] for row in motions if row[8] is not None or row[9] is not None},
        "electors": {
            tuple(row) for row in tx.execute(select(elector.c.motion_id, elector.c.membership_id, elector.c.away))
        },
        "ballots": {
            (row[0], row[1]): row[2]
            for row in tx.execute(select(ballot.c.motion_id, ballot.c.membership_id, ballot.c.choice))
        },
        "slips": Counter(tuple(row) for row in tx.execute(select(slip.c.motion_id, slip.c.choice))),
        "people": {row[0]: (row[1], row[2] is not None, row[3]) for row in tx.execute(people)},
        "team": here[0],
        "rules": rules,
        "version": max(tx.scalars(select(charter.c.version).where(charter.c.team_id == TEAM))),
        "answered": set(tx.scalars(select(interaction.c.motion_id).where(interaction.c.motion_id.is_not(None)))),
    }
