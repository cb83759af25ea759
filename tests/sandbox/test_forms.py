"""Forms with every kind of field that discord.py 2.7.1 puts into a label, filled in by a person."""

import discord
import pytest
from discord import ui

from tests.sandbox.conftest import Bot, Club, Http

OPTION = discord.SelectOption
ALL = [
    ("word", ui.TextInput(custom_id="word", default="tea", required=False)),
    ("pick", ui.Select(custom_id="pick", options=[OPTION(label=w, value=w) for w in "abc"], max_values=2)),
    ("who", ui.UserSelect(custom_id="who", required=True)),
    ("role", ui.RoleSelect(custom_id="role", required=False, min_values=0)),
    ("room", ui.ChannelSelect(custom_id="room", required=False)),
]
MORE = [
    ("any", ui.MentionableSelect(custom_id="any", required=False)),
    (
        "one",
        ui.RadioGroup(custom_id="one", options=[discord.RadioGroupOption(label=w, value=w) for w in "xy"]),
    ),
    (
        "some",
        ui.CheckboxGroup(
            custom_id="some",
            min_values=0,
            required=False,
            options=[discord.CheckboxGroupOption(label=w, value=w, default=w == "q") for w in "pqr"],
        ),
    ),
    ("yes", ui.Checkbox(custom_id="yes", default=True)),
]


def modal(fields) -> type[ui.Modal]:
    class Filled(ui.Modal, title="All of it"):
        def __init__(self) -> None:
            super().__init__()
            for name, component in fields:
                self.add_item(ui.Label(text=name, component=component))

        async def on_submit(self, act: discord.Interaction) -> None:
            said = {}
            for label in self.children:
                part = label.component
                said[label.text] = part.values if hasattr(part, "values") else part.value
            bot_saw.append({key: _plain(value) for key, value in said.items()})
            await act.response.send_message("ok", ephemeral=True)

    return Filled


bot_saw: list[dict[str, object]] = []


def _plain(value: object) -> object:
    return [getattr(each, "id", each) for each in value] if isinstance(value, list) else value


async def opened(club: Club, start_bot, fields):
    bot = Bot()
    bot_saw.clear()

    @bot.tree.command(description="Open")
    async def open_it(act: discord.Interaction) -> None:
        await act.response.send_modal(modal(fields)())

    await start_bot(bot)
    return (await club.ann.command(club.room.id, "open_it")).form


async def test_menus_in_a_form(club: Club, start_bot) -> None:
    form = await opened(club, start_bot, ALL)
    assert [(f.custom_id, f.kind, f.required, f.most) for f in form.fields] == [
        ("word", "text", False, 4000),
        ("pick", "select", True, 2),
        ("who", "users", True, 1),
        ("role", "roles", False, 1),
        ("room", "channels", False, 1),
    ]
    role = club.double.world.add_role(club.guild.id, "team")
    values = {"pick": ["a", "b"], "who": [club.bo.id], "role": [role.id], "room": [club.room.id]}
    assert (await club.ann.fill(form, values)).text == "ok"
    assert bot_saw == [values | {"word": "tea"}]
    for wrong, said in (({"who": []}, "required"), ({"pick": ["z"]}, "not offer"), ({"who": [1, 2]}, "takes 1 to 1")):
        with pytest.raises(ValueError, match=said):
            await club.ann.fill(form, values | wrong)
    assert len(bot_saw) == 1


async def test_groups_and_boxes_in_a_form(club: Club, start_bot) -> None:
    form = await opened(club, start_bot, MORE)
    assert [(f.custom_id, f.kind, f.value) for f in form.fields] == [
        ("any", "mentionables", []),
        ("one", "radio", None),
        ("some", "checkboxes", ["q"]),
        ("yes", "checkbox", True),
    ]
    assert (await club.ann.fill(form, {"one": "y", "any": [club.bo.id]})).text == "ok"
    assert bot_saw == [{"any": [club.bo.id], "one": "y", "some": ["q"], "yes": True}]
    again = (await club.ann.command(club.room.id, "open_it")).form
    assert (await club.ann.fill(again, {"one": "x", "some": [], "yes": False})).text == "ok"
    assert bot_saw[1] == {"any": [], "one": "x", "some": [], "yes": False}
    with pytest.raises(ValueError, match="required"):
        await club.ann.fill(form, {})


def option(value: str, **more: object) -> dict:
    return {"label": value, "value": value, **more}


REFUSED = [
    ({"type": 21, "custom_id": "x", "options": [option("a")]}, "a radio group of one"),
    ({"type": 21, "custom_id": "x", "options": [option(str(n)) for n in range(11)]}, "a radio group of eleven"),
    ({"type": 21, "custom_id": "x", "options": [option("a"), option("a")]}, "one value twice"),
    (
        {"type": 21, "custom_id": "x", "options": [option("a", default=True), option("b", default=True)]},
        "two chosen beforehand",
    ),
    ({"type": 21, "custom_id": "x", "options": [option("a"), option("b" * 101)]}, "a label that is too long"),
    ({"type": 22, "custom_id": "x", "options": [option("a")], "max_values": 2}, "more than there are"),
    ({"type": 22, "custom_id": "x", "options": [option("a")], "min_values": 0}, "none, and required"),
    ({"type": 5, "custom_id": "x", "disabled": True}, "a disabled menu"),
    ({"type": 2, "custom_id": "x", "style": 1, "label": "x"}, "a button"),
]


@pytest.mark.parametrize(("component", "why"), REFUSED, ids=[row[1] for row in REFUSED])
async def test_what_discord_refuses_of_a_forms_fields(
    club: Club, start_bot, http: Http, checker, component: dict, why: str
) -> None:
    answers = []
    bot = Bot()

    @bot.tree.command(description="Open")
    async def open_it(act: discord.Interaction) -> None:
        label = {"type": 18, "label": "x", "component": component}
        body = {"type": 9, "data": {"custom_id": "f", "title": "t", "components": [label]}}
        answers.append(await http("POST", f"/interactions/{act.id}/{act.token}/callback", body))
        await act.response.send_message("done", ephemeral=True)

    if checker is not None:
        checker.bad_requests_meant = True
    await start_bot(bot)
    assert (await club.ann.command(club.room.id, "open_it")).text == "done"
    assert [(status, body["code"]) for status, body in answers] == [(400, 50035)], why
