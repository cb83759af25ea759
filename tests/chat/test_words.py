"""What somebody reads in their week: true, whole, in as many words as it takes, and nothing that names who said no."""

from dataclasses import replace

import pytest

from teambot.chat.render import charter, week
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Button, Page, Row, Section, Text
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import NewsMessage, Offer
from teambot.domain.assignments import AssignmentSkipped, AssignmentState, OfferedOn
from teambot.domain.members import MemberJoined
from teambot.domain.my_week import CharterWaits, MyAssignment, News, OpenOffer, PostShown, WeekShown
from teambot.domain.notices import OF_THE_CHARTER, NoticeKind
from teambot.domain.posts import Money, Submission, SubmissionState
from teambot.domain.reasons import Reason, ReasonKind
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.feeds.items import Reason as NoFeed
from teambot.locales.catalogue import Words
from teambot.web.faults import Fault
from tests.chat.written import NOW

WORDS = Words()
VOICE = Voice(WORDS, "en")
EMPTY = WeekShown(
    team_id=1,
    team_name="Tea",
    key="2026-W03",
    state=WeekState.PLANNED,
    closes_at=NOW,
    publishes_at=NOW,
    ends_at=NOW,
    mine=(),
    posts=(),
    offers=(),
    waiting=None,
    submitted=None,
    news=(),
    missing=0,
)
SOUP = PostShown("Ana", "Soup", "https://ana.example/soup", "You learn it slowly.", Money.NONE)
TEA = PostShown("Ben", "Tea", "https://ben.example/tea", "You brew it slowly.", Money.NONE)
MINE = MyAssignment(
    7, "Ana", None, SOUP.title, SOUP.url, SOUP.reader_line, "", Money.NONE, AssignmentState.ASKED, (), NOW, NOW
)
NONE_FORWARD = "You have not put a post forward for the next plan yet; /post submit, if you have one."


def text(*pages: Page) -> str:
    return "\n".join(block.text for page in pages for block in page.blocks if isinstance(block, Text | Section))


def labels(*pages: Page) -> list[str]:
    found: list[str] = []
    for block in (block for page in pages for block in page.blocks):
        if isinstance(block, Section):
            found.append(block.button.label)
        if isinstance(block, Row):
            found += [item.label for item in block.items if isinstance(item, Button)]
    return found


def test_nobody_who_is_not_there_is_reminded_of_the_next_plan() -> None:
    assert NONE_FORWARD in text(*week.screen(VOICE, EMPTY))
    for standing in (Standing.PAUSED, Standing.AWAY):
        assert NONE_FORWARD not in text(*week.screen(VOICE, replace(EMPTY, standing=standing, away_until=NOW)))


@pytest.mark.parametrize(
    ("shown", "sentence", "reason"),
    [
        (
            EMPTY,
            "No posts are in this week's plan, so nothing is asked of anybody.",
            "a week that runs without posts",
        ),
        (
            replace(EMPTY, state=WeekState.ENDED),
            "No posts were in that week's plan, so nothing was asked of anybody.",
            "one that ran without",
        ),
        (replace(EMPTY, posts=(SOUP,)), "You are not asked to recommend anything this week.", "others are asked"),
        (
            replace(EMPTY, posts=(SOUP,), state=WeekState.ENDED),
            "You were not asked to recommend anything that week.",
            "others were asked",
        ),
        (replace(EMPTY, key="", state=None), "There is no such week yet.", "no last week"),
        (replace(EMPTY, key="", state=None, missing=2), "The team forms when 2 more founders have joined.", "forming"),
    ],
)
def test_a_week_with_nothing_in_it_says_so_in_a_sentence(shown: WeekShown, sentence: str, reason: str):
    assert sentence in text(*week.screen(VOICE, shown)), reason


@pytest.mark.parametrize(
    ("shown", "said", "reason"),
    [
        (replace(EMPTY, state=WeekState.OPEN), True, "no plan runs yet"),
        (replace(EMPTY, state=WeekState.MISSED), True, "none runs"),
        (EMPTY, True, "a week without posts has no plan"),
        (replace(EMPTY, posts=(SOUP,)), False, "beside a plan that runs it would nag"),
        (replace(EMPTY, state=WeekState.CLOSED), False, "posts are in"),
        (replace(EMPTY, state=WeekState.ENDED), False, "a week that is over"),
    ],
)
def test_nobody_is_nagged_for_a_post_while_a_plan_runs(shown: WeekShown, said: bool, reason: str):
    assert (NONE_FORWARD in text(*week.screen(VOICE, shown))) is said, reason


def test_a_post_stands_once_in_a_week():
    both = replace(EMPTY, posts=(SOUP, TEA))
    assert "The week's posts" in text(*week.screen(VOICE, both))
    asked = week.screen(VOICE, replace(both, mine=(MINE,)))
    assert text(*asked).count("**Soup**") == 1
    assert text(*asked).count("**Tea**") == 1
    assert "Also this week" in text(*asked), "one's own post is among them"
    assert labels(*asked).count("Read it") == 2
    settled = week.screen(VOICE, replace(both, mine=(replace(MINE, state=AssignmentState.DONE),)))
    assert labels(*settled).count("Read it") == 2, "what was done can still be read"
    alone = week.screen(VOICE, replace(EMPTY, posts=(SOUP,), mine=(MINE,)))
    assert "Also this week" not in text(*alone)


def test_what_is_open_comes_first_and_nothing_is_asked_where_all_is_settled():
    done, asked = replace(MINE, id=8, title="Stew", state=AssignmentState.DONE), MINE
    both = text(*week.screen(VOICE, replace(EMPTY, posts=(SOUP,), mine=(done, asked))))
    assert both.index("### Your turn") < both.index("Soup") < both.index("and settled") < both.index("Stew")
    settled = text(*week.screen(VOICE, replace(EMPTY, posts=(SOUP,), mine=(done,))))
    assert "Your turn" not in settled
    assert "Read it first" not in settled


def test_what_is_open_to_anyone_is_offered_to_nobody_who_is_away():
    offered = replace(EMPTY, posts=(TEA,), offers=(OpenOffer(7),))
    assert "Take it" in labels(*week.screen(VOICE, offered))
    for standing in (Standing.AWAY, Standing.PAUSED):
        assert "Take it" not in labels(*week.screen(VOICE, replace(offered, standing=standing, away_until=NOW)))


def test_a_hook_is_told_to_the_reader_as_its_author_s_way_in():
    shown = replace(EMPTY, posts=(SOUP,), mine=(replace(MINE, hook="Start from the salt."),))
    assert "A way in, from its author: Start from the salt." in text(*week.screen(VOICE, shown))


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Reason(ReasonKind.TOOK_IT, {}), "you took it yourself"),
        (Reason(ReasonKind.TOOK_OVER, {}), "you had room for one more"),
        (
            Reason(ReasonKind.EVEN_SHARE, {"balance": -3}),
            "so far you were recommended more often than you recommended (3 more); this helps to even it out",
        ),
        (
            Reason(ReasonKind.EVEN_SHARE, {"balance": 2}),
            "so far you recommended more often than you were recommended (2 more);"
            " your own posts are recommended more for it",
        ),
        (
            Reason(ReasonKind.EVEN_SHARE, {"balance": 0}),
            "it is your share of this week: so far you recommended as often as you were recommended",
        ),
    ],
)
def test_a_reason_is_plain_and_no_reproach(why: Reason, words: str):
    shown = replace(EMPTY, posts=(SOUP,), mine=(replace(MINE, reasons=(why,)),))
    assert f"Why you: {words}." in text(*week.screen(VOICE, shown))


def test_what_is_open_to_anyone_names_no_post_before_it_is_taken():
    card = page_of(WORDS, Offer(7, "en", NOW, closed=False), 1)
    assert "One recommendation of this week is open to anyone who would like one." in text(card)
    assert labels(card) == ["Take it"]
    behind = week.screen(VOICE, replace(EMPTY, posts=(TEA,), offers=(OpenOffer(7),)))
    assert "One recommendation of this week is open to anyone who would like one." in text(*behind)
    assert "Take it" in labels(*behind)
    taken = week.taken(VOICE, MINE)
    assert "if it is not for you after all, Skip offers it on" in text(*taken)
    assert "**Soup** by Ana" in text(*taken)
    assert labels(*taken) == ["Done", "Skip", "Swap", "Read it"]


@pytest.mark.parametrize(
    ("offered", "said"), [(OfferedOn.OPEN, True), (OfferedOn.STAND_IN, True), (OfferedOn.CARRIED, False)]
)
def test_who_skips_is_told_that_it_is_offered_on_only_where_it_is(offered: OfferedOn, said: bool):
    assert ("is offered on" in text(*week.skipped(VOICE, AssignmentSkipped(7, "Soup", offered, 0)))) is said


def news(kind: NoticeKind, **facts: object) -> str:
    return text(page_of(WORDS, NewsMessage("en", "Tea", News(1, kind, facts, NOW)), 1))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("unreachable", "nobody answers at that address"),
        ("not_found", "nothing is at that address"),
        ("html", "that is a page, not a feed"),
        ("too_hard", "we get nothing from it that we can read"),
        ("", "we get nothing from it that we can read"),
    ],
)
def test_who_hears_that_a_feed_is_dead_hears_what_it_did(fault: str, words: str):
    said = news(NoticeKind.FEED_DEAD, url="https://ana.example/feed", fault=fault)
    assert f"could not be read for a week: {words}. We go on trying." in said


@pytest.mark.parametrize("fault", [*Fault, *NoFeed])
def test_no_fault_of_a_feed_is_without_words(fault: str):
    assert "could not be read for a week: " in news(NoticeKind.FEED_DEAD, url="https://ana.example", fault=str(fault))


def test_who_gets_no_direct_messages_any_more_hears_what_to_do():
    said = news(NoticeKind.DM_CLOSED)
    assert "To have them again, open your direct messages for this server and turn them on in /me settings." in said


def test_a_newcomer_is_told_where_new_posts_are_offered():
    for items in (0, 1, 5):
        said = text(*charter.joined(VOICE, MemberJoined(1, "Tea", "Ana's blog", items, 0, NOW)))
        assert "offered to you behind My week, and by direct message once you turn those on." in said


def test_the_form_and_the_refusal_say_where_a_feed_is_found():
    asked = charter.feed_field(VOICE)
    assert (asked.label, asked.help) == (
        "Its feed's address, if you know it",
        "The one feed readers use. Empty: we find it from your blog's address.",
    )
    page = Refusal("feed-is-a-page", url="https://ana.example")
    assert "Leave the feed's address empty" in VOICE.say(f"{page.key}.now", **page.facts)
    none = Refusal("no-feed-found", url="https://ana.example", tried="/feed, /rss.xml")
    assert "we also tried /feed, /rss.xml." in VOICE.say(f"{none.key}.why", **none.facts)


def test_somebody_who_said_it_already_is_told_kindly():
    assert VOICE.say("already-done.now", title="Soup") == "Nothing to do. Thank you!"


OWN = Submission(1, 1, "Ana", SubmissionState.WAITING, None, SOUP.url, "Soup", "Slowly.", "", Money.NONE, NOW)
AHEAD = replace(EMPTY, state=WeekState.OPEN, waiting=OWN)


@pytest.mark.parametrize(
    ("shown", "said", "not_said"),
    [
        (AHEAD, "Your post for the next close: Soup", "waits"),
        (replace(AHEAD, standing=Standing.PAUSED), "Your post Soup waits until you are back.", "for the next close"),
        (
            replace(AHEAD, standing=Standing.AWAY, away_until=NOW, waiting=None, submitted=OWN),
            "Your post Soup waits until you are back.",
            "comes out then",
        ),
        (replace(AHEAD, asleep=True), "there is no plan until three members are active", "The plan comes out on"),
        (replace(AHEAD, asleep=True), "Your post Soup waits for the next plan.", "for the next close"),
        (replace(EMPTY, asleep=True), "This week ends on", "comes out"),
        (
            replace(AHEAD, standing=Standing.PAUSED, asleep=True),
            "there is no plan until three members are active",
            "The plan comes out on",
        ),
        (replace(AHEAD, asleep=True, waiting=None), "The team sleeps", "You have not put a post forward"),
        (
            replace(EMPTY, standing=Standing.PAUSED, paused_why=PauseReason.GONE),
            "because we no longer found you on the team's Discord server",
            "You are paused:",
        ),
        (
            replace(EMPTY, standing=Standing.PAUSED, paused_why=PauseReason.SILENT),
            "You are paused: nothing",
            "no longer found you",
        ),
    ],
)
def test_a_week_promises_nothing_that_does_not_come(shown: WeekShown, said: str, not_said: str):
    words = text(*week.screen(VOICE, shown))
    assert said in words
    assert not_said not in words


@pytest.mark.parametrize(
    ("waits", "standing", "words", "verbs"),
    [
        (CharterWaits(2, NOW), Standing.MEMBER, "accept it by <t:", ["Read the charter"]),
        (CharterWaits(2, None), Standing.MEMBER, "accept it when you can", ["Read the charter"]),
        (CharterWaits(2, None), Standing.PAUSED, "when you can", ["I'm back", "Leave", "Read the charter"]),
        (CharterWaits(2, None, brings_back=True), Standing.PAUSED, "brings you back", ["Leave", "Read the charter"]),
    ],
)
def test_a_charter_that_waits_is_said_once_with_the_way_to_it(
    waits: CharterWaits, standing: Standing, words: str, verbs: list[str]
):
    facts = {"version": 2, "ends_at": NOW.isoformat()}
    told = tuple(News(number, kind, facts, NOW) for number, kind in enumerate(OF_THE_CHARTER))
    pages = week.screen(VOICE, replace(EMPTY, charter=waits, standing=standing, news=told))
    assert words in text(*pages)
    assert labels(*pages) == verbs
