"""A removal by real clicks, from every side: proposer, seconder, the person, those who vote, and everybody else."""

import json
from datetime import timedelta

import pytest

from tests.chat.acts import refused
from tests.chat.conftest import START, Stage, button
from tests.chat.voting import DAY, chosen, labels, more, propose, vote, week

ANA, BEN, CHIDI, DORA, EMI, FINN, STRANGER = range(7)
CONCERN = "Ben has copied *whole* posts of mine, @everyone."
ANSWER = "It was one post, and I took it down."


async def proposed(stage: Stage):
    """Ana proposes that Ben is removed, and asks Chidi to second it."""
    form = (await propose(stage, ANA, "remove", member=await chosen(stage, ANA, "Ben"))).form
    assert form.fields[0].label == "Your concern"
    assert [label for label, _ in form.fields[1].options] == ["Chidi", "Dora", "Emi", "Finn"]
    [chidi] = [value for label, value in form.fields[1].options if label == "Chidi"]
    return await stage.person(ANA).fill(form, {"concern": CONCERN, "seconder": chidi})


async def read_by_seconder(stage: Stage):
    news = await week(stage, CHIDI)
    assert "Ana asks you to second a proposal about Ben. Nobody else has heard of it." in news.text
    return await stage.person(CHIDI).press(news.message, button(news, "Read the concern"))


async def seconded(stage: Stage):
    await proposed(stage)
    asked = await read_by_seconder(stage)
    return await stage.person(CHIDI).press(asked.message, button(asked, "I second it"))


async def concern_of(stage: Stage):
    """Ben finds the concern in My week, and opens it."""
    news = await week(stage, BEN)
    return await stage.person(BEN).press(news.message, button(news, "Read the concern"))


async def opened(stage: Stage):
    """Ben has answered: the vote is open."""
    await seconded(stage)
    concern = await concern_of(stage)
    form = (await stage.person(BEN).press(concern.message, button(concern, "Answer"))).form
    answered = await stage.person(BEN).fill(form, {"words": ANSWER})
    await stage.quiet()
    return answered


async def all_texts(stage: Stage) -> str:
    """Everything that anybody but its reader could see: the channel, and what waits in the outbox."""

    def payloads(tx, _, __):
        return [json.dumps(list(row)) for row in tx.exec_driver_sql("SELECT dedup_key, payload FROM outbox")]

    return "\n".join([card.text for card in stage.cards] + await stage.db.read(payloads, None, stage.now))


async def test_the_person_reads_first_and_answers_in_the_same_place(stage: Stage):
    await stage.form()
    said = await proposed(stage)
    assert "Chidi is asked, privately, to second it." in said.text
    asked = await read_by_seconder(stage)
    assert "Ben has copied \\*whole\\* posts of mine, \\@everyone." in asked.text
    for who in (BEN, DORA):
        mine = await week(stage, who)
        assert "News" not in mine.text
        assert "Votes" not in mine.text
    done = await stage.person(CHIDI).press(asked.message, button(asked, "I second it"))
    assert "Seconded" in done.text
    news = await week(stage, BEN)
    for words in ("Ana has a concern about you", "Chidi seconded it", "Your two days to answer start when you open it"):
        assert words in news.text
    assert "Ben has copied" not in news.text, "it is opened by its own button, so that the two days are theirs"
    assert "There is a concern about you" in (await week(stage, BEN)).text, "it waits, though the news was shown"
    concern = await stage.person(BEN).press(news.message, button(news, "Read the concern"))
    waits = await week(stage, BEN)
    until = f"you can answer it until <t:{int((START + 2 * DAY).timestamp())}:F>"
    assert until in waits.text, "with its deadline once it was opened"
    assert concern.message.ephemeral_for == stage.ids[BEN]
    assert "Ben has copied" in concern.text
    assert f"You have until <t:{int((START + 2 * DAY).timestamp())}:F>" in concern.text
    assert labels(concern) == ["Answer", "Take a pause instead"]
    assert len(stage.cards) == 2, "no word in the channel yet"
    form = (await stage.person(BEN).press(concern.message, button(concern, "Answer"))).form
    answered = await stage.person(BEN).fill(form, {"words": ANSWER})
    assert "Thank you for answering" in answered.text
    await stage.quiet()
    card = stage.card()
    assert "Shall Ben be removed from Tea and Soup?" in card.text
    assert "two thirds of all who may vote, and at least three Remove" in card.text
    assert "It needs 4 of 5 Remove, as things stand." in card.text
    assert labels(card) == ["Remove", "Keep", "Abstain", "My vote", "Concern and answer"]
    for words in ("copied", "took it down"):
        assert words not in await all_texts(stage)
    shown = await stage.person(DORA).press(card, button(card, "Concern and answer"))
    for words in ("Ben has copied", "It was one post", "Ana proposed", "Chidi seconded"):
        assert words in shown.text
    own = await stage.person(BEN).press(card, button(card, "Concern and answer"))
    assert "You don't vote on it yourself" in own.text
    assert labels(own) == ["Take a pause instead"]
    stranger = await stage.person(STRANGER).press(card, button(card, "Concern and answer"))
    assert refused(stranger) == "**You are not on Tea and Soup.**"
    assert refused(await vote(stage, BEN, "Remove")) == "**This vote is about you, so it is the others'.**"


async def test_a_removal_that_carries_is_said_in_one_line_and_left_there(stage: Stage):
    await stage.form()
    await opened(stage)
    card = stage.card()
    reading = (await stage.person(DORA).press(card, button(card, "Concern and answer"))).message
    for who in (ANA, CHIDI, DORA, EMI):
        await vote(stage, who, "Remove")
    await vote(stage, FINN, "Keep")
    await stage.turn(START + 4 * DAY)
    assert "5 have voted so far." in stage.card().text, "a removal never closes early"
    await stage.turn(START + 7 * DAY)
    result = next(seen for seen in reversed(stage.cards) if "The team has voted" in seen.text)
    assert result.text.splitlines()[1:] == ["Ben is no longer on the team. Please leave it there."]
    closed = next(seen for seen in stage.cards if seen.id == card.id)
    assert labels(closed) == []
    assert reading is not None
    assert "This card is outdated." in refused(await stage.person(DORA).raw(_press(stage, card)))
    for table in ("ballot", "elector"):
        assert await _count(stage, table) == 0
    assert await _concerns(stage) == [(None, None)]
    assert "You are no longer on Tea and Soup" in (await week(stage, BEN)).text


async def test_a_removal_that_fails_rests_and_what_was_written_is_given_back(stage: Stage):
    await stage.form()
    await opened(stage)
    for who in (ANA, CHIDI, DORA):
        await vote(stage, who, "Remove")
    await vote(stage, EMI, "Keep")
    await stage.turn(START + 7 * DAY)
    result = next(seen for seen in reversed(stage.cards) if "The team has voted" in seen.text)
    assert result.text.splitlines()[1:] == ["Ben stays."]
    news = await week(stage, BEN)
    assert "The team has voted: you stay. It cannot be proposed again for 90 days." in news.text
    again = await proposed(stage)
    assert refused(again) == "**It was voted on not long ago, and Ben stayed.**"
    await more(again, "Ben has copied")
    stage.now = START + 98 * DAY
    assert "Chidi is asked" in (await proposed(stage)).text


async def test_without_a_second_the_person_never_hears_of_it(stage: Stage):
    await stage.form()
    await proposed(stage)
    asked = await read_by_seconder(stage)
    said = await stage.person(CHIDI).press(asked.message, button(asked, "I don't"))
    assert "Not seconded" in said.text
    assert "was not seconded" in (await week(stage, ANA)).text
    assert "News" not in (await week(stage, BEN)).text
    assert "Chidi is asked" in (await proposed(stage)).text, "it may be proposed again at once"
    await stage.turn(START + 7 * DAY)
    assert (await week(stage, ANA)).text.count("was not seconded") == 1
    assert len([card for card in stage.cards if "Ben be removed" in card.text]) == 0


async def test_a_pause_ends_it_whenever_it_is_taken(stage: Stage):
    await stage.form()
    await opened(stage)
    await vote(stage, DORA, "Remove")
    card = stage.card()
    concern = await stage.person(BEN).press(card, button(card, "Concern and answer"))
    asked = await stage.person(BEN).press(concern.message, button(concern, "Take a pause instead"))
    assert "The proposal ends at once, without a vote" in asked.text
    assert labels(asked) == ["Take the pause", "Back to the concern"]
    assert (
        "A concern about you"
        in (await stage.person(BEN).press(concern.message, button(asked, "Back to the concern"))).text
    )
    taken = await stage.person(BEN).press(concern.message, button(asked, "Take the pause"))
    assert "You are paused" in taken.text
    own = await week(stage, BEN)
    assert "The proposal about you has ended without a vote. Nothing is held against you" in own.text
    assert "about Ben" not in own.text
    assert "I'm back" in labels(own)
    await stage.quiet()
    closed = next(seen for seen in stage.cards if seen.id == card.id)
    assert closed.text.endswith("**It has ended without a count.**"), "the team is not told why"
    assert labels(closed) == []
    assert "a pause was taken instead" in (await week(stage, ANA)).text
    assert await _concerns(stage) == [(None, None)]


async def test_a_concern_that_nobody_opens_or_answers_is_voted_on_after_nine_days(stage: Stage):
    await stage.form()
    await seconded(stage)
    await stage.turn(START + 9 * DAY - timedelta(minutes=1))
    assert not [card for card in stage.cards if "Ben be removed" in card.text]
    await stage.turn(START + 9 * DAY)
    card = stage.card()
    assert "Shall Ben be removed" in card.text
    shown = await stage.person(DORA).press(card, button(card, "Concern and answer"))
    assert "Ben has not answered." in shown.text
    assert labels(await concern_from_card(stage, card)) == ["Take a pause instead"]


async def concern_from_card(stage: Stage, card):
    return await stage.person(BEN).press(card, button(card, "Concern and answer"))


async def test_an_answer_that_comes_too_late_is_given_back(stage: Stage):
    await stage.form()
    await seconded(stage)
    concern = await concern_of(stage)
    form = (await stage.person(BEN).press(concern.message, button(concern, "Answer"))).form
    await stage.turn(START + 2 * DAY)
    late = await stage.person(BEN).fill(form, {"words": ANSWER})
    kept = await more(late, ANSWER)
    assert kept.ephemeral_for == stage.ids[BEN]
    assert "The time to answer is over." in late.text


async def test_the_proposer_takes_it_back_from_my_week(stage: Stage):
    await stage.form()
    await seconded(stage)
    await week(stage, BEN)
    mine = await week(stage, ANA)
    assert "Your proposal about Ben is not voted on yet." in mine.text
    again = await propose(stage, ANA, "other")
    assert refused(again) == "**Your proposal about Ben is not voted on yet.**"
    assert "Take it back in /week show" in again.text
    await stage.person(ANA).press(mine.message, button(mine, "Take it back"))
    assert "The proposal about you was taken back" in (await week(stage, BEN)).text
    assert len(stage.cards) == 2


async def test_both_sides_go_on_after_a_restart(stage: Stage):
    await stage.form()
    await proposed(stage)
    asked = await read_by_seconder(stage)
    await stage.restart()
    await stage.person(CHIDI).press(asked.message, button(asked, "I second it"))
    concern = await concern_of(stage)
    form = (await stage.person(BEN).press(concern.message, button(concern, "Answer"))).form
    await stage.restart()
    assert "Thank you for answering" in (await stage.person(BEN).fill(form, {"words": ANSWER})).text
    await stage.quiet()
    assert "Shall Ben be removed" in stage.card().text


async def test_direct_messages_bring_it_where_they_were_chosen_and_their_buttons_work(stage: Stage):
    await stage.form()
    for who in (BEN, CHIDI):
        screen = (await stage.person(who).command(stage.channel, "me settings")).message
        await stage.person(who).press(screen, button(screen, "Turn direct messages on"))
    await proposed(stage)
    await stage.quiet()
    [asked] = stage.person(CHIDI).inbox()
    assert CONCERN not in asked.text
    reading = await stage.person(CHIDI).press(asked, button(asked, "Read the concern"))
    await stage.person(CHIDI).press(reading.message, button(reading, "I second it"))
    await stage.quiet()
    [told] = stage.person(BEN).inbox()
    assert "Ana has a concern about you" in told.text
    concern = await stage.person(BEN).press(told, button(told, "Read the concern"))
    form = (await stage.person(BEN).press(concern.message, button(concern, "Answer"))).form
    assert "Thank you for answering" in (await stage.person(BEN).fill(form, {"words": ANSWER})).text
    await stage.quiet()
    await stage.turn(START + 7 * DAY)
    for who, message in ((BEN, told), (CHIDI, asked)):
        late = refused(await stage.person(who).press(message, message.buttons[0].custom_id))
        assert late in ("**This has closed.**", "**This is settled already.**")


async def test_in_a_team_of_three_nobody_writes_a_concern_in_vain(stage: Stage):
    await stage.form(3)
    said = await propose(stage, ANA, "remove", member=await chosen(stage, ANA, "Ben"))
    assert refused(said) == "**Too few may vote on that.**"
    assert refused(await propose(stage, ANA, "remove")) == "**Too few may vote on that.**"


@pytest.mark.parametrize("kind", ["remove", "steward"])
async def test_a_text_of_ones_own_instead_of_a_person_is_told_of_the_list(stage: Stage, kind: str):
    await stage.form(4)
    said = await propose(stage, ANA, kind, member="Bea")
    assert refused(said) == "**Nobody on the team goes by that name.**"
    assert (
        refused(await propose(stage, ANA, kind, member="99"))
        == "**That person is not on the team, or is taking a break.**"
    )
    picked = await propose(stage, ANA, kind)
    menu = picked.message.selects[0]
    assert [label for label, _ in menu.options] == ["Ben", "Chidi", "Dora"]


def _press(stage: Stage, card) -> dict[str, object]:
    data = {"custom_id": "tb:concern:1", "component_type": 2}
    return {"type": 3, "channel_id": stage.channel, "data": data, "message": card}


async def _count(stage: Stage, table: str) -> int:
    return await stage.db.read(
        lambda tx, _, __: tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar(), None, START
    )


async def _concerns(stage: Stage) -> list[tuple[object, ...]]:
    def rows(tx, _, __):
        return [tuple(row) for row in tx.exec_driver_sql("SELECT concern, answer FROM motion")]

    return await stage.db.read(rows, None, stage.now)
