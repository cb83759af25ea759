"""Buttons, menus and forms through the real discord.py, as a person uses them."""

import re

import discord
import pytest
from discord import ui

from teambot.sandbox.loopback.people.person import Form
from tests.sandbox.conftest import Bot, Club


class Done(ui.DynamicItem[ui.Button], template=r"done:(?P<key>\d+)"):
    def __init__(self, key: int) -> None:
        super().__init__(ui.Button(label=f"Done {key}", custom_id=f"done:{key}"))
        self.key = key

    @classmethod
    async def from_custom_id(cls, act: discord.Interaction, item: ui.Item, match: re.Match[str]) -> "Done":
        return cls(int(match["key"]))

    async def callback(self, act: discord.Interaction) -> None:
        if self.key == 1:
            await act.response.edit_message(view=card("pressed", disabled=True))
        elif self.key == 2:
            await act.response.defer()
            await act.edit_original_response(view=card("after a while"))
        elif self.key == 3:
            await act.response.send_message("only you", ephemeral=True)
        elif self.key == 4:
            await act.response.defer(thinking=True, ephemeral=True)
            await act.followup.send("thought about it")


def card(text: str, *, disabled: bool = False) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    link = ui.Button(label="Read", url="https://example.org/")
    row = ui.ActionRow(*[Done(key) for key in range(1, 5)])
    row.children[0].item.disabled = disabled
    box = ui.Container(ui.TextDisplay(f"# {text}"), ui.Section("A post", accessory=link), ui.Separator(), row, id=4711)
    view.add_item(box)
    return view


async def test_a_card_of_the_new_kind_is_read_pressed_and_redrawn(club: Club, start_bot) -> None:
    bot = Bot()
    bot.add_dynamic_items(Done)
    await start_bot(bot)
    room = bot.get_channel(club.room.id)
    sent = await room.send(view=card("Week 1"))
    (message,) = club.ann.sees(club.room.id)
    assert message.id == sent.id
    assert message.text == "# Week 1\nA post"
    assert [(b.label, b.custom_id, b.url) for b in message.buttons[:2]] == [
        ("Read", None, "https://example.org/"),
        ("Done 1", "done:1", None),
    ]
    assert [row.components[0].id async for row in room.history()] == [4711]
    private = await club.ann.press(message, "done:3")
    assert (private.text, private.updated) == ("only you", None)
    assert club.bo.sees(club.room.id) == [message]
    thought = await club.bo.press(message, "done:4")
    assert (thought.text, thought.message.ephemeral_for) == ("thought about it", club.bo.id)
    late = await club.ann.press(message, "done:2")
    assert late.updated.text.startswith("# after a while")
    drawn = await club.ann.press(message, "done:1")
    assert drawn.updated.id == message.id
    assert drawn.message is None
    assert drawn.text.startswith("# pressed")
    with pytest.raises(LookupError, match="disabled"):
        await club.ann.press(message, "done:1")
    with pytest.raises(LookupError, match="no 'done:9'"):
        await club.ann.press(message, "done:9")
    with pytest.raises(LookupError, match="do not see"):
        await club.bo.press(private.message, "done:1")


async def test_menus_of_every_kind(club: Club, start_bot) -> None:
    bot = Bot()
    chosen = []

    class Menus(ui.View):
        @ui.select(custom_id="words", options=[discord.SelectOption(label=w) for w in "abc"], max_values=2)
        async def words(self, act: discord.Interaction, menu: ui.Select) -> None:
            chosen.append(menu.values)
            await act.response.send_message("ok", ephemeral=True)

        @ui.select(custom_id="people", cls=ui.UserSelect)
        async def people(self, act: discord.Interaction, menu: ui.UserSelect) -> None:
            chosen.append([row.id for row in menu.values])
            await act.response.send_message("ok", ephemeral=True)

        @ui.select(custom_id="rooms", cls=ui.ChannelSelect)
        async def rooms(self, act: discord.Interaction, menu: ui.ChannelSelect) -> None:
            chosen.append([row.id for row in menu.values])
            await act.response.send_message("ok", ephemeral=True)

        @ui.select(custom_id="roles", cls=ui.RoleSelect)
        async def roles(self, act: discord.Interaction, menu: ui.RoleSelect) -> None:
            chosen.append([row.id for row in menu.values])
            await act.response.send_message("ok", ephemeral=True)

    await start_bot(bot)
    role = club.double.world.add_role(club.guild.id, "team")
    await bot.get_channel(club.room.id).send("pick", view=Menus(timeout=None))
    (message,) = club.ann.sees(club.room.id)
    assert [menu.custom_id for menu in message.selects] == ["words", "people", "rooms", "roles"]
    assert (await club.ann.choose(message, "words", ["a", "c"])).text == "ok"
    await club.ann.choose(message, "people", [club.bo.id])
    await club.ann.choose(message, "rooms", [club.room.id])
    await club.ann.choose(message, "roles", [role.id])
    assert chosen == [["a", "c"], [club.bo.id], [club.room.id], [role.id]]
    for values in (["d"], ["a", "b", "c"], []):
        with pytest.raises(ValueError, match="takes"):
            await club.ann.choose(message, "words", values)


class Setup(ui.Modal, title="Set up"):
    about = ui.TextDisplay("A minute, and it is done.")
    name = ui.Label(text="Name", component=ui.TextInput(custom_id="name", max_length=10, default="Tea"))
    why = ui.Label(
        text="Why",
        description="in a line",
        component=ui.TextInput(custom_id="why", min_length=3, style=discord.TextStyle.paragraph),
    )
    who = ui.Label(text="Who", component=ui.UserSelect(custom_id="who", max_values=3, required=True))
    money = ui.Label(
        text="Money",
        component=ui.RadioGroup(
            custom_id="money",
            options=[discord.RadioGroupOption(label=w, value=w, default=w == "none") for w in ("none", "own")],
        ),
    )

    async def on_submit(self, act: discord.Interaction) -> None:
        who = [row.id for row in self.who.component.values]
        text = f"{self.name.component.value}|{self.why.component.value}|{who}|{self.money.component.value}"
        await act.response.send_message(text, ephemeral=True)


async def opened(club: Club, start_bot, form: type[ui.Modal]) -> Form:
    bot = Bot()

    @bot.tree.command(description="Open")
    async def open_it(act: discord.Interaction) -> None:
        await act.response.send_modal(form())

    await start_bot(bot)
    answer = await club.ann.command(club.room.id, "open_it")
    assert answer.form is not None
    return answer.form


async def test_a_form_is_filled_with_what_it_held(club: Club, start_bot) -> None:
    form = await opened(club, start_bot, Setup)
    assert form.title == "Set up"
    assert form.texts == ("A minute, and it is done.",)
    assert [(f.label, f.kind, f.value, f.required) for f in form.fields] == [
        ("Name", "text", "Tea", True),
        ("Why", "text", "", True),
        ("Who", "users", [], True),
        ("Money", "radio", "none", True),
    ]
    good = {"why": "for tea", "who": [club.bo.id]}
    answer = await club.ann.fill(form, good)
    assert answer.text == f"Tea|for tea|[{club.bo.id}]|none"
    for bad, said in (
        ({"why": "ab"}, "3 to 4000"),
        ({"why": ""}, "required"),
        ({"name": "x" * 11}, "0 to 10"),
        ({"who": []}, "required"),
        ({"money": "much"}, "does not offer"),
        ({"nobody": 1}, "no field"),
    ):
        with pytest.raises(ValueError, match=said):
            await club.ann.fill(form, good | bad)


class Old(ui.Modal, title="As it was"):
    line = ui.TextInput(label="Line", custom_id="line", required=False)

    async def on_submit(self, act: discord.Interaction) -> None:
        await act.response.send_message(f"<{self.line.value}>", ephemeral=True)


async def test_a_form_of_the_old_kind(club: Club, start_bot) -> None:
    form = await opened(club, start_bot, Old)
    assert [(f.label, f.required) for f in form.fields] == [("Line", False)]
    assert (await club.ann.fill(form, {"line": "x"})).text == "<x>"


async def test_a_form_whose_bot_was_restarted_still_reaches_on_interaction(club: Club, start_bot) -> None:
    bot = Bot()
    reached = []

    @bot.event
    async def on_interaction(act: discord.Interaction) -> None:
        reached.append((act.type, act.data["custom_id"], act.data["components"][0]["component"]["value"]))
        await act.response.send_message("still here", ephemeral=True)

    await start_bot(bot)
    data = {
        "custom_id": "form:7",
        "components": [{"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "x", "value": "y"}}],
    }
    answer = await club.bo.raw({"type": 5, "channel_id": club.room.id, "data": data})
    assert answer.text == "still here"
    assert reached == [(discord.InteractionType.modal_submit, "form:7", "y")]


async def test_a_forged_press_is_just_another_act(club: Club, start_bot) -> None:
    bot = Bot()
    bot.add_dynamic_items(Done)
    await start_bot(bot)
    await bot.get_channel(club.room.id).send(view=card("Week 1"))
    (message,) = club.bo.sees(club.room.id)
    data = {"custom_id": "done:3", "component_type": 2, "id": 1}
    answer = await club.bo.raw({"type": 3, "channel_id": club.room.id, "data": data, "message": message})
    assert answer.text == "only you"


async def test_an_act_nobody_answers_fails(club: Club, start_bot) -> None:
    bot = Bot()
    bot.add_dynamic_items(Done)
    await start_bot(bot)
    club.double.interactions.answer_seconds = 0.2
    await bot.get_channel(club.room.id).send(view=card("Week 1"))
    (message,) = club.ann.sees(club.room.id)
    data = {"custom_id": "unknown", "component_type": 2, "id": 1}
    answer = await club.ann.raw({"type": 3, "channel_id": club.room.id, "data": data, "message": message})
    assert answer.failed == "no answer in 0.2 s"
    assert (answer.acknowledged, answer.message, answer.form) == (False, None, None)
