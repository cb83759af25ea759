"""Charters that changed, people, stewards' acts and reports, at the longest that people may write: all of it fits."""

from datetime import timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.forms.form import modal_of
from teambot.chat.render import amendments, charter, people, reports
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Button, File, Page, Row, Section, Text, one_page, pages
from teambot.chat.render.text import escape
from teambot.chat.render.voice import Voice
from teambot.domain.amendments import changes
from teambot.domain.announcements import NewsMessage
from teambot.domain.charter import CharterAccepted, CharterShown
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind
from teambot.domain.people import Buddies, FeedShown, KeepingShown, KeptPerson, PeopleShown, PersonShown
from teambot.domain.readers import Hemisphere
from teambot.domain.reports import REPORT_MOST, MayBeAbout, ReportSent
from teambot.domain.standings import PauseReason, RoleState, Standing
from teambot.domain.stewards import ACTS_SHOWN, Act, ActKind, ActsShown
from teambot.locales.catalogue import Words
from tests.chat.written import NOW, UNHURRIED, URLS, checked, words

WORDS = Words()
VOICE = Voice(WORDS, "en")
CLAUSES = st.lists(words(3000).filter(str.strip), min_size=1, max_size=20).map(tuple)


def texts(made: tuple[Page, ...]) -> str:
    return "\n".join(block.text for page in made for block in page.blocks if isinstance(block, Text | Section))


def buttons(made: tuple[Page, ...]) -> list[str]:
    blocks = [block for page in made for block in page.blocks]
    rows = [item for block in blocks if isinstance(block, Row) for item in block.items if isinstance(item, Button)]
    return [item.custom_id for item in rows] + [one.button.custom_id for one in blocks if isinstance(one, Section)]


@UNHURRIED
@given(CLAUSES, CLAUSES)
def test_what_changes_is_shown_whole_on_pages_and_cut_on_a_card(old: tuple[str, ...], new: tuple[str, ...]):
    groups = amendments.changes_blocks(VOICE, changes(old, new))
    made = pages(*groups)
    checked(*made)
    assert all(f"as clause {number}" in texts(made) for number, clause in enumerate(new, 1) if clause not in old)
    checked(one_page(*groups, more=Text("…")))


def test_an_amendment_says_what_was_and_what_is():
    made = pages(
        *amendments.changes_blocks(VOICE, changes(("We read.", "One post.", "Gone."), ("We read.", "Two post.")))
    )
    assert texts(made) == (
        "**Clause 2 before**\nOne post\\.\n**After, as clause 2**\nTwo post\\.\n"
        "**Clause 3 goes**\nGone\\.\nOne clause stays word for word."
    ).replace("\\.", ".")


@UNHURRIED
@given(CLAUSES, CLAUSES, words(80), st.booleans())
def test_a_charter_that_waits_offers_to_accept_and_to_leave(
    old: tuple[str, ...], new: tuple[str, ...], team: str, paused: bool
):
    shown = CharterShown(
        1,
        team,
        4,
        new,
        2,
        may_join=False,
        may_accept=True,
        changes=changes(old, new),
        accept_by=None if paused else NOW,
        may_propose=not paused,
        belongs=True,
        waited_for=paused,
    )
    made = charter.screen(VOICE, shown)
    checked(*made)
    assert "since version 2" in texts(made)
    assert [one for one in buttons(made) if "propose" not in one] == ["tb:accept:1:4", "tb:report:1", "tb:leave:1"]
    assert ("tb:propose-amend:1" in buttons(made)) is not paused


@UNHURRIED
@given(CLAUSES)
def test_buttons_never_stand_alone_on_a_page(clauses: tuple[str, ...]):
    checked(*charter.screen(VOICE, CharterShown(1, "Tea", 1, clauses, 1, False, False, may_propose=True, belongs=True)))


def test_a_stranger_reads_a_charter_and_can_press_nothing():
    made = charter.screen(VOICE, CharterShown(1, "Tea", 4, ("Be kind.",), None, may_join=False, may_accept=False))
    assert buttons(made) == []


def test_who_accepts_is_thanked_and_told_where_they_stand():
    for accepted in (CharterAccepted(2), CharterAccepted(2, resumed=True), CharterAccepted(2, waits=True)):
        checked(*charter.accepted(VOICE, accepted))


NAME = words(100)
PERSON = st.builds(
    PersonShown,
    NAME,
    st.sampled_from([Standing.MEMBER, Standing.PAUSED]),
    URLS,
    st.none() | st.sampled_from(Hemisphere),
    st.none() | st.just(NOW),
    st.booleans(),
)
TEAMS = st.builds(
    PeopleShown,
    team_id=st.just(1),
    team_name=words(80),
    most_members=st.just(24),
    steward=st.booleans(),
    people=st.lists(PERSON, max_size=24).map(tuple),
    alumni=st.lists(PERSON, max_size=24).map(tuple),
    invited=st.lists(NAME, max_size=24).map(tuple),
    waiting=st.integers(0, 99),
    buddies=st.lists(st.builds(Buddies, NAME, NAME, st.just(NOW)), max_size=12).map(tuple),
    feeds=st.lists(st.builds(FeedShown, words(256), URLS, URLS), max_size=24).map(tuple),
)


@UNHURRIED
@given(TEAMS)
def test_everybody_fits_and_their_feeds_come_as_one_file(team: PeopleShown):
    made = people.screen(VOICE, team)
    checked(*made)
    files = [block for page in made for block in page.blocks if isinstance(block, File)]
    assert len(files) == bool(team.feeds)
    for file in files:
        assert len(list(ElementTree.fromstring(file.data).iter("outline"))) == len(team.feeds)
    assert ("tb:keeping" in buttons(made)) is team.steward


def test_a_break_is_a_break_whatever_it_is_for():
    one = PersonShown("Ana", Standing.PAUSED, "https://ana.example")
    team = PeopleShown(1, "Tea", 12, False, (one,), (), (), 0, (), ())
    assert "**Ana** · taking a break\n<https://ana.example>" in texts(people.screen(VOICE, team))


@UNHURRIED
@given(st.lists(st.builds(Act, st.sampled_from(ActKind), NAME, NAME, st.just(NOW)), max_size=ACTS_SHOWN).map(tuple))
def test_the_stewards_log_fits(acts: tuple[Act, ...]):
    checked(*people.acts(VOICE, ActsShown("Tea", acts)))


KEPT = st.builds(
    KeptPerson,
    st.integers(1, 2**63 - 1),
    NAME,
    st.sampled_from([Standing.MEMBER, Standing.PAUSED, Standing.INVITED, Standing.APPLICANT]),
    st.booleans(),
    st.sampled_from(RoleState),
    st.none() | st.sampled_from(["missing-permissions", "role-too-high", "role-gone", "not-here", "unavailable"]),
    st.sampled_from([None, PauseReason.CHARTER, PauseReason.GONE]),
)


@UNHURRIED
@given(words(80), st.booleans(), st.lists(KEPT, max_size=60).map(tuple))
def test_what_keeps_a_team_running_fits_and_gives_buttons_to_stewards_alone(
    name: str, steward: bool, kept: tuple[KeptPerson, ...]
):
    made = people.keeping(VOICE, KeepingShown(1, name, 9, 12, steward, kept))
    checked(*made)
    blocked = sum(one.role_state is RoleState.BLOCKED for one in kept)
    paused = sum(one.standing is Standing.PAUSED and one.held_by is None for one in kept)
    plan = ["tb:plan:1"] if steward else []
    assert len(buttons(made)) == (blocked + paused if steward else 0) + len(plan)
    assert [one for one in buttons(made) if one.startswith("tb:plan")] == plan
    assert all(len(one) <= 100 for one in buttons(made))
    assert ("Bring back: for somebody" in texts(made)) is (steward and paused > 0)
    assert ("Try the role again: once" in texts(made)) is (steward and blocked > 0)


@UNHURRIED
@given(words(REPORT_MOST).filter(lambda text: bool(text.strip())), words(100), words(100), words(80))
def test_a_report_is_read_whole(said: str, reporter: str, about: str, team: str):
    facts = {"team": team, "reporter": reporter, "about": about, "words": said}
    item = News(1, NoticeKind.REPORT, facts, NOW)
    made = page_of(WORDS, NewsMessage("en", team, item), 7)
    checked(made)
    assert escape(said) in texts((made,))


def test_a_report_form_fits_and_a_receipt_names_nobody():
    people = tuple(MayBeAbout(2**63 - 1 - n, "a" * 100, unread=n % 2 == 0) for n in range(40))
    made = modal_of(reports.form(VOICE, 2**63 - 1, people)).to_dict()
    assert [label["component"]["custom_id"] for label in made["components"]] == ["about", "words", "name"]
    for to_stewards, to_owner in ((True, False), (False, True), (True, True)):
        checked(*reports.sent(VOICE, ReportSent(to_stewards=to_stewards, to_owner=to_owner)))


def test_a_reminder_shows_the_end_in_the_readers_own_time():
    facts = {"version": 3, "ends_at": (NOW + timedelta(days=3)).isoformat()}
    page = page_of(WORDS, NewsMessage("en", "Tea", News(1, NoticeKind.CHARTER_REMINDER, facts, NOW)), 7)
    assert f"<t:{int(NOW.timestamp()) + 3 * 86400}:F>" in texts((page,))
    assert buttons((page,)) == ["tb:charter"]
