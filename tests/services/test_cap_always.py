"""After any sequence of what people, clocks and sweeps do: one slot, and one post that waits, per member and week."""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from teambot.errors import Refusal
from teambot.services.assignments import PushDone, SkipAssignment
from teambot.services.posts import EditPost
from teambot.storage.invariants import broken
from tests.services.conftest import START
from tests.services.planted import planted
from tests.stores import Store

WHO = st.integers(0, 2)
POST = st.integers(1, 12)  # ids of submissions, most of them of others or not there
# What may be said to somebody who presses anything at any time.
KEYS = frozenset(
    {
        *("already-put-forward", "pushed-before", "no-such-post", "not-your-post", "post-already-in-a-plan"),
        *("post-already-withdrawn", "no-such-assignment", "not-your-assignment", "already-done", "already-skipped"),
        *("assignment-over", "already-taken", "not-yours-to-take", "week-over-no-need-to-skip"),
    }
)


class AnyWeeks(RuleBasedStateMachine):
    """Three of the six click; the clock goes forward, and back, and the bells ring in any order or not at all."""

    store: Store
    formed: str

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.team = self.loop.run(self.stack.enter_async_context(planted(self.store, self.formed)))
        self.now = START + timedelta(days=1)
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.loop.run(self.stack.aclose())
            self.loop.close()

    def tried(self, use: Awaitable[Any]) -> None:
        """Await a use case that may be refused, by a key that belongs here."""

        async def run() -> str | None:
            try:
                await use
            except Refusal as refusal:
                return refusal.key
            return None

        assert self.loop.run(run()) in KEYS | {None}

    @rule(who=WHO, again=st.booleans())
    def submit(self, who: int, again: bool) -> None:
        self.number += not again
        self.tried(self.team.submit(who, self.number, now=self.now))

    @rule(who=WHO, post=POST)
    def use(self, who: int, post: int) -> None:
        self.tried(self.team.services.posts.use_this_week(self.team.caller(who), post, self.now))

    @rule(who=WHO, post=POST)
    def shelve(self, who: int, post: int) -> None:
        self.tried(self.team.services.posts.shelve(self.team.caller(who), post, self.now))

    @rule(who=WHO, post=POST)
    def withdraw(self, who: int, post: int) -> None:
        self.tried(self.team.services.posts.withdraw(self.team.caller(who), post, self.now))

    @rule(who=WHO, post=POST)
    def edit(self, who: int, post: int) -> None:
        words = EditPost(post, "Soup", "How to brew it slowly.", "", "none")
        self.tried(self.team.services.posts.edit(self.team.caller(who), words, self.now))

    @rule(who=WHO, one=st.integers(1, 12), verb=st.sampled_from(["done", "skip", "take"]))
    def answer(self, who: int, one: int, verb: str) -> None:
        command: Any = {"done": PushDone(one, "", ""), "skip": SkipAssignment(one, "busy"), "take": one}[verb]
        self.tried(getattr(self.team.services.assignments, verb)(self.team.caller(who), command, self.now))

    @rule(hours=st.sampled_from([1, 15, 24, 24 * 7, 24 * 25, -1, -24, -24 * 8]))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(bell=st.sampled_from(["close_due", "publish_due", "end_due", "settle_due"]))
    def ring(self, bell: str) -> None:
        self.loop.run(getattr(self.team.services.weeks, bell)(self.now))

    @rule()
    def ring_all(self) -> None:
        self.loop.run(self.team.ring(self.now))

    @invariant()
    def one_post_a_week(self) -> None:
        if not hasattr(self, "team"):
            return
        rows = self.loop.run(
            self.team.rows(
                "SELECT 'slot' FROM slot GROUP BY membership_id, week_id HAVING count(*) > 1"
                " UNION ALL SELECT 'waits' FROM submission WHERE state = 'waiting'"
                " GROUP BY membership_id, week_id HAVING count(*) > 1"
                " UNION ALL SELECT 'nowhere' FROM submission WHERE state = 'waiting' AND week_id IS NULL"
                " UNION ALL SELECT 'stuck' FROM submission s JOIN week w ON w.id = s.week_id"
                " WHERE s.state = 'waiting' AND w.state NOT IN ('open', 'closed')"
                " UNION ALL SELECT 'not in a plan' FROM submission WHERE state = 'pushed'"
                " AND id NOT IN (SELECT submission_id FROM slot)"
                " UNION ALL SELECT 'in a plan' FROM slot JOIN submission s ON s.id = submission_id"
                " WHERE s.state <> 'pushed' OR s.week_id <> slot.week_id"
                " UNION ALL SELECT 'no open week' WHERE NOT EXISTS (SELECT 1 FROM week WHERE state = 'open')"
            )
        )
        assert rows == []
        found = self.loop.run(self.team.db.read(lambda tx, _, __: list(broken(tx)), None, START))
        assert found == []


SETTINGS = settings(max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_any_weeks(store: Store, formed: str) -> None:
    class Here(AnyWeeks):
        pass

    Here.store, Here.formed = store, formed
    run_state_machine_as_test(Here, settings=SETTINGS)
