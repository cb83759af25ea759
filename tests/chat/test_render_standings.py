"""Every screen and form of one's own place stays in Discord's bounds, whatever people wrote."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.forms.form import modal_of
from teambot.chat.render import standings
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Row
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import CharterUnaccepted, Goodbye, MessageKind, TeamTold
from teambot.domain.departures import AwayShown, BreakTaken, CameBack, LeavingShown, Return, TeamLeft
from teambot.locales.catalogue import Words
from tests.chat.written import NOW, UNHURRIED, checked, words

WORDS = Words()
VOICE = Voice(WORDS, "en")
BIG = 2**63 - 1
STATES = (MessageKind.TEAM_SLEEPS, MessageKind.TEAM_WAKES, MessageKind.ASK_TO_CLOSE, MessageKind.TEAM_CLOSED)


@UNHURRIED
@given(words(80), st.sampled_from(Return), st.integers(0, 99), st.booleans())
def test_screens_fit_their_pages(team: str, outcome: Return, some: int, there: bool):
    checked(
        *standings.absence(
            VOICE, AwayShown(BIG, team, "Antarctica/DumontDUrville", NOW if there else None, NOW if there else None)
        )
    )
    checked(*standings.on_break(VOICE, BreakTaken(BIG, team, NOW)))
    checked(*standings.came_back(VOICE, CameBack(BIG, team, outcome, some)))
    checked(*standings.well(VOICE, team))
    checked(*standings.leaving(VOICE, LeavingShown(BIG, team, some, some, closes=there)))
    checked(*standings.left(VOICE, TeamLeft(team, NOW, listed=there)))


@UNHURRIED
@given(words(80), words(100), words(300), st.sampled_from(STATES))
def test_messages_fit_and_ping_nobody(team: str, name: str, said: str, kind: MessageKind):
    state = TeamTold(kind, BIG, team, "en", NOW, BIG, charter=True)
    for told in (Goodbye(team, "en", name, said), state, CharterUnaccepted(team, "en", BIG, BIG, NOW)):
        page = page_of(WORDS, told, 7)
        checked(page)
        assert (page.marker, page.pings) == (7, ())


@pytest.mark.parametrize("kind", STATES)
def test_what_the_channel_hears_of_a_team_has_at_most_one_button(kind: MessageKind):
    page = page_of(WORDS, TeamTold(kind, 1, "Tea", "en", NOW), 7)
    rows = [block for block in page.blocks if isinstance(block, Row)]
    assert len(rows) == (kind in (MessageKind.ASK_TO_CLOSE, MessageKind.TEAM_CLOSED))
    assert "Tea" in str(page.blocks[0])


def test_forms_fit():
    for form in (standings.away_form(VOICE, BIG), standings.leave_form(VOICE, BIG)):
        modal_of(form)


def test_days_away_are_the_teams_and_agree_with_the_moment_of_the_return():
    """The 23rd in Auckland ends at 11:00 UTC: by a clock in Lima one is back on that very day."""
    begins, ends = datetime(2026, 1, 11, 11, tzinfo=UTC), datetime(2026, 1, 23, 11, tzinfo=UTC)
    (page,) = standings.absence(VOICE, AwayShown(1, "Tea", "Pacific/Auckland", begins, ends))
    words = str(page.blocks[0]).replace("\\", "")
    assert "from Monday 12 January 2026 through Friday 23 January 2026" in words
    assert "as days in the team's time zone, Pacific/Auckland" in words
    assert f"you are back on <t:{int(ends.timestamp())}:F>" in words
    assert "Nobody is told" not in words, "the team reads it"
    assert "/team members shows the team until when" in words


@pytest.mark.parametrize(
    ("told", "said", "verbs"),
    [
        (TeamTold(MessageKind.TEAM_SLEEPS, 1, "Tea", "en", None), "Fewer than three", 0),
        (TeamTold(MessageKind.TEAM_SLEEPS, 1, "Tea", "en", None, 1), "One of us is paused", 0),
        (TeamTold(MessageKind.TEAM_SLEEPS, 1, "Tea", "en", None, 5, charter=True), "5 of us are paused", 1),
        (TeamTold(MessageKind.TEAM_SLEEPS, 1, "Tea", "en", None, 5, charter=True), "back at once by I accept", 1),
        (CharterUnaccepted("Tea", "en", 2, 1, NOW), "One of us has not accepted version 2 yet.", 1),
        (CharterUnaccepted("Tea", "en", 2, 3, NOW), "3 of us have not accepted version 2 yet.", 1),
    ],
)
def test_a_team_reads_why_it_sleeps_and_what_it_can_do(told: TeamTold | CharterUnaccepted, said: str, verbs: int):
    page = page_of(WORDS, told, 7)
    assert said in str(page.blocks[0])
    assert sum(isinstance(block, Row) for block in page.blocks) == verbs
    assert page.pings == ()
