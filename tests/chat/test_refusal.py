"""A refusal quotes what it rests on: the clause as the team has it, else the promise behind it."""

import pytest

from teambot.chat.render.blocks import Text
from teambot.chat.render.refusal import _PROMISES, clause_of, refused
from teambot.chat.render.voice import Voice
from teambot.domain.charter import ClauseShown
from teambot.errors import Refusal
from teambot.locales.catalogue import Words
from tests.chat.written import checked

VOICE = Voice(Words(), "en")
OWN = ClauseShown(7, "One post a week each, *ours*.")
QUOTED = [
    ("its clause alone", Refusal("not-your-post"), OWN, "Clause 7 of the charter: “One post a week each, \\*ours\\*.”"),
    (
        "its rule, then the clause",
        Refusal("reader-line-short", least=20),
        OWN,
        "It needs at least 20 characters. Clause 7 of the charter: “One post a week each, \\*ours\\*.”",
    ),
    (
        "without the clause its promise",
        Refusal("not-your-post"),
        None,
        "The bot's promise 1: “One post a week each is recommended, never more, chosen by its author.”",
    ),
    (
        "while paused it is the break itself, no clause",
        Refusal("you-are-paused", team="Tea"),
        OWN,
        "A break is one from everything: nothing is asked of you until you are back, and nobody counts on you.",
    ),
    ("a rule of the bot's own", Refusal("bad-load"), None, "A load is 0 to 5 a week."),
    ("a clause that it does not rest on", Refusal("bad-load"), OWN, "A load is 0 to 5 a week."),
]


@pytest.mark.parametrize(("refusal", "clause", "why"), [row[1:] for row in QUOTED], ids=[row[0] for row in QUOTED])
def test_why(refusal: Refusal, clause: ClauseShown | None, why: str) -> None:
    page = refused(VOICE, refusal, clause)
    checked(page)
    [block] = page.blocks
    assert isinstance(block, Text)
    lines = block.text.splitlines()
    assert len(lines) == 3
    assert lines[1] == why


def test_the_longest_clause_fits() -> None:
    checked(refused(VOICE, Refusal("not-your-post"), ClauseShown(20, "*" * 3000)))


def test_behind_every_clause_stands_one_of_the_ten_promises() -> None:
    promises = VOICE.plain("charter-promises").splitlines()
    assert len(promises) == 10
    assert set(_PROMISES) == set(range(1, 11))
    assert all(1 <= number <= len(promises) for number in _PROMISES.values())


def test_a_refusal_without_words_is_a_bug() -> None:
    assert clause_of(VOICE, Refusal("no-such-refusal")) is None
    with pytest.raises(LookupError):
        refused(VOICE, Refusal("no-such-refusal"))
