"""What changes between two texts of a charter: said rightly, and whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teambot.domain.amendments import Change, ChangeKind, changes
from teambot.domain.charter import MOST_CLAUSES

READ, WORDS, WEEK = "We read first.", "In our own words.", "One post a week each."
MADE = [
    ("nothing changes", (READ, WORDS), (READ, WORDS), "kept 1-1, kept 2-2"),
    ("one more at the end", (READ,), (READ, WORDS), "kept 1-1, added -2"),
    ("one more in front moves the numbers", (READ,), (WORDS, READ), "added -1, kept 1-2"),
    ("one less moves the numbers", (READ, WORDS, WEEK), (READ, WEEK), "kept 1-1, removed 2-, kept 3-2"),
    ("the same in other words", (READ, WEEK), (READ, "Two posts a week each."), "kept 1-1, changed 2-2"),
    ("something else in its place", (READ, WEEK), (READ, "Be kind."), "kept 1-1, removed 2-, added -2"),
    ("reworded, and one put before it", (WEEK,), ("Be kind.", "One post a week."), "added -1, changed 1-2"),
    ("two change places", (READ, WORDS), (WORDS, READ), "added -1, kept 1-2, removed 2-"),
    ("a clause that stands twice loses one", (READ, READ), (READ,), "kept 1-1, removed 2-"),
    ("signs without a word have nothing in common", ("!!!",), ("???",), "removed 1-, added -1"),
    ("capitals and stops are other words for the same", ("WE READ FIRST",), (READ,), "changed 1-1"),
    (
        "everything anew",
        (READ, WORDS),
        ("Be kind.", "Be brief.", "Stop."),
        "removed 1-, removed 2-, added -1, added -2, added -3",
    ),
]


def written(made: tuple[Change, ...]) -> str:
    return ", ".join(f"{one.kind} {one.old_number or ''}-{one.new_number or ''}" for one in made)


@pytest.mark.parametrize(("old", "new", "said"), [row[1:] for row in MADE], ids=[row[0] for row in MADE])
def test_what_changes(old: tuple[str, ...], new: tuple[str, ...], said: str) -> None:
    assert written(changes(old, new)) == said


CLAUSE = st.one_of(st.sampled_from([READ, WORDS, WEEK, "One post each.", "We read."]), st.text(min_size=1, max_size=40))
CLAUSES = st.lists(CLAUSE, min_size=1, max_size=MOST_CLAUSES).map(tuple)


@given(CLAUSES, CLAUSES)
@example(tuple("abcdefghij"), tuple("jihgfedcba"))
def test_old_and_new_can_be_read_from_what_changes(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    made = changes(old, new)
    before = [(one.old_number, one.old) for one in made if one.kind is not ChangeKind.ADDED]
    after = [(one.new_number, one.new) for one in made if one.kind is not ChangeKind.REMOVED]
    assert before == list(enumerate(old, start=1))
    assert after == list(enumerate(new, start=1))
    for one in made:
        assert (one.old is None) == (one.old_number is None) == (one.kind is ChangeKind.ADDED)
        assert (one.new is None) == (one.new_number is None) == (one.kind is ChangeKind.REMOVED)
        assert (one.old == one.new) == (one.kind is ChangeKind.KEPT)
    assert changes(old, new) == made


@given(CLAUSES)
def test_a_text_beside_itself_changes_nothing(clauses: tuple[str, ...]) -> None:
    assert {one.kind for one in changes(clauses, clauses)} == {ChangeKind.KEPT}
