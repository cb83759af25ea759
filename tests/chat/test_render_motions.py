"""Votes, removals, proposals at the longest that people may write: all of it fits, pings nobody, gives nobody away."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.forms.form import Form, modal_of
from teambot.chat.render import ballots, kept, motions, proposing, removal
from teambot.chat.render.announcements import page_of
from teambot.chat.render.blocks import Button, Page, Row, Section, Text, Tone
from teambot.chat.render.layout import view_of
from teambot.chat.render.voice import Voice
from teambot.domain.announcements import MotionCard
from teambot.domain.motion_views import (
    Amendment,
    Candidate,
    Concern,
    MotionMoved,
    MotionProposed,
    MotionShown,
    Proposable,
    Receipt,
    RuleChange,
    Seconding,
)
from teambot.domain.motions import Choice, EndedWhy, MotionKind, MotionState, NotNow, Outcome, Tally
from teambot.domain.rules import NO, YES, RuleName, Share, VotingRules, count_rule
from teambot.locales.catalogue import Words
from teambot.sandbox.loopback.rules.components import check_modal
from teambot.sandbox.loopback.rules.messages import check_message
from tests.chat.written import NOW, UNHURRIED, URLS, checked, words

WORDS = Words()
VOICE = Voice(WORDS, "en")
BIG = 2**63 - 1
CANDIDATES = st.builds(
    Candidate,
    membership_id=st.just(BIG),
    name=words(100),
    blog_url=URLS,
    feed_title=words(256),
    niche=words(200),
    best_post=URLS,
    why=words(1000),
    readers=words(500),
    since=st.sampled_from([None, "", "2019-02-03", "nonsense"]),
    per_month=st.none() | st.floats(0, 999),
    team_low=st.none() | st.just(0.5),
    team_high=st.none() | st.just(30.0),
    voucher=words(100),
    vouch_words=words(500),
)
CLAUSES = st.lists(words(600), min_size=1, max_size=20).map(tuple)
AMENDMENTS = st.builds(Amendment, version=st.integers(2, 99), before=CLAUSES, after=CLAUSES)
SHARES = tuple(str(share) for share in Share)


@st.composite
def rule_changes(draw: st.DrawFn) -> RuleChange:
    name = draw(st.sampled_from(RuleName))
    if name.endswith("_share"):
        value = st.sampled_from(SHARES)
    elif name.endswith("_days"):
        value = st.integers(3, 14).map(str)
    elif name is RuleName.OFFERS_THREAD:
        value = st.sampled_from((YES, NO))
    else:
        value = words(200)
    return RuleChange(name, draw(value), draw(value))


@st.composite
def shown(draw: st.DrawFn) -> MotionShown:
    kind = draw(st.sampled_from(MotionKind))
    state = draw(st.sampled_from([MotionState.OPEN, MotionState.CLOSED]))
    outcome = draw(st.sampled_from(Outcome)) if state is MotionState.CLOSED else None
    return MotionShown(
        motion_id=BIG,
        team_id=BIG,
        team_name=draw(words(80)),
        language="en",
        kind=kind,
        state=state,
        subject=draw(words(100)),
        proposer=draw(words(100)),
        words=draw(words(1500)) if kind is MotionKind.OTHER else "",
        rule_change=draw(rule_changes()) if kind is MotionKind.RULE else None,
        amendment=draw(AMENDMENTS) if kind is MotionKind.AMEND else None,
        candidate=draw(st.none() | CANDIDATES) if kind is MotionKind.ADMIT else None,
        run=draw(st.sampled_from([1, 2])),
        rule=count_rule(kind, VotingRules()),
        electorate=24,
        quorum=12,
        voted=draw(st.integers(0, 24)),
        opened_at=NOW,
        closes_at=NOW,
        closed_at=NOW if state is MotionState.CLOSED else None,
        outcome=outcome,
        ended_why=draw(st.sampled_from(EndedWhy)) if outcome is Outcome.ENDED else None,
        totals=draw(st.none() | st.just(Tally(9, 5, 3, 1))) if outcome not in (None, Outcome.ENDED) else None,
        has_concern=kind is MotionKind.REMOVE and state is MotionState.OPEN,
    )


def taken(*made: Page) -> None:
    """Hold pages to what Discord takes, no id twice; and ping nobody."""
    checked(*made)
    for page in made:
        assert page.pings == ()
        check_message({"flags": 1 << 15, "components": view_of(page).to_components()}, {})


def buttons(page: Page) -> list[Button]:
    rows = [item for block in page.blocks if isinstance(block, Row) for item in block.items if isinstance(item, Button)]
    return rows + [block.button for block in page.blocks if isinstance(block, Section)]


def text_of(page: Page) -> str:
    return "\n".join(block.text for block in page.blocks if isinstance(block, Text | Section))


@UNHURRIED
@given(shown())
def test_a_card_fits_pings_nobody_and_nudges_to_no_side(motion: MotionShown):
    page = page_of(WORDS, MotionCard(motion, result=False), 7)
    taken(page)
    assert page.marker == 7
    assert all(button.tone is Tone.PLAIN for button in buttons(page))
    votes = [button for button in buttons(page) if button.custom_id.startswith(("tb:vote", "tb:not-now"))]
    assert len(votes) == (3 if motion.state is MotionState.OPEN else 0)
    if motion.state is MotionState.CLOSED:
        assert not any(button.custom_id.startswith(("tb:concern", "tb:my-vote")) for button in buttons(page))


@UNHURRIED
@given(shown())
def test_a_result_fits_and_tells_totals_only_where_it_is_given_any(motion: MotionShown):
    closed = replace(motion, state=MotionState.CLOSED, outcome=motion.outcome or Outcome.CARRIED)
    page = page_of(WORDS, MotionCard(closed, result=True), 7)
    taken(page)
    assert ("Abstain:" in text_of(page)) is (closed.totals is not None)
    assert not buttons(page)


@UNHURRIED
@given(shown(), st.none() | st.sampled_from(Choice), st.booleans(), st.booleans())
def test_a_receipt_and_its_form_fit(motion: MotionShown, choice: Choice | None, may: bool, proposed: bool):
    mine = Receipt(motion, may, choice, tuple(NotNow) if choice is Choice.NO else (), proposed)
    taken(*ballots.receipt(VOICE, mine))
    check_modal(modal_of(ballots.not_now_form(VOICE, mine)).to_dict())


@UNHURRIED
@given(AMENDMENTS, shown())
def test_what_does_not_fit_of_an_amendment_stands_behind_its_button(amendment: Amendment, motion: MotionShown):
    amending = replace(
        motion, kind=MotionKind.AMEND, state=MotionState.OPEN, outcome=None, amendment=amendment, has_concern=False
    )
    page = motions.card(VOICE, amending)
    taken(page)
    assert f"tb:motion-changes:{BIG}" in {button.custom_id for button in buttons(page)}
    taken(*motions.changes_pages(VOICE, amending))


@UNHURRIED
@given(
    words(100),
    words(1500),
    words(1500) | st.just(""),
    st.sampled_from([MotionState.READING, MotionState.OPEN]),
    st.booleans(),
)
def test_a_concern_is_shown_whole_to_whoever_may_read_it(
    name: str, concern: str, answer: str, state: MotionState, own: bool
):
    reading = state is MotionState.READING
    read = Concern(BIG, name, name, name, name, concern, answer, state, NOW, NOW, own, own and reading, own)
    made = removal.concern(VOICE, read)
    taken(*made)
    ids = {button.custom_id for page in made for button in buttons(page)}
    assert (f"tb:take-pause:{BIG}" in ids) is own
    assert (f"tb:answer:{BIG}" in ids) is (own and reading)
    taken(*removal.seconding(VOICE, Seconding(BIG, name, name, name, concern)))
    check_modal(modal_of(removal.answer_form(VOICE, BIG)).to_dict())


@pytest.mark.parametrize(("rests", "said"), [(True, "in the last 90 days"), (False, "You are paused already")])
def test_where_no_pause_is_offered_it_says_why(rests: bool, said: str):
    names = ("Tea", "Finn", "Ana", "Ben", "Why.", "")
    read = Concern(1, *names, MotionState.READING, NOW, NOW, True, True, False, pause_rests=rests)
    assert any(said in str(page) for page in removal.concern(VOICE, read))


def test_every_step_of_a_removal_has_its_words():
    for state in (MotionState.READING, MotionState.CLOSED):
        taken(*removal.seconded(VOICE, MotionMoved(1, state, None)))
    for closes_at in (None, NOW):
        taken(*removal.answered(VOICE, MotionMoved(1, MotionState.OPEN, closes_at)))
    taken(*removal.pause_screen(VOICE, BIG))
    taken(*removal.pause_taken(VOICE))


@st.composite
def proposables(draw: st.DrawFn) -> Proposable:
    people = tuple((BIG - number, draw(words(100))) for number in range(1, draw(st.integers(2, 24))))
    ids = tuple(one for one, _ in people)
    changes = {name: "two_thirds" if name.endswith("_share") else "5" for name in RuleName}
    changes |= {
        RuleName.OFFERS_THREAD: "no",
        RuleName.NAME: draw(words(80)),
        RuleName.NICHE: draw(words(200)),
        RuleName.ZONE: draw(words(64)),
    }
    charter = "\n".join(line.replace("\n", " ") or "x" for line in draw(st.lists(words(150), min_size=1, max_size=20)))
    return Proposable(
        BIG, draw(words(80)), BIG, 5, 3, charter, tuple(changes.items()), people, draw(st.sampled_from([(), ids])), ids
    )


@UNHURRIED
@given(proposables())
def test_whatever_is_proposed_has_a_form_or_a_screen_that_fits(team: Proposable):
    forms: list[Form] = [
        proposing.charter_form(VOICE, team),
        proposing.other_form(VOICE, team),
        *(proposing.rule_form(VOICE, team, name) for name in RuleName),
    ]
    if len(team.people) > 1:
        forms.append(proposing.remove_form(VOICE, team, team.people[0][0]))
    for form in forms:
        check_modal(modal_of(form).to_dict())
    for screen in (
        proposing.rules_screen(VOICE, team),
        proposing.remove_screen(VOICE, team),
        proposing.steward_screen(VOICE, team),
        proposing.steward_confirm(VOICE, team, team.people[0][0]),
        proposing.steward_confirm(VOICE, team, team.member_id),
        proposing.close_confirm(VOICE, team),
        proposing.close_confirm(VOICE, replace(team, closes_alone=True)),
    ):
        taken(*screen)


def test_who_is_alone_is_told_that_no_vote_comes_first():
    team = Proposable(7, "Tea", 1, 5, 1, "We read.", (), (), (), (), closes_alone=True)
    [screen] = proposing.close_confirm(VOICE, team)
    assert "there is nobody to vote on it" in text_of(screen)
    assert [(one.label, one.custom_id) for one in buttons(screen)] == [("Close the team", "tb:propose-close:7")]
    done = proposing.proposed(VOICE, MotionProposed(0, MotionKind.CLOSE_TEAM, MotionState.CLOSED, None, ""))
    taken(*done)
    assert [button for page in done for button in buttons(page)] == []


@pytest.mark.parametrize("state", [MotionState.SECONDING, MotionState.OPEN])
def test_after_proposing_it_can_be_taken_back(state: MotionState):
    made = proposing.proposed(VOICE, MotionProposed(BIG, MotionKind.OTHER, state, NOW, "*Ana*"))
    taken(*made)
    assert [button.custom_id for page in made for button in buttons(page)] == [f"tb:take-back:{BIG}"]
    taken(*proposing.taken_back(VOICE))


@UNHURRIED
@given(st.text(max_size=4000) | words(4000))
def test_what_was_written_is_given_back_whole(text: str):
    made = kept.written(VOICE, text)
    taken(*made)
    assert len(made) <= 4


def test_a_name_that_is_gone_is_somebody():
    motion = MotionShown(
        1, 1, "Tea", "en", MotionKind.REMOVE, MotionState.CLOSED, "", "", "", None, None, None, 1,
        count_rule(MotionKind.REMOVE, VotingRules()), 5, 3, 5, NOW, NOW, NOW, Outcome.NOT_CARRIED, None, None, False,
    )  # fmt: skip
    assert "Somebody who has gone stays." in text_of(motions.card(VOICE, motion))
