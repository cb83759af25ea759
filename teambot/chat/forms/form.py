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

# Modals (Discord's component reference): one to five labels, two to ten options of a group, up to 25 of
# a menu; a custom id's length.
MOST_FIELDS = 5
MOST_OPTIONS = 10
MOST_IN_MENU = 25
MOST_STATE = 100


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    RADIO = "radio"
    CHECKS = "checks"
    MENU = "menu"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Field:
    """One question; `value` is what it holds when the form opens, "" for nothing.

    A line or paragraph takes `least` to `most` characters (at most 4,000). A radio has two to ten `options` (value,
    label), of which one is chosen; of checks any number, of a menu one of up to 25, of a menu of `SEVERAL` any number.
    Several values are told apart by commas, so none may hold one.
    """

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
    """Build Discord's modal of a form; over-long words are cut. ValueError where it does not fit Discord's bounds."""
    if not 1 <= len(form.fields) <= MOST_FIELDS or len(form.custom_id) > MOST_STATE:
        raise ValueError(f"a form of {len(form.fields)} fields with a state of {len(form.custom_id)} characters")
    modal = _Modal(title=_seen(form.title, 45), custom_id=form.custom_id)
    for field in form.fields:
        help_text = cut(field.help, 100) or None
        modal.add_item(ui.Label(text=_seen(field.label, 45), description=help_text, component=_component(field)))
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
        name, value = component.get("custom_id"), component.get("value", component.get("values"))
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            value = ",".join(value)  # what a menu or checks give
        if isinstance(name, str) and isinstance(value, str):
            yield name, value


def _seen(text: str, most: int) -> str:
    """Cut what Discord refuses empty; words that cannot be seen at all are a question mark (threat 8)."""
    return cut(text, most) or "?"


def _component(field: Field) -> ui.Item[Any]:
    match field.kind:
        case Kind.RADIO:
            return _radio(field)
        case Kind.CHECKS:
            return _checks(field)
        case Kind.MENU | Kind.SEVERAL:
            return _menu(field)
        case Kind.LINE | Kind.PARAGRAPH:
            return _words(field)


def _check_options(field: Field, least: int, most: int) -> None:
    if not least <= len(field.options) <= most:
        raise ValueError(f"a choice among {len(field.options)}")


def _radio(field: Field) -> ui.RadioGroup[Any]:
    _check_options(field, 2, MOST_OPTIONS)
    options = [
        discord.RadioGroupOption(value=value, label=_seen(label, 100), default=value == field.value)
        for value, label in field.options
    ]
    return ui.RadioGroup(custom_id=field.name, required=field.required, options=options)


def _checks(field: Field) -> ui.CheckboxGroup[Any]:
    _check_options(field, 2, MOST_OPTIONS)
    held = field.value.split(",")
    options = [
        discord.CheckboxGroupOption(value=value, label=_seen(label, 100), default=value in held)
        for value, label in field.options
    ]
    least = 1 if field.required else 0
    return ui.CheckboxGroup(custom_id=field.name, required=field.required, min_values=least, options=options)


def _menu(field: Field) -> ui.Select[Any]:
    _check_options(field, 1, MOST_IN_MENU)
    several = field.kind is Kind.SEVERAL
    held = field.value.split(",") if several else [field.value]
    options = [
        discord.SelectOption(value=value, label=_seen(label, 100), default=value in held)
        for value, label in field.options
    ]
    least, most = 1 if field.required else 0, len(options) if several else 1
    return ui.Select(custom_id=field.name, required=field.required, min_values=least, max_values=most, options=options)


def _words(field: Field) -> ui.TextInput[Any]:
    paragraph = field.kind is Kind.PARAGRAPH
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if paragraph else discord.TextStyle.short,
        default=(field.value[: field.most] if paragraph else cut(field.value, field.most)) or None,
        required=field.required,
        min_length=field.least or None,
        max_length=field.most,
    )
