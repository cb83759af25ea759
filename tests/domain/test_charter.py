"""The charter's clauses as they are typed, and which version is accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.charter import MOST_CHARACTERS, MOST_CLAUSES, check_version, parse_clauses
from teambot.errors import Refusal

TYPED = [
    ("one a line", "Read it.\nSay it.", ("Read it.", "Say it.")),
    ("numbered", "1. Read it.\n2) Say it.", ("Read it.", "Say it.")),
    ("blank lines and headings", "# Charter\n\nRead it.\n  \n## More\nSay it.", ("Read it.", "Say it.")),
    ("a year is no number of a clause", "2026 is our year.", ("2026 is our year.",)),
    ("a number within", "We post 3. No more.", ("We post 3. No more.",)),
    ("every end of line", "a\r\nb\rc\u2028d", ("a", "b", "c", "d")),
]


@pytest.mark.parametrize(("text", "clauses"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED])
def test_clauses(text: str, clauses: tuple[str, ...]) -> None:
    assert parse_clauses(text) == clauses


REFUSED = [
    ("nothing", "", "charter-empty"),
    ("headings alone", "# a\n## b", "charter-empty"),
    ("one clause too many", "x\n" * (MOST_CLAUSES + 1), "charter-too-long"),
    ("one character too many", "x" * (MOST_CHARACTERS + 1), "charter-too-long"),
]


@pytest.mark.parametrize(("text", "key"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_no_charter(text: str, key: str) -> None:
    with pytest.raises(Refusal, match=key):
        parse_clauses(text)


def test_as_much_as_fits() -> None:
    assert len(parse_clauses("x\n" * MOST_CLAUSES)) == MOST_CLAUSES
    assert parse_clauses("x" * MOST_CHARACTERS)


@given(st.text(max_size=200))
def test_what_is_stored_reads_as_the_same_clauses(text: str) -> None:
    """A charter is kept as lines; the setup shows them to be edited, and nothing changed is no new version."""
    try:
        clauses = parse_clauses(text)
    except Refusal:
        return
    assert parse_clauses("\n".join(f"{n}. {clause}" for n, clause in enumerate(clauses, 1))) == clauses


@pytest.mark.parametrize("shown", [0, 1, 3])
def test_only_the_version_that_stands_is_accepted(shown: int) -> None:
    check_version(2, 2)
    with pytest.raises(Refusal) as refusal:
        check_version(shown, 2)
    assert (refusal.value.key, refusal.value.facts) == ("charter-changed-meanwhile", {"version": 2})
