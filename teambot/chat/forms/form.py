"""Forms: what they ask, as Discord's modal, and what was filled in.

Nobody waits in one: a submitted form is found by the state in its custom id, after a restart too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import discord
from discord import ui

from teambot.chat.render.text import cut


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    RADIO = "radio"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of `least` to `most` characters; a radio has `options` (value, label) and chooses `value`."""

    name: str
    label: str
    value: str = ""
    most: int = 200
    required: bool = True
    kind: Kind = Kind.LINE
    help: str = ""
    least: int = 0
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one to five fields (Discord's bound); `custom_id` holds its state in at most 100 characters."""

    custom_id: str
    title: str
    fields: tuple[Field, ...]


class _Modal(ui.Modal):
    def is_finished(self) -> bool:
        """Keep discord.py from storing the form: submitted ones reach the bot as interactions."""
        return True


def modal_of(form: Form) -> ui.Modal:
    """Build Discord's modal of a form; over-long prefilled words are cut."""
    modal = _Modal(title=cut(form.title, 45), custom_id=form.custom_id)
    for field in form.fields:
        modal.add_item(ui.Label(text=field.label, description=field.help or None, component=_component(field)))
    return modal


def fields_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Read what was filled in, by the fields' names, from the data of a submitted form; nonsense is left out."""
    return dict(_values(data.get("components")))


def _values(components: Any) -> Iterator[tuple[str, str]]:
    for component in components if isinstance(components, list) else ():
        if not isinstance(component, dict):
            continue
        inner = component.get("components") or [component.get("component")]
        yield from _values(inner)
        name, value = component.get("custom_id"), component.get("value")
        if isinstance(name, str) and isinstance(value, str):
            yield name, value


def _component(field: Field) -> ui.Item[Any]:
    if field.kind is Kind.RADIO:
        options = [
            discord.RadioGroupOption(value=value, label=label, default=value == field.value)
            for value, label in field.options
        ]
        return ui.RadioGroup(custom_id=field.name, required=field.required, options=options)
    paragraph = field.kind is Kind.PARAGRAPH
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if paragraph else discord.TextStyle.short,
        default=(field.value[: field.most] if paragraph else cut(field.value, field.most)) or None,
        required=field.required,
        min_length=field.least or None,
        max_length=field.most,
    )
