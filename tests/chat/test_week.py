"""The whole week by real clicks: set up, join, submit, plan, recommend, skip, take."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.chat.acts import refused
from tests.chat.conftest import START, Stage, button
from tests.services.conftest import NAMES

PUBLISHED = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


async def test_a_team_is_set_up_in_a_minute_with_defaults_and_forms(stage: Stage):
    await stage.form()
    invitation, formed = stage.cards
    assert set(invitation.mentions) == set(stage.ids[:6])
    assert "has formed" in formed.text
    assert formed.mentions == ()


async def test_a_plan_is_one_card_that_pings_those_who_are_asked_and_nobody_else(stage: Stage):
    await stage.to_plan(0, 1, 2)
    card = stage.card()
    asked = {who for who in range(6) if "Why you" in (await stage.person(who).command(stage.channel, "week show")).text}
    assert set(card.mentions) == {stage.ids[who] for who in asked}
    assert asked
    labels = ["Read it", "Read it", "Read it", "My week", "Away", "How this was planned"]
    assert [each.label for each in card.buttons] == labels
    assert {each.url for each in card.buttons if each.url} == {
        f"http://{n}.blog.test/1" for n in ("ana", "ben", "chidi")
    }


async def test_my_week_says_why_what_to_say_with_it_and_takes_done(stage: Stage):
    await stage.to_plan()
    mine = await stage.person(0).press(stage.card(), button(stage.card(), "My week"))
    assert "Why you: you have not recommended" in mine.text
    assert "and I are in one blog team.”" in mine.text
    form = (await stage.person(0).press(mine.message, button(mine, "Done"))).form
    said = await stage.person(0).fill(form, {"link": "https://social.example/@ana/1", "words": "*Loved* it @everyone"})
    assert "hears today that you recommended" in said.text
    weeks = [await _week(stage, who) for who in range(1, 6)]
    [told] = [week for week in weeks if "Ana recommended your post" in week]
    assert "They say: “\\*Loved\\* it \\@everyone”" in told
    assert "Done. Thank you!" in await _week(stage, 0)


def labels_of(seen) -> list[str]:
    return [each.label for each in seen.buttons]


async def _week(stage: Stage, who: int) -> str:
    return (await stage.person(who).command(stage.channel, "week show")).text


async def test_a_skip_is_offered_on_and_nobody_is_told(stage: Stage):
    await stage.to_plan()
    choices = await stage.person(0).autocomplete(stage.channel, "week skip", "assignment", "")
    before = len(stage.cards)
    said = await stage.person(0).command(stage.channel, "week skip", assignment=choices[0].value, reason="busy")
    await stage.quiet()
    assert "Nobody is told why" in said.text
    others = [await _week(stage, who) for who in range(1, 6)]
    assert any("you had room" in text for text in others) or len(stage.cards) == before + 1
    assert not any("Ana" in text and "skip" in text.lower() for text in others)


async def test_an_open_one_is_taken_by_its_card_which_is_drawn_again(stage: Stage):
    await stage.to_plan()
    for who in range(6):  # everybody says no to everything: then it is open to anyone
        for choice in await stage.person(who).autocomplete(stage.channel, "week skip", "assignment", ""):
            await stage.person(who).command(stage.channel, "week skip", assignment=choice.value, reason="season")
    await stage.quiet()
    offer = next(card for card in stage.cards if "Open to anyone" in card.text)
    assert labels_of(offer) == ["Take it"]
    take = button(offer, "Take it")
    answers = await asyncio.gather(*(stage.person(who).press(offer, take) for who in range(6)))
    assert "blog.test" not in offer.text, "its author reads the card too"
    assert not any(name.lower() in offer.text.lower() for name in NAMES)
    [taken] = [answer for answer in answers if "It is yours" in answer.text]
    assert "Why you: you took it yourself." in taken.text
    assert [each.label for each in taken.buttons] == ["Done", "Skip", "Swap", "Read it"]
    others = [answer.text.splitlines() for answer in answers if "It is yours" not in answer.text]
    assert len(others) == 5
    assert {lines[0] for lines in others} <= {
        "**This one is not open to you.**",
        "**This card is outdated.**",
    }
    await stage.quiet()
    offer = next(card for card in stage.cards if card.id == offer.id)
    assert "Take it" not in [each.label for each in offer.buttons]
    assert "settled" in offer.text


async def test_a_second_post_of_a_week_is_shelved_and_can_take_the_place(stage: Stage):
    await stage.form()
    first = await stage.submit(0, 1)
    assert "is put forward for the plan that comes out on" in first.text
    second = await stage.submit(0, 2)
    assert "Clause 3: one post a week each" in second.text
    use = await stage.person(0).press(second.message, button(second, "Use it this week instead"))
    assert "ana 1 went to your shelf" in use.text
    shelf = await stage.person(0).command(stage.channel, "post list", show="shelf")
    assert "ana 1" in shelf.text


async def test_posts_are_chosen_edited_shelved_and_withdrawn(stage: Stage):
    await stage.form()
    ana = stage.person(0)
    choices = await ana.autocomplete(stage.channel, "post submit", "url", "ana 2")
    form = (await ana.command(stage.channel, "post submit", url=choices[0].value)).form
    assert {field.custom_id: field.value for field in form.fields}["title"] == "ana 2"
    await ana.fill(form, {"reader_line": "How to brew it slowly.", "money": "affiliate"})
    listed = await ana.command(stage.channel, "post list")
    assert "affiliate links" in listed.text
    form = (await ana.press(listed.message, button(listed, "Edit"))).form
    await ana.fill(form, {"title": "Brewing *slowly*"})
    choices = await ana.autocomplete(stage.channel, "post edit", "post", "brew")
    assert choices[0].name == "Brewing *slowly*"
    form = (await ana.command(stage.channel, "post edit", post=choices[0].value)).form
    assert form.fields[0].value == "Brewing *slowly*"
    shelved = await ana.press(listed.message, button(listed, "Shelve"))
    assert "safe on your shelf" in shelved.text
    gone = await ana.command(stage.channel, "post withdraw", post=choices[0].value)
    assert "taken back" in gone.text
    assert "Nothing yet" in (await ana.command(stage.channel, "post list")).text


async def test_a_new_item_is_offered_and_put_forward_by_one_button(stage: Stage):
    await stage.form()
    stage.blogs.posts["ana"] = 4
    await stage.turn(START + timedelta(hours=3))
    week = await stage.person(0).command(stage.channel, "week show")
    assert "New on your blog: “ana 4”" in week.text
    form = (await stage.person(0).press(week.message, button(week, "Submit this post"))).form
    said = await stage.person(0).fill(form, {"reader_line": "How to brew it slowly.", "money": "none"})
    assert "Your post is in" in said.text


async def test_money_in_a_new_post_is_declared_by_nobody_but_its_author(stage: Stage):
    await stage.form()
    ana = stage.person(0)
    form = (await ana.command(stage.channel, "post submit", url="http://ana.blog.test/1")).form
    asked = {field.custom_id: field for field in form.fields}["money"]
    assert (asked.value, asked.required) == (None, True)
    with pytest.raises(ValueError, match="money is required"):
        await ana.fill(form, {"reader_line": "How to brew it slowly."})
    said = await ana.fill(form, {"reader_line": "How to brew it slowly.", "money": "sponsored"})
    edit = (await ana.press(said.message, button(said, "Edit"))).form
    assert {field.custom_id: field.value for field in edit.fields}["money"] == "sponsored"


async def test_who_skips_is_asked_why_and_need_not_say(stage: Stage):
    await stage.to_plan()
    ana = stage.person(0)
    week = (await ana.command(stage.channel, "week show")).message
    form = (await ana.press(week, button(week, "Skip"))).form
    assert [(field.label, field.required) for field in form.fields] == [("Why, if you like (told to nobody)", False)]
    assert "Thanks for saying so early" in (await ana.fill(form, {})).text
    choices = await ana.autocomplete(stage.channel, "week skip", "assignment", "")
    said = await ana.command(stage.channel, "week skip", assignment=choices[0].value)
    assert "Thanks for saying so early" in said.text


async def test_a_text_of_ones_own_instead_of_a_choice_is_told_of_the_list(stage: Stage):
    await stage.to_plan()
    ana = stage.person(0)
    for text in ("my soup", "-1", "9" * 40):
        answers = [
            ("posts", await ana.command(stage.channel, "post edit", post=text)),
            ("posts", await ana.command(stage.channel, "post withdraw", post=text)),
            ("recommendations", await ana.command(stage.channel, "week done", assignment=text)),
            ("recommendations", await ana.command(stage.channel, "week skip", assignment=text)),
        ]
        for noun, answer in answers:
            assert refused(answer) == f"**That is none of your {noun}.**"
            assert "Choose from the list that opens as you type." in answer.text
        submit = refused(await ana.command(stage.channel, "post submit", url=text))
        assert submit == "**That is no public address on the web.**"


async def test_settings_are_changed_one_by_one_and_the_screen_is_drawn_again(stage: Stage):
    await stage.form()
    ana = stage.person(0)
    screen = (await ana.command(stage.channel, "me settings")).message
    redrawn = await ana.choose(screen, "tb:load", ["4"])
    assert redrawn.updated is not None
    assert "Recommendations a week**: 4" in redrawn.text
    assert "in the south" in (await ana.choose(screen, "tb:hemisphere", ["south"])).text
    assert "by direct message" in (await ana.press(screen, button(screen, "Turn direct messages on"))).text
    assert "Turn pings on" in [b.label for b in (await ana.press(screen, button(screen, "Turn pings off"))).buttons]
    form = (await ana.press(screen, button(screen, "Topics"))).form
    assert "Sunday pots, soups\n" in (await ana.fill(form, {"topics": "Sunday pots,soups , sunday Pots"})).text
    form = (await ana.press(screen, button(screen, "Blog and feed"))).form
    changed = await ana.fill(form, {"blog": "http://ana.blog.test/new", "feed": "http://ana.blog.test/feed"})
    assert "ana.blog.test/new" in changed.updated.text


async def test_the_wizard_changes_names_times_charter_founders_and_role(stage: Stage):
    role = stage.discord.world.add_role(stage.guild.id, "Team")
    manager = stage.manager
    screen = (await manager.command(stage.channel, "teambot setup")).message
    form = (await manager.press(screen, button(screen, "Name and niche"))).form
    await manager.fill(form, {"name": "Tea & *Rain*", "niche": "slow tea"})
    form = (await manager.press(screen, button(screen, "Times and zone"))).form
    await manager.fill(form, {"close": "sat 17:30", "publish": "Sunday 8:00", "zone": "europe/london", "load": "3"})
    form = (await manager.press(screen, button(screen, "Charter"))).form
    redrawn = await manager.fill(form, {"text": "1. We read first.\n2. Our own words."})
    for words in (
        "Tea & \\*Rain\\*",
        "slow tea",
        "Saturday 17:30",
        "Sunday 08:00",
        "Europe/London",
        "3 rec",
        "2 clauses, version 2",
    ):
        assert words in redrawn.text
    menu = next(each.custom_id for each in screen.selects if "role" in each.custom_id)
    assert f"<@&{role.id}>" in (await manager.choose(screen, menu, [role.id])).text
    own = next(one for one in stage.discord.world.guilds[stage.guild.id].roles.values() if one.managed)
    for nobodys in (own.id, stage.guild.id):
        no = await manager.choose(screen, menu, [nobodys])
        assert refused(no) == "**Nobody can be given that role.**"
    again = await manager.command(stage.channel, "teambot setup")
    assert f"<@&{role.id}>" in again.text
    menu = next(each.custom_id for each in screen.selects if "founders" in each.custom_id)
    one = await manager.choose(screen, menu, stage.ids[:1])
    assert f"<@{stage.ids[0]}>" in one.text
    assert "One founder is named; two more make a team." in one.text
    three = await manager.choose(screen, menu, stage.ids[:3])
    assert "3 founders are named, and nobody is invited yet: press Found the team." in three.text


async def test_direct_messages_come_where_they_were_chosen_and_their_buttons_work(stage: Stage):
    await stage.form()
    screen = (await stage.person(0).command(stage.channel, "me settings")).message
    await stage.person(0).press(screen, button(screen, "Turn direct messages on"))
    for who in range(6):
        await stage.submit(who)
    await stage.turn(PUBLISHED - timedelta(hours=15))
    await stage.turn(PUBLISHED)
    [mine] = [seen for seen in stage.person(0).inbox() if "Your turn" in seen.text]
    form = (await stage.person(0).press(mine, button(mine, "Done"))).form
    assert "hears today" in (await stage.person(0).fill(form, {})).text
