"""What is true of the outbox whatever happens: one of each target at once, in order, nothing lost, nothing twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from teambot.domain.outbox import MessageState
from teambot.storage import outbox
from teambot.storage.engine import open_engine, raw
from teambot.storage.outbox_row import LIVE, OutboxRow, rows_of, rows_where
from teambot.storage.schema import migrate
from teambot.storage.tables import outbox as table
from tests.storage.teams import a_member, a_team

START = datetime(2026, 11, 22, 18, tzinfo=UTC)
places = st.sampled_from([{"channel_id": 500}, {"channel_id": 501}, {"membership_id": 1}, {"membership_id": 2}])


class Sender(RuleBasedStateMachine):
    """A sender that claims, succeeds, fails, dies and comes back, against an outbox that goes on filling."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.engine = open_engine(Path(self.folder.name) / "bot.db")
        migrate(self.engine, Path(self.folder.name), START)
        self.tx = self.engine.connect()
        self.now = START
        self.team = a_team(self.tx, START)
        for number in (1, 2):
            a_member(self.tx, self.team, number)
        self.keys = 0
        self.under_way: dict[int, OutboxRow] = {}
        self.sent: list[int] = []
        self.ever: dict[int, tuple[str, int]] = {}

    def teardown(self) -> None:
        self.tx.close()
        self.engine.dispose()
        self.folder.cleanup()

    def _put(self, *, due: int = 0, lives: int = 3600, **target: int) -> None:
        self.keys += 1
        row = outbox.put(
            self.tx,
            dedup_key=f"k{self.keys}",
            team_id=self.team,
            kind="news",
            payload={},
            due_at=self.now + timedelta(seconds=due),
            expires_at=self.now + timedelta(seconds=due + lives),
            **target,
        )
        assert row is not None

    @rule(place=places, due=st.sampled_from([0, 0, 0, 30]), lives=st.sampled_from([20, 3600, 3600]))
    def something_happens(self, place: dict[str, int], due: int, lives: int) -> None:
        self._put(due=due, lives=lives, **place)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_card_is_drawn_again(self, data: st.DataObject) -> None:
        message = data.draw(st.sampled_from(self.sent))
        if rows_of(self.tx, [message])[0].edits_id is None:
            self._put(edits_id=message)

    @rule(limit=st.integers(1, 5))
    def claim(self, limit: int) -> None:
        before = {row.id: row for row in rows_where(self.tx, LIVE)}
        for row in outbox.claim(self.tx, self.now, limit=limit):
            was = before[row.id]
            assert was.due_at <= self.now < row.expires_at
            assert row.attempts == was.attempts + 1
            assert row.first_attempt_at is not None
            assert self.ever.setdefault(row.id, (row.nonce, row.marker)) == (row.nonce, row.marker)
            for other in before.values():  # nobody earlier of the same target is due, or begun, or on its way
                if (other.channel_id, other.membership_id) == (row.channel_id, row.membership_id):
                    earlier = other.id < row.id and (other.due_at <= self.now or other.attempts > 0)
                    waits = other.edits_id is not None and other.edits is None
                    assert not earlier or other.expires_at <= self.now or waits
            self.under_way[row.id] = row

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), end=st.sampled_from(["sent", "sent", "put back", "blocked", "dead", "deleted"]))
    def an_answer_comes(self, data: st.DataObject, end: str) -> None:
        row = self.under_way.pop(data.draw(st.sampled_from(sorted(self.under_way))))
        match end:
            case "sent":
                assert outbox.mark_sent(self.tx, row.id, 500, 9000 + row.id, self.now)
                assert row.id not in self.sent
                self.sent.append(row.id)
            case "put back":
                assert outbox.put_back(self.tx, row.id, self.now + timedelta(seconds=4), "502")
            case "blocked":
                assert outbox.mark_blocked(self.tx, row.id, "50001")
            case "dead":
                assert outbox.mark_dead(self.tx, row.id, "50035")
            case "deleted":
                assert outbox.mark_deleted(self.tx, row.id)

    @rule()
    def the_process_dies_and_starts(self) -> None:
        assert outbox.release_claims(self.tx) == len(self.under_way)
        self.under_way.clear()

    @rule(seconds=st.sampled_from([1, 5, 30, 100]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        lost = [row.id for row in self.under_way.values() if row.due_at <= self.now]
        if lost:  # nobody answered within the lease: the sender of this test dies rather than answer later
            self.the_process_dies_and_starts()

    @rule()
    def expire(self) -> None:
        for row in outbox.expire(self.tx, self.now):
            assert row.id not in self.under_way
            assert row.state is MessageState.EXPIRED

    @rule()
    def the_channel_is_mended(self) -> None:
        outbox.release_channel(self.tx, self.team, self.now)

    @invariant()
    def one_of_each_target_at_once(self) -> None:
        busy = [(row.channel_id, row.membership_id) for row in self.under_way.values()]
        assert len(busy) == len(set(busy))

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(rows_where(self.tx)) == self.keys


TestSender = Sender.TestCase
TestSender.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)


def test_a_claim_looks_at_unsent_rows_only(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "bot.db")
    migrate(engine, tmp_path, START)
    sql = str(select(table.c.id).where(LIVE, table.c.due_at <= "now").compile(compile_kwargs={"literal_binds": False}))
    with engine.connect() as tx:
        plan = raw(tx).execute("EXPLAIN QUERY PLAN " + sql.replace(":due_at_1", "'now'")).fetchall()
    engine.dispose()
    assert "ix_outbox_due" in str(plan)
    assert "state IN ('new', 'claimed')" in str(select(table.c.id).where(LIVE).compile(dialect=postgresql.dialect()))
