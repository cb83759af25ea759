"""A ledger drawn with whatever people wrote: it fits one message, and every line of every kind has its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.render import ledger as render
from teambot.chat.render.voice import Voice
from teambot.domain.ledger_views import (
    LINES,
    LedgerLine,
    LedgerShown,
    LineKind,
    LineShown,
    Outlook,
    Sums,
    Way,
)
from teambot.domain.link_proof import LinkState
from teambot.locales.catalogue import Words
from tests.chat.written import NOW, UNHURRIED, URLS, checked, words

VOICE = Voice(Words(), "en")
OF_POSTS = (LineKind.GAVE, LineKind.GOT)
WAYS = [
    *((LineKind.GAVE, way) for way in (Way.UNDO, Way.LATE, Way.GONE, Way.BACK, Way.NOT_NOW)),
    *((LineKind.GOT, way) for way in Way if way not in (Way.UNDO, Way.RULE)),
    *((kind, Way.RULE) for kind in LineKind if kind not in OF_POSTS),
]


def lines(kinds: st.SearchStrategy[LineKind]) -> st.SearchStrategy[LedgerLine]:
    return st.builds(
        LedgerLine,
        id=st.integers(1, 2**40),
        kind=kinds,
        delta=st.sampled_from([-30000, -1, 1]),
        at=st.just(NOW),
        title=words(256),
        other=words(100),
        link=st.none() | URLS,
        link_state=st.none() | st.sampled_from(LinkState),
        booked_back=st.booleans(),
    )


SUMS = st.builds(
    Sums,
    gave=st.integers(0, 3000),
    got=st.integers(0, 3000),
    rest=st.integers(-99, 99),
    lines=st.integers(0, 9999),
    above=st.integers(0, 9999),
)
LEDGERS = st.builds(
    LedgerShown,
    team_id=st.integers(1, 2**40),
    team_name=words(80),
    sums=SUMS,
    outlook=st.sampled_from(Outlook),
    lines=st.lists(lines(st.sampled_from(LineKind)), max_size=LINES, unique_by=lambda line: line.id).map(tuple),
)


@UNHURRIED
@given(LEDGERS)
def test_a_page_of_a_ledger_is_one_message(shown: LedgerShown) -> None:
    made = render.screen(VOICE, shown)
    checked(*made)
    assert len(made) == 1, "its pages are turned on the same screen"


@pytest.mark.parametrize(("kind", "way"), WAYS, ids=str)
@UNHURRIED
@given(data=st.data())
def test_every_line_can_be_asked_about(kind: LineKind, way: Way, data: st.DataObject) -> None:
    line = data.draw(lines(st.just(kind)))
    of_post = 7 if line.kind in (*OF_POSTS, LineKind.GAVE_BACK, LineKind.GOT_BACK) else None
    checked(*render.wrong(VOICE, LineShown(1, line, way, of_post, data.draw(st.booleans()))))


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (Sums(12, 9, 0, 21, 0), "You recommended others: 12 times. You were recommended: 9 times."),
        (Sums(12, 9, -1, 22, 0), "adds −1, which makes +2."),
        (Sums(3, 3, 1, 7, 0), "adds +1, which makes +1."),
        (Sums(3, 3, 0, 6, 0), "You recommended others: 3 times. You were recommended: 3 times."),
    ],
)
def test_what_the_sums_say(sums: Sums, expected: str) -> None:
    [page] = render.screen(VOICE, LedgerShown(1, "Tea", sums, Outlook.EVEN, ()))
    [text] = [block.text for block in page.blocks if hasattr(block, "text") and "## " in block.text]
    assert expected in text
    assert ("which makes" in text) == bool(sums.rest)


@pytest.mark.parametrize("kind", [LineKind.GAVE, LineKind.GOT, LineKind.GAVE_BACK, LineKind.GOT_BACK])
@pytest.mark.parametrize("back", [False, True])
def test_a_line_speaks_of_a_link_only_while_it_counts(kind: LineKind, back: bool) -> None:
    line = LedgerLine(1, kind, 1, NOW, "Soup", "Ben", "https://a.example/", LinkState.WAITING, back)
    ledger = LedgerShown(1, "Tea", Sums(1, 0, 0, 1, 0), Outlook.MORE, (line,))
    said = "".join(
        block.text for page in render.screen(VOICE, ledger) for block in page.blocks if hasattr(block, "text")
    )
    assert ("not been looked at yet" in said) is (kind in OF_POSTS and not back)
