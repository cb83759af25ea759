"""The ledger: double entry, and sums that hold whatever happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.ledger import Cause, Entry, balances, booked

PUSHES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1]))


def test_a_push_moves_one_from_its_author_to_its_pusher() -> None:
    assert booked(17, pusher_id=3, author_id=5) == (Entry(3, 1, Cause.PUSH, 17), Entry(5, -1, Cause.PUSH, 17))


def test_nobody_pushes_their_own_post() -> None:
    with pytest.raises(ValueError, match="own post"):
        booked(17, pusher_id=3, author_id=3)


@given(PUSHES)
def test_all_balances_sum_to_zero(pushes: list[tuple[int, int]]) -> None:
    entries = [entry for number, (i, a) in enumerate(pushes) for entry in booked(number, i, a)]
    sums = balances(entries)
    assert sum(sums.values()) == 0
    for member, balance in sums.items():
        assert balance == sum(i == member for i, _ in pushes) - sum(a == member for _, a in pushes)
    assert set(sums) == {member for pair in pushes for member in pair}
    assert len({(entry.cause, entry.cause_id, entry.membership_id) for entry in entries}) == len(entries)


def test_no_entries_no_balances() -> None:
    assert balances([]) == {}
