"""After any sequence of what people, clocks and sweeps do: what no interleaving gets past.

One slot, and one post that waits, per member and week; of four posts in a row one that is sponsored; no post in a plan
out of its window, none asked for after its last day.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, text

from teambot.domain.money import IN_A_ROW, counts
from teambot.domain.posts import Money
from teambot.domain.windows import Window, parse_months
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.posts.service import EditPost, SetWindow
from teambot.storage.invariants import broken
from teambot.storage.runner import Tx
from teambot.storage.tables import assignment, plan, slot, submission
from tests.services.conftest import START
from tests.services.planted import planted
from tests.stores import Store

WHO = st.integers(0, 2)
POST = st.integers(0, 9)  # how many were put forward after it: those that may be moved yet are among the last
MONEY = st.sampled_from(["none", "affiliate", "sponsored", "own_product"])
MONTHS = st.sampled_from(["", "", "1", "2", "1,2", "3", "Nov-Jan"])
DAYS = st.none() | st.integers(0, 40)  # until its last day
# What may be said to somebody who presses anything at any time.
KEYS = frozenset(
    {
        *("already-put-forward", "pushed-before", "no-such-post", "not-your-post", "post-already-in-a-plan"),
        *("post-already-withdrawn", "no-such-assignment", "not-your-assignment", "already-done", "already-skipped"),
        *("assignment-over", "already-taken", "week-over-no-need-to-skip"),
        *("last-day-before-plan", "last-day-never-open", "one-in-four", "post-expired", "last-day-over", "shelf-full"),
        *("post-week-over", "not-asked-any-more"),
        "you-are-paused",  # after three weeks without a word
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

    def recent(self, after: int) -> int:
        """Give about the id of a late submission, which may be another's or not there."""
        return max(self.number - after, 1)

    def day(self, days: int | None) -> str:
        """Write the last day of so many days from now."""
        return "" if days is None else (self.now + timedelta(days=days)).date().isoformat()

    @rule(who=WHO, again=st.booleans(), money=MONEY, months=MONTHS, days=DAYS)
    def submit(self, who: int, again: bool, money: str, months: str, days: int | None) -> None:
        self.number += not again
        post = self.team.post(who, self.number, money=money, months=months, last_day=self.day(days))
        self.tried(self.team.services.posts.submit(self.team.caller(who), post, self.now))

    @rule(who=WHO, money=MONEY)
    def submit_for_the_next_plan(self, who: int, money: str) -> None:
        self.number += 1
        post = self.team.post(who, self.number, money=money)
        self.tried(self.team.services.posts.submit(self.team.caller(who), post, self.now))

    @rule(who=WHO, post=POST)
    def use(self, who: int, post: int) -> None:
        self.tried(self.team.services.posts.use_this_week(self.team.caller(who), self.recent(post), self.now))

    @rule(who=WHO, post=POST)
    def shelve(self, who: int, post: int) -> None:
        self.tried(self.team.services.posts.shelve(self.team.caller(who), self.recent(post), self.now))

    @rule(who=WHO, post=POST)
    def withdraw(self, who: int, post: int) -> None:
        self.tried(self.team.services.posts.withdraw(self.team.caller(who), self.recent(post), self.now))

    @rule(who=WHO, post=POST, money=MONEY, months=st.none() | MONTHS)
    def edit(self, who: int, post: int, money: str, months: str | None) -> None:
        words = EditPost(self.recent(post), "Soup", "How to brew it slowly.", "", money, months)
        self.tried(self.team.services.posts.edit(self.team.caller(who), words, self.now))

    @rule(who=WHO, post=POST, days=DAYS, places=st.sampled_from(["", "", "Lisbon"]))
    def set_window(self, who: int, post: int, days: int | None, places: str) -> None:
        window = SetWindow(self.recent(post), "", places, self.day(days))
        self.tried(self.team.services.posts.set_window(self.team.caller(who), window, self.now))

    @rule(who=WHO, one=st.integers(1, 12), verb=st.sampled_from(["done", "skip", "take"]))
    def answer(self, who: int, one: int, verb: str) -> None:
        command: Any = {"done": PushDone(one, "", ""), "skip": SkipAssignment(one, "busy"), "take": one}[verb]
        self.tried(getattr(self.team.services.assignments, verb)(self.team.caller(who), command, self.now))

    @rule(who=WHO)
    def come_back(self, who: int) -> None:
        self.tried(self.team.services.standings.come_back(self.team.caller(who), 1, self.now))

    @rule(hours=st.sampled_from([1, 15, 24, 24 * 7, 24 * 25, -1, -24, -24 * 8]))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(bell=st.sampled_from(["close_due", "publish_due", "end_due", "settle_due"]))
    def ring(self, bell: str) -> None:
        self.loop.run(getattr(self.team.services.weeks, bell)(self.now))

    @rule()
    def ring_seasons(self) -> None:
        self.loop.run(self.team.services.seasons.settle_due(self.now))

    @rule()
    def ring_all(self) -> None:
        self.loop.run(self.team.ring(self.now))

    @rule()
    def pass_to_the_plan(self) -> None:
        """Go on to the next moment of a week, close or plan, as a clock that is right does."""
        self.go_on()

    @rule(moneys=st.lists(MONEY, min_size=1, max_size=3), then=st.sampled_from(["", "withdraw", "shelve", "edit"]))
    def a_week(self, moneys: list[str], then: str) -> None:
        """Put posts forward, let the close pass, change one's mind about the first, and let the plan pass."""
        self.go_on()
        for who, money in enumerate(moneys):
            self.submit_for_the_next_plan(who, money)
        self.go_on()
        if then == "edit":
            self.edit(0, len(moneys) - 1, "sponsored", None)
        elif then:
            getattr(self, then)(0, len(moneys) - 1)
        for who, money in enumerate(reversed(moneys)):
            self.submit_for_the_next_plan(who, money)
        self.go_on()

    def go_on(self) -> None:
        rows = self.loop.run(
            self.team.rows(
                "SELECT min(at) FROM (SELECT min(closes_at) AS at FROM week WHERE closes_at > :now"
                " UNION ALL SELECT min(publishes_at) FROM week WHERE publishes_at > :now) AS moments",
                now=self.now,
            )
        )
        moment = rows[0][0]  # none where the clock has jumped past all the weeks that are stored
        ahead = datetime.fromisoformat(str(moment)).replace(tzinfo=UTC) if moment else self.now + timedelta(days=1)
        self.now = ahead
        self.ring_all()

    @invariant()
    def nothing_is_got_past(self) -> None:
        if not hasattr(self, "team"):
            return
        astray, planned, late, found = self.loop.run(self.team.db.read(lambda tx, _, __: looked(tx), None, START))
        assert (astray, found) == ([], [])
        assert [row for row in late if row.asked_at.date() > row.last_day] == []
        pushed: dict[int, list[Money]] = {}
        for row in planned:
            pushed.setdefault(row.membership_id, []).append(Money(row.money))
            assert Window(parse_months(row.months), None, (), row.last_day).is_open(row.published_at.date())
        for moneys in pushed.values():
            assert all(sum(map(counts, moneys[first : first + IN_A_ROW])) <= 1 for first in range(len(moneys)))


ASTRAY = text(
    "SELECT 'slot' FROM slot GROUP BY membership_id, week_id HAVING count(*) > 1"
    " UNION ALL SELECT 'waits' FROM submission WHERE state = 'waiting'"
    " GROUP BY membership_id, week_id HAVING count(*) > 1"
    " UNION ALL SELECT 'nowhere' FROM submission WHERE state = 'waiting' AND week_id IS NULL"
    " UNION ALL SELECT 'somewhere' FROM submission WHERE state IN ('shelved', 'held') AND week_id IS NOT NULL"
    " UNION ALL SELECT 'held for ever' FROM submission WHERE state = 'held' AND opens_at IS NULL"
    " UNION ALL SELECT 'opens' FROM submission WHERE state IN ('waiting', 'shelved', 'withdrawn')"
    " AND opens_at IS NOT NULL"
    " UNION ALL SELECT 'stuck' FROM submission s JOIN week w ON w.id = s.week_id"
    " WHERE s.state = 'waiting' AND w.state NOT IN ('open', 'closed')"
    " UNION ALL SELECT 'not in a plan' FROM submission WHERE state = 'pushed'"
    " AND id NOT IN (SELECT submission_id FROM slot)"
    " UNION ALL SELECT 'in a plan' FROM slot JOIN submission s ON s.id = submission_id"
    " WHERE s.state NOT IN ('pushed', 'withdrawn') OR s.week_id <> slot.week_id"
    " UNION ALL SELECT 'no open week' WHERE NOT EXISTS (SELECT 1 FROM week WHERE state = 'open')"
)
_POSTS = slot.join(submission, submission.c.id == slot.c.submission_id)
PLANNED = (
    select(slot.c.membership_id, submission.c.money, submission.c.months, submission.c.last_day, plan.c.published_at)
    .select_from(_POSTS.join(plan, plan.c.id == slot.c.plan_id))
    .order_by(slot.c.id)
)
LATE = (
    select(assignment.c.asked_at, submission.c.last_day)
    .select_from(_POSTS.join(assignment, assignment.c.slot_id == slot.c.id))
    .where(submission.c.last_day.is_not(None), assignment.c.state != "carried")
)


def looked(tx: Tx) -> tuple[Any, Any, Any, Any]:
    """Give what must not be, what was planned, what was asked of posts with a last day, and what is broken."""
    return *(tx.execute(statement).all() for statement in (ASTRAY, PLANNED, LATE)), list(broken(tx))


SETTINGS = settings(max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_any_weeks(store: Store, formed: str) -> None:
    class Here(AnyWeeks):
        pass

    Here.store, Here.formed = store, formed
    run_state_machine_as_test(Here, settings=SETTINGS)
