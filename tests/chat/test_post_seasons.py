"""Months, places, last days and money of posts, by real clicks: held until when, shelved why, changed, withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.conftest import FIELDS, START, Stage, button
from tests.chat.voting import labels, more
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN

# The first plan is published on Monday, 12 January 2026.
HELD_UNTIL = "1 March 2026"


async def fill_season(stage: Stage, seen: Answer, **said: object) -> Answer:
    form = (await stage.person(0).press(seen.message, button(seen, "Season and place"))).form
    assert form is not None
    return await stage.person(0).fill(form, said)


async def listed(stage: Stage, show: str = "mine") -> Answer:
    return await stage.person(0).command(stage.channel, "post list", show=show)


async def test_the_form_of_an_item_asks_for_months_and_a_hook_and_that_of_an_address_for_the_address(stage: Stage):
    await stage.form()
    ana = stage.person(0)
    [choice] = await ana.autocomplete(stage.channel, "post submit", "url", "ana 2")
    item = (await ana.command(stage.channel, "post submit", url=choice.value)).form
    assert [field.custom_id for field in item.fields] == ["title", "reader_line", "money", "months", "hook"]
    typed = (await ana.command(stage.channel, "post submit", url="http://ana.blog.test/early")).form
    assert [field.custom_id for field in typed.fields] == ["url", "title", "reader_line", "money", "months"]
    months = typed.fields[-1]
    assert (months.kind, months.required, months.least, months.most) == ("select", False, 0, 12)
    assert [label for label, _ in months.options][::11] == ["January", "December"]


async def test_a_post_of_this_season_is_in_and_says_when_it_makes_sense(stage: Stage):
    await stage.form()
    said = await stage.submit(0, months=["11", "12", "1", "2"])
    assert "Your post is in" in said.text
    assert labels(said) == ["Edit", "Season and place", "Shelve", "Withdraw"]
    changed = await fill_season(stage, said, hemisphere="north", last_day="24 Dec")
    assert "is changed." in changed.text
    assert "Makes sense: November to February, in the north; last day 24 December 2026" in changed.text
    assert "Makes sense: November to February, in the north; last day 24 December 2026" in (await listed(stage)).text


async def test_a_post_out_of_its_season_is_held_until_a_day_that_is_named(stage: Stage):
    await stage.form()
    held = await stage.submit(0, months=["3", "4", "6"])
    assert f"ana 1 waits until {HELD_UNTIL}" in held.text
    assert "in a month that you did not choose" in held.text
    assert "Makes sense: March to April, June" in held.text
    assert labels(held) == ["Edit", "Season and place", "Withdraw"]
    mine = await listed(stage)
    assert "Makes sense: March to April, June" in mine.text
    assert f"Waits until {HELD_UNTIL}" in mine.text
    assert labels(mine) == ["Edit", "Season and place", "Withdraw"]
    assert "Waiting for their season" not in (await listed(stage, "team")).text
    form = (await stage.person(0).press(mine.message, button(mine, "Edit"))).form
    months = next(field for field in form.fields if field.custom_id == "months")
    assert months.value == ["3", "4", "6"]
    free = await stage.person(0).fill(form, {"months": []})
    assert "It is in for the next plan" in free.text
    assert "Waits until" not in (await listed(stage)).text


async def test_a_season_that_begins_takes_its_place_and_is_told(stage: Stage):
    await stage.form()
    await stage.submit(0, months=["2"])
    await stage.turn(FIRST_CLOSE)
    await stage.turn(datetime(2026, 1, 28, tzinfo=UTC))
    week = await stage.person(0).command(stage.channel, "week show")
    assert "The season of ana 1 begins on 1 February 2026: it is in for the plan of 2 February 2026." in week.text
    assert {"Edit", "Shelve"} <= set(labels(week))


async def test_sponsored_twice_is_kept_with_the_rule_s_words_and_what_goes_first(stage: Stage):
    await stage.form()
    await stage.submit(0, money="sponsored")
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    kept = await stage.submit(0, 2, money="own_product")
    assert "Kept on your shelf" in kept.text
    assert "Of any four recommended posts in a row at most one is sponsored or your own product" in kept.text
    assert "3 other posts of yours go first" in kept.text
    assert "Use it this week" not in labels(kept)
    shelf = await listed(stage, "shelf")
    no = await stage.person(0).press(shelf.message, button(shelf, "Use it this week"))
    assert refused(no) == "**This one has to wait for 3 other posts of yours.**"


@pytest.mark.parametrize(
    ("said", "words", "kept"),
    [
        ({"last_day": "yesterday at noon"}, "We cannot read “yesterday at noon” as a day.", "yesterday at noon"),
        ({"last_day": "yesterday"}, "That day is over: yesterday", "yesterday"),
        ({"last_day": "24/12"}, "“24/12” can be more than one day.", "24/12"),
        ({"last_day": "31 February"}, "There is no such day: 31 February", "31 February"),
        ({"last_day": "1 Jan 2026"}, "That day is over: 1 Jan 2026", "1 Jan 2026"),
        ({"months": ["3"], "last_day": "1 Feb"}, "The last day comes before the months do.", "March"),
        ({"last_day": "7 Jan", "places": "Lagos"}, "The last day comes before the next plan.", "Lagos"),
    ],
)
async def test_a_season_that_cannot_be_is_refused_and_what_was_typed_is_given_back(
    stage: Stage, said: dict[str, object], words: str, kept: str
):
    await stage.form()
    post = await stage.submit(0)
    no = await fill_season(stage, post, **said)
    assert words in refused(no)
    assert (await more(no, kept)).ephemeral_for == stage.ids[0]
    assert "Makes sense" not in (await listed(stage)).text


async def test_a_half_of_the_world_is_explained_and_can_be_left_again(stage: Stage):
    await stage.form()
    post = await stage.submit(0)
    form = (await stage.person(0).press(post.message, button(post, "Season and place"))).form
    months, half = form.fields[:2]
    assert "afterwards" not in months.description
    assert "The months stay as you choose them." in half.description
    assert "in the south" in (await stage.person(0).fill(form, {"hemisphere": "south"})).text
    assert "in the south" in (await listed(stage)).text
    again = (await stage.person(0).press(post.message, button(post, "Season and place"))).form
    free = await stage.person(0).fill(again, {"hemisphere": "both"})
    assert "in the south" not in free.text
    assert "It is in for the next plan" in free.text, "and it says where the post stands"


async def test_who_said_where_the_readers_are_reads_at_once_that_nobody_has_any_there(stage: Stage):
    await stage.form()
    changed = await fill_season(stage, await stage.submit(0), places="Lagos")
    assert "Nobody on the team has readers there now, so it waits until somebody does." in changed.text
    assert "Nobody on the team has readers there now" in (await listed(stage)).text


async def test_a_list_shows_what_was_asked_for_and_what_the_shelf_gives(stage: Stage):
    await stage.form()
    await stage.submit(0)
    kept = await stage.submit(0, 2)
    assert "A plan for which you put nothing forward takes a post from there" in kept.text
    team, shelf = await listed(stage, "team"), await listed(stage, "shelf")
    assert ("ana 1" in team.text, "shelf" in team.text) == (True, False)
    assert ("ana 2" in shelf.text, "For the next plan; posts are in" in shelf.text) == (True, False)
    assert "Nothing yet" not in shelf.text
    mine = await listed(stage)
    shelved = await stage.person(0).press(mine.message, button(mine, "Shelve"))
    assert "safe on your shelf" in shelved.text
    assert "As things stand, that is ana 1 at the next close." in (await listed(stage, "shelf")).text
    week = await stage.person(0).command(stage.channel, "week show")
    assert "If that stays so, ana 1 goes in from your shelf at the close." in week.text


async def test_a_refused_post_gives_its_words_back(stage: Stage):
    await stage.form()
    opened = (await stage.person(0).command(stage.channel, "post submit", url="http://ana.blog.test/1")).form
    await stage.submit(0)
    said = FIELDS | {"title": "ana 1", "reader_line": "You learn it *anew*.", "months": ["1", "11"]}
    again = await stage.person(0).fill(opened, said)
    assert refused(again) == "**ana 1 is already put forward.**"
    written = await more(again, "You learn it \\*anew\\*.")
    assert "Money in it\\: none" in written.text
    assert "Months in which it makes sense\\: January, November" in written.text


async def test_the_same_post_again_is_refused_before_a_word_is_written(stage: Stage):
    await stage.form()
    ana = stage.person(0)
    await stage.submit(0)
    [choice] = await ana.autocomplete(stage.channel, "post submit", "url", "ana 1")
    for url in (choice.value, "https://www.ana.blog.test/1/"):
        no = await ana.command(stage.channel, "post submit", url=url)
        assert no.form is None
        assert refused(no) == "**ana 1 is already put forward.**"
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    assert "was in a plan" in (await ana.command(stage.channel, "post submit", url=choice.value)).text


async def test_places_that_nobody_s_readers_are_in_are_told_with_until_when(stage: Stage):
    await stage.form()
    post = await stage.submit(0)
    await fill_season(stage, post, places="Lagos, Nigeria")
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    week = await stage.person(0).command(stage.channel, "week show")
    assert "ana 1 is for readers in Lagos, Nigeria, and nobody on the team has readers there." in week.text
    settings = (await stage.person(1).command(stage.channel, "me settings")).message
    form = (await stage.person(1).press(settings, button(settings, "Places"))).form
    named = await stage.person(1).fill(form, {"places": " nigeria , Nigeria,Ghana"})
    assert "Places your readers live in**: nigeria, Ghana" in named.text
    await stage.turn(FIRST_CLOSE + timedelta(weeks=1))
    await stage.turn(FIRST_PLAN + timedelta(weeks=1))
    assert "Your turn" in (await stage.person(1).command(stage.channel, "week show")).text


async def test_a_post_is_withdrawn_before_the_close_and_after_it(stage: Stage):
    await stage.form()
    first = await stage.submit(0)
    assert "taken back" in (await stage.person(0).press(first.message, button(first, "Withdraw"))).text
    await stage.submit(0, 2)
    await stage.turn(FIRST_CLOSE)
    mine = await listed(stage)
    assert "In for the plan that comes out next" in mine.text
    assert "taken back" in (await stage.person(0).press(mine.message, button(mine, "Withdraw"))).text
    assert "ana 2" not in (await listed(stage)).text
    await stage.turn(FIRST_PLAN)
    assert "ana 2" not in stage.card().text


async def test_a_season_that_comes_again_brings_the_post_back_with_what_it_said(stage: Stage):
    await stage.form()
    post = await stage.submit(0, months=["1"], reader_line="You keep warm in January.")
    await fill_season(stage, post, places="Ghana", hemisphere="south")
    settings = (await stage.person(1).command(stage.channel, "me settings")).message
    form = (await stage.person(1).press(settings, button(settings, "Places"))).form
    await stage.person(1).fill(form, {"places": "Ghana"})
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    await stage.turn(datetime(2027, 1, 2, tzinfo=UTC))
    week = await stage.person(0).command(stage.channel, "week show")
    assert "the season of ana 1 is here again" in week.text
    week = await stage.person(0).command(stage.channel, "week show")
    again = (await stage.person(0).press(week.message, button(week, "Put it forward again"))).form
    held = {field.custom_id: field.value for field in again.fields}
    assert held["reader_line"] == "You keep warm in January."
    assert held["months"] == ["1"]
    assert held["money"] is None, "it is declared anew"
    said = await stage.person(0).fill(again, {"money": "none"})
    assert "Your post is in" in said.text
    assert "Makes sense: January, in the south, for readers in Ghana" in (await listed(stage)).text
    assert "is here again" not in (await stage.person(0).command(stage.channel, "week show")).text


async def test_what_asks_for_an_answer_stands_for_a_week_and_no_longer(stage: Stage):
    await stage.form()
    post = await stage.submit(0)
    await fill_season(stage, post, last_day="13 Jan")
    stage.now = START + timedelta(days=4)
    await stage.person(0).command(stage.channel, "week away", until="in 2 weeks")
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    for days, stands in ((1, True), (6, True), (8, True), (8.1, False)):  # told as the plan came out without it
        stage.now = FIRST_PLAN + timedelta(days=days)
        week = await stage.person(0).command(stage.channel, "week show")
        assert ("Put it forward again" in labels(week)) is stands, days


async def test_forms_that_were_open_before_a_restart_still_put_forward(stage: Stage):
    await stage.form()
    opened = await stage.person(0).command(stage.channel, "post submit", url="http://ana.blog.test/2")
    post = await stage.submit(0)
    season = (await stage.person(0).press(post.message, button(post, "Season and place"))).form
    await stage.restart()
    assert "is changed" in (await stage.person(0).fill(season, {"places": "Ghana"})).text
    shelved = await stage.person(0).fill(opened.form, FIELDS | {"title": "Two"})
    assert "Kept on your shelf" in shelved.text
    assert stage.now == START
