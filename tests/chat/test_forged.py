"""Forged, outdated and repeated acts change nothing; every button and form works after a restart."""

import asyncio
import logging
import re
from importlib.resources import files
from pathlib import Path

import pytest

from teambot.chat.bot import CONTROLS, FORMS
from tests.chat.acts import filled, pressed, refused
from tests.chat.conftest import Stage, button


@pytest.mark.parametrize(
    ("custom_id", "reason"),
    [
        ("tb:", "no name"),
        ("tb:nothing-of-ours", "a name that we never gave"),
        ("tb:take", "an id is missing"),
        ("tb:take:", "an empty id"),
        ("tb:take:abc", "no number"),
        ("tb:take:-1", "a negative number"),
        ("tb:take:99999999999999999999", "larger than any id"),
        ("tb:take:1:2; DROP TABLE team", "more than an id"),
        ("tb:take:٣", "digits that are not ours"),
        ("tb:TAKE:1", "another case"),
        ("tb:take:1\n", "a line break"),
    ],
)
async def test_a_custom_id_that_we_never_gave_out_is_an_outdated_card(stage: Stage, custom_id: str, reason: str):
    await stage.set_up(3)
    assert "This card is outdated." in refused(await pressed(stage, 0, custom_id)), reason
    assert "This card is outdated." in refused(await filled(stage, 0, custom_id)), reason


async def test_a_button_that_is_not_on_its_message_is_an_outdated_card(stage: Stage):
    await stage.to_plan()
    for custom_id in ("tb:take:1", "tb:done:1", "tb:setup-found:1", "tb:use:1"):
        assert "outdated" in refused(await pressed(stage, 6, custom_id))


async def test_forged_forms_change_nothing(stage: Stage):
    await stage.to_plan()
    before = await _state(stage)
    forged = {
        "tb:done:1": {"link": "", "words": ""},
        "tb:skip:1": {"reason": "busy"},
        "tb:link:1": {"link": "http://ana.blog.test/said"},
        "tb:found-link:1": {"link": "http://ana.blog.test/said"},
        "tb:edit:1": {"title": "T", "reader_line": "A line of mine.", "hook": "", "money": "none"},
        "tb:submit:1": {
            "url": "http://ana.blog.test/1",
            "title": "T",
            "reader_line": "A line of mine.",
            "money": "none",
        },
        "tb:again:1": {"title": "T", "reader_line": "A line of mine.", "hook": "", "money": "none", "months": "1"},
        "tb:season:1": {"months": "1,2", "hemisphere": "north", "places": "Mine", "last_day": "in 2 weeks"},
        "tb:setup-name:1": {"name": "Mine", "niche": "Mine"},
        "tb:setup-times:1": {"close": "Sunday 18:00", "publish": "Monday 09:00", "zone": "UTC", "load": "5"},
        "tb:setup-charter:1": {"text": "Everything is mine."},
        "tb:join:1:1": {"blog": "http://ana.blog.test", "feed": ""},
        "tb:feed": {"blog": "http://ana.blog.test", "feed": ""},
        "tb:blog-page": {"page": "http://ana.blog.test/1"},
        "tb:topics": {"topics": "mine"},
        "tb:places": {"places": "mine"},
        "tb:languages": {"languages": "mine"},
        "tb:quiet": {"zone": "UTC", "begins": "none", "ends": "0"},
        "tb:away:1": {"until": "tomorrow", "from": ""},
        "tb:leave:1": {"listed": "no", "goodbye": "yes", "words": "Mine."},
        "tb:report:1": {"words": "Mine.", "name": "unnamed"},
        "tb:vouch:1": {"because": "Mine."},
        "tb:apply:1": {"blog": "http://nobody.blog.test"},
        "tb:application-form:1": {
            "niche": "Mine",
            "best_post": "http://ana.blog.test/1",
            "why": "Mine.",
            "readers": "Mine.",
        },
        "tb:application-page:1": {"page": "http://ana.blog.test/1"},
        "tb:not-now:1": {"reasons": "niche"},
        "tb:answer:1": {"words": "It is not about me."},
        "tb:propose-amend:1:1": {"text": "Everything is mine."},
        "tb:propose-rule:1:load": {"value": "5"},
        "tb:propose-other:1": {"words": "Mine."},
        "tb:propose-remove:1:1": {"concern": "Mine.", "seconder": "2"},
    }
    assert {custom_id.split(":")[1] for custom_id in forged} == set(FORMS), "a form has no forger"
    for custom_id, fields in forged.items():
        refused(await filled(stage, 6, custom_id, **fields))
        refused(await filled(stage, 6, custom_id))
    assert await _state(stage) == before


async def test_forged_ids_of_commands_change_nothing(stage: Stage):
    await stage.to_plan()
    before = await _state(stage)
    for forged in ("1", "999999", "abc", "-1", "1 OR 1=1", "9" * 40, "@everyone"):
        refused(await stage.person(6).command(stage.channel, "week skip", assignment=forged, reason="busy"))
        refused(await stage.person(6).command(stage.channel, "week done", assignment=forged))
        refused(await stage.person(6).command(stage.channel, "week swap", assignment=forged))
        refused(await stage.person(6).command(stage.channel, "post withdraw", post=forged))
        refused(await stage.person(6).command(stage.channel, "post edit", post=forged))
    assert await _state(stage) == before


async def _state(stage: Stage) -> list[object]:
    tables = (
        "team",
        "charter",
        "membership",
        "profile",
        "submission",
        "assignment",
        "ledger_entry",
        "slot",
        "motion",
        "notice",
        "outbox",
    )

    def rows(tx, _, __):
        return [tuple(row) for table in tables for row in tx.exec_driver_sql(f"SELECT * FROM {table}")]

    return await stage.db.read(rows, None, stage.now)


async def test_a_delivery_that_comes_twice_is_answered_once(stage: Stage, caplog: pytest.LogCaptureFixture):
    await stage.to_plan()
    choices = await stage.person(0).autocomplete(stage.channel, "week done", "assignment", "")
    answer = await stage.person(0).command(stage.channel, "week done", assignment=choices[0].value)
    entries = await _state(stage)
    stage.discord.deliver_again()
    await asyncio.sleep(0.3)
    assert "hears today" in answer.text
    assert await _state(stage) == entries
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_every_button_and_form_works_after_a_restart(stage: Stage):
    await stage.to_plan(0, 1, 2, 3, 4, 5)
    ana = stage.person(0)
    mine = (await ana.command(stage.channel, "week show")).message
    settings = (await ana.command(stage.channel, "me settings")).message
    posts = (await stage.submit(0, 2)).message
    forms = [
        (await ana.press(mine, button(mine, "Done"))).form,
        (await ana.press(mine, button(mine, "Skip", 1))).form,
        (await ana.press(settings, button(settings, "Topics"))).form,
        (await ana.press(posts, button(posts, "Edit"))).form,
    ]
    await stage.restart()
    said = [
        await ana.fill(forms[0], {"words": "Lovely."}),
        await ana.fill(forms[1], {"reason": "season"}),
        await ana.fill(forms[2], {"topics": "tea"}),
        await ana.fill(forms[3], {"title": "Another title"}),
    ]
    for answer, words in zip(said, ("hears today", "Thanks for saying so early", "tea", "is changed"), strict=True):
        assert words in answer.text
    week_card = next(card for card in stage.cards if "week of" in card.text)
    assert "your week" in (await ana.press(week_card, button(week_card, "My week"))).text
    assert (await ana.choose(settings, "tb:load", ["1"])).updated is not None
    assert "on your shelf" in (await ana.press(posts, button(posts, "Shelve"))).text


def test_every_button_that_is_drawn_has_a_handler_and_every_form_too():
    """Some are drawn by a name from a table: those stand in a text of their own."""
    render = (Path(str(files("teambot.chat"))) / "render").glob("*.py")
    source = "\n".join(path.read_text(encoding="utf-8") for path in render)
    drawn, handled = set(re.findall(r'"tb:([a-z-]+)', source)), set(CONTROLS) | set(FORMS)
    assert drawn - handled == set()
    assert {name for name in handled - drawn if f'"{name}"' not in source} == set()
