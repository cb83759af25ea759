"""Every fault of recommendations and of the ledger is found by the doctor's statements."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, update

from teambot.domain.ledger import Cause
from teambot.storage import tables
from teambot.storage.insert import insert_row
from teambot.storage.invariants import INVARIANTS, broken
from teambot.storage.ledger_invariants import LEDGER
from tests.storage.teams import a_team


class Planted:
    """A team of two members and an alumnus, a week that has ended with three pushes for the second one's post.

    One is done, by the first; one was taken back, by the first, who had done it for another post of the second's; one
    was skipped and is open. The alumnus left with one that they had got more, and the pot was shared out.
    """

    def __init__(self, tx: Connection, now: datetime) -> None:
        self.tx, self.now = tx, now
        self.team_id = a_team(tx, now)
        insert_row(tx, tables.charter, team_id=self.team_id, version=1, text="We read.", created_at=now)
        here = {"standing": "member", "joined_at": now, "accepted_version": 1}
        self.ana, self.ben = (self.member(**here) for _ in range(2))
        self.alumnus = self.member(standing="alumnus", left_at=now)
        self.week, self.before = self.a_week("2026-W02"), self.a_week("2026-W01")
        self.post, slot = self.a_slot(self.week)
        self.slot = slot
        _, earlier = self.a_slot(self.before)
        self.done = self.assignment(slot, self.ana, "done")
        self.back = self.assignment(earlier, self.ana, "taken_back")
        self.skipped = self.assignment(slot, self.alumnus, "skipped")
        self.open = self.assignment(slot, None, "open", offered_on_from_id=self.skipped)
        for one in (self.done, self.back):
            self.book(self.ana, 1, Cause.PUSH, one)
            self.book(self.ben, -1, Cause.PUSH, one)
        self.book(self.ana, -1, Cause.TAKEN_BACK, self.back)
        self.book(self.ben, 1, Cause.TAKEN_BACK, self.back)
        self.book(self.alumnus, 3, Cause.LEFT, 1)
        self.book(self.alumnus, -3, Cause.RETURNED, 1)
        for one in (self.ana, self.ben):
            self.book(one, -1, Cause.WRITE_OFF, self.week)

    def member(self, **values: Any) -> int:
        return int(insert_row(self.tx, tables.membership, team_id=self.team_id, **values))

    def a_week(self, key: str, team_id: int | None = None) -> int:
        times = {"closes_at": self.now, "publishes_at": self.now, "ends_at": self.now}
        values = {"team_id": team_id or self.team_id, "key": key, "state": "ended", **times}
        return int(insert_row(self.tx, tables.week, **values))

    def a_slot(self, week_id: int) -> tuple[int, int]:
        words = {"url": "http://b.test/1", "title": "t", "reader_line": "l", "money": "none", "created_at": self.now}
        post = insert_row(self.tx, tables.submission, membership_id=self.ben, week_id=week_id, state="pushed", **words)
        made = {"team_id": self.team_id, "week_id": week_id, "published_at": self.now, "inputs": {}}
        plan = insert_row(self.tx, tables.plan, **made)
        values = {"plan_id": plan, "membership_id": self.ben, "week_id": week_id, "submission_id": post}
        return int(post), int(insert_row(self.tx, tables.slot, **values))

    def assignment(self, slot: int, pusher: int | None, state: str, **values: Any) -> int:
        said = {"slot_id": slot, "pusher_id": pusher, "state": state, "reasons": [], "asked_at": self.now, **values}
        return int(insert_row(self.tx, tables.assignment, **said))

    def book(self, membership_id: int, delta: int, cause: Cause, cause_id: int) -> None:
        said = {"membership_id": membership_id, "delta": delta, "cause_kind": cause, "cause_id": cause_id}
        insert_row(self.tx, tables.ledger_entry, **said, created_at=self.now)

    def set(self, table: str, row_id: int, **values: Any) -> None:
        found = tables.metadata.tables[table]
        self.tx.execute(update(found).where(found.c.id == row_id).values(**values))

    def rebook(self, cause: Cause, membership_id: int, of: int, **values: Any) -> None:
        """Change an entry, as nothing of ours does."""
        entry = tables.ledger_entry.c
        which = (entry.cause_kind == cause, entry.membership_id == membership_id, entry.cause_id == of)
        assert self.tx.execute(update(tables.ledger_entry).where(*which).values(**values)).rowcount == 1


@pytest.fixture
def planted(engine: Engine, now: datetime) -> Iterator[Planted]:
    with engine.connect() as tx:
        yield Planted(tx, now)


def test_a_ledger_in_good_order_breaks_nothing(planted: Planted) -> None:
    assert list(broken(planted.tx)) == []


PUSHED, BACK, NOTHING, RETURNED, SHARED, OFFERED, WITHDRAWN = (one.rule for one in LEDGER)


def _elsewhere(p: Planted) -> int:
    return p.a_week("2026-W02", a_team(p.tx, p.now, channel_id=501))


FAULTS: list[tuple[str, str, Callable[[Planted], Any]]] = [
    (PUSHED, "two given for one got", lambda p: p.rebook(Cause.PUSH, p.ana, p.done, delta=2)),
    (PUSHED, "got by nobody", lambda p: p.rebook(Cause.PUSH, p.ben, p.done, cause_id=99)),
    (PUSHED, "done and not booked", lambda p: p.set("assignment", p.open, state="done")),
    (PUSHED, "booked and not done", lambda p: p.set("assignment", p.done, state="lapsed")),
    (PUSHED, "given by who got it", lambda p: p.set("assignment", p.done, pusher_id=p.ben)),
    (BACK, "taken back and not booked back", lambda p: p.set("assignment", p.done, state="taken_back")),
    (BACK, "booked back and done", lambda p: p.set("assignment", p.back, state="done")),
    (BACK, "booked back for one alone", lambda p: p.rebook(Cause.TAKEN_BACK, p.ben, p.back, cause_id=99)),
    (BACK, "booked back the same way", lambda p: p.rebook(Cause.TAKEN_BACK, p.ben, p.back, delta=-1)),
    (NOTHING, "gone with something", lambda p: p.rebook(Cause.LEFT, p.alumnus, 1, delta=2)),
    (NOTHING, "gone, and nothing went to the pot", lambda p: p.set("membership", p.ben, standing="nobody")),
    (RETURNED, "more came back than had gone", lambda p: p.rebook(Cause.RETURNED, p.alumnus, 1, cause_id=2)),
    (RETURNED, "what had been given more came back", lambda p: p.rebook(Cause.RETURNED, p.alumnus, 1, delta=3)),
    (RETURNED, "nothing was booked", lambda p: p.rebook(Cause.LEFT, p.alumnus, 1, delta=0)),
    (SHARED, "one has more of it", lambda p: p.rebook(Cause.WRITE_OFF, p.ben, p.week, delta=-2)),
    (SHARED, "before the week's end", lambda p: p.set("week", p.week, state="planned")),
    (SHARED, "after another team's week", lambda p: p.rebook(Cause.WRITE_OFF, p.ben, p.week, cause_id=_elsewhere(p))),
    (OFFERED, "skipped and forgotten", lambda p: p.set("assignment", p.open, offered_on_from_id=None)),
    (OFFERED, "released and forgotten", lambda p: p.set("assignment", p.open, state="released")),
    (OFFERED, "swapped with nobody", lambda p: p.set("assignment", p.done, state="swapped")),
    (WITHDRAWN, "still open to anyone", lambda p: p.set("submission", p.post, state="withdrawn")),
]


@pytest.mark.parametrize(("rule", "why", "spoil"), FAULTS, ids=[row[1] for row in FAULTS])
def test_each_fault_is_found(planted: Planted, rule: str, why: str, spoil: Any) -> None:
    spoil(planted)
    assert rule in [one.invariant.rule for one in broken(planted.tx)], why


def test_every_invariant_of_the_ledger_is_broken_by_some_fault() -> None:
    assert {row[0] for row in FAULTS} == {one.rule for one in LEDGER}
    assert {*LEDGER} <= {*INVARIANTS}
