"""Applications, their cards and forms at the longest that people may write: all of it fits, and is told truly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.forms.form import modal_of
from teambot.chat.render import application_news, applications, proofs, vouching
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Button, Page, Row, Section, Text
from teambot.chat.render.voice import Voice
from teambot.domain.application_views import (
    ApplicationCard,
    ApplicationForm,
    ApplicationShown,
    SisterGuide,
    SisterOffer,
    VouchAsked,
    Vouched,
)
from teambot.domain.applications import Answers, ApplicationState
from teambot.domain.motion_views import Candidate
from teambot.domain.motions import NotNow
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind
from teambot.domain.ownership import Proof
from teambot.locales.catalogue import Words
from tests.chat.written import FACTS, NEWS, NOW, UNHURRIED, URLS, checked, words

WORDS = Words()
VOICE = Voice(WORDS, "en")
ANSWERS = st.builds(Answers, niche=words(200), best_post=URLS | st.just(""), why=words(1000), readers=words(500))
SHOWN = st.builds(
    ApplicationShown,
    team_id=st.just(2**63 - 1),
    team_name=words(80),
    discord_id=st.just(2**63 - 1),
    state=st.sampled_from(ApplicationState),
    blog_url=URLS,
    feed_url=URLS,
    feed_title=words(256),
    since=st.none() | st.just("2019-02-03"),
    per_month=st.none() | st.floats(0, 999),
    token=st.just("teambot-abcdefghjk"),
    proof=st.none() | st.sampled_from([str(one) for one in Proof]),
    answers=ANSWERS,
    by_dm=st.booleans(),
    voucher=words(100),
    vouch_words=words(500),
    place=st.integers(0, 99),
    waiting=st.integers(0, 99),
    ends_at=st.just(NOW),
    again_from=st.just(NOW),
    sister=st.booleans(),
    reasons=st.lists(st.sampled_from(NotNow), unique=True).map(tuple),
    news=st.lists(NEWS, max_size=8).map(tuple),
    just_looked=st.booleans(),
)
CANDIDATES = st.builds(
    Candidate,
    membership_id=st.just(1),
    name=words(100),
    blog_url=URLS,
    feed_title=words(256),
    niche=words(200),
    best_post=URLS,
    why=words(1000),
    readers=words(500),
    since=st.none() | st.just("2019-02-03"),
    per_month=st.none() | st.floats(0, 999),
    team_low=st.none() | st.floats(0, 9),
    team_high=st.none() | st.floats(9, 99),
    voucher=words(100),
    vouch_words=words(500),
)


DRAFT_VERBS = ["Check again", "It is on another page", "Read the charter", "Withdraw"]


def texts(*made: Page) -> str:
    return "\n".join(block.text for page in made for block in page.blocks if isinstance(block, Text | Section))


def labels(*made: Page) -> list[str]:
    rows = (block for page in made for block in page.blocks if isinstance(block, Row))
    return [item.label for row in rows for item in row.items if isinstance(item, Button)]


@UNHURRIED
@given(SHOWN)
def test_an_application_fits_its_pages_in_every_state(shown: ApplicationShown):
    checked(*applications.screen(VOICE, shown))
    checked(*applications.withdrawing(VOICE, shown))


@UNHURRIED
@given(st.none() | CANDIDATES, st.none() | st.just(NOW), words(80))
def test_a_card_fits_one_message_whatever_was_written(candidate: Candidate | None, vouch_by, team: str):
    page = page_of(WORDS, ApplicationCard(2**63 - 1, team, "en", candidate, vouch_by), 7)
    checked(page)
    assert page.marker == 7
    assert not page.pings, "nobody is pinged by an application"
    assert ("Vouch" in labels(page)) is (candidate is not None and vouch_by is not None)


@UNHURRIED
@given(ANSWERS, words(80), words(200), CANDIDATES)
def test_the_forms_open_with_whatever_was_written_before(answers: Answers, team: str, niche: str, candidate: Candidate):
    made = modal_of(
        vouching.application_form(VOICE, ApplicationForm(9, team, niche, "https://x.example", answers, True))
    )
    assert len(made.to_dict()["components"]) == 5
    modal_of(vouching.vouch_form(VOICE, VouchAsked(2**63 - 1, team, candidate))).to_dict()
    modal_of(proofs.page_form(VOICE, f"tb:application-page:{2**63 - 1}")).to_dict()


@UNHURRIED
@given(words(80), st.lists(words(100), max_size=60).map(tuple), st.integers(1, 60), words(100))
def test_the_sister_team_and_thanks_fit(team: str, names: tuple[str, ...], waiting: int, name: str):
    checked(page_of(WORDS, SisterOffer(9, team, "en", waiting), 7))
    checked(*vouching.sister_guide(VOICE, SisterGuide(team, waiting, names)))
    checked(*vouching.vouched(VOICE, Vouched(1, name, NOW, 0)), *vouching.vouched(VOICE, Vouched(1, name, None, 3)))


def shown(state: ApplicationState, **changes: object) -> ApplicationShown:
    stands: dict[str, object] = {
        "team_id": 1,
        "team_name": "Tea",
        "discord_id": 42,
        "state": state,
        "blog_url": "https://dora.example",
        "feed_url": "https://dora.example/feed",
        "feed_title": "Dora",
        "since": "2019-02-03",
        "per_month": 4.0,
        "token": "teambot-abc",
        "proof": None,
        "answers": Answers("", "", "", ""),
        "by_dm": False,
        "voucher": "",
        "vouch_words": "",
        "place": 0,
        "waiting": 0,
        "ends_at": NOW,
        "again_from": NOW,
        "sister": False,
    }
    return ApplicationShown(**(stands | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (
            ApplicationState.DRAFT,
            ["Fill in the form", "Check again", "It is on another page", "Read the charter", "Withdraw"],
        ),
        (ApplicationState.SENT, ["Change my answers", "Withdraw"]),
        (ApplicationState.WAITING, ["I'd join a sister team", "Withdraw"]),
        (ApplicationState.VOTING, ["Withdraw"]),
        (ApplicationState.ADMITTED, ["Read the charter and join", "Withdraw"]),
        *((state, []) for state in list(ApplicationState)[5:]),
    ],
)
def test_what_can_be_done_in_each_state(state: ApplicationState, verbs: list[str]):
    assert labels(*applications.screen(VOICE, shown(state))) == verbs


@pytest.mark.parametrize("state", list(ApplicationState)[2:])
def test_somebody_vouches_until_it_has_ended(state: ApplicationState):
    said = texts(*applications.screen(VOICE, shown(state, voucher="Ben", vouch_words="Bakes well.")))
    assert ("Ben vouches for you" in said) == (state in list(ApplicationState)[2:5])


@pytest.mark.parametrize("state", list(ApplicationState)[:5])
def test_a_place_is_lost_by_who_has_one_alone_and_a_draft_is_begun_anew_at_once(state: ApplicationState):
    said = texts(*applications.withdrawing(VOICE, shown(state)))
    assert ("place on the waiting list is lost" in said) is (state is ApplicationState.WAITING)
    assert ("at once" in said) is (state is ApplicationState.DRAFT)


def test_a_refusal_is_told_in_the_words_that_were_promised_and_reasons_without_names():
    refused = shown(ApplicationState.REFUSED, reasons=(NotNow.NICHE, NotNow.SELDOM))
    said = texts(*applications.screen(VOICE, refused))
    stamp = int(NOW.timestamp())
    assert (
        f"Not this time. It's about fit; you're welcome to ask again from <t:{stamp}:F> (<t:{stamp}:R>).\n"
        "What was said, without names: the niche is another one, posts come too seldom." in said
    )


def test_the_words_to_copy_stand_in_blocks_of_their_own():
    said = texts(*applications.screen(VOICE, shown(ApplicationState.DRAFT)))
    assert "```\nteambot-abc\n```" in said
    assert '```html\n<a rel="me" href="https://discord.com/users/42">Discord</a>\n```' in said


def test_every_kind_of_news_of_an_application_has_words():
    assert set(FACTS) >= application_news.KINDS
    assert all(VOICE.has(f"news-{kind}") for kind in application_news.KINDS)


def test_news_bring_the_button_to_what_comes_next():
    facts = {"team": "Tea", "team_id": 5, "ends_at": NOW.isoformat()}
    news = News(1, NoticeKind.ADMITTED, facts, NOW)
    made = application_news.application_news(VOICE, news)
    assert [item.custom_id for block in made if isinstance(block, Row) for item in block.items] == ["tb:charter:5"]
