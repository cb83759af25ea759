"""Three doors of failure, one answer: what, why, what now; a bug shows an id and no more."""

import asyncio
import logging

import pytest

from teambot.errors import Busy
from tests.chat.acts import BUTTON, filled, refused
from tests.chat.conftest import Stage, button


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
    opened = await stage.person(0).command(stage.channel, "post submit", url="http://ana.blog.test/early/1")
    elsewhere = {"url": "https://other.example/1", "reader_line": "You learn it slowly.", "title": "T", "money": "none"}
    assert "not on your blog" in refused(await stage.person(0).fill(opened.form, elsewhere))
    again = await stage.person(0).fill(opened.form, elsewhere | {"url": "http://ana.blog.test/early/1"})
    assert "Your post is in" in again.text


async def test_a_change_that_is_refused_leaves_the_screen_as_it_was(stage: Stage):
    screen = (await stage.manager.command(stage.channel, "teambot setup")).message
    form = (await stage.manager.press(screen, button(screen, "Times and zone"))).form
    answer = await stage.manager.fill(form, {"close": "whenever"})
    assert "We cannot read “whenever” as a time of the week." in refused(answer)
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
    assert "The bot is restarting" in refused(await stage.person(0).command(stage.channel, "week show"))
    assert "The bot is restarting" in refused(await filled(stage, 0, "tb:topics", topics="tea"))
    assert await stage.person(0).autocomplete(stage.channel, "post submit", "url", "x") == []


@pytest.mark.parametrize(
    ("options", "what", "reason"),
    [
        ([{"type": 1, "name": "swap", "options": []}], "This command has changed.", "a command that is no more"),
        ([{"type": 1, "name": "done", "options": []}], "This command has changed.", "a required option is missing"),
    ],
)
async def test_a_command_as_no_client_sends_it_is_refused(stage: Stage, options: list, what: str, reason: str):
    await stage.set_up(3)
    data = {"id": "1", "name": "week", "type": 1, "options": options}
    answer = await stage.person(0).raw({"type": 2, "channel_id": stage.channel, "data": data})
    assert what in refused(answer), reason


async def test_a_form_as_no_client_sends_it_is_refused(stage: Stage):
    await stage.set_up(3)
    times = {"close": "Sunday 18:00", "publish": "Monday 09:00", "zone": "UTC"}
    for load in ("many", "", "-1", "9" * 30):
        rows = [
            {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": name, "value": value}}
            for name, value in (times | {"load": load}).items()
        ]
        data = {"custom_id": "tb:setup-times:1", "components": rows}
        answer = await stage.manager.raw({"type": 5, "channel_id": stage.channel, "data": data})
        assert "One of the values could not be read." in refused(answer), load


async def test_a_refusal_that_quotes_a_long_address_is_answered(stage: Stage):
    """Escaping doubles an address of underscores; what is quoted back is cut, so that the answer always fits."""
    await stage.form()
    address = "http://elsewhere.test/" + "_" * 1900
    assert "not on your blog" in refused(await stage.person(0).command(stage.channel, "post submit", url=address))


async def test_a_refusal_that_cannot_be_worded_is_answered_as_a_bug(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise ValueError("too long")

    monkeypatch.setattr("teambot.chat.render.refusal.refused", broken)
    answer = await stage.person(0).command(stage.channel, "week show")
    assert "Something went wrong" in answer.text
