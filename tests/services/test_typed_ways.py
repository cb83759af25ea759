"""Usual typing takes a short way, all else the long one: both must come to the same."""

from hypothesis import example, given
from hypothesis import strategies as st

from teambot.services.typed import typed

# A sign that is never kept leads any text on the long way.
HIDDEN = "\u200b"
PRINTABLE = st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60)


@given(PRINTABLE | st.text(max_size=60))
@example("&lt;b&gt; &amp;amp; <b>bold</b> <!-- no --> <script>alert(1)</script>")
@example("  a  <  b && c > d  ")
@example("&#60;&#x3c;&nbsp;")
def test_both_ways_of_reading_what_was_typed_agree(text: str) -> None:
    assert typed(text) == typed(text + HIDDEN)


def test_a_text_longer_than_a_field_is_cut_on_either_way() -> None:
    assert typed("x" * 4001) == typed("x" * 4001 + HIDDEN) == "x" * 3999 + "…"
    assert typed("x" * 4000) == "x" * 4000
