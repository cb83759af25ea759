"""Posts and assignments: what a post must have, who may change it, and until when what is answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from teambot.domain.assignments import (
    DONE_COUNTS,
    Assignment,
    AssignmentState,
    check_answerable,
    check_skippable,
    check_takeable,
)
from teambot.domain.posts import (
    NO_REPEAT,
    SHELF_MOST,
    Money,
    Submission,
    SubmissionState,
    check_changeable,
    check_not_repeated,
    check_shelf,
    check_words,
)
from teambot.errors import Refusal

END = datetime(2026, 1, 18, 18, tzinfo=UTC)
ONE = Assignment(1, 1, 1, "2026-W03", END, 1, 7, 8, "Ben", AssignmentState.ASKED, "Soup", "http://b.test/1")
POST = Submission(1, 7, "Ana", SubmissionState.WAITING, "2026-W03", "u", "Soup", "line", "", Money.NONE, END)
A_MOMENT = timedelta(microseconds=1)
LATER = END + DONE_COUNTS

DONE = [
    ("at once", ONE, 7, END - timedelta(days=7), None),
    ("after the end", ONE, 7, END, None),
    ("at the last moment", ONE, 7, LATER - A_MOMENT, None),
    ("a moment late", ONE, 7, LATER, "assignment-over"),
    ("somebody else's", ONE, 9, END, "not-your-assignment"),
    ("its author's", ONE, 8, END, "not-your-assignment"),
    ("nobody's", replace(ONE, pusher_id=None, state=AssignmentState.OPEN), 7, END, "not-your-assignment"),
    ("done", replace(ONE, state=AssignmentState.DONE), 7, END, "already-done"),
    ("done, and late", replace(ONE, state=AssignmentState.DONE), 7, LATER, "already-done"),
    ("skipped", replace(ONE, state=AssignmentState.SKIPPED), 7, END, "already-skipped"),
    ("lapsed", replace(ONE, state=AssignmentState.LAPSED), 7, END, "assignment-over"),
    ("carried", replace(ONE, state=AssignmentState.CARRIED), 7, END, "assignment-over"),
]


@pytest.mark.parametrize(("one", "who", "now", "key"), [row[1:] for row in DONE], ids=[row[0] for row in DONE])
def test_done(one: Assignment, who: int, now: datetime, key: str | None) -> None:
    if key is None:
        check_answerable(one, who, now)
        return
    with pytest.raises(Refusal, match=f"^{key}$"):
        check_answerable(one, who, now)


SKIPS = [
    ("until the end", END - A_MOMENT, None),
    ("at the end", END, "week-over-no-need-to-skip"),
    ("when nothing counts any more", LATER, "assignment-over"),
]


@pytest.mark.parametrize(("now", "key"), [row[1:] for row in SKIPS], ids=[row[0] for row in SKIPS])
def test_skip(now: datetime, key: str | None) -> None:
    if key is None:
        check_skippable(ONE, 7, now)
        return
    with pytest.raises(Refusal, match=f"^{key}$"):
        check_skippable(ONE, 7, now)


OPEN = replace(ONE, pusher_id=None, state=AssignmentState.OPEN)
TAKES = [
    ("who may", OPEN, END - A_MOMENT, True, True),
    ("who may not", OPEN, END - A_MOMENT, False, False),
    ("at the end", OPEN, END, True, False),
    *(
        (f"when it is {state}", replace(OPEN, state=state), END - A_MOMENT, True, False)
        for state in AssignmentState
        if state is not AssignmentState.OPEN
    ),
]


@pytest.mark.parametrize(("one", "now", "may", "takes"), [row[1:] for row in TAKES], ids=[row[0] for row in TAKES])
def test_take(one: Assignment, now: datetime, may: bool, takes: bool) -> None:
    """Whatever the reason, the refusal is one and names nothing."""
    if takes:
        check_takeable(one, now, may=may)
        return
    with pytest.raises(Refusal, match="already-taken") as told:
        check_takeable(one, now, may=may)
    assert (told.value.key, told.value.facts) == ("already-taken", {})


WORDS = {"title": "Soup", "reader_line": "Brew it slowly.", "hook": "", "money": "none"}
SAID = [
    ("as much as fits", {"title": "x" * 256, "reader_line": "x" * 200, "hook": "x" * 300}, None),
    ("a reader line of ten", {"reader_line": "x" * 10}, None),
    ("every word for money", {"money": "own_product"}, None),
    ("no title", {"title": ""}, "no-title"),
    ("no reader line", {"reader_line": ""}, "no-reader-line"),
    ("a reader line of nine", {"reader_line": "x" * 9}, "reader-line-short"),
    ("a title of 257", {"title": "x" * 257}, "too-long"),
    ("a reader line of 201", {"reader_line": "x" * 201}, "too-long"),
    ("a hook of 301", {"hook": "x" * 301}, "too-long"),
    ("money in capitals", {"money": "NONE"}, "unknown-money"),
    ("money in no word", {"money": ""}, "unknown-money"),
]


@pytest.mark.parametrize(("said", "key"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_words(said: dict[str, str], key: str | None) -> None:
    words = WORDS | said
    if key is None:
        found = check_words(**words)
        assert {name: str(getattr(found, name)) for name in words} == words
        return
    with pytest.raises(Refusal, match=f"^{key}$"):
        check_words(**words)


CHANGES = [
    (SubmissionState.WAITING, 7, None),
    (SubmissionState.SHELVED, 7, None),
    (SubmissionState.PUSHED, 7, "post-already-in-a-plan"),
    (SubmissionState.WITHDRAWN, 7, "post-already-withdrawn"),
    *((state, 8, "not-your-post") for state in SubmissionState),
]


@pytest.mark.parametrize(("state", "who", "key"), CHANGES)
def test_changes(state: SubmissionState, who: int, key: str | None) -> None:
    post = replace(POST, state=state)
    if key is None:
        check_changeable(post, who)
        return
    with pytest.raises(Refusal, match=f"^{key}$"):
        check_changeable(post, who)


def test_a_post_is_not_repeated() -> None:
    check_not_repeated(None, None)
    with pytest.raises(Refusal) as refusal:
        check_not_repeated(("Soup", END), POST.title)
    facts = {"title": "Soup", "pushed": END, "again": END + NO_REPEAT}
    assert (refusal.value.key, refusal.value.facts) == ("pushed-before", facts)
    with pytest.raises(Refusal, match="already-put-forward"):
        check_not_repeated(None, POST.title)


def test_the_shelf_holds_as_many_as_a_menu_shows() -> None:
    check_shelf(SHELF_MOST - 1)
    with pytest.raises(Refusal, match="shelf-full"):
        check_shelf(SHELF_MOST)
