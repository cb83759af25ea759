"""Usual words are cleaned by a short way, all others by the long one: both must come to the same."""

import unicodedata

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from teambot.chat.render.text import clean, escape

# A sign that is never seen leads any text on the long way, and is gone after it.
HIDDEN = "\u200b"
SIGNS = "\\*_~`|>#-[]()<@:"


@given(st.text())
@example("  two  spaces ")
@example("o\u0308 and \u212b")  # composed by NFC
@example("a\u0301\u0301\u0301\u0301\u0301")  # marks upon marks
@example("\u1fef\u037e")  # NFC turns these into ` and ;
@example("no\u00a0break, \u3000 wide")
def test_both_ways_of_cleaning_agree(text: str) -> None:
    assert clean(text) == clean(HIDDEN + text)


@given(st.text())
@example("a \u200b b")
def test_what_was_cleaned_is_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not regex.search(r"\p{Cc}|\p{Cs}|\p{Mn}{4}|\s\s", cleaned)


@given(st.text(alphabet=st.sampled_from("a1 é" + SIGNS)))
def test_every_sign_of_markdown_is_escaped_and_nothing_else(text: str) -> None:
    cleaned = clean(text)
    assert escape(text) == "".join(f"\\{letter}" if letter in SIGNS else letter for letter in cleaned)
