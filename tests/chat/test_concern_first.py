"""A removal's concern stands first in My week, before all that is asked of its reader."""

from dataclasses import replace

import pytest

from teambot.chat.render import week
from teambot.domain.motions import MotionKind
from teambot.domain.my_week import Awaited, News, OpenVote
from teambot.domain.notices import NoticeKind
from tests.chat.test_words import EMPTY, MINE, VOICE, text
from tests.chat.written import NOW

WAITS = OpenVote(4, Awaited.CONCERN, MotionKind.REMOVE, "Ben", "Tea", None)
TOLD = News(1, NoticeKind.CONCERN, {"motion_id": 4, "proposer": "Ana", "seconder": "Chidi"}, NOW)
OTHER = News(2, NoticeKind.NOT_SECONDED, {"subject": "Dora"}, NOW)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"votes": (WAITS,)}, "There is a concern about you to read and answer, before anybody votes."),
        ({"votes": (replace(WAITS, ends_at=NOW),)}, "you can answer it until <t:"),
        ({"votes": (WAITS,), "news": (OTHER, TOLD)}, "Ana has a concern about you"),
    ],
)
def test_a_concern_stands_before_the_readers_turn_and_once(changes: dict[str, object], words: str) -> None:
    shown = text(*week.screen(VOICE, replace(EMPTY, mine=(MINE,), **changes)))  # type: ignore[arg-type]
    assert shown.index(words) < shown.index("Your turn")
    assert shown.count("a concern about you") == 1
    assert "### Votes" not in shown
    assert ("### News" in shown) is ("news" in changes)
