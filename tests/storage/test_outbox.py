"""What is to be said waits in the order it happened, and is claimed by one sender at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from teambot.domain.outbox import MessageState
from teambot.storage import nonces, outbox
from teambot.storage.outbox_row import OutboxRow, SentMessage, rows_of
from teambot.storage.runner import Tx
from teambot.storage.tables import membership
from teambot.storage.tables import outbox as table
from tests.storage.teams import a_member, a_team

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


class Box:
    """An outbox of one team, with the words of the tests."""

    def __init__(self, tx: Tx, now: datetime) -> None:
        self.tx = tx
        self.now = now
        self.team = a_team(tx, now)
        self.member = a_member(tx, self.team, 42)

    def put(self, key: str, *, due: datetime | None = None, expires: datetime | None = None, **target: int) -> int:
        row = outbox.put(
            self.tx,
            dedup_key=key,
            team_id=self.team,
            kind="week_card",
            payload={"key": key},
            due_at=due or self.now,
            expires_at=expires or self.now + DAY,
            **(target or {"channel_id": 500}),
        )
        assert row is not None
        return row

    def claim(self, at: datetime | None = None, limit: int = 50) -> list[str]:
        return [row.dedup_key for row in outbox.claim(self.tx, at or self.now, limit=limit)]

    def row(self, row_id: int) -> OutboxRow:
        return rows_of(self.tx, [row_id])[0]

    def send(self, row_id: int, message_id: int = 9000) -> None:
        assert outbox.mark_sent(self.tx, row_id, 500, message_id, self.now)


@pytest.fixture
def box(engine: Engine, now: datetime) -> Iterator[Box]:
    with engine.connect() as tx:
        yield Box(tx, now)


def test_a_key_is_said_once(box: Box) -> None:
    first = box.put("week-card:17:0")
    again = outbox.put(
        box.tx,
        dedup_key="week-card:17:0",
        team_id=box.team,
        kind="week_card",
        payload={"other": 1},
        due_at=box.now,
        expires_at=box.now + DAY,
        channel_id=501,
    )
    assert again is None
    assert box.tx.scalar(select(func.count()).select_from(table)) == 1
    row = box.row(first)
    assert (row.payload, row.channel_id) == ({"key": "week-card:17:0"}, 500)
    assert outbox.by_key(box.tx, "week-card:17:0") == row
    assert outbox.by_key(box.tx, "week-card:17:1") is None


def test_nonce_and_marker_fit_discord_and_repeat_with_the_secret(box: Box) -> None:
    nonces.set_secret(box.tx, "seed 7")
    row = box.row(box.put("a"))
    assert (row.nonce, row.marker) == next(nonces.names("seed 7", "a"))
    assert len(row.nonce) <= 25
    assert row.nonce.startswith("tb")
    assert 1 <= row.marker <= 2**31 - 1
    assert next(nonces.names("seed 8", "a")) != (row.nonce, row.marker)


def test_another_secret_after_the_first_message_is_refused(box: Box) -> None:
    box.put("a")
    with pytest.raises(ValueError, match="already"):
        nonces.set_secret(box.tx, "seed 7")


def test_a_marker_that_is_taken_is_passed_over(box: Box) -> None:
    nonces.set_secret(box.tx, "seed 7")
    turns = nonces.names("seed 7", "second")
    _, marker = next(turns)
    first = box.put("first")
    box.tx.execute(table.update().where(table.c.id == first).values(marker=marker))
    second = box.row(box.put("second"))
    assert (second.nonce, second.marker) == next(turns)


@pytest.mark.parametrize(
    "target",
    [
        {},  # nowhere
        {"channel_id": 500, "membership_id": 1},  # two places
        {"channel_id": 500, "edits_id": 1},  # an edit goes where its message went
    ],
)
def test_a_message_goes_to_one_place(box: Box, target: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="goes to"):
        outbox.put(
            box.tx,
            dedup_key="a",
            team_id=box.team,
            kind="news",
            payload={},
            due_at=box.now,
            expires_at=box.now + DAY,
            **target,
        )


def test_an_edit_needs_a_message(box: Box) -> None:
    edit = box.put("edit", edits_id=box.put("card"))
    for wrong in (edit, 999):
        with pytest.raises(LookupError):
            box.put(f"of {wrong}", edits_id=wrong)


def test_a_claim_tells_all_that_the_sender_needs(box: Box) -> None:
    row_id = box.put("dm", membership_id=box.member)
    (row,) = outbox.claim(box.tx, box.now, limit=5)
    assert row.id == row_id
    assert (row.discord_id, row.channel_id, row.edits) == (42, None, None)
    assert (row.state, row.attempts, row.first_attempt_at) == (MessageState.CLAIMED, 1, box.now)
    assert row.payload == {"key": "dm"}


def test_a_deleted_person_is_nobody_to_write_to(box: Box) -> None:
    box.put("dm", membership_id=box.member)
    box.tx.execute(membership.update().values(person_id=None))
    (row,) = outbox.claim(box.tx, box.now, limit=5)
    assert (row.membership_id, row.discord_id) == (box.member, None)


def test_only_what_is_due_and_not_over_is_claimed(box: Box) -> None:
    box.put("later", due=box.now + SECOND)
    box.put("over", expires=box.now)
    box.put("now", channel_id=501)
    assert box.claim() == ["now"]
    assert box.claim(box.now + SECOND) == ["later"]


def test_one_of_each_target_at_once_in_the_order_of_ids(box: Box) -> None:
    for key in ("a1", "a2"):
        box.put(key)
    for key in ("b1", "b2"):
        box.put(key, channel_id=501)
    for key in ("m1", "m2"):
        box.put(key, membership_id=box.member)
    assert box.claim() == ["a1", "b1", "m1"]
    assert box.claim() == []
    box.send(box.row(1).id)
    assert box.claim() == ["a2"]


def test_the_oldest_come_first_and_no_more_than_asked_for(box: Box) -> None:
    for n in range(4):
        box.put(f"k{n}", due=box.now - n * SECOND, channel_id=600 + n)
    assert box.claim(limit=3) == ["k3", "k2", "k1"]


def test_a_row_that_is_tried_again_keeps_its_place(box: Box) -> None:
    first, _ = box.put("part 1"), box.put("part 2")
    box.claim()
    assert outbox.put_back(box.tx, first, box.now + 4 * SECOND, "502")
    assert box.claim(box.now + 3 * SECOND) == []  # part 2 must not overtake
    assert box.claim(box.now + 4 * SECOND) == ["part 1"]
    row = box.row(first)
    assert (row.attempts, row.first_attempt_at, row.fault) == (2, box.now, "502")


def test_a_row_planned_for_later_holds_nobody_up(box: Box) -> None:
    box.put("planned", due=box.now + DAY / 2)
    box.put("news")
    assert box.claim() == ["news"]


def test_an_earlier_row_that_becomes_due_waits_for_the_one_being_sent(box: Box) -> None:
    box.put("planned", due=box.now + SECOND)
    second = box.put("news")
    assert box.claim() == ["news"]
    assert box.claim(box.now + SECOND) == []
    box.send(second)
    assert box.claim(box.now + SECOND) == ["planned"]


def test_a_message_being_sent_holds_its_target_past_its_own_end(box: Box) -> None:
    box.put("short", expires=box.now + SECOND)
    box.put("next")
    box.claim()
    assert box.claim(box.now + 2 * SECOND) == []
    assert outbox.expire(box.tx, box.now + 2 * SECOND) == []


def test_a_lost_claim_comes_back_after_the_lease_with_the_same_nonce(box: Box) -> None:
    nonce = box.row(box.put("a")).nonce
    box.claim()
    assert box.claim(box.now + 119 * SECOND) == []
    (row,) = outbox.claim(box.tx, box.now + 120 * SECOND, limit=5)
    assert (row.nonce, row.attempts, row.first_attempt_at) == (nonce, 2, box.now)


def test_the_only_process_takes_all_claims_back_at_its_start(box: Box) -> None:
    box.put("a")
    box.put("b", channel_id=501)
    sent = box.put("c", channel_id=502)
    box.claim()
    box.send(sent)
    assert outbox.release_claims(box.tx) == 2
    assert box.claim() == ["a", "b"]


def test_an_edit_waits_for_its_message_and_goes_where_it_stands(box: Box) -> None:
    card = box.put("card", membership_id=box.member)
    edit = box.put("edit", edits_id=card)
    other = box.put("other", membership_id=box.member)
    assert box.claim() == ["card"]
    assert outbox.mark_sent(box.tx, card, 777, 9001, box.now)
    (row,) = outbox.claim(box.tx, box.now, limit=5)
    assert row.id == edit
    assert row.edits == SentMessage(777, 9001, box.row(card).marker)
    assert row.discord_id == 42
    box.send(edit)
    assert box.claim() == [box.row(other).dedup_key]


def test_an_edit_whose_message_cannot_be_sent_holds_nobody_up(box: Box) -> None:
    card = box.put("card")
    box.put("edit", edits_id=card)
    box.put("other")
    box.claim()
    assert outbox.mark_blocked(box.tx, card, "50013")
    assert box.claim() == ["other"]


def test_an_edit_of_a_message_that_is_gone_ends(box: Box) -> None:
    card = box.put("card")
    edit = box.put("edit", edits_id=card)
    box.claim()
    box.send(card)
    box.claim()
    assert outbox.mark_deleted(box.tx, edit)
    assert [box.row(one).state for one in (card, edit)] == [MessageState.SENT_DELETED] * 2
    late = box.put("edit again", edits_id=card)
    assert box.claim() == []
    assert [row.id for row in outbox.expire(box.tx, box.now)] == [late]


def test_what_was_sent_is_known_again(box: Box) -> None:
    card = box.put("card")
    box.claim()
    later = box.now + SECOND
    assert outbox.mark_sent(box.tx, card, 500, 9000, later)
    row = box.row(card)
    assert (row.state, row.sent_channel_id, row.message_id, row.due_at) == (MessageState.SENT, 500, 9000, later)


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (lambda tx, row, now: outbox.mark_sent(tx, row, 1, 2, now), MessageState.SENT),
        (lambda tx, row, now: outbox.mark_deleted(tx, row), MessageState.SENT_DELETED),
        (lambda tx, row, now: outbox.mark_blocked(tx, row, "50001"), MessageState.BLOCKED),
        (lambda tx, row, now: outbox.mark_dead(tx, row, "50035"), MessageState.DEAD),
        (lambda tx, row, now: outbox.mark_expired(tx, row), MessageState.EXPIRED),
    ],
)
def test_an_end_is_reached_once_and_never_claimed_again(box: Box, mark: object, state: MessageState) -> None:
    card = box.put("card")
    box.claim()
    assert callable(mark)
    assert mark(box.tx, card, box.now)
    assert box.row(card).state is state
    assert not outbox.put_back(box.tx, card, box.now, "late")
    assert not outbox.mark_dead(box.tx, card, "late")
    assert box.row(card).state is state
    assert box.claim(box.now + DAY / 2) == []


def test_what_is_over_ends_and_is_told(box: Box) -> None:
    over = box.put("over", expires=box.now + SECOND)
    box.put("good")
    parked = box.put("parked", expires=box.now + SECOND, channel_id=501)
    assert outbox.mark_blocked(box.tx, parked, "50001")
    gone = outbox.expire(box.tx, box.now + SECOND)
    assert [(row.id, row.state) for row in gone] == [(over, MessageState.EXPIRED)]
    assert outbox.expire(box.tx, box.now + SECOND) == []
    assert box.claim(box.now + SECOND) == ["good"]


def test_a_mended_channel_releases_what_was_parked(box: Box) -> None:
    here, dm = box.put("here", channel_id=444), box.put("dm", membership_id=box.member)
    for row in (here, dm):
        assert outbox.mark_blocked(box.tx, row, "10003")
    assert outbox.release_channel(box.tx, box.team, box.now) == 1
    row = box.row(here)
    assert (row.state, row.channel_id, row.fault) == (MessageState.NEW, 500, None)  # the channel that the team has now
    assert box.row(dm).state is MessageState.BLOCKED
    assert box.claim() == ["here"]


def test_parking_takes_what_waits_and_nothing_else(box: Box) -> None:
    sent, in_flight, channel = box.put("sent"), box.put("in flight"), box.put("channel")
    dm, other_dm = (
        box.put("dm", membership_id=box.member),
        box.put("other dm", membership_id=a_member(box.tx, box.team, 43)),
    )
    other = outbox.put(
        box.tx,
        dedup_key="another team's",
        team_id=a_team(box.tx, box.now, channel_id=501),
        kind="week_card",
        payload={},
        due_at=box.now,
        expires_at=box.now + DAY,
        channel_id=501,
    )
    assert other
    outbox.claim(box.tx, box.now, limit=1)
    box.send(sent)
    outbox.claim(box.tx, box.now, limit=1)
    assert (outbox.park_channel(box.tx, box.team, "50001"), outbox.park_direct(box.tx, box.member, "50007")) == (1, 1)
    assert {row: box.row(row).state for row in (sent, in_flight, channel, dm, other_dm, other)} == {
        sent: MessageState.SENT,
        in_flight: MessageState.CLAIMED,
        channel: MessageState.BLOCKED,
        dm: MessageState.BLOCKED,
        other_dm: MessageState.NEW,
        other: MessageState.NEW,
    }
    assert [box.row(row).fault for row in (channel, dm)] == ["50001", "50007"]
