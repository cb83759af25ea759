"""Votes by real clicks: proposed, voted on, closed; what each person reads of it, and what nobody does."""

import asyncio
import itertools
from datetime import timedelta

import pytest

from teambot.services.applications.service import FillIn, Vouch
from teambot.services.caller import Caller
from tests.chat.acts import pressed, refused
from tests.chat.conftest import START, Stage, button
from tests.chat.voting import DAY, chosen, labels, more, propose, propose_other, vote, week
from tests.services.applicants import page_of
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES

CLAUSES = "1. We recommend only what we have read.\n2. In our own words.\n3. One post a week each.\n4. We meet in June."


async def test_an_amendment_is_proposed_voted_on_and_carried(stage: Stage):
    await stage.form()
    form = (await propose(stage, 0, "charter")).form
    [text] = form.fields
    assert text.value.splitlines()[0] == "1. We recommend only what we have read."
    said = await stage.person(0).fill(form, {"text": CLAUSES})
    assert "It is proposed" in said.text
    assert labels(said) == ["Take it back"]
    await stage.quiet()
    card = stage.card()
    for words in (
        "Shall the charter of Tea and Soup change?",
        "New, as clause 4",
        "We meet in June.",
        "Proposed by Ana.",
        "two thirds of Yes and No, and at least two Yes",
        "It counts when 3 of 6 have voted.",
        "Nobody has voted so far.",
    ):
        assert words in card.text
    assert labels(card) == ["Yes", "No", "Abstain", "My vote", "What changes"]
    assert card.mentions == ()
    shown = await stage.person(4).press(card, button(card, "What changes"))
    assert "We meet in June." in shown.text
    for who in (0, 1, 2, 3):
        await vote(stage, who, "Yes")
    await stage.quiet()
    assert "4 have voted so far." in stage.card().text
    await stage.turn(START + 5 * DAY)
    card, result = stage.cards[-2:]
    assert labels(card) == ["What changes"]
    assert "version 2 of the charter is in force" in card.text
    assert "version 2 of the charter is in force" in result.text
    assert "Yes:" not in card.text + result.text, "four voted: totals could give somebody away"
    assert result.mentions == ()
    assert "We meet in June." in (await stage.person(5).command(stage.channel, "team charter")).text


async def test_the_charter_and_the_card_of_the_formed_team_lead_to_a_proposal(stage: Stage):
    await stage.form()
    charter = await stage.person(3).command(stage.channel, "team charter")
    form = (await stage.person(3).press(charter.message, button(charter, "Propose a change"))).form
    assert "It is proposed" in (await stage.person(3).fill(form, {"text": CLAUSES})).text
    formed = stage.card(1)
    confirm = await stage.person(4).press(
        formed, next(each.custom_id for each in formed.buttons if "volunteer" in each.custom_id)
    )
    assert "Shall you be steward?" in confirm.text
    await stage.person(4).press(confirm.message, button(confirm, "Put it to the team"))
    await stage.quiet()
    assert "Shall Emi be steward of Tea and Soup?" in stage.card().text


async def test_who_is_proposed_by_themselves_reads_that_the_others_vote(stage: Stage):
    await stage.form()
    formed = stage.card(1)
    confirm = await stage.person(4).press(
        formed, next(each.custom_id for each in formed.buttons if "volunteer" in each.custom_id)
    )
    said = await stage.person(4).press(confirm.message, button(confirm, "Put it to the team"))
    assert "It is about you, so the others vote on it." in said.text
    assert "You vote there" not in said.text
    assert "You vote there like everybody." in (await propose_other(stage, 0)).text


async def test_the_cards_lines_hold_on_every_later_day_and_a_receipt_says_of_when_it_is(stage: Stage):
    await stage.form()
    await propose_other(stage)
    early = f"never before <t:{int((START + 3 * DAY).timestamp())}:f>."
    assert early in stage.card().text, "no 'yesterday' once that is past"
    first = await vote(stage, 1, "Yes")
    second = await vote(stage, 1, "My vote")
    changed = await stage.person(1).press(second.message, button(second, "No"))
    assert changed.updated is not None
    for seen in (first, changed):
        assert "As of your last press here. My vote on the card shows what counts now." in seen.text


async def test_a_weeks_card_lists_no_vote_that_has_closed(stage: Stage):
    await stage.form()
    for who in range(6):
        await stage.submit(who)
    stage.now = FIRST_PLAN - DAY
    await propose_other(stage)
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    [card] = [seen for seen in stage.cards if "A proposal to Tea and Soup" in seen.text and "ana 1" in seen.text]
    for who in range(6):
        await vote(stage, who, "Yes")
    await stage.turn(FIRST_PLAN + 2 * DAY)
    [drawn] = [seen for seen in stage.cards if seen.id == card.id]
    assert "A proposal to Tea and Soup" not in drawn.text
    assert "ana 1" in drawn.text
    assert drawn.mentions == card.mentions


async def test_a_charter_that_is_refused_is_given_back_to_whoever_wrote_it(stage: Stage):
    await stage.form()
    form = (await propose(stage, 0, "charter")).form
    long = "\n".join(f"{number}. A clause of many." for number in range(1, 23))
    said = await stage.person(0).fill(form, {"text": long})
    assert refused(said) == "**That charter is too long.**"
    kept = await more(said, "22. A clause of many.")
    assert kept.ephemeral_for == stage.ids[0]
    assert len(stage.cards) == 2


async def test_a_ballot_is_private_and_changed_as_often_as_one_likes(stage: Stage):
    await stage.form()
    await propose_other(stage)
    receipt = await vote(stage, 1, "Yes")
    assert receipt.message.ephemeral_for == stage.ids[1]
    assert "You chose Yes. It counts at the close and can be changed until" in receipt.text
    assert "nobody else sees it" in receipt.text
    changed = await stage.person(1).press(receipt.message, button(receipt, "No"))
    assert changed.updated is not None
    assert "You chose No." in changed.text
    await stage.quiet()
    assert "One has voted so far." in stage.card().text
    assert "You chose No." in (await vote(stage, 1, "My vote")).text
    assert "You have not voted yet." in (await vote(stage, 2, "My vote")).text
    assert all("You chose" not in card.text for card in stage.cards)


async def test_many_at_once_and_two_devices_of_one_are_counted_once_each(stage: Stage):
    await stage.form()
    await propose_other(stage)
    card = stage.card()
    labels_of = itertools.cycle(("Yes", "No", "Abstain"))
    acts = [stage.person(who % 6).press(card, button(card, next(labels_of))) for who in range(24)]
    assert all("You chose" in answer.text for answer in await asyncio.gather(*acts))
    await stage.quiet()
    assert "6 have voted so far." in stage.card().text
    rows = await stage.db.read(
        lambda tx, _, __: tx.exec_driver_sql("SELECT count(*) FROM ballot").scalar(), None, START
    )
    assert rows == 6


async def test_after_the_end_no_ballot_counts_whether_or_not_the_sweep_has_come(stage: Stage):
    await stage.form()
    await propose_other(stage)
    card = stage.card()
    for who in (0, 1):
        await vote(stage, who, "Yes")
    stage.now = START + 5 * DAY
    assert "This vote ended on" in refused(await vote(stage, 2, "Yes"))
    await stage.turn(stage.now)
    closed = next(seen for seen in stage.cards if seen.id == card.id)
    assert labels(closed) == []
    assert "Too few voted, so it lapses" in closed.text
    assert "Too few voted, so it lapses" in stage.card().text
    assert "This card is outdated." in refused(await pressed(stage, 2, f"tb:vote:{1}:yes"))


async def test_an_old_receipt_says_that_the_vote_is_closed(stage: Stage):
    await stage.form()
    await propose_other(stage)
    receipt = (await vote(stage, 1, "Yes")).message
    mine = (await vote(stage, 2, "My vote")).message
    await stage.turn(START + 5 * DAY)
    assert refused(await stage.person(1).press(receipt, button(receipt, "No"))) == "**This has closed.**"
    assert refused(await stage.person(2).press(mine, button(mine, "Abstain"))) == "**This has closed.**"


async def test_who_has_no_vote_is_told_so_kindly(stage: Stage):
    await stage.form()
    opened = await propose(stage, 0, "steward", member=await chosen(stage, 0, "Ben"))
    assert "Shall Ben be steward?" in opened.text
    await stage.person(0).press(opened.message, button(opened, "Put it to the team"))
    await stage.quiet()
    assert refused(await vote(stage, 1, "Yes")) == "**This vote is about you, so it is the others'.**"
    assert "You have no vote on this one" in (await vote(stage, 1, "My vote")).text
    assert refused(await vote(stage, 6, "Yes")) == "**You are not on Tea and Soup.**"
    assert refused(await vote(stage, 6, "My vote")) == "**You are not on Tea and Soup.**"
    await stage.quiet()
    assert "Nobody has voted so far." in stage.card().text


async def test_a_steward_volunteers_is_named_and_released(stage: Stage):
    await stage.form()
    opened = await propose(stage, 2, "steward")
    assert {option for option, _ in opened.message.selects[0].options} == set(NAMES) - {"Chidi"}
    confirm = await stage.person(2).press(opened.message, button(opened, "I'd do it"))
    assert "Shall you be steward?" in confirm.text
    await stage.person(2).press(confirm.message, button(confirm, "Put it to the team"))
    await stage.quiet()
    assert "Shall Chidi be steward of Tea and Soup?" in stage.card().text
    assert "more than half of Yes and No" in stage.card().text
    for who in (0, 1, 3, 4, 5):
        await vote(stage, who, "Yes")
    await stage.turn(START + 3 * DAY)
    assert "Chidi is steward" in stage.card().text, "everybody has voted, and 72 hours have passed"
    opened = await propose(stage, 0, "steward")
    menu = opened.message.selects[0]
    value = next(value for label, value in menu.options if label == "Chidi (steward)")
    confirm = await stage.person(0).choose(opened.message, menu.custom_id, [value])
    assert "Shall Chidi be released as steward?" in confirm.text


async def test_whoever_types_a_whole_name_means_that_person(stage: Stage):
    await stage.form(4)
    about = await propose(stage, 0, "steward", member=" bEN ")
    assert "Shall Ben be steward?" in about.text
    assert (await propose(stage, 0, "remove", member="Ben")).form is not None
    own = await propose(stage, 0, "remove", member="Ana")
    assert refused(own) == "**For that you need no vote.**"
    for text in ("Be", "Stranger", ""):
        nobody = await propose(stage, 0, "steward", member=text or " ")
        assert refused(nobody) == "**Nobody on the team goes by that name.**"

    def fn(tx, _, __) -> None:
        tx.exec_driver_sql("UPDATE person SET name = 'Ben' WHERE name = 'Chidi'")
        tx.commit()

    await stage.db.run(fn, None, stage.now)
    assert refused(await propose(stage, 0, "steward", member="Ben")) == "**Several go by the name Ben.**"


async def test_a_rule_is_chosen_from_a_list_with_its_bounds(stage: Stage):
    await stage.form()
    opened = await propose(stage, 0, "rule")
    menu = opened.message.selects[0]
    shown = dict(menu.options)
    assert {"Recommendations a week, each: 2", "Days of the other votes: 5 days", "Time zone: UTC"} <= set(shown)
    form = (await stage.person(0).choose(opened.message, menu.custom_id, ["decision_days"])).form
    assert form.fields[0].value == "5"
    assert "from 3 to 14" in form.fields[0].description
    assert (
        refused(await stage.person(0).fill(form, {"value": "2"}))
        == "**That is not a number of days that a vote can run.**"
    )
    assert refused(await stage.person(0).fill(form, {"value": "5"})) == "**That is how it stands already.**"
    assert "It is proposed" in (await stage.person(0).fill(form, {"value": "4"})).text
    await stage.quiet()
    for words in ("**Days of the other votes**", "now: 5 days", "then: 4 days"):
        assert words in stage.card().text
    opened = await propose(stage, 1, "rule")
    form = (await stage.person(1).choose(opened.message, menu.custom_id, ["removal_share"])).form
    assert [value for _, value in form.fields[0].options] == ["two_thirds", "three_quarters"]


async def test_closing_the_team_says_first_what_follows(stage: Stage):
    await stage.form()
    opened = await propose(stage, 0, "close")
    for words in ("everyone is offered their export", "deleted 30 days later", "/team leave"):
        assert words in opened.text
    await stage.person(0).press(opened.message, button(opened, "Put it to the team"))
    await stage.quiet()
    assert "Shall Tea and Soup be closed?" in stage.card().text


async def test_a_proposal_is_taken_back_and_its_card_says_so(stage: Stage):
    await stage.form()
    said = await propose_other(stage, words="Let us *all* ping @everyone\nand meet.")
    assert "Let us \\*all\\* ping \\@everyone and meet." in stage.card().text
    assert refused(await propose(stage, 0, "other")) == "**That is proposed already, or another proposal of yours is.**"
    mine = await vote(stage, 0, "My vote")
    assert "Take it back" in labels(mine)
    assert "Take it back" not in labels(await vote(stage, 1, "My vote"))
    gone = await stage.person(0).press(said.message, button(said, "Take it back"))
    assert "Taken back" in gone.text
    await stage.quiet()
    assert "It was taken back." in stage.card().text
    assert labels(stage.card()) == []


async def test_what_could_not_be_proposed_asks_for_no_words_first(stage: Stage):
    await stage.form()
    form = (await propose(stage, 0, "charter")).form
    late = (await propose(stage, 4, "other")).form
    await stage.person(0).fill(form, {"text": CLAUSES})
    assert (
        refused(await propose(stage, 1, "charter")) == "**That is proposed already, or another proposal of yours is.**"
    )
    for who in (1, 2):
        await propose_other(stage, who)
    assert refused(await propose(stage, 3, "other")) == "**Three votes are open already.**"
    said = await stage.person(4).fill(late, {"words": "Let us meet in July."})
    assert refused(said) == "**Three votes are open already.**"
    await more(said, "Let us meet in July.")


async def test_a_vote_waits_in_my_week_and_is_reminded_of_once(stage: Stage):
    await stage.form()
    await propose_other(stage)
    await vote(stage, 1, "Abstain")
    assert "You have not voted yet" not in (await week(stage, 1)).text
    mine = await week(stage, 2)
    assert "A proposal to Tea and Soup You have not voted yet" in mine.text
    opened = await stage.person(2).press(mine.message, button(mine, "Vote"))
    assert labels(opened) == ["Yes", "No", "Abstain"]
    await stage.turn(START + 4 * DAY)
    mine = await week(stage, 2)
    assert "You are reminded this once." in mine.text
    assert "reminded" not in (await week(stage, 1)).text
    assert "reminded" not in (await week(stage, 2)).text
    assert "You have not voted yet" in (await week(stage, 2)).text, "it waits on, until it is done"
    receipt = await stage.person(2).press(mine.message, button(mine, "Vote"))
    await stage.person(2).press(receipt.message, button(receipt, "No"))
    assert "You have not voted yet" not in (await week(stage, 2)).text


async def test_the_weeks_card_lists_what_is_voted_on(stage: Stage):
    await stage.form()
    stage.now = START + 4 * DAY
    for who in range(6):
        await stage.submit(who)
    await propose_other(stage)
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    card = next(seen for seen in stage.cards if "week of" in seen.text)
    end = int((START + 9 * DAY).timestamp())
    assert f"Being voted on: A proposal to Tea and Soup Until <t:{end}:F>" in card.text


async def test_everything_goes_on_after_a_restart_in_the_middle(stage: Stage):
    await stage.form()
    form = (await propose(stage, 0, "other")).form
    await stage.restart()
    await stage.person(0).fill(form, {"words": "Let us meet."})
    await stage.quiet()
    receipt = await vote(stage, 1, "Yes")
    await stage.restart()
    assert "You chose No." in (await stage.person(1).press(receipt.message, button(receipt, "No"))).text
    await vote(stage, 2, "Yes")
    await stage.restart()
    await vote(stage, 3, "Yes")
    await stage.quiet()
    assert "3 have voted so far." in stage.card().text
    stage.now = START + 5 * DAY
    await stage.restart()
    await stage.turn(stage.now)
    assert stage.card().text.endswith("Carried.")


async def test_a_card_that_a_moderator_deleted_stops_nothing(stage: Stage):
    await stage.form()
    await propose_other(stage)
    receipt = await vote(stage, 1, "Yes")
    stage.discord.posting.delete(stage.card())
    mine = await week(stage, 2)
    opened = await stage.person(2).press(mine.message, button(mine, "Vote"))
    assert "You chose Yes." in (await stage.person(2).press(opened.message, button(opened, "Yes"))).text
    await stage.person(1).press(receipt.message, button(receipt, "No"))
    await stage.quiet()
    opened = await week(stage, 3)
    opened = await stage.person(3).press(opened.message, button(opened, "Vote"))
    await stage.person(3).press(opened.message, button(opened, "Yes"))
    await stage.turn(START + 5 * DAY)
    assert "Carried." in stage.card().text
    assert sum("A proposal" in card.text for card in stage.cards) == 1, "the card is not sent again"


@pytest.mark.parametrize(
    ("custom_id", "reason"),
    [
        ("tb:vote:1:maybe", "no such choice"),
        ("tb:vote:1", "no choice"),
        ("tb:vote:99:yes", "no such motion"),
        ("tb:take-back:1", "somebody else's"),
        ("tb:concern:1", "no removal"),
        ("tb:take-pause:1:yes", "about nobody"),
        ("tb:second:1:yes", "nobody asked"),
        ("tb:propose-close:1", "not on this card"),
    ],
)
async def test_a_forged_button_changes_nothing(stage: Stage, custom_id: str, reason: str):
    await stage.form(3)
    await propose_other(stage)
    for who in (1, 6):
        assert "This card is outdated." in refused(await pressed(stage, who, custom_id)), reason
    await stage.quiet()
    assert "Nobody has voted so far." in stage.card().text


async def test_an_admission_asks_for_reasons_and_names_none_of_them(stage: Stage):
    await stage.form(5)
    await _apply(stage, 5)
    await stage.quiet()
    card = stage.card()
    for words in (
        "Shall Finn join Tea and Soup?",
        "bread and butter",
        "You cook what I bake.",
        "Slow recipes that work.",
        "Ana vouches for them.",
        "“Good bread.”",
        "is the niche ours, and is the level about ours?",
    ):
        assert words in card.text
    assert "Proposed by" not in card.text
    assert [label for label in labels(card) if not label.startswith("Read")] == [
        "Admit",
        "Not now",
        "Abstain",
        "My vote",
    ]
    form = (await stage.person(1).press(card, button(card, "Not now"))).form
    assert [value for _, value in form.fields[0].options] == ["niche", "level", "seldom", "unknown"]
    with pytest.raises(ValueError, match="reasons is required"):
        await stage.person(1).fill(form, {})
    receipt = await stage.person(1).fill(form, {"reasons": ["level", "unknown"]})
    assert "You chose Not now." in receipt.text
    assert "The level is not about ours; I don't know you yet" in receipt.text
    again = (await stage.person(1).press(receipt.message, button(receipt, "Not now"))).form
    assert again.fields[0].value == ["level", "unknown"]
    for who in (0, 2):
        await vote(stage, who, "Admit")
    form = (await stage.person(3).press(card, button(card, "Not now"))).form
    await stage.person(3).fill(form, {"reasons": ["niche"]})
    await stage.turn(stage.now + 3 * DAY)
    result = next(seen for seen in reversed(stage.cards) if "Not this time" in seen.text)
    assert "Finn is not admitted now. It's about fit" in result.text
    assert not any("level" in seen.text and "niche is" in seen.text.lower() for seen in stage.cards)
    closed = next(seen for seen in stage.cards if seen.id == card.id)
    assert "You cook what I bake." not in closed.text
    assert labels(closed) == []


async def _apply(stage: Stage, who: int) -> None:
    """Have somebody apply and be vouched for, by the use cases: their screens have tests of their own."""
    numbers = itertools.count(1)

    def caller(one: int) -> Caller:
        guild, channel = stage.guild.id, stage.channel
        return Caller(next(numbers), guild, channel, None, stage.ids[one], NAMES[one], "en-GB", manage_server=False)

    page_of(stage.blogs, who).body = f'<a rel="me" href="https://discord.com/users/{stage.ids[who]}">me</a>'
    applications, blog = stage.services.applications, f"http://{NAMES[who].lower()}.blog.test"
    stage.now = START + timedelta(days=1)
    await applications.apply(caller(who), blog, stage.now)
    said = FillIn(1, "bread and butter", f"{blog}/3", "You cook what I bake.", "Slow recipes that work.", by_dm=False)
    await applications.fill_in(caller(who), said, stage.now)
    await applications.vouch(caller(0), Vouch(1, "Good bread."), stage.now)
