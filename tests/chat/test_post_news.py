"""What an author reads of seasons, money, places and their feed, with its verbs; and windows in words."""

from datetime import date

import pytest

from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Button, Page, Row, Text
from teambot.chat.render.seasons import window_line
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import NewsMessage
from teambot.domain.my_week import News
from teambot.domain.notices import OF_THE_FEED, NoticeKind
from teambot.domain.readers import Hemisphere
from teambot.domain.windows import Window
from teambot.locales.catalogue import Words
from tests.chat.written import NOW

WORDS = Words()
AT = "2026-03-01T00:00:00+00:00"
POST = {"submission_id": 7, "title": "Soup"}
BEGINS = {"begins_on": "2026-02-01", "plan_on": "2026-02-02"}
OFFERED = ["use-item:9:4", "not-item:9:4"]
ITEM = {"item_id": 9, "team_id": 4, "title": "Soup", "url": "https://a.test/soup", "closes_at": AT}

TOLD = [
    (
        NoticeKind.SEASON_OPEN,
        POST | BEGINS | {"closes_at": AT},
        "begins on 1 February 2026: it is in for the plan of 2 February 2026",
        ["edit:7", "shelve:7"],
    ),
    (NoticeKind.SEASON_OPEN, POST | BEGINS | {"closes_at": ""}, "it waits on your shelf", ["use:7"]),
    (
        NoticeKind.SEASON_OVER,
        POST | {"opens_on": "2026-03-01"},
        "It waits until 1 March 2026, and",
        ["season:7", "withdraw:7"],
    ),
    (NoticeKind.SEASON_AGAIN, POST, "the season of Soup is here again", ["again:7"]),
    (NoticeKind.MONEY_WAITS, POST | {"others": 1}, "One other post of yours goes first.", ["edit:7", "withdraw:7"]),
    (NoticeKind.MONEY_WAITS, POST | {"others": 3}, "3 other posts of yours go first.", ["edit:7", "withdraw:7"]),
    (NoticeKind.LAST_DAY_PAST, POST, "No plan could have Soup before its last day", ["again:7"]),
    (
        NoticeKind.NO_READERS_THERE,
        POST | {"places": "Lagos, Ghana", "publishes_at": AT},
        "for readers in Lagos, Ghana, and nobody on the team has readers there. It waits; the plan on <t:1772323200:F>",
        ["season:7", "withdraw:7"],
    ),
    (NoticeKind.FEED_SUSPENDED, {"url": "https://a.test", "fault": "", "since": AT}, "for three months", ["feed"]),
    (NoticeKind.FEED_DEAD, {"url": "https://a.test", "fault": "", "since": AT}, "for a week", ["feed"]),
    (NoticeKind.FEED_GONE, {"url": "https://a.test", "fault": "gone", "since": AT}, "gone for good", ["feed"]),
    *(
        (
            kind,
            {"url": "https://a.test", "fault": "gone", "since": AT, "before": "https://old.test/feed"},
            "Until your blog moved we read https\\://old.test/feed. If it has moved back, name that address.",
            ["feed"],
        )
        for kind in OF_THE_FEED
    ),
    (NoticeKind.BLOG_OF_ANOTHER, {"blog": "https://a.test"}, "has shown that https\\://a.test is theirs", ["feed"]),
    (NoticeKind.FEED_RENEWED, {"url": "https://a.test", "count": 40}, "40 posts were new on your blog at once", []),
    (NoticeKind.NEWEST_OFFER, ITEM | {"summary": "It *warms*."}, "It begins: “It \\*warms\\*.”", OFFERED),
    (NoticeKind.NEWEST_OFFER, ITEM | {"summary": ""}, "The newest on your blog is “Soup”.\nShall we", OFFERED),
]


def text(page: Page) -> str:
    return "\n".join(block.text for block in page.blocks if isinstance(block, Text))


def verbs(page: Page) -> list[str]:
    rows = [block for block in page.blocks if isinstance(block, Row)]
    return [item.custom_id.removeprefix("tb:") for row in rows for item in row.items if isinstance(item, Button)]


@pytest.mark.parametrize(("kind", "facts", "words", "does"), TOLD, ids=[f"{row[0]}-{n}" for n, row in enumerate(TOLD)])
def test_an_author_is_told_what_became_of_a_post_and_can_do_something_about_it(
    kind: NoticeKind, facts: dict[str, object], words: str, does: list[str]
):
    page = page_of(WORDS, NewsMessage("en", "Tea", News(1, kind, facts, NOW)), 7)
    assert words in text(page)
    assert verbs(page) == does


NORTH, SOUTH = Hemisphere.NORTH, Hemisphere.SOUTH
WINDOWS = [
    (Window(), None, "any time, anywhere"),
    (Window(frozenset(range(1, 13))), None, "all twelve months are no season"),
    (Window(frozenset({5})), "May", "one month"),
    (Window(frozenset({11, 12, 1, 2})), "November to February", "a run over the turn of the year"),
    (Window(frozenset({12, 1})), "December to January", "two of them"),
    (Window(frozenset({1, 3, 4, 9})), "January, March to April, September", "several runs"),
    (Window(frozenset({1, 2, 9, 12})), "September, December to February", "the year's end is no end of a run"),
    (Window(frozenset({6}), NORTH), "June, in the north", "for whose summer"),
    (Window(hemisphere=SOUTH), "in the south", "without months"),
    (Window(places=("Lagos", "*Ghana*")), "for readers in Lagos, \\*Ghana\\*", "people's own words are escaped"),
    (Window(last_day=date(2026, 12, 24)), "last day 24 December 2026", "a last day alone"),
    (
        Window(frozenset({11, 12}), NORTH, ("Oslo",), date(2026, 12, 24)),
        "November to December, in the north, for readers in Oslo; last day 24 December 2026",
        "all of it",
    ),
]


@pytest.mark.parametrize(("window", "words", "why"), WINDOWS, ids=[row[2] for row in WINDOWS])
def test_a_window_in_words(window: Window, words: str | None, why: str):
    assert window_line(Voice(WORDS, "en"), window) == words, why
