"""Plain text: what is always true of it, and that hostile text costs no more than other text."""

import itertools
import time
import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.feeds import text
from teambot.feeds.text import literal, plain

SIGNS = (
    "<>&;\"'/!-# aX\n\t\x00\x85\u2028\ud800\u200d\u200b\u202e\u2066\ufe0f\u0301\u0336👩🚀🏽❤🇩🇪"
    "\u1100\u1161\u11a8\u0e33\u0915\u094d\u3164\u115f\u2800\u034f\u180b\ufe0e\U000e0100\U000e0041\u00ad"
)
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"  # letters and signs that show nothing
WORDS = ["<b>", "</p>", "<!--", "-->", "<script>", "</script>", "&amp;", "&#8238;", "&lt;", "&#0;", "👩‍🚀", "👨‍👩‍👧‍👦"]
NASTY = st.lists(st.one_of(st.characters(), st.sampled_from(SIGNS), st.sampled_from(WORDS)), max_size=80).map("".join)


def unwanted(text: str) -> set[str]:
    """Name the characters that may never come out; a joiner may, between two emoji."""
    hidden = regex.findall(r"\p{Cc}|\p{Cf}|\p{Cs}|\p{Default_Ignorable_Code_Point}|\u2800", text)
    found = {sign for sign in hidden if sign != "\u200d" and not regex.match(r"\p{Variation_Selector}", sign)}
    joined = regex.sub(
        r"[\p{Extended_Pictographic}\uFE0F\U0001F3FB-\U0001F3FF]\u200D(?=\p{Extended_Pictographic})", "", text
    )
    return found | ({"\u200d"} & set(joined)) | set(regex.findall(r"(?<!\S)\p{Variation_Selector}", text))


@settings(max_examples=400, deadline=None)
@given(NASTY, st.integers(0, 60))
def test_it_is_one_clean_line_within_its_length(text: str, most: int) -> None:
    found = plain(text, most)
    assert len(found) <= most
    assert not unwanted(found)
    assert found == " ".join(found.split())
    assert unicodedata.is_normalized("NFC", found)
    assert not regex.search(r"\p{M}{4}", found)
    found.encode()


@settings(max_examples=400, deadline=None)
@given(NASTY, st.integers(1, 60))
def test_it_is_cut_between_graphemes(text: str, most: int) -> None:
    assert plain(text, most) == cut(plain(text, 10_000), most)


def cut(text: str, most: int) -> str:
    """Cut it the slow way, grapheme by grapheme."""
    if len(text) <= most:
        return text
    ends = [end for end in itertools.accumulate(map(len, regex.findall(r"\X", text))) if end < most]
    return text[: max(ends, default=0)].rstrip() + "…"


@settings(max_examples=150, deadline=None)
@given(NASTY, NASTY, st.sampled_from([1, 7, 60, 256]))
def test_what_is_left_unread_does_not_count(text: str, more: str, most: int) -> None:
    """A long text is read only as far as is needed: what comes out is the same."""
    long = (text + more[:7]) * 12 + more * 5
    assert plain(long, most) == cut(plain(long, 100_000), most)


@pytest.mark.parametrize("nothing", ["\u200b", " ", "&#8203;", "&nbsp;", "\u0301", "\ufeff\n"])
def test_words_behind_much_that_shows_nothing_are_found(nothing: str) -> None:
    assert plain("a" + nothing * 9000 + " <b>some</b> words", 60).endswith(" some words")


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=40), st.integers(2, 40))
def test_any_letters_are_cut_between_graphemes(text: str, most: int) -> None:
    assert plain(literal(text), most) == cut(plain(literal(text), 1000), most)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters=BLANKS), max_size=40))
def test_literal_text_comes_through_as_it_is(text: str) -> None:
    assert plain(literal(text), 1000) == plain(text.replace("<", "&lt;"), 1000)
    if not set(text) & set("&<"):
        assert plain(literal(text), 1000) == unicodedata.normalize("NFC", text)


CASES = [
    ("a<!-- b --><b>c</b>d", "acd", "comments and inline tags leave no gap"),
    ("<p>a</p><p>b<br/>c</p>", "a b c", "blocks leave a space"),
    ("a<script>if (1 < 2) alert('</p>')</script>b", "a b", "a script goes with what is in it"),
    ("a<STYLE>p{}</Style >b", "a b", "in any case"),
    ("a<script>b", "a", "a script that never ends"),
    ("a<!-- b", "a", "a comment that never ends"),
    ('<img alt="a > b" src="x">c', "c", "a sign within an attribute"),
    ("<a title=\"it's\">b</a> c's", "b c's", "an apostrophe within one"),
    ('text <a href="htt', "text", "cut within a tag"),
    ("1 < 2, I <3 you", "1 < 2, I <3 you", "no tags at all"),
    ("&lt;b&gt;", "<b>", "escaped: text"),
    ("&amp;amp;amp;", "&amp;", "read twice, not three times"),
    ("R&D &copy 2026 &nosuch;", "R&D &copy 2026 &nosuch;", "only what ends with a semicolon and exists"),
    ("&#x202e;&#8203;&#0;a", "\ufffda", "controls behind an entity"),
    ("a&nbsp;&#10;b", "a b", "blanks behind an entity"),
    ("می\u200cخواهم", "میخواهم", "a zero-width non-joiner goes"),
    ("❤️‍🔥👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚀", "❤️‍🔥👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚀", "families, flags and skins stay whole"),
    ("\u3164\u115f\uffa0\u2800\u034f\u2060\u00ad", "", "letters that show nothing"),
    ("\ufe0f a\ufe0fb", "a\ufe0fb", "a selector of nothing"),
    ("葛\U000e0100飾", "葛\U000e0100飾", "a name's own way to be written"),
    ("a\U000e0068\U000e0069b", "ab", "words in tag characters"),
    ("x\u202e\u2066gpj.exe\u2069", "xgpj.exe", "what turns the line"),
    ("@everyone [x](http://evil.example) <@1>", "@everyone [x](http://evil.example) <@1>", "nothing is escaped here"),
    ("क्षत्रिय தமிழ் ไทยที่", "क्षत्रिय தமிழ் ไทยที่", "marks that letters need"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[row[2] for row in CASES])
def test_cases(text: str, expected: str, why: str) -> None:
    assert plain(text, 200) == expected, why


def test_a_family_is_not_parted() -> None:
    assert plain("ab👨‍👩‍👧‍👦cd", 8) == "ab…"
    assert plain("👨‍👩‍👧‍👦cd", 8) == "👨‍👩‍👧‍👦…"
    assert plain("👨‍👩‍👧‍👦cd", 5) == "…"


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a",
        "<a ",
        "<!--",
        '<a "',
        "<a '",
        "<script>",
        "</script",
        "<script></script",
        "&",
        "&#",
        "&lt;",
        "\u0301",
        "\u200d",
        "👩\u200d",
    ],
)
def test_hostile_text_takes_no_longer(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    assert len(plain(text, 500)) <= 500
    assert time.process_time() - started < 1


def test_what_is_taken_as_it_is_has_nothing_that_is_cleaned_away() -> None:
    kept = [sign for sign in map(chr, range(0x110000)) if text._AS_IT_IS.fullmatch(sign)]
    assert len(kept) > 33_000
    assert {unicodedata.category(sign)[0] for sign in kept} <= set("LNPSZ"), "no marks, and nothing unseen"
    assert [sign for sign in kept if text._CONTROLS.search(sign) or (sign.isspace() and sign != " ")] == []
    assert unicodedata.is_normalized("NFC", "".join(kept))
    assert unicodedata.is_normalized("NFC", "".join(reversed(kept)))
