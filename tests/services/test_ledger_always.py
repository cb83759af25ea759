"""After any sequence of weeks, answers, absences, leavings and returns: what holds of the ledger and of the plans.

The numbers are read from the store by statements of its own; nothing here asks the domain's functions.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.standings.service import GoAway, Leave
from teambot.storage.invariants import broken
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

LOAD = 2  # of the team, and so the tab
WHO = st.integers(0, 5)
PICK = st.integers(0, 30)  # one of what there is
HERE = ("member", "paused")
# What may be said to somebody who presses anything at any time.
KEYS = frozenset(
    {
        *("you-are-paused", "you-have-left", "not-a-member", "not-joined-yet", "already-put-forward", "pushed-before"),
        *("already-taken", "week-over-no-need-to-skip", "assignment-over", "not-asked-any-more"),
        *(
            "already-done",
            "already-skipped",
            "nobody-to-swap-with",
            "swap-asked-already",
            "swap-kept",
            "your-own-swap",
            "last-day-over",
        ),
        *("author-has-left", "pusher-has-left", "seek-time-over", "already-sought", "already-answered"),
        *(
            "link-seen-already",
            "link-given-already",
            "push-seen",
            "push-taken-back",
            "take-back-time-over",
            "post-week-over",
            "post-already-withdrawn",
        ),
    }
)


class AnyLedger(RuleBasedStateMachine):
    """Six of a team recommend, pass, swap, take over, take back, go away, pause, leave, come back, withdraw."""

    store: Store
    formed: str

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.team: PlantedHouse = self.loop.run(self.stack.enter_async_context(planted(self.store, self.formed)))
        self.now = START + timedelta(days=1)
        self.number = 0
        self.ended = 0

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.loop.run(self.stack.aclose())
            self.loop.close()

    def tried(self, use: Awaitable[Any]) -> bool:
        """Await a use case that may be refused, by a key that belongs here; say whether it was not."""

        async def run() -> str | None:
            try:
                await use
            except Refusal as refusal:
                return refusal.key
            return None

        key = self.loop.run(run())
        assert key in KEYS | {None}
        return key is None

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return self.loop.run(self.team.rows(sql, **values))

    def one_of(self, sql: str, pick: int) -> tuple[Any, ...] | None:
        found = self.rows(sql)
        return found[pick % len(found)] if found else None

    def asked_of(self) -> dict[int, set[tuple[Any, ...]]]:
        """Give what each member is asked for or has done."""
        found: dict[int, set[tuple[Any, ...]]] = {}
        for who, slot in self.rows("SELECT pusher_id, slot_id FROM assignment WHERE state IN ('asked', 'done')"):
            found.setdefault(who, set()).add((slot,))
        return found

    def changes_others_little(self, who: int, use: Awaitable[Any], *, most: int) -> None:
        """One that is given back changes the task of one other member at most, and takes nothing from anybody."""
        before, done = self.asked_of(), self.rows("SELECT id FROM assignment WHERE state = 'done' ORDER BY id")
        self.tried(use)
        after = self.asked_of()
        others = {other for other in {*before, *after} - {who} if before.get(other) != after.get(other)}
        assert len(others) <= most
        assert all(before.get(other, set()) <= after.get(other, set()) for other in others)
        assert self.rows("SELECT id FROM assignment WHERE state = 'done' ORDER BY id") == done

    @rule(posts=st.sets(WHO, min_size=2))
    def a_week(self, posts: set[int]) -> None:
        """Put posts forward and let the close and the plan pass."""
        self.go_on()
        for who in sorted(posts):
            self.number += 1
            self.tried(
                self.team.services.posts.submit(self.team.caller(who), self.team.post(who, self.number), self.now)
            )
        self.go_on()
        self.go_on()

    @rule(pick=PICK, how=st.sampled_from(["done", "done", "done", "skip", "swap"]))
    def answer(self, pick: int, how: str) -> None:
        one = self.one_of("SELECT id, pusher_id FROM assignment WHERE state = 'asked' ORDER BY id", pick)
        if one is None:
            return
        answers, caller = self.team.services.assignments, self.team.caller(one[1] - 1)
        if how == "skip":
            use: Awaitable[Any] = answers.skip(caller, SkipAssignment(one[0], "busy"), self.now)
            self.changes_others_little(one[1], use, most=1)
        else:
            self.tried(answers.swap(caller, one[0], self.now) if how == "swap" else self.done(one))

    @rule(times=st.integers(1, 9))
    def all_do_some(self, times: int, idle: frozenset[int] = frozenset()) -> None:
        """The first of what is open, oldest first, so that weeks that are over are settled late, too."""
        for one in self.rows("SELECT id, pusher_id FROM assignment WHERE state = 'asked' ORDER BY id")[:times]:
            if one[1] not in idle:
                self.tried(self.done(one))

    def done(self, one: tuple[Any, ...]) -> Awaitable[Any]:
        return self.team.services.assignments.done(self.team.caller(one[1] - 1), PushDone(one[0], "", ""), self.now)

    @rule(pick=PICK, who=WHO)
    def take(self, pick: int, who: int) -> None:
        one = self.one_of("SELECT id FROM assignment WHERE state = 'open' ORDER BY id", pick)
        if one is not None:
            self.tried(self.team.services.assignments.take(self.team.caller(who), one[0], self.now))

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        one = self.one_of("SELECT id, pusher_id FROM assignment WHERE state = 'done' ORDER BY id", pick)
        if one is not None:
            self.tried(self.team.services.assignments.take_back(self.team.caller(one[1] - 1), one[0], self.now))

    @rule(pick=PICK)
    def cannot_find(self, pick: int) -> None:
        one = self.one_of(
            "SELECT a.id, s.membership_id FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE a.state = 'done'",
            pick,
        )
        if one is not None:
            self.tried(self.team.services.assignments.seek(self.team.caller(one[1] - 1), one[0], self.now))

    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        posts, caller = self.team.services.posts, self.team.caller(who)
        for post in self.loop.run(posts.withdrawable(caller, "", self.now)):
            self.tried(posts.withdraw(self.team.caller(who), post.id, self.now))

    @rule(who=WHO, days=st.integers(1, 20), whence=st.integers(0, 9))
    def go_away(self, who: int, days: int, whence: int) -> None:
        first, last = (str((self.now + timedelta(days=count)).date()) for count in (whence, whence + days))
        use = self.team.services.standings.away(self.team.caller(who), GoAway(last, first if whence else ""), self.now)
        self.changes_others_little(who + 1, use, most=2 * LOAD)

    @rule(who=WHO)
    def take_a_break(self, who: int) -> None:
        if len(self.standing("member")) > 3:
            use = self.team.services.standings.take_break(self.team.caller(who), 1, self.now)
            self.changes_others_little(who + 1, use, most=2 * LOAD)

    @rule(who=WHO)
    def come_back(self, who: int) -> None:
        self.tried(self.team.services.standings.come_back(self.team.caller(who), 1, self.now))

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        if len(self.standing("member")) > 3:
            said = Leave(1, listed=True, goodbye=False, words="")
            self.tried(self.team.services.standings.leave(self.team.caller(who), said, self.now))

    @rule(who=WHO)
    def join_again(self, who: int) -> None:
        """The team has admitted them: from then on it is as everywhere."""
        if self.rows("SELECT 1 FROM membership WHERE id = :id AND standing = 'alumnus'", id=who + 1):
            before = self.balances()[who + 1][0]
            self.loop.run(self.team.do("UPDATE membership SET standing = 'invited' WHERE id = :id", id=who + 1))
            assert self.tried(self.team.join(who, now=self.now))
            assert self.balances()[who + 1][0] <= before == 0

    @rule(who=WHO)
    def leaves_for_a_moment(self, who: int) -> None:
        self.leave(who)
        self.join_again(who)

    @precondition(lambda self: hasattr(self, "team"))
    @rule(hours=st.sampled_from([1, 24, 24 * 3, 24 * 9, 24 * 40]))
    def pass_time(self, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        while self.next_moment() <= until:
            self.go_on()
        self.now = until
        self.ring()

    def go_on(self) -> None:
        self.now = self.next_moment()
        self.ring()

    def next_moment(self) -> datetime:
        moments = self.rows(
            "SELECT min(at) FROM (SELECT min(closes_at) AS at FROM week WHERE closes_at > :now"
            " UNION ALL SELECT min(publishes_at) FROM week WHERE publishes_at > :now) AS moments",
            now=self.now,
        )
        return datetime.fromisoformat(str(moments[0][0])).replace(tzinfo=UTC)

    def ring(self) -> None:
        """Ring every bell; absent whole weeks nobody's balance changes but by what all share."""
        before, here = self.balances(), set(self.standing("member"))
        self.loop.run(self.team.services.standings.settle_due(self.now))
        self.loop.run(self.team.services.assignments.found_due(self.now))
        self.loop.run(self.team.ring(self.now))
        ended = len(self.rows("SELECT 1 FROM week WHERE state = 'ended'"))
        if ended > self.ended:
            held = -sum(balance for balance, _ in self.balances().values())
            assert abs(held) < max(len(self.standing(*HERE)), 1)
            after = self.balances()
            assert len({after[one][1] - before[one][1] for one in self.standing(*HERE)}) <= 1, "all share alike"
        self.ended = ended
        for one in {*before} - here:
            was, now = before[one], self.balances()[one]
            taken_back = self.rows(
                "SELECT count(*) FROM assignment WHERE state = 'taken_back' AND pusher_id = :id", id=one
            )
            assert taken_back[0][0] or now[0] - was[0] >= now[1] - was[1]

    def standing(self, *standings: str) -> list[int]:
        found = self.rows("SELECT id, standing FROM membership ORDER BY id")
        return [one for one, standing in found if standing in standings]

    def balances(self) -> dict[int, tuple[int, int]]:
        """Give each one's balance, and how much of it is what all shared."""
        rows = self.rows(
            "SELECT m.id, coalesce(sum(e.delta), 0),"
            " coalesce(sum(CASE WHEN e.cause_kind = 'write_off' THEN e.delta ELSE 0 END), 0)"
            " FROM membership m LEFT JOIN ledger_entry e ON e.membership_id = m.id GROUP BY m.id"
        )
        return {one: (int(balance), int(shared)) for one, balance, shared in rows}

    @invariant()
    def it_holds(self) -> None:
        if not hasattr(self, "team"):
            return
        assert self.loop.run(self.team.db.read(lambda tx, _, __: list(broken(tx)), None, START)) == []
        theirs = self.balances()
        here = self.standing(*HERE)
        pot = -sum(balance for balance, _ in theirs.values())
        assert sum(theirs[one][0] for one in here) + pot == 0
        self.nobody_got_more_than_they_may()
        loads = self.rows(
            "SELECT pusher_id, s.week_id FROM assignment a JOIN slot s ON s.id = a.slot_id"
            " WHERE a.state IN ('asked', 'done', 'lapsed') AND CAST(a.reasons AS TEXT) NOT LIKE '%took_it%'"
        )
        assert max(Counter(loads).values(), default=0) <= LOAD
        posts = self.rows("SELECT count(*) FROM slot GROUP BY membership_id, week_id")
        assert max((row[0] for row in posts), default=0) <= 1

    def nobody_got_more_than_they_may(self) -> None:
        """Got <= given + tab + room; what all shared moves the line, and what somebody took back was given once."""
        moved = self.rows(
            "SELECT m.id, (SELECT coalesce(sum(delta), 0) FROM ledger_entry e WHERE e.membership_id = m.id),"
            " (SELECT coalesce(sum(-delta), 0) FROM ledger_entry e WHERE e.membership_id = m.id AND delta < 0"
            " AND cause_kind IN ('write_off', 'taken_back')) FROM membership m"
        )
        for one, balance, slack in moved:
            assert balance + slack >= -(LOAD + LOAD), one


SETTINGS = settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))


def test_any_ledger(store: Store, formed: str) -> None:
    class Here(AnyLedger):
        pass

    Here.store, Here.formed = store, formed
    run_machine(Here, settings=SETTINGS)


def by_lot(store: Store, formed: str, seed: int, weeks: int = 26) -> None:
    """Live half a year in which much is done, two do little, and some come and go; AssertionError where it breaks."""
    lot = random.Random(seed)
    life = AnyLedger()
    life.store, life.formed = store, formed
    life.open()

    def who() -> int:
        return lot.choice((0, 0, 1, 1, 2, 3, 4, 5))

    steps: list[Callable[[], None]] = [
        lambda: life.answer(lot.randrange(31), lot.choice(("skip", "swap"))),
        lambda: life.answer(lot.randrange(31), "skip"),
        lambda: life.take(lot.randrange(31), who()),
        lambda: life.take_back(lot.randrange(31)),
        lambda: life.cannot_find(lot.randrange(31)),
        lambda: life.withdraw(who()),
        lambda: life.go_away(who(), lot.randint(1, 12), lot.choice((0, 0, 3))),
        lambda: life.take_a_break(who()),
        lambda: life.leave(who()),
        lambda: life.leave(lot.choice((0, 1))),
        lambda: life.join_again(who()),
        lambda: life.leaves_for_a_moment(lot.randrange(6)),
    ]
    try:
        for _ in range(weeks):
            for one in range(6):
                life.come_back(one)
            life.a_week(set(range(6)))
            for step in lot.choices(steps, k=2):
                step()
                life.it_holds()
            life.all_do_some(30, idle=frozenset({1, 2}))
            if lot.random() < 0.3:
                life.all_do_some(2)
            life.it_holds()
    finally:
        life.teardown()


@pytest.mark.parametrize("seed", [1, 2])
def test_lives_by_lot(store: Store, formed: str, seed: int) -> None:
    by_lot(store, formed, seed)


async def test_what_may_still_be_done_of_the_week_before_counts_against_what_a_post_may_get(
    store: Store, formed: str
) -> None:
    """Else who recommends nothing could be recommended two weeks' worth beyond their tab, by those who are late."""
    async with planted(store, formed) as team:
        await team.plan(posts=2)
        assert await team.rows("SELECT count(*) FROM assignment WHERE state = 'asked'") == [(6,)]  # three of each post
        for who in (0, 1):
            await team.submit(who, 2, now=FIRST_PLAN + timedelta(days=1))
        await team.ring(FIRST_CLOSE + WEEK)
        await team.ring(FIRST_PLAN + WEEK)
        for one, pusher in await team.rows("SELECT id, pusher_id FROM assignment WHERE state = 'asked'"):
            if pusher != 1:
                done = PushDone(int(str(one)), "", "")
                await team.services.assignments.done(team.caller(int(str(pusher)) - 1), done, FIRST_PLAN + WEEK)
        sums = await team.rows("SELECT membership_id, sum(delta) FROM ledger_entry GROUP BY membership_id ORDER BY 1")
        assert min(int(str(balance)) for _, balance in sums) >= -(LOAD + LOAD)
