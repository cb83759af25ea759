"""The ledger: double entry, and sums that hold whatever happens."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.ledger import Cause, Entry, balances, booked, left, pot, returned, taken_back, write_off

PUSHES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1]))
BALANCES = st.dictionaries(st.integers(1, 9), st.integers(-40, 40))


def test_a_push_moves_one_from_its_author_to_its_pusher() -> None:
    assert booked(17, pusher_id=3, author_id=5) == (Entry(3, 1, Cause.PUSH, 17), Entry(5, -1, Cause.PUSH, 17))


def test_what_is_taken_back_is_the_opposite_of_what_was_booked() -> None:
    booked_back = taken_back(17, pusher_id=3, author_id=5)
    assert set(booked_back) == {Entry(3, -1, Cause.TAKEN_BACK, 17), Entry(5, 1, Cause.TAKEN_BACK, 17)}
    assert balances([*booked(17, 3, 5), *booked_back]) == {3: 0, 5: 0}


@pytest.mark.parametrize("book", [booked, taken_back])
def test_nobody_pushes_their_own_post(book: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="own post"):
        book(17, pusher_id=3, author_id=3)


@given(PUSHES)
def test_all_balances_sum_to_zero(pushes: list[tuple[int, int]]) -> None:
    entries = [entry for number, (i, a) in enumerate(pushes) for entry in booked(number, i, a)]
    sums = balances(entries)
    assert sum(sums.values()) == pot(sums) == 0
    for member, balance in sums.items():
        assert balance == sum(i == member for i, _ in pushes) - sum(a == member for _, a in pushes)
    assert set(sums) == {member for pair in pushes for member in pair}
    assert len({(entry.cause, entry.cause_id, entry.membership_id) for entry in entries}) == len(entries)


def test_no_entries_no_balances() -> None:
    assert balances([]) == {}
    assert pot({}) == 0


@pytest.mark.parametrize(
    ("balance", "booked"),
    [(0, ()), (-4, (Entry(3, 4, Cause.LEFT, 2),)), (2, (Entry(3, -2, Cause.LEFT, 2),))],
    ids=["even", "got more", "gave more"],
)
def test_who_leaves_stands_at_nothing(balance: int, booked: tuple[Entry, ...]) -> None:
    assert left(3, balance, 2) == booked


@pytest.mark.parametrize(
    ("deltas", "comes_back"),
    [
        ([], 0),  # they stood at nothing
        ([4], -4),  # what they had got more comes with them
        ([-4], 0),  # what they had given more is not kept
        ([4, 1], -5),  # a push of theirs was booked back after they had gone
        ([1, -1], 0),
        ([-1, 3], -2),
    ],
)
def test_who_comes_back_soon_brings_what_they_had_got_more(deltas: list[int], comes_back: int) -> None:
    gone = [Entry(3, delta, Cause.LEFT, number) for number, delta in enumerate(deltas, 5)]
    brought = returned(3, gone)
    assert sum(entry.delta for entry in brought) == comes_back
    # It answers the last of them, which the schema lets come back once.
    assert all((entry.cause, entry.cause_id) == (Cause.RETURNED, 4 + len(deltas)) for entry in brought)


@pytest.mark.parametrize(
    ("theirs", "each"),
    [
        ({1: 1, 2: 1}, 0),  # two to share among three stay in the pot
        ({1: 2, 2: 1}, -1),
        ({1: -2, 2: -1}, 1),
        ({1: 8, 2: -1}, -2),  # of seven, two each; one stays
        ({1: -8}, 2),
        ({}, 0),
    ],
)
def test_the_pot_is_shared_out_alike(theirs: dict[int, int], each: int) -> None:
    shared = write_off(theirs, [2, 1, 3], 44)
    assert shared == tuple(Entry(one, each, Cause.WRITE_OFF, 44) for one in (1, 2, 3) if each)


def test_where_nobody_is_left_nothing_is_shared_out() -> None:
    assert write_off({1: 9}, [], 44) == ()


@given(BALANCES, st.sets(st.integers(1, 9), min_size=1), st.integers(1, 99))
def test_after_sharing_out_the_pot_holds_less_than_one_each(
    theirs: dict[int, int], members: set[int], week: int
) -> None:
    shared = write_off(theirs, members, week)
    after = {one: theirs.get(one, 0) + balances(shared).get(one, 0) for one in theirs.keys() | members}
    assert abs(pot(after)) < len(members)
    assert abs(pot(after)) <= abs(pot(theirs))
    assert pot(after) * pot(theirs) >= 0  # never more than was in it
    assert len({entry.delta for entry in shared}) <= 1  # alike: no order changes
    assert {entry.membership_id for entry in shared} in (set(), members)


@dataclass
class Book:
    """A team's ledger over a random life, as the services keep it."""

    entries: list[Entry] = field(default_factory=list)
    here: set[int] = field(default_factory=lambda: {1, 2, 3, 4, 5})
    gone_with: dict[int, int] = field(default_factory=dict)
    done: list[tuple[int, int, int]] = field(default_factory=list)
    number: int = 0

    def balance(self, one: int) -> int:
        return balances(self.entries).get(one, 0)

    def push(self, pusher: int, author: int) -> None:
        if pusher != author and {pusher, author} <= self.here:
            self.number += 1
            self.done.append((self.number, pusher, author))
            self.entries += booked(self.number, pusher, author)

    def take_back(self, which: int, _: int) -> None:
        if self.done:
            assignment, pusher, author = self.done.pop(which % len(self.done))
            self.entries += taken_back(assignment, pusher, author)
            for one in {pusher, author} - self.here:
                self._to_the_pot(one)

    def leave(self, one: int, _: int) -> None:
        if one in self.here:
            self.here.discard(one)
            self.gone_with[one] = len(self.entries)
            self._to_the_pot(one)

    def come_back(self, one: int, soon: int) -> None:
        if one in self.gone_with:
            since = self.gone_with.pop(one)
            gone = [entry for entry in self.entries[since:] if (entry.membership_id, entry.cause) == (one, Cause.LEFT)]
            self.entries += returned(one, gone) if soon % 2 else ()
            self.here.add(one)
            assert self.balance(one) <= 0  # nothing is kept that they had given more

    def end(self, _: int, __: int) -> None:
        self.number += 1
        self.entries += write_off(balances(self.entries), self.here, self.number)
        assert abs(pot(balances(self.entries))) < max(len(self.here), 1) or not self.here

    def _to_the_pot(self, one: int) -> None:
        number = sum((entry.membership_id, entry.cause) == (one, Cause.LEFT) for entry in self.entries) + 1
        self.entries += left(one, self.balance(one), number)


STEPS = st.tuples(
    st.sampled_from(["push", "push", "push", "take_back", "leave", "come_back", "end"]),
    st.integers(1, 5),
    st.integers(1, 5),
)


@given(st.lists(STEPS, max_size=60))
def test_balances_and_the_pot_sum_to_nothing_whatever_happens(steps: list[tuple[str, int, int]]) -> None:
    book = Book()
    for verb, one, other in steps:
        before = list(book.entries)
        getattr(book, verb)(one, other)
        assert book.entries[: len(before)] == before  # nothing is ever changed or taken out
        assert sum(book.balance(one) for one in book.here) + pot(balances(book.entries)) == 0
        assert not any(book.balance(one) for one in book.gone_with)
    keys = [(entry.cause, entry.cause_id, entry.membership_id) for entry in book.entries]
    assert len(set(keys)) == len(keys)
    assert all(entry.delta for entry in book.entries)
