"""Every page stays in Discord's bounds, whatever people wrote and however much there is."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.chat.forms.form import Field, Form, Kind, modal_of
from teambot.chat.render import charter, post, post_forms, post_lists, refusal, setup, week
from teambot.chat.render import settings as settings_screen
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Button, File, Page, Row, Text, fits, one_page, pages
from teambot.chat.render.layout import files_of, view_of
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import (
    Invitation,
    MyWeekMessage,
    NewsMessage,
    Offer,
    ReminderMessage,
    TeamFormed,
    WeekCard,
    card_parts,
)
from teambot.domain.apart import Fellow
from teambot.domain.blog_facts import FeedChoice
from teambot.domain.charter import CharterShown
from teambot.domain.members import Team, TeamState
from teambot.domain.my_week import MyAssignment, News, OpenVote, PostShown, WeekShown
from teambot.domain.notices import NoticeKind
from teambot.domain.post_answers import (
    PostAnswer,
    PostDraft,
    PostEdited,
    PostHeld,
    PostList,
    PostShelved,
    PostSubmitted,
)
from teambot.domain.posts import FeedState, Money, Submission, SubmissionState
from teambot.domain.profiles import SettingsShown
from teambot.domain.teams import FounderShown, SetupShown
from teambot.domain.windows import Window
from teambot.errors import Refusal
from teambot.locales.catalogue import Words
from teambot.sandbox.loopback.attachments import Coming, coming
from teambot.sandbox.loopback.rules.components import check_modal
from teambot.sandbox.loopback.rules.messages import check_message
from teambot.sandbox.loopback.wire import Upload
from tests.chat.written import (
    FACTS,
    IDS,
    MINE,
    MONEY,
    NEWS,
    NOW,
    POSTS,
    SUBMISSIONS,
    UNHURRIED,
    URLS,
    VOTES,
    WEEKS,
    WINDOWS,
    checked,
    url,
    words,
)

WORDS = Words()
VOICE = Voice(WORDS, "en")
PEOPLE = tuple(2**63 - n for n in range(1, 25))
BIG = 2**63 - 1


def test_a_button_stands_once_on_a_page_however_many_news_bring_it():
    accept, other = Button("Read the charter", "tb:charter"), Button("Read it", "tb:concern:7")
    link = Button("See it", url="https://tea.example/")
    groups = [
        (Text("a"), Row((accept,))),
        (Text("b"), Row((accept, other))),
        (Text("c"), Row((accept,)), Row((link, link))),
    ]
    kept = (Text("a"), Row((accept,)), Text("b"), Row((other,)), Text("c"), Row((link, link)))
    assert pages(*groups) == (Page(kept),)
    assert one_page(*groups, more=Text("more")) == Page(kept)


@settings(UNHURRIED, max_examples=150)
@given(
    posts=st.lists(POSTS, min_size=1, max_size=24).map(tuple),
    name=words(80),
    pings=st.integers(0, 24),
    few=st.booleans(),
    votes=st.lists(VOTES, max_size=3).map(tuple),
)
def test_a_plan_is_laid_over_its_parts_in_order_and_each_fits(
    posts: tuple[PostShown, ...], name: str, pings: int, few: bool, votes: tuple[OpenVote, ...]
):
    parts = card_parts(posts)
    assert tuple(post for part in parts for post in part) == posts
    for number, part in enumerate(parts):
        pinged = PEOPLE[:pings] if number == 0 else ()
        card = WeekCard(1, name, "en", "2026-W03", NOW, NOW, NOW, part, number, len(parts), pinged, few, True, votes)
        page = page_of(WORDS, card, 7)
        checked(page)
        assert page.marker == 7
        assert page.pings == pinged
        assert view_of(page).to_components()[0]["id"] == 7
        last = number == len(parts) - 1
        assert any(isinstance(block, Row) for block in page.blocks) is last
        told = "".join(block.text for block in page.blocks if isinstance(block, Text))
        assert told.count("Being voted on:") == (len(votes) if last else 0)


def test_a_plan_of_twelve_ordinary_posts_is_two_messages_of_which_the_first_holds_ten():
    posts = tuple(PostShown("Ana", f"Soup {n}", url(), "You learn it slowly.", Money.NONE) for n in range(12))
    assert [len(part) for part in card_parts(posts)] == [10, 2]


def test_there_are_words_for_the_news_of_every_kind():
    assert set(FACTS) == set(NoticeKind)


@settings(UNHURRIED, max_examples=150)
@given(WEEKS)
def test_my_week_fits_its_pages_and_one_direct_message(shown: WeekShown):
    checked(*week.screen(VOICE, shown))
    checked(page_of(WORDS, MyWeekMessage("en", shown), 7))


@UNHURRIED
@given(st.lists(MINE, max_size=5).map(tuple), st.lists(VOTES, max_size=5).map(tuple), words(80))
def test_a_reminder_fits_a_direct_message(asked: tuple[MyAssignment, ...], votes: tuple[OpenVote, ...], team: str):
    checked(page_of(WORDS, ReminderMessage("en", team, NOW, asked, votes), 7))


@UNHURRIED
@given(NEWS, words(80))
def test_news_fit_a_direct_message(news: News, team: str):
    checked(page_of(WORDS, NewsMessage("en", team, news), 7))


@UNHURRIED
@given(st.lists(SUBMISSIONS, max_size=25).map(tuple), st.lists(SUBMISSIONS, max_size=12).map(tuple))
def test_lists_fit_their_pages(shelf: tuple[Submission, ...], waiting: tuple[Submission, ...]):
    checked(*post_lists.listed(VOICE, PostList(NOW, waiting, shelf, waiting, 1, shelf, waiting, from_shelf="x" * 256)))


@UNHURRIED
@given(st.lists(words(1400), min_size=1, max_size=20).map(tuple), words(80), st.booleans())
def test_a_charter_is_shown_whole(clauses: tuple[str, ...], name: str, member: bool):
    made = charter.screen(VOICE, CharterShown(1, name, 2, clauses, 1 if member else None, not member, member))
    checked(*made)
    assert isinstance(made[-1].blocks[-1], Row)


@UNHURRIED
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


@UNHURRIED
@given(
    URLS,
    words(256),
    words(200),
    st.sampled_from(FeedState),
    st.none() | st.integers(0, 5),
    st.lists(st.builds(FeedChoice, URLS | st.text(max_size=120), words(300)), max_size=12).map(tuple),
    st.lists(st.tuples(words(100), st.booleans()), max_size=40),
    st.sampled_from([(21, 8), (0, 0), (23, 22)]),
)
def test_settings_and_their_forms_fit(
    address: str,
    title: str,
    topics: str,
    state: FeedState,
    load: int | None,
    choices: tuple[FeedChoice, ...],
    others: list[tuple[str, bool]],
    quiet: tuple[int, int],
):
    fellows = [Fellow(number, name, apart) for number, (name, apart) in enumerate(others)]
    shown = SettingsShown(
        1, title[:80], address, address, title, state, "timeout", NOW, 2, load, None, topics, True, True, False
    )
    shown = replace(shown, places=(topics,), choices=choices, languages=(topics[:100],), team_thread=True)
    shown = replace(
        shown, fellows=tuple(sorted(fellows, key=lambda one: not one.apart)), zone="America/Argentina/Salta"
    )
    shown = replace(shown, quiet_from=quiet[0], quiet_until=quiet[1])
    made = settings_screen.screen(VOICE, shown)
    checked(*made)
    for page in made:
        check_message({"flags": 1 << 15, "components": view_of(page).to_components()}, {})
    for make in (
        settings_screen.feed_form,
        settings_screen.topics_form,
        settings_screen.places_form,
        settings_screen.languages_form,
        settings_screen.quiet_form,
    ):
        check_modal(modal_of(make(VOICE, shown)).to_dict())


@UNHURRIED
@given(URLS, words(256), words(200), words(300), st.none() | MONEY, WINDOWS, st.integers(0, 3))
def test_the_form_of_a_post_holds_what_was_written_and_fits(
    address: str, title: str, line: str, hook: str, money: Money | None, window: Window, which: int
):
    submission_id, item_id, again_id = ((BIG if which == one else None) for one in (1, 2, 3))
    draft = PostDraft(BIG, submission_id, address, title, line, hook, money, item_id=item_id, window=window)
    form = post_forms.form(VOICE, draft, again_id=again_id)
    held = {field.name: field.value for field in form.fields}
    assert (held["money"], held["months"]) == (money or "", ",".join(map(str, sorted(window.months))))
    assert ("url" in held) is not ("hook" in held), "five fields: what is known is not asked for"
    for made in (modal_of(form).to_dict(), modal_of(post_forms.season_form(VOICE, draft)).to_dict()):
        check_modal(made)
        assert len(made["title"]) <= 45
        assert len(made["custom_id"]) <= 100
        for label in made["components"]:
            inner = label["component"]
            assert len(inner.get("value") or "") <= inner.get("max_length", 4000)


ANSWERS = st.one_of(
    st.builds(PostSubmitted, IDS, words(256), st.just(NOW), st.just(NOW), st.none() | words(256)),
    st.builds(PostShelved, IDS, words(256), st.none() | words(256), st.just(NOW), st.integers(0, 3)),
    st.builds(PostHeld, IDS, words(256), st.dates(), nobody_there=st.booleans()),
)


@UNHURRIED
@given(ANSWERS, st.sampled_from(SubmissionState), st.integers(0, 3), st.none() | st.just(NOW), WINDOWS)
def test_what_became_of_a_post_fits(
    answer: PostAnswer, state: SubmissionState, others: int, close: datetime | None, window: Window
):
    checked(*post.submitted(VOICE, answer, window))
    checked(
        *post.edited(VOICE, PostEdited(BIG, answer.title, state, True, others, NOW.date(), close, NOW, True), window)
    )


@UNHURRIED
@given(words(80), words(200), st.integers(0, 24))
def test_cards_of_a_team_fit_and_ping_the_founders_alone(name: str, niche: str, founders: int):
    invitation = page_of(WORDS, Invitation(1, name, niche, "en", PEOPLE[:founders], NOW), 7)
    checked(invitation)
    assert invitation.pings == PEOPLE[:founders]
    formed = page_of(WORDS, TeamFormed(1, name, "en", (name,) * 24, NOW, NOW), 7)
    checked(formed)
    assert formed.pings == ()


@UNHURRIED
@given(st.booleans())
def test_an_offer_can_be_taken_until_it_is_closed(closed: bool):
    page = page_of(WORDS, Offer(1, "en", NOW, closed), 7)
    checked(page)
    ids = [button.custom_id for row in page.blocks if isinstance(row, Row) for button in row.items]
    assert ("tb:take:1" in ids) is not closed


@UNHURRIED
@given(words(500))
def test_a_refusal_fits_whatever_its_facts_are(text: str):
    checked(refusal.refused(VOICE, Refusal("unknown-zone", zone=text, meant="none")))
    channels = ",".join(str(channel) for channel in PEOPLE[:10])
    checked(refusal.refused(VOICE, Refusal("which-team", teams=", ".join([text[:80]] * 10), channels=channels)))


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "pt-BR"])
def test_every_reader_is_answered(language: str):
    checked(refusal.refused(Voice(WORDS, language), Refusal("busy")))


@UNHURRIED
@given(st.lists(st.integers(1, 3900), max_size=30))
def test_pages_lose_nothing_and_keep_the_order(sizes: list[int]):
    groups = [(Text(chr(97 + n % 26) * size),) for n, size in enumerate(sizes)]
    laid = pages(*groups)
    assert tuple(block for page in laid for block in page.blocks) == tuple(block for group in groups for block in group)


NAMES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,99}", fullmatch=True)


@UNHURRIED
@given(st.lists(NAMES, unique=True, max_size=10), st.binary(max_size=50), words(3000))
def test_files_on_a_page_are_what_discord_takes(names: list[str], data: bytes, text: str):
    page = Page((Text(text or "x"), *(File(name, data) for name in names)))
    assert fits(page.blocks)
    uploads = {number: Upload(file.filename, "", file.fp.read()) for number, file in enumerate(files_of(page))}
    check_message({"flags": 1 << 15, "components": view_of(page).to_components()}, uploads)
    assert coming(None, uploads) == [Coming(name, "", uploads[number]) for number, name in enumerate(names)]


WRONG_FILES = [
    ((File("a.csv", b""), File("a.csv", b"")), "a name twice"),
    (tuple(File(f"{n}.csv", b"") for n in range(11)), "eleven"),
    ((File("Käse.csv", b""),), "a name that Discord would change"),
    ((File("../a.csv", b""),), "a way out of the folder"),
    ((File("", b""),), "no name"),
    ((File("a.csv", b"x" * (10 * 1024 * 1024 + 1)),), "over ten MiB"),
]


@pytest.mark.parametrize(("files", "why"), WRONG_FILES, ids=[row[1] for row in WRONG_FILES])
def test_files_that_discord_would_refuse_are_refused_before(files: tuple[File, ...], why: str):
    with pytest.raises(ValueError, match="file"):
        view_of(Page((Text("x"), *files)))


OPTIONS = st.lists(words(150), min_size=2, max_size=10).map(
    lambda labels: tuple((str(number), label) for number, label in enumerate(labels))
)
FIELDS = st.one_of(
    st.builds(
        Field,
        st.just(""),
        label=words(60),
        value=words(4000),
        most=st.integers(1, 4000),
        required=st.booleans(),
        kind=st.sampled_from([Kind.LINE, Kind.PARAGRAPH]),
        help=words(150),
    ),
    st.builds(Field, st.just(""), st.just("Which"), st.just("0"), kind=st.just(Kind.RADIO), options=OPTIONS),
    st.builds(
        Field, st.just(""), st.just("Any"), st.sampled_from(["", "0,1"]), kind=st.just(Kind.CHECKS), options=OPTIONS
    ),
    st.builds(Field, st.just(""), st.just("One"), st.sampled_from(["", "1"]), kind=st.just(Kind.MENU), options=OPTIONS),
    st.builds(
        Field,
        st.just(""),
        st.just("Any"),
        st.sampled_from(["", "1", "0,1"]),
        kind=st.just(Kind.SEVERAL),
        options=OPTIONS,
    ),
)


@settings(UNHURRIED, max_examples=200)
@given(words(80), st.lists(FIELDS, min_size=1, max_size=5))
def test_a_form_of_any_fields_is_what_discord_takes(title: str, fields: list[Field]):
    named = tuple(replace(field, name=f"f{number}") for number, field in enumerate(fields))
    made = modal_of(Form("tb:form:1", title, named)).to_dict()
    check_modal(made)
    for field, label in zip(named, made["components"], strict=True):
        inner = label["component"]
        assert inner["custom_id"] == field.name
        if field.kind in (Kind.LINE, Kind.PARAGRAPH):
            assert len(inner.get("value") or "") <= field.most == inner["max_length"]
        if field.kind in (Kind.CHECKS, Kind.SEVERAL):
            held = [one["value"] for one in inner["options"] if one.get("default")]
            assert held == [one for one in field.value.split(",") if one]


WRONG_FORMS = [
    (Form("tb:x", "x", ()), "no field"),
    (Form("tb:x", "x", tuple(Field(str(n), "x") for n in range(6))), "six fields"),
    (Form("tb:" + "x" * 98, "x", (Field("a", "x"),)), "a state that is too long"),
    (Form("tb:x", "x", (Field("a", "x", kind=Kind.RADIO, options=(("a", "A"),)),)), "a choice of one"),
    (Form("tb:x", "x", (Field("a", "x", kind=Kind.MENU),)), "a menu of nothing"),
    (
        Form("tb:x", "x", (Field("a", "x", kind=Kind.MENU, options=tuple((str(n), "x") for n in range(26))),)),
        "a menu of twenty-six",
    ),
    (
        Form("tb:x", "x", (Field("a", "x", kind=Kind.RADIO, options=tuple((str(n), "x") for n in range(11))),)),
        "a choice of eleven",
    ),
]


@pytest.mark.parametrize(("form", "why"), WRONG_FORMS, ids=[row[1] for row in WRONG_FORMS])
def test_a_form_that_discord_would_refuse_is_refused_before(form: Form, why: str):
    with pytest.raises(ValueError, match=r"a form of|a choice among"):
        modal_of(form)
