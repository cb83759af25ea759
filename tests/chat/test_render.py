"""Every page stays in Discord's bounds, whatever people wrote and however much there is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.chat.forms.form import modal_of
from teambot.chat.render import charter, post, refusal, setup, week
from teambot.chat.render import settings as settings_screen
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Page, Row, Section, Text, fits, pages
from teambot.chat.render.layout import view_of
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import Invitation, MyWeekMessage, NewsMessage, Offer, TeamFormed, WeekCard, card_parts
from teambot.domain.assignments import AssignmentState
from teambot.domain.charter import CharterShown
from teambot.domain.members import Team, TeamState
from teambot.domain.my_week import MyAssignment, News, OpenOffer, PostShown, WeekShown
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import FeedState, Money, PostDraft, PostList, Submission, SubmissionState
from teambot.domain.profiles import SettingsShown
from teambot.domain.reasons import Reason, ReasonKind
from teambot.domain.teams import FounderShown, SetupShown
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.locales.catalogue import Words

WORDS = Words()
VOICE = Voice(WORDS, "en")
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
PEOPLE = tuple(2**63 - n for n in range(1, 25))


def words(most: int) -> st.SearchStrategy[str]:
    """Words up to their bound: mostly as long and as full of markdown as they may be."""
    return st.one_of(
        st.sampled_from(["*" * most, "a" * most, "\\" * most, "👩‍🔬" * (most // 3), "@everyone " * (most // 10), "x"]),
        st.text(max_size=most),
    )


def url(host: str = "tea.example", length: int = 40) -> str:
    return f"https://{host}/" + "x" * length


URLS = st.sampled_from([url(), url("a-" * 30 + "b.example"), url(length=1900)])
MONEY = st.sampled_from(Money)
POSTS = st.builds(PostShown, author=words(100), title=words(256), url=URLS, reader_line=words(200), money=MONEY)


def checked(*made: Page) -> None:
    for page in made:
        assert fits(page.blocks)
        view = view_of(page)
        assert view.total_children_count <= 40
        assert 0 < view.content_length() <= 4000
        texts = [block.text for block in page.blocks if isinstance(block, Text | Section)]
        assert all(texts), "an empty text is refused by Discord"
        for block in page.blocks:
            if isinstance(block, Row):
                assert 1 <= len(block.items) <= 5


@settings(max_examples=150, deadline=None)
@given(
    posts=st.lists(POSTS, min_size=1, max_size=24).map(tuple),
    name=words(80),
    pings=st.integers(0, 24),
    few=st.booleans(),
)
def test_a_plan_is_laid_over_its_parts_in_order_and_each_fits(
    posts: tuple[PostShown, ...], name: str, pings: int, few: bool
):
    parts = card_parts(posts)
    assert tuple(post for part in parts for post in part) == posts
    for number, part in enumerate(parts):
        pinged = PEOPLE[:pings] if number == 0 else ()
        card = WeekCard(1, name, "en", "2026-W03", NOW, NOW, NOW, part, number, len(parts), pinged, few, True)
        page = page_of(WORDS, card, 7)
        checked(page)
        assert page.marker == 7
        assert page.pings == pinged
        assert view_of(page).to_components()[0]["id"] == 7
        last = number == len(parts) - 1
        assert any(isinstance(block, Row) for block in page.blocks) is last


def test_a_plan_of_twelve_ordinary_posts_is_two_messages_of_which_the_first_holds_ten():
    posts = tuple(PostShown("Ana", f"Soup {n}", url(), "You learn it slowly.", Money.NONE) for n in range(12))
    assert [len(part) for part in card_parts(posts)] == [10, 2]


REASONS = st.sampled_from(
    [
        Reason(ReasonKind.TOOK_OVER, {}),
        Reason(ReasonKind.FIRST_TIME, {}),
        Reason(ReasonKind.WEEKS_SINCE, {"weeks": 6}),
        Reason(ReasonKind.RAREST_PAIR, {"times": 1, "others": 3}),
        *(Reason(ReasonKind.EVEN_SHARE, {"balance": balance}) for balance in (-2, -1, 0, 1, 2)),
    ]
)
MINE = st.builds(
    MyAssignment,
    id=st.integers(1, 9),
    author=words(100),
    author_discord_id=st.none(),
    title=words(256),
    url=URLS,
    reader_line=words(200),
    hook=words(300),
    money=MONEY,
    state=st.sampled_from(AssignmentState),
    reasons=st.lists(REASONS, max_size=3).map(tuple),
    ends_at=st.just(NOW),
    done_until=st.just(NOW),
)
FACTS = {
    NoticeKind.PUSHED: {
        "pusher": words(100),
        "title": words(256),
        "link": st.none() | URLS,
        "words": st.none() | words(500),
    },
    NoticeKind.TOOK_OVER: {"author": words(100), "title": words(256)},
    NoticeKind.FEED_DEAD: {"url": URLS, "fault": st.just("timeout"), "since": st.just("2026-01-01T00:00:00+00:00")},
    NoticeKind.FEED_GONE: {"url": URLS, "fault": st.just("gone"), "since": st.just("2026-01-01T00:00:00+00:00")},
    NoticeKind.NEW_ITEM: {"item_id": st.integers(1, 2**63 - 1), "title": words(256), "url": URLS},
    NoticeKind.DM_CLOSED: {},
    NoticeKind.NOT_THIS_WEEK: {"title": words(256)},
    NoticeKind.CHANNEL_LOST: {"team": words(80)},
}
NEWS = st.one_of(
    st.builds(News, id=st.just(1), kind=st.just(kind), facts=st.fixed_dictionaries(facts), created_at=st.just(NOW))
    for kind, facts in FACTS.items()
)
SUBMISSIONS = st.builds(
    Submission,
    id=st.integers(1, 99),
    membership_id=st.integers(1, 3),
    author=words(100),
    state=st.sampled_from(SubmissionState),
    week=st.none(),
    url=URLS,
    title=words(256),
    reader_line=words(200),
    hook=words(300),
    money=MONEY,
    created_at=st.just(NOW),
)
WEEKS = st.builds(
    WeekShown,
    team_id=st.just(1),
    team_name=words(80),
    key=st.just("2026-W03"),
    state=st.sampled_from(WeekState),
    closes_at=st.just(NOW),
    publishes_at=st.just(NOW),
    ends_at=st.just(NOW),
    mine=st.lists(MINE, max_size=7).map(tuple),
    posts=st.lists(POSTS, max_size=12).map(tuple),
    offers=st.lists(
        st.builds(OpenOffer, assignment_id=st.just(1), title=words(256), url=URLS, reader_line=words(200)), max_size=4
    ).map(tuple),
    waiting=st.none() | SUBMISSIONS,
    news=st.lists(NEWS, max_size=12).map(tuple),
    missing=st.integers(0, 2),
)


def test_there_are_words_for_the_news_of_every_kind():
    assert set(FACTS) == set(NoticeKind)


@settings(max_examples=150, deadline=None)
@given(WEEKS)
def test_my_week_fits_its_pages_and_one_direct_message(shown: WeekShown):
    checked(*week.screen(VOICE, shown))
    checked(page_of(WORDS, MyWeekMessage("en", shown), 7))


@settings(deadline=None)
@given(NEWS, words(80))
def test_news_fit_a_direct_message(news: News, team: str):
    checked(page_of(WORDS, NewsMessage("en", team, news), 7))


@settings(deadline=None)
@given(st.lists(SUBMISSIONS, max_size=25).map(tuple), st.lists(SUBMISSIONS, max_size=12).map(tuple))
def test_lists_fit_their_pages(shelf: tuple[Submission, ...], waiting: tuple[Submission, ...]):
    checked(*post.listed(VOICE, PostList(NOW, waiting, shelf, waiting, 1)))


@settings(deadline=None)
@given(st.lists(words(1400), min_size=1, max_size=20).map(tuple), words(80), st.booleans())
def test_a_charter_is_shown_whole(clauses: tuple[str, ...], name: str, member: bool):
    made = charter.screen(VOICE, CharterShown(1, name, 2, clauses, 1 if member else None, not member, member))
    checked(*made)
    assert isinstance(made[-1].blocks[-1], Row)


@settings(deadline=None)
@given(words(80), words(200), st.sampled_from(TeamState), st.integers(0, 24), st.none() | st.just(5))
def test_the_wizard_and_its_forms_fit(name: str, niche: str, state: TeamState, founders: int, role: int | None):
    team = Team(
        1, 2, 3, name, niche, "en", state, role, "America/Argentina/ComodRivadavia", 6, 1080, 0, 540, 2, 24, None
    )
    shown = SetupShown(
        team, 1, "We read first.\n" * 10, tuple(FounderShown(one, name, True) for one in PEOPLE[:founders]), 3, True
    )
    checked(*setup.screen(VOICE, shown))
    for form in (setup.name_form(VOICE, team), setup.times_form(VOICE, team), setup.charter_form(VOICE, shown)):
        assert 1 <= len(modal_of(form).to_dict()["components"]) <= 5
        assert len(form.custom_id) <= 100


@settings(deadline=None)
@given(URLS, words(256), words(200), st.sampled_from(FeedState), st.none() | st.integers(0, 5))
def test_settings_and_their_forms_fit(address: str, title: str, topics: str, state: FeedState, load: int | None):
    shown = SettingsShown(
        1, title[:80], address, address, title, state, "timeout", NOW, 2, load, None, topics, True, True, False
    )
    checked(*settings_screen.screen(VOICE, shown))
    for form in (settings_screen.feed_form(VOICE, shown), settings_screen.topics_form(VOICE, shown)):
        modal_of(form).to_dict()


@settings(deadline=None)
@given(URLS, words(256), words(200), words(300), MONEY, st.none() | st.just(2**63 - 1))
def test_the_form_of_a_post_holds_what_was_written_and_fits(
    address: str, title: str, line: str, hook: str, money: Money, submission_id: int | None
):
    form = post.form(VOICE, PostDraft(2**63 - 1, submission_id, address, title, line, hook, money))
    made = modal_of(form).to_dict()
    assert len(made["components"]) <= 5
    assert len(made["title"]) <= 45
    assert len(made["custom_id"]) <= 100
    for label in made["components"]:
        inner = label["component"]
        assert len(inner.get("value") or "") <= inner.get("max_length", 4000)


@settings(deadline=None)
@given(words(80), words(200), st.integers(0, 24))
def test_cards_of_a_team_fit_and_ping_the_founders_alone(name: str, niche: str, founders: int):
    invitation = page_of(WORDS, Invitation(1, name, niche, "en", PEOPLE[:founders], NOW), 7)
    checked(invitation)
    assert invitation.pings == PEOPLE[:founders]
    formed = page_of(WORDS, TeamFormed(name, "en", (name,) * 24, NOW, NOW), 7)
    checked(formed)
    assert formed.pings == ()


@settings(deadline=None)
@given(words(100), words(256), URLS, words(200), MONEY, st.booleans())
def test_an_offer_fits_and_can_be_taken_until_it_is_closed(author, title, address, line, money, closed):
    page = page_of(WORDS, Offer(1, "en", author, title, address, line, money, NOW, closed), 7)
    checked(page)
    ids = [button.custom_id for row in page.blocks if isinstance(row, Row) for button in row.items]
    assert ("tb:take:1" in ids) is not closed


@settings(deadline=None)
@given(words(500))
def test_a_refusal_fits_whatever_its_facts_are(text: str):
    checked(refusal.refused(VOICE, Refusal("unknown-zone", zone=text)))
    checked(refusal.refused(VOICE, Refusal("which-team", teams=", ".join([text[:80]] * 10))))


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "pt-BR"])
def test_every_reader_is_answered(language: str):
    checked(refusal.refused(Voice(WORDS, language), Refusal("busy")))


@given(st.lists(st.integers(1, 3900), max_size=30))
def test_pages_lose_nothing_and_keep_the_order(sizes: list[int]):
    groups = [(Text(chr(97 + n % 26) * size),) for n, size in enumerate(sizes)]
    laid = pages(*groups)
    assert tuple(block for page in laid for block in page.blocks) == tuple(block for group in groups for block in group)
