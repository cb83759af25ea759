"""Who may ask where a recommendation is to be found, who answers, and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from teambot.domain.assignments import DONE_COUNTS, AssignmentState, Found
from teambot.domain.link_proof import LinkState
from teambot.domain.pushes import (
    TAKE_BACK_FOR,
    Push,
    Side,
    answer_until,
    check_answering,
    check_linkable,
    check_own_done,
    check_seekable,
    seek_until,
)
from teambot.domain.standings import Absence, Standing
from teambot.errors import Refusal

TOLD = datetime(2026, 1, 13, 9, tzinfo=UTC)
END = datetime(2026, 1, 18, 18, tzinfo=UTC)
DAY = timedelta(days=1)
BEN, ANA = Side(7, "Ben", Standing.MEMBER), Side(8, "Ana", Standing.MEMBER)
DONE = Push(1, 1, BEN, ANA, "Soup", AssignmentState.DONE, END, None, None, TOLD, None, None)
SOUGHT = replace(DONE, sought_at=TOLD + DAY)
GONE = replace(BEN, standing=Standing.ALUMNUS)


@pytest.mark.parametrize(
    ("push", "who", "now", "refused", "reason"),
    [
        (DONE, 8, TOLD, None, "at once"),
        (DONE, 8, TOLD + 7 * DAY - timedelta(seconds=1), None, "to the last second"),
        (DONE, 8, TOLD + 7 * DAY, "seek-time-over", "seven days"),
        (DONE, 7, TOLD, "not-your-push", "its pusher does not ask"),
        (DONE, 9, TOLD, "not-your-push", "nor anybody else"),
        (SOUGHT, 8, TOLD + DAY, "already-sought", "once"),
        (replace(SOUGHT, found=Found.UNLINKED), 8, TOLD + DAY, "already-sought", "nor after the answer"),
        (replace(DONE, state=AssignmentState.TAKEN_BACK), 8, TOLD, "push-taken-back", "it counts no more"),
        (replace(DONE, state=AssignmentState.ASKED), 8, TOLD, "not-your-push", "nobody learns who is asked"),
        (replace(DONE, state=AssignmentState.SKIPPED), 8, TOLD, "not-your-push", "nor who skipped"),
        (replace(DONE, link_state=LinkState.SEEN), 8, TOLD, "push-seen", "its page shows where it is"),
        (replace(DONE, link_state=LinkState.SAID), 8, TOLD, None, "it could not be found"),
        (replace(DONE, pusher=GONE), 8, TOLD, "pusher-has-left", "nobody is there to be asked"),
        (replace(DONE, pusher=replace(BEN, standing=Standing.PAUSED)), 8, TOLD, None, "they answer once they are back"),
    ],
)
def test_who_may_ask(push: Push, who: int, now: datetime, refused: str | None, reason: str) -> None:
    if refused is None:
        check_seekable(push, who, now)
    else:
        with pytest.raises(Refusal) as told:
            check_seekable(push, who, now)
        assert told.value.key == refused, reason
    if who == ANA.id:
        assert push.may_seek(now) is (refused is None), reason


@pytest.mark.parametrize(
    ("push", "who", "refused", "reason"),
    [
        (SOUGHT, 7, None, "its pusher"),
        (SOUGHT, 8, "not-your-assignment", "not who asked"),
        (DONE, 7, "already-answered", "nobody asked"),
        (replace(SOUGHT, found=Found.LINK), 7, "already-answered", "once"),
        (replace(SOUGHT, state=AssignmentState.TAKEN_BACK, found=Found.NO_ANSWER), 7, "push-taken-back", "too late"),
        (replace(SOUGHT, author=replace(ANA, standing=Standing.ALUMNUS)), 7, "author-has-left", "nobody waits"),
    ],
)
def test_who_answers(push: Push, who: int, refused: str | None, reason: str) -> None:
    if refused is None:
        check_answering(push, who)
        return
    with pytest.raises(Refusal) as told:
        check_answering(push, who)
    assert told.value.key == refused, reason


@pytest.mark.parametrize(
    ("push", "who", "now", "refused", "reason"),
    [
        (DONE, 7, END + DONE_COUNTS - timedelta(seconds=1), None, "as long as Done counts"),
        (DONE, 7, END + DONE_COUNTS, "assignment-over", "no longer"),
        (DONE, 8, TOLD, "not-your-assignment", "not its author"),
        (replace(DONE, link_state=LinkState.SAID), 7, TOLD, None, "another one"),
        (replace(DONE, linked_at=TOLD), 7, TOLD, "link-given-already", "once after Done"),
        (replace(SOUGHT, linked_at=TOLD), 7, TOLD, None, "but as an answer"),
        (replace(SOUGHT, linked_at=TOLD, found=Found.LINK), 7, TOLD, "link-given-already", "which is one, too"),
        (replace(DONE, link_state=LinkState.SEEN), 7, TOLD, "link-seen-already", "what was seen stays"),
        (replace(DONE, state=AssignmentState.TAKEN_BACK), 7, TOLD, "push-taken-back", ""),
        (replace(DONE, state=AssignmentState.ASKED), 7, TOLD, "no-such-assignment", "Done has the link with it"),
    ],
)
def test_who_may_give_a_link_later(push: Push, who: int, now: datetime, refused: str | None, reason: str) -> None:
    if refused is None:
        check_linkable(push, who, now)
        return
    with pytest.raises(Refusal) as told:
        check_linkable(push, who, now)
    assert told.value.key == refused, reason


@pytest.mark.parametrize(
    ("push", "who", "now", "refused"),
    [
        (DONE, 7, TOLD, None),
        (SOUGHT, 7, TOLD, None),
        (DONE, 7, END + TAKE_BACK_FOR - timedelta(seconds=1), None),
        (DONE, 7, END + TAKE_BACK_FOR, "take-back-time-over"),
        (DONE, 8, TOLD, "not-your-assignment"),
        (replace(DONE, state=AssignmentState.TAKEN_BACK), 7, TOLD, "push-taken-back"),
        (replace(DONE, author=replace(ANA, standing=Standing.ALUMNUS)), 7, TOLD, "author-has-left"),
    ],
)
def test_who_takes_their_own_done_back(push: Push, who: int, now: datetime, refused: str | None) -> None:
    if refused is None:
        check_own_done(push, who, now)
        return
    with pytest.raises(Refusal) as told:
        check_own_done(push, who, now)
    assert told.value.key == refused


@pytest.mark.parametrize(
    ("begins", "ends", "days", "reason"),
    [
        (None, None, 7, "never away"),
        (-9, -2, 7, "back before they were asked"),
        (-2, 3, 10, "away when they were asked: three days do not count"),
        (2, 5, 10, "three days in the middle"),
        (6, 20, 21, "they left with a day to go, and have it once they are back"),
        (7, 20, 7, "away only afterwards"),
    ],
)
def test_days_away_do_not_count(begins: int | None, ends: int | None, days: int, reason: str) -> None:
    absence = None if begins is None or ends is None else Absence(TOLD + begins * DAY, TOLD + ends * DAY)
    asked = replace(DONE, sought_at=TOLD, pusher=replace(BEN, absence=absence))
    assert answer_until(asked) == TOLD + days * DAY, reason
    told = replace(DONE, author=replace(ANA, absence=absence))
    assert seek_until(told) == TOLD + days * DAY, reason
