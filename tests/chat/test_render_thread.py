"""The offers' thread in words: whatever people wrote, each page fits, pings nobody, and has a link alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.offers_thread import _OPENING, _WRITING
from teambot.chat.render import offers_thread, post, rules
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Row
from teambot.chat.render.news import news
from teambot.chat.render.voice import Voice
from teambot.domain.my_week import News, PostShown
from teambot.domain.notices import NoticeKind
from teambot.domain.post_answers import PostAnswer, PostHeld, PostShelved, PostSubmitted
from teambot.domain.posts import Money
from teambot.domain.rules import NO, YES, RuleName
from teambot.domain.thread_offers import PostOffered, ThreadFault, ThreadOffer, ThreadOpened
from teambot.domain.windows import Window
from teambot.locales.catalogue import Words
from tests.chat.written import IDS, NOW, POSTS, UNHURRIED, WINDOWS, checked, words

WORDS = Words()
VOICE = Voice(WORDS, "en")
TEA = PostShown("Ana", "Tea", "https://tea.example/1", "You learn to brew it.", Money.AFFILIATE)


@UNHURRIED
@given(POSTS, WINDOWS, words(80), st.none() | st.sampled_from(ThreadFault))
def test_whatever_people_wrote_fits_and_pings_nobody(
    shown: PostShown, window: Window, team: str, fault: ThreadFault | None
) -> None:
    offer = ThreadOffer("en", 1, 2, replace(shown, window=window), over=False)
    for told in (offer, replace(offer, over=True), ThreadOpened(team, "en")):
        page = page_of(WORDS, told, 7)
        checked(page)
        assert (page.marker, page.pings) == (7, ())
        buttons = [one for block in page.blocks if isinstance(block, Row) for one in block.items]
        assert [one.custom_id for one in buttons if one.custom_id] == [], "a link, and no verb of ours"
        assert len(buttons) <= 1
    checked(*offers_thread.offered(VOICE, PostOffered(1, shown.title, fault)))


def test_an_offer_that_is_over_holds_nothing_of_its_author() -> None:
    page = page_of(WORDS, ThreadOffer("en", 1, 2, TEA, over=True), 7)
    assert all(word not in str(page) for word in ("Ana", "Tea", "tea.example", "brew"))


def test_its_name_fits_a_thread() -> None:
    assert 1 <= len(offers_thread.thread_name(VOICE)) <= 100


ANSWERS = st.one_of(
    st.builds(PostSubmitted, IDS, words(256), st.just(NOW), st.just(NOW), st.none(), thread=st.booleans()),
    st.builds(
        PostShelved, IDS, words(256), st.none() | words(9), st.just(NOW), st.integers(0, 3), thread=st.booleans()
    ),
    st.builds(PostHeld, IDS, words(256), st.dates()),
)


@UNHURRIED
@given(ANSWERS)
def test_an_answer_has_the_button_where_there_is_a_thread_and_the_post_is_in_season(answer: PostAnswer) -> None:
    made = post.submitted(VOICE, answer, Window.ANY)
    checked(*made)
    blocks = [block for page in made for block in page.blocks if isinstance(block, Row)]
    ids = [getattr(one, "custom_id", None) for row in blocks for one in row.items]
    assert (f"tb:offer-thread:{answer.submission_id}" in ids) is (not isinstance(answer, PostHeld) and answer.thread)


@pytest.mark.parametrize("fault", [*_OPENING.values(), *_WRITING.values()])
def test_each_thing_in_the_way_is_told_in_words_of_its_own(fault: ThreadFault) -> None:
    if fault is ThreadFault.GONE:
        return  # the next offer opens it anew: there is nothing to mend
    told = str(news(VOICE, News(1, NoticeKind.THREAD_BLOCKED, {"fault": str(fault)}, NOW)))
    said = {
        ThreadFault.MAY_NOT_OPEN: "it lacks Create Public Threads",
        ThreadFault.MAY_NOT_WRITE: "it lacks Send Messages in Threads",
        ThreadFault.LOCKED: "it is locked",
        ThreadFault.TOO_MANY: "as many active threads as Discord allows",
        ThreadFault.NO_THREADS: "of a kind that has no threads",
    }
    assert said[fault] in told
    assert [words for words in said.values() if words in told] == [said[fault]]


@pytest.mark.parametrize("value", [YES, NO])
def test_the_rule_reads_as_yes_or_no(value: str) -> None:
    assert rules.rule_plain(VOICE, RuleName.OFFERS_THREAD, value) == f"A thread for offers: {value}"
