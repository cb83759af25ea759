"""Acts as data: a command, a press, a form sent, a word typed; and how anybody does one, with or without its button."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.answer import Answer
from teambot.sandbox.loopback.people.options import filled, find_command
from tests.chat.acts import BUTTON, TEXT_INPUT
from tests.chat.scenes import Scenes

COMMAND, PRESS, TYPING, FORM = 2, 3, 4, 5
HANDED = 102  # a menu on a message: Discord sends it as a command, too
_OF_MESSAGES = 3
MENU, PEOPLE, ROLES = 3, 5, 6
RESOLVED = {PEOPLE: "users", ROLES: "roles"}


@dataclass(frozen=True)
class Act:
    """What is done: `what` names a command or a custom id; `{words}` in it and in `given` are the world's ids."""

    kind: int
    what: str
    given: Mapping[str, str]
    component: int = BUTTON
    values: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give the name that the bot registers: of a command, a control, a form, or of an option that completes."""
        if self.kind == TYPING:
            return f"{self.what} {next(iter(self.given))}"
        return self.what if self.kind in (COMMAND, HANDED) else self.what.split(":")[0]

    def __str__(self) -> str:
        given = " ".join(f"{name}={value}" for name, value in self.given.items())
        sort = {COMMAND: "/", PRESS: "", TYPING: "typing /", FORM: "form ", HANDED: "menu "}[self.kind]
        return " ".join(filter(None, (sort + self.what, given if self.kind != FORM else "", *self.values)))


def command(what: str, /, **given: str) -> Act:
    return Act(COMMAND, what, given)


def handed(what: str, /, text: str) -> Act:
    """Use a menu on a message that says this."""
    return Act(HANDED, what, {"text": text})


def typing(what: str, /, **given: str) -> Act:
    """Type into the first of these options."""
    return Act(TYPING, what, given)


def press(what: str) -> Act:
    return Act(PRESS, what, {})


def choose(what: str, *values: str, among: int = MENU) -> Act:
    return Act(PRESS, what, {}, among, values)


def form(what: str, /, **given: str) -> Act:
    return Act(FORM, what, given)


async def do(world: Scenes, who: int, act: Act, channel: int, ids: Mapping[str, object]) -> Answer:
    """Let somebody do it, though their client may offer it to somebody else only."""
    what = act.what.format(**ids)
    given = {name: value.format(**ids) for name, value in act.given.items()}
    person = world.discord.person(world.discord_id(who))
    payload: dict[str, Any] = {"type": act.kind, "channel_id": channel}
    if act.kind in (COMMAND, TYPING):
        found = find_command(world.discord.commands.visible_in(world.guild.id), what)
        focused = next(iter(given)) if act.kind == TYPING else None
        payload["data"] = filled(*found, given, focused=focused)
    elif act.kind == HANDED:
        payload |= {"type": COMMAND, "data": _handed(world, channel, what, given["text"])}
    elif act.kind == FORM:
        inputs = [{"type": TEXT_INPUT, "id": 2, "custom_id": name, "value": value} for name, value in given.items()]
        rows = [{"type": 18, "id": 1, "component": one} for one in inputs]
        payload["data"] = {"custom_id": f"tb:{what}", "components": rows}
    else:
        payload |= _pressed(world, act, f"tb:{what}", [value.format(**ids) for value in act.values])
    return await person.raw(payload)


def _handed(world: Scenes, channel: int, what: str, text: str) -> dict[str, Any]:
    found = find_command(world.discord.commands.visible_in(world.guild.id), what, _OF_MESSAGES)
    said = world.manager.say(channel, text)
    resolved = world.discord.acts.resolved(world.guild.id, {"messages": [said.id]})
    return filled(*found, {}) | {"target_id": str(said.id), "resolved": resolved}


def _pressed(world: Scenes, act: Act, custom_id: str, values: list[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": act.component, "id": 2}
    part: dict[str, Any] = {"type": act.component, "id": 2, "custom_id": custom_id}
    if act.component == BUTTON:
        part |= {"style": 2, "label": "Press"}
    else:
        part |= {"options": [{"label": "It", "value": value} for value in values]} if act.component == MENU else {}
        data["values"] = values
    if act.component in RESOLVED:
        found = {RESOLVED[act.component]: [int(value) for value in values]}
        data["resolved"] = world.discord.acts.resolved(world.guild.id, found)
    return {"data": data, "message": _holding(world.cards[0], part)}


def _holding(card: Message, part: dict[str, Any]) -> Message:
    """Give a message that has the button: one that is not on its message is no act of ours (test_forged.py)."""
    return replace(card, payload=card.payload | {"components": [{"type": 1, "id": 1, "components": [part]}]})
