"""Buttons, menus and submitted forms into their handlers; what fails there is answered (discord.py only logs it)."""

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from teambot.chat import errors
from teambot.chat.cards.pressed import OURS, Handler, Pressed, read
from teambot.chat.forms.form import fields_of
from teambot.chat.talk import Desk, Talk
from teambot.errors import Refusal


class Control(ui.DynamicItem[ui.Item[Any]], template=r"tb:.*"):
    """Any button or menu of ours, found by its custom id whenever it was sent."""

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003  discord.py's signature
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003
        /,
    ) -> "Control":
        """Wrap the pressed item of a message."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Let the bot find and run the handler."""
        await interaction.client.pressed(interaction)


async def run(interaction: discord.Interaction[Any], desk: Desk, handlers: Mapping[str, Handler]) -> None:
    """Run the handler of a press or a form; whatever fails is answered. An id that nobody knows is an outdated card."""
    try:
        pressed = _pressed(interaction)
        handler = handlers.get(pressed.what)
        if handler is None:
            raise Refusal("outdated-card")
        await handler(Talk(interaction, desk), pressed)
    except Exception as error:  # noqa: BLE001  the second and the third door of failure
        await errors.answer(interaction, desk, error)


def stranger(interaction: discord.Interaction[Any]) -> bool:
    """Say whether one of our ids was pressed that is not on the message it names: discord.py drops those unanswered."""
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id"))
    if not custom_id.startswith(OURS):
        return False
    return interaction.message is None or custom_id not in _ids(interaction.message.components)


def _ids(components: Any) -> set[str]:
    found: set[str] = set()
    for component in components:
        found.add(str(getattr(component, "custom_id", None)))
        found |= _ids(getattr(component, "children", None) or ())
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            found |= _ids((accessory,))
    return found


def _pressed(interaction: discord.Interaction[Any]) -> Pressed:
    data: dict[str, Any] = dict(interaction.data or {})
    values = tuple(str(value) for value in data.get("values") or ())
    return read(str(data.get("custom_id")), values=values, fields=fields_of(data))
