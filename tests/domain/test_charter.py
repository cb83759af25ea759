"""The charter's clauses as they are typed, and which version is accepted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.charter import (
    MOST_CHARACTERS,
    MOST_CLAUSES,
    accept_by,
    check_version,
    parse_clauses,
    still_stands,
)
from teambot.domain.standings import Absence
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


TEMPLATE = ("We read first.", "In our own words.", "One post a week each.")
STANDS = [
    ("as it was", TEMPLATE, (3, TEMPLATE[2])),
    ("with another number", ("Be kind.", *TEMPLATE), (4, TEMPLATE[2])),
    ("reworded: nobody can say that it means the same", (*TEMPLATE[:2], "Two posts a week each."), None),
    ("left out", TEMPLATE[:2], None),
    ("one letter is another word", (*TEMPLATE[:2], "One post a week each!"), None),
]


@pytest.mark.parametrize(("present", "said"), [row[1:] for row in STANDS], ids=[row[0] for row in STANDS])
def test_a_clause_of_the_template_in_a_team_s_charter(present: tuple[str, ...], said: tuple[int, str] | None) -> None:
    found = still_stands(3, TEMPLATE, present)
    assert (None if found is None else (found.number, found.words)) == said


@pytest.mark.parametrize("number", [0, 4, 10, -1])
def test_a_template_of_fewer_clauses_has_no_such_clause(number: int) -> None:
    assert still_stands(number, TEMPLATE, TEMPLATE) is None


def test_the_template_that_comes_with_the_bot_has_ten_clauses() -> None:
    """`.clause` in the catalogue counts them; which is about what stands in product.md and there."""
    clauses = parse_clauses((Path(__file__).parents[2] / "config" / "charter.md").read_text("utf-8"))
    about = (
        "read",
        "own words",
        "one post a week",
        "money",
        "nofollow",
        "say no",
        "answer",
        "vote",
        "numbers",
        "leave",
    )
    assert len(clauses) == len(about)
    assert [word for word, clause in zip(about, clauses, strict=True) if word not in clause] == []


DAY = timedelta(days=1)
DUE = datetime(2026, 3, 1, tzinfo=UTC)
ABSENCES = [
    ("never away", None, DUE),
    ("back before the end: 14 days from then", Absence(DUE - 10 * DAY, DUE - 4 * DAY), DUE + 10 * DAY),
    ("away at the end", Absence(DUE - DAY, DUE + DAY), DUE + 15 * DAY),
    ("back long before", Absence(DUE - 40 * DAY, DUE - 30 * DAY), DUE),
    ("goes at the very end", Absence(DUE, DUE + DAY), DUE),
]


@pytest.mark.parametrize(("absence", "due"), [row[1:] for row in ABSENCES], ids=[row[0] for row in ABSENCES])
def test_by_when_a_version_has_to_be_accepted(absence: Absence | None, due: datetime) -> None:
    assert accept_by(DUE, absence) == due
