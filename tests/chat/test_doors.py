"""Three doors of failure, one answer; forged, outdated and repeated acts; every button and form after a restart."""

import asyncio
import logging
import re
from importlib.resources import files
from pathlib import Path

import pytest

from teambot.chat.bot import CONTROLS, FORMS
from teambot.errors import Busy
from teambot.sandbox.people import Answer
from tests.chat.conftest import Stage, button

BUTTON, TEXT_INPUT, RADIO = 2, 4, 21


def refused(answer: Answer) -> str:
    """The words of a refusal, which the caller alone sees: what, why, what now, a line each."""
    seen = answer.message
    assert seen is not None, answer.failed
    assert seen.ephemeral_for == answer.interaction.user_id
    assert len(seen.text.splitlines()) == 3
    assert not seen.buttons
    return seen.text.splitlines()[0]


async def pressed(
    stage: Stage, who: int, custom_id: str, *, kind: int = BUTTON, values: list[str] | None = None
) -> Answer:
    data = {"custom_id": custom_id, "component_type": kind} | ({"values": values} if values is not None else {})
    return await stage.person(who).raw({"type": 3, "channel_id": stage.channel, "data": data, "message": stage.card()})


async def filled(stage: Stage, who: int, custom_id: str, **fields: str) -> Answer:
    inputs = [{"type": TEXT_INPUT, "id": 2, "custom_id": name, "value": value} for name, value in fields.items()]
    rows = [{"type": 18, "id": 1, "component": one} for one in inputs]
    data = {"custom_id": custom_id, "components": rows}
    return await stage.person(who).raw({"type": 5, "channel_id": stage.channel, "data": data})


async def test_a_command_is_refused_as_what_why_and_what_now(stage: Stage):
    assert "No team lives in this channel" in refused(await stage.person(0).command(stage.channel, "week show"))
    assert "No team lives in this channel" in refused(await stage.person(0).command(stage.channel, "post submit"))


async def test_a_button_is_refused_whoever_presses_it(stage: Stage):
    await stage.set_up(3)
    stranger = stage.person(6)
    answer = await stranger.press(stage.card(), button(stage.card(), "Read the charter and join"))
    assert "Join the team" not in [each.label for each in answer.buttons]
    assert "not invited" in refused(await filled(stage, 6, "tb:join:1:1", blog="http://ana.blog.test", feed=""))


async def test_a_form_is_refused_and_may_be_sent_again(stage: Stage):
    await stage.form()
    opened = await stage.person(0).command(stage.channel, "post submit", url="http://ana.blog.test/1")
    elsewhere = {"url": "https://other.example/1", "reader_line": "You learn it slowly.", "title": "T"}
    assert "not on your blog" in refused(await stage.person(0).fill(opened.form, elsewhere))
    again = await stage.person(0).fill(opened.form, {"reader_line": "You learn it slowly.", "title": "T"})
    assert "Your post is in" in again.text


async def test_a_change_that_is_refused_leaves_the_screen_as_it_was(stage: Stage):
    screen = (await stage.manager.command(stage.channel, "teambot setup")).message
    form = (await stage.manager.press(screen, button(screen, "Times and zone"))).form
    answer = await stage.manager.fill(form, {"close": "whenever"})
    assert "“whenever” is no time of a week." in refused(answer)
    assert "Sunday 18:00" in screen.text
    menu = next(each.custom_id for each in screen.selects if "founders" in each.custom_id)
    assert "bot cannot be on a team" in refused(await stage.manager.choose(screen, menu, [stage.bot.user.id]))


async def test_who_lacks_manage_server_is_refused_by_the_service_too(stage: Stage):
    await stage.set_up(3)
    screen = (await stage.manager.command(stage.channel, "teambot setup")).message
    with pytest.raises(LookupError):
        await stage.person(0).command(stage.channel, "teambot setup")
    data = {"custom_id": button(screen, "Name and niche"), "component_type": BUTTON}
    forged = await stage.person(0).raw({"type": 3, "channel_id": stage.channel, "data": data, "message": screen})
    assert "Manage Server" in refused(forged)


async def test_an_answer_that_comes_too_late_is_no_error(stage: Stage, caplog: pytest.LogCaptureFixture):
    await stage.set_up(3)
    stage.discord.faults.on("POST", "/interactions/{interaction_id}/{interaction_token}/callback", delay=3.2)
    with caplog.at_level(logging.INFO):
        answer = await stage.person(0).command(stage.channel, "team charter")
        await asyncio.sleep(0.5)
    assert answer.failed
    assert "answer-too-late" in caplog.messages
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("door", ["command", "button", "form", "autocomplete"])
async def test_a_bug_shows_an_id_that_stands_in_the_log_and_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, door: str
):
    await stage.form()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret words of somebody")

    for service, method in (("weeks", "show"), ("assignments", "done"), ("posts", "newest")):
        monkeypatch.setattr(getattr(stage.services, service), method, broken, raising=True)
    if door == "autocomplete":
        assert await stage.person(0).autocomplete(stage.channel, "post submit", "url", "x") == []
        assert "autocomplete-failed" in caplog.messages
        return
    answer = {
        "command": lambda: stage.person(0).command(stage.channel, "week show"),
        "button": lambda: stage.person(0).press(stage.card(), button(stage.card(), "My week")),
        "form": lambda: filled(stage, 0, "tb:done:1", link="", words=""),
    }[door]
    text = (await answer()).text
    [record] = [record for record in caplog.records if record.getMessage() == "failed"]
    assert f"stands in the log under {record.error_id}." in text
    assert "secret" not in text
    assert "Traceback" not in text


async def test_a_bot_that_has_too_much_to_do_or_rests_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    async def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(stage.services.members, "charter", busy)
    assert "too much to do" in refused(await stage.person(0).command(stage.channel, "team charter"))
    stage.bot.rest()
    assert "started anew" in refused(await stage.person(0).command(stage.channel, "week show"))
    assert "started anew" in refused(await filled(stage, 0, "tb:topics", topics="tea"))
    assert await stage.person(0).autocomplete(stage.channel, "post submit", "url", "x") == []


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
        "tb:edit:1": {"title": "T", "reader_line": "A line of mine.", "hook": "", "money": "none"},
        "tb:submit:1": {
            "url": "http://ana.blog.test/1",
            "title": "T",
            "reader_line": "A line of mine.",
            "money": "none",
        },
        "tb:setup-name:1": {"name": "Mine", "niche": "Mine"},
        "tb:setup-times:1": {"close": "Sunday 18:00", "publish": "Monday 09:00", "zone": "UTC", "load": "5"},
        "tb:setup-charter:1": {"text": "Everything is mine."},
        "tb:join:1:1": {"blog": "http://ana.blog.test", "feed": ""},
        "tb:feed": {"blog": "http://ana.blog.test", "feed": ""},
        "tb:topics": {"topics": "mine"},
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
        refused(await stage.person(6).command(stage.channel, "post withdraw", post=forged))
        refused(await stage.person(6).command(stage.channel, "post edit", post=forged))
    assert await _state(stage) == before


async def _state(stage: Stage) -> list[object]:
    tables = ("team", "charter", "membership", "profile", "submission", "assignment", "ledger_entry", "slot")

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
    drawn: set[str] = set()
    for path in (Path(str(files("teambot.chat"))) / "render").glob("*.py"):
        drawn |= set(re.findall(r'"tb:([a-z-]+)', path.read_text(encoding="utf-8")))
    assert drawn == set(CONTROLS) | set(FORMS)
