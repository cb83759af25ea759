"""The offers' thread over a real socket: voted for, opened once, offered in once a week, changed, left alone."""

from datetime import timedelta

import pytest

from tests.chat.acts import filled, refused
from tests.chat.conftest import Stage, button
from tests.chat.sending import states
from tests.chat.threads import offered, threads, vote_for_thread, with_thread, written
from tests.chat.voting import labels, propose
from tests.services.conftest import FIRST_CLOSE

OFFER = "Offer it in the thread"


async def test_a_vote_opens_the_thread_and_a_post_is_offered_in_it(stage: Stage):
    thread = await with_thread(stage)
    assert (thread.parent_id, thread.name, thread.kind) == (stage.channel, "Offers, read by choice", 11)
    hung_on = stage.discord.world.messages[thread.id]
    assert "Tea and Soup: a thread for offers" in hung_on.text
    assert hung_on.mentions == ()
    answer = await stage.submit(0, money="sponsored", months="1")
    assert labels(answer)[-1] == OFFER
    told = await offered(stage, answer)
    assert "ana 1 goes into the offers' thread" in told.text
    [offer] = written(stage, thread)
    for words in ("You learn to brew it slowly.", "**ana 1** by Ana", "ana.blog.test · ad", "Makes sense: January"):
        assert words in offer.text
    assert labels(offer) == ["Read it"], "a link, and nothing that assigns"
    assert offer.mentions == ()
    assert await states(stage, "thread_offer") == [("sent", None)]
    for table in ("slot", "plan", "assignment", "ledger_entry"):
        assert await rows(stage, f"SELECT count(*) FROM {table}") == [(0,)], "an offer is nothing in the week"


async def rows(stage: Stage, sql: str) -> list[tuple[object, ...]]:
    return await stage.db.read(lambda tx, _, __: [tuple(row) for row in tx.exec_driver_sql(sql)], None, stage.now)


async def test_where_the_team_has_no_thread_nothing_speaks_of_one(stage: Stage):
    await stage.form(3)
    answer = await stage.submit(0)
    assert OFFER not in labels(answer)
    assert "thread" not in (await stage.person(0).command(stage.channel, "me settings")).text
    assert threads(stage) == []


async def test_the_rule_is_yes_or_no_and_the_card_says_what_it_was(stage: Stage):
    stage.names = stage.names[:3]
    await stage.form(3)
    opened = await propose(stage, 0, "rule")
    menu = opened.message.selects[0]
    assert "A thread for offers: no" in dict(menu.options)
    form = (await stage.person(0).choose(opened.message, menu.custom_id, ["offers_thread"])).form
    assert form is not None
    assert [value for _, value in form.fields[0].options] == ["yes", "no"]
    assert "it asks and pings nobody" in form.fields[0].description
    assert "yes or no alone" in refused(await filled(stage, 0, "tb:propose-rule:1:offers_thread", value="perhaps"))
    assert "how it stands already" in refused(await stage.person(0).fill(form, {"value": "no"}))
    await stage.person(0).fill(form, {"value": "yes"})
    await stage.quiet()
    for words in (
        "**A thread for offers**",
        "now: no",
        "then: yes",
        "to be read by choice",
        "Send Messages in Threads",
    ):
        assert words in stage.card().text
    assert threads(stage) == [], "not before it is carried"


async def test_one_offer_a_member_and_week_however_often_somebody_presses(stage: Stage):
    thread = await with_thread(stage)
    answer, second = await stage.submit(0), await stage.submit(0, 2)
    await offered(stage, answer)
    for again in (answer, second):
        told = await offered(stage, again)
        assert "You have offered a post in the thread this week." in refused(told)
        assert "at most one offer a member a week" in told.text
        assert f"<t:{int(FIRST_CLOSE.timestamp())}" in told.text
    assert len(written(stage, thread)) == 1
    await offered(stage, await stage.submit(1), 1)
    assert len(written(stage, thread)) == 2, "another member has an offer of their own"
    await stage.turn(FIRST_CLOSE)
    assert "ana 2 goes into" in (await offered(stage, second)).text
    assert len(written(stage, thread)) == 3


async def test_the_lists_have_the_button_beside_what_can_be_offered(stage: Stage):
    thread = await with_thread(stage)
    for number, months in ((1, ""), (2, ""), (3, "6")):
        await stage.submit(0, number, **({"months": months} if months else {}))
    await stage.submit(1)
    mine = await stage.person(0).command(stage.channel, "post list", show="mine")
    assert labels(mine).count(OFFER) == 2, "waiting and on the shelf, not out of season"
    team = await stage.person(1).command(stage.channel, "post list", show="team")
    assert labels(team).count(OFFER) == 1, "nobody offers what is another's"
    told = await stage.person(0).press(mine.message, button(mine, OFFER, 1))
    await stage.quiet()
    assert "goes into the offers' thread" in told.text
    assert len(written(stage, thread)) == 1
    used = await stage.person(0).command(stage.channel, "post list", show="mine")
    assert OFFER not in labels(used), "the week's one offer is used"
    await stage.turn(FIRST_CLOSE)
    assert OFFER in labels(await stage.person(0).command(stage.channel, "post list", show="mine"))


async def test_the_button_is_there_unless_somebody_wants_it_not(stage: Stage):
    await with_thread(stage)
    screen = await stage.person(0).command(stage.channel, "me settings")
    assert "by a button on your posts" in screen.text
    await stage.person(0).press(screen.message, button(screen, "Hide the offers' thread"))
    assert "your posts have no button for it" in screen.text
    assert OFFER not in labels(await stage.submit(0))
    assert OFFER not in labels(await stage.person(0).command(stage.channel, "post list"))
    assert OFFER in labels(await stage.submit(1)), "that is each member's own choice"
    await stage.person(0).press(screen.message, button(screen, "Show me the offers' thread"))
    assert OFFER in labels(await stage.person(0).command(stage.channel, "post list"))


async def test_switched_off_the_buttons_go_and_on_again_it_is_the_same_thread(stage: Stage):
    thread = await with_thread(stage)
    await stage.submit(0)
    answer = await stage.submit(0, 2)
    await vote_for_thread(stage, "no")
    assert OFFER not in labels(await stage.person(0).command(stage.channel, "post list"))
    told = await offered(stage, answer)
    assert "Tea and Soup has no thread for offers." in refused(told)
    assert written(stage, thread) == []
    await vote_for_thread(stage)
    assert threads(stage) == [thread]
    await offered(stage, await stage.submit(0, 3))
    assert len(written(stage, thread)) == 1


async def test_what_becomes_of_a_post_its_offer_says(stage: Stage):
    thread = await with_thread(stage)
    answer = await stage.submit(0)
    await offered(stage, answer)
    form = (await stage.person(0).press(answer.message, button(answer, "Edit"))).form
    await stage.person(0).fill(form, {"reader_line": "You learn to brew it fast."})
    await stage.quiet()
    assert "You learn to brew it fast." in written(stage, thread)[0].text
    await stage.person(0).press(answer.message, button(answer, "Withdraw"))
    await stage.quiet()
    [offer] = written(stage, thread)
    assert offer.text == "This is no longer on offer."
    assert labels(offer) == []


async def test_who_leaves_takes_their_offers_along(stage: Stage):
    thread = await with_thread(stage, 4)
    await offered(stage, await stage.submit(3), 3)
    asked = await stage.person(3).command(stage.channel, "team leave")
    form = (await stage.person(3).press(asked.message, button(asked, "Leave…"))).form
    assert form is not None
    await stage.person(3).fill(form, {"goodbye": "no"})
    await stage.quiet()
    assert [offer.text for offer in written(stage, thread)] == ["This is no longer on offer."]


async def test_a_thread_that_sleeps_is_woken_to_change_an_offer_and_sleeps_on(stage: Stage):
    thread = await with_thread(stage)
    answer = await stage.submit(0)
    await offered(stage, answer)
    await stage.later(days=8)
    stage.discord.world.settle(thread)
    assert thread.archived
    await stage.person(0).press(answer.message, button(answer, "Withdraw"))
    await stage.quiet()
    assert [offer.text for offer in written(stage, thread)] == ["This is no longer on offer."]
    assert thread.archived, "nobody is shown a thread in which there is nothing new"
    await offered(stage, await stage.submit(1), 1)
    assert not thread.archived
    assert len(written(stage, thread)) == 2


@pytest.mark.parametrize("rejoined", [False, True])
async def test_after_a_restart_the_button_works(stage: Stage, rejoined: bool):
    thread = await with_thread(stage)
    answer = await stage.submit(0)
    if rejoined:
        stage.now += timedelta(days=8)
        stage.discord.world.settle(thread)
    await stage.restart()
    await offered(stage, answer)
    assert len(written(stage, thread)) == 1
